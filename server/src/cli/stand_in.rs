//! Stands in for the files room until that lands.

use std::fmt;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, Default)]
pub(super) struct WalkOptions {
    pub include: Vec<String>,
}

#[derive(Debug)]
pub(super) struct FileProblem {
    pub path: PathBuf,
    pub message: String,
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message)
    }
}

#[derive(Debug, Default)]
pub(super) struct Walked {
    pub files: Vec<PathBuf>,
    pub problems: Vec<FileProblem>,
}

pub(super) struct Decoded {
    pub text: String,
}

pub(super) fn walk(paths: &[PathBuf], options: &WalkOptions) -> Walked {
    let mut walked = Walked::default();
    for path in paths {
        if path.is_file() {
            walked.files.push(path.clone());
            continue;
        }
        for entry in ignore::WalkBuilder::new(path).build() {
            match entry {
                Ok(entry) => {
                    let name = entry.file_name().to_string_lossy();
                    let wanted = options
                        .include
                        .iter()
                        .any(|pattern| name.ends_with(pattern.trim_start_matches('*')));
                    if wanted && entry.file_type().is_some_and(|kind| kind.is_file()) {
                        walked.files.push(entry.into_path());
                    }
                }
                Err(error) => walked.problems.push(FileProblem {
                    path: path.clone(),
                    message: error.to_string(),
                }),
            }
        }
    }
    walked.files.sort();
    walked.files.dedup();
    walked
}

pub(super) fn read(path: &Path) -> Result<Decoded, FileProblem> {
    let problem = |message: String| FileProblem {
        path: path.to_owned(),
        message,
    };
    let bytes = std::fs::read(path).map_err(|error| problem(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| problem(error.to_string()))?;
    Ok(Decoded { text })
}
