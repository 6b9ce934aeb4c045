//! Where the answer to an open question may stand.

use std::path::Path;

use super::related::Related;
use crate::note::{Note, Question, QuestionStatus};
use crate::vault::{Digest, Vault};

/// From this score on a section is shown as a likely answer.
pub const LIKELY: f32 = 0.3;

/// More likely answers than this are none.
const MOST: usize = 5;

/// The sections of all notes that most likely answer `question` of `note`, the note at `path`; best first. Never the
/// question's own section, nor one that is an open question itself. Computed when asked: what is typed in one note
/// changes nothing in another.
pub fn answers(vault: &Vault, path: &Path, note: &Note, question: &Question) -> Vec<Related> {
    let topic = vault.topic_of(&question.question);
    let from = note.lines.line(question.span.start);
    let to = note.lines.line(question.span.end);
    let hits = vault.search(&topic, MOST * 2, |_| true);
    hits.iter()
        .filter(|hit| hit.score >= LIKELY)
        .filter(|hit| {
            let line = hit.unit.place.line();
            let own =
                &**hit.note.path() == path && line <= to && hit.unit.end_line as usize >= from;
            !own && !is_open(hit.note, hit.index)
        })
        .take(MOST)
        .map(|hit| Related::of(hit, vault.shared(&topic, hit)))
        .collect()
}

/// True where nothing answers the question that the unit `index` asks.
fn is_open(note: &Digest, index: usize) -> bool {
    note.questions().iter().any(|question| {
        question.status == QuestionStatus::Unanswered
            && question.unit.is_some_and(|unit| unit as usize == index)
    })
}
