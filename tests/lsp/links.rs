//! Links between notes: what is broken, where they lead, what leads to a place, previews, what can be followed, what may
//! come, how often a heading is linked to.

use std::fs;

use serde_json::{Value, json};

use crate::client::run;
use crate::desk::{Desk, places};

const NOTES: [(&str, &str); 4] = [
    (
        "a.md",
        "# A\n\n🧵 [x](deep/b.md#part) [[b#Part]] [[nowhere]] [y](#a) <https://x.y> [z](../../out.md)\n",
    ),
    (
        "deep/b.md",
        "# B <b>\n\n## Part\n\nWhat *it* is <script> about #topic.\n\n## Other\n\n[up](../a.md)\n",
    ),
    (
        "c.md",
        "# C\n\n[[b#part]] [[a]] #topic [^1] [r][l]\n\n[^1]: A footnote.\n\n[l]: a.md\n",
    ),
    ("q.md", "[[a]]\n"),
];

fn codes(found: &[tower_lsp::ls_types::Diagnostic]) -> Vec<String> {
    let links = found
        .iter()
        .filter(|one| serde_json::to_string(one).unwrap().contains("-link\""));
    links
        .map(|one| format!("{}: {}", one.range.start.character, one.message))
        .collect()
}

/// Waits until what is said of the links of a note at `version` is `expected`.
async fn links_are(desk: &mut Desk, uri: &str, version: i32, expected: &[&str]) {
    loop {
        let found = desk.client.published(uri, Some(version)).await;
        if codes(&found) == expected {
            return;
        }
    }
}

#[test]
fn broken_links_are_told_and_follow_what_other_notes_say() {
    run(async {
        let mut desk = Desk::new(&NOTES).await;
        let a = desk.open("a.md").await;
        let nowhere = "36: There is no note `nowhere`";
        links_are(&mut desk, &a, 1, &[nowhere]).await;
        // A heading of another note that is open changes: this note is told anew, at the version that it has.
        let b = desk.open("deep/b.md").await;
        desk.client
            .change(&b, 2, &[(None, "# B\n\n## Parts\n")])
            .await;
        let part = "17: There is no heading `part` in `b`";
        let also = "27: There is no heading `Part` in `b`";
        links_are(&mut desk, &a, 1, &[part, also, nowhere]).await;
        desk.client
            .change(&b, 3, &[(None, "# B\n\n## Part\n\nmore\n")])
            .await;
        links_are(&mut desk, &a, 1, &[nowhere]).await;
        // A note comes on disk.
        fs::write(desk.folder.path().join("nowhere.md"), "# Here\n").unwrap();
        let changed = json!({ "changes": [{ "uri": desk.uri("nowhere.md"), "type": 1 }] });
        desk.client
            .notify("workspace/didChangeWatchedFiles", changed)
            .await;
        links_are(&mut desk, &a, 1, &[]).await;
    });
}

#[test]
fn another_note_is_checked_again_only_when_its_links_say_so() {
    run(async {
        let mut desk = Desk::new(&NOTES).await;
        let a = desk.open("a.md").await;
        links_are(&mut desk, &a, 1, &["36: There is no note `nowhere`"]).await;
        let q = desk.open("q.md").await;
        links_are(&mut desk, &q, 1, &[]).await;
        // Of the two that are open, `a` alone links to `deep/b`.
        let b = desk.open("deep/b.md").await;
        desk.client
            .change(&b, 2, &[(None, "# B\n\n## Parts\n")])
            .await;
        let mut told = Vec::new();
        while !told.contains(&json!(a)) {
            let said = desk
                .client
                .notification("textDocument/publishDiagnostics")
                .await;
            told.push(said["uri"].clone());
        }
        // What was asked for before is answered after all that was said.
        desk.ask("notelint/questions", json!({})).await;
        let rest = desk.client.take("textDocument/publishDiagnostics");
        told.extend(rest.into_iter().map(|said| said["uri"].clone()));
        assert!(!told.contains(&json!(q)), "{told:?}");
    });
}

