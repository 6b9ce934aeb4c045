//! `grouped`: the findings of each note below its name.

use std::io::{self, Write};

use super::full::colour;
use super::{Checked, escape};

const NAME: anstyle::Style = anstyle::Style::new().bold().underline();

/// Writes every finding of `notes`.
pub(super) fn write(out: &mut dyn Write, notes: &[Checked]) -> io::Result<()> {
    for note in notes.iter().filter(|note| !note.findings.is_empty()) {
        writeln!(out, "{NAME}{}{NAME:#}", escape::line(&note.filename))?;
        let places = note.places();
        let rows: Vec<_> = note
            .findings
            .iter()
            .map(|finding| {
                let at = places.own(finding.span).start;
                (format!("{}:{}", at.line, at.column), finding)
            })
            .collect();
        let widest = rows.iter().map(|(at, _)| at.len()).max().unwrap_or(0);
        for (at, finding) in rows {
            let style = colour(finding.severity);
            writeln!(
                out,
                "  {at:widest$}  {style}{:7}{style:#}  {}  {}",
                finding.severity.as_str(),
                escape::line(finding.rule.as_str()),
                escape::line(&finding.message),
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}
