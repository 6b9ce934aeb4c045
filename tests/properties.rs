//! Random edits against a model that is too simple to be wrong, and positions that come back as they went.

#[path = "support/model.rs"]
mod model;

use model::model_offset;
use notelint::note::{Note, NoteOptions, Parts};
use notelint::text::{Change, Document, Encoding, LineIndex, Position, Span};
use notelint::vault::links::Offered;
use proptest::prelude::*;

const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

/// Pieces that make trouble: emoji, joiners, combining marks, every line end, damaged text, separators that are no
/// line ends for LSP.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "b c",
        "é",
        "e\u{301}",
        "🧠",
        "👩\u{200D}💻",
        "❓",
        "ðŸ§\u{A0}",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\u{2028}",
        "\u{85}",
        "\u{B}",
        "#",
        "```\n",
        "",
    ])
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

/// The lines of `text` without their ends, split the slow way.
fn lines(text: &str) -> Vec<String> {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    unified.split('\n').map(str::to_owned).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn edits_equal_rebuilding(
        start in text(),
        edits in prop::collection::vec(((0usize..9, 0usize..12), (0usize..9, 0usize..12), text(), 0usize..3), 0..12),
    ) {
        let mut document = Document::new(&start);
        let mut model = start;
        for ((line, column), (end_line, end_column), text, encoding) in edits {
            let encoding = ENCODINGS[encoding];
            let from = Position { line, column };
            let to = Position { line: end_line, column: end_column };
            let (first, last) = (from.min(to), from.max(to));
            let range = model_offset(&model, first, encoding)..model_offset(&model, last, encoding);
            document.apply(&Change { range: Some((from, to)), text: text.clone() }, encoding);
            model.replace_range(range, &text);
            prop_assert_eq!(&document.text(), &model);
            prop_assert_eq!(document.lines(), lines(&model).len());
        }
    }

    #[test]
    fn positions_come_back(text in text()) {
        let document = Document::new(&text);
        let index = LineIndex::new(&text);
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            // Between CR and LF is no place of its own.
            let inside_line_end = offset > 0
                && text.as_bytes()[offset - 1] == b'\r'
                && text.as_bytes().get(offset) == Some(&b'\n');
            for encoding in ENCODINGS {
                let position = document.position(offset, encoding);
                prop_assert_eq!(position.line + 1, index.line(offset));
                if !inside_line_end {
                    prop_assert_eq!(document.offset(position, encoding), offset);
                }
            }
            let place = index.line_column(&text, offset);
            let start = index.start(place.line);
            prop_assert_eq!(Span::new(start, offset).of(&text).chars().count() + 1, place.column);
        }
        for (number, line) in lines(&text).iter().enumerate() {
            prop_assert_eq!(index.text(&text, number + 1), line);
        }
    }
}

/// Pieces of a note that is long enough to be read in parts: what parts must know of each other, what goes on over
/// headings, and much that is nothing but long.
fn block() -> impl Strategy<Value = String> {
    let short = prop::sample::select(vec![
        "# One\n",
        "\n## Two ❓\n\n",
        "#three\n",
        "#four words are a title\n",
        "######### BANNER #########\n",
        "Five\n----\n",
        "[label]: https://a.b\n\n",
        "[^1]: a footnote\n\n",
        "See [label], [Label][] and [words][label], and[^1].\n\n",
        "Phase 1: one\n\n\tFirst words here.\n\n",
        "Phase 2: two\n\n",
        "```python\n# no heading\nx = 1\n",
        "```\n",
        "- ```\n",
        "<!--\n",
        "-->\n\n",
        "<script>\n",
        "$$\n",
        "> quoted\n",
        "- item\n  # heading in it\n",
        "1. **Topic**\n   text\n",
        "    # indented\n",
        "!!! note\n    ## inside\n",
        "| a | b |\n|---|---|\n| c | d |\n",
        "---\n",
        "\r\n",
        "\r",
        "é",
        "`",
        "",
    ])
    .prop_map(str::to_owned);
    let long = (0usize..6).prop_map(|times| {
        let words = "The cache keeps what it was given, [see](a.md). What is `x`?\n".repeat(20);
        format!("# Long\n\n{words}\n").repeat(times)
    });
    prop_oneof![4 => short, 3 => long]
}

fn blocks(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(block(), count).prop_map(|blocks| blocks.concat())
}

/// What a note says beside its text.
fn said(note: &Note) -> impl PartialEq + std::fmt::Debug + use<'_> {
    (
        (
            &note.front_matter,
            &note.headings,
            &note.fences,
            &note.inline_code,
            &note.items,
        ),
        (
            &note.links,
            &note.comments,
            &note.prose,
            &note.questions,
            &note.lines,
        ),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_edited_note_reads_as_a_fresh_one(
        start in blocks(0..30),
        edits in prop::collection::vec((0.0f64..1.0, 0usize..3000, blocks(0..3)), 1..12),
    ) {
        let options = NoteOptions::default();
        let mut text = start;
        let mut parts = Parts::read(text.as_str(), &options);
        for (place, removed, inserted) in edits {
            // Most edits are small.
            let removed = if removed < 2000 { removed % 4 } else { removed };
            let boundary = |mut at: usize| {
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let from = boundary((text.len() as f64 * place) as usize);
            let to = boundary((from + removed).min(text.len()));
            text.replace_range(from..to, &inserted);
            let before = parts.note();
            parts = Parts::reread(text.as_str(), &options, Some(&parts));
            let (edited, fresh) = (parts.note(), Note::parse(text.as_str(), &options));
            if before.anchors_hash() == edited.anchors_hash() {
                let [before, after] = [&before, &edited].map(Offered::of);
                prop_assert!(before.names_the_same(&after), "{:?}", text);
            }
            prop_assert_eq!(&*edited.text, text.as_str());
            prop_assert_eq!(said(&edited), said(&fresh), "{:?}", text);
        }
    }
}
