//! What can be wrong with a config file, each with its place.

use std::fmt;
use std::path::PathBuf;

/// A config file that cannot be used, with everything that is wrong in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.messages().collect::<Vec<_>>().join("\n"))]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// What is wrong, in the order of the file; never empty.
    pub problems: Vec<ConfigProblem>,
}

/// One thing that is wrong with a config file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblem {
    /// 1-based line; `None` where the file could not be read at all.
    pub line: Option<usize>,
    /// 1-based column in bytes, where it is known.
    pub column: Option<usize>,
    /// What is wrong, with the key and where possible with what was meant.
    pub message: String,
}

impl ConfigError {
    /// A file that could not be read.
    pub fn unreadable(file: PathBuf, message: impl Into<String>) -> Self {
        Self {
            file,
            problems: vec![ConfigProblem {
                line: None,
                column: None,
                message: message.into(),
            }],
        }
    }

    /// A message for each problem: `notelint.toml:3: unknown key …`.
    pub fn messages(&self) -> impl Iterator<Item = String> + '_ {
        let file = self.file.display();
        self.problems
            .iter()
            .map(move |problem| format!("{file}{problem}"))
    }
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ":{column}")?;
        }
        write!(f, ": {}", self.message)
    }
}
