//! What is known of notes, by path. A clone shares everything with the one it is of, and a change copies one small part:
//! so neither an edit nor a snapshot costs more in a larger vault.

use std::hash::{BuildHasher, Hash};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

/// How many parts there are: few enough to clone them all, and of 100,000 notes a change copies 400.
pub(super) const PARTS: usize = 256;

type Shard<T> = FxHashMap<Arc<Path>, Arc<T>>;

/// Notes by path.
#[derive(Debug)]
pub(super) struct Shards<T> {
    /// None as long as there are no notes.
    shards: Vec<Arc<Shard<T>>>,
}

impl<T> Default for Shards<T> {
    fn default() -> Self {
        Self { shards: Vec::new() }
    }
}

impl<T> Clone for Shards<T> {
    fn clone(&self) -> Self {
        Self {
            shards: self.shards.clone(),
        }
    }
}

impl<T: PartialEq + Send + Sync> Shards<T> {
    /// The path as it is known here, with what is known of the note there.
    pub fn get(&self, path: &Path) -> Option<(&Arc<Path>, &Arc<T>)> {
        self.shards.get(place(path))?.get_key_value(path)
    }

    /// Takes in a note; what was known of it.
    pub fn insert(&mut self, path: &Arc<Path>, note: T) -> Option<Arc<T>> {
        if self.shards.is_empty() {
            self.shards.resize_with(PARTS, Arc::default);
        }
        let shard = Arc::make_mut(self.shards.get_mut(place(path))?);
        shard.insert(Arc::clone(path), Arc::new(note))
    }

    /// Forgets a note; what was known of it.
    pub fn remove(&mut self, path: &Path) -> Option<Arc<T>> {
        let shard = self.shards.get_mut(place(path))?;
        shard
            .contains_key(path)
            .then(|| Arc::make_mut(shard).remove(path))?
    }

    /// How many notes there are.
    pub fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.len()).sum()
    }

    /// The paths, in no order.
    pub fn paths(&self) -> impl Iterator<Item = &Arc<Path>> {
        self.shards.iter().flat_map(|shard| shard.keys())
    }

    /// The same, for many threads at once.
    pub fn par_paths(&self) -> impl ParallelIterator<Item = &Arc<Path>> {
        self.shards.par_iter().flat_map_iter(|shard| shard.keys())
    }

    /// The paths of notes that `before` does not know, or that it may know otherwise.
    pub fn news<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a Arc<Path>> {
        let shards = self.shards.iter().enumerate();
        shards
            .map(|(index, shard)| (shard, before.shards.get(index)))
            .filter(|(shard, known)| known.is_none_or(|known| !Arc::ptr_eq(known, shard)))
            .flat_map(|(shard, known)| {
                shard.iter().filter_map(move |(path, note)| {
                    let known = known.and_then(|known| known.get(path));
                    let is_same =
                        known.is_some_and(|known| Arc::ptr_eq(known, note) || known == note);
                    (!is_same).then_some(path)
                })
            })
    }
}

/// The part of `PARTS` that holds what is known by `key`.
pub(super) fn place(key: impl Hash) -> usize {
    // The upper bits: the lower ones choose the place within a part.
    (FxBuildHasher.hash_one(key) >> 56) as usize % PARTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_keeps_what_it_was_made_of() {
        let path = |number: usize| Arc::<Path>::from(Path::new(&format!("/v/{number}.md")));
        let mut notes = Shards::default();
        assert!(notes.remove(&path(0)).is_none());
        for number in 0..1000 {
            assert!(notes.insert(&path(number), number).is_none());
        }
        let before = notes.clone();
        assert_eq!(notes.insert(&path(7), 8).as_deref(), Some(&7));
        assert_eq!(notes.insert(&path(9), 9).as_deref(), Some(&9));
        assert_eq!(notes.remove(&path(3)).as_deref(), Some(&3));
        notes.insert(&path(1000), 1000);
        let news = |one: &Shards<_>, other: &Shards<_>| {
            let mut news: Vec<_> = one.news(other).cloned().collect();
            news.sort();
            news
        };
        assert_eq!(news(&notes, &before), [path(1000), path(7)]);
        assert_eq!(news(&before, &notes), [path(3), path(7)]);
        assert_eq!((before.len(), notes.len()), (1000, 1000));
        assert_eq!(before.paths().count(), before.par_paths().count());
        assert_eq!(before.get(&path(7)).map(|(_, note)| **note), Some(7));
        assert!(notes.get(&path(3)).is_none());
        assert_eq!(news(&notes, &Shards::default()).len(), 1000);
    }
}
