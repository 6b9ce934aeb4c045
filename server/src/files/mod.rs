//! Walking folders, decoding, atomic writes, watching: the only room that touches the disk.

mod decode;
mod walk;
mod watch;
mod write;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rustc_hash::FxHashMap;

pub use decode::{FileEncoding, decode};
pub use walk::{WalkOptions, Walked, says_what_is_ignored, walk};
pub use watch::{Changes, Waker, Watcher};
pub use write::write_atomic;

/// Files larger than this are skipped with a message: no config, glossary or baseline is, and reading a disk image would
/// stop everything else. Of notes, the setting `notes.max-megabytes` says the limit.
pub const MAX_BYTES: u64 = 100 * 1024 * 1024;

/// Why a file could not be read or written. The message is for people and does not repeat the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong and, where that is known, what to do.
    pub message: String,
}

impl FileProblem {
    /// A problem with `path`.
    pub fn new(path: &Path, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            message: message.into(),
        }
    }
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.message)
    }
}

impl std::error::Error for FileProblem {}

/// A file as it was read, with what is needed to write it back in the same form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The text, without a byte order mark.
    pub text: String,
    /// How the bytes encode it.
    pub encoding: FileEncoding,
    /// What the file looked like when it was read.
    pub stamp: Stamp,
}

/// What tells whether a file was changed by somebody else in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(metadata: &std::fs::Metadata) -> Self {
        Self {
            len: metadata.len(),
            modified: metadata.modified().ok(),
        }
    }
}

/// Reads and decodes a regular file of at most `max_bytes`.
///
/// # Errors
/// Not there, not a regular file, too large, not readable, or of an encoding that is not known.
pub fn read(path: &Path, max_bytes: u64) -> Result<Source, FileProblem> {
    let problem = |message: String| FileProblem::new(path, message);
    let metadata = std::fs::metadata(path).map_err(|error| problem(error.to_string()))?;
    if !metadata.is_file() {
        // Opening a named pipe would wait for its writer for ever.
        return Err(problem("not a regular file".to_owned()));
    }
    if metadata.len() > max_bytes {
        return Err(problem(format!(
            "skipped: {} bytes are more than the limit of {max_bytes}",
            metadata.len()
        )));
    }
    let bytes = std::fs::read(path).map_err(|error| problem(error.to_string()))?;
    let (text, encoding) = decode(bytes).map_err(problem)?;
    Ok(Source {
        text,
        encoding,
        stamp: Stamp::of(&metadata),
    })
}

/// True where there is a file or a folder at `path`. It is not opened.
pub fn exists(path: &Path) -> bool {
    path.exists()
}

/// `path` as an absolute one whose folder has no links and no `..`; the last part stays as it is.
pub fn real(path: &Path) -> PathBuf {
    RealPaths::default().of(path)
}

/// [`real`] for many paths; each folder is looked at once.
#[derive(Debug, Default)]
pub struct RealPaths {
    folders: FxHashMap<PathBuf, Option<PathBuf>>,
}

impl RealPaths {
    /// [`real`] of `path`.
    pub fn of(&mut self, path: &Path) -> PathBuf {
        let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        // The folder of a mere name is the current one, whose parts `absolute` tells.
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
            let absolute = absolute();
            return std::fs::canonicalize(&absolute).unwrap_or(absolute);
        };
        if !self.folders.contains_key(folder) {
            let absolute = absolute();
            let folder_of = absolute.parent().unwrap_or(&absolute);
            let real = std::fs::canonicalize(folder_of).ok();
            self.folders.insert(folder.to_owned(), real);
        }
        match self.folders.get(folder) {
            Some(Some(folder)) => folder.join(name),
            _ => absolute(),
        }
    }
}

/// The content of a file that need not be there, such as a config file; `Ok(None)` where there is none.
///
/// # Errors
/// It is there and cannot be read; the message does not repeat the path.
pub fn read_if_there(path: &Path) -> Result<Option<String>, String> {
    if !path.is_file() {
        return Ok(None);
    }
    read(path, MAX_BYTES)
        .map(|source| Some(source.text))
        .map_err(|problem| problem.message)
}
