//! Keeps what links lead to up to date in the session: a catalog of the notes, handed out whenever something changed that
//! links may ask for; then those open notes are checked again whose links ask for it, and no others.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::library::{Shared, path};
use super::session::Snapshot;
use crate::vault::links::Catalog;

/// Who is told.
type Told = Box<dyn Fn(Arc<Catalog>) + Send>;

/// Who is told of new catalogs, and which one they know.
#[derive(Default)]
pub(super) struct Listener {
    told: Mutex<Option<(Told, u64)>>,
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}

impl Listener {
    /// From now on `told` is.
    pub(super) fn set(&self, told: impl Fn(Arc<Catalog>) + Send + 'static) {
        let mut kept = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((Box::new(told), 0));
    }

    /// Tells of the catalog of what is known, where that is all there is to know and it is news.
    pub(super) fn tell(&self, shared: &Shared) {
        let mut kept = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((told, last)) = kept.as_mut() else {
            return;
        };
        let catalog = {
            let shelf = shared.shelf();
            let catalog = shelf.vault().catalog();
            if !shelf.is_read() || catalog.generation() == *last {
                return;
            }
            catalog.clone()
        };
        *last = catalog.generation();
        told(Arc::new(catalog));
    }
}

/// Takes in what the open notes of `moment` offer, where that is something else than is known. Returns the notes that
/// were closed and count as they are on disk.
pub(super) fn take_open(shared: &Shared, moment: &Snapshot) -> FxHashSet<PathBuf> {
    for note in moment.notes.values() {
        let path = path(&note.uri);
        let (is_open, known) = {
            let shelf = shared.shelf();
            let known = shelf.vault().catalog().offered(&path).cloned();
            (shelf.open(&path).is_some(), known)
        };
        if !is_open {
            note.reading();
            return shared.shelf().take_open(moment);
        }
        let offered = note.offered();
        if known.is_none_or(|known| !known.names_the_same(offered)) {
            shared.shelf().offer(&path, offered, moment.serial);
        }
    }
    FxHashSet::default()
}
