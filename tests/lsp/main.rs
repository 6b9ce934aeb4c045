//! The language server, spoken to over an in-memory pipe as an editor would: one file a feature.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod capabilities;
mod client;
mod code_action;
mod command;
mod command_line;
mod editors;
mod hover;
mod lifecycle;
#[path = "../support/model.rs"]
mod model;
mod positions;
mod properties;
mod questions;
mod settings;
mod symbols;
mod sync;
mod vault;
