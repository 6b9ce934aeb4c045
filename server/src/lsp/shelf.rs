//! What the library knows: the vault, which files it was read from, and which notes are known by their text in the
//! editor. Touches no disk.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use rustc_hash::FxHashSet;

use super::document::OpenNote;
use super::library::path;
use super::session::Snapshot;
use super::settings::{Manner, Settings};
use crate::terms::{Glossary, Words};
use crate::vault::links::Offered;
use crate::vault::{Digest, Vault};

/// For so long what was seen on disk is taken to be still so, where nobody tells what changes.
const FRESH: Duration = Duration::from_secs(2);

/// What is known.
#[derive(Debug)]
pub(super) struct Shelf {
    vault: Vault,
    settings: Arc<Settings>,
    /// True once every note was read under these settings.
    is_read: bool,
    /// The files that were read, or could not be.
    files: HashMap<PathBuf, File>,
    /// The notes that are known by their text in the editor.
    open: HashMap<PathBuf, Arc<OpenNote>>,
    /// The newest session that `open` is from.
    serial: u64,
    looked: Option<Instant>,
    is_watched: bool,
}

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    /// What it looked like; `None` where it is to be read again.
    pub stamp: Option<Stamp>,
    /// How it was read.
    pub manner: Arc<Manner>,
}

/// What tells that a file is the one that was read: its time and its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp(Option<SystemTime>, u64);

impl Stamp {
    /// Of the regular file at `path`.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let about = path.metadata().ok().filter(std::fs::Metadata::is_file)?;
        Some(Self(about.modified().ok(), about.len()))
    }
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            vault: Vault::new(Words::Builtin(Glossary::builtin())),
            settings: Arc::default(),
            is_read: false,
            files: HashMap::new(),
            open: HashMap::new(),
            serial: 0,
            looked: None,
            is_watched: true,
        }
    }
}

impl Shelf {
    /// The notes.
    pub(super) fn vault(&self) -> &Vault {
        &self.vault
    }

    /// The settings it is under.
    pub(super) fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    /// True where everything was read.
    pub(super) fn is_read(&self) -> bool {
        self.is_read
    }

    /// True where everything was read under `settings` or newer ones.
    pub(super) fn is_up_to(&self, settings: &Settings) -> bool {
        self.is_read && self.settings.edition() >= settings.edition()
    }

    /// True where a new look at the disk is due, as nobody tells what changes there.
    pub(super) fn is_due(&mut self) -> bool {
        let is_due = !self.is_watched && self.looked.is_some_and(|at| at.elapsed() > FRESH);
        if is_due {
            self.looked = Some(Instant::now());
        }
        is_due
    }

    /// Says whether somebody tells what changes on disk.
    pub(super) fn set_watched(&mut self, is_watched: bool) {
        self.is_watched = is_watched;
    }

    /// The open note at `path`.
    pub(super) fn open(&self, path: &Path) -> Option<&Arc<OpenNote>> {
        self.open.get(path)
    }

    /// Forgets every note.
    pub(super) fn clear(&mut self) {
        let glossary = self.vault.glossary().clone();
        self.start_over(glossary);
    }

    fn start_over(&mut self, glossary: Words) {
        self.vault = Vault::new(glossary);
        self.vault.set_roots(self.settings.roots().of_notes());
        self.files.clear();
        self.open.clear();
        self.serial = 0;
        self.is_read = false;
    }

    /// Puts everything under other settings. What is known stays, unless the terms may have changed that it was read
    /// with.
    pub(super) fn set_up(&mut self, settings: Arc<Settings>, glossary: Words) {
        let both_builtin = matches!(glossary, Words::Builtin(_))
            && matches!(self.vault.glossary(), Words::Builtin(_));
        if !both_builtin {
            self.start_over(glossary);
        }
        self.settings = settings;
        self.vault.set_roots(self.settings.roots().of_notes());
        self.is_read = false;
    }

    /// Says that every note was read.
    pub(super) fn finish(&mut self) {
        self.is_read = true;
        self.looked = Some(Instant::now());
    }

    /// How the file at `path` was read.
    pub(super) fn file(&self, path: &Path) -> Option<&File> {
        self.files.get(path)
    }

    /// True where a file below `folder` was read.
    pub(super) fn has_below(&self, folder: &Path) -> bool {
        self.files.keys().any(|path| path.starts_with(folder))
    }

    /// Forgets the files that are not among `there`; true where that were some.
    pub(super) fn keep(&mut self, there: &HashMap<PathBuf, File>) -> bool {
        let gone: Vec<PathBuf> = self
            .files
            .keys()
            .filter(|path| !there.contains_key(*path))
            .cloned()
            .collect();
        for path in &gone {
            self.forget(path);
        }
        !gone.is_empty()
    }

    /// Forgets a file. A note that is open stays.
    pub(super) fn forget(&mut self, path: &Path) {
        self.files.remove(path);
        if !self.open.contains_key(path) {
            self.vault.remove(path);
        }
    }

    /// Takes in a file as it was read; `None` where it could not be.
    pub(super) fn put(&mut self, path: &Path, file: File, digest: Option<Digest>) {
        self.files.insert(path.to_owned(), file);
        if self.open.contains_key(path) {
            return;
        }
        match digest {
            Some(digest) => self.vault.put(digest),
            None => _ = self.vault.remove(path),
        }
    }

    /// Takes in what an open note offers to be linked to at the moment `serial`, before anybody asks for more of it.
    pub(super) fn offer(&mut self, path: &Path, offered: &Arc<Offered>, serial: u64) {
        if serial > self.serial {
            self.vault.offer(path, offered);
        }
    }

    /// Open notes count as they stand in the editor. Returns those that were closed, which count as they are on disk.
    pub(super) fn take_open(&mut self, moment: &Snapshot) -> FxHashSet<PathBuf> {
        let mut closed = FxHashSet::default();
        // Requests may be answered in another order than they came in.
        if moment.serial <= self.serial {
            return closed;
        }
        self.serial = moment.serial;
        let there: HashSet<PathBuf> = moment.notes.keys().map(path).collect();
        let gone = self.open.keys().filter(|path| !there.contains(*path));
        for path in gone.cloned().collect::<Vec<_>>() {
            self.open.remove(&path);
            match self.files.get_mut(&path) {
                // Stays known as it was until it was read again.
                Some(file) => file.stamp = None,
                None => _ = self.vault.remove(&path),
            }
            closed.insert(path);
        }
        for note in moment.notes.values() {
            let path = path(&note.uri);
            let known = self.open.get(&path);
            if known.is_some_and(|known| Arc::ptr_eq(known, note)) {
                continue;
            }
            let text = &note.reading().note;
            let known = self.vault.note(&path);
            if !known.is_some_and(|digest| digest.is_of(&text.text)) {
                let digest = Digest::of(path.as_path(), text, self.vault.glossary());
                self.vault.put(digest);
            }
            self.open.insert(path, Arc::clone(note));
        }
        closed
    }
}
