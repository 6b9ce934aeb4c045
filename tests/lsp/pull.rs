//! Diagnostics for clients that ask for them: of one note, of all notes, in parts, and by what they know already.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, able, run};
use crate::folder::Folder;

const BROKEN: &str = "```python\nx = (1\n```\n";
const FINE: &str = "# GIL\n\nAll is well.\n";

/// The parameters of an editor that asks for diagnostics.
pub fn pulling(folder: &Folder) -> Value {
    let mut params = able();
    params["workspaceFolders"] = json!([folder.as_workspace()]);
    let capabilities = &mut params["capabilities"];
    capabilities["textDocument"]["diagnostic"] = json!({ "dynamicRegistration": false });
    capabilities["workspace"]["diagnostics"] = json!({ "refreshSupport": true });
    params
}

async fn pull(client: &mut Client, uri: &str, previous: Option<&Value>) -> Value {
    let mut params = json!({ "textDocument": { "uri": uri } });
    if let Some(id) = previous {
        params["previousResultId"] = id.clone();
    }
    let answer = client.request("textDocument/diagnostic", params).await;
    answer.unwrap()
}

/// The ids of reports, in the form that a client sends back.
fn ids(items: &[Value]) -> Value {
    let known = items.iter().filter(|item| !item["resultId"].is_null());
    known
        .map(|item| json!({ "uri": item["uri"], "value": item["resultId"] }))
        .collect()
}

/// Each note with the kind of its report and how many findings it has.
fn kinds(items: &[Value]) -> Vec<(String, String, usize)> {
    let mut kinds: Vec<_> = items
        .iter()
        .map(|item| {
            let uri = item["uri"].as_str().unwrap();
            let name = uri.rsplit('/').next().unwrap().to_owned();
            let kind = item["kind"].as_str().unwrap().to_owned();
            (name, kind, item["items"].as_array().map_or(0, Vec::len))
        })
        .collect();
    kinds.sort();
    kinds
}

fn report(name: &str, kind: &str, findings: usize) -> (String, String, usize) {
    (name.to_owned(), kind.to_owned(), findings)
}

#[test]
fn a_note_by_itself() {
    run(async {
        let folder = Folder::with(&[("closed.md", BROKEN)]);
        let mut client = Client::start(pulling(&folder)).await;
        let provider = &client.initialized["capabilities"]["diagnosticProvider"];
        assert_eq!(provider["workspaceDiagnostics"], true);
        client.open("untitled:a", BROKEN).await;
        let first = pull(&mut client, "untitled:a", None).await;
        assert_eq!(first["kind"], "full");
        assert_eq!(first["items"][0]["source"], "notelint");
        let id = &first["resultId"];
        let again = pull(&mut client, "untitled:a", Some(id)).await;
        assert_eq!(again, json!({ "kind": "unchanged", "resultId": id }));
        // Mended.
        client.change("untitled:a", 2, &[(None, FINE)]).await;
        let mended = pull(&mut client, "untitled:a", Some(id)).await;
        assert_eq!(mended["items"], json!([]));
        // The same findings a line below are others.
        client
            .change("untitled:a", 3, &[(None, &format!("\n{BROKEN}"))])
            .await;
        let moved = pull(&mut client, "untitled:a", Some(id)).await;
        assert_eq!(moved["items"][0]["range"]["start"]["line"], 2);
        // A note that is not open, and one that is not there.
        let closed = pull(&mut client, &folder.uri("closed.md"), None).await;
        assert_eq!(closed["items"].as_array().unwrap().len(), 1);
        let none = pull(&mut client, &folder.uri("none.md"), None).await;
        assert_eq!(none, json!({ "kind": "full", "items": [] }));
        // Who asks is not told unasked.
        assert_eq!(
            client.take("textDocument/publishDiagnostics"),
            Vec::<Value>::new()
        );
    });
}

