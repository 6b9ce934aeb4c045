//! Any text is a note: it is read without a panic, and what is read fits together.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notelint::note::{Note, NoteOptions};

#[path = "../../../tests/support/coherent.rs"]
mod coherent;

fuzz_target!(|text: &str| {
    coherent::assert_coherent(&Note::parse(text, &NoteOptions::default()));
});
