//! `json`: findings as one array, with the keys of ruff's JSON so that its readers can read ours.

use std::io::{self, Write};

use serde::Serialize;

use super::{Checked, locate::Locator};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::rules;
use crate::text::Span;

/// Writes every finding of `notes` as one array.
pub(in crate::cli) fn write(out: &mut impl Write, notes: &[Checked]) -> io::Result<()> {
    let findings: Vec<Finding<'_>> = notes.iter().flat_map(findings).collect();
    serde_json::to_writer_pretty(&mut *out, &findings)?;
    writeln!(out)
}

/// One finding.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Finding<'a> {
    filename: &'a str,
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    location: Location,
    end_location: Location,
    url: Option<String>,
    fix: Option<FixJson<'a>>,
    alternatives: Vec<FixJson<'a>>,
    related: Vec<RelatedJson<'a>>,
}

/// A place: 1-based line, 1-based column in code points.
#[derive(Debug, Serialize)]
struct Location {
    row: usize,
    column: usize,
}

#[derive(Debug, Serialize)]
struct FixJson<'a> {
    applicability: &'a str,
    message: &'a str,
    edits: Vec<EditJson<'a>>,
}

#[derive(Debug, Serialize)]
struct EditJson<'a> {
    content: &'a str,
    location: Location,
    end_location: Location,
}

#[derive(Debug, Serialize)]
struct RelatedJson<'a> {
    filename: std::borrow::Cow<'a, str>,
    location: Location,
    end_location: Location,
    message: &'a str,
}

/// The findings of a note, as they are written.
pub(in crate::cli) fn findings(note: &Checked) -> Vec<Finding<'_>> {
    let locator = Locator::new(&note.text, &note.lines);
    note.findings
        .iter()
        .map(|finding| one(note, finding, &locator))
        .collect()
}

fn one<'a>(note: &'a Checked, finding: &'a Diagnostic, locator: &Locator<'_>) -> Finding<'a> {
    let (location, end_location) = place(locator, finding.span);
    Finding {
        filename: &note.filename,
        code: finding.rule.as_str(),
        severity: finding.severity.as_str(),
        message: &finding.message,
        location,
        end_location,
        url: rules::rule(finding.rule.as_str()).map(rules::Rule::url),
        fix: finding.fix.as_ref().map(|fix| fix_json(fix, locator)),
        alternatives: finding
            .alternatives
            .iter()
            .map(|fix| fix_json(fix, locator))
            .collect(),
        related: finding
            .related
            .iter()
            .filter(|related| related.file.is_none())
            .map(|related| {
                let (location, end_location) = place(locator, related.span);
                RelatedJson {
                    filename: note.filename.as_str().into(),
                    location,
                    end_location,
                    message: &related.message,
                }
            })
            .collect(),
    }
}

fn fix_json<'a>(fix: &'a Fix, locator: &Locator<'_>) -> FixJson<'a> {
    FixJson {
        applicability: match fix.applicability {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        },
        message: &fix.message,
        edits: fix
            .edits
            .iter()
            .map(|edit| {
                let (location, end_location) = place(locator, edit.span);
                EditJson {
                    content: &edit.content,
                    location,
                    end_location,
                }
            })
            .collect(),
    }
}

fn place(locator: &Locator<'_>, span: Span) -> (Location, Location) {
    let start = locator.locate(span.start);
    let end = locator.locate(span.end);
    (
        Location {
            row: start.line,
            column: start.column,
        },
        Location {
            row: end.line,
            column: end.column,
        },
    )
}
