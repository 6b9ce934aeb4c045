//! Waiting until something changes below some paths.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::FileProblem;

/// Saving a file is several events in a row; this much silence ends the row.
const QUIET: Duration = Duration::from_millis(100);

/// Watches files and folders with all that is below them.
#[derive(Debug)]
pub struct Watcher {
    changes: Receiver<()>,
    /// Events come as long as it lives.
    _watcher: RecommendedWatcher,
}

impl Watcher {
    /// Begins to watch `paths`. A file is watched by its folder, as most editors replace it when they save.
    ///
    /// # Errors
    /// The system cannot watch one of them.
    pub fn new(paths: &[PathBuf]) -> Result<Self, FileProblem> {
        let (sender, changes) = channel();
        let problem =
            |path: &Path, error| FileProblem::new(path, format!("cannot be watched: {error}"));
        let first = paths.first().map_or(Path::new("."), PathBuf::as_path);
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                // Reading a note is no change; without this, every check would set off the next one.
                let changed =
                    event.map_or(true, |event| !matches!(event.kind, EventKind::Access(_)));
                if changed {
                    // Nobody waits any more when the receiver is gone.
                    let _ = sender.send(());
                }
            })
            .map_err(|error| problem(first, error))?;
        for path in paths {
            let (target, mode) = if path.is_dir() {
                (path.as_path(), RecursiveMode::Recursive)
            } else {
                let folder = path
                    .parent()
                    .filter(|folder| !folder.as_os_str().is_empty());
                (
                    folder.unwrap_or(Path::new(".")),
                    RecursiveMode::NonRecursive,
                )
            };
            watcher
                .watch(target, mode)
                .map_err(|error| problem(path, error))?;
        }
        Ok(Self {
            changes,
            _watcher: watcher,
        })
    }

    /// Waits for the next change and until it is over. False where nothing can change any more.
    pub fn wait(&self) -> bool {
        if self.changes.recv().is_err() {
            return false;
        }
        loop {
            match self.changes.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_ends_the_wait() {
        let folder = tempfile::tempdir().unwrap();
        let watcher = Watcher::new(&[folder.path().to_owned()]).unwrap();
        std::fs::write(folder.path().join("a.md"), "x").unwrap();
        assert!(watcher.wait());
    }
}
