//! `sarif`: the Static Analysis Results Interchange Format, OASIS Standard 2.1.0. Section numbers are of that standard.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::checked::{Place, Places};
use super::{Report, safe_json};
use crate::diagnostic::{Diagnostic, Fix, Severity};
use crate::rules::{RULES, Rule};

/// Writes `report` as one run.
pub(super) fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    let mut results = Vec::new();
    for note in report.notes {
        let places = note.places();
        for (finding, fingerprint) in note.findings.iter().zip(note.fingerprints()) {
            results.push(result(finding, &fingerprint, &places));
        }
    }
    let notifications: Vec<Value> = report
        .failures
        .iter()
        .map(|message| json!({ "level": "error", "message": { "text": message } }))
        .collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "notelint",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": RULES.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            // 3.14.17: ours are code points; the default would be UTF-16 code units.
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": report.failures.is_empty(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    safe_json::write(out, &log)
}

/// 3.49 reportingDescriptor
fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id.as_str(),
        "shortDescription": { "text": rule.summary() },
        "help": { "text": rule.page, "markdown": rule.page },
        "helpUri": rule.url(),
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

/// 3.27 result
fn result(finding: &Diagnostic, fingerprint: &str, places: &Places<'_>) -> Value {
    let place = places.own(finding.span);
    let mut result = json!({
        "ruleId": finding.rule.as_str(),
        "level": level(finding.severity),
        "message": { "text": finding.message },
        "locations": [location(place)],
        "partialFingerprints": { "notelint/v1": fingerprint },
    });
    let Some(object) = result.as_object_mut() else {
        return result;
    };
    if let Some(index) = RULES.iter().position(|rule| rule.id == finding.rule) {
        object.insert("ruleIndex".to_owned(), index.into());
    }
    let related: Vec<Value> = finding
        .related
        .iter()
        .filter_map(|related| {
            let mut place = location(places.of(related.file.as_deref(), related.span)?);
            place
                .as_object_mut()?
                .insert("message".to_owned(), json!({ "text": related.message }));
            Some(place)
        })
        .collect();
    if !related.is_empty() {
        object.insert("relatedLocations".to_owned(), related.into());
    }
    let fixes: Vec<Value> = finding
        .fix
        .iter()
        .chain(&finding.alternatives)
        .map(|fix| fix_object(fix, place.filename, places))
        .collect();
    if !fixes.is_empty() {
        object.insert("fixes".to_owned(), fixes.into());
    }
    result
}

/// 3.55 fix
fn fix_object(fix: &Fix, filename: &str, places: &Places<'_>) -> Value {
    let replacements: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            json!({
                "deletedRegion": region(places.own(edit.span)),
                "insertedContent": { "text": edit.content },
            })
        })
        .collect();
    json!({
        "description": { "text": fix.message },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(filename) },
            "replacements": replacements,
        }],
    })
}

/// 3.28 location
fn location(place: Place<'_>) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(place.filename) },
            "region": region(place),
        },
    })
}

/// 3.30 region; its end column is that of the character after it, as ours.
fn region(place: Place<'_>) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}

/// 3.27.10: there is no level below "note".
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

/// A file name as a relative URI reference (RFC 3986, section 2: everything but unreserved characters is escaped).
fn uri(filename: &str) -> String {
    use std::fmt::Write as _;
    let mut uri = String::with_capacity(filename.len());
    for byte in filename.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn file_names_become_uris() {
        assert_eq!(uri("a b/ü&.md"), "a%20b/%C3%BC%26.md");
    }
}
