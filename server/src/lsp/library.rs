//! The notes of the folders that the editor has open, looked up across. A thread of its own (`librarian`) reads them and
//! keeps what is known up to date; here others ask. An open note counts as its text in the editor.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tower_lsp::ls_types::{Range, Uri};

use super::convert;
use super::document::OpenNote;
use super::librarian::{self, Job};
use super::links::Listener;
use super::progress::Progress;
use super::session::Snapshot;
use super::settings::{self, Settings};
use super::shelf::Shelf;
use crate::features::passage::Passage;
use crate::files::Changes;
use crate::text::Place;
use crate::vault::Vault;
use crate::vault::links::Catalog;

/// So long after the first reading began, requests wait for its end; later they are answered from the notes that were
/// read.
const PATIENCE: Duration = Duration::from_secs(2);

/// So often reading may be cut short by other settings while somebody waits for its end.
const ROUNDS: usize = 8;

/// The notes. Clones are the same library.
#[derive(Debug, Clone)]
pub(super) struct Library {
    shared: Arc<Shared>,
    jobs: Sender<Job>,
}

/// What the library and its librarian share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// Made by who first asks for it: the glossary is long, and `initialize` need not wait for it.
    shelf: OnceLock<Mutex<Shelf>>,
    /// The edition of the newest settings: reading under older ones can stop.
    pub edition: AtomicU64,
    /// Who is told when links may lead elsewhere.
    pub listener: Listener,
    /// When reading began.
    begun: OnceLock<Instant>,
    /// Counts what changed on disk or in the settings, and notes that were closed.
    pub revisions: watch::Sender<u64>,
    /// How far many notes are read.
    pub progress: watch::Sender<Progress>,
    /// The person does not want the rest of the notes to be read.
    pub is_stopped: AtomicBool,
}

/// How new the look at the disk must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Now: for what shows the whole folder.
    Now,
    /// What is known will do: for what is asked at every move of the cursor.
    Lately,
    /// What is known will do, once every note was read.
    WhenRead,
}

/// The library at one moment.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    /// The notes.
    pub vault: &'a Vault,
    shelf: &'a Shelf,
    moment: &'a Snapshot,
}

impl Library {
    /// An empty library with its librarian, who ends with the last of its clones.
    pub(super) fn new() -> Self {
        let (jobs, queue) = channel();
        let shared = Arc::new(Shared::default());
        librarian::employ(Arc::clone(&shared), queue);
        Self { shared, jobs }
    }

    /// From now on these settings count, with the folders they are for.
    pub(super) fn set_up(&self, settings: &Arc<Settings>) {
        self.shared.begun.get_or_init(Instant::now);
        self.shared
            .edition
            .store(settings.edition(), Ordering::Relaxed);
        self.send(Job::SetUp(Arc::clone(settings)));
    }

    /// From now on `told` is when links may lead elsewhere.
    pub(super) fn listen(&self, told: impl Fn(Arc<Catalog>) + Send + 'static) {
        self.shared.listener.set(told);
    }

    /// Notes were opened, edited or closed.
    pub(super) fn edited(&self, moment: Snapshot) {
        self.send(Job::Edited(moment));
    }

    /// Files may have changed on disk.
    pub(super) fn changed(&self, changes: Changes) {
        self.send(Job::Changed(changes));
    }

    /// Stops reading notes until somebody asks for all of them, or settings change.
    pub(super) fn stop_reading(&self) {
        self.shared.is_stopped.store(true, Ordering::Relaxed);
    }

    /// A note was closed: what is on disk counts again, though nothing changed there.
    pub(super) fn closed(&self) {
        self.shared.revisions.send_modify(|revision| *revision += 1);
    }

    /// Tells of changes on disk and in the settings, and of notes that were closed.
    pub(super) fn revisions(&self) -> watch::Receiver<u64> {
        self.shared.revisions.subscribe()
    }

    /// Tells how far many notes are read.
    pub(super) fn progress(&self) -> watch::Receiver<Progress> {
        self.shared.progress.subscribe()
    }

    /// Nobody can tell what changes on disk: it has to be looked at now and then.
    pub(super) fn look_often(&self) {
        self.shared.shelf().set_watched(false);
    }

