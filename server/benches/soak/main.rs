//! Days of work in minutes: a writer edits, saves, renames, changes settings and switches branches, and the server's
//! memory must not grow. In the end it must say of every note what a server says that was just started.
//!
//! `cargo bench --bench soak -- [NOTES] [EDITS] [SWITCHES] [MINUTES]`: 5,000, 200,000, 20 and 10 unless said. It ends when
//! all three are reached. Needs git, and Linux, which tells how much memory a process has.

#![allow(clippy::expect_used, clippy::print_stdout, missing_docs, dead_code)]

mod client;
mod folder;
#[path = "../generate/vault.rs"]
mod vault;
#[path = "../support/wire.rs"]
mod wire;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use serde_json::json;

use client::{Client, offset, path, position, uri};
use folder::{Folder, read};
use vault::Random;

/// Notes that are open at once.
const OPEN: usize = 6;
/// No note grows beyond this, in bytes.
const LARGEST: usize = 12_000;
/// What is typed, besides letters: whatever opens, ends or breaks something.
const PIECES: &[&str] = &[
    "\n",
    "\n\n## What is it? ❓\n\n",
    "```python\nimport heapq\nheapq.heapfiy(x)\n```\n",
    "```",
    "[[topic-000007]]",
    "[a](../area%20000/topic-000003.md)",
    "**GIL**",
    "- ",
    "ðŸ”’",
    "🔒",
    "> ",
    "    ",
    "| a | b |\n",
    "#tag",
];
/// What is asked of the server besides.
const WAYS: &[&str] = &[
    "hover",
    "completion",
    "definition",
    "documentSymbol",
    "semanticTokens/full",
];
/// Of each open note so much is asked before the memory is measured that is to grow no more.
const WARM_UP: usize = 30;
/// What the config file says, by turns.
const SETTINGS: &[&str] = &[
    "",
    "[lint]\nignore = [\"mojibake\", \"broken-link\"]\n",
    "[python]\nversion = \"3.9\"\n",
    "[lint]\nseverity = { mojibake = \"error\" }\n[notes]\nexclude = [\"area 001\"]\n",
];

