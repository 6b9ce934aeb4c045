//! The names of a note: what its snippets bind, and what its other text says is imported or defined.

use std::sync::Arc;

use super::said::{Said, definition, words};
use super::subject::Embedded;
use crate::note::Note;
use crate::python::model::{Names, NoteNames};
use crate::python::snippet::Snippet;

/// The names of a note, with what they were put together from: the snippets, and what other text says.
#[derive(Debug)]
pub struct Gathered {
    pub(super) names: NoteNames,
    pub(super) said: Names,
    pub(super) snippets: Vec<Arc<Snippet>>,
}

impl Gathered {
    /// The names of `note`, whose Python snippets are `snippets`, and those that other text says; the names of an
    /// `earlier` state of it where nothing gives others.
    pub(super) fn anew(
        note: &Note,
        snippets: &[Embedded],
        earlier: Option<Self>,
    ) -> (NoteNames, Names) {
        let mut said = Names::default();
        let text = Said::of(&note.text);
        said.add_words(said_words(note, snippets, &text));
        said.add_modules(text.modules);
        let names = earlier
            .filter(|earlier| earlier.said == said && same_names(&earlier.snippets, snippets))
            .map(|earlier| earlier.names);
        let names = names.unwrap_or_else(|| {
            let read = snippets
                .iter()
                .filter_map(|embedded| embedded.snippet.names());
            NoteNames::new(read.chain(std::iter::once(&said)))
        });
        (names, said)
    }
}

fn same_names(some: &[Arc<Snippet>], others: &[Embedded]) -> bool {
    let same = |(one, other): (&Arc<Snippet>, &Embedded)| {
        Arc::ptr_eq(one, &other.snippet) || one.names() == other.snippet.names()
    };
    some.len() == others.len() && some.iter().zip(others).all(same)
}

/// Words that text outside of the snippets that could be read imports (`from x import a, b as c`, in prose as in
/// fences without a language) or, in fences, defines. Some are no names at all: too many silence a rule, no more.
fn said_words(note: &Note, snippets: &[Embedded], said: &Said<'_>) -> Vec<String> {
    // In the order of the fences.
    let mut with_tree = snippets
        .iter()
        .filter(|embedded| embedded.snippet.tree.is_some())
        .map(|embedded| embedded.fence)
        .peekable();
    let is_read: Vec<bool> = (0..note.fences.len())
        .map(|index| with_tree.next_if_eq(&index).is_some())
        .collect();
    let is_in_read = |at: usize| {
        let after = note.fences.partition_point(|fence| fence.span.start <= at);
        after.checked_sub(1).is_some_and(|index| {
            let fence = note.fences.get(index);
            is_read.get(index) == Some(&true) && fence.is_some_and(|it| it.span.contains(at))
        })
    };
    let imports = said.imports.iter().filter(|(at, _)| !is_in_read(*at));
    let imported = imports.flat_map(|(_, names)| words(names));
    let unread = note.fences.iter().zip(&is_read);
    let unread = unread.filter(|(_, is_read)| !**is_read);
    let lines = unread.flat_map(|(fence, _)| fence.body.text().lines());
    imported
        .chain(lines.filter_map(definition))
        .map(str::to_owned)
        .collect()
}
