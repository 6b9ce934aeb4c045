//! What "expand selection" walks through.

use serde_json::{Value, json};

use crate::client::{Client, able, at, run};

const NOTE: &str = "file:///notes/a.md";

/// The ranges around a position, from the innermost.
async fn ranges(client: &mut Client, line: u32, column: u32) -> Vec<(u64, u64, u64, u64)> {
    let params = json!({ "textDocument": { "uri": NOTE }, "positions": [at(line, column)] });
    let answer: Vec<Value> = client.get("textDocument/selectionRange", params).await;
    let mut ranges = Vec::new();
    let mut next = &answer[0];
    while next.is_object() {
        let number = |end: &str, part: &str| next["range"][end][part].as_u64().unwrap();
        ranges.push((
            number("start", "line"),
            number("start", "character"),
            number("end", "line"),
            number("end", "character"),
        ));
        next = &next["parent"];
    }
    ranges
}

#[test]
fn from_a_name_in_broken_code_to_the_whole_note() {
    run(async {
        let mut client = Client::start(able()).await;
        client
            .open(NOTE, "# É\n\n```python\nx = (\nheapq.heappush(h, 1)\n```\n")
            .await;
        let ranges = ranges(&mut client, 4, 8).await;
        assert_eq!(ranges[..3], [(4, 6, 4, 14), (4, 0, 4, 14), (4, 0, 4, 20)]);
        assert_eq!(ranges.last(), Some(&(0, 0, 6, 0)));
    });
}

#[test]
fn an_empty_note_has_one_empty_range() {
    run(async {
        let mut client = Client::start(able()).await;
        client.open(NOTE, "").await;
        assert_eq!(ranges(&mut client, 0, 0).await, [(0, 0, 0, 0)]);
    });
}
