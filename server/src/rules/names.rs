//! The names of a note that its text outside of the snippets says are imported or defined.

use super::said::{Said, definition, words};
use super::subject::Embedded;
use crate::note::Note;
use crate::python::model::Names;
use crate::text::Span;

/// The names that the text of `own`, a part of `note`, says are imported or defined; `snippets` are its Python snippets.
pub(super) fn said(note: &Note, own: Span, snippets: &[Embedded]) -> Names {
    let text = Said::of(own.of(&note.text));
    let mut said = Names::default();
    said.add_words(said_words(note, own, snippets, &text));
    said.add_modules(text.modules);
    said
}

/// Words that text outside of the snippets that could be read imports (`from x import a, b as c`, in prose as in
/// fences without a language) or, in fences, defines. Some are no names at all: too many silence a rule, no more.
fn said_words(note: &Note, own: Span, snippets: &[Embedded], said: &Said<'_>) -> Vec<String> {
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
    let imports = said.imports.iter();
    let imports = imports.filter(|(at, _)| !is_in_read(own.start + at));
    let imported = imports.flat_map(|(_, names)| words(names));
    let unread = note.fences.iter().zip(&is_read);
    let unread = unread.filter(|(fence, is_read)| !**is_read && own.contains(fence.span.start));
    let lines = unread.flat_map(|(fence, _)| fence.body.text().lines());
    imported
        .chain(lines.filter_map(definition))
        .map(str::to_owned)
        .collect()
}
