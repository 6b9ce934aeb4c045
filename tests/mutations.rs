//! Sound snippets with one injected mistake each: it must be found, on its line or where CPython reports it. And the
//! inverse: sound snippets in another shape must stay silent.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "mutations/inject.rs"]
mod inject;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use notelint::config::Config;
use notelint::diagnostic::{Diagnostic, Severity};
use notelint::lint::{Cache, lint};
use notelint::note::{Note, NoteOptions};
use notelint::python::snippet::{self, Request, Verdict};

const SNIPPETS: [&str; 5] = [
    include_str!("snippets/basics.md"),
    include_str!("snippets/functions.md"),
    include_str!("snippets/classes.md"),
    include_str!("snippets/library.md"),
    include_str!("snippets/backend.md"),
];

/// Alarms of the rules that speak about syntax.
const ALARMS: [&str; 4] = [
    "syntax-error",
    "broken-fence",
    "python2-syntax",
    "newer-syntax",
];

/// How often one kind of mistake is injected into one snippet.
const PER_KIND: usize = 3;

fn snippets() -> Vec<String> {
    SNIPPETS
        .iter()
        .flat_map(|page| Note::parse(*page, &NoteOptions::default()).fences)
        .map(|fence| fence.body.text().to_owned())
        .collect()
}

fn alarms(text: &str) -> Vec<(usize, Diagnostic)> {
    let note = Note::parse(text, &NoteOptions::default());
    lint(&note, &Config::default(), &mut Cache::default())
        .into_iter()
        .filter(|finding| finding.severity >= Severity::Warning)
        .filter(|finding| ALARMS.contains(&finding.rule.as_str()))
        .map(|finding| (note.lines.line(finding.span.start), finding))
        .collect()
}

fn fenced(code: &str) -> String {
    format!("# Note\n\n```python\n{code}```\n")
}

/// The line of the first error by `compile()`'s rules, or `None` where the code still compiles.
fn compile_line(code: &str) -> Option<usize> {
    let request = Request {
        minor_version: 14,
        as_module: true,
        ..Request::default()
    };
    match snippet::read(code, &request).verdict {
        Verdict::Error(problems) => {
            let start = problems.first().unwrap().span.start;
            Some(code[..start].matches('\n').count() + 1)
        }
        Verdict::Ok => None,
        Verdict::Skipped(reason) => panic!("{reason}: {code}"),
    }
}

#[derive(Default)]
struct Tally {
    injected: usize,
    found: usize,
    placed: usize,
    missed: String,
}

#[test]
fn injected_mistakes_are_found_where_they_are() {
    let snippets = snippets();
    assert!(snippets.len() >= 60, "{} snippets", snippets.len());
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for code in &snippets {
        for kind in inject::KINDS {
            let mutants = (kind.inject)(code);
            let step = mutants.len().div_ceil(PER_KIND).max(1);
            for mutant in mutants.into_iter().step_by(step) {
                let tally = tallies.entry(kind.name).or_default();
                let (text, reported) = if kind.breaks_fence {
                    (mutant.text.clone(), None)
                } else {
                    // Some edits leave code that still compiles: no mistake.
                    let Some(line) = compile_line(&mutant.text) else {
                        continue;
                    };
                    (fenced(&mutant.text), Some(line))
                };
                tally.injected += 1;
                let found = alarms(&text);
                let Some((line, _)) = found.first() else {
                    writeln!(tally.missed, "missed {}:\n{}", kind.name, mutant.text).unwrap();
                    continue;
                };
                tally.found += 1;
                // The fence's body begins on the fourth line of the note.
                let line = if kind.breaks_fence { *line } else { line - 3 };
                if line == mutant.line || Some(line) == reported {
                    tally.placed += 1;
                } else {
                    writeln!(
                        tally.missed,
                        "{} on line {} told on {line}:\n{}",
                        kind.name, mutant.line, mutant.text
                    )
                    .unwrap();
                }
            }
        }
    }
    let mut table = String::new();
    let mut sum = Tally::default();
    for (name, tally) in &tallies {
        writeln!(
            table,
            "{name}: {} injected, {} found, {} in place",
            tally.injected, tally.found, tally.placed
        )
        .unwrap();
        sum.injected += tally.injected;
        sum.found += tally.found;
        sum.placed += tally.placed;
        sum.missed += &tally.missed;
    }
    assert_eq!(tallies.len(), 12, "{table}");
    assert!(tallies.values().all(|tally| tally.injected >= 5), "{table}");
    let share = |part: usize| part as f64 / sum.injected as f64;
    assert!(
        share(sum.found) >= 0.97 && share(sum.placed) >= 0.95,
        "of {} mistakes {} found, {} in place\n{table}\n{}",
        sum.injected,
        sum.found,
        sum.placed,
        sum.missed
    );
}

/// One shape that a sound snippet may take in a note.
type Shape = fn(&str) -> String;

#[test]
fn sound_snippets_in_any_shape_are_silent() {
    let shapes: [(&str, Shape); 9] = [
        ("a fence", fenced),
        ("a session", inject::session),
        ("a session of IDLE", inject::idle_session),
        ("a notebook's session", inject::notebook),
        ("magics around", |code| {
            fenced(&format!("%load_ext autoreload\n{code}!ls -l\n"))
        }),
        ("a list item", |code| {
            inject::indented("- item\n\n", "  ", code)
        }),
        ("a quote", |code| {
            inject::indented("> quoted\n>\n", "> ", code)
        }),
        ("a tab", |code| {
            inject::indented("=== \"Tab\"\n\n", "    ", code)
        }),
        ("an indented body", |code| {
            format!("```python\n{}```\n", inject::prefixed("    ", code))
        }),
    ];
    for code in snippets() {
        for (name, shape) in shapes {
            let text = shape(&code);
            let found = alarms(&text);
            assert!(found.is_empty(), "as {name}: {found:?}\n{text}");
        }
    }
}

#[test]
fn what_is_no_mistake_is_silent() {
    let page = include_str!("snippets/silent.md");
    let fences = Note::parse(page, &NoteOptions::default()).fences.len();
    assert!(fences >= 55, "{fences} fences");
    let found = alarms(page);
    assert!(found.is_empty(), "{found:#?}");
}
