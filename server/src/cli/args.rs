//! The arguments of every command, with the help that a stranger reads.

use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum, ValueHint};

use super::output::{Stdout, is_terminal};
use crate::diagnostic::Severity;

/// Quiet colours that read on light and dark grounds alike.
const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  notelint check                        Lint the notes in this folder and below
  notelint check notes/python.md        Lint one note
  notelint check --fix notes            Mend what has one certain answer
  notelint check --diff notes           Show what --fix would change
  notelint questions notes              What is still open?
  notelint rule unknown-module          What is this finding about?

Exit codes: 0 nothing found, 1 findings at or above --fail-on, 2 something could not be done (stderr says what).";

/// Lints study notes: the Python in them, open questions, headings, links.
#[derive(Debug, Parser)]
#[command(
    name = "notelint",
    version,
    styles = STYLES,
    after_help = EXAMPLES,
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
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
#[command(next_help_heading = "Global options")]
pub(super) struct Global {
    /// Use this config file for every note
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Use no config file
    #[arg(long, global = true)]
    pub no_config: bool,
    /// Colours: auto (on a terminal, unless NO_COLOR is set), always or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub color: Color,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lint notes
    Check(Box<CheckArgs>),
    /// Explain a rule, or list them all
    Rule(RuleArgs),
    /// List the questions in notes, and whether they are answered
    Questions(QuestionsArgs),
    /// List the headings of a note as notelint reads them
    Outline(OutlineArgs),
    /// List the code in notes, and how notelint reads it
    Snippets(SnippetsArgs),
    /// Tell what a term means, and where the notes speak of it
    Define(DefineArgs),
    /// List sections of other notes on the same topic
    Related(RelatedArgs),
    /// Draw the topics of notes, and how they belong together
    Map(MapArgs),
    /// Try the examples of your own patterns
    CheckPatterns(CheckPatternsArgs),
    /// Show the settings, or their JSON Schema
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print a script that completes notelint's arguments in a shell
    Completions(CompletionsArgs),
    /// Print the manual page, or write the pages of all commands into a folder
    Man(ManArgs),
    /// Run the language server on stdin and stdout, for editors
    Server(ServerArgs),
}

/// `notelint check`
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("fixing").args(["fix", "diff"]).multiple(true))]
pub(super) struct CheckArgs {
    /// Notes or folders of notes; `-` reads one note from stdin
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,

    /// Run these rules only
    #[arg(
        long,
        value_name = "RULE,…",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub select: Vec<String>,
    /// Do not run these rules
    #[arg(
        long,
        value_name = "RULE,…",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub ignore: Vec<String>,

    /// Mend what has one certain answer, in the files
    #[arg(long, help_heading = "Fixes")]
    pub fix: bool,
    /// With --fix or --diff: mend also what has a likely answer
    #[arg(long, requires = "fixing", help_heading = "Fixes")]
    pub unsafe_fixes: bool,
    /// Show what would be mended as a diff (for `patch -p0`), change nothing
    #[arg(long, help_heading = "Fixes")]
    pub diff: bool,

    /// Report only what stands on lines that changed since this commit, tag or branch of git
    #[arg(
        long,
        value_name = "GIT-REF",
        conflicts_with = "fixing",
        help_heading = "Known findings"
    )]
    pub since: Option<String>,
    /// Report only what is not in this file of known findings
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Known findings")]
    pub baseline: Option<PathBuf>,
    /// Write all findings of today into the file of --baseline
    #[arg(
        long,
        requires = "baseline",
        conflicts_with_all = ["fixing", "since", "watch"],
        help_heading = "Known findings"
    )]
    pub write_baseline: bool,

    /// How to print findings [default: full on a terminal, else concise]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Output")]
    pub output_format: Option<CheckFormat>,
    /// Count findings by rule instead of listing them
    #[arg(long, conflicts_with = "diff", help_heading = "Output")]
    pub statistics: bool,
    /// The mildest severity that makes the exit code 1
    #[arg(
        long,
        value_enum,
        value_name = "SEVERITY",
        default_value = "warning",
        help_heading = "Output"
    )]
    pub fail_on: FailOn,
    /// Exit with 0 although there are findings
    #[arg(long, help_heading = "Output")]
    pub exit_zero: bool,

    /// The name of the note that stdin holds
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Input")]
    pub stdin_filename: Option<PathBuf>,
    /// Check again whenever something changes
    #[arg(long, help_heading = "Input")]
    pub watch: bool,
}

