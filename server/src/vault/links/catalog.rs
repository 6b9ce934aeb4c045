//! Which notes there are, by path and by name, and what each offers to be linked to. A clone is a snapshot and cheap:
//! it shares what the notes offer.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::named::Named;
use super::offered::{Offered, title_key};
use super::outgoing::{name_keys, without_extension};
use super::path::{folded, folded_path};
use super::shards::Shards;

/// Reads what a note offers, where nobody did yet; `None` where it cannot be read.
pub type Loader = Arc<dyn Fn(&Path) -> Option<Arc<Offered>> + Send + Sync>;

/// The notes of a workspace, as far as links need them.
#[derive(Clone, Default)]
pub struct Catalog {
    /// Nothing outside of them is ever looked at. Without any, only the notes themselves are known.
    roots: Arc<[Arc<Path>]>,
    loader: Option<Loader>,
    notes: Shards<Entry>,
    /// Notes by their whole path, folded; several where they differ by case or form alone.
    paths: Named,
    /// Notes by their file name without extension, folded.
    names: Named,
    /// Notes by title and by file name, letter by letter; made when a link first asks for a title, by whoever holds this
    /// state of the catalog, and for all who do.
    titles: Arc<OnceLock<Named>>,
    /// Changes whenever notes come or go or offer something else.
    generation: u64,
}

/// A note; what it offers, once that was asked for.
#[derive(Debug)]
struct Entry {
    offered: OnceLock<Option<Arc<Offered>>>,
}

impl PartialEq for Entry {
    /// True where both offer the same names, wherever in the note.
    fn eq(&self, other: &Self) -> bool {
        match (self.offered.get(), other.offered.get()) {
            (Some(Some(one)), Some(Some(other))) => one.names_the_same(other),
            (one, other) => one == other,
        }
    }
}

impl std::fmt::Debug for Catalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalog")
            .field("roots", &self.roots)
            .field("notes", &self.notes.len())
            .field("generation", &self.generation)
            .finish_non_exhaustive()
    }
}

