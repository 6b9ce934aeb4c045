//! A collection of patterns: their examples hold, and known mistakes written as queries find what the built-in rules
//! find.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use notelint::config::{self, Config};
use notelint::lint::{Cache, lint};
use notelint::note::{Note, NoteOptions};
use notelint::rules;
use notelint::text::Span;

/// A pattern and the built-in rule that finds the same.
struct Twin {
    pattern: &'static str,
    rule: &'static str,
    /// Where the pattern is about one row of the known mistakes alone: what such places begin with.
    row: &'static [&'static str],
    /// Words of the notes in which the rule knows more than the shape of the code: an alias, a name that the note
    /// itself defines, what stands around. No query can say that.
    beyond: &'static [&'static str],
}

const fn twin(
    pattern: &'static str,
    rule: &'static str,
    row: &'static [&'static str],
    beyond: &'static [&'static str],
) -> Twin {
    Twin {
        pattern,
        rule,
        row,
        beyond,
    }
}

const TWINS: &[Twin] = &[
    twin("own-assert-tuple", "assert-tuple", &[], &[]),
    twin("own-bare-except", "bare-except", &[], &[]),
    twin("own-is-literal", "is-literal", &[], &[]),
    twin("own-shared-fromkeys", "shared-fromkeys", &[], &[]),
    twin(
        "own-raise-not-implemented",
        "raise-not-implemented",
        &[],
        &["class NotImplemented"],
    ),
    twin(
        "own-raise-literal",
        "raise-literal",
        &[],
        &["message =", "pytest.raises"],
    ),
    twin(
        "own-increment",
        "increment-operator",
        &["++", "--"],
        &["f(--x)"],
    ),
    twin(
        "own-duplicate-key",
        "duplicate-key",
        &[],
        &["\"red\"", "{True:", "**", "\"...\""],
    ),
    twin(
        "own-cached-method",
        "cached-method",
        &[],
        &["as memo", "from shop"],
    ),
    twin(
        "own-none-comparison",
        "none-comparison",
        &[],
        &["session.query", "table[", "__eq__"],
    ),
    twin(
        "own-except-comma",
        "python2-syntax",
        &[
            "ValueError, ",
            "(KeyError, ",
            "IOError, ",
            "Exception, ",
            "TypeError, ",
            "socket.error, ",
            "LookupError, ",
        ],
        &[],
    ),
    twin("own-print-chevron", "python2-syntax", &["print >>"], &[]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn collection() -> Config {
    let file = root().join("tests/patterns/notelint.toml");
    let text = fs::read_to_string(&file).unwrap();
    let loaded = config::load(&file, &text, &rules::known())
        .unwrap()
        .unwrap();
    Config::clone(&loaded.config)
}

/// The files of a folder whose names begin so.
fn files(folder: &Path, beginning: &str) -> Vec<String> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with(beginning)
        })
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

/// What a rule is tried on: the sample notes, what was planted for it and its traps (each `##` section by itself), and
/// the examples of its page.
fn notes(rule: &str) -> Vec<String> {
    let mut notes = files(&root().join("tests/notes"), "");
    for planted in files(&root().join("tests/planted"), &format!("{rule}.")) {
        let planted = format!("\n{}", planted.replace(['«', '»'], ""));
        let sections = planted.split("\n## ").skip(1);
        notes.extend(sections.map(|section| section.split_once('\n').unwrap().1.to_owned()));
    }
    let page = rules::rule(rule).unwrap().page;
    let page = Note::parse(page, &NoteOptions::default());
    notes.extend(
        page.fences
            .iter()
            .map(|fence| format!("{}\n", fence.span.of(&page.text))),
    );
    notes
}

#[test]
fn known_mistakes_as_queries_find_the_same_places() {
    let config = collection();
    let mut wrong = Vec::new();
    for Twin {
        pattern,
        rule,
        row,
        beyond,
    } in TWINS
    {
        let (mut same, mut apart) = (0, Vec::new());
        for text in notes(rule) {
            let note = Note::parse(text.as_str(), &NoteOptions::default());
            let findings = lint(&note, &config, &mut Cache::default());
            let in_code = |span: &Span| note.fence_at(span.start).is_some();
            let of_row = |span: &Span| {
                row.is_empty() || row.iter().any(|start| span.of(&text).starts_with(start))
            };
            let places = |name: &str| -> Vec<Span> {
                let named = findings
                    .iter()
                    .filter(|finding| finding.rule.as_str() == name);
                let spans = named.map(|finding| finding.span);
                spans.filter(in_code).filter(of_row).collect()
            };
            let (own, built_in) = (places(pattern), places(rule));
            if own == built_in {
                same += own.len();
            } else if let Some(words) = beyond.iter().find(|words| text.contains(**words)) {
                apart.push(words);
            } else {
                let shown = |spans: &[Span]| -> Vec<String> {
                    spans.iter().map(|span| span.of(&text).to_owned()).collect()
                };
                wrong.push(format!(
                    "{pattern} {:?}, {rule} {:?} in\n{text}",
                    shown(&own),
                    shown(&built_in)
                ));
            }
        }
        println!("{pattern}: {same} places, the same as {rule}");
        if same == 0 {
            wrong.push(format!("{pattern}: nothing to compare with {rule}"));
        }
        for words in beyond.iter().filter(|words| !apart.contains(words)) {
            wrong.push(format!(
                "{pattern}: a query does know what to make of `{words}`"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_examples_of_the_collection_hold() {
    let output = Command::new(env!("CARGO_BIN_EXE_notelint"))
        .args(["check-patterns", "--config", "tests/patterns/notelint.toml"])
        .current_dir(root())
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}{stderr}",
        String::from_utf8(output.stdout).unwrap()
    );
    assert!(stderr.contains(" hold."), "{stderr}");
    assert!(!stderr.contains("no `bad` example"), "{stderr}");
}

/// The worked examples of the guide: their own examples hold, too. (What its commands print is compared by the test of
/// all pages.)
#[test]
fn the_examples_of_the_guide_hold() {
    let page = fs::read_to_string(root().join("server/guide/patterns.md")).unwrap();
    let note = Note::parse(page.as_str(), &NoteOptions::default());
    let configs = note
        .fences
        .iter()
        .filter(|fence| fence.info(&page).starts_with("toml"));
    let mut tried = 0;
    for fence in configs {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("notelint.toml"), fence.body.text()).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_notelint"))
            .arg("check-patterns")
            .current_dir(folder.path())
            .output()
            .unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}\n{said}",
            fence.body.text()
        );
        assert!(!said.contains("no `bad` example"), "{said}");
        tried += 1;
    }
    assert_eq!(tried, 5);
}
