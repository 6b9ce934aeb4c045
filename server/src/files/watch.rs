//! Waiting until something changes in some folders.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::ModifyKind;
use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _, WatcherKind,
    recommended_watcher,
};
use rustc_hash::FxHashSet;

use super::{FileProblem, walk};

/// Saving a file is several events in a row, a switch of branches thousands; this much silence ends the row.
const QUIET: Duration = Duration::from_millis(100);
/// What changes without a pause is told after so long.
const LONGEST: Duration = Duration::from_secs(1);

/// Watches folders, of trees those parts that a walk would look at.
///
/// Where the system watches single folders (inotify), each is watched by itself: to watch a tree would take in what is
/// ignored, a `node_modules` of many thousand folders, and the system's limit with it.
#[derive(Debug)]
pub struct Watcher {
    messages: Receiver<Message>,
    sender: Sender<Message>,
    watcher: RecommendedWatcher,
    trees: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    watched: FxHashSet<PathBuf>,
}

#[derive(Debug)]
enum Message {
    Event(notify::Result<Event>),
    Wake,
}

/// What changed.
#[derive(Debug, Default)]
pub struct Changes {
    /// Files and folders that are new, changed or gone, each once.
    pub paths: FxHashSet<PathBuf>,
    /// More may have changed than is known.
    pub lost: bool,
}

/// Ends the wait of a watcher.
#[derive(Debug)]
pub struct Waker(Sender<Message>);

impl Waker {
    /// Lets `wait` return.
    pub fn wake(&self) {
        // Nobody waits any more when the receiver is gone.
        let _ = self.0.send(Message::Wake);
    }
}

impl Changes {
    /// True where nothing changed.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.lost
    }
}

impl Watcher {
    /// A watcher of nothing.
    ///
    /// # Errors
    /// The system has no watchers left.
    pub fn new() -> Result<Self, FileProblem> {
        let (sender, messages) = channel();
        let events = sender.clone();
        let watcher = recommended_watcher(move |event: notify::Result<Event>| {
            // Reading a note is no change; without this, every check would set off the next one.
            let is_change = event
                .as_ref()
                .map_or(true, |event| !matches!(event.kind, EventKind::Access(_)));
            if is_change {
                let _ = events.send(Message::Event(event));
            }
        })
        .map_err(|error| problem(Path::new("."), &error))?;
        Ok(Self {
            messages,
            sender,
            watcher,
            trees: Vec::new(),
            folders: Vec::new(),
            watched: FxHashSet::default(),
        })
    }

    /// What ends the wait from another thread.
    pub fn waker(&self) -> Waker {
        Waker(self.sender.clone())
    }

    /// From now on watches `trees`, each with what is below it, and `folders`, each alone; and nothing else. Returns
    /// what cannot be watched.
    pub fn watch(&mut self, trees: &[PathBuf], folders: &[PathBuf]) -> Vec<FileProblem> {
        self.trees = trees.to_vec();
        self.folders = folders.to_vec();
        self.fit()
    }

    /// Watches what is to be watched and is there.
    fn fit(&mut self) -> Vec<FileProblem> {
        let (wanted, mode) = if RecommendedWatcher::kind() == WatcherKind::Inotify {
            let folders = self.trees.iter().flat_map(|tree| walk::folders(tree));
            (
                folders.collect::<FxHashSet<_>>(),
                RecursiveMode::NonRecursive,
            )
        } else {
            (
                self.trees.iter().cloned().collect(),
                RecursiveMode::Recursive,
            )
        };
        let alone = self.folders.iter();
        let alone: Vec<PathBuf> = alone
            .filter(|folder| !wanted.contains(*folder))
            .cloned()
            .collect();
        self.watched.retain(|path| {
            let stays = wanted.contains(path) || alone.contains(path);
            if !stays {
                // Fails where the folder is gone, and its watch with it.
                let _ = self.watcher.unwatch(path);
            }
            stays
        });
        let mut problems = Vec::new();
        let alone = alone
            .into_iter()
            .map(|path| (path, RecursiveMode::NonRecursive));
        for (path, mode) in wanted.into_iter().map(|path| (path, mode)).chain(alone) {
            if self.watched.contains(&path) {
                continue;
            }
            match self.watcher.watch(&path, mode) {
                Ok(()) => _ = self.watched.insert(path),
                Err(error) => problems.push(problem(&path, &error)),
            }
        }
        problems
    }

