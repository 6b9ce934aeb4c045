//! One file a command: its options in, its results out.

pub(super) mod check;
pub(super) mod check_patterns;
pub(super) mod completions;
pub(super) mod config;
pub(super) mod define;
pub(super) mod man;
pub(super) mod map;
pub(super) mod outline;
pub(super) mod questions;
pub(super) mod related;
pub(super) mod rule;
pub(super) mod snippets;
