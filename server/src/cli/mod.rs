//! The command line: commands and all rendering. The only room, besides the server, that a person talks to.

mod args;
mod commands;
mod notes;
mod output;
mod stand_in;
mod status;

pub use args::Arguments;

use std::process::ExitCode;

use args::Command;
use status::Status;

/// The stack of each worker thread. Snippets are bounded in depth before they are parsed; this leaves those bounds a
/// wide margin in unoptimized builds, whose frames are several times larger.
const WORKER_STACK: usize = 32 << 20;

/// Runs a command; its messages go to stderr, its results to stdout.
pub fn run(arguments: Arguments) -> ExitCode {
    // Fails only where a pool exists already; then that one serves.
    let _ = rayon::ThreadPoolBuilder::new()
        .stack_size(WORKER_STACK)
        .build_global();
    let outcome = match &arguments.command {
        Command::Check(options) => commands::check::run(options, &arguments.global),
    };
    let status = outcome.unwrap_or_else(|error| {
        if status::is_broken_pipe(&error) {
            // The reader has seen enough (`notelint check | head`): no reason to complain.
            return Status::Clean;
        }
        status::report(&format!("{error:#}"));
        Status::Failed
    });
    status.into()
}
