//! The titles of all topics, each once however many notes have it: a search looks at a title once.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::digest::Digest;
use super::fuzzy::{HOLDING, Query, Shape, folded};
use super::lookup::best;
use super::notes::{NoteId, Notes};

/// Titles, folded, and the notes that have them.
#[derive(Debug, Default)]
pub(super) struct Titles {
    /// In order: those that begin alike stand together.
    ids: BTreeMap<Arc<str>, usize>,
    /// Beside the titles: a search reads all shapes, and few titles.
    shapes: Vec<Shape>,
    titles: Vec<Title>,
    /// Places of titles that no note has any more.
    free: Vec<usize>,
}

/// A title.
#[derive(Debug)]
pub(super) struct Title {
    /// Folded.
    pub text: Arc<str>,
    /// Those that have a topic of that title.
    pub notes: Notes,
}

impl Titles {
    /// Takes in that the note `id` is `after`, and no longer `before`.
    pub fn change(&mut self, id: NoteId, before: Option<&Digest>, after: Option<&Digest>) {
        let titles = |note: Option<&Digest>| -> FxHashSet<Arc<str>> {
            let topics = note.into_iter().flat_map(Digest::topics);
            topics.map(|(_, _, title)| folded(title).into()).collect()
        };
        let (before, after) = (titles(before), titles(after));
        for title in before.difference(&after) {
            self.remove(id, title);
        }
        for title in after.difference(&before) {
            self.add(id, title);
        }
    }

    fn add(&mut self, id: NoteId, text: &Arc<str>) {
        let at = match self.ids.get(text) {
            Some(&at) => at,
            None => self.enter(text),
        };
        if let Some(title) = self.titles.get_mut(at) {
            title.notes.insert(id);
        }
    }

    /// Makes a place for a title that is new.
    fn enter(&mut self, text: &Arc<str>) -> usize {
        let shape = Shape::of(text);
        let title = Title {
            text: Arc::clone(text),
            notes: Notes::default(),
        };
        let free = self.free.pop();
        let at = free.unwrap_or(self.titles.len());
        match (self.shapes.get_mut(at), self.titles.get_mut(at)) {
            (Some(known_shape), Some(known)) => {
                *known_shape = shape;
                *known = title;
            }
            _ => {
                self.shapes.push(shape);
                self.titles.push(title);
            }
        }
        self.ids.insert(Arc::clone(text), at);
        at
    }

    fn remove(&mut self, id: NoteId, text: &str) {
        let Some(&at) = self.ids.get(text) else {
            return;
        };
        let Some(title) = self.titles.get_mut(at) else {
            return;
        };
        title.notes.remove(id);
        if title.notes.is_empty() {
            self.ids.remove(text);
            self.free.push(at);
        }
    }

    /// Titles like what `query` asks for, the best first: all that are as good as the one with which there are `most`
    /// topics or more.
    pub fn search(&self, query: &Query, most: usize) -> Vec<(f32, &Title)> {
        // The surest first: most searches end before they come to what nearly all titles may be.
        let mut found = self.named(query);
        if !is_enough(&found, most) {
            found = self.passed(query, Query::may_begin_words, Query::score);
        }
        if !is_enough(found.iter().filter(|(score, _)| *score > HOLDING), most) {
            let may_hold =
                |query: &Query, shape| query.may_hold(shape) && !query.may_begin_words(shape);
            found.extend(self.passed(query, may_hold, Query::score));
        }
        if !is_enough(&found, most.min(GUESSED_BELOW)) {
            found.extend(
                self.passed(query, Query::may_be_loosely, |query, title, shape| {
                    let is_found = query.may_be(shape) && query.score(title, shape).is_some();
                    (!is_found).then(|| query.loose_score(title)).flatten()
                }),
            );
        }
        if let Some(last) = most.checked_sub(1).filter(|last| *last < found.len()) {
            let (_, &mut (least, _), _) =
                found.select_nth_unstable_by(last, |a, b| b.0.total_cmp(&a.0));
            found.retain(|(score, _)| *score >= least);
        }
        let all = found.len();
        best(&mut found, all, |a, b| b.0.total_cmp(&a.0));
        found
    }

