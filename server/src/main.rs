//! Arguments -> command line or language server; nothing else.

use std::process::ExitCode;

use notelint::cli;

fn main() -> ExitCode {
    cli::run(&cli::Arguments::parse_or_exit())
}
