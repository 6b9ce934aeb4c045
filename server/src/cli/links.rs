//! What links may lead to: for each vault a catalog of its notes, made when the first link asks for it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use super::notes::{self, Gathered};
use super::settings::Settings;
use crate::files;
use crate::lint::asks_for_others;
use crate::note::{Note, NoteOptions};
use crate::vault::links::{Catalog, Offered};
use crate::vault::root_of;

/// The catalogs of a run, by the folder of the vault.
#[derive(Debug)]
pub(super) struct Catalogs<'a> {
    settings: &'a Settings,
    gathered: &'a Gathered,
    roots: Mutex<FxHashMap<PathBuf, Arc<Shared>>>,
}

/// A vault's catalog, made once by whoever asks first while the others wait.
type Shared = OnceLock<Arc<Catalog>>;

impl<'a> Catalogs<'a> {
    /// None yet; `gathered` need not be looked for again.
    pub fn new(settings: &'a Settings, gathered: &'a Gathered) -> Self {
        Self {
            settings,
            gathered,
            roots: Mutex::default(),
        }
    }

    /// The settings of the run.
    pub fn settings(&self) -> &'a Settings {
        self.settings
    }

    /// The catalog for the links of `note`, the note at `path`, which is absolute and in a folder without links.
    pub fn of(&self, path: &Path, note: &Note) -> Arc<Catalog> {
        if !asks_for_others(note) {
            return Arc::default();
        }
        let root = root_of(path);
        let shared = {
            let mut roots = self.roots.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(roots.entry(root.clone()).or_default())
        };
        Arc::clone(shared.get_or_init(|| Arc::new(self.make(&root))))
    }

    /// The notes of the vault at `root`.
    fn files(&self, root: &Path) -> Vec<PathBuf> {
        if self.gathered.folders.iter().any(|folder| folder == root) {
            let all = self.gathered.notes.iter();
            let below = all.filter(|note| note.real.starts_with(root));
            return below.map(|note| note.real.clone()).collect();
        }
        notes::list(std::slice::from_ref(&root.to_owned()), Some(self.settings))
    }

    fn make(&self, root: &Path) -> Catalog {
        let files = self.files(root);
        // How the notes of a folder are read, and up to which size.
        let mut manners: FxHashMap<PathBuf, (NoteOptions, u64)> = FxHashMap::default();
        for file in &files {
            let folder = file.parent().unwrap_or(root);
            if !manners.contains_key(folder) {
                let config = self.settings.for_real(file).unwrap_or_default();
                let manner = (NoteOptions::from(&*config), config.notes.max_bytes());
                manners.insert(folder.to_owned(), manner);
            }
        }
        let load = move |path: &Path| {
            let (options, max_bytes) = manners.get(path.parent()?)?;
            let source = files::read(path, *max_bytes).ok()?;
            Some(Arc::new(Offered::of(&Note::parse(source.text, options))))
        };
        Catalog::of_files(root, files.into_iter().map(Arc::from), Arc::new(load))
    }
}
