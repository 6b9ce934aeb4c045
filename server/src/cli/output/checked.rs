//! A note that was checked, as the formats see it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::fingerprint::fingerprints;
use super::locate::Locator;
use crate::diagnostic::Diagnostic;
use crate::note::Note;
use crate::text::{LineColumn, LineIndex, Span};

/// A note that was checked.
#[derive(Debug)]
pub(in crate::cli) struct Checked {
    /// The name to show.
    pub filename: String,
    /// Its text; empty where nothing was found, for large vaults.
    pub text: Arc<str>,
    /// The lines of `text`.
    pub lines: LineIndex,
    /// What was found, in order of place.
    pub findings: Vec<Diagnostic>,
    /// Other notes that findings point to, as far as they could be read.
    pub others: BTreeMap<PathBuf, Other>,
}

/// Another note that a finding points to.
#[derive(Debug)]
pub(in crate::cli) struct Other {
    /// The name to show.
    pub filename: String,
    /// Its text.
    pub text: String,
}

impl Checked {
    /// Keeps of a checked note what the formats need; `other` reads the notes that findings point to.
    pub fn new(
        filename: String,
        note: Note,
        findings: Vec<Diagnostic>,
        other: impl Fn(&Path) -> Option<Other>,
    ) -> Self {
        let others = findings
            .iter()
            .flat_map(|finding| &finding.related)
            .filter_map(|related| related.file.as_ref())
            .filter_map(|path| Some((path.clone(), other(path)?)))
            .collect();
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
            others,
        }
    }

    /// A fingerprint for each finding, see there.
    pub fn fingerprints(&self) -> Vec<String> {
        fingerprints(&self.filename, &self.text, &self.lines, &self.findings)
    }

    /// The places of this note and of those it points to.
    pub fn places(&self) -> Places<'_> {
        Places {
            checked: self,
            own: Locator::new(&self.text, &self.lines),
            others: self
                .others
                .iter()
                .map(|(path, other)| (path.as_path(), LineIndex::new(&other.text)))
                .collect(),
        }
    }
}

/// Turns spans into places.
#[derive(Debug)]
pub(in crate::cli) struct Places<'a> {
    checked: &'a Checked,
    own: Locator<'a>,
    others: BTreeMap<&'a Path, LineIndex>,
}

/// A stretch of a note, as people count.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Place<'a> {
    /// The note's name.
    pub filename: &'a str,
    /// Where it begins.
    pub start: LineColumn,
    /// Behind its last character.
    pub end: LineColumn,
}

impl<'a> Places<'a> {
    /// The place of a span of the note itself.
    pub fn own(&self, span: Span) -> Place<'a> {
        Place {
            filename: &self.checked.filename,
            start: self.own.locate(span.start),
            end: self.own.locate(span.end),
        }
    }

    /// The place of a span of `file`; `None` means the note itself. Nothing where that note could not be read.
    pub fn of(&self, file: Option<&Path>, span: Span) -> Option<Place<'a>> {
        let Some(file) = file else {
            return Some(self.own(span));
        };
        let other = self.checked.others.get(file)?;
        let lines = self.others.get(file)?;
        Some(Place {
            filename: &other.filename,
            start: lines.line_column(&other.text, span.start),
            end: lines.line_column(&other.text, span.end),
        })
    }
}
