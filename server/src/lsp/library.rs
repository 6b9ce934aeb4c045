//! The notes of the folder that the editor has open, looked up across: a vault that is brought up to date when somebody
//! asks. A file whose size and time are the same is not read again; an open note counts as its text in the editor.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use tower_lsp::ls_types::{Range, Uri};
use tracing::{info, warn};

use super::convert;
use super::document::OpenNote;
use super::session::Snapshot;
use super::settings::{self, Settings};
use crate::features::passage::Passage;
use crate::files::{self, WalkOptions};
use crate::note::NoteOptions;
use crate::terms::{Glossary, Words};
use crate::text::Place;
use crate::vault::{self, Digest, Source, Vault};

/// For so long what was seen on disk is taken to be still so, by those who do not ask for a new look.
const FRESH: Duration = Duration::from_secs(2);

/// The notes. Clones are the same library.
#[derive(Debug, Clone, Default)]
pub(super) struct Library {
    shelf: Arc<Mutex<Option<Shelf>>>,
}

/// What is known under one state of the settings.
#[derive(Debug)]
struct Shelf {
    settings: Arc<Settings>,
    vault: Vault,
    /// The notes on disk, as they were when they were read.
    files: HashMap<PathBuf, Stamp>,
    /// The notes that are known by their text in the editor.
    open: HashSet<PathBuf>,
    looked: Option<Instant>,
}

/// What tells that a file is the one that was read: its time and its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp(Option<SystemTime>, u64);

/// How new the look at the disk must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Now: for what shows the whole folder.
    Now,
    /// A moment ago is well: for what is asked at every move of the cursor.
    Lately,
}

/// The library at one moment.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    /// The notes.
    pub vault: &'a Vault,
    moment: &'a Snapshot,
}

impl Library {
    /// Answers from the notes as they are at `moment`. Takes time: not for the threads that read the wire.
    pub(super) fn read<T>(
        &self,
        moment: &Snapshot,
        look: Look,
        answer: impl FnOnce(&Reading<'_>) -> T,
    ) -> T {
        let mut kept = self.shelf.lock().unwrap_or_else(|poisoned| {
            // Something panicked on the way; what it left behind is not to be trusted.
            let mut kept = PoisonError::into_inner(poisoned);
            *kept = None;
            kept
        });
        let same = |shelf: &Shelf| Arc::ptr_eq(&shelf.settings, &moment.settings);
        let mut shelf = kept
            .take()
            .filter(same)
            .unwrap_or_else(|| Shelf::new(&moment.settings));
        let is_fresh = shelf.looked.is_some_and(|at| at.elapsed() < FRESH);
        if look == Look::Now || !is_fresh {
            shelf.look();
        }
        shelf.take_open(moment);
        let answer = answer(&Reading {
            vault: &shelf.vault,
            moment,
        });
        *kept = Some(shelf);
        answer
    }
}

impl Shelf {
    fn new(settings: &Arc<Settings>) -> Self {
        let somewhere = settings.root().map(|root| root.join("untitled.md"));
        let uri = somewhere.and_then(Uri::from_file_path);
        let words = uri.map(|uri| {
            let config = settings.for_note(&uri).unwrap_or_default();
            settings.glossary(&uri, &config)
        });
        Self {
            settings: Arc::clone(settings),
            vault: Vault::new(words.unwrap_or_else(|| Words::Builtin(Glossary::builtin()))),
            files: HashMap::new(),
            open: HashSet::new(),
            looked: None,
        }
    }

