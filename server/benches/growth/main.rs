//! How the cost of hostile notes grows with their size: `cargo bench --bench growth` draws a table from 1 KB to 10 MB;
//! `-- --check` compares two sizes alone and fails where eight times the text costs much more than eight times as much;
//! `-- WORD` takes the kinds whose names hold the word.

#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use notelint::config::Config;
use notelint::lint::{self, Cache};
use notelint::note::{Note, NoteOptions};
use notelint::terms::Glossary;
use notelint::vault::Digest;

#[path = "../../../tests/support/hostile.rs"]
mod hostile;

/// The stack of a worker of ours.
const STACK: usize = 32 << 20;
/// Sizes of the table, in bytes.
const SIZES: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
/// What takes longer is not tried at the next size.
const ENOUGH: Duration = Duration::from_secs(20);
/// The sizes of `--check`.
const CHECKED: [usize; 2] = [12_500, 100_000];
/// So much more may the larger one cost than by its size; quadratic growth costs eight times as much more.
const SLACK: f64 = 3.0;
/// What is quicker than this says nothing.
const NOTHING: Duration = Duration::from_millis(4);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let check = words.iter().any(|word| word == "--check");
    let words: Vec<String> = words.into_iter().filter(|word| word != "--check").collect();
    let work = move || {
        let wanted =
            |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
        let kinds = hostile::HOSTILE.iter().filter(|(name, _)| wanted(name));
        // What is built once is not to be charged to the first kind.
        black_box(run(&format!(
            "GIL\n\n{}",
            "```python\nimport os\nos.pth\n```\n"
        )));
        if check { bounded(kinds) } else { table(kinds) }
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(true)) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// All that is done with a note: read, checked, looked through for terms.
fn run(text: &str) -> Duration {
    let config = Config::default();
    let start = Instant::now();
    let note = Note::parse(text, &NoteOptions::from(&config));
    black_box(lint::lint(&note, &config, &mut Cache::default()));
    black_box(Digest::of(
        std::path::Path::new("a.md"),
        &note,
        Glossary::builtin(),
    ));
    start.elapsed()
}

fn table<'a>(kinds: impl Iterator<Item = &'a hostile::Hostile>) -> bool {
    println!("| note | 1 KB | 10 KB | 100 KB | 1 MB | 10 MB |\n|---|--:|--:|--:|--:|--:|");
    for (name, note) in kinds {
        let mut row = format!("| {} |", name.replace('|', "\\|"));
        let mut last = Duration::ZERO;
        for size in SIZES {
            if last > ENOUGH {
                row.push_str(" – |");
                continue;
            }
            last = run(&note(size));
            row.push_str(&format!(" {:.1} ms |", last.as_secs_f64() * 1_000.0));
        }
        println!("{row}");
    }
    true
}

/// The best of a few runs: whatever else the machine does only adds.
fn best(text: &str) -> Duration {
    (0..3).map(|_| run(text)).min().unwrap_or_default()
}

fn bounded<'a>(kinds: impl Iterator<Item = &'a hostile::Hostile>) -> bool {
    let [small, large] = CHECKED;
    let mut sound = true;
    for (name, note) in kinds {
        let (few, many) = (best(&note(small)).max(NOTHING), best(&note(large)));
        let growth = many.as_secs_f64() / few.as_secs_f64();
        let bound = SLACK * (large / small) as f64;
        if growth > bound {
            println!(
                "{name}: {few:?} for {small} bytes, {many:?} for {large}: {growth:.0} times as much"
            );
            sound = false;
        }
    }
    sound
}
