//! All certain fixes of a note at once.

use similar::{DiffOp, TextDiff};

use crate::config::Config;
use crate::diagnostic::{Applicability, Diagnostic, Edit, RuleId};
use crate::lint;
use crate::note::{Note, NoteOptions};
use crate::text::Span;

/// Whether `finding` has a fix that may be applied unasked.
pub fn is_fixable(finding: &Diagnostic) -> bool {
    let fix = finding.fix.as_ref();
    fix.is_some_and(|fix| fix.applicability == Applicability::Safe)
}

/// The edits that bring `note` to where every certain fix was made, as `notelint check --fix` would; `findings` are
/// all that was found in it. With `rule`, only the fixes of that rule are made.
pub fn fix_all(
    note: &Note,
    config: &Config,
    findings: &[Diagnostic],
    rule: Option<&RuleId>,
) -> Vec<Edit> {
    let wanted = |finding: &Diagnostic| rule.is_none_or(|rule| finding.rule == *rule);
    if !findings
        .iter()
        .any(|finding| wanted(finding) && is_fixable(finding))
    {
        return Vec::new();
    }
    // The other findings stay, without their fixes: a fix must not make more of them.
    let only_wanted = |mut findings: Vec<Diagnostic>| {
        let others = findings.iter_mut().filter(|finding| !wanted(finding));
        others.for_each(|finding| finding.fix = None);
        findings
    };
    let mut cache = lint::Cache::default();
    let fixed = lint::fix(
        note.clone(),
        only_wanted(findings.to_vec()),
        Applicability::Safe,
        |text| {
            let note = Note::parse(text, &NoteOptions::from(config));
            let findings = lint::lint(&note, config, &mut cache);
            (note, only_wanted(findings))
        },
    );
    difference(&note.text, &fixed.note.text)
}

/// The edits that make `new` of `old`, line by line, so that an editor keeps cursors and folds elsewhere.
fn difference(old: &str, new: &str) -> Vec<Edit> {
    let diff = TextDiff::from_lines(old, new);
    let offsets = |lines: &[&str]| -> Vec<usize> {
        let ends = lines.iter().scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (olds, news) = (offsets(diff.old_slices()), offsets(diff.new_slices()));
    let span = |starts: &[usize], lines: std::ops::Range<usize>| {
        let at = |line: usize| starts.get(line).copied().unwrap_or_default();
        Span::new(at(lines.start), at(lines.end))
    };
    let changes = diff.ops().iter();
    changes
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .map(|op| Edit {
            span: span(&olds, op.old_range()),
            content: span(&news, op.new_range()).of(new).to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_lead_from_one_text_to_the_other() {
        for (old, new) in [
            ("a\nb\nc\n", "a\nx\nc\n"),
            ("a\r\nb", "b"),
            ("", "x\n"),
            ("x\n", ""),
            ("a\rb\rc", "a\rB\rc\rd"),
        ] {
            let mut text = old.to_owned();
            for edit in difference(old, new).into_iter().rev() {
                text.replace_range(edit.span.range(), &edit.content);
            }
            assert_eq!(text, new);
        }
        assert_eq!(difference("a\nb\nc\n", "a\nx\nc\n").len(), 1);
    }
}
