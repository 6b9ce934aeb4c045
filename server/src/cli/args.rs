//! The arguments of every command, with the help that a stranger reads.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Severity;

/// Lint study notes: the Python in them, open questions, headings and links.
#[derive(Debug, Parser)]
#[command(name = "notelint", version, arg_required_else_help = true)]
pub struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
}

impl Arguments {
    /// Reads the process's arguments; ends the process where they ask for help or make no sense.
    pub fn parse_or_exit() -> Self {
        Self::parse()
    }
}

/// Options that every command takes.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// Use this config file for every note.
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        conflicts_with = "no_config",
        help_heading = "Global options"
    )]
    pub config: Option<PathBuf>,
    /// Ignore every config file.
    #[arg(long, global = true, help_heading = "Global options")]
    pub no_config: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lint notes.
    Check(CheckArgs),
}

/// `notelint check`
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Notes or folders of notes.
    #[arg(value_name = "PATH", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// How findings are printed.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub output_format: Option<CheckFormat>,
    /// Exit with 0 although there are findings.
    #[arg(long)]
    pub exit_zero: bool,
    /// The mildest severity that makes the exit code 1.
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = FailOn::Warning)]
    pub fail_on: FailOn,
}

/// The formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// One line a finding: `file:line:column: severity[rule] message`.
    Concise,
    /// One JSON array.
    Json,
}

/// A severity as `--fail-on` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// Any finding.
    Hint,
    /// Infos, warnings and errors.
    Info,
    /// Warnings and errors.
    Warning,
    /// Errors only.
    Error,
}

impl From<FailOn> for Severity {
    fn from(level: FailOn) -> Self {
        match level {
            FailOn::Hint => Self::Hint,
            FailOn::Info => Self::Info,
            FailOn::Warning => Self::Warning,
            FailOn::Error => Self::Error,
        }
    }
}
