//! Findings as text for people and for programs: one file a format, and what the formats share.

pub(super) mod concise;
pub(super) mod escape;
pub(super) mod json;
mod locate;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::note::Note;
use crate::text::LineIndex;

/// A note that was checked.
#[derive(Debug)]
pub(super) struct Checked {
    /// The name to show.
    pub filename: String,
    /// Its text; empty where nothing was found, for large vaults.
    pub text: Arc<str>,
    /// The lines of `text`.
    pub lines: LineIndex,
    /// What was found, in order of place.
    pub findings: Vec<Diagnostic>,
}

impl Checked {
    /// Keeps of a checked note what rendering needs.
    pub fn new(filename: String, note: Note, findings: Vec<Diagnostic>) -> Self {
        let (text, lines) = if findings.is_empty() {
            (Arc::default(), LineIndex::default())
        } else {
            (note.text, note.lines)
        };
        Self {
            filename,
            text,
            lines,
            findings,
        }
    }
}
