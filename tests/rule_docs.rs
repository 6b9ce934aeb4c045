//! Runs the examples of every rule's page: what stands under "Example" is reported, what stands under "Fix" and "When
//! it stays silent" is not. A fence tagged `markdown` is a note of its own; any other fence is the note.
//! Keeps the README's table of rules fresh: `UPDATE_EXPECTED=1 cargo test --test rule_docs` writes it anew.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;
use std::sync::{Arc, LazyLock};

use notelint::config::Config;
use notelint::diagnostic::{Applicability, Diagnostic, Severity};
use notelint::lint::{Among, Cache, fix, lint_among};
use notelint::note::{Note, NoteOptions};
use notelint::rules::{RULES, Rule};
use notelint::vault::links::{Catalog, Offered};

const SECTIONS: [&str; 5] = [
    "What it does",
    "Why it matters in notes",
    "Example",
    "Fix",
    "When it stays silent",
];

/// The notes among which the examples stand.
static NOTES: LazyLock<Catalog> = LazyLock::new(|| {
    let mut notes = Catalog::new([Path::new("/notes")]);
    for path in ["/notes/python/queue.md", "/notes/system/queue.md"] {
        let note = Note::parse("# Queue\n", &NoteOptions::default());
        notes.put(&Path::new(path).into(), &Arc::new(Offered::of(&note)));
    }
    notes
});

fn findings(text: &str) -> Vec<Diagnostic> {
    let note = Note::parse(text, &NoteOptions::default());
    let among = Among {
        path: Path::new("/notes/example.md"),
        catalog: &NOTES,
    };
    lint_among(
        &note,
        Some(among),
        &Config::default(),
        &mut Cache::default(),
    )
}

/// The examples under the heading `title` of a page, each as the text of a note.
fn examples(page: &str, title: &str) -> Vec<String> {
    let note = Note::parse(page, &NoteOptions::default());
    let heading = note
        .headings
        .iter()
        .find(|heading| heading.title == title)
        .unwrap_or_else(|| panic!("no section `{title}` in\n{page}"));
    let next = note
        .headings
        .iter()
        .map(|other| other.span.start)
        .find(|&start| start > heading.span.start)
        .unwrap_or(page.len());
    note.fences
        .iter()
        .filter(|fence| (heading.span.end..next).contains(&fence.span.start))
        .map(|fence| match fence.info(page) {
            "markdown" => fence.body.text().to_owned(),
            _ => format!("{}\n", fence.span.of(page)),
        })
        .collect()
}

fn of_rule(rule: &Rule, text: &str) -> Vec<Diagnostic> {
    let mut found = findings(text);
    found.retain(|finding| finding.rule == rule.id);
    found
}

#[test]
fn every_page_has_its_sections_in_order() {
    for rule in RULES {
        let note = Note::parse(rule.page, &NoteOptions::default());
        let titles: Vec<&str> = note
            .headings
            .iter()
            .filter(|heading| heading.level == 2)
            .map(|heading| heading.title.as_str())
            .collect();
        assert_eq!(titles, SECTIONS, "the page of {}", rule.id);
    }
}

#[test]
fn examples_are_reported() {
    for rule in RULES {
        let examples = examples(rule.page, "Example");
        assert!(!examples.is_empty(), "{} has no example", rule.id);
        for example in examples {
            assert!(
                !of_rule(rule, &example).is_empty(),
                "{} is silent about\n{example}",
                rule.id
            );
        }
    }
}

#[test]
fn fixed_examples_are_silent() {
    for rule in RULES {
        let examples = examples(rule.page, "Fix");
        assert!(!examples.is_empty(), "{} has no fixed example", rule.id);
        for example in examples {
            let found: Vec<String> = findings(&example)
                .iter()
                .filter(|finding| finding.rule == rule.id || finding.severity >= Severity::Warning)
                .map(|finding| format!("{}: {}", finding.rule, finding.message))
                .collect();
            assert!(
                found.is_empty(),
                "{} on the fixed\n{example}\n{found:?}",
                rule.id
            );
        }
    }
}

