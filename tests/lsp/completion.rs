//! Completion: names of the glossary and of the notes for the words before the cursor.

use serde_json::{Value, json};

use crate::client::run;
use crate::desk::Desk;

const COMPLETION: &str = "textDocument/completion";

const NOTE: &str = "Threads share the GI\n\nwith eventual cons\n\nDead\n\nthe blue r\n\n```python\ncontextm\n```\n\n[see](dea\n";
const ROOMS: &str = "- **Blue room**: the staging cluster\n";

async fn labels(desk: &mut Desk, uri: &str, line: u32, column: u32) -> (Vec<String>, Value) {
    let answer = desk.ask_at(COMPLETION, uri, line, column).await;
    let items = answer["items"].as_array().unwrap();
    let labels = items.iter().map(|item| item["label"].as_str().unwrap());
    (labels.map(str::to_owned).collect(), answer["items"].clone())
}

#[test]
fn names_of_the_glossary_and_of_the_notes_are_offered() {
    run(async {
        let mut desk = Desk::new(&[("note.md", NOTE), ("rooms.md", ROOMS)]).await;
        let uri = desk.open("note.md").await;
        let (names, items) = labels(&mut desk, &uri, 0, 20).await;
        let gil = names.iter().position(|name| name == "GIL").unwrap();
        let item = &items[gil];
        assert_eq!(item["detail"], "Global Interpreter Lock");
        assert_eq!(item["textEdit"]["newText"], "GIL");
        assert_eq!(item["textEdit"]["range"]["start"]["character"], 18);
        assert_eq!(item["documentation"]["kind"], "plaintext");
        // More words before the cursor say more; a capital at the start of a sentence stays.
        let (names, items) = labels(&mut desk, &uri, 2, 18).await;
        assert_eq!(names[0], "eventual consistency");
        assert_eq!(items[0]["textEdit"]["range"]["start"]["character"], 5);
        let (names, items) = labels(&mut desk, &uri, 4, 4).await;
        let deadlock = names.iter().position(|name| name == "deadlock").unwrap();
        assert_eq!(items[deadlock]["textEdit"]["newText"], "Deadlock");
        let (names, _) = labels(&mut desk, &uri, 6, 10).await;
        assert_eq!(names[0], "Blue room");
    });
}

#[test]
fn code_and_addresses_are_left_alone() {
    run(async {
        let mut desk = Desk::new(&[("note.md", NOTE)]).await;
        let uri = desk.open("note.md").await;
        let (names, _) = labels(&mut desk, &uri, 9, 8).await;
        assert_eq!(names, [""; 0]);
        let (names, _) = labels(&mut desk, &uri, 0, 0).await;
        assert_eq!(names, [""; 0]);
        desk.set_features(json!({ "completion": false })).await;
        let off = desk.ask_at(COMPLETION, &uri, 0, 20).await;
        assert_eq!(off, Value::Null);
    });
}
