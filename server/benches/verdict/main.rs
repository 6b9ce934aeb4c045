//! What reading one snippet costs: `cargo bench --bench verdict -- FOLDER` (tests/notes unless named) reads every
//! Python fence below the folder and prints mean, median and 99th percentile, the best of five rounds for each snippet.

#![allow(clippy::print_stdout)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use notelint::config::NotesConfig;
use notelint::files::{self, WalkOptions};
use notelint::note::{Note, NoteOptions};
use notelint::python::language;
use notelint::python::snippet::{self, Request};

const ROUNDS: usize = 5;

fn main() {
    let folder = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'))
        .unwrap_or_else(|| "tests/notes".to_owned());
    let walked = files::walk(
        &[PathBuf::from(folder)],
        &WalkOptions {
            include: NotesConfig::default().include,
            exclude: Vec::new(),
        },
    );
    let mut times: Vec<Duration> = Vec::new();
    for path in &walked.files {
        let Ok(source) = files::read(path, files::MAX_BYTES) else {
            continue;
        };
        let note = Note::parse(source.text, &NoteOptions::default());
        for fence in &note.fences {
            let language = language::language(fence.info(&note.text));
            if !language::is_python(&language) {
                continue;
            }
            let request = Request {
                minor_version: 14,
                ..Request::default()
            };
            let best = (0..ROUNDS).map(|_| {
                let start = Instant::now();
                std::hint::black_box(snippet::read(fence.body.text(), &request));
                start.elapsed()
            });
            times.extend(best.min());
        }
    }
    times.sort_unstable();
    let count = times.len().max(1);
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    let at = |share: usize| {
        times
            .get((count - 1) * share / 100)
            .copied()
            .unwrap_or_default()
    };
    let mean = micros(times.iter().sum()) / count as f64;
    println!(
        "{} snippets: mean {mean:.1} us, p50 {:.1} us, p99 {:.1} us",
        times.len(),
        micros(at(50)),
        micros(at(99))
    );
}
