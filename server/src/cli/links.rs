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
    /// The paths of the notes of `gathered`, sorted, once that was asked for.
    sorted: OnceLock<Vec<PathBuf>>,
    vaults: Mutex<Vaults>,
}

#[derive(Debug, Default)]
struct Vaults {
    /// The root of the vault that a folder belongs to.
    roots: FxHashMap<PathBuf, PathBuf>,
    catalogs: FxHashMap<PathBuf, Arc<Shared>>,
}

/// A vault's catalog, made once by whoever asks first while the others wait.
type Shared = OnceLock<Arc<Catalog>>;

impl<'a> Catalogs<'a> {
    /// None yet; `gathered` need not be looked for again.
    pub fn new(settings: &'a Settings, gathered: &'a Gathered) -> Self {
        Self {
            settings,
            gathered,
            sorted: OnceLock::new(),
            vaults: Mutex::default(),
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
        let folder = path.parent().unwrap_or(path);
        let (root, shared) = {
            let mut vaults = self.vaults.lock().unwrap_or_else(PoisonError::into_inner);
            let root = vaults.roots.entry(folder.to_owned());
            let root = root.or_insert_with(|| root_of(path)).clone();
            let shared = vaults.catalogs.entry(root.clone()).or_default();
            (root, Arc::clone(shared))
        };
        Arc::clone(shared.get_or_init(|| Arc::new(self.make(&root))))
    }

    /// The notes of the vault at `root`; those of a folder that was walked for the run need no second walk.
    fn files(&self, root: &Path) -> Vec<PathBuf> {
        let options = |folder: &Path| {
            let loaded = self.settings.for_folder(folder).ok()?;
            Some(notes::walk_options(&loaded.config))
        };
        let mut walked = self.gathered.folders.iter();
        let is_walked = walked.any(|folder| {
            root.starts_with(folder) && (root == folder || options(root) == options(folder))
        });
        if !is_walked {
            return notes::list(std::slice::from_ref(&root.to_owned()), Some(self.settings));
        }
        let sorted = self.sorted.get_or_init(|| {
            let notes = self.gathered.notes.iter();
            let mut all: Vec<PathBuf> = notes.map(|note| note.real.clone()).collect();
            all.sort_unstable();
            all
        });
        let from = sorted.partition_point(|note| **note < *root);
        let below = sorted.iter().skip(from);
        let below = below.take_while(|note| note.starts_with(root));
        below.cloned().collect()
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
