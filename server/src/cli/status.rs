//! Exit codes (0 nothing found, 1 findings, 2 something could not be done) and messages on stderr.

use std::io::{self, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

use super::output::escape;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    /// 0: nothing found at or above `--fail-on`.
    Clean,
    /// 1: something was found.
    Found,
    /// 2: the run failed, wholly or for some files.
    Failed,
}

impl Status {
    /// Failed, or clean.
    pub fn failed_if(failed: bool) -> Self {
        if failed { Self::Failed } else { Self::Clean }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Clean => 0,
            Status::Found => 1,
            Status::Failed => 2,
        })
    }
}

/// Says on stderr what could not be done.
pub(super) fn error(message: &str) {
    say("error", AnsiColor::Red.on_default().bold(), message);
}

/// Says on stderr what could not be done, each line of `messages` by itself.
pub(super) fn error_lines(messages: &str) {
    messages.lines().for_each(error);
}

/// Says on stderr what is odd but no failure.
pub(super) fn warning(message: &str) {
    say("warning", AnsiColor::Yellow.on_default().bold(), message);
}

/// Says on stderr how it went.
pub(super) fn note(message: &str) {
    // A closed stderr is nothing to die of.
    let _ = writeln!(anstream::stderr(), "{}", escape::line(message));
}

fn say(kind: &str, style: Style, message: &str) {
    let message = escape::line(message);
    let _ = writeln!(anstream::stderr(), "{style}{kind}{style:#}: {message}");
}

/// Whether `error` says that whoever read our output went away.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
