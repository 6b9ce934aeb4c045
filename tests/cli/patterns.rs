//! `[[pattern]]` and `notelint check-patterns`: examples that fail, and patterns that cannot be used.

use crate::{LOCK, Notes};

const OLD: &str = "[[pattern]]\nname = \"old\"\nmessage = \"{mark} is old\"\n\
query = '(call function: (identifier) @mark (#eq? @mark \"old\"))'\n";

fn with(more: &str) -> Notes {
    Notes::new(&[
        ("notelint.toml", format!("{OLD}{more}")),
        ("a.md", format!("{LOCK}\n\n```python\nold(1)\n```\n")),
    ])
}

#[test]
fn examples_that_hold() {
    let notes = with(
        "fix = \"new\"\nbad = [\"old(1)\", '''\nx = [\n  old(2),\n]\n''']\ngood = [\"new(1)\", \"# old(1)\"]\n",
    );
    let ran = notes.run(&["check-patterns"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{ran:?}");
    assert_eq!(
        ran.stderr,
        "4 examples of 1 pattern in notelint.toml hold.\n"
    );
}

#[test]
fn examples_that_fail_are_named_with_their_lines() {
    let notes =
        with("fix = \"old \"\nbad = [\n  \"old(1)\",\n  \"new(1)\",\n]\ngood = [\"x = old(2)\"]\n");
    let ran = notes.run(&["check-patterns"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{ran:?}");
    assert!(
        lines[0].starts_with("notelint.toml:7: pattern `old`: "),
        "{ran:?}"
    );
    assert_eq!(
        lines[1..],
        [
            "notelint.toml:8: pattern `old`: this `bad` example is not found",
            "notelint.toml:10: pattern `old`: this `good` example is found, at `old`",
        ]
    );
    let json = notes
        .run(&["check-patterns", "--output-format=json"])
        .json();
    assert_eq!(json[1]["line"], 8);
    assert_eq!(json[1]["example"], "new(1)");
    assert_eq!(json[2]["kind"], "good");
}

#[test]
fn a_fix_that_breaks_the_code_fails() {
    let notes = with("fix = \"x[\"\nbad = [\"y = old(1)\\nprint(y)\"]\n");
    let ran = notes.run(&["check-patterns"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(
        ran.stdout
            .contains("mended, this `bad` example does not compile"),
        "{ran:?}"
    );
}

#[test]
fn a_pattern_without_examples_is_named_and_no_failure() {
    let ran = with("").run(&["check-patterns"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        ran.stderr
            .contains("warning: notelint.toml: pattern `old` has no `bad` example"),
        "{ran:?}"
    );
}

#[test]
fn without_a_config_there_is_nothing_to_try() {
    let notes = Notes::new(&[("a.md", "text\n")]);
    let ran = notes.run(&["check-patterns", "--no-config"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.stderr.contains("no config file in"), "{ran:?}");
}

/// What cannot be used is named with its place; nothing is checked with it, and nothing written.
#[test]
fn patterns_that_cannot_be_used_are_named_with_their_places() {
    let head = "[[pattern]]\nname = \"p\"\nmessage = \"m\"\n";
    for (rest, message) in [
        ("query = '(call'\n", "notelint.toml:4:"),
        (
            "query = '''\n(call\n  function: (nonsense) @mark)\n'''\n",
            "notelint.toml:6:14: pattern `p`, `query`: Python's grammar has no node `nonsense`",
        ),
        (
            "query = '(_) @mark'\n",
            "notelint.toml:4:10: pattern `p`, `query`: this finds nearly everything",
        ),
        (
            "language = \"text\"\nregex = '.*'\n",
            "notelint.toml:5:10: pattern `p`, `regex`: this finds nearly everything",
        ),
        (
            "language = \"text\"\nregex = '(a'\n",
            "notelint.toml:5:10: pattern `p`, `regex`: unclosed group",
        ),
        (
            "language = \"text\"\nregex = '(\\pL{1000}){1000}'\n",
            "notelint.toml:5:10: pattern `p`, `regex`: ",
        ),
        (
            "query = '(call) @mark'\nfix = \"{other}\"\n",
            "notelint.toml:5:8: pattern `p`, `fix`: nothing is captured as `other`",
        ),
        (
            "qeury = ''\n",
            "notelint.toml:4: unknown key `pattern[0].qeury`; did you mean `query`?",
        ),
    ] {
        let note = format!("{LOCK}\n");
        let notes = Notes::new(&[
            ("notelint.toml", format!("{head}{rest}")),
            ("a.md", note.clone()),
        ]);
        for arguments in [
            &["check", "--fix", "--unsafe-fixes"][..],
            &["check-patterns"],
        ] {
            let ran = notes.run(arguments);
            assert_eq!(ran.code, 2, "{ran:?}");
            assert!(ran.stderr.contains(message), "{rest}: {ran:?}");
            assert_eq!(notes.read("a.md"), note);
        }
    }
}
