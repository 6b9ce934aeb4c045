//! The language server, spoken to over an in-memory pipe as an editor would: one file a feature.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
mod capabilities;
mod client;
mod code_action;
mod code_lens;
mod command;
mod command_line;
mod completion;
mod definition;
mod desk;
mod editors;
mod folder;
mod folders;
mod hostile;
#[path = "../support/hostile.rs"]
mod hostile_notes;
mod hover;
mod lifecycle;
mod link_actions;
mod links;
#[path = "../support/model.rs"]
mod model;
mod positions;
mod progress;
mod properties;
mod pull;
mod questions;
mod references;
mod rename;
mod selection;
mod semantic_tokens;
mod settings;
mod symbols;
mod sync;
mod vault;
mod watch;
mod workspace_symbols;
