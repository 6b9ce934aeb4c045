//! Two notes that may speak of each other: whatever they link to, what is looked up between them does not fall.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use notelint::note::{Note, NoteOptions};
use notelint::terms::{Glossary, Words};
use notelint::vault::{Digest, Vault};

fuzz_target!(|input: (&str, &str, u16)| {
    let (one, other, place) = input;
    let words = Words::Builtin(Glossary::builtin());
    let mut vault = Vault::new(words.clone());
    let mut notes = Vec::new();
    for (name, text) in [("/v/one.md", one), ("/v/a folder/other.md", other)] {
        let note = Note::parse(text, &NoteOptions::default());
        for link in &note.links {
            assert!(link.span.covers(link.target), "{link:?}");
            assert!(text.get(link.target.range()).is_some(), "{link:?}");
        }
        vault.put(Digest::of(Path::new(name), &note, &words));
        notes.push(note);
    }
    let offset = one.floor_char_boundary(usize::from(place).min(one.len()));
    let _ = notelint::features::definition::definition(&vault, Path::new("/v/one.md"), &notes[0], offset);
});
