//! Applying fixes: which may stand together, and rounds of them until nothing is left to mend.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::FxHashSet;

use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, RuleId};
use crate::note::{Fence, Note};
use crate::text::Span;

/// More rounds than any note needs. Fixes that have not settled by then contradict each other.
const MAX_ROUNDS: usize = 100;

/// A note after its fixes.
#[derive(Debug)]
pub struct Fixed {
    /// The note as it is then.
    pub note: Note,
    /// What is still found in it.
    pub findings: Vec<Diagnostic>,
    /// How many fixes were applied.
    pub applied: usize,
    /// Why some were not, for people; empty in the ordinary case.
    pub problems: Vec<String>,
}

/// Applies the fixes of `findings`, all found in `note`: safe ones, and unsafe ones where `allowed` says so. `lint` reads
/// and checks a text anew. Fixes that overlap wait for the next round, so that each one stands on text it was made for.
/// The result is a fixpoint: fixing it once more changes nothing. A fix after which more snippets fail to compile than
/// before is taken back, and where fixes chase each other without end the note stays as it was.
pub fn fix(
    note: Note,
    findings: Vec<Diagnostic>,
    allowed: Applicability,
    mut lint: impl FnMut(String) -> (Note, Vec<Diagnostic>),
) -> Fixed {
    let mut fixed = Fixed {
        note,
        findings,
        applied: 0,
        problems: Vec::new(),
    };
    let mut refused: Vec<(RuleId, String)> = Vec::new();
    // After a round that broke something: one fix at a time, to find out which one it was.
    let mut at_once = usize::MAX;
    // Kept only from the first change on.
    let mut original: Option<(Note, Vec<Diagnostic>)> = None;
    let mut seen: FxHashSet<u64> = FxHashSet::default();
    let mut rounds = 0;
    while rounds < MAX_ROUNDS && seen.insert(fingerprint(&fixed.note.text)) {
        let candidates = fixed.findings.iter().filter_map(|finding| {
            let fix = finding.fix.as_ref()?;
            let key = (&finding.rule, &fix.message);
            let wanted = fix.applicability <= allowed
                && !refused.iter().any(|(rule, message)| (rule, message) == key);
            wanted.then_some((&finding.rule, fix))
        });
        let Some(round) = apply(&fixed.note.text, candidates, at_once) else {
            return fixed;
        };
        rounds += 1;
        let (note, findings) = lint(round.text);
        if syntax_errors(&findings) > syntax_errors(&fixed.findings) {
            // The note is the same and the next round another one.
            seen.clear();
            if let [(rule, fix)] = round.applied.as_slice() {
                fixed.problems.push(format!(
                    "not applied, as the code would no longer compile: {} ({rule})",
                    fix.message
                ));
                refused.push((RuleId::clone(rule), fix.message.clone()));
            } else {
                at_once = 1;
            }
            continue;
        }
        let applied = round.applied.len();
        let before = (
            std::mem::replace(&mut fixed.note, note),
            std::mem::replace(&mut fixed.findings, findings),
        );
        original.get_or_insert(before);
        fixed.applied += applied;
        at_once = usize::MAX;
    }
    let mut rules: Vec<&str> = fixed
        .findings
        .iter()
        .filter(|finding| finding.fix.is_some())
        .map(|finding| finding.rule.as_str())
        .collect();
    rules.sort_unstable();
    rules.dedup();
    let problem = format!(
        "left as it was: after {rounds} rounds there was still something to fix ({})",
        rules.join(", ")
    );
    if let Some((note, findings)) = original {
        fixed.note = note;
        fixed.findings = findings;
    }
    fixed.applied = 0;
    fixed.problems = vec![problem];
    fixed
}

/// The same for equal texts: one that comes back shows that fixes undo each other.
fn fingerprint(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

fn syntax_errors(findings: &[Diagnostic]) -> usize {
    findings
        .iter()
        .filter(|finding| finding.rule.as_str() == "syntax-error")
        .count()
}

/// One round of fixes.
#[derive(Debug)]
struct Round<'a> {
    text: String,
    applied: Vec<(&'a RuleId, &'a Fix)>,
}

/// `text` after as many of `fixes` as can stand together, `at_most` so many, each wholly or not at all; the earlier in
/// the text goes first. `None` where nothing would change.
fn apply<'a>(
    text: &str,
    fixes: impl Iterator<Item = (&'a RuleId, &'a Fix)>,
    at_most: usize,
) -> Option<Round<'a>> {
    let mut fixes: Vec<_> = fixes.filter(|(_, fix)| is_sound(text, fix)).collect();
    fixes.sort_by_key(|(_, fix)| fix.edits.first().map(|edit| edit.span));
    let mut taken = Taken::default();
    let mut applied = Vec::new();
    for (rule, fix) in fixes {
        if applied.len() == at_most {
            break;
        }
        if fix.edits.iter().all(|edit| taken.has_room_for(edit)) {
            fix.edits.iter().for_each(|edit| taken.add(edit));
            applied.push((rule, fix));
        }
    }
    if applied.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edits in taken.0.values() {
        for edit in edits {
            out.push_str(Span::new(at, edit.span.start).of(text));
            out.push_str(&edit.content);
            at = edit.span.end;
        }
    }
    out.push_str(Span::new(at, text.len()).of(text));
    Some(Round { text: out, applied })
}

/// Whether `fix` changes something and all its edits name text that is there, none of it twice.
fn is_sound(text: &str, fix: &Fix) -> bool {
    let fits = fix
        .edits
        .iter()
        .all(|edit| text.get(edit.span.range()).is_some());
    let in_order = fix.edits.is_sorted_by(|a, b| a.span.end <= b.span.start);
    let changes = fix
        .edits
        .iter()
        .any(|edit| edit.span.of(text) != edit.content);
    fits && in_order && changes
}

