//! Planted mistakes and traps: `planted/<rule>.md` holds variants of the mistake with the expected characters between
//! `«` and `»`, `planted/<rule>.traps.md` what looks like it and is fine. Each `##` section is a note of its own. Prints
//! what was found (`cargo test --test planted -- --nocapture`); most variants must be, and no trap may be sprung.
//! `planted/<rule>.more.md` holds mistakes that were missed once; all of them must be found.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

use std::fs;
use std::path::{Path, PathBuf};

use notelint::config::Config;
use notelint::lint::{Cache, lint};
use notelint::note::{Note, NoteOptions};
use notelint::text::Span;

/// Ten variants of each of fifty known mistakes.
const PLANTED: usize = 500;

/// So many of them must be found.
const FOUND: usize = 480;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/planted")
}

/// The files whose names end so, with the rule that each is about.
fn files(ending: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name()?.to_str()?.to_owned();
            let rule = name.strip_suffix(ending)?;
            (!rule.contains('.')).then(|| (rule.to_owned(), fs::read_to_string(&path).unwrap()))
        })
        .collect();
    found.sort();
    found
}

/// The notes of a file: what stands under each `##`, without that heading, which would say what it is about.
fn notes(text: &str) -> Vec<String> {
    let text = format!("\n{text}");
    text.split("\n## ")
        .skip(1)
        .map(|section| section.split_once('\n').unwrap().1.to_owned())
        .collect()
}

fn unmark(marked: &str) -> (String, Vec<Span>) {
    let (mut text, mut spans, mut start) = (String::new(), Vec::new(), 0);
    for c in marked.chars() {
        match c {
            '«' => start = text.len(),
            '»' => spans.push(Span::new(start, text.len())),
            c => text.push(c),
        }
    }
    (text, spans)
}

fn found(rule: &str, text: &str) -> Vec<Span> {
    let note = Note::parse(text, &NoteOptions::default());
    lint(&note, &Config::default(), &mut Cache::default())
        .into_iter()
        .filter(|finding| finding.rule.as_str() == rule)
        .map(|finding| finding.span)
        .collect()
}

#[test]
fn planted_mistakes_are_found() {
    let (mut all, mut hits) = (0, 0);
    let mut table = String::new();
    for (rule, text) in files(".md") {
        let (mut planted, mut right) = (0, 0);
        for (number, marked) in notes(&text).iter().enumerate() {
            let (note, expected) = unmark(marked);
            let number = number + 1;
            assert!(
                !expected.is_empty(),
                "{rule}: nothing is marked in note {number}"
            );
            let found = found(&rule, &note);
            planted += expected.len();
            for span in expected {
                if found.contains(&span) {
                    right += 1;
                } else {
                    let told: Vec<&str> = found.iter().map(|span| span.of(&note)).collect();
                    let missed = span.of(&note);
                    println!("{rule} {number}: missed `{missed}`, told {told:?}, in\n{marked}");
                }
            }
        }
        table.push_str(&format!("{rule:26} {right:3} of {planted:3}\n"));
        all += planted;
        hits += right;
    }
    println!("{table}{:26} {hits:3} of {all:3}", "planted mistakes found");
    assert_eq!(all, PLANTED, "variants are missing\n{table}");
    assert!(hits >= FOUND, "found {hits} of {all}\n{table}");
}

#[test]
fn what_was_missed_once_is_found() {
    for (rule, text) in files(".more.md") {
        for marked in notes(&text) {
            let (note, expected) = unmark(&marked);
            assert!(!expected.is_empty(), "{rule}: nothing is marked in\n{note}");
            assert_eq!(found(&rule, &note), expected, "{rule}, in\n{note}");
        }
    }
}

#[test]
fn traps_are_not_sprung() {
    let mut sprung = Vec::new();
    let (mut all, mut rules) = (0, 0);
    for (rule, text) in files(".traps.md") {
        let notes = notes(&text);
        assert!(notes.len() >= 3, "too few traps for {rule}");
        for note in &notes {
            for span in found(&rule, note) {
                sprung.push(format!("{rule}: `{}` in\n{note}", span.of(note)));
            }
        }
        rules += 1;
        all += notes.len();
    }
    println!("{all} traps for {rules} rules, {} sprung", sprung.len());
    assert_eq!(rules, files(".md").len(), "a rule has no traps");
    assert!(sprung.is_empty(), "{}", sprung.join("\n"));
}
