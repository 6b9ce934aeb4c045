//! Renames of headings, notes and tags, in one versioned edit; notes and folders that are moved.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use crate::client::{able, run};
use crate::desk::Desk;

fn mover() -> Value {
    let mut params = able();
    params["capabilities"]["workspace"]["workspaceEdit"]["resourceOperations"] =
        json!(["create", "rename", "delete"]);
    params
}

const NOTES: [(&str, &str); 3] = [
    ("a.md", "# 🧵 A\n\n## Old\n\n[x](#old) #topic\n"),
    ("deep/b c.md", "🧵 [x](../a.md#old) [[a#Old|t]] #topic/x\n"),
    ("z.md", "[b](deep/b%20c.md)\n"),
];

/// What an edit does, as note, version and edits; and the file that it moves.
fn told(desk: &Desk, edit: &Value) -> BTreeMap<String, String> {
    let base = desk.uri("");
    let short = |uri: &Value| {
        uri.as_str()
            .unwrap()
            .trim_start_matches(&base)
            .trim_start_matches('/')
            .to_owned()
    };
    let changes = edit["documentChanges"].as_array().unwrap().iter();
    changes
        .map(|change| {
            if change["kind"] == "rename" {
                return (
                    "rename".to_owned(),
                    format!(
                        "{} -> {}",
                        short(&change["oldUri"]),
                        short(&change["newUri"])
                    ),
                );
            }
            let edits = change["edits"].as_array().unwrap().iter().map(|edit| {
                let start = &edit["range"]["start"];
                let (line, column) = (&start["line"], &start["character"]);
                format!("{line}:{column} {}", edit["newText"].as_str().unwrap())
            });
            let document = &change["textDocument"];
            let edits = edits.collect::<Vec<_>>().join(", ");
            (
                short(&document["uri"]),
                format!("{}: {edits}", document["version"]),
            )
        })
        .collect()
}

fn expected(told: &[(&str, &str)]) -> BTreeMap<String, String> {
    told.iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect()
}

async fn rename(
    desk: &mut Desk,
    uri: &str,
    line: u32,
    column: u32,
    name: &str,
) -> Result<Value, Value> {
    let position = json!({ "line": line, "character": column });
    let params = json!({ "textDocument": { "uri": uri }, "position": position, "newName": name });
    desk.client.request("textDocument/rename", params).await
}

#[test]
fn a_heading_is_renamed_with_its_links() {
    run(async {
        let mut desk = Desk::with(&NOTES, mover()).await;
        let uri = desk.open("a.md").await;
        desk.client
            .change(
                &uri,
                7,
                &[(None, "# 🧵 A\n\n## Old\n\n🧵 [x](#old) #topic\n")],
            )
            .await;
        let prepared = desk.ask_at("textDocument/prepareRename", &uri, 2, 4).await;
        assert_eq!(prepared["placeholder"], "Old");
        assert_eq!(
            prepared["range"]["start"],
            json!({ "line": 2, "character": 3 })
        );
        let edit = rename(&mut desk, &uri, 2, 4, "New & so").await.unwrap();
        // Columns in UTF-16; open notes with their version, others without.
        assert_eq!(
            told(&desk, &edit),
            expected(&[
                ("a.md", "7: 2:3 New & so, 4:8 new--so"),
                ("deep/b%20c.md", "null: 0:15 new--so, 0:24 New & so"),
            ])
        );
        assert_eq!(
            desk.ask_at("textDocument/prepareRename", &uri, 3, 0).await,
            Value::Null
        );
        let refused = rename(&mut desk, &uri, 3, 0, "x").await.unwrap_err();
        assert_eq!(
            refused["message"],
            "Not renamed: nothing here can be renamed"
        );
    });
}

