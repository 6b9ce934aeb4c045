//! The vault at 1,000, 20,000 and 100,000 notes: time to index, memory, look-ups, and what an edit costs.
//! `cargo bench --bench vault [-- NOTES…]`; each size runs in a process of its own, so that memory is its own.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::indexing_slicing
)]

#[path = "../generate/vault.rs"]
mod generate;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use generate::Random;
use notelint::features::{define, definition, references, related, term_names};
use notelint::note::{Note, NoteOptions};
use notelint::terms::{Glossary, Words};
use notelint::vault::{self, Digest, Source, Vault};

/// Look-ups of each kind.
const LOOKUPS: usize = 1_000;

fn main() {
    let sizes: Vec<usize> = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok())
        .collect();
    if std::env::var_os("VAULT_ONE").is_some() {
        for size in sizes {
            measure(size);
        }
        return;
    }
    let sizes = if sizes.is_empty() {
        vec![1_000, 20_000]
    } else {
        sizes
    };
    for size in sizes {
        let status = Command::new(std::env::current_exe().unwrap())
            .arg(size.to_string())
            .env("VAULT_ONE", "1")
            .status();
        assert!(status.unwrap().success());
    }
}

fn measure(size: usize) {
    let folder = tempfile::tempdir().unwrap();
    let generated = generate::Vault::new(1, size);
    generated.write(folder.path()).unwrap();
    let options = Arc::new(NoteOptions::default());
    let sources: Vec<Source> = (0..size)
        .map(|number| Source {
            path: folder.path().join(generate::Vault::path(number)),
            options: Arc::clone(&options),
            max_bytes: u64::MAX,
        })
        .collect();
    println!("{size} notes");
    let before = resident();
    let (vault, took) = timed(|| load(&sources));
    println!("  index            {:>9.0} ms", took.as_secs_f64() * 1e3);
    println!(
        "  resident memory  {:>9.1} MB",
        (resident() - before) as f64 / 1e6
    );
    look_up(&vault, &generated, folder.path(), size);
    edit(vault, &generated, folder.path(), size);
}

fn load(sources: &[Source]) -> Vault {
    let words = Words::Builtin(Glossary::builtin());
    let vault = Mutex::new(Vault::new(words.clone()));
    let problems = vault::load(sources, &words, &|digests, _| {
        let mut vault = vault.lock().unwrap();
        for digest in digests {
            vault.put(digest);
        }
        ControlFlow::Continue(())
    });
    assert!(problems.is_empty());
    vault.into_inner().unwrap()
}

fn look_up(vault: &Vault, generated: &generate::Vault, folder: &Path, size: usize) {
    let mut random = Random::new(7);
    let mut any = |size: usize| random.below(size);
    let note_at = |number: usize| -> (PathBuf, Note) {
        let note = Note::parse(generated.note(number), &NoteOptions::default());
        (folder.join(generate::Vault::path(number)), note)
    };
    let no_text = |_: &Path| None;
    let mut times: Vec<(&str, Vec<Duration>)> = Vec::new();
    let mut add = |name: &'static str, took: Duration| match times
        .iter_mut()
        .find(|(other, _)| *other == name)
    {
        Some((_, list)) => list.push(took),
        None => times.push((name, vec![took])),
    };
    let terms = vault.glossary().terms();
    for _ in 0..LOOKUPS {
        let (path, note) = note_at(any(size));
        let heading = &note.headings[any(note.headings.len())];
        let line = note.lines.line(heading.span.start);
        let offset = heading.title_span.start;
        add(
            "related",
            timed(|| related::related(vault, &path, line, 10)).1,
        );
        add(
            "definition",
            timed(|| definition::definition(vault, &path, &note, offset)).1,
        );
        add(
            "references",
            timed(|| references::references(vault, Path::new(""), &note, offset, &no_text)).1,
        );
        let name = &terms[any(terms.len())].name;
        add("define", timed(|| define::define(vault, name, &no_text)).1);
        let end = name.floor_char_boundary(1 + any(6));
        let typed = &name[..end];
        add("symbols", timed(|| vault.symbols(typed, 128).len()).1);
        add(
            "term names",
            timed(|| term_names::term_names(vault, typed, 50)).1,
        );
    }
    for (name, mut list) in times {
        list.sort();
        let at = |share: f64| list[((list.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        println!(
            "  {name:<12} p50 {:>8.3} ms   p99 {:>8.3} ms   max {:>8.3} ms",
            at(0.5),
            at(0.99),
            at(1.0)
        );
    }
}

/// A line is typed into a note, and the vault is told.
fn edit(mut vault: Vault, generated: &generate::Vault, folder: &Path, size: usize) {
    let mut random = Random::new(11);
    let mut digesting = Vec::new();
    let mut putting = Vec::new();
    for round in 0..LOOKUPS {
        let number = random.below(size);
        let mut text = generated.note(number);
        text.push_str(&format!(
            "\nOne more line on eventual consistency, the {round}th.\n"
        ));
        let path: Arc<Path> = folder.join(generate::Vault::path(number)).into();
        let note = Note::parse(text, &NoteOptions::default());
        let (digest, took) =
            timed(|| Digest::of(Arc::clone(&path), &note, &vault.glossary().clone()));
        digesting.push(took);
        putting.push(timed(|| vault.put(digest)).1);
    }
    for (name, mut list) in [("digest", digesting), ("put", putting)] {
        list.sort();
        let at = |share: f64| list[((list.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e6;
        println!(
            "  {name:<12} p50 {:>8.1} µs   p99 {:>8.1} µs",
            at(0.5),
            at(0.99)
        );
    }
}

fn timed<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = what();
    (value, start.elapsed())
}

/// Resident memory of this process in bytes, where the system tells.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status
        .split_whitespace()
        .nth(1)
        .and_then(|pages| pages.parse::<u64>().ok());
    pages.unwrap_or_default() * 4096
}
