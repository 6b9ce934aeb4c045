//! A document under edits is what a plain string under the same edits is.

#![no_main]

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use notelint::text::{Change, Document, Encoding, Position};

#[path = "../../../tests/support/model.rs"]
mod model;

#[derive(Debug, Arbitrary)]
struct Session<'a> {
    start: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Debug, Arbitrary)]
struct Edit<'a> {
    from: (u8, u8),
    to: (u8, u8),
    text: &'a str,
    encoding: u8,
}

fuzz_target!(|session: Session<'_>| {
    let mut document = Document::new(session.start);
    let mut model = session.start.to_owned();
    for edit in session.edits {
        let encoding = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][usize::from(edit.encoding % 3)];
        let place = |(line, column): (u8, u8)| Position { line: line.into(), column: column.into() };
        let (from, to) = (place(edit.from), place(edit.to));
        let first = model::model_offset(&model, from.min(to), encoding);
        let last = model::model_offset(&model, from.max(to), encoding);
        document.apply(&Change { range: Some((from, to)), text: edit.text.to_owned() }, encoding);
        model.replace_range(first..last, edit.text);
        assert_eq!(document.text(), model);
    }
});
