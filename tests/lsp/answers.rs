//! Open questions meet the sections that may answer them: in the hover, and as an action that goes there.

use serde_json::{Value, json};

use crate::client::{able, at, run};
use crate::desk::Desk;

const ASKED: &str = "# Talk\n\n- What is a write-ahead log? ❓\n- Why is Ben late? ❓\n";
const TOLD: &str = "# Storage\n\n## Write-ahead log\n\nA write-ahead log is a file that every change goes to first, so that a crash loses nothing.\n\n## Compaction\n\nFiles are merged in the background.\n";

/// An editor that can show places.
fn showing() -> Value {
    let mut params = able();
    params["capabilities"]["window"] = json!({ "showDocument": { "support": true } });
    params
}

async fn answers(desk: &mut Desk, uri: &str, line: u32) -> Vec<Value> {
    let place = tower_lsp::ls_types::Range::new(at(line, 3), at(line, 3));
    let mut actions = desk.client.actions(uri, place, &[]).await;
    actions.retain(|action| action["title"].as_str().unwrap().starts_with("Go to"));
    actions
}

#[test]
fn the_hover_of_a_question_shows_where_an_answer_may_be() {
    run(async {
        let mut desk = Desk::new(&[("talk.md", ASKED), ("told.md", TOLD)]).await;
        let uri = desk.open("talk.md").await;
        let mark = desk.hover(&uri, 2, 31).await;
        assert!(mark.contains("Not answered yet."), "{mark}");
        let there = format!("[Write-ahead log](<{}#L3>)", desk.uri("told.md"));
        assert!(mark.contains(&there), "{mark}");
        assert!(!mark.contains("Compaction"), "{mark}");
        // Words of the question that are no terms stand for it, too; a term is a term.
        assert_eq!(desk.hover(&uri, 2, 3).await, mark);
        let term = desk.hover(&uri, 2, 15).await;
        assert!(term.starts_with("**WAL**"), "{term}");
        // Where nothing is likely, nothing is said to be.
        let none = desk.hover(&uri, 3, 19).await;
        assert!(none.contains("Not answered yet."), "{none}");
        assert!(!none.contains("Likely"), "{none}");
    });
}

#[test]
fn an_action_goes_to_the_likely_answer() {
    run(async {
        let notes = [("talk.md", ASKED), ("told.md", TOLD)];
        let mut desk = Desk::with(&notes, showing()).await;
        let uri = desk.open("talk.md").await;
        let actions = answers(&mut desk, &uri, 2).await;
        let title = "Go to the likely answer: Write-ahead log (told.md:3)";
        assert_eq!(actions[0]["title"], title);
        assert_eq!(answers(&mut desk, &uri, 3).await, [Value::Null; 0]);
        let command = &actions[0]["command"];
        let params = json!({ "command": command["command"], "arguments": command["arguments"] });
        desk.ask("workspace/executeCommand", params).await;
        let mut shown = desk.client.asked.iter();
        let (_, shown) = shown
            .find(|(method, _)| method == "window/showDocument")
            .unwrap();
        assert_eq!(shown["uri"], desk.uri("told.md"));
        assert_eq!(shown["selection"]["start"]["line"], 2);
        // What is written in another note counts from then on, and only when somebody asks.
        let told = desk.open("told.md").await;
        desk.client.change(&told, 2, &[(None, "# Nothing\n")]).await;
        assert_eq!(answers(&mut desk, &uri, 2).await, [Value::Null; 0]);
    });
}

#[test]
fn an_editor_that_cannot_show_a_place_is_not_offered_to() {
    run(async {
        let mut desk = Desk::new(&[("talk.md", ASKED), ("told.md", TOLD)]).await;
        let uri = desk.open("talk.md").await;
        assert_eq!(answers(&mut desk, &uri, 2).await, [Value::Null; 0]);
        let wrong = json!({ "command": "notelint.goToAnswer", "arguments": [uri] });
        let refused = desk.client.request("workspace/executeCommand", wrong).await;
        assert_eq!(refused.unwrap_err()["code"], -32602);
    });
}
