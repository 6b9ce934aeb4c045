//! The text that the server holds is the text in the editor, in wire order, and diagnostics follow it.

use serde_json::json;
use tower_lsp::ls_types::{NumberOrString, PublishDiagnosticsParams, Range};

use crate::client::{Client, able, at, on, run};

const NOTE: &str = "file:///notes/a.md";
/// Two ways to break it and one to mend it.
const BROKEN: &str = "# a\n\n```python\nx = (1\n```\n";

#[test]
fn every_version_has_its_diagnostics() {
    run(async {
        let mut client = Client::start(able()).await;
        client.open(NOTE, BROKEN).await;
        let found = client.published(NOTE, Some(1)).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].source.as_deref(), Some("notelint"));
        assert_eq!(
            found[0].code,
            Some(NumberOrString::String("syntax-error".to_owned()))
        );
        let page = &found[0].code_description.as_ref().unwrap().href;
        assert!(page.as_str().ends_with("/syntax-error.md"), "{page:?}");
        assert_eq!(found[0].range.start.line, 3);
        client.change(NOTE, 2, &[(Some(on(3, 6, 6)), ")")]).await;
        assert_eq!(client.published(NOTE, Some(2)).await, []);
        // Nothing changes, and still the version is told.
        client.change(NOTE, 3, &[(Some(on(0, 2, 3)), "b")]).await;
        assert_eq!(client.published(NOTE, Some(3)).await, []);
        client.change(NOTE, 4, &[]).await;
        assert_eq!(client.published(NOTE, Some(4)).await, []);
        client.change(NOTE, 5, &[(None, BROKEN)]).await;
        assert_eq!(client.published(NOTE, Some(5)).await, found);
        client.close(NOTE).await;
        assert_eq!(client.published(NOTE, None).await, []);
    });
}

#[test]
fn unnamed_notes_are_served_like_files() {
    run(async {
        let mut client = Client::start(able()).await;
        for uri in [
            "untitled:Untitled-1",
            "vscode-vfs://github/a/b.md",
            "file:///a%20b/%C3%A9.md",
        ] {
            client.open(uri, BROKEN).await;
            assert_eq!(client.published(uri, Some(1)).await.len(), 1, "{uri}");
            assert_eq!(client.symbols(uri).await.len(), 1, "{uri}");
        }
    });
}

#[test]
fn a_request_sees_every_edit_sent_before_it_and_none_after() {
    run(async {
        let mut client = Client::start(able()).await;
        client.open(NOTE, "# 0\n").await;
        let mut asked = Vec::new();
        for number in 1..=200 {
            let title = format!("# {number}\n");
            client.change(NOTE, number + 1, &[(None, &title)]).await;
            let params = json!({ "textDocument": { "uri": NOTE } });
            asked.push((
                number,
                client.ask("textDocument/documentSymbol", params).await,
            ));
        }
        for (number, id) in asked {
            let symbols = client.answer(id).await.unwrap();
            assert_eq!(symbols[0]["name"], number.to_string());
        }
    });
}

#[test]
fn a_burst_is_published_a_few_times() {
    run(async {
        for text in [
            "# a\n".to_owned(),
            format!("{}{BROKEN}", "word\n".repeat(20_000)),
        ] {
            let mut client = Client::start(able()).await;
            client.open(NOTE, &text).await;
            client.published(NOTE, Some(1)).await;
            for version in 2..=31 {
                client
                    .change(NOTE, version, &[(Some(on(0, 2, 2)), "x")])
                    .await;
            }
            // Until the newest one is there; then nothing may follow.
            let mut versions = Vec::new();
            while versions.last() != Some(&31) {
                let params = client.notification("textDocument/publishDiagnostics").await;
                let params: PublishDiagnosticsParams = serde_json::from_value(params).unwrap();
                versions.push(params.version.unwrap());
            }
            assert!(versions.is_sorted(), "{versions:?}");
            assert!(versions.len() <= 3, "{versions:?}");
            client.symbols(NOTE).await;
            assert_eq!(client.take("textDocument/publishDiagnostics").len(), 0);
        }
    });
}

#[test]
fn positions_out_of_range_are_clamped() {
    run(async {
        let mut client = Client::start(able()).await;
        client.open(NOTE, "# a\n").await;
        let end = Range::new(at(u32::MAX, u32::MAX), at(u32::MAX, u32::MAX));
        client.change(NOTE, 2, &[(Some(end), "# b\n")]).await;
        client
            .change(NOTE, 3, &[(Some(on(1, 900, 901)), "c")])
            .await;
        // Backwards.
        let backwards = Range::new(at(0, 3), at(0, 2));
        client.change(NOTE, 4, &[(Some(backwards), "z")]).await;
        let symbols = client.symbols(NOTE).await;
        let names: Vec<&str> = symbols.iter().map(|symbol| symbol.name.as_str()).collect();
        assert_eq!(names, ["z", "bc"]);
    });
}

#[test]
fn mistakes_of_a_client_do_no_harm() {
    run(async {
        let mut client = Client::start(able()).await;
        // Edits and the end of a note that was never opened.
        client.change(NOTE, 2, &[(None, "# x\n")]).await;
        client.close(NOTE).await;
        let symbols = json!({ "textDocument": { "uri": NOTE } });
        let none = client.request("textDocument/documentSymbol", symbols).await;
        assert_eq!(none, Ok(json!(null)));
        // Opened twice: the newer text counts.
        client.open(NOTE, "# one\n").await;
        client.open(NOTE, "# two\n").await;
        assert_eq!(client.symbols(NOTE).await[0].name, "two");
        // Versions in a muddle: the wire order counts.
        client.change(NOTE, 9, &[(None, "# nine\n")]).await;
        client.change(NOTE, 3, &[(None, "# three\n")]).await;
        assert_eq!(client.symbols(NOTE).await[0].name, "three");
        // Closed and opened at once: the last state counts.
        client.close(NOTE).await;
        client.open(NOTE, BROKEN).await;
        let found = loop {
            let params = client.notification("textDocument/publishDiagnostics").await;
            let params: PublishDiagnosticsParams = serde_json::from_value(params).unwrap();
            if params.version == Some(1) && !params.diagnostics.is_empty() {
                break params.diagnostics;
            }
        };
        assert_eq!(found.len(), 1);
        assert_eq!(client.stop().await, 0);
    });
}
