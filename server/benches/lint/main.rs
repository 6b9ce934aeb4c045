//! What reading and checking cost by themselves, without a server around them:
//! `cargo bench --bench lint -- [FOLDER] [KILOBYTES…]`.
//!
//! Over the notes of a folder (tests/notes unless named): reading them, the verdicts on their snippets alone, all rules,
//! and how much more all rules cost than the verdicts. Over generated notes of so many kilobytes (150, 1,000 and 10,000
//! unless said): reading and checking one whole, and again after an edit.

#![allow(clippy::print_stdout, missing_docs)]

#[path = "../end_to_end/note.rs"]
mod generate;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use generate::Random;
use notelint::config::{Config, NotesConfig};
use notelint::files::{self, WalkOptions};
use notelint::lint::{Cache, lint};
use notelint::note::{Note, NoteOptions, Parts};

const ROUNDS: usize = 5;
const EDITS: usize = 60;

fn main() {
    let (numbers, words): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .partition(|argument| argument.parse::<usize>().is_ok());
    folder(words.first().map_or("tests/notes", String::as_str));
    let mut sizes: Vec<usize> = numbers
        .iter()
        .filter_map(|size| size.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes = vec![150, 1_000, 10_000];
    }
    for size in sizes {
        edits(size);
    }
}

fn folder(folder: &str) {
    let options = WalkOptions {
        include: NotesConfig::default().include,
        exclude: Vec::new(),
    };
    let walked = files::walk(&[PathBuf::from(folder)], &options);
    let texts: Vec<Arc<str>> = walked
        .files
        .iter()
        .filter_map(|path| files::read(path, files::MAX_BYTES).ok())
        .map(|source| source.text.into())
        .collect();
    let options = NoteOptions::default();
    let notes: Vec<Note> = texts.iter().map(|text| read(text, &options)).collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let all = Config::default();
    let mut verdicts = Config::default();
    verdicts.lint.select.push("syntax-error".to_owned());
    let check = |config: &Config| {
        for note in &notes {
            std::hint::black_box(lint(note, config, &mut Cache::default()));
        }
    };
    let reading = best(|| texts.iter().for_each(|text| _ = read(text, &options)));
    let judging = best(|| check(&verdicts));
    let checking = best(|| check(&all));
    println!("{folder}: {} notes, {bytes} bytes, one thread", notes.len());
    println!("  reading {:.1} ms", ms(reading));
    println!("  verdicts alone {:.1} ms", ms(judging));
    println!("  all rules {:.1} ms", ms(checking));
    let share = ms(reading + checking) / ms(reading + judging);
    println!("  all rules cost {share:.2} times the verdicts alone, reading counted with both");
}

fn read(text: &Arc<str>, options: &NoteOptions) -> Note {
    std::hint::black_box(Note::parse(Arc::clone(text), options))
}

fn edits(kilobytes: usize) {
    let mut text = generate::note(kilobytes * 1000, 42);
    let options = NoteOptions::default();
    let config = Config::default();
    let start = Instant::now();
    let mut parts = Parts::read(text.as_str(), &options);
    let mut note = parts.note();
    let read_whole = start.elapsed();
    let mut cache = Cache::default();
    let start = Instant::now();
    let found = lint(&note, &config, &mut cache).len();
    let checked_whole = start.elapsed();
    println!(
        "{kilobytes} KB, {} fences, {found} findings: read in {:.2} ms, checked in {:.2} ms",
        note.fences.len(),
        ms(read_whole),
        ms(checked_whole)
    );
    let mut random = Random::new(7);
    let (mut reading, mut checking) = (Vec::new(), Vec::new());
    for _ in 0..EDITS {
        let line = text
            .get(random.below(text.len())..)
            .and_then(|rest| rest.find('\n'));
        text.insert_str(text.len() - line.unwrap_or_default() - 1, "abc (x");
        let edited: Arc<str> = text.as_str().into();
        let start = Instant::now();
        parts = Parts::reread(edited, &options, Some(&parts));
        note = parts.note();
        reading.push(start.elapsed());
        let start = Instant::now();
        std::hint::black_box(lint(&note, &config, &mut cache));
        checking.push(start.elapsed());
    }
    for (what, mut times) in [("read", reading), ("checked", checking)] {
        times.sort_unstable();
        let at = |share: usize| {
            times
                .get(times.len() * share / 100)
                .copied()
                .unwrap_or_default()
        };
        println!(
            "  {what} after an edit: p50 {:.2} ms, p95 {:.2} ms",
            ms(at(50)),
            ms(at(95))
        );
    }
}

/// The shortest of some rounds: the one that the machine disturbed least.
fn best(work: impl Fn()) -> Duration {
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    rounds.min().unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
