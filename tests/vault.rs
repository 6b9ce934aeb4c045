//! The vault over a few notes of our own in every dialect (`tests/vault`): what is related, defined, mentioned and
//! answered across them. The notes were written before the rules were measured on them.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use notelint::features::passage::Passage;
use notelint::features::{answers, define, definition, references, related, term_names};
use notelint::note::{Note, NoteOptions, QuestionStatus};
use notelint::terms::{Glossary, Words};
use notelint::text::Place;
use notelint::vault::{Digest, Vault};

/// For a section, the sections of other notes on the same topic: `note:line`, lines 1-based. The first of each list
/// is the twin of a section of `deep.md` in `short.md`.
const RELATED: &str = "
deep:7   short:5 plan:7 asked:1
deep:14  short:8 plan:9 asked:5
deep:21  short:11 plan:13 asked:9
deep:24  short:14 scraps:7 asked:13
deep:30  short:17
deep:41  short:22 plan:22 asked:21
deep:47  short:25 plan:20 asked:17
deep:50  short:28 plan:24 scraps:18
deep:55  short:31 plan:26
deep:67  short:36 plan:31
deep:78  short:39 plan:33 asked:26
deep:83  short:42 plan:35
deep:90  short:47
deep:107 short:48
deep:122 short:49
plan:7   deep:7 short:5 asked:1
plan:13  deep:21 short:11 asked:9
plan:20  deep:47 short:25 asked:17
plan:33  deep:78 short:39 asked:26
scraps:3 deep:14 short:8
scraps:7 deep:24 short:14
scraps:18 deep:50 short:28 plan:24
asked:5  deep:14 short:8 plan:9
asked:26 deep:78 short:39 plan:33
";

/// For an open question, sections that answer it; with none, nothing does.
const ANSWERS: &str = "
asked:5 deep:14 short:8
asked:9 deep:21 short:11
asked:17 deep:47 short:25
asked:21 deep:41
asked:34
";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault")
}

fn text(path: &Path) -> Option<Arc<str>> {
    define::from_disk(path)
}

fn note(name: &str) -> (PathBuf, Note) {
    let path = folder().join(format!("{name}.md"));
    let note = Note::parse(text(&path).unwrap(), &NoteOptions::default());
    (path, note)
}

fn vault() -> Vault {
    let words = Words::Builtin(Glossary::builtin());
    let mut vault = Vault::new(words.clone());
    for name in ["deep", "short", "plan", "asked", "scraps", "glossary"] {
        let (path, note) = note(name);
        vault.put(Digest::of(path, &note, &words));
    }
    vault
}

fn place(text: &str) -> (&str, usize) {
    let (name, line) = text.split_once(':').unwrap();
    (name, line.parse().unwrap())
}

fn shown(passage: &Passage) -> String {
    let name = passage.path.file_stem().unwrap().to_string_lossy();
    format!("{name}:{}", passage.place.line())
}

/// The offset of `words` in `note`.
fn offset(note: &Note, words: &str) -> usize {
    note.text.find(words).unwrap()
}

#[test]
fn related_sections_are_found_without_links() {
    let vault = vault();
    let (mut twins, mut twins_first, mut all, mut on_topic) = (0, 0, 0, 0);
    let (mut wanted, mut found) = (0, 0);
    let mut missing = Vec::new();
    for line in RELATED.trim().lines() {
        let mut places = line.split_whitespace();
        let from = places.next().unwrap();
        let (name, at) = place(from);
        let hits = related::related(&vault, &folder().join(format!("{name}.md")), at, 5);
        let hits: Vec<String> = hits.iter().map(|hit| shown(&hit.passage)).collect();
        let places: Vec<&str> = places.collect();
        let first = hits.first().map(String::as_str);
        if name == "deep" {
            twins += 1;
            twins_first += usize::from(first == Some(places[0]));
        }
        all += 1;
        on_topic += usize::from(first.is_some_and(|first| places.contains(&first)));
        for place in places {
            wanted += 1;
            if hits.iter().any(|hit| hit == place) {
                found += 1;
            } else {
                missing.push(format!("{from} -> {place}, but {hits:?}"));
            }
        }
    }
    let missing = missing.join("\n");
    println!(
        "twin first: {twins_first} of {twins}; first on topic: {on_topic} of {all}; \
         among the first five: {found} of {wanted}\n{missing}"
    );
    assert!(twins_first * 3 >= twins * 2, "{twins_first} of {twins}");
    assert!(on_topic * 10 >= all * 9, "{on_topic} of {all}");
    assert!(found * 10 >= wanted * 9, "{found} of {wanted}:\n{missing}");
}

