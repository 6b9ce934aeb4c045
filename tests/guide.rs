//! The pages that users read: their links lead somewhere, their examples print what they say, and what is generated is
//! fresh. `UPDATE_EXPECTED=1 cargo test --test guide` writes the examples' output and the settings anew; look at what
//! changed before you commit it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Markdown file of `folder` and the folders named there, relative to the repository.
fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = [
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "server/ARCHITECTURE.md",
        "server/benches/README.md",
        "editors/README.md",
        "editors/vscode/README.md",
        "editors/neovim/README.md",
    ]
    .iter()
    .map(PathBuf::from)
    .filter(|page| root().join(page).exists())
    .collect();
    for folder in ["server/guide", "server/src/rules"] {
        let mut below: Vec<PathBuf> = std::fs::read_dir(root().join(folder))
            .unwrap()
            .map(|entry| Path::new(folder).join(entry.unwrap().file_name()))
            .filter(|path| path.extension().is_some_and(|end| end == "md"))
            .collect();
        below.sort();
        pages.extend(below);
    }
    pages
}

/// The anchors of a page's headings, as GitHub makes them: small letters, blanks to hyphens, punctuation gone.
fn anchors(text: &str) -> Vec<String> {
    let mut anchors = Vec::new();
    let mut heading: Option<String> = None;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => anchors.extend(heading.take()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.extend(text.to_lowercase().chars().filter_map(|c| match c {
                        ' ' => Some('-'),
                        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
                        _ => None,
                    }));
                }
            }
            _ => {}
        }
    }
    anchors
}

#[test]
fn links_between_pages_lead_somewhere() {
    let mut broken = String::new();
    for page in pages() {
        let text = std::fs::read_to_string(root().join(&page)).unwrap();
        for event in Parser::new(&text) {
            let (Event::Start(Tag::Link { dest_url, .. })
            | Event::Start(Tag::Image { dest_url, .. })) = event
            else {
                continue;
            };
            if dest_url.contains("://") || dest_url.starts_with("mailto:") {
                continue;
            }
            let (file, anchor) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
            let target = match file {
                "" => root().join(&page),
                file => root().join(&page).parent().unwrap().join(file),
            };
            let there = target.exists()
                && (anchor.is_empty()
                    || anchors(&std::fs::read_to_string(&target).unwrap())
                        .iter()
                        .any(|known| known == anchor));
            if !there {
                writeln!(broken, "{}: {dest_url}", page.display()).unwrap();
            }
        }
    }
    assert!(broken.is_empty(), "broken links:\n{broken}");
}

/// The page with the output of its examples as it is now. A fence with `file=NAME` is a file of the example's folder; a
/// `console` fence holds commands after `$ ` and what they print, first on stdout, then on stderr.
fn run_examples(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut page = String::new();
    let mut fence: Option<(&str, &str, String)> = None;
    for line in text.lines() {
        let Some((close, info, body)) = &mut fence else {
            page.push_str(line);
            page.push('\n');
            let ticks = line.len() - line.trim_start_matches('`').len();
            if ticks >= 3 {
                fence = Some((&line[..ticks], &line[ticks..], String::new()));
            }
            continue;
        };
        if line != *close {
            body.push_str(line);
            body.push('\n');
            continue;
        }
        if let Some((_, name)) = info.split_once(" file=") {
            std::fs::write(folder.path().join(name), &*body).unwrap();
        }
        if *info == "console" {
            for command in body.lines().filter_map(|line| line.strip_prefix("$ ")) {
                writeln!(page, "$ {command}\n{}", run(command, folder.path())).unwrap();
            }
        } else {
            page.push_str(body);
        }
        page.push_str(line);
        page.push('\n');
        fence = None;
    }
    page
}

/// What a command of an example prints, without blank lines at its end.
fn run(command: &str, folder: &Path) -> String {
    let mut words = command.split_whitespace();
    assert_eq!(words.next(), Some("notelint"), "{command}");
    let output = Command::new(env!("CARGO_BIN_EXE_notelint"))
        .args(words)
        .current_dir(folder)
        .output()
        .unwrap();
    let printed = [output.stdout, output.stderr].concat();
    String::from_utf8(printed).unwrap().trim_end().to_owned()
}

/// Compares `page` with what it should be, or writes it where that is asked for.
fn compare(page: &Path, text: &str, fresh: &str) {
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(root().join(page), fresh).unwrap();
        return;
    }
    assert!(
        text == fresh,
        "{} is stale, UPDATE_EXPECTED=1 renews it; it should be:\n{fresh}",
        page.display()
    );
}

#[test]
fn examples_print_what_the_pages_say() {
    let mut ran = 0;
    for page in pages() {
        let text = std::fs::read_to_string(root().join(&page)).unwrap();
        if page.starts_with("server/guide") && text.contains("```console") {
            compare(&page, &text, &run_examples(&text));
            ran += 1;
        }
    }
    assert!(ran >= 4, "only {ran} pages have examples");
}

/// The page of settings, made from the fields of the config and their documentation.
fn settings_page() -> String {
    let mut page = String::from(
        "# Settings\n\n\
         Made from the schema: `notelint config schema` prints it, `notelint config show` the values in force and where each\n\
         comes from. The nearest `notelint.toml`, `.notelint.toml` or `[tool.notelint]` of `pyproject.toml` upwards from a note\n\
         counts; an editor's settings, `notelint.*` with the same names, lie on top.\n",
    );
    let mut section = String::new();
    for setting in notelint::config::settings() {
        let (of, name) = setting.key.split_once('.').unwrap_or((&setting.key, ""));
        if of != section {
            section = of.to_owned();
            match name {
                "" => write!(
                    page,
                    "\n## [[{of}]]\n\n{} See [patterns](patterns.md).\n",
                    setting.description
                ),
                _ => write!(
                    page,
                    "\n## [{of}]\n\n| setting | default | |\n|---|---|---|\n"
                ),
            }
            .unwrap();
        }
        if !name.is_empty() {
            let default = toml_value(&setting.default);
            writeln!(page, "| `{name}` | `{default}` | {} |", setting.description).unwrap();
        }
    }
    page
}

/// A default as it would be written in the config.
fn toml_value(value: &Value) -> String {
    match value {
        Value::Object(table) if table.is_empty() => "{}".to_owned(),
        other => other.to_string().replace("\",\"", "\", \""),
    }
}

#[test]
fn the_page_of_settings_is_fresh() {
    let page = Path::new("server/guide/settings.md");
    let text = std::fs::read_to_string(root().join(page)).unwrap_or_default();
    compare(page, &text, &settings_page());
}
