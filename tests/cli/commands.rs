//! The commands beside `check`, and stdin.

use serde_json::json;

use crate::{LOCK, Notes, SELECT, note_with_findings, notelint};

#[test]
fn help_and_version() {
    let run = |argument: &str| {
        let output = notelint().arg(argument).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(
        run("--version"),
        format!("notelint {}\n", env!("CARGO_PKG_VERSION"))
    );
    let help = run("--help");
    for word in ["Examples:", "Exit codes:", "check", "questions", "outline"] {
        assert!(help.contains(word), "{word}");
    }
}

#[test]
fn stdin_is_checked_under_its_name() {
    let notes = Notes::new(&[("notelint.toml", "[lint]\nignore = [\"mojibake\"]\n")]);
    let ran = notes.run_with(
        &[
            "check",
            "-",
            "--stdin-filename=x/y.md",
            "--output-format=json",
            SELECT,
        ],
        note_with_findings().as_bytes(),
    );
    assert_eq!(ran.code, 1);
    assert_eq!(ran.json()[0]["filename"], "x/y.md");
    // The config that would count for that name counts.
    let ran = notes.run_with(&["check", "-"], note_with_findings().as_bytes());
    assert!(!ran.stdout.contains("mojibake"), "{ran:?}");
    assert!(ran.stdout.contains("stdin:4:"), "{ran:?}");
}

#[test]
fn stdin_is_fixed_onto_stdout() {
    let notes = Notes::new::<&str>(&[]);
    let ran = notes.run_with(
        &["check", "-", "--fix", "--select=mojibake"],
        format!("{LOCK}\r\n").as_bytes(),
    );
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "🔒\r\n"));
    let ran = notes.run_with(
        &["check", "-", "--fix", SELECT],
        note_with_findings().as_bytes(),
    );
    assert_eq!(ran.code, 1);
    assert_eq!(ran.stdout, note_with_findings().replace(LOCK, "🔒"));
    assert!(ran.stderr.contains("syntax-error"), "{ran:?}");
    let ran = notes.run_with(&["check", "-"], b"caf\xE9");
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("stdin: byte 0xE9"), "{ran:?}");
}

#[test]
fn rules_are_listed_and_explained() {
    let notes = Notes::new::<&str>(&[]);
    let list = notes.run(&["rule", "--output-format=json"]).json();
    let rule = list
        .as_array()
        .unwrap()
        .iter()
        .find(|rule| rule["name"] == "mojibake")
        .unwrap();
    assert_eq!(rule["severity"], "warning");
    assert_eq!(rule["fixable"], true);
    let page = notes.run(&["rule", "mojibake", "--output-format=full"]);
    assert!(page.stdout.starts_with("# mojibake\n"), "{page:?}");
}

#[test]
fn headings_are_listed() {
    let notes = Notes::new(&[("a.md", "# One\n\ntext\n\n## Two ##\n\ntext\n")]);
    assert_eq!(
        notes
            .run(&["outline", "a.md", "--output-format=json"])
            .json(),
        json!([
            { "title": "One", "level": 1, "line": 1, "end_line": 7, "kind": "atx" },
            { "title": "Two", "level": 2, "line": 5, "end_line": 7, "kind": "atx" },
        ])
    );
    let ran = notes.run(&["outline", "a.md"]);
    assert_eq!(ran.stdout, "a.md:1: # One\na.md:5: ## Two\n");
}

#[test]
fn questions_are_listed_with_totals() {
    let notes = Notes::new(&[("a.md", "# What is it? ❓\n\n# And this? ❓\n\nIt is so.\n")]);
    let ran = notes.run(&["questions", "--output-format=json"]);
    assert_eq!(
        ran.json(),
        json!([
            { "filename": "a.md", "line": 1, "column": 15, "status": "unanswered",
              "question": "What is it?", "marker_lines": [1] },
            { "filename": "a.md", "line": 3, "column": 13, "status": "unsure",
              "question": "And this?", "marker_lines": [3] },
        ])
    );
    let ran = notes.run(&["questions"]);
    assert_eq!(ran.stderr, "1 unanswered, 1 unsure, 0 answered.\n");
}

#[test]
fn snippets_are_listed_with_their_verdicts() {
    let notes = Notes::new(&[(
        "a.md",
        "```python\nx = 1\n```\n\n```python\nx = (1,\n```\n\n```sql\nselect 1\n```\n",
    )]);
    let list = notes.run(&["snippets", "--output-format=json"]).json();
    let verdicts: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|snippet| {
            (
                snippet["line"].as_u64().unwrap(),
                snippet["end_line"].as_u64().unwrap(),
                snippet["language"].as_str().unwrap(),
                snippet["verdict"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        verdicts,
        [
            (1, 3, "python", "ok"),
            (5, 7, "python", "error"),
            (9, 11, "sql", "skipped"),
        ]
    );
    assert!(list[1]["message"].is_string());
}

#[test]
fn every_command_has_a_manual_page() {
    let notes = Notes::new::<&str>(&[]);
    let ran = notes.run(&["man"]);
    assert_eq!(ran.code, 0);
    assert!(ran.stdout.contains(".TH notelint 1"), "{}", ran.stdout);
    assert_eq!(notes.run(&["man", "pages"]).code, 0);
    let check = notes.read("pages/notelint-check.1");
    assert!(check.contains(r"\-\-unsafe\-fixes"), "{check}");
    assert!(notes.path("pages/notelint-config-show.1").exists());
    // A file stands where the folder should be.
    notes.write("taken", "");
    let ran = notes.run(&["man", "taken"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("taken"), "{}", ran.stderr);
}

#[test]
fn completions_are_scripts_of_their_shells() {
    let notes = Notes::new::<&str>(&[]);
    for (shell, sign) in [
        ("bash", "complete -F _notelint"),
        ("zsh", "#compdef notelint"),
        ("fish", "complete -c notelint"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let ran = notes.run(&["completions", shell]);
        assert_eq!(ran.code, 0);
        assert!(ran.stdout.contains(sign), "{shell}");
        // The generator of PowerShell's script knows no values.
        assert!(
            shell == "powershell" || ran.stdout.contains("unknown-module"),
            "{shell}"
        );
    }
}
