//! How rules are tested: a note in which the expected findings are marked, `«like this»`.

use crate::config::Config;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::lint::{Cache, lint};
use crate::note::{Note, NoteOptions};
use crate::text::Span;

/// Checks a note in which each span that one rule must report stands between `«` and `»`, and no other. Gives that
/// rule's findings, for a closer look at severities, messages and fixes.
#[track_caller]
pub(crate) fn check(rule: &str, marked: &str) -> Vec<Diagnostic> {
    check_with(rule, marked, Config::default())
}

/// The same for a note of one snippet.
#[track_caller]
pub(crate) fn check_python(rule: &str, marked: &str) -> Vec<Diagnostic> {
    check(rule, &fenced(marked))
}

/// The same under some settings.
#[track_caller]
pub(crate) fn check_with(rule: &str, marked: &str, config: Config) -> Vec<Diagnostic> {
    let (text, expected) = unmark(marked);
    let found = run(rule, &text, config);
    let spans: Vec<Span> = found.iter().map(|finding| finding.span).collect();
    assert_eq!(
        spans,
        expected,
        "\nin: {text}\nfound: {:#?}",
        found
            .iter()
            .map(|finding| (finding.span.of(&text), &finding.message))
            .collect::<Vec<_>>()
    );
    found
}

/// The note after the rule's safe fixes; it may have marks, which are ignored.
pub(crate) fn fixed(rule: &str, marked: &str) -> String {
    let (mut text, _) = unmark(marked);
    let mut edits: Vec<_> = run(rule, &text, Config::default())
        .into_iter()
        .filter_map(|finding| finding.fix)
        .filter(|fix| fix.applicability == Applicability::Safe)
        .flat_map(|fix| fix.edits)
        .collect();
    crate::diagnostic::Edit::sort(&mut edits);
    edits.dedup();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.content);
    }
    text
}

/// The same for a note of one snippet, without its fence.
pub(crate) fn fixed_python(rule: &str, marked: &str) -> String {
    let text = fixed(rule, &fenced(marked));
    text.trim_start_matches("```python\n")
        .trim_end_matches("```\n")
        .to_owned()
}

fn fenced(code: &str) -> String {
    let code = code.trim_start_matches('\n');
    let end = if code.ends_with('\n') { "" } else { "\n" };
    format!("```python\n{code}{end}```\n")
}

fn run(rule: &str, text: &str, config: Config) -> Vec<Diagnostic> {
    let note = Note::parse(text, &NoteOptions::default());
    lint(&note, &config, &mut Cache::default())
        .into_iter()
        .filter(|finding| finding.rule.as_str() == rule)
        .collect()
}

fn unmark(marked: &str) -> (String, Vec<Span>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut start = 0;
    for c in marked.chars() {
        match c {
            '«' => start = text.len(),
            '»' => spans.push(Span::new(start, text.len())),
            c => text.push(c),
        }
    }
    (text, spans)
}

#[test]
fn marks_are_spans() {
    let (text, spans) = unmark("a «b» c «»");
    assert_eq!((text.as_str(), spans[0].of(&text)), ("a b c ", "b"));
    assert_eq!(spans[1], Span::at(6));
    check_python(
        "unused-suppression",
        "x = 1  «# notelint: ignore[syntax-error]»",
    );
    assert_eq!(
        fixed_python(
            "unused-suppression",
            "x = 1  # notelint: ignore[syntax-error]"
        ),
        "x = 1  \n"
    );
}
