//! `mojibake`: text that was UTF-8, was read as Windows-1252 and saved so.

use super::{Check, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::note::Note;
use crate::text::Span;
use crate::text::mojibake::{Damage, Repair, damages};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("mojibake"),
    group: Group::Markdown,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("mojibake.md"),
    checks: &[Check::Note(check)],
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let note = subject.note;
    // One sure case in the writer's own words shows that the note went through the wrong program; only then are the
    // doubtful cases, and those in code (which may be about encodings), damage, too.
    if !subject.is_damaged {
        return;
    }
    for mut damage in damages(subject.own.of(&note.text)) {
        damage.span = damage.span.shifted(subject.own.start);
        if is_about_encodings(subject, damage.span) {
            continue;
        }
        let shown = damage.span.of(&note.text);
        let finding = match damage.repair {
            Repair::Exact(repaired) => RULE
                .finding(
                    damage.span,
                    format!("Damaged text: `{shown}` was `{repaired}` before a program took UTF-8 for Windows-1252"),
                )
                .with_fix(Fix::safe(
                    format!("Replace with `{repaired}`"),
                    damage.span,
                    repaired,
                )),
            Repair::Lost(options) => {
                let mut finding = RULE.finding(damage.span, lost_message(shown, &options));
                finding.alternatives = options
                    .into_iter()
                    .map(|option| {
                        Fix::safe(format!("Replace with `{option}`"), damage.span, option).unsafely()
                    })
                    .collect();
                finding
            }
        };
        found.push(finding);
    }
}

fn lost_message(shown: &str, options: &[String]) -> String {
    let start = format!("Damaged text: `{shown}` was UTF-8 taken for Windows-1252, and a byte of it is lost");
    match options {
        [] => start,
        [only] => format!("{start}; it was probably `{only}`"),
        several => format!("{start}; it may have been {}", several.join(" ")),
    }
}

/// Whether something in `own`, a part of `note`, is damaged for certain, in the writer's own words.
pub(super) fn is_damaged(note: &Note, own: Span) -> bool {
    let is_in_code = |damage: &Damage| in_code(note, damage.span.shifted(own.start));
    let damages = damages(own.of(&note.text));
    damages.iter().any(|it| it.definite && !is_in_code(it))
}

fn in_code(note: &Note, span: Span) -> bool {
    let inline = &note.inline_code;
    let after = inline.partition_point(|code| code.span.start <= span.start);
    note.fence_at(span.start).is_some()
        || after
            .checked_sub(1)
            .and_then(|index| inline.get(index))
            .is_some_and(|code| code.span.covers(span))
}

/// True on a line that speaks of encodings: there the damage is the subject.
fn is_about_encodings(subject: &Subject<'_>, span: Span) -> bool {
    let note = subject.note;
    let line = note.lines.text(&note.text, note.lines.line(span.start)).to_lowercase();
    ["mojibake", "1252", "latin-1", "latin1", "8859", "encoding", "charset"]
        .iter()
        .any(|word| line.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::lint::{Cache, lint};
    use crate::note::{Note, NoteOptions};

    fn found(text: &str) -> Vec<(String, bool)> {
        let note = Note::parse(text, &NoteOptions::default());
        lint(&note, &Config::default(), &mut Cache::default())
            .into_iter()
            .filter(|finding| finding.rule == RULE.id)
            .map(|finding| (finding.span.of(text).to_owned(), finding.fix.is_some()))
            .collect()
    }

    #[test]
    fn damage_is_found_run_by_run() {
        let text = "## ðŸ”’ Locks\n\nfirst â†’ second\n\nitâ€™s ðŸ” here\n";
        let expected = [("ðŸ”’", true), ("â†’", true), ("â€™", true), ("ðŸ”", false)];
        let expected = expected.map(|(run, fixed)| (run.to_owned(), fixed));
        assert_eq!(found(text), expected);
    }

    #[test]
    fn text_about_damage_and_sound_text_are_left_alone() {
        assert_eq!(found("In Windows-1252 the arrow reads â†’ instead.\n"), []);
        assert_eq!(found("Call it: `â†’`\n"), []);
        assert_eq!(found("„MENÜ“ and „groß“\n"), []);
        assert_eq!(found("naïve café → ❓\n"), []);
    }
}