    /// The titles that begin with what was typed or hold another name of it, all of them better than any other.
    fn named(&self, query: &Query) -> Vec<(f32, &Title)> {
        let text = query.text();
        let from = (Bound::Included(text), Bound::Unbounded);
        let beginning = self
            .ids
            .range::<str, _>(from)
            .take_while(|(title, _)| title.starts_with(text))
            .filter_map(|(text, at)| {
                let score = query.score(text, *self.shapes.get(*at)?)?;
                Some((score, self.titles.get(*at)?))
            });
        let mut found: Vec<_> = beginning.collect();
        if query.has_other_names() {
            found.extend(
                self.passed(query, Query::may_hold_other, |query, title, shape| {
                    let is_new = !title.starts_with(text) && query.holds_other(title, shape);
                    is_new.then(|| query.score(title, shape)).flatten()
                }),
            );
        }
        found
    }

    /// The titles that have a `score`, of those whose shape `may` have one.
    fn passed(
        &self,
        query: &Query,
        may: impl Fn(&Query, Shape) -> bool + Sync,
        score: impl Fn(&Query, &str, Shape) -> Option<f32> + Sync,
    ) -> Vec<(f32, &Title)> {
        let shapes = self.shapes.par_chunks(AT_ONCE);
        let parts = shapes.zip(self.titles.par_chunks(AT_ONCE));
        let parts = parts.map(|(shapes, titles)| -> Vec<_> {
            let candidates = shapes.iter().zip(titles);
            let candidates = candidates.filter(|(shape, _)| may(query, **shape));
            let scored = candidates
                .filter_map(|(shape, title)| Some((score(query, &title.text, *shape)?, title)));
            scored
                .filter(|(_, title)| !title.notes.is_empty())
                .collect()
        });
        parts.collect::<Vec<_>>().concat()
    }
}

/// Who is told of so many topics that hold what was typed is not told of those that only have its letters.
const GUESSED_BELOW: usize = 20;

/// So many titles are looked at by one thread: fewer are not worth handing over.
const AT_ONCE: usize = 4096;

/// True where `found` stands for `most` topics or more.
fn is_enough<'a>(found: impl IntoIterator<Item = &'a (f32, &'a Title)>, most: usize) -> bool {
    let mut left = most;
    let mut found = found.into_iter();
    left == 0
        || found.any(|(_, title)| {
            left = left.saturating_sub(title.notes.len());
            left == 0
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{Note, NoteOptions};
    use crate::terms::Glossary;

    fn digest(text: &str) -> Digest {
        let note = Note::parse(text, &NoteOptions::default());
        Digest::of(std::path::Path::new("a.md"), &note, Glossary::builtin())
    }

    fn found<'a>(titles: &'a Titles, query: &str, most: usize) -> Vec<&'a str> {
        let found = titles.search(&Query::new(query, Vec::new()), most);
        found.iter().map(|(_, title)| &*title.text).collect()
    }

    #[test]
    fn titles_come_and_go_with_their_notes() {
        let (one, other) = (digest("# The GIL\n\n# Locks\n"), digest("# the gil\n"));
        let mut titles = Titles::default();
        titles.change(NoteId(0), None, Some(&one));
        titles.change(NoteId(1), None, Some(&other));
        assert_eq!(found(&titles, "gil", 9), ["the gil"]);
        titles.change(NoteId(0), Some(&one), Some(&digest("# Rings\n")));
        assert_eq!(found(&titles, "lock", 9), [""; 0]);
        assert_eq!(found(&titles, "gil", 9), ["the gil"]);
        titles.change(NoteId(1), Some(&other), None);
        assert_eq!(found(&titles, "", 9), ["rings"]);
        titles.change(NoteId(1), None, Some(&digest("# Locks\n\n# Keys\n")));
        let mut all = found(&titles, "", 9);
        all.sort_unstable();
        assert_eq!(all, ["keys", "locks", "rings"]);
        assert_eq!(titles.titles.len(), 3, "places are given again");
    }

    #[test]
    fn no_more_are_found_than_are_asked_for_but_for_those_as_good() {
        let mut titles = Titles::default();
        let note = digest("# Lock\n\n# Lock a\n\n# Lock b\n\n# A lock\n\n# Lots of rock\n");
        titles.change(NoteId(0), None, Some(&note));
        assert_eq!(found(&titles, "lock", 1), ["lock"]);
        let mut two = found(&titles, "lock", 2);
        two.sort_unstable();
        assert_eq!(two, ["lock", "lock a", "lock b"]);
        assert_eq!(found(&titles, "lock", 4).len(), 4);
        assert_eq!(found(&titles, "lock", 9).last(), Some(&"lots of rock"));
    }
}
