//! `concise`: one line a finding, `file:line:column: severity[rule] message`.

use std::io::{self, Write};

use super::{Checked, escape};

/// Writes every finding of `notes`.
pub(super) fn write(out: &mut dyn Write, notes: &[Checked]) -> io::Result<()> {
    for note in notes {
        let places = note.places();
        let filename = escape::line(&note.filename);
        for finding in &note.findings {
            let at = places.own(finding.span).start;
            writeln!(
                out,
                "{filename}:{}:{}: {}[{}] {}",
                at.line,
                at.column,
                finding.severity.as_str(),
                escape::line(finding.rule.as_str()),
                escape::line(&finding.message),
            )?;
        }
    }
    Ok(())
}
