//! Rounds of fixes, end to end.

use super::*;
use crate::diagnostic::Severity;
use crate::note::NoteOptions;
use crate::text::Extract;

/// A rule of a test: every `from` should be `to`.
fn replace(text: &str, rule: &'static str, from: &str, to: &str) -> Vec<Diagnostic> {
    text.match_indices(from)
        .map(|(at, _)| {
            let span = Span::new(at, at + from.len());
            Diagnostic::new(RuleId::new(rule), Severity::Warning, span, "").with_fix(Fix::safe(
                format!("{from} to {to}"),
                span,
                to,
            ))
        })
        .collect()
}

fn run(
    text: &str,
    allowed: Applicability,
    lint: impl Fn(&str) -> Vec<Diagnostic>,
) -> (String, usize, Vec<String>) {
    let read = |text: &str| (Note::parse(text, &NoteOptions::default()), lint(text));
    let (note, findings) = read(text);
    let fixed = fix(note, findings, allowed, |text| read(&text));
    (fixed.note.text.to_string(), fixed.applied, fixed.problems)
}

#[test]
fn overlapping_fixes_wait_for_the_next_round() {
    let (text, applied, problems) = run("aab", Applicability::Safe, |text| {
        let mut found = replace(text, "one", "aa", "c");
        found.extend(replace(text, "two", "ab", "d"));
        found.extend(replace(text, "three", "cb", "e"));
        found
    });
    assert_eq!((text.as_str(), applied), ("e", 2));
    assert!(problems.is_empty());
}

#[test]
fn fixes_that_chase_each_other_leave_the_note_alone() {
    let (text, applied, problems) = run("a", Applicability::Safe, |text| {
        let mut found = replace(text, "one", "a", "b");
        found.extend(replace(text, "two", "b", "a"));
        found
    });
    assert_eq!((text.as_str(), applied), ("a", 0));
    // As soon as the text comes back.
    assert!(
        problems[0].contains("left as it was: after 2 rounds"),
        "{problems:?}"
    );
}

#[test]
fn unsafe_fixes_only_when_allowed() {
    let lint = |text: &str| {
        let mut found = replace(text, "one", "a", "b");
        for finding in &mut found {
            finding.fix = finding.fix.take().map(Fix::unsafely);
        }
        found
    };
    assert_eq!(run("a", Applicability::Safe, lint).0, "a");
    assert_eq!(run("a", Applicability::Unsafe, lint).0, "b");
}

#[test]
fn a_fix_that_breaks_the_code_is_taken_back_and_the_others_stay() {
    let (text, applied, problems) = run("good bad", Applicability::Safe, |text| {
        let mut found = replace(text, "one", "good", "better");
        found.extend(replace(text, "two", "bad", "broken"));
        found.extend(text.match_indices("broken").map(|(at, _)| {
            Diagnostic::new(
                RuleId::new("syntax-error"),
                Severity::Error,
                Span::at(at),
                "",
            )
        }));
        found
    });
    assert_eq!((text.as_str(), applied), ("better bad", 1));
    assert!(problems[0].contains("bad to broken"), "{problems:?}");
}

#[test]
fn a_fix_is_applied_wholly_or_not_at_all() {
    let edit = |start, end, content: &str| Edit {
        span: Span::new(start, end),
        content: content.to_owned(),
    };
    let both = Fix {
        applicability: Applicability::Safe,
        message: String::new(),
        edits: vec![edit(0, 1, "x"), edit(4, 5, "x")],
    };
    let late = Fix::safe("", Span::new(4, 5), "y");
    let rule = RuleId::new("rule");
    let fixes = [(&rule, &late), (&rule, &both)];
    let round = apply("a b c", fixes.into_iter(), usize::MAX).unwrap();
    assert_eq!(round.text, "x b x");
    assert_eq!(round.applied.len(), 1);
}

#[test]
fn two_imports_go_in_at_one_place_but_no_two_words() {
    let rule = RuleId::new("rule");
    let insert = |content: &str| Fix::safe("", Span::at(0), content);
    let (os, sys) = (insert("import os\n"), insert("import sys\n"));
    let fixes = [(&rule, &os), (&rule, &sys), (&rule, &os)];
    let round = apply("x", fixes.into_iter(), usize::MAX).unwrap();
    assert_eq!(round.text, "import os\nimport sys\nx");
    let (a, b) = (insert("a"), insert("b"));
    let fixes = [(&rule, &a), (&rule, &b)];
    assert_eq!(
        apply("x", fixes.into_iter(), usize::MAX).unwrap().text,
        "ax"
    );
}

#[test]
fn unsound_fixes_are_skipped() {
    let rule = RuleId::new("rule");
    for fix in [
        Fix::safe("past the end", Span::new(0, 9), "x"),
        Fix::safe("inside a character", Span::new(0, 1), "x"),
        Fix::safe("changes nothing", Span::new(0, 3), "❓"),
    ] {
        assert!(apply("❓", [(&rule, &fix)].into_iter(), 9).is_none());
    }
}

/// A note of one fence; `body` are the note's lines of code, each with the length of its prefix.
fn fenced(text: &str, body: &[(&str, usize)]) -> Note {
    let mut note = Note::parse(text, &NoteOptions::default());
    let mut extract = Extract::default();
    for (line, prefix) in body {
        let at = text.find(line).unwrap();
        extract.push(&line[*prefix..], at + prefix);
    }
    note.fences = vec![Fence {
        span: Span::new(0, text.len()),
        marker: Span::at(0),
        info: Span::at(0),
        body: extract,
        closing: None,
    }];
    note
}

fn fit_one(note: &Note, span: Span, content: &str) -> String {
    let edit = Edit {
        span,
        content: content.to_owned(),
    };
    let around = Lines::around(note, note.lines.line(span.start), span.start);
    let new = fitted(note, &edit, &around);
    let mut text = note.text.to_string();
    text.replace_range(span.range(), &new);
    text
}

#[test]
fn new_lines_get_the_prefix_of_their_container() {
    let text = "> ```\n> a\n>\n> b\n> ```\n";
    let note = fenced(text, &[("> a\n", 2), (">\n", 1), ("> b\n", 2)]);
    // Before the first line of code, as an insertion behind its prefix.
    assert_eq!(
        fit_one(&note, Span::at(8), "import x\n\n"),
        "> ```\n> import x\n>\n> a\n>\n> b\n> ```\n"
    );
    // A whole line: the span ends where the next line begins, prefix and all.
    assert_eq!(
        fit_one(&note, Span::new(8, 10), "x\ny\n"),
        "> ```\n> x\n> y\n>\n> b\n> ```\n"
    );
    // Behind the last line of code, where nothing is to the left.
    assert_eq!(
        fit_one(&note, Span::at(16), "c\n"),
        "> ```\n> a\n>\n> b\n> c\n> ```\n"
    );
}

#[test]
fn new_lines_end_like_the_notes() {
    let text = "  ```\r\n  a\r\n  ```\r\n";
    let note = fenced(text, &[("  a\r\n", 2)]);
    assert_eq!(
        fit_one(&note, Span::at(9), "x\n"),
        "  ```\r\n  x\r\n  a\r\n  ```\r\n"
    );
    let note = Note::parse("a\rb", &NoteOptions::default());
    assert_eq!(fit_one(&note, Span::at(3), "\nc"), "a\rb\rc");
}
