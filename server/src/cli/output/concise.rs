//! `concise`: one line a finding, `file:line:column: severity[rule] message`.

use std::io::{self, Write};

use super::{Checked, escape, locate::Locator};

/// Writes every finding of `notes`.
pub(in crate::cli) fn write(out: &mut impl Write, notes: &[Checked]) -> io::Result<()> {
    for note in notes {
        let locator = Locator::new(&note.text, &note.lines);
        let filename = escape::line(&note.filename);
        for finding in &note.findings {
            let at = locator.locate(finding.span.start);
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
