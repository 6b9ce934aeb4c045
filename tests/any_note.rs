//! Whatever a note holds, it is read without a panic, and what is read fits together: spans lie in the text and on
//! character boundaries, lists are in order, sections and items nest.

#![allow(clippy::unwrap_used)]

use notelint::note::{Note, NoteOptions};
use notelint::text::Span;
use proptest::prelude::*;

/// Bits that notes are made of, and that do not go together well.
const BITS: &[&str] = &[
    "a",
    "word",
    "é",
    "❓",
    "?",
    "？",
    " ",
    "  ",
    "    ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "#",
    "# ",
    "#a b",
    "##x",
    "########",
    "- ",
    "* ",
    "1. ",
    "10) ",
    "> ",
    "```",
    "```py\n",
    "~~~",
    "`",
    "**",
    "__",
    "[",
    "]",
    "](",
    ")",
    "[[",
    "]]",
    "![",
    "|",
    "|-|",
    "$",
    "$$",
    "<!--",
    "-->",
    "<b>",
    "---",
    "===",
    "+++",
    "=== \"T\"",
    "!!! note",
    "Phase 1: a",
    "Unit 1.2: b",
    "[^1]",
    "[^1]: ",
    "[a]: b",
    "http://a.b",
    "- [ ]",
    "\\",
    "&amp;",
    "â“",
    "â€“",
    "“",
    "TODO",
    "What is it?",
    "Some words here.",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(BITS), 0..60).prop_map(|bits| bits.concat())
}

fn in_order(spans: impl Iterator<Item = Span>) -> bool {
    let spans: Vec<Span> = spans.collect();
    spans.windows(2).all(|pair| pair[0].start <= pair[1].start)
}

fn apart(spans: impl Iterator<Item = Span>) -> bool {
    let spans: Vec<Span> = spans.collect();
    spans.windows(2).all(|pair| pair[0].end <= pair[1].start)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_text_is_read(text in text()) {
        let note = Note::parse(text.as_str(), &NoteOptions::default());
        let headings = note.headings.iter().flat_map(|it| [it.span, it.title_span]);
        let fences = note.fences.iter().flat_map(|it| [it.span, it.marker, it.info]);
        let code = note.inline_code.iter().flat_map(|it| [it.span, it.content]);
        let items = note.items.iter().flat_map(|it| [it.span, it.marker, it.content]);
        let links = note.links.iter().flat_map(|it| [it.span, it.target, it.text]);
        let rest = note.comments.iter().chain(&note.prose).chain(&note.front_matter).copied();
        let questions = note.questions.iter().flat_map(|it| it.markers.iter().copied().chain([it.span]));
        for span in headings.chain(fences).chain(code).chain(items).chain(links).chain(rest).chain(questions) {
            prop_assert!(text.get(span.range()).is_some(), "{:?} in {:?}", span, text);
        }

        prop_assert!(in_order(note.headings.iter().map(|it| it.span)));
        prop_assert!(in_order(note.items.iter().map(|it| it.span)));
        prop_assert!(in_order(note.links.iter().map(|it| it.span)));
        prop_assert!(apart(note.fences.iter().map(|it| it.span)));
        prop_assert!(apart(note.inline_code.iter().map(|it| it.span)));
        prop_assert!(apart(note.comments.iter().copied()));
        prop_assert!(apart(note.prose.iter().copied()));

        for heading in &note.headings {
            prop_assert!(!heading.title.trim().is_empty());
            prop_assert!(heading.section_end >= heading.span.end);
            if let Some(parent) = heading.parent {
                prop_assert!(note.headings[parent].section_end >= heading.section_end);
            }
        }
        for item in &note.items {
            prop_assert!(item.span.covers(item.content));
            if let Some(parent) = item.parent {
                prop_assert!(note.items[parent].span.covers(item.span));
            }
        }
        for fence in &note.fences {
            for line in fence.body.text().split_inclusive('\n').filter(|line| !line.is_empty()) {
                let at = fence.body.text().find(line).unwrap();
                prop_assert!(fence.body.source_offset(at) <= text.len());
            }
        }
    }
}
