//! `--statistics`: how often each rule spoke.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::full::colour;
use super::{Checked, escape, safe_json};
use crate::cli::args::CheckFormat;
use crate::diagnostic::{Applicability, Severity};

/// The findings of one rule.
#[derive(Debug, Serialize)]
struct Count<'a> {
    code: &'a str,
    severity: &'a str,
    count: usize,
    /// How many of them `--fix` mends.
    fixable: usize,
    #[serde(skip)]
    worst: Severity,
}

/// Writes a line a rule, the most frequent first; as JSON in the JSON formats.
pub(in crate::cli) fn write(
    out: &mut dyn Write,
    format: CheckFormat,
    notes: &[Checked],
) -> io::Result<()> {
    let counts = count(notes);
    match format {
        CheckFormat::Json => return safe_json::write(out, &counts),
        CheckFormat::JsonLines => {
            return counts
                .iter()
                .try_for_each(|count| safe_json::write_line(out, count));
        }
        _ => {}
    }
    let widest = counts
        .iter()
        .map(|count| count.code.chars().count())
        .max()
        .unwrap_or(0);
    for count in &counts {
        let style = colour(count.worst);
        write!(
            out,
            "{:6}  {style}{:7}{style:#}  {:widest$}",
            count.count,
            count.severity,
            escape::line(count.code),
        )?;
        match count.fixable {
            0 => writeln!(out)?,
            fixable => writeln!(out, "  {fixable} fixable")?,
        }
    }
    Ok(())
}

fn count(notes: &[Checked]) -> Vec<Count<'_>> {
    let mut by_rule: BTreeMap<&str, Count<'_>> = BTreeMap::new();
    for finding in notes.iter().flat_map(|note| &note.findings) {
        let code = finding.rule.as_str();
        let count = by_rule.entry(code).or_insert(Count {
            code,
            severity: "",
            count: 0,
            fixable: 0,
            worst: finding.severity,
        });
        count.count += 1;
        count.worst = count.worst.max(finding.severity);
        count.severity = count.worst.as_str();
        let safe = |fix: &crate::diagnostic::Fix| fix.applicability == Applicability::Safe;
        count.fixable += usize::from(finding.fix.as_ref().is_some_and(safe));
    }
    let mut counts: Vec<Count<'_>> = by_rule.into_values().collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.count));
    counts
}
