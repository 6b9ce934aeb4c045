//! Input that no writer means: large, deep, odd. notelint names what it skips and never dies.

use crate::{Notes, Ran};

fn check(text: impl AsRef<[u8]>) -> Ran {
    let notes = Notes::new(&[
        ("bad.md", text.as_ref()),
        ("good.md", b"# \xC3\xB0\xC5\xB8\xE2\x80\x9D\xE2\x80\x99\n"),
    ]);
    let ran = notes.run(&["check", "--output-format=json"]);
    assert!(ran.code == 0 || ran.code == 1, "{}", ran.stderr);
    assert!(!ran.stderr.contains("a bug in notelint"), "{}", ran.stderr);
    // The other note was still checked.
    assert!(
        ran.json()
            .as_array()
            .unwrap()
            .iter()
            .any(|f| f["filename"] == "good.md")
    );
    ran
}

fn fence(code: &str) -> String {
    format!("# Title\n\n```python\n{code}\n```\n")
}

#[test]
fn empty_and_nearly_empty_notes() {
    for text in [
        "",
        "\n",
        "\r",
        " ",
        "\u{FEFF}",
        "```",
        "```python",
        "#",
        "❓",
        "\0",
    ] {
        check(text);
    }
}

#[test]
fn line_ends_of_every_kind() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["# Title", "", "```python", "x = (1,", "```", ""].join(end);
        let findings = check(text).json();
        let error = findings
            .as_array()
            .unwrap()
            .iter()
            .find(|f| f["code"] == "syntax-error")
            .unwrap_or_else(|| panic!("{end:?}: {findings}"));
        assert_eq!(error["location"]["row"], 4, "{end:?}");
    }
}

#[test]
fn brackets_nested_a_hundred_thousand_deep() {
    for bracket in [
        "(", "[", "{", ">", "> ", "- ", "*", "_", "`", "![", "<", "$", "![",
    ] {
        let deep = bracket.repeat(100_000);
        check(&deep);
        check(fence(&deep));
        check(fence(&format!("x = {deep}")));
    }
    check(fence(&format!(
        "{}{}",
        "(".repeat(100_000),
        ")".repeat(100_000)
    )));
}

#[test]
fn expressions_and_blocks_that_nest_without_brackets() {
    check(fence(&format!("a{}", ".b".repeat(100_000))));
    check(fence(&format!("{}x", "not ".repeat(100_000))));
    check(fence(&format!("{}1", "-".repeat(100_000))));
    check(fence(&format!("x = {}1", "lambda: ".repeat(50_000))));
    check(fence(&format!("x{}", "()".repeat(50_000))));
    check(fence(&format!("x = 1{}", " if y else 1".repeat(50_000))));
    check(fence(&format!("{}y", "x = ".repeat(50_000))));
    check(fence(&"f'{".repeat(50_000)));
    let ifs: String = (0..3_000)
        .map(|depth| format!("{}if x:\n", " ".repeat(depth)))
        .collect();
    check(fence(&format!("{ifs}{}pass", " ".repeat(3_000))));
    let elifs = "elif x:\n    pass\n".repeat(50_000);
    check(fence(&format!("if x:\n    pass\n{elifs}")));
}

#[test]
fn a_very_long_line() {
    // One megabyte here; fifty, in an optimized build, behave the same.
    let line = "word (word) [word] `code` ".repeat(40_000);
    check(&line);
    check(fence(&format!("# {line}")));
    let findings = check(format!("{line}{}\n", crate::LOCK)).json();
    let found = findings
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["filename"] == "bad.md" && f["code"] == "mojibake")
        .unwrap();
    assert_eq!(found["location"]["column"], line.chars().count() + 1);
}

#[test]
fn a_long_line_is_shown_short() {
    let line = "word ".repeat(100_000) + crate::LOCK;
    let notes = Notes::new(&[("a.md", line)]);
    let ran = notes.run(&["check", "--output-format=full", "--select=mojibake"]);
    assert!(
        ran.stdout.lines().all(|line| line.chars().count() < 200),
        "{ran:?}"
    );
}

#[test]
fn a_file_that_is_none() {
    let notes = Notes::new(&[("folder.md/note.md", "text")]);
    assert_eq!(notes.run(&["check", "folder.md"]).code, 0);
    if cfg!(unix) {
        let ran = notes.run(&["check", "/dev/null"]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("not a regular file"), "{ran:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_with_pipes_devices_and_cycles() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let links = "# A ❓\n\n[[pipe]] [a](pipe.md#x) [b](zero.md) [c](../../../../../../dev/zero)\n";
    let notes = Notes::new(&[("good.md", links), ("sub/a.md", "# B\n")]);
    for name in ["pipe.md", "notelint.toml"] {
        let made = std::process::Command::new("mkfifo")
            .arg(notes.path(name))
            .status();
        assert!(made.unwrap().success());
    }
    symlink("../sub", notes.path("sub/up")).unwrap();
    symlink("self.md", notes.path("self.md")).unwrap();
    symlink("/dev/zero", notes.path("zero.md")).unwrap();
    let no_text = std::ffi::OsStr::from_bytes(b"no\xfftext.md");
    std::fs::write(notes.path(".").join(no_text), "# Is it read ❓\n").unwrap();
    // Whoever opened the pipe would wait for ever, whoever read the device would never be done.
    let ran = notes.run(&[
        "check",
        "--output-format=concise",
        "--select=unanswered-question",
    ]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.stdout.contains("good.md:1:"), "{ran:?}");
    assert!(ran.stdout.contains("text.md:1:"), "{ran:?}");
    for command in [&["questions"][..], &["map"], &["related", "good.md:1"]] {
        assert_eq!(notes.run(command).code, 0, "{command:?}");
    }
}

#[test]
fn notes_past_the_limit_are_named_and_skipped() {
    let notes = Notes::new(&[
        ("notelint.toml", "[notes]\nmax-megabytes = 1\n"),
        ("good.md", "# Is this a question ❓\n"),
    ]);
    // A sparse file: its gigabyte takes no room and must not be read.
    let large = std::fs::File::create(notes.path("large.md")).unwrap();
    large.set_len(1 << 30).unwrap();
    let ran = notes.run(&["check", "--output-format=json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("large.md"), "{}", ran.stderr);
    assert!(ran.stderr.contains("limit of 1048576"), "{}", ran.stderr);
    assert_eq!(ran.json()[0]["filename"], "good.md");
    let defined = notes.run(&["define", "--output-format=json", "GIL"]);
    assert_eq!(defined.code, 2);
    assert!(defined.stderr.contains("large.md"), "{}", defined.stderr);
    assert_eq!(defined.json()["term"], "GIL");
}
