//! Where results go.

use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

/// Columns of a terminal whose width is not known.
const DEFAULT_WIDTH: usize = 100;

/// Buffered stdout. Colours are for people: programs get every byte as it is.
#[derive(Debug)]
pub(in crate::cli) enum Stdout {
    /// Colours stay or go as the terminal, `--color`, `NO_COLOR` and `CLICOLOR_FORCE` want.
    ForPeople(BufWriter<anstream::AutoStream<StdoutLock<'static>>>),
    /// Bytes as they are.
    ForPrograms(BufWriter<StdoutLock<'static>>),
}

impl Stdout {
    /// For text with colours.
    pub fn for_people() -> Self {
        Self::ForPeople(BufWriter::new(anstream::AutoStream::auto(
            io::stdout().lock(),
        )))
    }

    /// For JSON, XML and the like.
    pub fn for_programs() -> Self {
        Self::ForPrograms(BufWriter::new(io::stdout().lock()))
    }

    /// For diffs: for people on a terminal, else for `patch`.
    pub fn for_diff() -> Self {
        if is_terminal() {
            Self::for_people()
        } else {
            Self::for_programs()
        }
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::ForPeople(out) => out.write(bytes),
            Self::ForPrograms(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::ForPeople(out) => out.flush(),
            Self::ForPrograms(out) => out.flush(),
        }
    }
}

/// Whether stdout is a terminal.
pub(in crate::cli) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// The terminal's columns.
pub(in crate::cli) fn width() -> usize {
    terminal_size::terminal_size()
        .map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0))
        .max(40)
}
