//! Five real editors by the parameters of their `initialize`: each gets what it can show, in the form it can read.

use serde_json::Value;
use tower_lsp::ls_types::{Diagnostic, DocumentSymbolResponse, WorkspaceEdit};

use crate::client::{Client, at, on, run};

const NOTE: &str = "file:///home/ada/notes/a.md";
const TEXT: &str = "# 🧠 GIL\n\n<!-- notelint-disable-next-line mojibak -->\n\n```python\nlist = [3]\nprint(list(\"ab\"))\n```\n";

/// What an editor is to get.
struct Wanted {
    encoding: &'static str,
    nested: bool,
    markdown: bool,
    related: bool,
    versioned: bool,
    resolves: bool,
    /// Asks for diagnostics instead of being told.
    pulls: bool,
    /// Methods that it is asked to tell more about.
    registered: &'static [&'static str],
}

async fn check(params: &str, wanted: Wanted) {
    let params: Value = serde_json::from_str(params).unwrap();
    let name = params["clientInfo"]["name"].clone();
    let mut client = Client::start(params).await;
    let capabilities = client.initialized["capabilities"].clone();
    assert_eq!(capabilities["positionEncoding"], wanted.encoding, "{name}");
    client.open(NOTE, TEXT).await;
    // It is asked for its settings last.
    while !client
        .asked
        .iter()
        .any(|(method, _)| method == "workspace/configuration")
    {
        client.pump().await;
    }

    let pulls = capabilities.get("diagnosticProvider").is_some();
    assert_eq!(pulls, wanted.pulls, "{name}");
    let found: Vec<Diagnostic> = if pulls {
        let params = serde_json::json!({ "textDocument": { "uri": NOTE } });
        let mut report: Value = client.get("textDocument/diagnostic", params).await;
        serde_json::from_value(report["items"].take()).unwrap()
    } else {
        client.published(NOTE, Some(1)).await
    };
    let shadowed = found
        .iter()
        .find(|finding| finding.message.contains("list"))
        .expect("a shadowed name");
    assert_eq!(
        shadowed.related_information.is_some(),
        wanted.related,
        "{name}"
    );

    // The term begins behind the emoji: 4 bytes, 2 units of UTF-16, 1 scalar.
    let column = match wanted.encoding {
        "utf-8" => 7,
        "utf-16" => 5,
        _ => 4,
    };
    let hover = client.hover(NOTE, at(0, column + 1)).await.expect("a term");
    assert_eq!(hover.range, Some(on(0, column, column + 3)), "{name}");
    let hover = serde_json::to_value(hover).unwrap();
    let kind = if wanted.markdown {
        "markdown"
    } else {
        "plaintext"
    };
    assert_eq!(hover["contents"]["kind"], kind, "{name}");

    let params = serde_json::json!({ "textDocument": { "uri": NOTE } });
    let symbols: DocumentSymbolResponse = client.get("textDocument/documentSymbol", params).await;
    assert_eq!(
        matches!(symbols, DocumentSymbolResponse::Nested(_)),
        wanted.nested,
        "{name}"
    );

    let actions = client.actions(NOTE, on(2, 33, 33), &["quickfix"]).await;
    let edit: WorkspaceEdit = serde_json::from_value(actions[0]["edit"].clone()).unwrap();
    assert_eq!(edit.document_changes.is_some(), wanted.versioned, "{name}");
    assert_eq!(
        capabilities["codeActionProvider"]["resolveProvider"], wanted.resolves,
        "{name}"
    );

    let registered: Vec<&str> = client
        .asked
        .iter()
        .filter(|(method, _)| method == "client/registerCapability")
        .flat_map(|(_, params)| params["registrations"].as_array().unwrap())
        .map(|registration| registration["method"].as_str().unwrap())
        .collect();
    assert_eq!(registered, wanted.registered, "{name}");
    assert_eq!(client.stop().await, 0, "{name}");
}

#[test]
fn vscode() {
    run(check(
        include_str!("editors/vscode.json"),
        Wanted {
            encoding: "utf-16",
            nested: true,
            markdown: true,
            related: true,
            versioned: true,
            resolves: true,
            pulls: true,
            registered: &[
                "workspace/didChangeConfiguration",
                "workspace/didChangeWatchedFiles",
            ],
        },
    ));
}

/// Without our plugin, which would rather be told.
#[test]
fn neovim_0_12() {
    run(check(
        include_str!("editors/neovim-0.12.json"),
        Wanted {
            encoding: "utf-8",
            nested: true,
            markdown: true,
            related: true,
            versioned: false,
            resolves: true,
            pulls: true,
            registered: &[],
        },
    ));
}

#[test]
fn neovim_0_10() {
    run(check(
        include_str!("editors/neovim-0.10.json"),
        Wanted {
            encoding: "utf-16",
            nested: true,
            markdown: true,
            related: true,
            versioned: false,
            resolves: true,
            // It asks, but cannot be told to ask again.
            pulls: false,
            registered: &[],
        },
    ));
}

#[test]
fn helix() {
    run(check(
        include_str!("editors/helix.json"),
        Wanted {
            encoding: "utf-8",
            nested: false,
            markdown: true,
            related: false,
            versioned: true,
            resolves: true,
            // It says that it can be told to ask again where LSP 3.17 does not look for it: `workspace.diagnostic`.
            pulls: false,
            registered: &["workspace/didChangeWatchedFiles"],
        },
    ));
}

#[test]
fn eglot() {
    run(check(
        include_str!("editors/eglot.json"),
        Wanted {
            encoding: "utf-8",
            nested: true,
            markdown: false,
            related: false,
            versioned: true,
            resolves: true,
            pulls: false,
            registered: &["workspace/didChangeWatchedFiles"],
        },
    ));
}
