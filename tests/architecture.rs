//! The house rules of `server/ARCHITECTURE.md`, checked on the source itself: which room may know which, where the
//! protocol stays, and that every rule has its page and its place in the list.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms from the top down; those on one line do not know each other. A room may import any lower one.
const STOREYS: &[&[&str]] = &[
    &["main"],
    &["cli", "lsp"],
    &["features"],
    &["lint"],
    &["vault_rules"],
    &["rules"],
    &["vault"],
    &["note", "python", "terms"],
    &["files", "config"],
    &["diagnostic"],
    &["text"],
];

/// `rules` must not know the vault, although it stands above it: what it finds in one note may not depend on another.
const FORBIDDEN: &[(&str, &str)] = &[("rules", "vault")];

/// Libraries that belong to one room.
const CONFINED: &[(&str, &[&str])] = &[
    ("tower_lsp", &["lsp"]),
    ("tokio", &["lsp"]),
    ("tower", &["lsp"]),
    ("clap", &["cli"]),
    ("anstream", &["cli"]),
    ("indicatif", &["cli"]),
    ("pulldown_cmark", &["note"]),
    ("ruff_python_parser", &["python"]),
    ("ropey", &["text"]),
    ("tempfile", &["files"]),
    ("ignore", &["files"]),
];

/// The one file that calls ruff's parser.
const PARSER_FILES: &[&str] = &["python/syntax"];

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("server/src")
}

/// Every file below `folder`, in order.
fn all_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            all_files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    all_files(folder, found);
    found.retain(|path| path.extension().is_some_and(|e| e == "rs"));
}

/// (path below the source, its room, its code without comments and tests) of every file but `lib.rs`. Tests of a room
/// may call what stands above it.
fn files() -> Vec<(String, String, String)> {
    let mut paths = Vec::new();
    rust_files(&source(), &mut paths);
    paths
        .iter()
        .map(|path| {
            let name = path
                .strip_prefix(source())
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            let room = name
                .split('/')
                .next()
                .unwrap()
                .trim_end_matches(".rs")
                .to_owned();
            let text = fs::read_to_string(path).unwrap();
            let production = text.split("\n#[cfg(test)]").next().unwrap();
            let code: Vec<&str> = production
                .lines()
                .map(|line| {
                    if line.trim_start().starts_with("//") {
                        ""
                    } else {
                        line
                    }
                })
                .collect();
            (name, room, code.join("\n"))
        })
        .filter(|(name, _, _)| name != "lib.rs" && !name.ends_with("/testing.rs"))
        .collect()
}

fn storey(room: &str) -> usize {
    STOREYS
        .iter()
        .position(|rooms| rooms.contains(&room))
        .unwrap_or_else(|| panic!("the room `{room}` has no storey in tests/architecture.rs"))
}

