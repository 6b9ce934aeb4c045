//! What may come at a place that is being written: the first source that knows such places answers.

use std::path::Path;

use super::{links, term_names};
use crate::note::Note;
use crate::text::Span;
use crate::vault::Vault;

/// What may come, and what it would replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What is shown, and what is inserted unless `insert` says otherwise.
    pub label: String,
    /// What is inserted.
    pub insert: String,
    /// What is replaced: the part of it that stands there already. On the line of the cursor, and touches it.
    pub replaces: Span,
    /// What it is.
    pub kind: Kind,
    /// A few words about it.
    pub detail: Option<String>,
    /// More about it. Text of a note or a glossary: not to be trusted, nor escaped yet.
    pub about: Option<String>,
}

/// What a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A term of the glossary, or a name that notes define.
    Term,
    /// A note.
    Note,
    /// A heading of a note, or another place in it.
    Heading,
    /// A tag.
    Tag,
    /// A kind of callout.
    Callout,
}

/// Candidates, the likeliest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// The candidates.
    pub candidates: Vec<Candidate>,
    /// True where there are more: it has to be asked again when more is typed.
    pub is_cut: bool,
}

/// A place that is being written.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// What the notes know.
    pub vault: &'a Vault,
    /// Where the note is.
    pub path: &'a Path,
    /// The note.
    pub note: &'a Note,
    /// The byte offset of the cursor.
    pub offset: usize,
}

/// Knows what may come at some places; `None` for places of another kind.
type Source = fn(&Place<'_>) -> Option<Completion>;

/// All sources: the ones that know narrower places first.
const SOURCES: &[Source] = &[links::complete::completion, term_names::completion];

/// What may come at `place`; nothing where nobody knows.
pub fn completion(place: &Place<'_>) -> Completion {
    let mut sources = SOURCES.iter();
    sources.find_map(|source| source(place)).unwrap_or_default()
}
