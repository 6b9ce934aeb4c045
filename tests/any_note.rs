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
}
