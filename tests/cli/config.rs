//! Config files: which one counts, what it does, and what is said of a bad one.

use crate::{Notes, note_with_findings};

#[test]
fn the_nearest_config_counts_for_each_note() {
    let notes = Notes::new(&[
        (
            "notelint.toml",
            "[lint]\nselect = [\"mojibake\"]\n".to_owned(),
        ),
        ("a.md", note_with_findings()),
        (
            "deep/.notelint.toml",
            "[lint]\nselect = [\"syntax-error\"]\n".to_owned(),
        ),
        ("deep/er/b.md", note_with_findings()),
        (
            "py/pyproject.toml",
            "[tool.notelint.lint]\nselect = [\"syntax-error\"]\n".to_owned(),
        ),
        ("py/c.md", note_with_findings()),
        // A file without our table does not count.
        ("other/pyproject.toml", "[tool.ruff]\n".to_owned()),
        ("other/d.md", note_with_findings()),
    ]);
    let rules = |arguments: &[&str]| -> Vec<String> {
        let ran = notes.run(&[&["check", "--output-format=json"], arguments].concat());
        ran.json()
            .as_array()
            .unwrap()
            .iter()
            .map(|f| {
                format!(
                    "{} {}",
                    f["filename"].as_str().unwrap(),
                    f["code"].as_str().unwrap()
                )
            })
            .collect()
    };
    assert_eq!(
        rules(&[]),
        [
            "a.md mojibake",
            "deep/er/b.md syntax-error",
            "other/d.md mojibake",
            "py/c.md syntax-error"
        ]
    );
    assert_eq!(
        rules(&["--config=notelint.toml", "deep"]),
        ["deep/er/b.md mojibake"]
    );
    assert_eq!(
        rules(&["--no-config", "--select=mojibake", "deep"]),
        ["deep/er/b.md mojibake"]
    );
    // An option wins over a file.
    assert_eq!(
        rules(&["--select=mojibake", "deep"]),
        ["deep/er/b.md mojibake"]
    );
}

#[test]
fn rules_are_off_where_a_pattern_says_so() {
    let notes = Notes::new(&[
        (
            "notelint.toml",
            "[lint.per-file-ignores]\n\"drafts/\" = [\"all\"]\n".to_owned(),
        ),
        ("a.md", note_with_findings()),
        ("drafts/b.md", note_with_findings()),
    ]);
    let ran = notes.run(&["check"]);
    assert!(ran.stdout.contains("a.md:"), "{ran:?}");
    assert!(!ran.stdout.contains("drafts/"), "{ran:?}");
}

#[test]
fn severities_and_files_are_chosen_by_the_config() {
    let notes = Notes::new(&[
        (
            "notelint.toml",
            "[lint]\nselect = [\"mojibake\"]\nseverity = { mojibake = \"hint\" }\n\
             [notes]\ninclude = [\"*.txt\"]\nexclude = [\"old/\"]\n"
                .to_owned(),
        ),
        ("a.txt", note_with_findings()),
        ("a.md", note_with_findings()),
        ("old/b.txt", note_with_findings()),
    ]);
    let ran = notes.run(&["check"]);
    assert_eq!(ran.code, 0, "a hint does not fail the run");
    assert_eq!(ran.stdout.lines().count(), 1, "{ran:?}");
    assert!(
        ran.stdout.starts_with("a.txt:1:3: hint[mojibake] "),
        "{ran:?}"
    );
}

#[test]
fn a_bad_config_is_named_and_other_folders_are_still_checked() {
    let notes = Notes::new(&[
        (
            "bad/notelint.toml",
            "[lint]\nselct = []\nignore = [\"mojibak\"]\n".to_owned(),
        ),
        ("bad/a.md", note_with_findings()),
        ("bad/b.md", note_with_findings()),
        ("good/c.md", note_with_findings()),
    ]);
    let before = notes.read("bad/a.md");
    let ran = notes.run(&["check", "--fix", "--select=mojibake"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.stderr
            .lines()
            .filter(|line| line.starts_with("error"))
            .collect::<Vec<_>>(),
        [
            "error: bad/notelint.toml:2: unknown key `lint.selct`; did you mean `select`?",
            "error: bad/notelint.toml:3: no rule is called `mojibak`; did you mean `mojibake`? (in `lint.ignore`)",
        ]
    );
    assert_eq!(notes.read("bad/a.md"), before);
    assert!(notes.read("good/c.md").contains('🔒'));
}

#[test]
fn show_tells_where_each_value_came_from() {
    let notes = Notes::new(&[
        ("notelint.toml", "[python]\nversion = \"3.9\"\n"),
        ("deep/a.md", ""),
    ]);
    let ran = notes.run(&["config", "show", "deep/a.md"]);
    assert!(
        ran.stdout
            .contains("python.version = \"3.9\" # notelint.toml:2\n"),
        "{ran:?}"
    );
    assert!(
        ran.stdout.contains("lint.select = [] # default\n"),
        "{ran:?}"
    );
    let list = notes
        .run(&["config", "show", "--output-format=json"])
        .json();
    assert!(list.as_array().unwrap().iter().any(|setting| {
        setting["key"] == "python.version"
            && setting["value"] == "3.9"
            && setting["source"] == "notelint.toml:2"
    }));
}

#[test]
fn what_show_prints_is_a_config_file() {
    let pattern = "[[pattern]]\nname = \"no-todo\"\nlanguage = \"text\"\nregex = \"TODO\"\nmessage = \"a \\\"todo\\\"\"\n";
    let notes = Notes::new(&[("notelint.toml", pattern)]);
    let shown = notes.run(&["config", "show", "--output-format=full"]);
    notes.write("notelint.toml", &shown.stdout);
    let again = notes.run(&["config", "show", "--output-format=json"]);
    assert_eq!(again.code, 0, "{again:?}");
    for setting in again.json().as_array().unwrap() {
        let source = setting["source"].as_str().unwrap();
        assert!(source.starts_with("notelint.toml:"), "{setting}");
    }
}

#[test]
fn the_schema_is_one() {
    let notes = Notes::new::<&str>(&[]);
    let schema = notes.run(&["config", "schema"]).json();
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert_eq!(
        schema["properties"]["questions"]["properties"]["markers"]["default"][0],
        "❓"
    );
}
