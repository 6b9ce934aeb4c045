//! Arguments -> command line or language server; nothing else.

use std::process::ExitCode;

use notelint::{cli, lsp};

fn main() -> ExitCode {
    cli::run(&cli::Arguments::parse_or_exit(), |options| {
        lsp::run(&lsp::Options {
            log_file: options.log_file.clone(),
            log_level: options.log_level.map(level),
        })
        .map(|never| match never {})
    })
}

fn level(level: cli::LogLevel) -> lsp::LevelFilter {
    match level {
        cli::LogLevel::Error => lsp::LevelFilter::ERROR,
        cli::LogLevel::Warn => lsp::LevelFilter::WARN,
        cli::LogLevel::Info => lsp::LevelFilter::INFO,
        cli::LogLevel::Debug => lsp::LevelFilter::DEBUG,
        cli::LogLevel::Trace => lsp::LevelFilter::TRACE,
    }
}
