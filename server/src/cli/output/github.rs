//! `github`: annotations of a pull request (GitHub Actions, "Workflow commands": `::error file=…::message`).

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Checked;
use crate::diagnostic::Severity;

/// Writes every finding of `notes`.
pub(super) fn write(out: &mut dyn Write, notes: &[Checked]) -> io::Result<()> {
    for note in notes {
        let places = note.places();
        for finding in &note.findings {
            let place = places.own(finding.span);
            let kind = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info | Severity::Hint => "notice",
            };
            write!(
                out,
                "::{kind} title=notelint ({}),file={},line={},endLine={}",
                escaped(finding.rule.as_str(), ":,"),
                escaped(&note.filename, ":,"),
                place.start.line,
                place.end.line,
            )?;
            // GitHub refuses columns of a stretch of several lines.
            if place.start.line == place.end.line {
                write!(
                    out,
                    ",col={},endColumn={}",
                    place.start.column, place.end.column
                )?;
            }
            writeln!(out, "::{}", escaped(&finding.message, ""))?;
        }
    }
    Ok(())
}

/// Percent-escapes what ends a command or a value, and every control character.
fn escaped(text: &str, more: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => out.push_str("%25"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            c if more.contains(c) => _ = write!(out, "%{:02X}", u32::from(c)),
            c if super::escape::is_unsafe(c) => super::escape::push_escaped(&mut out, c),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_message_cannot_end_its_command() {
        assert_eq!(escaped("100%\n::error::x", ""), "100%25%0A::error::x");
        assert_eq!(escaped("a,b:c.md", ":,"), "a%2Cb%3Ac.md");
    }
}
