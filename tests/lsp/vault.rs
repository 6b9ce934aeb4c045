//! What is looked up across the notes of a folder: questions, related sections, the map, definitions, lenses.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, able, on, run};

const PYTHON: &str = "# Python\n\n## GIL\n\nThe GIL lets one thread at a time run Python code, however many there are.\n\n## MRO\n\nThe MRO says which of several inherited methods wins.\n";
const NOTES: &str = "# 🧵 GIL and threads\n\nThe GIL lets one thread run Python code; threads wait for it.\n\nWhat about processes? ❓\n";

/// A folder of notes, and a server that has it open.
struct Desk {
    folder: tempfile::TempDir,
    client: Client,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a note.md"), PYTHON).unwrap();
        fs::create_dir(folder.path().join("deep")).unwrap();
        fs::write(folder.path().join("deep/b.md"), NOTES).unwrap();
        let mut params = able();
        let uri = uri_of(folder.path());
        params["workspaceFolders"] = json!([{ "uri": uri, "name": "notes" }]);
        let client = Client::start(params).await;
        Self { folder, client }
    }

    fn uri(&self, name: &str) -> String {
        uri_of(&self.folder.path().join(name))
    }

    async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.client.request(method, params).await.unwrap()
    }

    /// The questions of the folder, each with its note.
    async fn questions(&mut self) -> Vec<String> {
        let all = self.ask("notelint/questions", json!({})).await;
        let all = all.as_array().unwrap().iter();
        all.map(|one| {
            let note = one["uri"].as_str().unwrap().rsplit('/').next().unwrap();
            format!("{note} {}", one["question"].as_str().unwrap())
        })
        .collect()
    }
}

fn uri_of(path: &Path) -> String {
    let uri = tower_lsp::ls_types::Uri::from_file_path(path).unwrap();
    uri.as_str().to_owned()
}

#[test]
fn questions_of_notes_that_nobody_opened() {
    run(async {
        let mut desk = Desk::new().await;
        assert_eq!(desk.questions().await, ["b.md What about processes?"]);
        // A note that is born, changes and dies.
        let born = desk.folder.path().join("born.md");
        fs::write(&born, "# Born\n\nWho? ❓\n").unwrap();
        let both = ["born.md Who?", "b.md What about processes?"];
        assert_eq!(desk.questions().await, both);
        fs::write(&born, "# Born\n\nWhy is that so? ❓\n").unwrap();
        assert_eq!(desk.questions().await[0], "born.md Why is that so?");
        fs::remove_file(&born).unwrap();
        assert_eq!(desk.questions().await.len(), 1);
    });
}

#[test]
fn an_open_note_counts_as_it_stands_in_the_editor() {
    run(async {
        let mut desk = Desk::new().await;
        let uri = desk.uri("deep/b.md");
        desk.client.open(&uri, "# Other\n\nAnd this? ❓\n").await;
        assert_eq!(desk.questions().await, ["b.md And this?"]);
        desk.client.change(&uri, 2, &[(None, "# Other\n")]).await;
        assert_eq!(desk.questions().await, Vec::<String>::new());
        desk.client.close(&uri).await;
        assert_eq!(desk.questions().await, ["b.md What about processes?"]);
        // A note that was never saved is there while it is open.
        desk.client.open("untitled:x", "New? ❓\n").await;
        assert!(
            desk.questions()
                .await
                .contains(&"untitled:x New?".to_owned())
        );
        desk.client.close("untitled:x").await;
        assert_eq!(desk.questions().await.len(), 1);
    });
}

#[test]
fn related_sections_lenses_and_definitions() {
    run(async {
        let mut desk = Desk::new().await;
        let (here, there) = (desk.uri("a note.md"), desk.uri("deep/b.md"));
        desk.client.open(&here, PYTHON).await;
        let at = |line: u32, character: u32| json!({ "textDocument": { "uri": here }, "position": { "line": line, "character": character } });
        let found = desk.ask("notelint/related", at(4, 6)).await;
        assert_eq!(found[0]["uri"], there, "{found}");
        assert_eq!(found[0]["title"], "🧵 GIL and threads");
        // In UTF-16 units: the emoji counts two.
        assert_eq!(found[0]["range"], json!(on(0, 2, 20)));
        assert!(found[0]["shared"].to_string().contains("GIL"), "{found}");
        let whole = json!({ "textDocument": { "uri": here } });
        assert_eq!(
            desk.ask("notelint/related", whole.clone()).await[0]["uri"],
            there
        );

        let lenses = desk.ask("textDocument/codeLens", whole).await;
        let lens = &lenses[0];
        assert_eq!(lenses.as_array().unwrap().len(), 1, "{lenses}");
        assert_eq!(lens["command"]["title"], "1 related section");
        let shown = json!({ "command": lens["command"]["command"], "arguments": lens["command"]["arguments"] });
        let shown = desk.ask("workspace/executeCommand", shown).await;
        assert_eq!(shown[0]["uri"], there);
        let asked = json!({ "command": "notelint.showQuestions" });
        let questions = desk.ask("workspace/executeCommand", asked).await;
        assert_eq!(questions[0]["question"], "What about processes?");

        let uri = there.clone();
        desk.client.open(&uri, "The MRO of a class.\n").await;
        let on_mro =
            json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 5 } });
        let defined = desk.ask("textDocument/definition", on_mro.clone()).await;
        assert_eq!(defined.as_array().unwrap().len(), 1, "{defined}");
        assert_eq!(defined[0]["uri"], here);
        assert_eq!(defined[0]["range"]["start"]["line"], 6);

        let off = json!({ "settings": { "notelint": { "features": { "definition": false, "lenses": false } } } });
        desk.client
            .notify("workspace/didChangeConfiguration", off.clone())
            .await;
        desk.client.settings = off["settings"]["notelint"].clone();
        assert_eq!(
            desk.ask("textDocument/definition", on_mro).await,
            Value::Null
        );
        let whole = json!({ "textDocument": { "uri": here } });
        assert_eq!(desk.ask("textDocument/codeLens", whole).await, Value::Null);
    });
}

#[test]
fn the_map_links_topics_of_different_notes() {
    run(async {
        let mut desk = Desk::new().await;
        let map = desk.ask("notelint/map", json!({})).await;
        let nodes = map["nodes"].as_array().unwrap();
        let titles: Vec<_> = nodes
            .iter()
            .map(|node| node["title"].as_str().unwrap())
            .collect();
        assert_eq!(titles, ["Python", "GIL", "MRO", "🧵 GIL and threads"]);
        assert_eq!(
            map["edges"],
            json!([{ "source": "1", "target": "3", "kind": "related" }])
        );
        assert_eq!(map["leftOut"], 0);
        assert_eq!(nodes[1]["range"], json!(on(2, 3, 6)));
        assert_eq!(nodes[1]["uri"], desk.uri("a note.md"));
    });
}

#[test]
fn no_folder_is_no_trouble_and_the_whole_disk_is_left_alone() {
    run(async {
        for folders in [json!([]), json!([{ "uri": "file:///", "name": "disk" }])] {
            let mut params = able();
            params["workspaceFolders"] = folders;
            let mut client = Client::start(params).await;
            client.open("untitled:x", "# GIL\n\nWhat is it? ❓\n").await;
            let all = client
                .request("notelint/questions", json!({}))
                .await
                .unwrap();
            assert_eq!(all.as_array().unwrap().len(), 1);
            let map = client.request("notelint/map", json!({})).await.unwrap();
            assert_eq!(map["nodes"].as_array().unwrap().len(), 1);
        }
    });
}
