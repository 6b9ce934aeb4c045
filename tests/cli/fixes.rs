//! `--fix` and `--diff` on copies that may be harmed.

use std::process::{Command, Stdio};

use crate::programs::is_missing;
use crate::{LOCK, Notes, SELECT, note_with_findings};

const FIX: &[&str] = &["check", "--fix", "--select=mojibake"];

#[test]
fn a_fix_changes_its_span_and_nothing_else() {
    let text = format!("\u{FEFF}a\r\n{LOCK}\tb  \r\nc {LOCK} é");
    let notes = Notes::new(&[("a.md", &text)]);
    let ran = notes.run(FIX);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(notes.read("a.md"), text.replace(LOCK, "🔒"));
    assert_eq!(
        ran.stderr,
        "Mended 2 findings in 1 note.\nNothing found in 1 note.\n"
    );
    let ran = notes.run(FIX);
    assert_eq!(notes.read("a.md"), text.replace(LOCK, "🔒"));
    assert!(ran.stderr.contains("Nothing mended"), "{ran:?}");
}

#[test]
fn utf_16_stays_utf_16() {
    let encode = |text: &str| -> Vec<u8> {
        std::iter::once(0xFEFF)
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect()
    };
    let notes = Notes::new(&[("a.md", encode(&format!("x {LOCK}\r\n")))]);
    assert_eq!(notes.run(FIX).code, 0);
    assert_eq!(notes.bytes("a.md"), encode("x 🔒\r\n"));
}

#[test]
fn a_note_without_fixes_is_not_touched() {
    let notes = Notes::new(&[("a.md", "text\n")]);
    let before = std::fs::metadata(notes.path("a.md")).unwrap();
    notes.run(&["check", "--fix", "--unsafe-fixes"]);
    let after = std::fs::metadata(notes.path("a.md")).unwrap();
    assert_eq!(before.modified().unwrap(), after.modified().unwrap());
}

#[test]
#[cfg(unix)]
fn permissions_stay_and_hard_links_are_refused() {
    use std::os::unix::fs::PermissionsExt;
    let notes = Notes::new(&[("a.md", LOCK), ("b.md", LOCK)]);
    let a = notes.path("a.md");
    std::fs::set_permissions(&a, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::fs::hard_link(notes.path("b.md"), notes.path("c.txt")).unwrap();
    let ran = notes.run(FIX);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("b.md: not written: it has 2 hard links"),
        "{ran:?}"
    );
    // What could not be mended is still reported.
    assert!(ran.stdout.contains("b.md:1:1:"), "{ran:?}");
    assert_eq!(notes.read("b.md"), LOCK);
    assert_eq!(notes.read("a.md"), "🔒");
    let mode = std::fs::metadata(&a).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
#[cfg(unix)]
fn nothing_is_written_outside_of_the_named_folder() {
    let notes = Notes::new(&[("outside.md", LOCK), ("in/note.md", LOCK)]);
    std::os::unix::fs::symlink("../outside.md", notes.path("in/link.md")).unwrap();
    std::os::unix::fs::symlink("note.md", notes.path("in/near.md")).unwrap();
    let ran = notes.run(&["check", "--fix", "--select=mojibake", "in/link.md"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("in/link.md: not written: it is a link to "),
        "{ran:?}"
    );
    assert_eq!(notes.read("outside.md"), LOCK);
    let ran = notes.run(&["check", "--fix", "--select=mojibake", "in/near.md"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(notes.read("in/note.md"), "🔒");
    assert!(notes.path("in/near.md").is_symlink());
}

#[test]
fn a_diff_shows_what_a_fix_does_and_changes_nothing() {
    if is_missing("patch") && is_missing("git") {
        return;
    }
    let mut text: String = (0..30).map(|n| format!("line {n}\r\n")).collect();
    text.insert_str(text.len() / 2, LOCK);
    text.push_str(LOCK);
    let names = ["plain.md", "with blank/ü.md"];
    let notes = Notes::new(&names.map(|name| (name, &text)));
    let ran = notes.run(&["check", "--diff", "--select=mojibake"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.stderr.contains("Would mend 4 findings in 2 notes."),
        "{ran:?}"
    );
    for name in names {
        assert_eq!(notes.read(name), text);
    }
    patch(&notes, &ran.stdout);
    for name in names {
        assert_eq!(notes.read(name), text.replace(LOCK, "🔒"), "{name}");
    }
}

#[test]
fn a_diff_of_nothing_is_empty() {
    let notes = Notes::new(&[("a.md", "text\n")]);
    let ran = notes.run(&["check", "--diff"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
}

/// Feeds `diff` to `patch -p0` in the folder of `notes`; to git, which reads the same, where there is no `patch`.
fn patch(notes: &Notes, diff: &str) {
    use std::io::Write;
    let run = |program: &str, arguments: &[&str]| {
        Command::new(program)
            .args(arguments)
            .current_dir(notes.path("."))
            .stdin(Stdio::piped())
            .spawn()
    };
    let mut child = run("patch", &["-p0", "--quiet"])
        .or_else(|_| run("git", &["apply", "-p0"]))
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(diff.as_bytes()).unwrap();
    drop(stdin);
    assert!(child.wait().unwrap().success(), "{diff}");
}

#[test]
fn with_fix_and_format_what_remains_is_reported() {
    let notes = Notes::new(&[("a.md", note_with_findings())]);
    let ran = notes.run(&["check", "--fix", SELECT, "--output-format=json"]);
    assert_eq!(ran.code, 1);
    let findings = ran.json();
    assert_eq!(findings.as_array().unwrap().len(), 1);
    assert_eq!(findings[0]["code"], "syntax-error");
}
