//! What is known of a note from its last check, so that a keystroke costs what it changes.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::part::Part;
use super::snippets::{Found, Snippets};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::note::{Note, PartId};
use crate::python::model::{Answers, NoteNames};
use crate::python::snippet::{self, Snippet};
use crate::rules::Contents;
use crate::text::Extract;

/// The parts of one note as they were last, and what was found in them.
#[derive(Debug, Default)]
pub struct Cache {
    /// Nothing is remembered: nobody will ask again.
    forgets: bool,
    config: Option<Config>,
    /// The parts of the last state. What is no part any more is forgotten with the next check.
    parts: FxHashMap<PartId, Part>,
    /// The names of the last state, with what they are of.
    names: Option<(Vec<Arc<Contents>>, NoteNames)>,
    snippets: Snippets,
}

impl Cache {
    /// One that remembers nothing, for a note that is checked once.
    pub fn forgetful() -> Self {
        Self {
            forgets: true,
            ..Self::default()
        }
    }

    /// Starts a check; under other settings nothing is remembered.
    pub(super) fn begin(&mut self, config: &Config) {
        if !self.forgets && self.config.as_ref() != Some(config) {
            *self = Self {
                config: Some(config.clone()),
                ..Self::default()
            };
        }
    }

    /// Ends a check of `note`, whose parts and names are these.
    pub(super) fn end(&mut self, note: &Note, parts: Vec<Part>, names: NoteNames) {
        if self.forgets {
            return;
        }
        let contents = parts.iter().map(|part| Arc::clone(part.contents()));
        self.names = Some((contents.collect(), names));
        let ids = note.parts.iter().map(|placed| placed.id());
        self.parts = ids.zip(parts).collect();
        self.snippets.tidy();
    }

    /// The part `index` of `note`, as it is known or read now.
    pub(super) fn part(&mut self, note: &Note, index: usize, config: &Config) -> Part {
        let make = note.make(index);
        let id = note.parts.get(index).map(|placed| placed.id());
        let known = id.and_then(|id| self.parts.remove(&id));
        known
            .filter(|known| known.is_made_of(&make))
            .unwrap_or_else(|| {
                let (snippets, forgets) = (&mut self.snippets, self.forgets);
                let read = |body: &Extract, request| match forgets {
                    true => Arc::new(snippet::read(body.text(), &request)),
                    false => snippets.read(body, request),
                };
                Part::new(make, Contents::of(&note.window(index), config, read))
            })
    }

    /// The names of the note that consists of `parts`: those of its last state, less what is gone, and what is new.
    pub(super) fn names(&mut self, parts: &[Part]) -> NoteNames {
        let Some((earlier, mut names)) = self.names.take() else {
            return NoteNames::new(parts.iter().flat_map(|part| part.contents().names()));
        };
        let is_same = |(one, other): &(&Arc<Contents>, &Part)| Arc::ptr_eq(one, other.contents());
        let before = earlier.iter().zip(parts).take_while(is_same).count();
        let most = earlier.len().min(parts.len()) - before;
        let behind = earlier.iter().rev().zip(parts.iter().rev()).take(most);
        let behind = behind.take_while(is_same).count();
        let gone = earlier.iter().take(earlier.len() - behind).skip(before);
        let gone: Vec<_> = gone.flat_map(|contents| contents.names()).collect();
        let new = parts.iter().take(parts.len() - behind).skip(before);
        let new: Vec<_> = new.flat_map(|part| part.contents().names()).collect();
        names.replace(&gone, &new);
        names
    }

    /// Does `work`, and tells what it asked of `names`, where that is worth knowing.
    pub(super) fn watched<T>(&self, names: &NoteNames, work: impl FnOnce() -> T) -> (T, Answers) {
        match self.forgets {
            true => (work(), Answers::default()),
            false => names.watched(work),
        }
    }

    /// What is found in a snippet, see [`Snippets::findings`].
    pub(super) fn in_snippet(
        &mut self,
        snippet: &Arc<Snippet>,
        names: &NoteNames,
        find: impl FnOnce() -> Vec<Diagnostic>,
    ) -> Arc<Found> {
        match self.forgets {
            true => Arc::new(Found::new(find(), Answers::default())),
            false => self.snippets.findings(snippet, names, find),
        }
    }
}
