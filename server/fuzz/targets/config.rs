//! Any text may stand in a config file: it is read or refused with places that are in it, and a note is checked under
//! whatever it says.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use notelint::config;
use notelint::lint::{Cache, lint};
use notelint::note::{Note, NoteOptions};
use notelint::rules;

const NOTE: &str = "# A\n\nWhat is it? ❓\n\n```python\nimport heapq\nheapq.heapfiy(x)\nx = [i for i in range(3)]\n```\n";

fuzz_target!(|text: &str| {
    let known = rules::known();
    for name in ["/notes/notelint.toml", "/notes/pyproject.toml"] {
        match config::load(Path::new(name), text, &known) {
            Ok(Some(loaded)) => {
                let config = loaded.for_note(Path::new("/notes/a.md"));
                let note = Note::parse(NOTE, &NoteOptions::from(&*config));
                for finding in lint(&note, &config, &mut Cache::default()) {
                    assert!(NOTE.get(finding.span.range()).is_some(), "{finding:?}");
                }
            }
            Ok(None) => {}
            Err(error) => {
                let lines = text.matches(['\n', '\r']).count() + 1;
                for problem in &error.problems {
                    assert!(problem.line.is_none_or(|line| (1..=lines).contains(&line)), "{error}");
                }
            }
        }
    }
});