/// What stands right behind `prefix` in the code, with its line: `note` for `crate::note::…`, `note` and `text` for
/// `crate::{note::{Note, Fence}, text::Span}`.
fn rooms_named(code: &str, prefix: &str) -> Vec<(usize, String)> {
    let word = |text: &str| -> String {
        let text = text.trim_start();
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + prefix.len()..];
        if !rest.starts_with('{') {
            found.push((line, word(rest)));
            continue;
        }
        let mut depth = 0;
        for (offset, c) in rest.char_indices() {
            depth += i32::from(c == '{') - i32::from(c == '}');
            if depth == 1 && matches!(c, '{' | ',') {
                found.push((line, word(&rest[offset + 1..])));
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

#[test]
fn arrows_point_down() {
    let rooms: Vec<&str> = STOREYS
        .iter()
        .flat_map(|rooms| rooms.iter().copied())
        .collect();
    let mut wrong = Vec::new();
    for (name, room, code) in files() {
        let prefix = if room == "main" {
            "notelint::"
        } else {
            "crate::"
        };
        for (line, target) in rooms_named(&code, prefix) {
            if target == room || !rooms.contains(&target.as_str()) {
                continue;
            }
            let down = storey(&room) < storey(&target);
            let forbidden = FORBIDDEN.contains(&(room.as_str(), target.as_str()));
            if !down || forbidden {
                wrong.push(format!(
                    "server/src/{name}:{line}: `{room}` must not know `{target}`"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (name, room, code) in files() {
        for (library, rooms) in CONFINED {
            if rooms.contains(&room.as_str()) || room == "main" && *library == "tokio" {
                continue;
            }
            for (line, text) in code.lines().enumerate() {
                if text.contains(&format!("{library}::"))
                    && !text.contains(&format!("::{library}::"))
                    && !text.contains(&format!("_{library}::"))
                {
                    wrong.push(format!(
                        "server/src/{name}:{}: `{library}` belongs to {rooms:?}",
                        line + 1
                    ));
                }
            }
        }
        if room == "python"
            && code.contains("ruff_python_parser::")
            && !PARSER_FILES.iter().any(|file| name.starts_with(file))
        {
            wrong.push(format!(
                "server/src/{name}: only {PARSER_FILES:?} may call the parser"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Ways to start a program or to reach another machine. To load code takes `unsafe`, which is forbidden.
const OUTSIDE: &[&str] = &[
    "Command::new",
    "process::Command",
    "process::{",
    "std::net",
    "tokio::net",
    "tokio::process",
];
/// `--since` asks git, and only git.
const MAY_ASK_GIT: &str = "cli/git.rs";
const MAY_ASK_GIT_BY: &[&str] = &[
    "use std::process::{Command, Output};",
    r#"let mut command = Command::new("git");"#,
];

#[test]
fn nothing_is_started_and_nobody_is_called() {
    let mut wrong = Vec::new();
    for (name, _, code) in files() {
        for way in OUTSIDE {
            for line in code.lines().filter(|line| line.contains(way)) {
                if name != MAY_ASK_GIT || !MAY_ASK_GIT_BY.contains(&line.trim()) {
                    wrong.push(format!("server/src/{name}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_packed_into_the_program_is_text_that_can_be_read_over() {
    let mut paths = Vec::new();
    all_files(&source().join("../data"), &mut paths);
    for path in paths {
        assert!(fs::read_to_string(&path).is_ok(), "{}", path.display());
    }
}

#[test]
fn every_rule_is_listed_and_has_its_page() {
    let folder = source().join("rules");
    let listed: Vec<&str> = notelint::rules::RULES
        .iter()
        .map(|rule| rule.id.as_str())
        .collect();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(
        listed, sorted,
        "the list is in the order of names, each once"
    );
    let mut paths = Vec::new();
    rust_files(&folder, &mut paths);
    for path in paths.iter().filter(|path| path.parent() == Some(&folder)) {
        let stem = path.file_stem().unwrap().to_str().unwrap();
        // The room's other files hold what rules share.
        if !fs::read_to_string(path)
            .unwrap()
            .contains("static RULE: Rule")
        {
            continue;
        }
        let name = stem.replace('_', "-");
        assert!(
            listed.contains(&name.as_str()),
            "{} is not listed in rules/mod.rs",
            path.display()
        );
    }
    for rule in notelint::rules::RULES {
        assert!(
            rule.page.starts_with(&format!("# {}\n", rule.id)),
            "the page of {} names another",
            rule.id
        );
        assert!(
            rule.summary().ends_with('.'),
            "{} has a one-sentence summary",
            rule.id
        );
        assert!(folder.join(format!("{}.md", rule.id)).is_file());
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut paths = Vec::new();
    rust_files(&source(), &mut paths);
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        assert!(
            text.starts_with("//! "),
            "{} begins with a line that says what it is for",
            path.display()
        );
        assert!(
            text.lines().count() <= 600,
            "{} has {} lines: does it still do one job?",
            path.display(),
            text.lines().count()
        );
    }
}

#[test]
fn only_the_command_line_prints() {
    for (name, room, code) in files() {
        if room == "cli" || room == "main" {
            continue;
        }
        for word in [
            "println!",
            "print!",
            "eprintln!",
            "eprint!",
            "dbg!",
            "stdout()",
            "stderr()",
        ] {
            let allowed = room == "lsp" && word == "stdout()";
            assert!(
                allowed || !code.contains(word),
                "server/src/{name} uses {word}"
            );
        }
    }
}