#[test]
fn silent_examples_are_silent() {
    for rule in RULES {
        for example in examples(rule.page, "When it stays silent") {
            let found = of_rule(rule, &example);
            assert!(found.is_empty(), "{} on\n{example}\n{found:?}", rule.id);
        }
    }
}

#[test]
fn safe_fixes_of_examples_leave_nothing_to_fix() {
    for rule in RULES {
        for example in examples(rule.page, "Example") {
            let found = of_rule(rule, &example);
            if !rule.fixable || found.iter().all(|finding| finding.fix.is_none()) {
                continue;
            }
            let note = Note::parse(example.as_str(), &NoteOptions::default());
            let fixed = fix(note, found, Applicability::Unsafe, |text: String| {
                let found = of_rule(rule, &text);
                (Note::parse(text, &NoteOptions::default()), found)
            });
            let text = &fixed.note.text;
            assert!(
                fixed.problems.is_empty(),
                "{}: {:?}",
                rule.id,
                fixed.problems
            );
            assert_ne!(
                **text, *example,
                "{} changes nothing in\n{example}",
                rule.id
            );
            assert!(
                fixed.findings.iter().all(|finding| finding.fix.is_none()),
                "{} is not content with its own fix\n{text}",
                rule.id
            );
        }
    }
}

/// The table of all rules, from their metadata and the summaries of their pages.
fn rule_table() -> String {
    let mut table = "| rule | reports | severity | fix |\n|---|---|---|---|\n".to_owned();
    for rule in RULES {
        let severity = rule.severity.as_str();
        // A bar would end the cell.
        let summary = rule.summary().replace('|', "\\|");
        let summary = summary.trim_end_matches('.');
        let fix = if rule.fixable { "yes" } else { "" };
        let page = format!("[{0}](server/src/rules/{0}.md)", rule.id);
        table.push_str(&format!("| {page} | {summary} | {severity} | {fix} |\n"));
    }
    table
}

#[test]
fn the_readme_lists_every_rule() {
    const BEGIN: &str = "<!-- the rules, made by tests/rule_docs.rs -->\n";
    const END: &str = "<!-- end of the rules -->";
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (table, after) = rest.split_once(END).unwrap();
    let fresh = rule_table();
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(path, format!("{before}{BEGIN}{fresh}{END}{after}")).unwrap();
        return;
    }
    assert_eq!(table, fresh, "UPDATE_EXPECTED=1 renews it");
}

#[test]
fn the_pages_address_is_that_of_its_file() {
    for rule in RULES {
        let file = format!("server/src/rules/{}.md", rule.id);
        assert!(rule.url().ends_with(&file), "{}", rule.url());
        let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        assert_eq!(std::fs::read_to_string(page).unwrap(), rule.page);
    }
}

/// Rules about names and mistakes are tested with at least three examples of each kind; an example is a line of the test
/// with a snippet in it.
#[test]
fn every_rule_has_three_examples_of_each_kind() {
    use notelint::rules::Group;
    for rule in RULES {
        if !matches!(rule.group, Group::Names | Group::Mistakes) {
            continue;
        }
        let file = format!("server/src/rules/{}.rs", rule.id.as_str().replace('-', "_"));
        let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&file);
        let source = std::fs::read_to_string(source).unwrap();
        for kind in ["bad", "good", "looks_bad_but_is_fine"] {
            let (_, test) = source
                .split_once(&format!("fn {kind}() {{\n"))
                .unwrap_or_else(|| panic!("{file} has no test `{kind}`"));
            let (test, _) = test.split_once("\n    }\n").unwrap();
            let examples = test.lines().filter(|line| line.contains("\\n")).count();
            assert!(examples >= 3, "{file} has {examples} examples in `{kind}`");
        }
    }
}
