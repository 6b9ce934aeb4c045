//! The sample notes of `tests/notes`: what is found in them, and that the README shows what notelint really prints.

use std::path::Path;

use crate::{Ran, run_in};

fn check(arguments: &[&str]) -> Ran {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let arguments = [&["check", "--no-config", "--exit-zero"], arguments].concat();
    let ran = run_in(root, &arguments, b"");
    assert_eq!(ran.code, 0, "{ran:?}");
    ran
}

/// Every finding, without its message, against `tests/notes/expected.txt`. `UPDATE_EXPECTED=1` writes that file anew; look
/// at what changed before you commit it.
#[test]
fn the_findings_are_those_expected() {
    let ran = check(&["--output-format=concise", "tests/notes"]);
    let found: String = ran
        .stdout
        .lines()
        .map(|line| format!("{}]\n", line.split_once(']').unwrap().0))
        .collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notes/expected.txt");
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&file, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&file).unwrap();
    assert_eq!(found, expected, "UPDATE_EXPECTED=1 accepts what is found");
}

/// The README's example is a stretch of the real output.
#[test]
fn the_readme_shows_real_output() {
    let readme = include_str!("../../README.md");
    let shown = readme
        .split("```text\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next())
        .unwrap();
    let ran = check(&["--output-format=full", "tests/notes"]);
    assert!(
        ran.stdout.contains(shown),
        "no longer printed:\n{shown}\nbut:\n{}",
        ran.stdout
    );
}
