//! Looking up by name: definitions, mentions, topics by a name half remembered.

use std::cmp::Ordering;
use std::ops::Bound;

use rayon::prelude::*;

use super::definitions::{Definition, definition_key};
use super::digest::{Digest, Mention};
use super::features::{Feature, Field, term_key};
use super::related::Hit;
use super::{Vault, fuzzy};

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
        let mut found: Vec<Defined<'_>> = self
            .index
            .having(key)
            .flat_map(|(_, note)| {
                let own = note.definitions().iter();
                own.filter(|definition| definition.key == key)
                    .map(move |definition| Defined { note, definition })
            })
            .collect();
        // A common term is defined in thousands of notes: only those that are shown are put in order.
        best(&mut found, most, |a, b| {
            let lines = || a.definition.place.line().cmp(&b.definition.place.line());
            let kinds = a.definition.kind.cmp(&b.definition.kind);
            kinds
                .then_with(|| a.note.path().cmp(b.note.path()))
                .then_with(lines)
        });
        found
    }

    /// True where some note defines `name`.
    pub fn defines(&self, name: &str) -> bool {
        let key = definition_key(name, &self.glossary);
        self.index.having(key).next().is_some()
    }

    /// Every place where the glossary's term called `term`, the name of its entry, stands.
    pub fn mentions_of(&self, term: &str) -> impl Iterator<Item = (&Digest, &[Mention])> {
        let term = Feature::new(Field::Term, term_key(term));
        self.index
            .having(term)
            .map(move |(_, note)| (note, note.mentions(term)))
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
        let mut found: Vec<Hit<'_>> = self
            .index
            .par_notes()
            .flat_map_iter(|note| {
                let units = note.units().iter().enumerate();
                let topics = units.filter(|(_, unit)| unit.is_topic && query.may_be(unit.letters));
                topics.filter_map(|(index, unit)| {
                    let score = query.score(note.title(unit))?;
                    Some(Hit {
                        note,
                        index,
                        unit,
                        score,
                        coverage: score,
                    })
                })
            })
            .collect();
        best(&mut found, most, |a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| a.note.path().cmp(b.note.path()))
                .then_with(|| a.index.cmp(&b.index))
        });
        found
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