#[test]
fn open_questions_meet_their_answers() {
    let vault = vault();
    for line in ANSWERS.trim().lines() {
        let mut places = line.split_whitespace();
        let (name, at) = place(places.next().unwrap());
        let (path, note) = note(name);
        let question = note
            .questions
            .iter()
            .find(|question| {
                let to = note.lines.line(question.span.end);
                question.status != QuestionStatus::Answered && at <= to
            })
            .unwrap();
        let hits = answers::answers(&vault, &path, &note, question);
        let hits: Vec<String> = hits.iter().map(|hit| shown(&hit.passage)).collect();
        let places: Vec<&str> = places.collect();
        if places.is_empty() {
            assert_eq!(hits, [""; 0], "{line}");
        }
        for place in places {
            assert!(hits.iter().any(|hit| hit == place), "{line}: {hits:?}");
        }
    }
}
#[test]
fn a_definition_is_told_with_what_the_notes_say() {
    let vault = vault();
    let entry = define::define(&vault, "LSM tree", &text).unwrap();
    assert!(!entry.definition.is_empty() && !entry.source.is_empty());
    let notes: Vec<String> = entry
        .notes
        .iter()
        .map(|note| shown(&note.passage))
        .collect();
    for wanted in ["deep:14", "short:8"] {
        assert!(notes.iter().any(|note| note == wanted), "{notes:?}");
    }
    assert!(
        entry.notes[0]
            .excerpt
            .starts_with("Writes collect in a memtable")
    );
    assert!(define::define(&vault, "no such thing", &text).is_none());
    assert_eq!(define::nearest(&vault, "LSM tre", 1), ["LSM tree"]);
}

#[test]
fn the_users_own_glossary_wins() {
    let vault = vault();
    let entry = define::define(&vault, "WAL", &text).unwrap();
    assert_eq!(
        entry.definition,
        "WAL: the log that our storage team swears by"
    );
    assert_eq!(entry.source, "");
    assert_eq!(entry.expansion.as_deref(), Some("Write-Ahead Log"));
    // What only the notes define, in lists and in tables.
    let entry = define::define(&vault, "blue rooms", &text).unwrap();
    assert_eq!(entry.term, "Blue room");
    assert!(entry.definition.contains("staging cluster"));
}

#[test]
fn definition_goes_where_a_term_is_defined_and_from_headings_to_their_like() {
    let vault = vault();
    let (path, plan) = note("plan");
    let at = offset(&plan, "canary");
    let places = definition::definition(&vault, &path, &plan, at);
    let places: Vec<String> = places.iter().map(shown).collect();
    assert_eq!(places, ["deep:83", "short:42"]);
    let (path, deep) = note("deep");
    let at = offset(&deep, "Database Normalization");
    let places = definition::definition(&vault, &path, &deep, at);
    assert_eq!(shown(&places[0]), "short:14");
}

#[test]
fn references_list_every_mention_in_any_form() {
    let vault = vault();
    let (_, deep) = note("deep");
    let found = references::references(
        &vault,
        Path::new(""),
        &deep,
        offset(&deep, "LSM Trees"),
        &text,
    );
    let found: Vec<String> = found
        .iter()
        .flat_map(|found| {
            let name = found.path.file_stem().unwrap().to_string_lossy();
            let shown = |place: Place| format!("{name}:{}:{}", place.line(), place.column());
            found.places().map(shown).collect::<Vec<_>>()
        })
        .collect();
    for wanted in ["asked:5:12", "plan:9:12", "scraps:4:18", "short:8:6"] {
        assert!(found.iter().any(|place| place == wanted), "{found:?}");
    }
    // A name that the glossary does not know is looked for in the texts.
    let (_, glossary) = note("glossary");
    let found = references::references(
        &vault,
        Path::new(""),
        &glossary,
        offset(&glossary, "Quxing"),
        &text,
    );
    let places = found.iter().flat_map(|found| found.places());
    let lines: Vec<usize> = places.map(|place| place.line()).collect();
    assert_eq!(lines, [4, 5]);
}

#[test]
fn symbols_are_found_by_name_acronym_and_expansion() {
    let vault = vault();
    for (query, wanted) in [
        ("canary", "short:42"),
        ("wal", "deep:7"),
        ("write-ahead log", "deep:7"),
        ("opt lock", "short:17"),
        ("DNS", "short:25"),
        ("slidng window", "short:47"),
    ] {
        let hits = vault.symbols(query, 10);
        let found = hits.iter().any(|hit| {
            let name = hit.note.path().file_stem().unwrap().to_string_lossy();
            format!("{name}:{}", hit.unit.place.line()) == wanted
        });
        assert!(found, "{query}");
    }
}

