//! Every place of a text has a position in each encoding, and comes back from it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notelint::text::{Document, Encoding, LineIndex, Position};

#[path = "../../../tests/support/model.rs"]
mod model;

fuzz_target!(|input: (&str, u16, u16)| {
    let (text, line, column) = input;
    let document = Document::new(text);
    let index = LineIndex::new(text);
    for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]).take(1_000) {
            let position = document.position(offset, encoding);
            assert_eq!(position.line + 1, index.line(offset));
            let between_cr_and_lf = text[..offset].ends_with('\r') && text[offset..].starts_with('\n');
            if !between_cr_and_lf {
                assert_eq!(document.offset(position, encoding), offset);
            }
        }
        // A position that may lie outside is clamped as the model clamps it.
        let position = Position { line: line.into(), column: column.into() };
        assert_eq!(document.offset(position, encoding), model::model_offset(text, position, encoding));
    }
});