#[test]
fn links_lead_somewhere_and_back() {
    run(async {
        let mut desk = Desk::new(&NOTES).await;
        let a = desk.open("a.md").await;
        let c = desk.open("c.md").await;
        let to = |answer: &Value| places(answer);
        assert_eq!(
            to(&desk.ask_at("textDocument/definition", &a, 2, 10).await),
            ["b.md:2:3"]
        );
        assert_eq!(
            to(&desk.ask_at("textDocument/definition", &a, 2, 32).await),
            ["b.md:2:3"]
        );
        assert_eq!(
            to(&desk.ask_at("textDocument/definition", &c, 2, 14).await),
            ["a.md:0:0"]
        );
        assert_eq!(
            to(&desk.ask_at("textDocument/definition", &c, 2, 25).await),
            ["c.md:4:0"]
        );
        assert_eq!(
            to(&desk.ask_at("textDocument/definition", &c, 2, 31).await),
            ["a.md:0:0"]
        );
        // Broken, or out of the workspace.
        assert_eq!(
            desk.ask_at("textDocument/definition", &a, 2, 40).await,
            Value::Null
        );
        assert_eq!(
            desk.ask_at("textDocument/definition", &a, 2, 80).await,
            Value::Null
        );
        // All links to the heading, wherever they are written.
        let links = ["a.md:2:3", "a.md:2:23", "c.md:2:0"];
        assert_eq!(
            to(&desk.ask_at("textDocument/references", &a, 2, 10).await),
            links
        );
        let b = desk.open("deep/b.md").await;
        let from_heading = to(&desk.ask_at("textDocument/references", &b, 2, 4).await);
        assert!(
            links
                .iter()
                .all(|link| from_heading.contains(&(*link).to_owned())),
            "{from_heading:?}"
        );
        let tags = to(&desk.ask_at("textDocument/references", &c, 2, 20).await);
        assert_eq!(tags, ["c.md:2:17", "b.md:4:28"]);
    });
}

#[test]
fn a_preview_is_escaped_and_short() {
    run(async {
        let mut desk = Desk::new(&NOTES).await;
        let a = desk.open("a.md").await;
        let hover = desk.hover(&a, 2, 10).await;
        assert!(
            hover.contains("**Part**") && hover.contains("deep/b.md"),
            "{hover}"
        );
        assert!(
            hover.contains("\\<script\\>") && !hover.contains("<script>"),
            "{hover}"
        );
        assert!(!hover.contains("Other"), "{hover}");
        let long = format!("# Long\n\n{}\n", "word ".repeat(10_000));
        fs::write(desk.folder.path().join("long.md"), long).unwrap();
        let l = desk.uri("l.md");
        desk.client.open(&l, "[[long]]\n").await;
        desk.ask("notelint/questions", json!({})).await;
        let hover = desk.hover(&l, 0, 4).await;
        assert!(
            hover.contains("word") && hover.len() < 800,
            "{}",
            hover.len()
        );
        assert_eq!(desk.hover(&a, 2, 40).await, "", "a broken link has none");
    });
}

#[test]
fn links_can_be_followed_but_not_out_of_the_workspace() {
    run(async {
        let mut desk = Desk::new(&NOTES).await;
        let a = desk.open("a.md").await;
        let params = json!({ "textDocument": { "uri": a } });
        let links = desk.ask("textDocument/documentLink", params).await;
        let links = links.as_array().unwrap().iter();
        let targets: Vec<String> = links
            .map(|link| {
                let target = link["target"].as_str().unwrap();
                format!(
                    "{} {}",
                    link["range"]["start"]["character"],
                    target.rsplit('/').next().unwrap()
                )
            })
            .collect();
        assert_eq!(targets, ["7 b.md#L3", "25 b.md#L3", "50 a.md#L1", "55 x.y"]);
    });
}