    /// Answers from the notes as they are at `moment`. Takes time: not for the threads that read the wire.
    pub(super) fn read<T>(
        &self,
        moment: &Snapshot,
        look: Look,
        answer: impl FnOnce(&Reading<'_>) -> T,
    ) -> T {
        let (is_known, is_due) = {
            let mut shelf = self.take_open(moment);
            (shelf.is_up_to(&moment.settings), shelf.is_due())
        };
        let (done, wait) = channel();
        if look == Look::Now {
            self.send(Job::Look(Some(done)));
            // Ends also where the librarian does.
            let _ = wait.recv();
        } else if look == Look::WhenRead {
            self.wait_until_read();
        } else if !is_known {
            self.send(Job::Tell(done));
            let begun = self.shared.begun.get();
            let waited = begun.map_or(PATIENCE, Instant::elapsed);
            let _ = wait.recv_timeout(PATIENCE.saturating_sub(waited));
        } else if is_due {
            self.send(Job::Look(None));
        }
        let shelf = self.take_open(moment);
        answer(&Reading {
            vault: shelf.vault(),
            shelf: &shelf,
            moment,
        })
    }

    /// Waits until the librarian did what came before, and read every note. Reading that newer settings cut short is
    /// begun again under those; where that goes on and on, what is known has to do.
    fn wait_until_read(&self) {
        for _ in 0..ROUNDS {
            let (done, wait) = channel();
            self.send(Job::Tell(done));
            if wait.recv().is_err() || self.shared.shelf().is_read() {
                return;
            }
        }
    }

    /// What is known, with the notes that are open at `moment`.
    fn take_open(&self, moment: &Snapshot) -> MutexGuard<'_, Shelf> {
        let mut shelf = self.shared.shelf();
        let paths = shelf.take_open(moment);
        if !paths.is_empty() {
            self.changed(Changes { paths, lost: false });
        }
        shelf
    }

    fn send(&self, job: Job) {
        // Fails where the librarian is gone: then what is known has to do.
        let _ = self.jobs.send(job);
    }
}

impl Shared {
    /// What is known.
    pub(super) fn shelf(&self) -> MutexGuard<'_, Shelf> {
        let shelf = self.shelf.get_or_init(Mutex::default);
        shelf.lock().unwrap_or_else(|poisoned| {
            // Something panicked on the way; what it left behind is not to be trusted.
            let mut known = PoisonError::into_inner(poisoned);
            known.clear();
            shelf.clear_poison();
            known
        })
    }
}

impl Reading<'_> {
    /// The open note at `uri`, with its path in the vault.
    pub(super) fn open(&self, uri: &Uri) -> Option<(&OpenNote, PathBuf)> {
        Some((self.moment.notes.get(uri)?, path(uri)))
    }

    /// True where the note at `path` is open.
    pub(super) fn is_open(&self, path: &Path) -> bool {
        self.shelf.open(path).is_some()
    }

    /// What links may lead to; `None` as long as not all notes are known.
    pub(super) fn catalog(&self) -> Option<Arc<Catalog>> {
        let is_read = self.shelf.is_read();
        is_read.then(|| Arc::new(self.vault.catalog().clone()))
    }

    /// What the client calls the note at `path`.
    pub(super) fn uri(&self, path: &Path) -> Option<Uri> {
        match self.shelf.open(path) {
            Some(open) => Some(open.uri.clone()),
            None => Uri::from_file_path(path),
        }
    }

    /// `place` as the client counts.
    pub(super) fn range(&self, place: Place) -> Range {
        convert::place(place, self.moment.client.encoding)
    }

    /// Where a passage is: what the client calls its note, and its title.
    pub(super) fn location(&self, passage: &Passage) -> Option<(Uri, Range)> {
        Some((self.uri(&passage.path)?, self.range(passage.place)))
    }
}

/// The path of a note in the vault; of one without a file, its URI.
pub(super) fn path(uri: &Uri) -> PathBuf {
    settings::file_path(uri).unwrap_or_else(|| PathBuf::from(uri.as_str()))
}
