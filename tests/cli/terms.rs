//! `define` and `related` on the real binary: terms of the user's own, and notes that make it hard.

use crate::Notes;

const STORAGE: &str =
    "# Storage\n\n## Write-ahead log\n\nA WAL is a file that changes go to first.\n";
const ALSO: &str = "# Also\n\n## WAL\n\nThe write-ahead log: changes go there first.\n";

#[test]
fn terms_of_the_settings_win() {
    let config =
        "[terms]\nfiles = [\"team.toml\"]\nextra = { WAL = \"What our team calls the wall.\" }\n";
    let team = "[[term]]\nname = \"Zorp\"\naliases = [\"zorper\"]\nexpansion = \"Zone Of Real Peace\"\ndefinition = \"Where nobody calls.\"\n";
    let notes = Notes::new(&[
        ("notelint.toml", config),
        ("team.toml", team),
        ("a.md", STORAGE),
    ]);
    let wal = notes.run(&["define", "wal", "--output-format=json"]);
    assert_eq!(wal.code, 0, "{}", wal.stderr);
    let wal = wal.json();
    assert_eq!(wal["definition"], "What our team calls the wall.");
    assert_eq!(wal["source"], serde_json::Value::Null);
    assert_eq!(wal["notes"][0]["filename"], "a.md");
    let zorp = notes
        .run(&["define", "zorper", "--output-format=json"])
        .json();
    assert_eq!(zorp["term"], "Zorp");
    assert_eq!(zorp["expansion"], "Zone Of Real Peace");
    // Theirs are terms like others: sections are related by them.
    notes.write("b.md", "# Zorp\n\nQuiet.\n");
    notes.write("c.md", "# Zorper\n\nLoud.\n");
    let related = notes
        .run(&["related", "b.md", "--output-format=json"])
        .json();
    assert_eq!(related[0]["filename"], "c.md");
    assert_eq!(related[0]["shared"][0], "Zorp");
}

#[test]
fn a_note_called_glossary_wins() {
    let glossary =
        "# Ours\n\n- WAL: the log that our team swears by\n- Blue room: the staging cluster\n";
    let notes = Notes::new(&[("team-glossary.md", glossary), ("a.md", STORAGE)]);
    let wal = notes
        .run(&["define", "write-ahead", "log", "--output-format=json"])
        .json();
    assert_eq!(wal["definition"], "WAL: the log that our team swears by");
    assert_eq!(wal["notes"][0]["line"], 3);
    let room = notes.run(&["define", "blue room"]);
    assert_eq!(room.code, 0);
    assert!(
        room.stdout.contains("the staging cluster"),
        "{}",
        room.stdout
    );
}

#[test]
fn an_entry_that_repeats_another_is_told() {
    let config = "[terms]\nfiles = [\"team.toml\"]\n[terms.extra]\nSLO = \"Ours.\"\n";
    let team = "[[term]]\nname = \"slo\"\ndefinition = \"Theirs.\"\n";
    let glossary = "- Zorp: the first\n- Zorp: the second\n";
    let notes = Notes::new(&[
        ("notelint.toml", config),
        ("team.toml", team),
        ("glossary.md", glossary),
    ]);
    let slo = notes.run(&["define", "SLO"]);
    assert_eq!(slo.code, 0, "{}", slo.stderr);
    assert!(slo.stdout.contains("Ours."), "{}", slo.stdout);
    let message = "`slo` is defined in [terms] extra and in team.toml; the first counts";
    assert!(slo.stderr.contains(message), "{}", slo.stderr);
    let zorp = notes.run(&["define", "Zorp"]);
    let message = "`Zorp` is an entry again in glossary.md:2; the first one counts";
    assert!(zorp.stderr.contains(message), "{}", zorp.stderr);
    assert!(zorp.stdout.contains("the first"), "{}", zorp.stdout);
    // A file that cannot be used is named, and the run has failed.
    notes.write("team.toml", "[[term]]\nname = 3\n");
    let broken = notes.run(&["define", "SLO"]);
    assert_eq!(broken.code, 2);
    assert!(broken.stderr.contains("team.toml"), "{}", broken.stderr);
}

#[test]
fn two_notes_of_the_same_name_are_told_apart() {
    let notes = Notes::new(&[("one/wal.md", STORAGE), ("two/wal.md", ALSO)]);
    notes.write(".git/HEAD", "");
    let related = notes
        .run(&["related", "one/wal.md:3", "--output-format=json"])
        .json();
    assert_eq!(related[0]["filename"], "two/wal.md");
    let defined = notes.run(&["define", "WAL", "--output-format=json"]).json();
    let mut files: Vec<&str> = defined["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| note["filename"].as_str().unwrap())
        .collect();
    files.sort_unstable();
    files.dedup();
    assert_eq!(files, ["one/wal.md", "two/wal.md"]);
}

#[cfg(unix)]
#[test]
fn cycles_of_links_between_folders_come_to_an_end() {
    let notes = Notes::new(&[("a/storage.md", STORAGE), ("also.md", ALSO)]);
    std::os::unix::fs::symlink("..", notes.path("a/up")).unwrap();
    std::os::unix::fs::symlink("self", notes.path("self")).unwrap();
    std::os::unix::fs::symlink("self.md", notes.path("self.md")).unwrap();
    let related = notes.run(&["related", "also.md:3", "--output-format=json"]);
    assert_eq!(related.code, 0, "{}", related.stderr);
    // Each note once, whatever way leads to it.
    let found = related.json();
    let files = found
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["filename"].as_str().unwrap());
    assert_eq!(files.collect::<Vec<_>>(), ["a/storage.md"]);
    let check = notes.run(&["check"]);
    assert!(check.code < 2, "{}", check.stderr);
}
