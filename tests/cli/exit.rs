//! Exit codes, and that one bad file does not hide what is wrong with the others.

use crate::{Notes, SELECT, note_with_findings};

#[test]
fn zero_where_nothing_is_found() {
    let notes = Notes::new(&[("a.md", "# Fine\n\ntext\n")]);
    let ran = notes.run(&["check"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
    assert_eq!(ran.stderr, "Nothing found in 1 note.\n");
}

#[test]
fn one_for_findings_as_grave_as_asked() {
    let notes = Notes::new(&[("a.md", note_with_findings())]);
    let code = |arguments: &[&str]| notes.run(&[&["check"], arguments].concat()).code;
    assert_eq!(code(&[]), 1);
    assert_eq!(code(&["--exit-zero"]), 0);
    assert_eq!(code(&["--select=mojibake"]), 1);
    assert_eq!(code(&["--select=mojibake", "--fail-on=error"]), 0);
    assert_eq!(code(&["--select=syntax-error", "--fail-on=error"]), 1);
    assert_eq!(code(&["--select=mojibake", "--fail-on=hint"]), 1);
}

#[test]
fn two_for_a_missing_path_and_the_rest_is_checked() {
    let notes = Notes::new(&[("a.md", note_with_findings())]);
    for arguments in [
        &["check", "nope.md", "a.md", SELECT][..],
        &["check", "--exit-zero", "nope.md", "a.md", SELECT],
    ] {
        let ran = notes.run(arguments);
        assert_eq!(ran.code, 2);
        assert!(
            ran.stderr.contains("error: nope.md: no such file"),
            "{ran:?}"
        );
        assert_eq!(ran.stdout.lines().count(), 2, "{ran:?}");
    }
}

#[test]
fn two_for_another_encoding_and_the_rest_is_checked() {
    let notes = Notes::new(&[
        ("bad.md", b"caf\xE9".to_vec()),
        ("good.md", note_with_findings().into_bytes()),
    ]);
    let ran = notes.run(&["check", SELECT]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("error: bad.md: byte 0xE9 at offset 3 (line 1) is not UTF-8"),
        "{ran:?}"
    );
    assert!(ran.stdout.contains("good.md:4:"), "{ran:?}");
}

#[test]
#[cfg(unix)]
fn two_for_an_unreadable_file_and_the_rest_is_checked() {
    use std::os::unix::fs::PermissionsExt;
    let notes = Notes::new(&[
        ("locked.md", note_with_findings()),
        ("open.md", note_with_findings()),
    ]);
    let locked = notes.path("locked.md");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&locked).is_ok() {
        // The superuser reads everything; a dangling link cannot be read by anybody.
        std::fs::remove_file(&locked).unwrap();
        std::os::unix::fs::symlink("/nowhere", &locked).unwrap();
    }
    let ran = notes.run(&["check", "locked.md", "open.md", SELECT]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("error: locked.md: "), "{ran:?}");
    assert!(ran.stdout.contains("open.md:4:"), "{ran:?}");
}

#[test]
fn a_folder_without_notes_is_named() {
    let notes = Notes::new(&[("empty/readme.txt", "text")]);
    let ran = notes.run(&["check", "empty"]);
    assert_eq!(ran.code, 0);
    assert!(
        ran.stderr
            .contains("no notes in empty (looked for *.md, *.markdown)"),
        "{ran:?}"
    );
}

#[test]
fn two_for_arguments_that_make_no_sense() {
    let notes = Notes::new(&[("a.md", "")]);
    for (arguments, message) in [
        (&["chekc"][..], "'check'"),
        (
            &["check", "--select=syntax-eror"],
            "did you mean `syntax-error`?",
        ),
        (&["check", "--unsafe-fixes"], "--fix"),
        (&["check", "-", "a.md"], "cannot stand beside other paths"),
        (&["check", "--config=nope.toml"], "nope.toml: no such file"),
        (&["rule", "mojibak"], "did you mean `mojibake`?"),
        (&["outline", "nope.md"], "nope.md: "),
    ] {
        let ran = notes.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?} {ran:?}");
        assert!(ran.stderr.contains(message), "{arguments:?} {ran:?}");
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    use std::process::Stdio;
    // More than a pipe holds, so that writing goes on after the reader left.
    let notes = Notes::new(&[("a.md", note_with_findings().repeat(20_000))]);
    let mut child = crate::notelint()
        .args(["check", "--output-format=json", "--select=mojibake"])
        .current_dir(notes.path("."))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = crate::ran(child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}

#[test]
fn notes_are_listed_in_a_fixed_order() {
    let names: Vec<String> = (0..40).map(|n| format!("{}/{n}.md", n % 7)).collect();
    let notes = Notes::new(
        &names
            .iter()
            .map(|name| (name.as_str(), note_with_findings()))
            .collect::<Vec<_>>(),
    );
    let first = notes.run(&["check", SELECT]);
    assert_eq!(first.stdout.lines().count(), 80);
    for _ in 0..5 {
        assert_eq!(notes.run(&["check", SELECT]).stdout, first.stdout);
    }
}