#[test]
fn a_note_is_renamed_by_a_link_to_it() {
    run(async {
        let mut desk = Desk::with(&NOTES, mover()).await;
        let uri = desk.open("z.md").await;
        let prepared = desk.ask_at("textDocument/prepareRename", &uri, 0, 8).await;
        assert_eq!(prepared["placeholder"], "b c");
        let edit = rename(&mut desk, &uri, 0, 8, "../n").await.unwrap();
        assert_eq!(
            told(&desk, &edit),
            expected(&[
                ("z.md", "1: 0:4 n.md"),
                ("deep/b%20c.md", "null: 0:7 a.md"),
                ("rename", "deep/b%20c.md -> n.md"),
            ])
        );
        let outside = rename(&mut desk, &uri, 0, 8, "../../n").await.unwrap_err();
        assert!(
            outside["message"].as_str().unwrap().contains("outside"),
            "{outside}"
        );
    });
}

#[test]
fn a_preview_tells_open_notes_from_others() {
    run(async {
        let mut params = mover();
        params["capabilities"]["workspace"]["workspaceEdit"]["changeAnnotationSupport"] =
            json!({ "groupsOnLabel": true });
        let mut desk = Desk::with(&NOTES, params).await;
        let uri = desk.open("a.md").await;
        let edit = rename(&mut desk, &uri, 2, 4, "New").await.unwrap();
        let changes = edit["documentChanges"].as_array().unwrap();
        assert_eq!(changes.len(), 2, "{edit}");
        for (change, label) in changes
            .iter()
            .zip(["In open notes", "In notes that are not open"])
        {
            for one in change["edits"].as_array().unwrap() {
                let group = one["annotationId"].as_str().unwrap();
                assert_eq!(edit["changeAnnotations"][group]["label"], label, "{edit}");
            }
        }
        // Who knows nothing of groups gets none.
        let mut desk = Desk::with(&NOTES, mover()).await;
        let uri = desk.open("a.md").await;
        let edit = rename(&mut desk, &uri, 2, 4, "New").await.unwrap();
        assert_eq!(edit["changeAnnotations"], Value::Null);
        assert!(!edit.to_string().contains("annotationId"), "{edit}");
    });
}

#[test]
fn an_editor_that_moves_no_files_is_told_so() {
    run(async {
        let mut desk = Desk::new(&NOTES).await;
        let uri = desk.open("z.md").await;
        let refused = rename(&mut desk, &uri, 0, 8, "n").await.unwrap_err();
        assert!(
            refused["message"]
                .as_str()
                .unwrap()
                .contains("cannot move files"),
            "{refused}"
        );
    });
}

#[test]
fn a_tag_is_renamed_everywhere() {
    run(async {
        let mut desk = Desk::with(&NOTES, mover()).await;
        let uri = desk.open("a.md").await;
        let edit = rename(&mut desk, &uri, 4, 12, "thema").await.unwrap();
        assert_eq!(
            told(&desk, &edit),
            expected(&[
                ("a.md", "1: 4:11 thema"),
                ("deep/b%20c.md", "null: 0:33 thema")
            ])
        );
    });
}

#[test]
fn links_follow_notes_and_folders_that_are_moved() {
    run(async {
        let mut desk = Desk::with(&NOTES, mover()).await;
        desk.open("a.md").await;
        let files = json!([{ "oldUri": desk.uri("deep"), "newUri": desk.uri("far/er") }]);
        let edit = desk
            .ask("workspace/willRenameFiles", json!({ "files": files }))
            .await;
        assert_eq!(
            told(&desk, &edit),
            expected(&[
                ("deep/b%20c.md", "null: 0:7 ../../a.md"),
                ("z.md", "null: 0:4 far/er/b%20c.md"),
            ])
        );
        let nothing = json!([{ "oldUri": desk.uri("other.txt"), "newUri": desk.uri("b.txt") }]);
        let edit = desk
            .ask("workspace/willRenameFiles", json!({ "files": nothing }))
            .await;
        assert_eq!(edit, Value::Null);
        // What is asked is only what would have to be edited: nothing was written.
        let text = fs::read_to_string(desk.folder.path().join("z.md")).unwrap();
        assert_eq!(text, NOTES[2].1);
    });
}
