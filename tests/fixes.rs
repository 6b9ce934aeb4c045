//! What every fix must be, tried on every finding of a folder of notes: `tests/notes`, or the one that the environment
//! variable `NOTELINT_NOTES` names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

use std::path::PathBuf;

use notelint::config::Config;
use notelint::diagnostic::{Applicability, Diagnostic, Fix};
use notelint::files::{self, WalkOptions};
use notelint::lint::{self, Cache};
use notelint::note::{Note, NoteOptions};

/// Every note of the folder: its path and text.
fn notes() -> Vec<(PathBuf, String)> {
    let folder = std::env::var_os("NOTELINT_NOTES").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/notes"),
        PathBuf::from,
    );
    let options = WalkOptions {
        include: Config::default().notes.include,
        exclude: Vec::new(),
    };
    let walked = files::walk(&[folder], &options);
    assert!(walked.problems.is_empty(), "{:?}", walked.problems);
    let notes: Vec<_> = walked
        .files
        .into_iter()
        .filter_map(|path| {
            let source = files::read(&path, files::MAX_BYTES).ok()?;
            Some((path, source.text))
        })
        .collect();
    assert!(!notes.is_empty(), "no notes to try");
    notes
}

fn check(text: &str) -> (Note, Vec<Diagnostic>) {
    let config = Config::default();
    let note = Note::parse(text, &NoteOptions::from(&config));
    let findings = lint::lint(&note, &config, &mut Cache::default());
    (note, findings)
}

/// `text` after one fix.
fn applied(text: &str, fix: &Fix) -> String {
    let mut out = text.to_owned();
    for edit in fix.edits.iter().rev() {
        out.replace_range(edit.span.range(), &edit.content);
    }
    out
}

/// Where what stood at `offset` stands after `fix`.
fn moved(offset: usize, fix: &Fix) -> usize {
    let before = fix.edits.iter().filter(|edit| edit.span.end <= offset);
    let (gone, come) = before.fold((0, 0), |(gone, come), edit| {
        (gone + edit.span.len(), come + edit.content.len())
    });
    offset - gone + come
}

fn syntax_errors(findings: &[Diagnostic]) -> usize {
    findings
        .iter()
        .filter(|finding| finding.rule.as_str() == "syntax-error")
        .count()
}

/// Each fix for itself: its edits lie in the note, in order and apart, none of them over several lines; it changes
/// something; the code compiles as well as before; and what it mends is gone.
#[test]
fn every_fix_mends_its_finding() {
    let (mut tried, mut wrong) = (0, Vec::new());
    for (path, text) in notes() {
        let (_, before) = check(&text);
        for finding in &before {
            let fixes = finding.fix.iter().chain(&finding.alternatives);
            for fix in fixes {
                tried += 1;
                let mut problem = |what: &str| {
                    wrong.push(format!(
                        "{}: {} ({}): {what}",
                        path.display(),
                        fix.message,
                        finding.rule
                    ));
                };
                assert!(
                    fix.edits.is_sorted_by(|a, b| a.span.end <= b.span.start),
                    "{fix:?}"
                );
                let lines = |edit: &notelint::diagnostic::Edit| edit.span.of(&text).lines().count();
                if fix.edits.iter().any(|edit| lines(edit) > 1) {
                    problem("an edit takes more than it has to");
                }
                let after_text = applied(&text, fix);
                if after_text == text {
                    problem("changes nothing");
                }
                let (_, after) = check(&after_text);
                if syntax_errors(&after) > syntax_errors(&before) {
                    problem("the code no longer compiles");
                }
                // Another mistake may come to light, elsewhere in the same snippet.
                let place = moved(finding.span.start, fix);
                let still = after
                    .iter()
                    .any(|other| other.rule == finding.rule && other.span.start == place);
                if still && finding.fix.as_ref() == Some(fix) {
                    problem("what it mends is still there");
                }
            }
        }
    }
    println!("tried {tried} fixes");
    assert!(tried > 0, "no fix to try");
    assert!(wrong.is_empty(), "of {tried}:\n{}", wrong.join("\n"));
}

/// All of them together, as `--fix` and `--fix --unsafe-fixes` do: done once, there is nothing left to do.
#[test]
fn fixing_twice_is_fixing_once() {
    for allowed in [Applicability::Safe, Applicability::Unsafe] {
        for (path, text) in notes() {
            let (note, findings) = check(&text);
            let once = lint::fix(note, findings, allowed, |text| check(&text));
            let (note, findings) = check(&once.note.text);
            let twice = lint::fix(note, findings, allowed, |text| check(&text));
            assert_eq!(once.note.text, twice.note.text, "{}", path.display());
            assert_eq!(twice.applied, 0, "{}", path.display());
        }
    }
}
