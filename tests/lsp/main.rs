//! The language server, spoken to over an in-memory pipe as an editor would: one file a feature.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod capabilities;
mod client;
mod code_action;
mod command;
mod hover;
mod lifecycle;
mod positions;
mod symbols;
mod sync;
