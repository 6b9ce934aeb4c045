//! Whatever a note holds, it is read without a panic, and what is read fits together.

#[path = "support/coherent.rs"]
mod coherent;

use coherent::assert_coherent;
use notelint::note::{Note, NoteOptions};
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

/// Lines of fences that are nested and indented in every way, as a reader has to guess what their writer meant.
const FENCED: &[&str] = &[
    "```\n", "```py\n", "````\n", "~~~\n", "x = 1\n", "    y\n", "\n", "# h\n", "<!--\n", "-->\n",
];

const INDENTS: &[&str] = &[
    "", "", "", " ", "  ", "   ", "    ", "     ", "       ", "\t", "- ", "7", "7. ", "> ", "- - ",
    "  - ",
];

fn fences() -> impl Strategy<Value = String> {
    let line = (prop::sample::select(INDENTS), prop::sample::select(FENCED));
    let line = line.prop_map(|(indent, line)| format!("{indent}{line}"));
    prop::collection::vec(line, 0..16).prop_map(|lines| lines.concat())
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(BITS), 0..60).prop_map(|bits| bits.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn any_text_is_read(text in text()) {
        let note = Note::parse(text.as_str(), &NoteOptions::default());
        assert_coherent(&note);
    }

    #[test]
    fn any_fences_are_read(text in fences()) {
        let note = Note::parse(text.as_str(), &NoteOptions::default());
        assert_coherent(&note);
    }
}