    /// Waits for the next change and until it is over, or to be woken.
    pub fn wait(&mut self) -> Changes {
        let mut changes = Changes::default();
        let mut until = None;
        let mut grown = false;
        loop {
            let next = match until {
                None => self
                    .messages
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected),
                Some(until) if Instant::now() < until => self.messages.recv_timeout(QUIET),
                Some(_) => Err(RecvTimeoutError::Timeout),
            };
            match next {
                Ok(Message::Event(event)) => {
                    grown |= self.take(event, &mut changes);
                    until = until.or_else(|| Some(Instant::now() + LONGEST));
                }
                Ok(Message::Wake) | Err(_) => break,
            }
        }
        if grown {
            // Told by the look that follows a new folder: what cannot be watched was told when the tree was.
            self.fit();
        }
        changes
    }

    /// Notes what changed; true where folders came or what is ignored changed.
    fn take(&mut self, event: notify::Result<Event>, changes: &mut Changes) -> bool {
        let Ok(event) = event else {
            changes.lost = true;
            return true;
        };
        if event.need_rescan() {
            changes.lost = true;
            return true;
        }
        let mut grown = false;
        for path in event.paths {
            let may_be_folder = match event.kind {
                EventKind::Create(kind) => kind != notify::event::CreateKind::File,
                EventKind::Modify(ModifyKind::Name(_)) | EventKind::Any => true,
                EventKind::Remove(_) => {
                    self.forget(&path);
                    false
                }
                _ => false,
            };
            if may_be_folder {
                // It has another name now, or is another folder under that name.
                self.forget(&path);
                grown |= path.is_dir();
            }
            grown |= walk::says_what_is_ignored(&path);
            changes.paths.insert(path);
        }
        grown
    }

    fn forget(&mut self, folder: &Path) {
        if self.watched.contains(folder) {
            self.watched.retain(|path| !path.starts_with(folder));
        }
    }
}

fn problem(path: &Path, error: &notify::Error) -> FileProblem {
    FileProblem::new(path, format!("cannot be watched: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Waits until `path` is among what changed.
    fn told(watcher: &mut Watcher, path: &Path) {
        while !watcher.wait().paths.contains(path) {}
    }

    #[test]
    fn what_changes_is_named_also_in_folders_that_are_new() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("old")).unwrap();
        std::fs::create_dir(at("built")).unwrap();
        std::fs::write(at(".gitignore"), "built/\n").unwrap();
        let mut watcher = Watcher::new().unwrap();
        assert!(watcher.watch(&[folder.path().to_owned()], &[]).is_empty());
        std::fs::write(at("old/a.md"), "x").unwrap();
        told(&mut watcher, &at("old/a.md"));
        std::fs::create_dir_all(at("new/deep")).unwrap();
        told(&mut watcher, &at("new"));
        std::fs::write(at("new/deep/b.md"), "x").unwrap();
        told(&mut watcher, &at("new/deep/b.md"));
        std::fs::rename(at("new"), at("newer")).unwrap();
        told(&mut watcher, &at("newer"));
        std::fs::write(at("newer/deep/c.md"), "x").unwrap();
        told(&mut watcher, &at("newer/deep/c.md"));
        // What is ignored is not watched until it is not ignored any more.
        std::fs::write(at("built/a.md"), "x").unwrap();
        std::fs::write(at("z.md"), "x").unwrap();
        let changes = watcher.wait();
        assert!(changes.paths.contains(&at("z.md")), "{changes:?}");
        if RecommendedWatcher::kind() == WatcherKind::Inotify {
            assert!(!changes.paths.contains(&at("built/a.md")), "{changes:?}");
        }
        std::fs::write(at(".gitignore"), "").unwrap();
        told(&mut watcher, &at(".gitignore"));
        std::fs::write(at("built/b.md"), "x").unwrap();
        told(&mut watcher, &at("built/b.md"));
    }

    #[test]
    fn a_folder_alone_is_watched_without_what_is_below() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("below")).unwrap();
        let mut watcher = Watcher::new().unwrap();
        watcher.watch(&[], &[folder.path().to_owned()]);
        std::fs::write(at("below/a.md"), "x").unwrap();
        std::fs::write(at("a.md"), "x").unwrap();
        let changes = watcher.wait();
        assert!(changes.paths.contains(&at("a.md")), "{changes:?}");
        assert!(!changes.paths.contains(&at("below/a.md")), "{changes:?}");
    }

    #[test]
    fn a_wait_can_be_ended_and_what_cannot_be_watched_is_told() {
        let mut watcher = Watcher::new().unwrap();
        let problems = watcher.watch(&[], &[PathBuf::from("/no/such/folder")]);
        assert_eq!(problems.len(), 1);
        watcher.waker().wake();
        assert!(watcher.wait().is_empty());
    }
}
