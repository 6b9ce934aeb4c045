//! `notelint completions`: a script for a shell.

use std::io::Write;

use clap::CommandFactory;

use crate::cli::args::{Arguments, CompletionsArgs};
use crate::cli::output::Stdout;
use crate::cli::status::Status;

/// Runs the command.
pub(in crate::cli) fn run(options: &CompletionsArgs) -> anyhow::Result<Status> {
    // The generator panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(
        options.shell,
        &mut Arguments::command(),
        "notelint",
        &mut script,
    );
    let mut out = Stdout::for_programs();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Status::Clean)
}
