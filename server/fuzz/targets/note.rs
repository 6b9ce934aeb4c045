//! Any text is a note: it is read without a panic, and every span lies in it, on character boundaries.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notelint::note::{Note, NoteOptions};

fuzz_target!(|text: &str| {
    let note = Note::parse(text, &NoteOptions::default());
    let headings = note.headings.iter().flat_map(|it| [it.span, it.title_span]);
    let fences = note.fences.iter().flat_map(|it| [it.span, it.marker, it.info]);
    let code = note.inline_code.iter().flat_map(|it| [it.span, it.content]);
    let items = note.items.iter().flat_map(|it| [it.span, it.marker, it.content]);
    let links = note.links.iter().flat_map(|it| [it.span, it.target, it.text]);
    let rest = note.comments.iter().chain(&note.prose).chain(&note.front_matter).copied();
    let all = headings.chain(fences).chain(code).chain(items).chain(links).chain(rest);
    for span in all {
        assert!(text.get(span.range()).is_some(), "{span:?}");
    }
    for fence in &note.fences {
        assert!(fence.body.source_offset(fence.body.text().len()) <= text.len() + 1);
    }
});