    /// Reads what is new or changed on disk, and forgets what is gone.
    fn look(&mut self) {
        self.looked = Some(Instant::now());
        let Some(root) = self.settings.root().filter(|root| is_of_notes(root)) else {
            return;
        };
        let config = Uri::from_file_path(root.join("untitled.md"))
            .and_then(|uri| self.settings.for_note(&uri).ok())
            .unwrap_or_default();
        let options = WalkOptions {
            include: config.notes.include.clone(),
            exclude: config.notes.exclude.clone(),
        };
        let found = files::walk(&[root.to_owned()], &options).files;
        let there: HashMap<PathBuf, Stamp> = found
            .into_iter()
            .filter_map(|path| {
                let stamp = stamp(&path)?;
                Some((path, stamp))
            })
            .collect();
        for path in self.files.keys() {
            if !there.contains_key(path) && !self.open.contains(path) {
                self.vault.remove(path);
            }
        }
        let news: Vec<Source> = there
            .iter()
            .filter(|&(path, stamp)| {
                self.files.get(path) != Some(stamp) && !self.open.contains(path)
            })
            .map(|(path, _)| self.source(path))
            .collect();
        self.files = there;
        self.load(&news);
    }

    fn load(&mut self, news: &[Source]) {
        if news.is_empty() {
            return;
        }
        let digests = Mutex::new(Vec::with_capacity(news.len()));
        let words = self.vault.glossary().clone();
        let problems = vault::load(news, &words, &|batch, _| {
            let mut digests = digests.lock().unwrap_or_else(PoisonError::into_inner);
            digests.extend(batch);
            ControlFlow::Continue(())
        });
        for problem in problems {
            warn!("{}: {}", problem.path.display(), problem.message);
        }
        for digest in digests.into_inner().unwrap_or_default() {
            self.vault.put(digest);
        }
        info!("{} notes read, {} known", news.len(), self.vault.len());
    }

    fn source(&self, path: &Path) -> Source {
        let config = Uri::from_file_path(path)
            .and_then(|uri| self.settings.for_note(&uri).ok())
            .unwrap_or_default();
        Source {
            path: path.to_owned(),
            options: Arc::new(NoteOptions::from(&*config)),
            max_bytes: config.notes.max_bytes(),
        }
    }

    /// Open notes count as they stand in the editor; one that was closed, as it is on disk.
    fn take_open(&mut self, moment: &Snapshot) {
        let open: HashSet<PathBuf> = moment.notes.keys().map(path).collect();
        let closed: Vec<PathBuf> = self.open.difference(&open).cloned().collect();
        let mut back = Vec::new();
        for path in closed {
            if self.files.contains_key(&path) {
                back.push(self.source(&path));
            } else {
                self.vault.remove(&path);
            }
        }
        self.load(&back);
        for note in moment.notes.values() {
            let path = path(&note.uri);
            let text = &note.reading().note;
            let known = self.vault.note(&path);
            if !known.is_some_and(|digest| digest.is_of(&text.text)) {
                let digest = Digest::of(path, text, self.vault.glossary());
                self.vault.put(digest);
            }
        }
        self.open = open;
    }
}

impl Reading<'_> {
    /// The open note at `uri`, with its path in the vault.
    pub(super) fn open(&self, uri: &Uri) -> Option<(&OpenNote, PathBuf)> {
        Some((self.moment.notes.get(uri)?, path(uri)))
    }

    /// What the client calls the note at `path`.
    pub(super) fn uri(&self, path: &Path) -> Option<Uri> {
        let mut open = self.moment.notes.keys();
        open.find(|uri| self::path(uri) == path)
            .cloned()
            .or_else(|| Uri::from_file_path(path))
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
fn path(uri: &Uri) -> PathBuf {
    settings::file_path(uri).unwrap_or_else(|| PathBuf::from(uri.as_str()))
}

fn stamp(path: &Path) -> Option<Stamp> {
    let about = path.metadata().ok()?;
    Some(Stamp(about.modified().ok(), about.len()))
}

/// False for the whole disk and for a person's home: nobody's notes, and too much to read.
fn is_of_notes(root: &Path) -> bool {
    let home = std::env::home_dir();
    let of_notes = root.parent().is_some() && home.as_deref() != Some(root);
    if !of_notes {
        warn!("{} is too much to look through", root.display());
    }
    of_notes
}
