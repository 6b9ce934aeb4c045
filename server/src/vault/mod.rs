//! Every note of the workspace as a digest, and what is looked up across them: topics, terms, definitions, questions.
//! Holds no text and touches the disk in `load` and `root` alone.

mod definitions;
mod digest;
mod expansions;
mod features;
mod fuzzy;
mod index;
pub mod links;
mod load;
mod lookup;
mod naming;
mod notes;
mod pool;
mod postings;
mod reader;
mod related;
mod root;
mod signs;
mod titles;
mod topic;
mod units;

pub use definitions::{Definition, DefinitionKind, is_glossary};
pub use digest::{Digest, Mention, Question, Unit};
pub use load::{Source, load};
pub use lookup::Defined;
pub use related::Hit;
pub use root::root_of;
pub use topic::Topic;
pub use units::UnitKind;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::terms::Words;
use features::{Feature, Field, term_key};
use index::Index;
use links::{Catalog, Offered};
use notes::NoteId;
use titles::Titles;

/// The notes of a workspace. Lookups take `&self` and end within milliseconds; changes take `&mut self` and cost what
/// changed, however large the vault. Digesting a note, the dear part, needs no vault: `Digest::of`.
#[derive(Debug)]
pub struct Vault {
    glossary: Words,
    ids: FxHashMap<Arc<Path>, NoteId>,
    index: Index,
    /// What notes define, by names in lower case.
    names: BTreeMap<Box<str>, Name>,
    titles: Titles,
    /// The glossary's terms by their features, as indices.
    terms: FxHashMap<Feature, usize>,
    catalog: Catalog,
}

/// A name that notes define.
#[derive(Debug)]
struct Name {
    /// As one of them writes it.
    shown: Box<str>,
    /// How many definitions there are.
    count: u32,
}

impl Vault {
    /// A vault without notes. Digests must be made with the same `glossary`.
    pub fn new(glossary: Words) -> Self {
        let terms = glossary.terms().iter().enumerate().rev();
        let terms = terms
            .map(|(index, term)| (Feature::new(Field::Term, term_key(&term.name)), index))
            .collect();
        Self {
            terms,
            glossary,
            ids: FxHashMap::default(),
            index: Index::default(),
            names: BTreeMap::new(),
            titles: Titles::default(),
            catalog: Catalog::default(),
        }
    }

    /// From now on the workspace has these folders: links lead nowhere outside of them.
    pub fn set_roots<'a>(&mut self, roots: impl IntoIterator<Item = &'a Path>) {
        self.catalog.set_roots(roots);
    }

    /// What links between its notes lead to.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The terms that its digests were made with.
    pub fn glossary(&self) -> &Words {
        &self.glossary
    }

    /// The name of the glossary's term with that feature.
    fn term_named(&self, feature: Feature) -> Option<&str> {
        let term = self.glossary.terms().get(*self.terms.get(&feature)?)?;
        Some(&term.name)
    }

    /// Takes in a note, in the place of what was known of it.
    pub fn put(&mut self, digest: Digest) {
        self.count_names(&digest);
        self.catalog.put(digest.path(), digest.offered());
        let path = Arc::clone(digest.path());
        let (id, before) = match self.ids.get(&path) {
            Some(&id) => (id, self.index.replace(id, Some(digest))),
            None => {
                let id = self.index.add(digest);
                self.ids.insert(path, id);
                (id, None)
            }
        };
        self.discount_names(before.as_ref());
        self.titles.change(id, before.as_ref(), self.index.get(id));
    }

    /// Takes in what the note at `path` offers to be linked to, ahead of all else that is to be known of it.
    pub fn offer(&mut self, path: &Path, offered: &Arc<Offered>) {
        self.catalog.put(&path.into(), offered);
    }

    /// Forgets the note at `path`; false where there was none.
    pub fn remove(&mut self, path: &Path) -> bool {
        let Some(id) = self.ids.remove(path) else {
            return false;
        };
        self.catalog.remove(path);
        let before = self.index.replace(id, None);
        self.discount_names(before.as_ref());
        self.titles.change(id, before.as_ref(), None);
        true
    }

    fn count_names(&mut self, digest: &Digest) {
        for definition in digest.definitions() {
            let shown = digest.name(definition);
            let name = self
                .names
                .entry(shown.to_lowercase().into())
                .or_insert_with(|| Name {
                    shown: shown.into(),
                    count: 0,
                });
            name.count += 1;
        }
    }

    fn discount_names(&mut self, digest: Option<&Digest>) {
        let Some(digest) = digest else {
            return;
        };
        for definition in digest.definitions() {
            let lower = digest.name(definition).to_lowercase();
            if let Some(name) = self.names.get_mut(lower.as_str()) {
                name.count -= 1;
                if name.count == 0 {
                    self.names.remove(lower.as_str());
                }
            }
        }
    }

    /// What is known of the note at `path`.
    pub fn note(&self, path: &Path) -> Option<&Digest> {
        self.index.get(*self.ids.get(path)?)
    }

    /// Every note, in no order that means anything.
    pub fn notes(&self) -> impl Iterator<Item = &Digest> {
        self.index.notes()
    }

    /// How many notes there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// True where there is no note.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}