/// The labels of what may come at the end of `line`, as the second line of a note.
async fn offered(desk: &mut Desk, line: &str) -> Vec<String> {
    let uri = desk.uri("new.md");
    desk.client
        .open(&uri, &format!("# New\n{line}\n\n## Own part\n"))
        .await;
    let column = line.encode_utf16().count() as u32;
    let list = desk
        .ask_at("textDocument/completion", &uri, 1, column)
        .await;
    desk.client.close(&uri).await;
    let items = list["items"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    items
        .iter()
        .map(|item| {
            format!(
                "{} {}",
                item["label"].as_str().unwrap(),
                item["textEdit"]["newText"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn what_may_come_in_a_link_comes_there_alone() {
    run(async {
        let mut desk = Desk::new(&NOTES).await;
        desk.ask("notelint/questions", json!({})).await;
        assert_eq!(
            offered(&mut desk, "see 🧵 [[").await,
            ["a a]]", "b b]]", "c c]]", "q q]]"]
        );
        assert_eq!(
            offered(&mut desk, "see [[b#").await,
            ["B B]]", "Part Part]]", "Other Other]]"]
        );
        assert_eq!(
            offered(&mut desk, "see [[#o").await,
            ["Own part Own part]]"]
        );
        assert_eq!(
            offered(&mut desk, "see [x](de").await,
            ["deep/b.md deep/b.md"]
        );
        assert_eq!(
            offered(&mut desk, "see [x](deep/b.md#pa").await,
            ["Part part"]
        );
        assert_eq!(offered(&mut desk, "see #to").await, ["topic topic"]);
        assert_eq!(
            offered(&mut desk, "> [!imp").await,
            ["important important] "]
        );
        assert_eq!(offered(&mut desk, "in `[[").await, Vec::<String>::new());
    });
}

#[test]
fn links_are_counted_where_that_is_asked_for() {
    run(async {
        let mut desk = Desk::new(&NOTES).await;
        let b = desk.open("deep/b.md").await;
        let range =
            json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } });
        let params = json!({ "textDocument": { "uri": b }, "range": range });
        assert_eq!(
            desk.ask("textDocument/inlayHint", params.clone()).await,
            Value::Null,
            "off unless asked for"
        );
        desk.set_features(json!({ "link-hints": true, "link-lenses": true, "lenses": false }))
            .await;
        let hints = desk.ask("textDocument/inlayHint", params.clone()).await;
        assert_eq!(hints.as_array().unwrap().len(), 1, "{hints}");
        assert_eq!(hints[0]["label"], "3 links");
        assert_eq!(hints[0]["position"], json!({ "line": 2, "character": 7 }));
        let lenses = desk.ask("textDocument/codeLens", params).await;
        assert_eq!(lenses[0]["command"]["title"], "3 links");
        let shown = json!({ "command": lenses[0]["command"]["command"], "arguments": lenses[0]["command"]["arguments"] });
        let shown = desk.ask("workspace/executeCommand", shown).await;
        assert_eq!(places(&shown), ["a.md:2:3", "a.md:2:23", "c.md:2:0"]);
    });
}

#[test]
fn sections_fold() {
    run(async {
        let mut desk = Desk::new(&NOTES).await;
        let b = desk.open("deep/b.md").await;
        let params = json!({ "textDocument": { "uri": b } });
        let folds = desk.ask("textDocument/foldingRange", params).await;
        let folds: Vec<_> = folds
            .as_array()
            .unwrap()
            .iter()
            .map(|fold| format!("{}-{}", fold["startLine"], fold["endLine"]))
            .collect();
        assert_eq!(folds, ["0-8", "2-4", "6-8"]);
    });
}

#[test]
fn a_block_is_linked_to_by_its_id() {
    const NOTES: [(&str, &str); 2] = [
        ("a.md", "[[b#^why]] [x](b.md#^why) [[b#^gone]]\n"),
        ("b.md", "# B\n\n- first\n- because of locks ^why\n"),
    ];
    run(async {
        let mut desk = Desk::new(&NOTES).await;
        let a = desk.open("a.md").await;
        links_are(&mut desk, &a, 1, &["30: There is no block `^gone` in `b`"]).await;
        for column in [4, 15] {
            let found = desk.ask_at("textDocument/definition", &a, 0, column).await;
            assert_eq!(places(&found), ["b.md:3:20"]);
        }
        let found = desk.ask_at("textDocument/references", &a, 0, 4).await;
        assert_eq!(places(&found), ["a.md:0:0", "a.md:0:11"]);
        assert_eq!(offered(&mut desk, "see [[b#^w").await, ["why ^why]]"]);
    });
}

#[test]
fn tags_of_the_front_matter_are_tags() {
    const NOTES: [(&str, &str); 2] = [
        (
            "a.md",
            "---\ntags: [queue, other]\n---\n# A\n\n#queue/late\n",
        ),
        ("b.md", "---\ntags:\n  - queue\n  - \n---\n# B\n"),
    ];
    run(async {
        let mut desk = Desk::new(&NOTES).await;
        let a = desk.open("a.md").await;
        let b = desk.open("b.md").await;
        let found = desk.ask_at("textDocument/references", &a, 1, 9).await;
        assert_eq!(places(&found), ["a.md:1:7", "a.md:5:0", "b.md:2:4"]);
        let position = json!({ "line": 2, "character": 6 });
        let params =
            json!({ "textDocument": { "uri": b }, "position": position, "newName": "line" });
        let edit = desk.ask("textDocument/rename", params).await;
        let edits = edit["documentChanges"].as_array().unwrap().iter();
        let edits: Vec<usize> = edits
            .map(|one| one["edits"].as_array().unwrap().len())
            .collect();
        assert_eq!(edits, [2, 1], "{edit}");
        let list = desk.ask_at("textDocument/completion", &b, 3, 4).await;
        let items = list["items"].as_array().unwrap().iter();
        let labels: Vec<&str> = items.map(|item| item["label"].as_str().unwrap()).collect();
        assert_eq!(labels, ["queue", "other", "queue/late"]);
    });
}
