//! Server and command line find the same, at the same places.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tower_lsp::ls_types::{Diagnostic, DiagnosticSeverity, NumberOrString, Position};

use crate::client::{Client, able_in, run};

/// A place as the command line says it: 1-based, in code points.
fn place(position: Position) -> Value {
    json!({ "row": position.line + 1, "column": position.character + 1 })
}

fn as_command_line(found: &Diagnostic) -> Value {
    let Some(NumberOrString::String(code)) = &found.code else {
        panic!("{found:?}");
    };
    let severity = match found.severity {
        Some(DiagnosticSeverity::ERROR) => "error",
        Some(DiagnosticSeverity::WARNING) => "warning",
        Some(DiagnosticSeverity::INFORMATION) => "info",
        _ => "hint",
    };
    json!({
        "code": code,
        "severity": severity,
        "message": found.message,
        "location": place(found.range.start),
        "end_location": place(found.range.end),
        "url": found.code_description.as_ref().map(|page| page.href.as_str()),
    })
}

fn of_command_line(note: &Path) -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_notelint"))
        .args(["check", "--output-format", "json"])
        .arg(note)
        .output()
        .unwrap();
    let all: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    all.into_iter()
        .map(|finding| {
            let keys = [
                "code",
                "severity",
                "message",
                "location",
                "end_location",
                "url",
            ];
            keys.into_iter()
                .map(|key| (key.to_owned(), finding[key].clone()))
                .collect()
        })
        .collect()
}

#[test]
fn both_find_the_same() {
    run(async {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/notes");
        let mut notes: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
            .collect();
        notes.sort();
        assert!(notes.len() >= 5, "{notes:?}");
        let mut client = Client::start(able_in("utf-32")).await;
        let mut findings = 0;
        for note in notes {
            let uri = tower_lsp::ls_types::Uri::from_file_path(&note).unwrap();
            client
                .open(uri.as_str(), &std::fs::read_to_string(&note).unwrap())
                .await;
            let found = client.published(uri.as_str(), Some(1)).await;
            let found: Vec<Value> = found.iter().map(as_command_line).collect();
            assert_eq!(found, of_command_line(&note), "{}", note.display());
            findings += found.len();
        }
        assert!(findings >= 20, "{findings}");
    });
}
