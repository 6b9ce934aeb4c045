//! Writes a vault of made-up notes: `cargo bench --bench generate -- FOLDER NOTES [SEED]`.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod vault;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let [folder, notes, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: cargo bench --bench generate -- FOLDER NOTES [SEED]");
        return ExitCode::from(2);
    };
    let seed = rest.first().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let Ok(notes) = notes.parse() else {
        eprintln!("`{notes}` is no number of notes");
        return ExitCode::from(2);
    };
    match vault::Vault::new(seed, notes).write(Path::new(folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{folder}: {error}");
            ExitCode::from(2)
        }
    }
}
