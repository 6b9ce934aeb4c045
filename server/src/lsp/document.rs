//! An open note at one version: its text, and what was made of it, each worked out at most once by whoever asks first.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tokio::time::Instant;
use tower_lsp::ls_types::Uri;

use super::library::path;
use super::settings::Settings;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::lint::{self, Among};
use crate::note::{Note, NoteOptions, Parts};
use crate::text::Document;
use crate::vault::links::{Catalog, Offered};

/// An open note as it was at one moment. It never changes: an edit makes a new one.
#[derive(Debug)]
pub(super) struct OpenNote {
    /// What the client calls it.
    pub uri: Uri,
    /// The client's number of this version.
    pub version: i32,
    /// The text.
    pub text: Document,
    /// When this version came.
    pub since: Instant,
    settings: Arc<Settings>,
    /// What its links may lead to; nothing until the notes were read.
    catalog: Option<Arc<Catalog>>,
    known: Arc<Known>,
    reading: OnceLock<Reading>,
    offered: OnceLock<Arc<Offered>>,
    findings: OnceLock<Vec<Diagnostic>>,
}

/// What is known from earlier versions; shared by all versions of a note.
#[derive(Debug, Default)]
struct Known {
    /// As it was read last.
    parts: Mutex<Option<Parts>>,
    /// What was found then.
    cache: Mutex<lint::Cache>,
    /// What it offered when it was last asked, with the hash of its anchors.
    offered: Mutex<Option<(u64, Arc<Offered>)>>,
}

/// A note as read under its settings.
#[derive(Debug)]
pub(super) struct Reading {
    /// The settings for it; the defaults where they are broken.
    pub config: Arc<Config>,
    /// Why the settings cannot be used.
    pub broken_config: Option<Arc<str>>,
    /// The note.
    pub note: Note,
}

impl OpenNote {
    /// A note that was just opened.
    pub(super) fn new(uri: Uri, version: i32, text: &str, settings: Arc<Settings>) -> Self {
        Self::of(uri, version, Document::new(text), settings, Arc::default())
    }

    /// The same note with links that may lead to what is in `catalog`.
    pub(super) fn among(mut self, catalog: Option<Arc<Catalog>>) -> Self {
        self.catalog = catalog;
        self.findings = OnceLock::new();
        self
    }

    /// The note after an edit.
    pub(super) fn edited(&self, version: i32, text: Document) -> Self {
        let (settings, known) = (Arc::clone(&self.settings), Arc::clone(&self.known));
        Self::of(self.uri.clone(), version, text, settings, known)
    }

    /// The same version, to be worked out once more.
    pub(super) fn again(&self) -> Self {
        self.under(Arc::clone(&self.settings))
    }

    /// The same note under other settings.
    pub(super) fn under(&self, settings: Arc<Settings>) -> Self {
        let (text, known) = (self.text.clone(), Arc::clone(&self.known));
        Self::of(self.uri.clone(), self.version, text, settings, known)
    }

    fn of(
        uri: Uri,
        version: i32,
        text: Document,
        settings: Arc<Settings>,
        known: Arc<Known>,
    ) -> Self {
        Self {
            uri,
            version,
            text,
            since: Instant::now(),
            settings,
            catalog: None,
            known,
            reading: OnceLock::new(),
            offered: OnceLock::new(),
            findings: OnceLock::new(),
        }
    }

    /// The settings it stands under.
    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The note, read now or before. Takes time: not for the threads that read the wire.
    pub(super) fn reading(&self) -> &Reading {
        self.reading.get_or_init(|| {
            let (config, broken_config) = match self.settings.for_note(&self.uri) {
                Ok(config) => (config, None),
                Err(message) => (Arc::default(), Some(message)),
            };
            let options = NoteOptions::from(&*config);
            let mut known = lock(&self.known.parts);
            let parts = Parts::reread(self.text.text(), &options, known.as_ref());
            let note = parts.note();
            *known = Some(parts);
            Reading {
                config,
                broken_config,
                note,
            }
        })
    }

    /// What it offers to be linked to, worked out now or before: every edit asks it of all open notes, and only one of
    /// them is new. Where that is the same by name as before an edit, it stands where it stood then.
    pub(super) fn offered(&self) -> &Arc<Offered> {
        self.offered.get_or_init(|| {
            let reading = self.reading();
            let anchors = reading.note.anchors_hash();
            let mut known = lock(&self.known.offered);
            match known.as_ref().filter(|(of, _)| *of == anchors) {
                Some((_, offered)) => Arc::clone(offered),
                None => {
                    let offered = Arc::new(Offered::of(&reading.note));
                    *known = Some((anchors, Arc::clone(&offered)));
                    offered
                }
            }
        })
    }

    /// Why nothing is checked, where the person was not told yet.
    pub(super) fn complaint(&self) -> Option<String> {
        let message = self.reading().broken_config.as_ref();
        let message = message.filter(|message| self.settings.is_news(message))?;
        Some(format!("notelint checks nothing here: {message}"))
    }

    /// What is wrong in the note, worked out now or before; nothing where its settings are broken, as nobody knows
    /// then what is wanted. Takes time: not for the threads that read the wire.
    pub(super) fn findings(&self) -> &[Diagnostic] {
        self.findings.get_or_init(|| {
            let reading = self.reading();
            if reading.broken_config.is_some() {
                return Vec::new();
            }
            let mut cache = lock(&self.known.cache);
            let path = path(&self.uri);
            let among = self.catalog.as_deref().map(|catalog| Among {
                path: &path,
                catalog,
            });
            lint::lint_among(&reading.note, among, &reading.config, &mut cache)
        })
    }
}

fn lock<T: Default>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| {
        // Somebody panicked; what they left behind is not to be trusted.
        mutex.clear_poison();
        let mut known = PoisonError::into_inner(poisoned);
        *known = T::default();
        known
    })
}