fn main() -> ExitCode {
    let numbers: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let number = |at: usize, default| numbers.get(at).copied().unwrap_or(default);
    let (notes, edits, switches) = (number(0, 5_000), number(1, 200_000), number(2, 20));
    let least = Duration::from_secs(60 * number(3, 10) as u64);
    let mut work = Work::new(notes);
    println!(
        "| minutes | edits | switches | renames | settings | resident |\n|--:|--:|--:|--:|--:|--:|"
    );
    // Both branches have been seen, and as many notes as will be; what is made at its first use is there.
    work.switch();
    work.switch();
    for note in work.client.opened() {
        for _ in 0..WARM_UP {
            work.edit(&note);
            work.client.published(&note);
            work.ask(&note);
        }
    }
    let before = work.told();
    let edits_a_switch = edits.div_ceil(switches);
    work.edits = 0;
    work.switches = 0;
    while work.edits < edits || work.switches < switches || work.start.elapsed() < least {
        for _ in 0..edits_a_switch {
            work.step();
        }
        work.switch();
        if work.switches.is_multiple_of(2) {
            work.told();
        }
    }
    if work.switches % 2 == 1 {
        work.switch();
    }
    let after = work.told();
    let growth = (after as f64 / before as f64 - 1.0) * 100.0;
    println!(
        "\n{} files changed by switches; resident memory grew by {growth:.1} %",
        work.changed
    );
    let differing = work.compared();
    if differing == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// A writer at work.
struct Work {
    folder: Folder,
    client: Client,
    random: Random,
    start: Instant,
    edits: usize,
    switches: usize,
    changed: usize,
    renames: usize,
    settings: usize,
}

impl Work {
    fn new(notes: usize) -> Self {
        let folder = Folder::new(notes);
        let client = Client::start(&folder.path);
        println!(
            "{notes} notes, {} MB when they were read",
            client.memory() / 1024
        );
        let mut work = Self {
            folder,
            client,
            random: Random::new(9),
            start: Instant::now(),
            edits: 0,
            switches: 0,
            changed: 0,
            renames: 0,
            settings: 0,
        };
        work.open();
        work
    }

    /// Opens notes until enough are open.
    fn open(&mut self) {
        let notes = self.folder.notes();
        while self.client.opened().len() < OPEN {
            let note = &notes[self.random.below(notes.len())];
            if !self.client.opened().contains(note) {
                self.client.open(note, read(note));
                self.client.published(note);
            }
        }
    }

    /// One edit; now and then something else besides.
    fn step(&mut self) {
        let opened = self.client.opened();
        let note = &opened[self.random.below(opened.len())];
        // A burst is a version that nobody waits for.
        let burst = if self.random.below(50) == 0 { 30 } else { 1 };
        for _ in 0..burst {
            self.edit(note);
        }
        self.client.published(note);
        match self.random.below(2_000) {
            0..100 => self.ask(note),
            100..110 => self.save(note),
            110..120 => {
                self.save(note);
                self.client.close(note);
                self.open();
            }
            120..122 => self.rename(note),
            122 => self.set(),
            _ => {}
        }
    }

    fn edit(&mut self, note: &Path) {
        self.edits += 1;
        let text = self.client.text(note);
        let from = text.floor_char_boundary(self.random.below(text.len() + 1));
        let room = text.len() < LARGEST;
        if room && self.random.below(3) > 0 {
            let piece = match self.random.below(8) {
                0 => PIECES[self.random.below(PIECES.len())],
                1 => "(",
                2 => " ",
                _ => "e",
            };
            self.client.edit(note, from, from, piece);
        } else {
            let length = self.random.below(if room { 4 } else { 400 });
            let to = text.ceil_char_boundary((from + length).min(text.len()));
            self.client.edit(note, from, to, "");
        }
    }

    fn ask(&mut self, note: &Path) {
        let text = self.client.text(note);
        let place = position(
            text,
            text.floor_char_boundary(self.random.below(text.len() + 1)),
        );
        let at = json!({ "textDocument": { "uri": uri(note) }, "position": place });
        let way = WAYS[self.random.below(WAYS.len())];
        self.client.request(&format!("textDocument/{way}"), at);
    }

    fn save(&mut self, note: &Path) {
        fs::write(note, self.client.text(note)).expect("room on the disk");
        let document = json!({ "uri": uri(note) });
        self.client
            .notify("textDocument/didSave", json!({ "textDocument": document }));
    }

    /// Moves a note, with the edits that keep links to it alive: as an editor does it.
    fn rename(&mut self, note: &Path) {
        self.renames += 1;
        self.save(note);
        let to = note.with_file_name(format!("moved-{:06}.md", self.renames));
        let files = json!({ "files": [{ "oldUri": uri(note), "newUri": uri(&to) }] });
        let edit = self
            .client
            .request("workspace/willRenameFiles", files.clone());
        self.apply(&edit);
        self.save(note);
        self.client.close(note);
        fs::rename(note, &to).expect("a note that can be moved");
        self.client.notify("workspace/didRenameFiles", files);
        self.client.open(&to, read(&to));
        self.client.published(&to);
    }

    fn apply(&mut self, edit: &serde_json::Value) {
        for (note, edits) in edit["changes"].as_object().into_iter().flatten() {
            let note = path(note);
            let open = self.client.opened().contains(&note);
            let mut text = if open {
                self.client.text(&note).to_owned()
            } else {
                read(&note)
            };
            let mut places: Vec<(usize, usize, &str)> = edits
                .as_array()
                .expect("edits")
                .iter()
                .map(|edit| {
                    let range = &edit["range"];
                    (
                        offset(&text, &range["start"]),
                        offset(&text, &range["end"]),
                        edit["newText"].as_str().expect("text"),
                    )
                })
                .collect();
            places.sort_unstable();
            for (from, to, new) in places.into_iter().rev() {
                if open {
                    self.client.edit(&note, from, to, new);
                } else {
                    text.replace_range(from..to, new);
                }
            }
            if !open {
                fs::write(&note, text).expect("room on the disk");
            }
        }
    }

    fn set(&mut self) {
        self.settings += 1;
        let config = self.folder.path.join("notelint.toml");
        fs::write(config, SETTINGS[self.settings % SETTINGS.len()]).expect("room on the disk");
    }

    /// Saves and closes everything, switches branches, and goes on with other notes.
    fn switch(&mut self) {
        for note in self.client.opened() {
            self.save(&note);
            self.client.close(&note);
        }
        self.changed += self.folder.switch();
        self.switches += 1;
        self.client.settle();
        self.open();
    }

    /// Prints how far it is, and how much memory the server has.
    fn told(&mut self) -> usize {
        self.client.settle();
        let memory = self.client.memory();
        println!(
            "| {:.1} | {} | {} | {} | {} | {:.1} MB |",
            self.start.elapsed().as_secs_f64() / 60.0,
            self.edits,
            self.switches,
            self.renames,
            self.settings,
            memory as f64 / 1024.0
        );
        memory
    }

    /// Of how many notes a server that was just started says something else.
    fn compared(mut self) -> usize {
        let mut fresh = Client::start(&self.folder.path);
        // What is not saved counts for the links of others.
        for note in self.client.opened() {
            fresh.open(&note, self.client.text(&note).to_owned());
            fresh.published(&note);
        }
        fresh.settle();
        self.client.settle();
        // Before each note was opened once: as it was when the soak began.
        let memory = fresh.memory() / 1024;
        let (mut differing, mut findings) = (Vec::<PathBuf>::new(), 0);
        let notes = self.folder.notes();
        for note in &notes {
            let open = self.client.opened().contains(note);
            let mut said = [&mut self.client, &mut fresh].map(|client| {
                if !open {
                    client.open(note, read(note));
                }
                client.published(note).clone()
            });
            if !open {
                self.client.close(note);
                fresh.close(note);
            }
            findings += said[0].as_array().map_or(0, Vec::len);
            if said[0] != said[1] {
                if differing.len() < 3 {
                    println!(
                        "{}:\n  {}\n  {}",
                        note.display(),
                        said[0].take(),
                        said[1].take()
                    );
                }
                differing.push(note.clone());
            }
        }
        println!(
            "{} notes with {findings} findings compared to those of a fresh start ({memory} MB): {} differ",
            notes.len(),
            differing.len()
        );
        fresh.stop();
        self.client.stop();
        differing.len()
    }
}
