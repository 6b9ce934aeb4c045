//! Renames in a made-up vault of 5,000 notes with 50,000 links: a heading, a note that many link to, a folder, a tag.
//! `cargo bench --bench rename [-- NOTES LINKS]`. Every rename is checked: no link may lead elsewhere than before.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic)]

#[path = "../../../tests/support/linked.rs"]
mod linked;

use std::path::{Path, PathBuf};
use std::time::Instant;

use linked::{Chance, Linked, ROOT};
use notelint::features::rename::{Notes, Renamed, moved, named, rename};

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok());
    let notes = numbers.next().unwrap_or(5_000);
    let links = numbers.next().unwrap_or(10);
    let linked = Linked::new(notes, links, &mut Chance(1));
    let vault = linked.vault();
    let goals = linked.goals();
    let total: usize = goals.values().map(Vec::len).sum();
    println!("{notes} notes, {total} links");
    let path: PathBuf = linked.texts.keys().nth(notes / 2).unwrap().clone();
    let note = linked.note(&path).unwrap();
    let name_of = |offset: usize| named(&vault, &path, &note, offset).unwrap();
    let tag = note.text.find("#topic").unwrap() + 1;
    let heading = name_of(note.headings[2].title_span.start);
    let title = name_of(note.headings[0].title_span.start);
    let tag = name_of(tag);
    let kept = |what: &str, renamed: &Renamed, took: f64| {
        let edits: usize = renamed.notes.iter().map(|edited| edited.edits.len()).sum();
        assert_eq!(linked.after(renamed).goals(), goals, "{what}");
        println!(
            "{what:24} {took:7.1} ms  {} notes, {edits} edits",
            renamed.notes.len()
        );
    };
    for (what, named, name) in [
        ("heading", &heading, "Renamed & so"),
        ("title", &title, "The title of all"),
        ("tag", &tag, "subject"),
    ] {
        let (renamed, took) = timed(|| rename(&vault, named, name, &linked).unwrap());
        if what == "title" {
            // The test tells notes apart by their titles.
            println!("{what:24} {took:7.1} ms  {} notes", renamed.notes.len());
        } else {
            kept(what, &renamed, took);
        }
    }
    for (what, from, to) in [
        (
            "note moved",
            path.clone(),
            Path::new(ROOT).join("far away.md"),
        ),
        (
            "folder moved",
            Path::new(ROOT).join("python"),
            Path::new(ROOT).join("x/y z"),
        ),
    ] {
        let (notes, took) = timed(|| moved(&vault, &[(from.clone(), to.clone())], &linked));
        let mut after = linked.clone();
        after.edit(&notes);
        after.move_all(&from, &to);
        assert_eq!(after.goals(), goals, "{what}");
        let edits: usize = notes.iter().map(|edited| edited.edits.len()).sum();
        println!(
            "{what:24} {took:7.1} ms  {} notes, {edits} edits",
            notes.len()
        );
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed().as_secs_f64() * 1_000.0)
}
