//! What a writer waits for: the real binary over stdio, a large note, edits at random places.
//!
//! `cargo bench --bench end_to_end -- [KILOBYTES] [EDITS]`; 150 and 2,000 unless said.

#![allow(clippy::expect_used, clippy::print_stdout, missing_docs)]

mod editor;
mod note;
#[path = "../support/wire.rs"]
mod wire;

use std::time::{Duration, Instant};

use serde_json::json;

use editor::{Editor, NOTE};
use note::Random;

/// Characters typed at one place before the next one is chosen.
const WORD: &str = "abc (x";

fn main() {
    let numbers: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let kilobytes = numbers.first().copied().unwrap_or(150);
    let edits = numbers.get(1).copied().unwrap_or(2000);
    let text = note::note(kilobytes * 1000, 42);
    let fences = text.matches("```python").count();
    println!(
        "note: {} bytes, {} lines, {fences} fences",
        text.len(),
        text.lines().count()
    );

    let starts: Vec<Duration> = (0..10)
        .map(|_| {
            let (editor, took) = Editor::start();
            editor.stop();
            took
        })
        .collect();
    report("start to initialize answered", starts);

    let (mut editor, _) = Editor::start();
    let start = Instant::now();
    editor.open(&text);
    let (_, size) = editor.published(0);
    println!(
        "open to first diagnostics: {:.2} ms ({size} bytes of them)",
        ms(start.elapsed())
    );

    let mut random = Random::new(7);
    let lines: Vec<&str> = text.lines().collect();
    let mut version = 0;
    let mut latencies = Vec::new();
    let mut run_times = Vec::new();
    let mut hovers = Vec::new();
    let mut outlines = Vec::new();
    while latencies.len() < edits {
        let line = random.below(lines.len());
        let start = random.below(lines[line].encode_utf16().count() + 1);
        let mut column = start;
        for character in WORD.chars() {
            version += 1;
            let ran = editor.run_time();
            let sent = Instant::now();
            editor.change(
                version,
                line,
                column,
                column,
                character.encode_utf8(&mut [0; 4]),
            );
            editor.published(version);
            latencies.push(sent.elapsed());
            let ran = ran.and_then(|before| editor.run_time()?.checked_sub(before));
            run_times.extend(ran);
            column += 1;
        }
        // An editor asks right after an edit: the answer has to wait for the note to be read.
        version += 1;
        editor.change(version, line, start, column, "");
        let place = json!({ "textDocument": { "uri": NOTE }, "position": { "line": line, "character": start } });
        let sent = Instant::now();
        if random.below(2) == 0 {
            editor.request("textDocument/hover", place);
            hovers.push(sent.elapsed());
        } else {
            editor.request("textDocument/documentSymbol", place);
            outlines.push(sent.elapsed());
        }
    }
    report("edit to publish", latencies);
    // On a busy machine this tells what the work itself costs.
    report("processor time of an edit", run_times);
    report("edit and hover", hovers);
    report("edit and outline", outlines);

    // An answer may have overtaken the last diagnostics.
    version += 1;
    editor.change(version, 0, 0, 0, "");
    editor.published(version);
    let first = version + 1;
    for _ in 0..30 {
        version += 1;
        editor.change(version, 0, 0, 0, "x");
    }
    let start = Instant::now();
    let (messages, _) = editor.published(version);
    println!(
        "burst of {} edits: {messages} published, the last {:.2} ms after the last edit",
        version - first + 1,
        ms(start.elapsed())
    );
    if let Some(megabytes) = editor.peak_memory() {
        println!("peak memory: {megabytes} MB");
    }
    println!("exit to end of process: {:.2} ms", ms(editor.stop()));
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn report(what: &str, mut samples: Vec<Duration>) {
    samples.sort_unstable();
    let at = |per_mille: usize| {
        let index = (samples.len() * per_mille / 1000).min(samples.len().saturating_sub(1));
        samples.get(index).copied().map_or(0.0, ms)
    };
    println!(
        "{what}: p50 {:.2} ms, p99 {:.2} ms, worst {:.2} ms ({} samples)",
        at(500),
        at(990),
        at(1000),
        samples.len()
    );
}
