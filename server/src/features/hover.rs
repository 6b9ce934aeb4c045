//! What stands under the cursor: a link with what it leads to, a term with its meaning, or the mark of a question with what may answer it.

use std::path::Path;

use super::answers::answers;
use super::define::{self, Entry, NotePassage};
use super::links::preview::{Preview, preview};
use super::mark;
use super::name;
use super::passage::{Passage, Texts};
use super::related::Related;
use crate::note::{Note, Question, QuestionStatus};
use crate::terms::Glossary;
use crate::text::Span;
use crate::vault::Vault;

/// What begins on the line of the cursor, or so few lines above it, is before the reader's eyes.
const IN_SIGHT: usize = 3;

/// What is to be said of a place.
#[derive(Debug)]
pub enum Hover<'a> {
    /// A link, with what it leads to.
    Link(Box<Preview>),
    /// A term stands there; where the notes say nothing of it elsewhere, with passages on terms that belong to it.
    Term(Span, Box<Entry>, Vec<(String, NotePassage)>),
    /// A question; with what most likely answers it where it is open.
    Question(Span, &'a Question, Vec<Related>),
}

/// What is to be said of byte `offset` of `note`, the note at `path`, whose glossary is `glossary`. An everyday word
/// that is also a term counts, too: whoever points at it asks for it. Of what the notes say, not what is in sight
/// anyhow.
pub fn hover<'a>(
    vault: &Vault,
    glossary: &Glossary,
    path: &Path,
    note: &'a Note,
    offset: usize,
    texts: &Texts<'_>,
) -> Option<Hover<'a>> {
    let marked = note.questions.iter().find_map(|question| {
        let marker = question.markers.iter().find(|span| span.touches(offset))?;
        Some((*marker, question))
    });
    let said = |(span, question): (Span, &'a Question)| {
        let answers = match question.status {
            QuestionStatus::Answered => Vec::new(),
            QuestionStatus::Unanswered | QuestionStatus::Unsure => {
                answers(vault, path, note, question)
            }
        };
        Hover::Question(span, question, answers)
    };
    // The words of a question may be terms; the others stand for the question.
    let asked = || {
        let question = mark::open_question(note, offset)?;
        let own = question.span.touches(offset);
        own.then_some((question.span, question))
    };
    let term = || term(vault, glossary, path, note, offset, texts);
    let link = || {
        Some(Hover::Link(Box::new(preview(
            vault, path, note, offset, texts,
        )?)))
    };
    marked
        .map(said)
        .or_else(link)
        .or_else(term)
        .or_else(|| asked().map(said))
}

fn term<'a>(
    vault: &Vault,
    glossary: &Glossary,
    path: &Path,
    note: &'a Note,
    offset: usize,
    texts: &Texts<'_>,
) -> Option<Hover<'a>> {
    let name = name::at(vault, glossary, note, offset)?;
    let line = note.lines.line(name.span.start);
    let elsewhere = |passage: &Passage| {
        let from = passage.place.line();
        let in_sight = from..=passage.end_line.min(from + IN_SIGHT);
        &*passage.path != path || !in_sight.contains(&line)
    };
    let entry = define::entry(vault, &name.name, name.term, texts, &elsewhere)?;
    let near = match name.term {
        Some(term) if entry.notes.is_empty() => define::near(vault, term, texts, &elsewhere),
        _ => Vec::new(),
    };
    Some(Hover::Term(name.span, Box::new(entry), near))
}
