//! Files that change on disk: noticed by our own watcher where the client has none, else told by the client. What is
//! open in the editor stays as it is there.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, able, at, run};
use crate::folder::Folder;

const BROKEN: &str = "```python\nx = (1\n```\n";
const ASKING: &str = "The MRO of a class.\n";
const DEFINING: &str =
    "# Python\n\n## MRO\n\nThe MRO says which of several inherited methods wins.\n";

/// The parameters of an editor that does not watch files, as Neovim on Linux.
fn blind(folder: &Folder) -> Value {
    let mut params = able();
    params["workspaceFolders"] = json!([folder.as_workspace()]);
    params["capabilities"]["workspace"]["didChangeWatchedFiles"] =
        json!({ "dynamicRegistration": false });
    params
}

/// The notes that define what stands at the start of `uri`, as far as is known without a new look at the disk.
async fn defining(client: &mut Client, uri: &str) -> Vec<String> {
    let params =
        json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 5 } });
    let found = client.request("textDocument/definition", params).await;
    let found = found.unwrap();
    let found = found.as_array().into_iter().flatten();
    found
        .map(|place| place["uri"].as_str().unwrap().to_owned())
        .collect()
}

/// Waits until the notes that define it are `wanted`.
async fn until_defining(client: &mut Client, uri: &str, wanted: &[String]) {
    while defining(client, uri).await != wanted {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[test]
fn notes_come_move_change_and_go() {
    run(async {
        let folder = Folder::new();
        let mut client = Client::start(blind(&folder)).await;
        let asking = folder.uri("asking.md");
        client.open(&asking, ASKING).await;
        assert!(defining(&mut client, &asking).await.is_empty());
        folder.write("deep/er/a.md", DEFINING);
        until_defining(&mut client, &asking, &[folder.uri("deep/er/a.md")]).await;
        fs::rename(folder.path("deep"), folder.path("moved")).unwrap();
        until_defining(&mut client, &asking, &[folder.uri("moved/er/a.md")]).await;
        folder.write("moved/er/a.md", "# Nothing of that kind\n");
        until_defining(&mut client, &asking, &[]).await;
        folder.write("moved/er/a.md", DEFINING);
        until_defining(&mut client, &asking, &[folder.uri("moved/er/a.md")]).await;
        fs::remove_dir_all(folder.path("moved")).unwrap();
        until_defining(&mut client, &asking, &[]).await;
        assert_eq!(client.stop().await, 0);
    });
}

#[test]
fn what_is_ignored_is_no_note_until_it_is_not_ignored() {
    run(async {
        let folder = Folder::with(&[(".gitignore", "built/\n"), ("built/a.md", DEFINING)]);
        let mut client = Client::start(blind(&folder)).await;
        let asking = folder.uri("asking.md");
        client.open(&asking, ASKING).await;
        assert!(defining(&mut client, &asking).await.is_empty());
        folder.write(".gitignore", "");
        until_defining(&mut client, &asking, &[folder.uri("built/a.md")]).await;
        folder.write("notelint.toml", "[notes]\nexclude = [\"built\"]\n");
        until_defining(&mut client, &asking, &[]).await;
    });
}

#[test]
fn a_changed_config_file_takes_effect_without_a_restart() {
    run(async {
        let (above, glossary) = ("notelint.toml", "vault/own/terms.toml");
        let folder = Folder::with(&[(above, ""), (glossary, ""), ("vault/a.md", BROKEN)]);
        for rooted in [true, false] {
            let mut params = blind(&folder);
            params["workspaceFolders"] = match rooted {
                true => json!([{ "uri": folder.uri("vault"), "name": "vault" }]),
                false => Value::Null,
            };
            let mut client = Client::start(params).await;
            let uri = folder.uri("vault/a.md");
            client.open(&uri, BROKEN).await;
            assert_eq!(client.published(&uri, Some(1)).await.len(), 1);
            let off = "[lint]\nignore = [\"syntax-error\"]\n";
            for (text, wanted) in [(off, 0), ("[lint]\n", 1)] {
                folder.write("vault/.notelint.toml", text);
                while client.published(&uri, Some(1)).await.len() != wanted {}
            }
            // The nearest file counts, and when it is gone, the one above.
            folder.write(above, off);
            fs::remove_file(folder.path("vault/.notelint.toml")).unwrap();
            while !client.published(&uri, Some(1)).await.is_empty() {}
            folder.write(above, "");
            while client.published(&uri, Some(1)).await.len() != 1 {}
            assert_eq!(client.stop().await, 0);
        }
    });
}

#[test]
fn a_glossary_of_ones_own_is_read_again() {
    run(async {
        let folder = Folder::with(&[
            ("notelint.toml", "[terms]\nfiles = [\"terms.toml\"]\n"),
            ("terms.toml", ""),
        ]);
        let term =
            |meaning: &str| format!("[[term]]\nname = \"frobnitz\"\ndefinition = \"{meaning}\"\n");
        folder.write("terms.toml", &term("The first meaning."));
        let mut client = Client::start(blind(&folder)).await;
        let uri = folder.uri("a.md");
        client.open(&uri, "A frobnitz.\n").await;
        let shown = |hover: Option<tower_lsp::ls_types::Hover>| format!("{hover:?}");
        let first = shown(client.hover(&uri, at(0, 4)).await);
        assert!(first.contains("The first meaning."), "{first}");
        folder.write("terms.toml", &term("The second meaning."));
        while !shown(client.hover(&uri, at(0, 4)).await).contains("The second meaning.") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
}

#[test]
fn an_open_note_is_never_replaced_by_its_file() {
    run(async {
        let folder = Folder::with(&[("a.md", "# On disk\n")]);
        let mut client = Client::start(blind(&folder)).await;
        let (uri, asking) = (folder.uri("a.md"), folder.uri("asking.md"));
        client.open(&uri, "# In the editor\n").await;
        client.open(&asking, ASKING).await;
        folder.write("a.md", DEFINING);
        folder.write("other.md", DEFINING);
        // The other file is in; so this one would be, too.
        until_defining(&mut client, &asking, &[folder.uri("other.md")]).await;
        let params = json!({ "textDocument": { "uri": uri } });
        let text = client.request("notelint/text", params).await.unwrap();
        assert_eq!(text, "# In the editor\n");
        assert_eq!(client.symbols(&uri).await[0].name, "In the editor");
        // Closed, it counts as it is on disk.
        client.close(&uri).await;
        let both = [uri, folder.uri("other.md")];
        until_defining(&mut client, &asking, &both).await;
    });
}

#[test]
fn a_client_that_watches_is_believed() {
    run(async {
        let folder = Folder::with(&[("deep/a.md", DEFINING), ("b.txt", "")]);
        let mut params = blind(&folder);
        params["capabilities"]["workspace"]["didChangeWatchedFiles"] =
            json!({ "dynamicRegistration": true });
        let mut client = Client::start(params).await;
        let asking = folder.uri("asking.md");
        client.open(&asking, ASKING).await;
        until_defining(&mut client, &asking, &[folder.uri("deep/a.md")]).await;
        let registered = client
            .asked
            .iter()
            .find(|(method, _)| method == "client/registerCapability");
        let watchers = &registered.unwrap().1["registrations"][1]["registerOptions"]["watchers"];
        let globs: Vec<&str> = watchers
            .as_array()
            .unwrap()
            .iter()
            .map(|watcher| watcher["globPattern"].as_str().unwrap())
            .collect();
        for glob in [
            "**/*.md",
            "**/*.markdown",
            "**/notelint.toml",
            "**/.gitignore",
            "**/*",
        ] {
            assert!(globs.contains(&glob), "{globs:?}");
        }
        // A folder that is deleted is one deletion.
        fs::remove_dir_all(folder.path("deep")).unwrap();
        let gone = json!({ "changes": [{ "uri": folder.uri("deep"), "type": 3 }] });
        client.notify("workspace/didChangeWatchedFiles", gone).await;
        until_defining(&mut client, &asking, &[]).await;
        folder.write("c.md", DEFINING);
        let born = json!({ "changes": [{ "uri": folder.uri("c.md"), "type": 1 }, { "uri": folder.uri("b.txt"), "type": 2 }, { "uri": "untitled:x", "type": 2 }] });
        client.notify("workspace/didChangeWatchedFiles", born).await;
        until_defining(&mut client, &asking, &[folder.uri("c.md")]).await;
        assert_eq!(client.stop().await, 0);
    });
}
