//! Settings: config files over a note, the editor's on top, changes while the server runs, and what is wrong in them.

use serde_json::{Value, json};

use crate::client::{Client, able, run};
use crate::folder::{Folder, uri_of};

const BROKEN: &str = "```python\nx = (1\n```\n";

/// How many findings a note with one mistake has.
async fn count(client: &mut Client, uri: &str, version: i32) -> usize {
    client.published(uri, Some(version)).await.len()
}

#[test]
fn the_nearest_config_file_counts() {
    run(async {
        let folder = Folder::new();
        folder.write("notelint.toml", "[lint]\nignore = [\"syntax-error\"]\n");
        folder.write(
            "deep/below/pyproject.toml",
            "[tool.notelint.lint]\nselect = [\"all\"]\n",
        );
        let mut client = Client::start(able()).await;
        for (name, wanted) in [("a.md", 0), ("deep/a.md", 0), ("deep/below/x/a.md", 1)] {
            let uri = folder.uri(name);
            client.open(&uri, BROKEN).await;
            assert_eq!(count(&mut client, &uri, 1).await, wanted, "{name}");
        }
        // Without a file, the open folder counts.
        let mut params = able();
        params["workspaceFolders"] = json!([{ "uri": folder.uri(""), "name": "notes" }]);
        let mut client = Client::start(params).await;
        client.open("untitled:a", BROKEN).await;
        assert_eq!(count(&mut client, "untitled:a", 1).await, 0);
    });
}

#[test]
fn an_editors_settings_lie_on_top() {
    run(async {
        let folder = Folder::new();
        folder.write("notelint.toml", "[lint]\nignore = [\"syntax-error\"]\n");
        let uri = folder.uri("a.md");
        for options in [
            json!({ "lint": { "ignore": ["mojibake"] } }),
            json!({ "notelint": { "lint": { "ignore": ["mojibake"] }, "trace": { "server": "off" } } }),
        ] {
            let mut params = able();
            params["initializationOptions"] = options;
            let mut client = Client::start(params).await;
            client.open(&uri, BROKEN).await;
            assert_eq!(count(&mut client, &uri, 1).await, 1);
        }
    });
}

#[test]
fn settings_that_are_asked_for_or_sent_take_effect_at_once() {
    run(async {
        let off = json!({ "lint": { "ignore": ["syntax-error"] } });
        // Asked for, with everything else at its default, as an editor answers.
        let mut client = Client::start(able()).await;
        client.open("untitled:a", BROKEN).await;
        assert_eq!(count(&mut client, "untitled:a", 1).await, 1);
        let mut all = serde_json::to_value(notelint::config::Config::default()).unwrap();
        all["lint"]["ignore"] = json!(["syntax-error"]);
        client.settings = all;
        client
            .notify(
                "workspace/didChangeConfiguration",
                json!({ "settings": null }),
            )
            .await;
        assert_eq!(count(&mut client, "untitled:a", 1).await, 0);
        // Sent.
        let mut params = able();
        params["capabilities"]["workspace"]["configuration"] = json!(false);
        let mut client = Client::start(params).await;
        client.open("untitled:a", BROKEN).await;
        assert_eq!(count(&mut client, "untitled:a", 1).await, 1);
        for (settings, wanted) in [
            (json!({ "notelint": off }), 0),
            (json!({ "notelint": {} }), 1),
        ] {
            let params = json!({ "settings": settings });
            client
                .notify("workspace/didChangeConfiguration", params)
                .await;
            assert_eq!(count(&mut client, "untitled:a", 1).await, wanted);
        }
    });
}

#[test]
fn a_changed_config_file_takes_effect_at_once() {
    run(async {
        let folder = Folder::new();
        let uri = folder.uri("a.md");
        let mut client = Client::start(able()).await;
        client.open(&uri, BROKEN).await;
        assert_eq!(count(&mut client, &uri, 1).await, 1);
        let config = folder.write(".notelint.toml", "[lint]\nignore = [\"syntax-error\"]\n");
        let change = json!({ "changes": [{ "uri": uri_of(&config), "type": 1 }] });
        client
            .notify("workspace/didChangeWatchedFiles", change)
            .await;
        assert_eq!(count(&mut client, &uri, 1).await, 0);
    });
}

#[test]
fn broken_settings_are_told_once_and_nothing_is_checked() {
    run(async {
        let folder = Folder::new();
        folder.write("notelint.toml", "[lint]\nignroe = []\n");
        let mut client = Client::start(able()).await;
        for name in ["a.md", "b.md"] {
            let uri = folder.uri(name);
            client.open(&uri, BROKEN).await;
            assert_eq!(count(&mut client, &uri, 1).await, 0);
        }
        let message = client.notification("window/showMessage").await;
        assert_eq!(message["type"], 1);
        let text = message["message"].as_str().unwrap();
        assert!(text.contains("notelint.toml:2"), "{text}");
        assert!(text.contains("did you mean `ignore`?"), "{text}");
        // The rest goes on.
        let uri = folder.uri("a.md");
        client.change(&uri, 2, &[(None, "# GIL\n")]).await;
        assert_eq!(client.symbols(&uri).await.len(), 1);
        assert_eq!(client.take("window/showMessage"), Vec::<Value>::new());

        let mut params = able();
        params["initializationOptions"] = json!({ "lint": { "untagged": "yes" } });
        let mut client = Client::start(params).await;
        client.open("untitled:a", BROKEN).await;
        let message = client.notification("window/showMessage").await;
        assert!(
            message["message"]
                .as_str()
                .unwrap()
                .contains("editor's settings"),
            "{message}"
        );
    });
}
