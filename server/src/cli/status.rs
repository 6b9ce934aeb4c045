//! Exit codes (0 nothing found, 1 findings, 2 the run itself failed) and messages on stderr.

use std::io::{self, Write};
use std::process::ExitCode;

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

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Clean => 0,
            Status::Found => 1,
            Status::Failed => 2,
        })
    }
}

/// Writes `error: message` to stderr. A closed stderr is nothing to die of.
pub(super) fn report(message: &str) {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    let message = super::output::escape::line(message);
    let _ = writeln!(anstream::stderr(), "{style}error{style:#}: {message}");
}

/// Whether `error` says that whoever read our output went away.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
