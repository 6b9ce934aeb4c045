//! How the cost of hostile notes grows with their size: `cargo bench --bench growth` draws a table from 1 KB to 10 MB,
//! and fails where one of its steps costs far more than its size;
//! `-- --check` compares two sizes alone and fails where eight times the text costs much more than eight times as much:
//! it needs no quiet machine and no release build, so `.ci/run` does it by `cargo test --bench growth -- --check`.
//! `-- --check 400` takes notes of 400 KB for the larger ones, where 50 KB hide what grows slowly.
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
mod repeated;

/// A kind of note: its name, and the note of about so many bytes.
type Kind = (String, Box<dyn Fn(usize) -> String>);

/// What is hostile on purpose, and what rules say of their own examples, told thousands of times.
fn kinds() -> impl Iterator<Item = Kind> {
    let hostile = hostile::HOSTILE
        .iter()
        .map(|&(name, note)| -> Kind { (name.to_owned(), Box::new(note)) });
    let repeated = repeated::snippets().map(|(name, code)| -> Kind {
        (name, Box::new(move |bytes| repeated::note(&code, bytes)))
    });
    hostile.chain(repeated)
}

/// The stack of a worker of ours.
const STACK: usize = 32 << 20;
/// Sizes of the table, in bytes.
const SIZES: [usize; 5] = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];
/// What takes longer, in seconds, is not tried at the next size.
const ENOUGH: f64 = 20.0;
/// The larger size of `--check` unless said, in KB; the smaller one is the eighth part of it.
const CHECKED: usize = 50;
/// So much more may the larger one cost than by its size; quadratic growth costs eight times as much more.
const SLACK: f64 = 5.0;
/// The kernel counts in ticks of up to 10 ms, so that what is quicker is done again until this much was counted.
const COUNTED: Duration = Duration::from_millis(60);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let check = words.iter().any(|word| word == "--check");
    let checked = words.iter().find_map(|word| word.parse().ok());
    let large = checked.unwrap_or(CHECKED) * 1_000;
    let is_name = |word: &String| word != "--check" && word.parse::<usize>().is_err();
    let words: Vec<String> = words.into_iter().filter(is_name).collect();
    let work = move || {
        let wanted =
            |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
        let kinds = kinds().filter(|(name, _)| wanted(name));
        // What is built once is not to be charged to the first kind.
        run("GIL\n\n```python\nimport os\nos.pth\n```\n");
        if check {
            bounded(kinds, large)
        } else {
            table(kinds)
        }
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(true)) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// A moment of this thread's own time.
enum Moment {
    /// Time on a processor, so that it does not matter what else the machine does.
    Working(Duration),
    /// Where that cannot be had, the time of day.
    Passing(Instant),
}

impl Moment {
    /// Linux counts a thread's nanoseconds on a processor in the first field of `schedstat`
    /// (kernel.org, "Scheduler Statistics").
    fn now() -> Self {
        std::fs::read_to_string("/proc/thread-self/schedstat")
            .ok()
            .and_then(|fields| fields.split(' ').next()?.parse().ok())
            .map_or_else(
                || Self::Passing(Instant::now()),
                |nanos| Self::Working(Duration::from_nanos(nanos)),
            )
    }

    fn elapsed(&self) -> Duration {
        match (self, Self::now()) {
            (Self::Working(start), Self::Working(now)) => now.saturating_sub(*start),
            (Self::Passing(start), _) => start.elapsed(),
            (Self::Working(_), Self::Passing(_)) => Duration::ZERO,
        }
    }
}

/// What a note costs.
fn cost(text: &str) -> Duration {
    let start = Moment::now();
    let mut runs = 0;
    loop {
        run(text);
        runs += 1;
        let counted = start.elapsed();
        if counted >= COUNTED {
            return counted / runs;
        }
    }
}

/// All that is done with a note: read, checked, looked through for terms.
fn run(text: &str) {
    let config = Config::default();
    let note = Note::parse(text, &NoteOptions::from(&config));
    black_box(lint::lint(&note, &config, &mut Cache::default()));
    black_box(Digest::of(
        std::path::Path::new("a.md"),
        &note,
        Glossary::builtin(),
    ));
}

fn table(kinds: impl Iterator<Item = Kind>) -> bool {
    println!("| note | 1 KB | 10 KB | 100 KB | 1 MB | 10 MB |\n|---|--:|--:|--:|--:|--:|");
    let mut sound = true;
    for (name, note) in kinds {
        let mut row = format!("| {} |", name.replace('|', "\\|"));
        let mut costs: Vec<f64> = Vec::new();
        for size in SIZES {
            if costs.last().is_some_and(|&last| last > ENOUGH) {
                row.push_str(" – |");
                continue;
            }
            let cost = cost(&note(size)).as_secs_f64();
            row.push_str(&format!(" {:.2} ms |", cost * 1_000.0));
            costs.push(cost);
        }
        println!("{row}");
        if costs
            .windows(2)
            .any(|pair| matches!(pair, [few, many] if many / few > SLACK * 10.0))
        {
            println!("{name}: ten times the text costs more than {SLACK} times ten times as much");
            sound = false;
        }
    }
    sound
}

/// How much more `large` bytes cost than `small` ones.
fn growth(note: &dyn Fn(usize) -> String, small: usize, large: usize) -> f64 {
    let [few, many] = [small, large].map(|size| cost(&note(size)));
    many.as_secs_f64() / few.as_secs_f64()
}

fn bounded(kinds: impl Iterator<Item = Kind>, large: usize) -> bool {
    let small = large / 8;
    let bound = SLACK * 8.0;
    let mut sound = true;
    for (name, note) in kinds {
        // Caches that others have emptied may spoil a run, but not three of them.
        let seen: Vec<f64> = (0..3)
            .map(|_| growth(&note, small, large))
            .take_while(|seen| *seen > bound)
            .collect();
        if let [.., last] = seen[..]
            && seen.len() == 3
        {
            println!("{name}: {large} bytes cost {last:.0} times as much as {small}");
            sound = false;
        }
    }
    sound
}
