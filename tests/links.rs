//! Links among a few notes, and what is said of them.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;
use std::sync::Arc;

use notelint::config::Config;
use notelint::diagnostic::Diagnostic;
use notelint::lint::{Among, Cache, lint_among};
use notelint::note::{Note, NoteOptions};
use notelint::vault::links::{Catalog, Offered};

const NOTES: [(&str, &str); 5] = [
    (
        "/v/python/queue.md",
        "# Queue\n\n## A deque & more\n\na block ^b1\n",
    ),
    ("/v/system/queue.md", "# Message queue\n"),
    (
        "/v/system/caching notes.md",
        "#what is a cache\n\n#LRU in Python\n",
    ),
    ("/v/GIL.md", "# Global interpreter lock\n"),
    ("/v/system/gil.md", "# gil\n"),
];

fn findings(path: &str, text: &str) -> Vec<Diagnostic> {
    let mut catalog = Catalog::new([Path::new("/v")]);
    for (path, text) in NOTES {
        let note = Note::parse(text, &NoteOptions::default());
        catalog.put(&Path::new(path).into(), &Arc::new(Offered::of(&note)));
    }
    let note = Note::parse(text, &NoteOptions::default());
    // As it was before it was edited.
    catalog.put(&Path::new(path).into(), &Arc::default());
    let among = Among {
        path: Path::new(path),
        catalog: &catalog,
    };
    let mut found = lint_among(
        &note,
        Some(among),
        &Config::default(),
        &mut Cache::default(),
    );
    found.retain(|finding| {
        finding.rule.as_str().ends_with("-link") || finding.rule.as_str().ends_with("suppression")
    });
    found
}

/// Findings in a note as `what stands there: message`.
fn told(text: &str) -> Vec<String> {
    findings("/v/a.md", text)
        .iter()
        .map(|finding| format!("{}: {}", finding.span.of(text), finding.message))
        .collect()
}

/// `text` after the fix or the alternative of its one finding.
fn fixed(path: &str, text: &str, which: usize) -> String {
    let found = findings(path, text);
    let [finding] = found.as_slice() else {
        panic!("{found:?}");
    };
    let fix = finding
        .fix
        .iter()
        .chain(&finding.alternatives)
        .nth(which)
        .unwrap();
    let mut out = text.to_owned();
    for edit in fix.edits.iter().rev() {
        out.replace_range(edit.span.range(), &edit.content);
    }
    out
}

#[test]
fn links_that_lead_somewhere() {
    for text in [
        "[x](python/queue.md) [x](python/queue.md#a-deque--more) [x](python/queue.md#queue)",
        "[x](system/caching%20notes.md#lru-in-python) [[caching notes#LRU in Python]]",
        "[[python/queue#A deque & more|x]] [[python/queue#^b1]]",
        "![[python/queue]] ![[picture.png]] [x](picture.png) [x](script.py#L3)",
        "# Here\n\n[x](#here) [[#Here]] [[#^me]] [up](#top) [x](#)\n\nme ^me\n",
        "[x][r]\n\n[r]: python/queue.md#queue 'title'\n",
        "[[Message queue]] [[global-interpreter-lock]]",
        "[x](../elsewhere/a.md) [x](/docs/a.md) [x](C:\\a.md) [x](https://x.y/z.md#a)",
        "`[[nowhere]]` and `[x](nowhere.md)`\n\n```\n[[nowhere]]\n```\n",
        "grid = [[0, 1], [2, 3]], [[x]][0], a[[i]], [[1]], [[-1, x]], `m`[[name]], [[\"a\"]] [[...]]",
        "call handlers[name](event) and table[i](x), [x]({{ url }}.md)",
    ] {
        assert_eq!(told(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn links_that_lead_nowhere() {
    for (text, expected) in [
        (
            "[x](nowhere.md)",
            "nowhere.md: There is no note `nowhere.md`",
        ),
        (
            "[x](no%20where.md#a)",
            "no%20where.md: There is no note `no where.md`",
        ),
        ("[[nowhere|x]]", "nowhere: There is no note `nowhere`"),
        ("![[nowhere]]", "nowhere: There is no note `nowhere`"),
        (
            "[x](#nothing)",
            "nothing: There is no heading `nothing` in this note",
        ),
        (
            "[[#Nothing]]",
            "Nothing: There is no heading `Nothing` in this note",
        ),
        (
            "[x](python/queue.md#deques)",
            "deques: There is no heading `deques` in `queue`",
        ),
        (
            "[[python/queue#^b2]]",
            "^b2: There is no block `^b2` in `queue`",
        ),
        (
            "[r]: nowhere.md\n\n[r]\n",
            "nowhere.md: There is no note `nowhere.md`",
        ),
        (
            "[x](a.md#nothing)",
            "nothing: There is no heading `nothing` in this note",
        ),
    ] {
        assert_eq!(told(text), [expected], "{text}");
    }
}

#[test]
fn the_nearest_note_or_heading_is_the_fix() {
    for (text, after) in [
        ("[x](python/quue.md)", "[x](python/queue.md)"),
        (
            "[x](system/caching-notes.md)",
            "[x](system/caching%20notes.md)",
        ),
        ("[[cachng notes]]", "[[caching notes]]"),
        (
            "[x](python/queue.md#a-deque-more)",
            "[x](python/queue.md#a-deque--more)",
        ),
        (
            "[[caching notes#LRU in Pyhton]]",
            "[[caching notes#LRU in Python]]",
        ),
        (
            "# One two\n\n[x](#one-tow)\n",
            "# One two\n\n[x](#one-two)\n",
        ),
    ] {
        let found = findings("/v/a.md", text);
        assert!(!found.is_empty(), "{text}");
        let which = found[0]
            .alternatives
            .iter()
            .position(|fix| fix.message.contains("python"));
        assert_eq!(fixed("/v/a.md", text, which.unwrap_or(0)), after, "{text}");
    }
    // A note that was moved is found by its name.
    assert_eq!(
        fixed("/v/a.md", "[x](old/caching%20notes.md)", 0),
        "[x](system/caching%20notes.md)"
    );
}

#[test]
fn what_may_be_several_notes_is_ambiguous() {
    let text = "see [[queue]]";
    assert_eq!(
        told(text),
        ["queue: `queue` may be `python/queue.md` or `system/queue.md`"]
    );
    assert_eq!(fixed("/v/a.md", text, 1), "see [[system/queue]]");
    assert_eq!(findings("/v/system/b.md", text), []);
    assert_eq!(findings("/v/a.md", "[[GIL]]"), [], "from the top");
}

#[test]
fn suppressions_count_where_the_other_notes_are_known() {
    let text = "<!-- notelint-disable-next-line broken-link -->\n[[nowhere]]\n";
    assert_eq!(told(text), Vec::<String>::new());
    let unused = "<!-- notelint-disable-next-line broken-link -->\n[[GIL]]\n";
    assert_eq!(told(unused).len(), 1);
    let note = Note::parse(unused, &NoteOptions::default());
    let alone = notelint::lint::lint(&note, &Config::default(), &mut Cache::default());
    assert_eq!(alone, [], "nobody knows whether it is of use");
}

#[test]
fn thousands_of_links_on_a_line_and_a_link_to_itself() {
    let text = "[[a]] [x](a.md) [[nowhere]] ".repeat(5_000);
    assert_eq!(findings("/v/a.md", &text).len(), 5_000);
}
