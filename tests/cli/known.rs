//! Findings that are known: `--baseline` and `--since`.

use std::process::Command;

use crate::programs::is_missing;
use crate::{LOCK, Notes, Ran};

const CHECK: &[&str] = &["check", "--select=mojibake"];

fn check(notes: &Notes, more: &[&str]) -> Ran {
    notes.run(&[CHECK, more].concat())
}

#[test]
fn known_findings_survive_edits_around_them() {
    let old = format!("# Old\n\n{LOCK} a\n\n{LOCK} b\n");
    let notes = Notes::new(&[("deep/a.md", &old)]);
    let ran = check(&notes, &["--baseline=known.json", "--write-baseline"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.stderr
            .contains("Wrote 2 findings to known.json; they are known"),
        "{ran:?}"
    );

    let ran = check(&notes, &["--baseline=known.json"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert!(
        ran.stderr.contains("Known findings not told: 2."),
        "{ran:?}"
    );

    // Moved, one of them is gone, and a new one beside them.
    notes.write(
        "deep/a.md",
        format!("# New\n\ntext\n\n> quote\n\n{LOCK} b\n\n{LOCK} c\n"),
    );
    let ran = check(&notes, &["--baseline=known.json"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.stdout.lines().count(), 1, "{ran:?}");
    assert!(ran.stdout.starts_with("deep/a.md:9:1:"), "{ran:?}");

    // Called from elsewhere, the same are known.
    let folder = notes.path("deep");
    let output = crate::notelint()
        .args(CHECK)
        .arg("--baseline=../known.json")
        .current_dir(folder)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), 1);
}

#[test]
fn a_second_one_alike_is_new() {
    let notes = Notes::new(&[("a.md", format!("{LOCK}\n"))]);
    check(&notes, &["--baseline=known.json", "--write-baseline"]);
    notes.write("a.md", format!("{LOCK}\n{LOCK}\n"));
    let ran = check(&notes, &["--baseline=known.json"]);
    assert_eq!(ran.stdout.lines().count(), 1, "{ran:?}");
}

#[test]
fn known_findings_are_not_mended() {
    let notes = Notes::new(&[("a.md", format!("{LOCK} old\n"))]);
    check(&notes, &["--baseline=known.json", "--write-baseline"]);
    notes.write("a.md", format!("{LOCK} old\n\n{LOCK} new\n"));
    let ran = check(&notes, &["--baseline=known.json", "--fix"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(notes.read("a.md"), format!("{LOCK} old\n\n🔒 new\n"));
}

#[test]
fn a_bad_baseline_is_named_and_nothing_is_written() {
    let notes = Notes::new(&[("a.md", format!("{LOCK}\n"))]);
    check(&notes, &["--baseline=good.json", "--write-baseline"]);
    let good = notes.read("good.json");
    for (content, message) in [
        (
            &good[..good.len() - 3],
            "bad.json:9:3: the baseline is cut short; delete it",
        ),
        (
            "{\"notelint_baseline\": 7}",
            "bad.json: a baseline of version 7, this notelint reads version 1",
        ),
        ("# a note\n", "bad.json:1:1: not a baseline of notelint"),
        (
            "{\"notelint_baseline\": 1}",
            "bad.json:1:24: not a baseline of notelint",
        ),
    ] {
        notes.write("bad.json", content);
        for more in ["--fix", "--write-baseline"] {
            let ran = check(&notes, &["--baseline=bad.json", more]);
            assert_eq!(ran.code, 2, "{ran:?}");
            assert!(ran.stderr.contains(message), "{ran:?}");
            assert_eq!(notes.read("bad.json"), content);
            assert_eq!(notes.read("a.md"), format!("{LOCK}\n"));
        }
    }
    let ran = check(&notes, &["--baseline=none.json"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("none.json: no such file; --write-baseline makes it"),
        "{ran:?}"
    );
}

fn git(notes: &Notes, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org"])
        .args(arguments)
        .current_dir(notes.path("."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn since_tells_findings_on_changed_lines() {
    if is_missing("git") {
        return;
    }
    let notes = Notes::new(&[
        ("sub/ü \"x\".md", format!("{LOCK} old\n\ntext\n")),
        ("same.md", format!("{LOCK}\n")),
    ]);
    git(&notes, &["init", "-q", "-b", "main"]);
    git(&notes, &["add", "."]);
    git(&notes, &["commit", "-qm", "one"]);
    let rows = |arguments: &[&str]| -> Vec<String> {
        let ran = check(&notes, &[&["--output-format=json"], arguments].concat());
        ran.json()
            .as_array()
            .unwrap()
            .iter()
            .map(|f| {
                format!(
                    "{}:{}",
                    f["filename"].as_str().unwrap(),
                    f["location"]["row"]
                )
            })
            .collect()
    };
    assert_eq!(rows(&[]).len(), 2);
    assert!(rows(&["--since=HEAD"]).is_empty());

    notes.write(
        "sub/ü \"x\".md",
        format!("new\n\n{LOCK} old\n\ntext {LOCK}\n"),
    );
    notes.write("new.md", format!("\n{LOCK}\n"));
    assert_eq!(rows(&["--since=HEAD"]), ["new.md:2", "sub/ü \"x\".md:5"]);

    git(&notes, &["checkout", "-qb", "topic"]);
    git(&notes, &["add", "."]);
    git(&notes, &["commit", "-qm", "two"]);
    assert!(rows(&["--since=HEAD"]).is_empty());
    assert_eq!(rows(&["--since=HEAD~1"]).len(), 2);
    // What happened on the other branch meanwhile is no change of this one.
    git(&notes, &["checkout", "-q", "main"]);
    notes.write("same.md", format!("{LOCK} other\n"));
    git(&notes, &["commit", "-qam", "three"]);
    git(&notes, &["checkout", "-q", "topic"]);
    assert_eq!(rows(&["--since=main"]), ["new.md:2", "sub/ü \"x\".md:5"]);
}

#[test]
#[cfg(unix)]
fn since_starts_nothing_that_a_repository_names() {
    if is_missing("git") {
        return;
    }
    use std::os::unix::fs::PermissionsExt;

    let notes = Notes::new(&[("a.md", "one\n"), ("b.md", "two\n")]);
    git(&notes, &["init", "-q", "-b", "main"]);
    git(&notes, &["add", "."]);
    git(&notes, &["commit", "-qm", "one"]);
    notes.write(
        ".gitattributes",
        "a.md filter=a=b.c\nb.md filter=d diff=e\n",
    );
    notes.write("a.md", format!("{LOCK} a\n"));
    notes.write("b.md", format!("{LOCK} b\n"));
    notes.write("evil", "#!/bin/sh\ntouch started\ncat\n");
    let evil = notes.path("evil");
    std::fs::set_permissions(&evil, PermissionsExt::from_mode(0o755)).unwrap();
    let evil = evil.to_str().unwrap();
    for name in [
        "filter.a=b.c.clean",
        "filter.d.process",
        "diff.e.command",
        "diff.e.textconv",
        "core.fsmonitor",
        "core.pager",
    ] {
        git(&notes, &["config", name, evil]);
    }
    git(&notes, &["config", "filter.a=b.c.required", "true"]);
    // Such a repository does start programs.
    git(&notes, &["diff", "--no-ext-diff"]);
    assert!(notes.path("started").exists());
    std::fs::remove_file(notes.path("started")).unwrap();

    let ran = check(&notes, &["--since=HEAD"]);
    assert!(!notes.path("started").exists(), "{ran:?}");
    assert_eq!(ran.stdout.lines().count(), 2, "{ran:?}");
}

#[test]
fn since_names_what_git_does_not_know() {
    if is_missing("git") {
        return;
    }
    let notes = Notes::new(&[("a.md", "x\n")]);
    let ran = check(&notes, &["--since=HEAD"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("is in no git repository"), "{ran:?}");
    git(&notes, &["init", "-q"]);
    for reference in ["nope", "--output=a.md"] {
        let ran = check(&notes, &[&format!("--since={reference}")]);
        assert_eq!(ran.code, 2);
        assert!(
            ran.stderr
                .contains(&format!("git knows no commit `{reference}`")),
            "{ran:?}"
        );
    }
    assert_eq!(notes.read("a.md"), "x\n");
}
