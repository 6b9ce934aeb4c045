//! `json` and `json-lines`: findings with the keys of ruff's JSON, so that its readers can read ours.

use std::io::{self, Write};

use serde::Serialize;

use super::checked::{Place, Places};
use super::{Checked, safe_json};
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::rules;

/// Writes every finding of `notes` as one array.
pub(super) fn write(out: &mut dyn Write, notes: &[Checked]) -> io::Result<()> {
    let findings: Vec<Finding<'_>> = notes.iter().flat_map(findings).collect();
    safe_json::write(out, &findings)
}

/// Writes every finding of `notes` as an object on a line of its own.
pub(super) fn write_lines(out: &mut dyn Write, notes: &[Checked]) -> io::Result<()> {
    for finding in notes.iter().flat_map(findings) {
        safe_json::write_line(out, &finding)?;
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct Finding<'a> {
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
    filename: &'a str,
    location: Location,
    end_location: Location,
    message: &'a str,
}

fn findings(note: &Checked) -> Vec<Finding<'_>> {
    let places = note.places();
    note.findings
        .iter()
        .map(|finding| one(finding, &places))
        .collect()
}

fn one<'a>(finding: &'a Diagnostic, places: &Places<'a>) -> Finding<'a> {
    let place = places.own(finding.span);
    let (location, end_location) = locations(place);
    Finding {
        filename: place.filename,
        code: finding.rule.as_str(),
        severity: finding.severity.as_str(),
        message: &finding.message,
        location,
        end_location,
        url: rules::rule(finding.rule.as_str()).map(rules::Rule::url),
        fix: finding.fix.as_ref().map(|fix| fix_json(fix, places)),
        alternatives: finding
            .alternatives
            .iter()
            .map(|fix| fix_json(fix, places))
            .collect(),
        related: finding
            .related
            .iter()
            .filter_map(|related| {
                let place = places.of(related.file.as_deref(), related.span)?;
                let (location, end_location) = locations(place);
                Some(RelatedJson {
                    filename: place.filename,
                    location,
                    end_location,
                    message: &related.message,
                })
            })
            .collect(),
    }
}

fn fix_json<'a>(fix: &'a Fix, places: &Places<'a>) -> FixJson<'a> {
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
                let (location, end_location) = locations(places.own(edit.span));
                EditJson {
                    content: &edit.content,
                    location,
                    end_location,
                }
            })
            .collect(),
    }
}

fn locations(place: Place<'_>) -> (Location, Location) {
    let location = |at: crate::text::LineColumn| Location {
        row: at.line,
        column: at.column,
    };
    (location(place.start), location(place.end))
}
