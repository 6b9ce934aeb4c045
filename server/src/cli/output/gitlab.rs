//! `gitlab`: a Code Quality report (GitLab, "Code Quality report format").

use std::io::{self, Write};

use serde_json::json;

use super::{Checked, safe_json};
use crate::diagnostic::Severity;

/// Writes every finding of `notes`.
pub(super) fn write(out: &mut dyn Write, notes: &[Checked]) -> io::Result<()> {
    let mut issues = Vec::new();
    for note in notes {
        let places = note.places();
        for (finding, fingerprint) in note.findings.iter().zip(note.fingerprints()) {
            let place = places.own(finding.span);
            issues.push(json!({
                "description": format!("{}: {}", finding.rule, finding.message),
                "check_name": finding.rule.as_str(),
                "fingerprint": fingerprint,
                "severity": match finding.severity {
                    Severity::Error => "major",
                    Severity::Warning => "minor",
                    Severity::Info | Severity::Hint => "info",
                },
                "location": {
                    "path": note.filename,
                    "positions": {
                        "begin": { "line": place.start.line, "column": place.start.column },
                        "end": { "line": place.end.line, "column": place.end.column },
                    },
                },
            }));
        }
    }
    safe_json::write(out, &issues)
}
