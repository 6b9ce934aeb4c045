//! Notes that nobody means are read, checked and mended without a panic and without running out of stack. How their cost
//! grows is drawn and bounded by `server/benches/growth`.

#![allow(clippy::unwrap_used)]

use notelint::config::Config;
use notelint::diagnostic::Applicability;
use notelint::features::selection;
use notelint::lint::{self, Cache};
use notelint::note::{Note, NoteOptions};

#[path = "support/hostile.rs"]
mod hostile;

/// The stack of a worker of ours.
const STACK: usize = 32 << 20;

#[test]
fn every_hostile_note_is_read_checked_and_mended() {
    let work = || {
        let config = Config::default();
        for (name, note) in hostile::HOSTILE {
            let text = note(2_000);
            let read = |text: String| {
                let note = Note::parse(text, &NoteOptions::from(&config));
                let findings = lint::lint(&note, &config, &mut Cache::default());
                (note, findings)
            };
            let (note, findings) = read(text.clone());
            for finding in &findings {
                assert!(
                    text.get(finding.span.range()).is_some(),
                    "{name}: {finding:?}"
                );
            }
            let middle = text.floor_char_boundary(text.len() / 2);
            assert!(!selection::around(&note, middle).is_empty(), "{name}");
            let fixed = lint::fix(note, findings, Applicability::Unsafe, read);
            // Where it would take too many rounds, the note stays as it was.
            let given_up = fixed
                .problems
                .iter()
                .any(|problem| problem.contains("rounds"));
            assert!(
                !given_up || *fixed.note.text == *text,
                "{name}: {:?}",
                fixed.problems
            );
        }
    };
    let thread = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(work)
        .unwrap();
    assert!(thread.join().is_ok());
}