/// The formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// With the source line and carets
    Full,
    /// One line a finding
    Concise,
    /// By note
    Grouped,
    /// One JSON array
    Json,
    /// One JSON object a line
    JsonLines,
    /// Annotations of GitHub Actions
    Github,
    /// Code Quality report of GitLab
    Gitlab,
    /// SARIF 2.1.0
    Sarif,
    /// JUnit XML
    Junit,
}

/// The formats of the other commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For reading
    Full,
    /// One line each
    Concise,
    /// JSON
    Json,
}

/// How a command that only lists things prints them.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct Output {
    /// How to print [default: full on a terminal, else concise]
    #[arg(long = "output-format", value_enum, value_name = "FORMAT")]
    pub format: Option<Format>,
}

impl Output {
    /// The format asked for, or the one that suits where the output goes.
    pub fn format(&self) -> Format {
        self.format.unwrap_or(if is_terminal() {
            Format::Full
        } else {
            Format::Concise
        })
    }
}

impl Format {
    /// Where output in this format goes.
    pub fn stdout(self) -> Stdout {
        match self {
            Self::Full | Self::Concise => Stdout::for_people(),
            Self::Json => Stdout::for_programs(),
        }
    }
}

/// A severity as `--fail-on` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// Any finding
    Hint,
    /// Infos, warnings and errors
    Info,
    /// Warnings and errors
    Warning,
    /// Errors
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

/// `notelint rule`
#[derive(Debug, Args)]
pub(super) struct RuleArgs {
    /// The rule; without it, all are listed
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    #[command(flatten)]
    pub output: Output,
}

/// `notelint questions`
#[derive(Debug, Args)]
pub(super) struct QuestionsArgs {
    /// Notes or folders of notes
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub output: Output,
}

/// `notelint outline`
#[derive(Debug, Args)]
pub(super) struct OutlineArgs {
    /// The note
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    #[command(flatten)]
    pub output: Output,
}

/// `notelint snippets`
#[derive(Debug, Args)]
pub(super) struct SnippetsArgs {
    /// Notes or folders of notes
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// Judge each as a whole module, by the rules of `compile()`
    #[arg(long)]
    pub as_module: bool,
    #[command(flatten)]
    pub output: Output,
}

/// `notelint define`
#[derive(Debug, Args)]
pub(super) struct DefineArgs {
    /// The term: a name, an acronym, what it stands for
    #[arg(value_name = "TERM", required = true)]
    pub term: Vec<String>,
    #[command(flatten)]
    pub output: Output,
}

/// `notelint related`
#[derive(Debug, Args)]
pub(super) struct RelatedArgs {
    /// The note, and the line of the section in question
    #[arg(value_name = "FILE[:LINE]", value_hint = ValueHint::FilePath)]
    pub place: PathBuf,
    /// At most this many sections
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    #[command(flatten)]
    pub output: Output,
}

/// `notelint map`
#[derive(Debug, Args)]
pub(super) struct MapArgs {
    /// Notes or folders of notes
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// What to print
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "json")]
    pub format: MapFormat,
    /// At most this many topics: those with most to say
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
}

/// How a map is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum MapFormat {
    /// A graph for Graphviz
    Dot,
    /// A flowchart for Mermaid, which GitHub draws
    Mermaid,
    /// Nodes and edges
    Json,
    /// A page that needs nothing else, to search, filter and click in
    Html,
}

/// `notelint check-patterns`
#[derive(Debug, Args)]
pub(super) struct CheckPatternsArgs {
    /// The folder or note whose patterns to try
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,
    #[command(flatten)]
    pub output: Output,
}

/// `notelint config`
#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Print the JSON Schema of the config file
    Schema,
    /// Print every setting, its value and where that comes from
    Show(ShowArgs),
}

/// `notelint config show`
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The note or folder whose settings to show
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: PathBuf,
    #[command(flatten)]
    pub output: Output,
}

/// `notelint completions`
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

/// `notelint man`
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The folder for `notelint.1`, `notelint-check.1` and so on
    #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub folder: Option<PathBuf>,
}

/// `notelint server`
#[derive(Debug, Args)]
pub struct ServerArgs {
    /// Does nothing: there is no other way, but editors ask for it
    #[arg(long)]
    pub stdio: bool,
    /// Write a log to this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub log_file: Option<PathBuf>,
    /// How much to log; without a file, to stderr
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub log_level: Option<LogLevel>,
}

/// How much a log tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogLevel {
    /// What went wrong
    Error,
    /// And what looks wrong
    Warn,
    /// And what happens
    Info,
    /// And what helps to find a mistake
    Debug,
    /// Everything
    Trace,
}