#[test]
fn names_are_completed_from_the_glossary_and_the_notes() {
    let vault = vault();
    let names = |prefix| -> Vec<String> {
        let found = term_names::term_names(&vault, prefix, 20).into_iter();
        found.map(|candidate| candidate.name).collect()
    };
    assert!(names("LSM").contains(&"LSM tree".to_owned()));
    assert_eq!(names("blue r"), ["Blue room"]);
    assert!(names("b").is_empty());
}

#[test]
fn notes_of_the_same_name_are_two_notes_and_a_removed_one_is_gone() {
    let words = Words::Builtin(Glossary::builtin());
    let mut vault = Vault::new(words.clone());
    let text = "## Frobnication\n\nFrobnication is a way to pass the time.\n";
    for folder in ["a", "b"] {
        let note = Note::parse(text, &NoteOptions::default());
        vault.put(Digest::of(Path::new(folder).join("n.md"), &note, &words));
    }
    assert_eq!(vault.len(), 2);
    let hits = related::related(&vault, Path::new("a/n.md"), 1, 5);
    assert_eq!(hits[0].passage.path.as_ref(), Path::new("b/n.md"));
    assert!(vault.remove(Path::new("b/n.md")));
    assert!(!vault.remove(Path::new("b/n.md")));
    assert!(related::related(&vault, Path::new("a/n.md"), 1, 5).is_empty());
    assert!(related::related(&vault, Path::new("b/n.md"), 1, 5).is_empty());
}

/// A stale excerpt could show lines that say something else.
#[test]
fn a_note_that_changed_meanwhile_gives_no_excerpt() {
    let vault = vault();
    let changed = |_: &Path| Some("something else\n".into());
    let entry = define::define(&vault, "LSM tree", &changed).unwrap();
    assert!(entry.notes.iter().all(|note| note.excerpt.is_empty()));
}

/// The places, as note and line, to which a cursor at `mark` in the first of `notes` leads.
fn leads(notes: &[(&str, &str)], mark: &str) -> Vec<String> {
    let words = Words::Builtin(Glossary::builtin());
    let mut vault = Vault::new(words.clone());
    let parse = |text: &str| Note::parse(text.to_owned(), &NoteOptions::default());
    for (name, text) in notes {
        vault.put(Digest::of(Path::new(name), &parse(text), &words));
    }
    let (name, text) = notes[0];
    let note = parse(text);
    let found = definition::definition(&vault, Path::new(name), &note, offset(&note, mark));
    found.iter().map(shown).collect()
}

#[test]
fn definition_on_a_term_that_nobody_explains_goes_to_what_it_is_read_with() {
    const PLAN: (&str, &str) = (
        "plan.md",
        "Module 2: Classes\nWhat a framework needs.\n\n\tInheritance: MRO (Method Resolution Order) and what it decides.\n\n\tDecorators: nested functions, `functools.wraps`.\n",
    );
    const ASKED: (&str, &str) = (
        "asked.md",
        "## Is the diamond problem common?\n\nNo: most classes have one base.\n",
    );
    assert_eq!(leads(&[PLAN, ASKED], "MRO"), ["asked:1"]);
    // A note that explains it comes before.
    let told = (
        "told.md",
        "## MRO\n\nThe order in which base classes are searched.\n",
    );
    assert_eq!(leads(&[PLAN, ASKED, told], "MRO"), ["told:1"]);
    // And with nobody to say anything, its own place.
    assert_eq!(leads(&[PLAN], "MRO"), ["plan:4"]);
}

#[test]
fn definition_on_names_in_code_goes_to_the_lines_that_explain_them() {
    let code = (
        "code.md",
        "## Retry\n\n```python\nfrom functools import wraps\nimport functools\n\ndef retry(f):\n    @functools.wraps(f)\n    def again(*args):\n        return f(*args)\n    return again\n```\n",
    );
    let plan = (
        "plan.md",
        "Module 2: Functions\nWhat they keep.\n\n\tDecorators: nested functions, functools.wraps, closures.\n\n\tScope: LEGB Rule (Local, Enclosing, Global, Built-in).\n",
    );
    assert_eq!(leads(&[code, plan], "functools.wraps"), ["plan:4"]);
    let rule = (
        "rule.md",
        "### 🔍 LEGB Rule\nInside out:\n\n**Local → Enclosing → Global → Built-in**\n",
    );
    assert_eq!(leads(&[rule, plan], "LEGB"), ["plan:6"]);
    assert_eq!(leads(&[plan, rule], "LEGB"), ["rule:1"]);
}
