//! Where the answer to an open question may stand.

use std::path::Path;

use super::related::Related;
use crate::note::{Note, Question, QuestionStatus};
use crate::vault::{Digest, Hit, Topic, Vault};

/// From this likelihood on a section is shown as an answer: how far it is on the question's topic, times how much of
/// what the question asks for stands in it. Judged by hand on the 22 open questions of two folders of notes: of 18
/// sections over this value 15 answer the question or help to, of 5 between 0.1 and this none does.
const LIKELY: f32 = 0.15;

/// More likely answers than this are none.
const MOST: usize = 5;

/// The sections of all notes that most likely answer `question` of `note`, the note at `path`; best first. Never the
/// question's own section, nor one that is an open question itself. Computed when asked: what is typed in one note
/// changes nothing in another.
pub fn answers(vault: &Vault, path: &Path, note: &Note, question: &Question) -> Vec<Related> {
    let (topic, hits) = ranked(vault, path, note, question);
    hits.iter()
        .filter(|hit| hit.score * hit.coverage >= LIKELY)
        .take(MOST)
        .map(|hit| Related::of(hit, vault.shared(&topic, hit)))
        .collect()
}

/// What comes into question as an answer, however unlikely, and the topic it was looked for by.
fn ranked<'a>(
    vault: &'a Vault,
    path: &Path,
    note: &Note,
    question: &Question,
) -> (Topic, Vec<Hit<'a>>) {
    let topic = vault.topic_of(&asked(note, question));
    let from = note.lines.line(question.span.start);
    let to = note.lines.line(question.span.end);
    let mut hits = vault.search(&topic, MOST * 2, |_| true);
    hits.retain(|hit| {
        let line = hit.unit.place.line();
        let own = &**hit.note.path() == path && line <= to && hit.unit.end_line as usize >= from;
        !own && !is_open(hit.note, hit.index)
    });
    (topic, hits)
}

/// The question in words; one that stands in a section asks about what its heading says.
fn asked(note: &Note, question: &Question) -> String {
    match note.heading_at(question.span.start) {
        Some(heading) if !heading.title.contains(&question.question) => {
            format!("{}: {}", heading.title, question.question)
        }
        _ => question.question.clone(),
    }
}

/// True where nothing answers the question that the unit `index` asks.
fn is_open(note: &Digest, index: usize) -> bool {
    note.questions().iter().any(|question| {
        question.status == QuestionStatus::Unanswered && question.unit() == Some(index)
    })
}
