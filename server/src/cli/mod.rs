//! The command line: commands and all rendering. The only room, besides the server, that a person talks to.

mod args;
mod baseline;
mod commands;
mod display;
mod git;
mod links;
mod notes;
mod output;
mod progress;
mod settings;
mod status;
mod vault;

pub use args::{Arguments, LogLevel, ServerArgs};

use std::process::ExitCode;

use args::{Color, Command};
use status::Status;

/// The stack of each worker thread. Snippets are bounded in depth before they are parsed; this leaves those bounds a
/// wide margin in unoptimized builds, whose frames are several times larger.
const WORKER_STACK: usize = 32 << 20;

/// Runs a command; its results go to stdout, its messages to stderr. `serve` is the language server, of which the
/// command line knows nothing.
pub fn run(
    arguments: &Arguments,
    serve: impl FnOnce(&ServerArgs) -> anyhow::Result<ExitCode>,
) -> ExitCode {
    match arguments.global.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    // Fails only where a pool exists already; then that one serves.
    let _ = rayon::ThreadPoolBuilder::new()
        .stack_size(WORKER_STACK)
        .build_global();
    dispatch(arguments, serve).unwrap_or_else(|error| {
        if status::is_broken_pipe(&error) {
            // The reader has seen enough (`notelint check | head`): no reason to complain.
            return Status::Clean.into();
        }
        status::error_lines(&format!("{error:#}"));
        Status::Failed.into()
    })
}

fn dispatch(
    arguments: &Arguments,
    serve: impl FnOnce(&ServerArgs) -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    let global = &arguments.global;
    let status = match &arguments.command {
        Command::Check(options) => commands::check::run(options, global),
        Command::Rule(options) => commands::rule::run(options),
        Command::Questions(options) => commands::questions::run(options, global),
        Command::Outline(options) => commands::outline::run(options, global),
        Command::Snippets(options) => commands::snippets::run(options, global),
        Command::Define(options) => commands::define::run(options, global),
        Command::Map(options) => commands::map::run(options, global),
        Command::Related(options) => commands::related::run(options, global),
        Command::CheckPatterns(options) => commands::check_patterns::run(options, global),
        Command::Config(command) => commands::config::run(command, global),
        Command::Completions(options) => commands::completions::run(options),
        Command::Man(options) => commands::man::run(options),
        Command::Server(options) => return serve(options),
    };
    status.map(ExitCode::from)
}