/// The edits of a round, by where they begin. Several at one place are insertions of whole lines.
#[derive(Debug, Default)]
struct Taken<'a>(BTreeMap<usize, Vec<&'a Edit>>);

impl<'a> Taken<'a> {
    /// Whether `edit` shares no text with those taken. An insertion must not touch any other edit either, as the order
    /// of the two would be a guess; only whole lines (two imports) may go in at one place.
    fn has_room_for(&self, edit: &Edit) -> bool {
        // Those that begin at or before its end; the last one that is not an insertion reaches the furthest.
        self.0
            .range(..=edit.span.end)
            .rev()
            .flat_map(|(_, edits)| edits)
            .take_while(|other| other.span.end >= edit.span.start)
            .all(|other| {
                let lines_at_one_place = other.span == edit.span
                    && edit.span.is_empty()
                    && other.content.ends_with('\n')
                    && edit.content.ends_with('\n')
                    && other.content != edit.content;
                let apart = !other.span.is_empty()
                    && !edit.span.is_empty()
                    && !other.span.overlaps(edit.span);
                lines_at_one_place || apart
            })
    }

    fn add(&mut self, edit: &'a Edit) {
        self.0.entry(edit.span.start).or_default().push(edit);
    }
}

/// Makes the edits of `findings` fit the note they land in: rules write code with plain `\n`, this puts the note's own
/// line ends there and, inside a fence, the indent and quote marks (`> `) that each of its lines begins with.
pub(super) fn fit(note: &Note, findings: &mut [Diagnostic]) {
    let fixes = findings
        .iter_mut()
        .flat_map(|finding| finding.fix.iter_mut().chain(&mut finding.alternatives));
    // Thousands may stand on one line.
    let mut last: Option<Lines<'_>> = None;
    for edit in fixes.flat_map(|fix| &mut fix.edits) {
        if edit.content.contains('\n') {
            let line = note.lines.line(edit.span.start);
            let lines = last
                .take_if(|last| last.line == line)
                .unwrap_or_else(|| Lines::around(note, line, edit.span.start));
            edit.content = fitted(note, edit, &lines);
            last = Some(lines);
        }
    }
}

/// What the lines around a place look like.
struct Lines<'a> {
    /// The line of the place, from 0.
    line: usize,
    /// What Markdown strips from each.
    prefix: &'a str,
    /// What ends each.
    end: &'static str,
}

impl<'a> Lines<'a> {
    fn around(note: &'a Note, line: usize, offset: usize) -> Self {
        let prefix = note
            .fence_at(offset)
            .map_or("", |fence| container_prefix(note, fence, line));
        let end = line_end(note, line);
        Self { line, prefix, end }
    }
}

fn fitted(note: &Note, edit: &Edit, around: &Lines<'_>) -> String {
    let (prefix, line_end) = (around.prefix, around.end);
    let at_line_start = |offset: usize| note.lines.start(note.lines.line(offset)) == offset;
    let lines: Vec<&str> = edit
        .content
        .split('\n')
        .map(|line| line.trim_end_matches('\r'))
        .collect();
    let mut out = String::with_capacity(edit.content.len() + lines.len() * (prefix.len() + 1));
    for (index, line) in lines.iter().enumerate() {
        let is_last = index + 1 == lines.len();
        if index > 0 {
            out.push_str(line_end);
        }
        // What stands left of the edit is the prefix of its first line already, and what stands right of it may bring
        // that of its last one.
        let has_prefix = if is_last && line.is_empty() {
            at_line_start(edit.span.end)
        } else {
            index == 0 && !at_line_start(edit.span.start)
        };
        if !has_prefix {
            // A blank line needs no blanks, only the quote marks.
            out.push_str(if line.is_empty() && !is_last {
                prefix.trim_end()
            } else {
                prefix
            });
        }
        out.push_str(line);
    }
    out
}

/// What Markdown strips from the lines of `fence`: read from `line`, else from the fence's first line that is not blank
/// (a blank line may lack it).
fn container_prefix<'a>(note: &'a Note, fence: &Fence, line: usize) -> &'a str {
    let body = fence.body.text();
    // The code of a line runs to its end, so the line's last byte belongs to the code.
    let here = note.lines.span(line).end.checked_sub(1);
    let here = here
        .and_then(|last| fence.body.offset_of(last))
        .map(|last| {
            // A CR before the last byte is of the same line end.
            let before = Span::new(0, last).of(body).trim_end_matches('\r');
            before.rfind(['\n', '\r']).map_or(0, |at| at + 1)
        });
    let is_code = |start: &usize| {
        Span::new(*start, body.len())
            .of(body)
            .lines()
            .next()
            .is_some_and(|line| !line.trim().is_empty())
    };
    let first_code = || {
        let blank: usize = body
            .split_inclusive('\n')
            .take_while(|line| line.trim().is_empty())
            .map(str::len)
            .sum();
        (blank < body.len()).then_some(blank)
    };
    let Some(start) = here.filter(is_code).or_else(first_code) else {
        return "";
    };
    let source = fence.body.source_offset(start);
    let line = note.lines.start(note.lines.line(source));
    Span::new(line, source).of(&note.text)
}

/// The line end in use around `line`: its own, else that of the line before, else LF.
fn line_end(note: &Note, line: usize) -> &'static str {
    [line, line.saturating_sub(1)]
        .into_iter()
        .filter(|&line| line > 0)
        .find_map(|line| {
            let text = note.lines.span(line).of(&note.text);
            ["\r\n", "\n", "\r"]
                .into_iter()
                .find(|end| text.ends_with(end))
        })
        .unwrap_or("\n")
}

#[cfg(test)]
mod tests;
