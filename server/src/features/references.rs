//! Every place that mentions a name.

use std::path::Path;
use std::sync::Arc;

use super::links::goals;
use super::name;
use super::passage::Texts;
use crate::note::Note;
use crate::terms;
use crate::text::{LineIndex, Place, Places, Span};
use crate::vault::{Digest, Mention, Vault};

/// A place that mentions a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reference<'a> {
    /// The note; borrowed, as there may be tens of thousands.
    pub path: &'a Arc<Path>,
    /// Where in it.
    pub place: Place,
}

/// The places in one note that mention a name.
#[derive(Debug)]
pub struct InNote<'a> {
    /// The note.
    pub path: &'a Arc<Path>,
    /// What the vault knows: borrowed, as there may be a hundred thousand in all notes.
    mentions: &'a [Mention],
    others: Vec<Place>,
}

impl<'a> InNote<'a> {
    /// Every place, in the order of lines.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let mentions = self.mentions.iter().map(|mention| mention.place);
        mentions.chain(self.others.iter().copied())
    }

    /// `references`, note by note, in their order.
    pub fn of(references: &[Reference<'a>]) -> Vec<Self> {
        let notes = references.chunk_by(|a, b| Arc::ptr_eq(a.path, b.path));
        let notes = notes.filter_map(|same| {
            Some(Self {
                path: same.first()?.path,
                mentions: &[],
                others: same.iter().map(|reference| reference.place).collect(),
            })
        });
        notes.collect()
    }
}

/// Notes that are read for a name which the glossary does not know.
const MOST_READ: usize = 200;

/// Every place that refers to what stands at byte `offset` of `note`, the note at `path`: on a link or a tag, all that
/// lead to the same or are the same; on a heading, the links to it and then the mentions of what it is called; else every
/// mention of the name there. Note by note, in each in the order of lines. `texts` is asked only for names that the
/// glossary does not know.
pub fn references<'a>(
    vault: &'a Vault,
    path: &Path,
    note: &Note,
    offset: usize,
    texts: &Texts<'_>,
) -> Vec<InNote<'a>> {
    let linked = goals::references(vault, path, note, offset);
    let on_heading = note
        .headings
        .iter()
        .any(|heading| heading.span.touches(offset));
    match linked {
        Some(linked) if !on_heading => InNote::of(&linked),
        linked => {
            let mut all = InNote::of(&linked.unwrap_or_default());
            all.extend(mentions(vault, note, offset, texts));
            all
        }
    }
}

/// Every mention of the name at byte `offset`, or of what the heading there is called.
fn mentions<'a>(
    vault: &'a Vault,
    note: &Note,
    offset: usize,
    texts: &Texts<'_>,
) -> Vec<InNote<'a>> {
    let name = name::at(vault, vault.glossary(), note, offset)
        .map(|name| (name.name, name.term.is_some()));
    let heading = || {
        let heading = note
            .headings
            .iter()
            .find(|heading| heading.span.touches(offset))?;
        let term = vault.glossary().find(&heading.title);
        let name = term.map_or(heading.title.clone(), |term| term.name.clone());
        Some((name, term.is_some()))
    };
    let Some((name, in_glossary)) = name.or_else(heading) else {
        return Vec::new();
    };
    if in_glossary {
        let notes = vault.mentions_of(&name).into_iter();
        let notes = notes.map(|(note, mentions)| InNote {
            path: note.path(),
            mentions,
            others: Vec::new(),
        });
        return notes.collect();
    }
    let notes = vault.holding(&name).into_iter().take(MOST_READ);
    let notes = notes.map(|note| InNote {
        path: note.path(),
        mentions: &[],
        others: in_note(note, &name, texts),
    });
    notes.filter(|note| !note.others.is_empty()).collect()
}

/// Where `name` stands in `note`, word for word in any form.
fn in_note(note: &Digest, name: &str, texts: &Texts<'_>) -> Vec<Place> {
    let Some(text) = texts(note.path()) else {
        return Vec::new();
    };
    let wanted = terms::words(name);
    let words = terms::words(&text);
    let lines = LineIndex::new(&text);
    let mut places = Places::new(&text, &lines);
    let runs = words.windows(wanted.len().max(1)).filter(|run| {
        run.iter()
            .zip(&wanted)
            .all(|(word, wanted)| word.stem == wanted.stem)
    });
    runs.filter_map(|run| {
        let span = Span::new(run.first()?.span.start, run.last()?.span.end);
        let joined = !span.of(&text).contains(['\n', '.', ',', ';']);
        joined.then(|| places.of(span))
    })
    .collect()
}