#[test]
fn who_cannot_be_told_to_ask_again_is_told() {
    run(async {
        let folder = Folder::with(&[("a.md", FINE), ("b.md", "See [the GIL](a.md#gil).\n")]);
        let mut params = pulling(&folder);
        params["capabilities"]["workspace"]["diagnostics"] = json!({ "refreshSupport": false });
        let mut client = Client::start(params).await;
        let provider = &client.initialized["capabilities"]["diagnosticProvider"];
        assert!(provider.is_null(), "{provider}");
        let b = folder.uri("b.md");
        client.open(&b, "See [the GIL](a.md#gil).\n").await;
        // Another note changes; this one is not touched.
        folder.write("a.md", "# GVL\n");
        let change = json!({ "uri": folder.uri("a.md"), "type": 2 });
        client
            .notify(
                "workspace/didChangeWatchedFiles",
                json!({ "changes": [change] }),
            )
            .await;
        // Fails by waiting in vain.
        while client.published(&b, Some(1)).await.is_empty() {}
    });
}

#[test]
fn every_note_and_what_is_known_of_them() {
    run(async {
        let folder = Folder::with(&[("a.md", BROKEN), ("b.md", FINE), ("open.md", FINE)]);
        let mut client = Client::start(pulling(&folder)).await;
        client.open(&folder.uri("open.md"), BROKEN).await;
        let ask = json!({ "previousResultIds": [] });
        let all = client.request("workspace/diagnostic", ask).await.unwrap();
        let items = all["items"].as_array().unwrap();
        let wanted = [
            report("a.md", "full", 1),
            report("b.md", "full", 0),
            report("open.md", "full", 1),
        ];
        assert_eq!(kinds(items), wanted);
        let open = items
            .iter()
            .find(|item| item["uri"] == folder.uri("open.md"));
        assert_eq!(open.unwrap()["version"], 1);

        // One changes, one goes, one comes.
        folder.write("a.md", &format!("{BROKEN}\n{BROKEN}"));
        std::fs::remove_file(folder.path("b.md")).unwrap();
        folder.write("c.md", BROKEN);
        let changes =
            ["a.md", "b.md", "c.md"].map(|name| json!({ "uri": folder.uri(name), "type": 2 }));
        client
            .notify(
                "workspace/didChangeWatchedFiles",
                json!({ "changes": changes }),
            )
            .await;
        let ask = json!({ "previousResultIds": ids(items) });
        let all = client.request("workspace/diagnostic", ask).await.unwrap();
        let wanted = [
            report("a.md", "full", 2),
            report("b.md", "full", 0),
            report("c.md", "full", 1),
            report("open.md", "unchanged", 0),
        ];
        assert_eq!(kinds(all["items"].as_array().unwrap()), wanted);
        // The client was told that it was worth asking.
        while !client
            .asked
            .iter()
            .any(|(method, _)| method == "workspace/diagnostic/refresh")
        {
            client.pump().await;
        }
        assert_eq!(client.stop().await, 0);
    });
}

#[test]
fn links_of_notes_that_are_not_open_are_checked_too() {
    run(async {
        let to_heading = "See [it](b.md#gil).\n";
        let folder = Folder::with(&[
            ("a.md", to_heading),
            ("b.md", FINE),
            ("c.md", "[x](d.md)\n"),
        ]);
        let mut client = Client::start(pulling(&folder)).await;
        let ask = json!({ "previousResultIds": [] });
        let all = client.request("workspace/diagnostic", ask).await.unwrap();
        let items = all["items"].as_array().unwrap().clone();
        let wanted = [
            report("a.md", "full", 0),
            report("b.md", "full", 0),
            report("c.md", "full", 1),
        ];
        assert_eq!(kinds(&items), wanted);

        // The heading goes in a note that is open: what links to it is another note's report, and only that one.
        client
            .open(&folder.uri("b.md"), "# Threads\n\nAll is well.\n")
            .await;
        let ask = json!({ "previousResultIds": ids(&items) });
        let all = client.request("workspace/diagnostic", ask).await.unwrap();
        let wanted = [
            report("a.md", "full", 1),
            report("b.md", "unchanged", 0),
            report("c.md", "unchanged", 0),
        ];
        assert_eq!(kinds(all["items"].as_array().unwrap()), wanted);
        let alone = pull(&mut client, &folder.uri("a.md"), None).await;
        assert_eq!(alone["items"][0]["code"], "broken-link");
        assert_eq!(client.stop().await, 0);
    });
}

/// What came for `token` so far.
fn parts(client: &mut Client, token: &str) -> Vec<Value> {
    let parts = client.take("$/progress");
    let ours = parts.into_iter().filter(|part| part["token"] == token);
    ours.flat_map(|part| part["value"]["items"].as_array().unwrap().clone())
        .collect()
}

