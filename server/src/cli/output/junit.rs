//! `junit`: XML as build servers read it (the Jenkins schema, `junit-10.xsd`): a suite a note, a failed case a finding.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Checked, Report, escape};

/// Writes `report`.
pub(super) fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    let notes: Vec<&Checked> = report
        .notes
        .iter()
        .filter(|note| !note.findings.is_empty())
        .collect();
    let failures: usize = notes.iter().map(|note| note.findings.len()).sum();
    let errors = report.failures.len();
    // A report without any case counts as broken in some build servers.
    let passed = usize::from(failures + errors == 0);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(
        out,
        r#"<testsuites name="notelint" tests="{}" failures="{failures}" errors="{errors}">"#,
        failures + errors + passed
    )?;
    for note in notes {
        suite(out, note)?;
    }
    if errors > 0 {
        writeln!(
            out,
            r#"  <testsuite name="notelint" tests="{errors}" failures="0" errors="{errors}">"#
        )?;
        for message in report.failures {
            let message = escaped(message);
            writeln!(out, r#"    <testcase name="run" classname="notelint">"#)?;
            writeln!(out, r#"      <error message="{message}"/>"#)?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    if passed > 0 {
        writeln!(
            out,
            r#"  <testsuite name="notelint" tests="1" failures="0" errors="0">"#
        )?;
        writeln!(
            out,
            r#"    <testcase name="no findings" classname="notelint"/>"#
        )?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn suite(out: &mut dyn Write, note: &Checked) -> io::Result<()> {
    let name = escaped(&note.filename);
    let count = note.findings.len();
    writeln!(
        out,
        r#"  <testsuite name="{name}" tests="{count}" failures="{count}" errors="0">"#
    )?;
    let places = note.places();
    for finding in &note.findings {
        let at = places.own(finding.span).start;
        let rule = escaped(finding.rule.as_str());
        let message = escaped(&finding.message);
        let severity = finding.severity.as_str();
        writeln!(
            out,
            r#"    <testcase name="{rule} ({}:{})" classname="{name}">"#,
            at.line, at.column
        )?;
        writeln!(
            out,
            r#"      <failure type="{severity}" message="{message}">{name}:{}:{}: {message}</failure>"#,
            at.line, at.column
        )?;
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>")
}

/// Text for an attribute or between tags. Characters that XML 1.0 has no way to write (section 2.2) become `\u{…}`, as
/// does what a terminal could obey.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => _ = write!(out, "&#{};", u32::from(c)),
            '\u{FFFE}' | '\u{FFFF}' => escape::push_escaped(&mut out, c),
            c if escape::is_unsafe(c) => escape::push_escaped(&mut out, c),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_ends_an_attribute_or_breaks_the_xml() {
        assert_eq!(
            escaped("a<b> & \"c\"\n\x1b\u{FFFE}"),
            "a&lt;b&gt; &amp; &quot;c&quot;&#10;\\u{1b}\\u{fffe}"
        );
    }
}
