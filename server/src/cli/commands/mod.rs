//! One file a command: its options in, its results out.

pub(super) mod check;
