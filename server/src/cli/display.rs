//! Paths as output shows them.

use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

use crate::config::ConfigError;
use crate::files::FileProblem;

/// Shows paths from the current folder.
#[derive(Debug, Clone)]
pub(super) struct Names {
    current: PathBuf,
}

impl Names {
    /// Paths below `current`, an absolute path, are shown relative to it.
    pub fn new(current: &Path) -> Self {
        Self {
            current: current.to_owned(),
        }
    }

    /// `path` relative to the current folder where it lies below it, else as it was named; with `/` on every system.
    pub fn show(&self, path: &Path) -> String {
        let path = path.strip_prefix(&self.current).unwrap_or(path);
        let shown: PathBuf = path
            .components()
            .filter(|part| !matches!(part, Component::CurDir))
            .collect();
        if shown.as_os_str().is_empty() {
            return ".".to_owned();
        }
        let name = shown.to_string_lossy();
        if MAIN_SEPARATOR == '/' {
            name.into_owned()
        } else {
            name.replace(MAIN_SEPARATOR, "/")
        }
    }

    /// What a file's problem says on stderr.
    pub fn file_problem(&self, problem: &FileProblem) -> String {
        format!("{}: {}", self.show(&problem.path), problem.message)
    }

    /// What is wrong with a config file, a line a problem.
    pub fn config_error(&self, error: &ConfigError) -> String {
        let shown = ConfigError {
            file: self.show(&error.file).into(),
            problems: error.problems.clone(),
        };
        shown.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_where_they_can_be() {
        let names = Names::new(Path::new("/home/me"));
        for (path, shown) in [
            ("/home/me/notes/a.md", "notes/a.md"),
            ("./notes/a.md", "notes/a.md"),
            ("../b.md", "../b.md"),
            ("/etc/motd.md", "/etc/motd.md"),
            (".", "."),
        ] {
            assert_eq!(names.show(Path::new(path)), shown);
        }
    }
}
