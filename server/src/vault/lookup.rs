//! Looking up by name: definitions, mentions, topics by a name half remembered.

use std::cmp::Ordering;
use std::ops::Bound;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::definitions::{Definition, DefinitionKind, definition_key};
use super::digest::{Digest, Mention};
use super::features::{Feature, Field, term_key};
use super::notes::NoteId;
use super::related::Hit;
use super::{Vault, fuzzy};

/// Notes that a thread looks at: fewer are not worth another thread.
pub(super) const FEWEST_NOTES: usize = 1024;

/// A definition and its note.
#[derive(Debug, Clone, Copy)]
pub struct Defined<'a> {
    /// The note.
    pub note: &'a Digest,
    /// The definition.
    pub definition: &'a Definition,
}

impl Vault {
    /// Where notes say what `name` is, at most `most` places: in words first, then by their titles, then by the
    /// expansion alone; by path and line among equals.
    pub fn definitions_of(&self, name: &str, most: usize) -> Vec<Defined<'_>> {
        let key = definition_key(name, &self.glossary);
        let mut found = Vec::new();
        for kind in DefinitionKind::ALL {
            // A common term is defined in thousands of notes: only those that are shown are looked at.
            let left = most - found.len();
            let notes = self.index.ids(kind.feature(key));
            let notes = self.index.first_by_path(notes, left).into_iter();
            let definitions = notes.filter_map(|id| self.index.get(id)).flat_map(|note| {
                let own = note.definitions().iter();
                let mut own: Vec<&Definition> = own
                    .filter(|definition| definition.key == key && definition.kind == kind)
                    .collect();
                own.sort_by_key(|definition| definition.place.line());
                own.into_iter()
                    .map(move |definition| Defined { note, definition })
            });
            found.extend(definitions.take(left));
        }
        found
    }

    /// True where some note defines `name`.
    pub fn defines(&self, name: &str) -> bool {
        let key = definition_key(name, &self.glossary);
        let mut kinds = DefinitionKind::ALL.iter();
        kinds.any(|kind| self.index.has(kind.feature(key)))
    }

    /// Every note in which the glossary's term called `term`, the name of its entry, stands, and where.
    pub fn mentions_of(&self, term: &str) -> Vec<(&Digest, &[Mention])> {
        let term = Feature::new(Field::Term, term_key(term));
        let notes: Vec<NoteId> = self.index.ids(term).collect();
        // Common terms stand in most notes.
        let notes = notes.par_chunks(FEWEST_NOTES).map(|ids| {
            let notes: Vec<&Digest> = ids.iter().filter_map(|id| self.index.get(*id)).collect();
            let mentions = Digest::mentions_in(&notes, term);
            notes.into_iter().zip(mentions).collect::<Vec<_>>()
        });
        notes.collect::<Vec<_>>().concat()
    }

    /// The notes that hold every word of `name`: where a name that the glossary does not know may stand.
    pub fn holding(&self, name: &str) -> Vec<&Digest> {
        let words: Vec<Feature> = crate::terms::words(name)
            .iter()
            .filter(|word| !super::features::is_empty(word.stem))
            .map(|word| Feature::new(Field::Word, word.root))
            .collect();
        self.index.having_all(&words)
    }

    /// Topics whose title, acronym or expansion is like `query`, best first: exact ones, then those that begin with
    /// it, then those that hold its letters in order.
    pub fn symbols(&self, query: &str, most: usize) -> Vec<Hit<'_>> {
        let query = fuzzy::Query::new(query, self.other_names(query));
        let mut hits = Vec::new();
        let titles = self.titles.search(&query, most);
        for alike in titles.chunk_by(|a, b| a.0 == b.0) {
            let left = most - hits.len();
            let Some(&(score, _)) = alike.first().filter(|_| left > 0) else {
                break;
            };
            let mut notes: Vec<NoteId> = alike
                .iter()
                .flat_map(|(_, title)| title.notes.iter())
                .collect();
            notes.sort_unstable();
            notes.dedup();
            let texts: FxHashSet<&str> = alike.iter().map(|(_, title)| &*title.text).collect();
            let notes = self
                .index
                .first_by_path(notes.into_iter(), left)
                .into_iter();
            let found = notes.filter_map(|id| self.index.get(id)).flat_map(|note| {
                let topics = note
                    .topics()
                    .filter(|(_, _, title)| texts.contains(&*fuzzy::folded(title)));
                topics.map(move |(index, unit, _)| Hit {
                    note,
                    index,
                    unit,
                    score,
                    coverage: score,
                })
            });
            hits.extend(found.take(left));
        }
        hits
    }

    /// Names that notes define and that begin with `prefix`, whatever the case, in order.
    pub fn names<'a>(&'a self, prefix: &str) -> impl Iterator<Item = &'a str> {
        let prefix = prefix.to_lowercase();
        self.names
            .range::<str, _>((Bound::Included(prefix.as_str()), Bound::Unbounded))
            .take_while(move |(lower, _)| lower.starts_with(&prefix))
            .map(|(_, name)| &*name.shown)
    }

    /// What the term that `query` names is called otherwise: its expansion, its acronym.
    fn other_names(&self, query: &str) -> Vec<String> {
        let Some(term) = self.glossary.find(query) else {
            return Vec::new();
        };
        let names = std::iter::once(&term.name)
            .chain(&term.expansion)
            .chain(&term.aliases);
        names
            .filter(|name| !name.eq_ignore_ascii_case(query.trim()))
            .cloned()
            .collect()
    }
}

/// The first `most` of `found` in `order`, sorted.
pub(super) fn best<T>(found: &mut Vec<T>, most: usize, order: impl Fn(&T, &T) -> Ordering) {
    if found.len() > most {
        found.select_nth_unstable_by(most, &order);
        found.truncate(most);
    }
    found.sort_unstable_by(order);
}
