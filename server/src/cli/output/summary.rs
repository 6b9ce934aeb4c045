//! The last line of a run, in words: on stderr, so that it never mixes with what programs read.

use super::Checked;
use crate::diagnostic::{Applicability, Severity};

/// How a run of `check` went.
#[derive(Debug, Default)]
pub(in crate::cli) struct Summary {
    /// Notes looked at.
    pub notes: usize,
    /// Findings by severity: errors, warnings, infos, hints.
    by_severity: [usize; 4],
    notes_with_findings: usize,
    fixable: usize,
    unsafely_fixable: usize,
    /// Fixes that were applied, or would be with `--diff`.
    pub applied: usize,
    /// In so many notes.
    pub notes_fixed: usize,
}

impl Summary {
    /// Counts the findings of `notes`, of which there are `total` with those where nothing was found.
    pub fn new(total: usize, notes: &[Checked]) -> Self {
        let mut summary = Self {
            notes: total,
            ..Self::default()
        };
        for note in notes {
            summary.notes_with_findings += usize::from(!note.findings.is_empty());
            for finding in &note.findings {
                let [errors, warnings, infos, hints] = &mut summary.by_severity;
                *match finding.severity {
                    Severity::Error => errors,
                    Severity::Warning => warnings,
                    Severity::Info => infos,
                    Severity::Hint => hints,
                } += 1;
                match finding.fix.as_ref().map(|fix| fix.applicability) {
                    Some(Applicability::Safe) => summary.fixable += 1,
                    Some(Applicability::Unsafe) => summary.unsafely_fixable += 1,
                    None => {}
                }
            }
        }
        summary
    }

    /// `Found 3 findings (1 error, 2 hints) in 2 of 10 notes; 1 can be mended with --fix.`
    pub fn findings(&self) -> String {
        let total: usize = self.by_severity.iter().sum();
        if total == 0 {
            return match self.notes {
                0 => "No notes checked.".to_owned(),
                notes => format!("Nothing found in {}.", counted(notes, "note")),
            };
        }
        let kinds: Vec<String> = self
            .by_severity
            .iter()
            .zip(["error", "warning", "info", "hint"])
            .filter(|(count, _)| **count > 0)
            .map(|(count, word)| counted(*count, word))
            .collect();
        let mut text = format!(
            "{} ({}) in {} of {}",
            counted(total, "finding"),
            kinds.join(", "),
            self.notes_with_findings,
            counted(self.notes, "note"),
        );
        match (self.fixable, self.unsafely_fixable) {
            (0, 0) => {}
            (safe, 0) => text += &format!("; --fix mends {safe}"),
            (0, more) => text += &format!("; --fix --unsafe-fixes mends {more}"),
            (safe, more) => {
                text += &format!("; --fix mends {safe}, with --unsafe-fixes {}", safe + more);
            }
        }
        text.push('.');
        text
    }

    /// `Mended 4 findings in 2 notes.`; with `--diff` what would be done.
    pub fn fixes(&self, diff: bool) -> String {
        let verb = if diff { "Would mend" } else { "Mended" };
        match self.applied {
            0 => format!("Nothing mended in {}.", counted(self.notes, "note")),
            applied => format!(
                "{verb} {} in {}.",
                counted(applied, "finding"),
                counted(self.notes_fixed, "note")
            ),
        }
    }
}

/// `1 note`, `2 notes`.
pub(in crate::cli) fn counted(count: usize, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    }
}
