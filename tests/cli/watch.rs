//! `--watch`: checks again when a note changes.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::{LOCK, Notes, notelint};

#[test]
fn a_change_is_checked_at_once() {
    let notes = Notes::new(&[("a.md", "fine\n")]);
    let mut child = notelint()
        .args(["check", "--watch", "--select=mojibake"])
        .current_dir(notes.path("."))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut until = |what: &str| {
        said.by_ref()
            .map(Result::unwrap)
            .find(|line| line.contains(what))
            .unwrap_or_else(|| panic!("the watch ended before it said {what:?}"));
    };
    until("Nothing found in 1 note.");
    until("Watching");
    notes.write("a.md", LOCK);
    until("1 finding");
    until("Watching");
    notes.write("notelint.toml", "[lint]\nselct = []\n");
    until("unknown key `lint.selct`");
    until("Watching");
    notes.write("notelint.toml", "[lint]\nignore = []\n");
    notes.write("b.md", "fine\n");
    until("of 2 notes");
    child.kill().unwrap();
    child.wait().unwrap();
}