#[test]
fn parts_of_the_answer_come_before_it_and_can_be_cancelled() {
    run(async {
        let folder = Folder::new();
        for number in 0..300 {
            folder.write(&format!("{number}.md"), BROKEN);
        }
        let mut client = Client::start(pulling(&folder)).await;
        let ask = json!({ "previousResultIds": [], "partialResultToken": "t1" });
        let answer = client.request("workspace/diagnostic", ask).await.unwrap();
        assert_eq!(answer, json!({ "items": [] }));
        let items = parts(&mut client, "t1");
        assert_eq!(items.len(), 300);
        assert!(
            items
                .iter()
                .all(|item| item["items"].as_array().unwrap().len() == 1)
        );

        // Nothing new: the answer waits until there is, or for a while; and is cancelled at once.
        let ask = json!({ "previousResultIds": ids(&items), "partialResultToken": "t2" });
        let id = client.ask("workspace/diagnostic", ask).await;
        client.notify("$/cancelRequest", json!({ "id": id })).await;
        let error = client.answer(id).await.unwrap_err();
        assert_eq!(error["code"], -32800);
        client.take("$/progress");

        // Everything would be checked again under other settings.
        client.settings = json!({ "lint": { "severity": { "syntax-error": "hint" } } });
        client
            .notify(
                "workspace/didChangeConfiguration",
                json!({ "settings": null }),
            )
            .await;
        let ask = json!({ "previousResultIds": ids(&items), "partialResultToken": "t3" });
        let id = client.ask("workspace/diagnostic", ask).await;
        client.notify("$/cancelRequest", json!({ "id": id })).await;
        assert_eq!(client.answer(id).await.unwrap_err()["code"], -32800);
        client.take("$/progress");
        tokio::time::sleep(Duration::from_millis(100)).await;
        // A request that comes later is answered; nothing more came of the one that was cancelled.
        assert!(
            !pull(&mut client, &folder.uri("1.md"), None).await["items"]
                .as_array()
                .unwrap()
                .is_empty()
        );
        assert_eq!(parts(&mut client, "t3"), Vec::<Value>::new());
    });
}

#[test]
fn a_note_that_is_closed_counts_as_it_is_on_disk() {
    run(async {
        let folder = Folder::with(&[("a.md", FINE)]);
        let mut client = Client::start(pulling(&folder)).await;
        let uri = folder.uri("a.md");
        client.open(&uri, BROKEN).await;
        let ask = json!({ "previousResultIds": [], "partialResultToken": "t1" });
        client.request("workspace/diagnostic", ask).await.unwrap();
        let items = parts(&mut client, "t1");
        assert_eq!(kinds(&items), [report("a.md", "full", 1)]);
        // Held back, as nothing is new; closing the note, unsaved, lets the answer go, and the next one says it.
        let ask = json!({ "previousResultIds": ids(&items), "partialResultToken": "t2" });
        let held = client.ask("workspace/diagnostic", ask).await;
        client.close(&uri).await;
        client.answer(held).await.unwrap();
        client.take("$/progress");
        let ask = json!({ "previousResultIds": ids(&items), "partialResultToken": "t3" });
        client.request("workspace/diagnostic", ask).await.unwrap();
        assert_eq!(
            kinds(&parts(&mut client, "t3")),
            [report("a.md", "full", 0)]
        );
    });
}

#[test]
fn broken_settings_are_told_to_those_who_ask() {
    run(async {
        let folder = Folder::with(&[("notelint.toml", "[lint]\nignroe = []\n")]);
        let mut client = Client::start(pulling(&folder)).await;
        let uri = folder.uri("a.md");
        client.open(&uri, BROKEN).await;
        assert_eq!(pull(&mut client, &uri, None).await["items"], json!([]));
        let message = client.notification("window/showMessage").await;
        assert!(
            message["message"]
                .as_str()
                .unwrap()
                .contains("notelint.toml:2"),
            "{message}"
        );
        folder.write("notelint.toml", "");
        let change = json!({ "changes": [{ "uri": folder.uri("notelint.toml"), "type": 2 }] });
        client
            .notify("workspace/didChangeWatchedFiles", change)
            .await;
        assert_eq!(
            pull(&mut client, &uri, None).await["items"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
    });
}
