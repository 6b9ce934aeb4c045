//! What is looked up across the notes of a folder by requests of our own: questions, related sections, the map.

use std::fs;

use serde_json::json;

use crate::client::{Client, able, on, run};
use crate::desk::Desk;

const PYTHON: &str = "# Python\n\n## GIL\n\nThe GIL lets one thread at a time run Python code, however many there are.\n\n## MRO\n\nThe MRO says which of several inherited methods wins.\n";
const NOTES: &str = "# 🧵 GIL and threads\n\nThe GIL lets one thread run Python code; threads wait for it.\n\nWhat about processes? ❓\n";

async fn desk() -> Desk {
    Desk::new(&[("a note.md", PYTHON), ("deep/b.md", NOTES)]).await
}

/// The questions of the folder, each with its note.
async fn questions(desk: &mut Desk) -> Vec<String> {
    let all = desk.ask("notelint/questions", json!({})).await;
    let all = all.as_array().unwrap().iter();
    all.map(|one| {
        let note = one["uri"].as_str().unwrap().rsplit('/').next().unwrap();
        format!("{note} {}", one["question"].as_str().unwrap())
    })
    .collect()
}

#[test]
fn questions_of_notes_that_nobody_opened() {
    run(async {
        let mut desk = desk().await;
        assert_eq!(questions(&mut desk).await, ["b.md What about processes?"]);
        // A note that is born, changes and dies.
        let born = desk.folder.path().join("born.md");
        fs::write(&born, "# Born\n\nWho? ❓\n").unwrap();
        let both = ["born.md Who?", "b.md What about processes?"];
        assert_eq!(questions(&mut desk).await, both);
        fs::write(&born, "# Born\n\nWhy is that so? ❓\n").unwrap();
        assert_eq!(questions(&mut desk).await[0], "born.md Why is that so?");
        fs::remove_file(&born).unwrap();
        assert_eq!(questions(&mut desk).await.len(), 1);
    });
}

#[test]
fn a_question_stands_at_its_mark_whether_its_note_is_open_or_not() {
    run(async {
        let mut desk = desk().await;
        let closed = desk.ask("notelint/questions", json!({})).await;
        assert_eq!(closed[0]["range"], json!(on(4, 22, 23)));
        let uri = desk.uri("deep/b.md");
        desk.client.open(&uri, NOTES).await;
        let open = desk.ask("notelint/questions", json!({})).await;
        assert_eq!(open[0]["range"], closed[0]["range"]);
    });
}

#[test]
fn an_open_note_counts_as_it_stands_in_the_editor() {
    run(async {
        let mut desk = desk().await;
        let uri = desk.uri("deep/b.md");
        desk.client.open(&uri, "# Other\n\nAnd this? ❓\n").await;
        assert_eq!(questions(&mut desk).await, ["b.md And this?"]);
        desk.client.change(&uri, 2, &[(None, "# Other\n")]).await;
        assert_eq!(questions(&mut desk).await, Vec::<String>::new());
        desk.client.close(&uri).await;
        assert_eq!(questions(&mut desk).await, ["b.md What about processes?"]);
        // A note that was never saved is there while it is open.
        desk.client.open("untitled:x", "New? ❓\n").await;
        assert!(
            questions(&mut desk)
                .await
                .contains(&"untitled:x New?".to_owned())
        );
        desk.client.close("untitled:x").await;
        assert_eq!(questions(&mut desk).await.len(), 1);
    });
}

#[test]
fn related_sections_and_commands() {
    run(async {
        let mut desk = desk().await;
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
        assert_eq!(desk.ask("notelint/related", whole).await[0]["uri"], there);
        let asked = json!({ "command": "notelint.showQuestions" });
        let questions = desk.ask("workspace/executeCommand", asked).await;
        assert_eq!(questions[0]["question"], "What about processes?");
    });
}

#[test]
fn the_map_links_topics_of_different_notes() {
    run(async {
        let mut desk = desk().await;
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
