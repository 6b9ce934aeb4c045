//! What reaches a terminal: nothing from notes or file names that it could obey, and colours only where wanted.

use crate::{Notes, notelint};

/// Sets the window's title, clears the screen by C1, turns the direction of writing.
const EVIL: &str = "\x1b]0;owned\x07\u{9b}2J\u{202e}";

fn is_raw(c: char) -> bool {
    (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c)
}

#[test]
fn text_of_a_note_is_escaped_in_every_format() {
    let note = format!(
        "# {} {EVIL}\n\n```python\nx = (1, '{EVIL}\n```\n",
        crate::LOCK
    );
    let notes = Notes::new(&[("a.md", note)]);
    for format in [
        "full",
        "concise",
        "grouped",
        "json",
        "json-lines",
        "github",
        "gitlab",
        "sarif",
        "junit",
    ] {
        let ran = notes.run(&["check", "--output-format", format]);
        assert_eq!(ran.code, 1, "{format}");
        assert!(!ran.stdout.contains(is_raw), "{format}: {:?}", ran.stdout);
        assert!(!ran.stderr.contains(is_raw), "{format}: {:?}", ran.stderr);
    }
    let ran = notes.run(&["check", "--output-format=full"]);
    assert!(
        ran.stdout
            .contains("\\u{1b}]0;owned\\u{7}\\u{9b}2J\\u{202e}"),
        "{ran:?}"
    );
    for command in ["outline", "questions", "snippets"] {
        for format in ["full", "concise", "json"] {
            let ran = notes.run(&[command, "a.md", "--output-format", format]);
            assert!(!ran.stdout.contains(is_raw), "{command} {format}: {ran:?}");
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn names_of_files_are_escaped() {
    let name = format!("{EVIL}.md");
    let notes = Notes::new(&[(name.as_str(), b"\xE9".to_vec())]);
    for format in ["full", "json", "github", "sarif", "junit"] {
        let ran = notes.run(&["check", "--output-format", format]);
        assert_eq!(ran.code, 2);
        assert!(!ran.stdout.contains(is_raw), "{format}: {ran:?}");
        assert!(!ran.stderr.contains(is_raw), "{format}: {ran:?}");
        assert!(ran.stderr.contains("\\u{1b}]0;owned"), "{ran:?}");
    }
}

#[test]
fn arguments_are_escaped() {
    let notes = Notes::new(&[("a.md", "")]);
    let ran = notes.run(&["check", &format!("--select={EVIL}")]);
    assert_eq!(ran.code, 2);
    assert!(!ran.stderr.contains(is_raw), "{ran:?}");
}

#[test]
fn colours_where_they_are_wanted() {
    let notes = Notes::new(&[("a.md", crate::note_with_findings())]);
    let coloured = |arguments: &[&str], variables: &[(&str, &str)]| {
        let output = notelint()
            .args([&["check", "--output-format=full"], arguments].concat())
            .envs(variables.iter().copied())
            .current_dir(notes.path("."))
            .output()
            .unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(coloured(&["--color=always"], &[]));
    assert!(coloured(&["--color=always"], &[("NO_COLOR", "1")]));
    assert!(!coloured(&["--color=never"], &[("CLICOLOR_FORCE", "1")]));
}
