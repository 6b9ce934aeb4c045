//! The command line: commands and all rendering.