impl Catalog {
    /// A catalog without notes, of the workspace that has these folders.
    pub fn new<'a>(roots: impl IntoIterator<Item = &'a Path>) -> Self {
        Self {
            roots: roots.into_iter().map(Arc::from).collect(),
            ..Self::default()
        }
    }

    /// From now on the workspace has these folders.
    pub fn set_roots<'a>(&mut self, roots: impl IntoIterator<Item = &'a Path>) {
        self.roots = roots.into_iter().map(Arc::from).collect();
        self.generation += 1;
    }

    /// A catalog of notes that are read when a link asks for them.
    pub fn of_files(
        root: &Path,
        files: impl IntoIterator<Item = Arc<Path>>,
        loader: Loader,
    ) -> Self {
        let mut catalog = Self::new([root]);
        catalog.loader = Some(loader);
        for file in files {
            catalog.enter(&file, OnceLock::new());
        }
        catalog.generation += 1;
        catalog
    }

    /// Takes in the note at `path`, in the place of what was known of it; true where that makes a difference to links.
    pub fn put(&mut self, path: &Arc<Path>, offered: &Arc<Offered>) -> bool {
        let known = self.offered(path);
        if known.is_some_and(|known| *known == *offered) {
            return false;
        }
        let is_same = known.is_some_and(|known| known.names_the_same(offered));
        self.enter(path, OnceLock::from(Some(Arc::clone(offered))));
        if !is_same {
            self.generation += 1;
        }
        !is_same
    }

    fn enter(&mut self, path: &Arc<Path>, offered: OnceLock<Option<Arc<Offered>>>) {
        let known = self.retitling(path, |catalog| {
            catalog.notes.insert(path, Entry { offered })
        });
        if known.is_some() {
            return;
        }
        self.paths.add(&folded_path(path), path);
        self.names.add(&file_key(path), path);
    }

    /// What the note at `path` is called, letter by letter; nothing where it is not known.
    fn titles_of(&self, path: &Path) -> Vec<String> {
        if self.notes.get(path).is_none() {
            return Vec::new();
        }
        let title = self.offered(path).and_then(|offered| offered.note_title());
        let mut keys = vec![title_key(&file_key(path))];
        keys.extend(title.map(title_key));
        keys.retain(|key| !key.is_empty());
        keys
    }

    /// Does `change` to the note at `path`, and keeps `titles` right.
    fn retitling<T>(&mut self, path: &Arc<Path>, change: impl FnOnce(&mut Self) -> T) -> T {
        let Some(mut titles) = self.titles.get().cloned() else {
            // Whoever holds the older state may still make its titles.
            self.titles = Arc::default();
            return change(self);
        };
        let before = self.titles_of(path);
        let changed = change(self);
        let now = self.titles_of(path);
        if now != before {
            before.iter().for_each(|key| titles.remove(key, path));
            now.iter().for_each(|key| titles.add(key, path));
            self.titles = Arc::new(OnceLock::from(titles));
        }
        changed
    }

    /// Forgets the note at `path`; true where there was one.
    pub fn remove(&mut self, path: &Path) -> bool {
        let Some((path, _)) = self.notes.get(path) else {
            return false;
        };
        let path = &Arc::clone(path);
        self.retitling(path, |catalog| catalog.notes.remove(path));
        self.generation += 1;
        self.paths.remove(&folded_path(path), path);
        self.names.remove(&file_key(path), path);
        true
    }

    /// Changes whenever links may lead elsewhere than before.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// The folder of the workspace that `path` is in; the innermost one.
    pub fn root_of(&self, path: &Path) -> Option<&Path> {
        let around = self.roots.iter().filter(|root| path.starts_with(root));
        around
            .max_by_key(|root| root.as_os_str().len())
            .map(|root| &**root)
    }

    /// The paths of all notes, in no order.
    pub fn paths(&self) -> impl Iterator<Item = &Arc<Path>> {
        self.notes.paths()
    }

    /// What links are looked for by that may lead elsewhere than they did at the time of `before`: the names and titles of
    /// notes that came, went, or offer something else.
    pub fn changed_since(&self, before: &Self) -> FxHashSet<u32> {
        let mut keys = FxHashSet::default();
        for (one, other) in [(self, before), (before, self)] {
            let news = one.notes.news(&other.notes);
            keys.extend(news.flat_map(|path| name_keys(path, one)));
        }
        keys
    }

    /// The path of the note at `path`, spelt as it is on disk.
    pub(super) fn at(&self, path: &Path) -> Vec<Arc<Path>> {
        if let Some((path, _)) = self.notes.get(path) {
            return vec![Arc::clone(path)];
        }
        self.paths.get(&folded_path(path)).to_vec()
    }

    /// The notes whose file is called `name`, with or without its extension, whatever the case; in order.
    pub(super) fn named(&self, name: &str) -> &[Arc<Path>] {
        self.names.get(&folded(without_extension(name)))
    }

    /// The notes whose title or file is called `title`, letter by letter; reads those that nobody read yet.
    pub(super) fn titled(&self, title: &str) -> Vec<Arc<Path>> {
        let wanted = title_key(title);
        if wanted.is_empty() {
            return Vec::new();
        }
        let titles = self.titles.get_or_init(|| {
            let called: Vec<_> = self
                .notes
                .par_paths()
                .map(|path| (path, self.titles_of(path)))
                .collect();
            let mut titles = Named::default();
            for (path, keys) in called {
                for key in keys {
                    titles.add(&key, path);
                }
            }
            titles
        });
        titles.get(&wanted).to_vec()
    }

    /// What the note at `path` offers to be linked to.
    pub fn offered(&self, path: &Path) -> Option<&Arc<Offered>> {
        let (_, entry) = self.notes.get(path)?;
        let load = || self.loader.as_ref().and_then(|load| load(path));
        entry.offered.get_or_init(load).as_ref()
    }

    /// The notes whose file is called `name` or, where there are none, by the one name that is nearest in spelling.
    pub fn called_like(&self, name: &str) -> &[Arc<Path>] {
        let same = self.named(name);
        if !same.is_empty() {
            return same;
        }
        let wanted = folded(without_extension(name));
        let most = (wanted.chars().count() / 4).clamp(1, 3);
        let nearest = crate::text::spelling::nearest(&wanted, self.names.names(), most);
        nearest.map_or(&[], |nearest| self.names.get(nearest))
    }

    /// True where no other note has the file name of the one at `path`: its name alone leads to it.
    pub fn is_only(&self, path: &Path) -> bool {
        self.names.get(&file_key(path)).len() <= 1
    }
}

/// The name of the file without its extension, folded.
fn file_key(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    folded(without_extension(&name))
}
