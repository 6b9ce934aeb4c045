//! `notelint/questions`, and marking places as questions and as answered.

use serde_json::{Value, json};
use tower_lsp::ls_types::{Range, WorkspaceEdit};

use crate::client::{Client, able, applied, on, run};

const NOTE: &str = "file:///notes/a.md";

#[test]
fn questions_are_listed_with_their_places() {
    run(async {
        let mut client = Client::start(able()).await;
        client
            .open(NOTE, "# ❓ What is a GIL\n\n# Sure\n\ntext\n")
            .await;
        client.open("untitled:b", "- ❓ open question\n").await;
        let all = client
            .request("notelint/questions", json!({}))
            .await
            .unwrap();
        let all = all.as_array().unwrap();
        assert_eq!(all.len(), 2, "{all:?}");
        assert_eq!(all[0]["uri"], NOTE);
        assert_eq!(all[0]["status"], "unanswered");
        assert_eq!(all[0]["question"], "What is a GIL");
        assert_eq!(all[0]["range"], json!(on(0, 2, 3)));
        assert_eq!(all[0]["markers"], json!([on(0, 2, 3)]));
        let one = json!({ "textDocument": { "uri": "untitled:b" } });
        let one = client.request("notelint/questions", one).await.unwrap();
        assert_eq!(one, json!([all[1].clone()]));
        let none = json!({ "textDocument": { "uri": "untitled:c" } });
        assert_eq!(
            client.request("notelint/questions", none).await,
            Ok(json!([]))
        );
    });
}

/// The text after the one action that is called `title`, at `line`; `None` where there is none.
async fn after(text: &str, title: &str, line: u32, column: u32) -> Option<String> {
    let mut client = Client::start(able()).await;
    client.open(NOTE, text).await;
    let mut here: Range = on(line, column, column);
    here.end = here.start;
    let actions = client.actions(NOTE, here, &["refactor"]).await;
    let action = actions.iter().find(|action| action["title"] == title)?;
    assert_eq!(action["kind"], "refactor.rewrite");
    let edit: WorkspaceEdit = serde_json::from_value(action["edit"].clone()).unwrap();
    Some(applied(text, &edit).0)
}

#[test]
fn marks_come_and_go() {
    run(async {
        for (marked, plain, line, column) in [
            ("# ❓ Title\n\ntext\n", "# Title\n\ntext\n", 0, 5),
            ("- ❓ an item\n- two\n", "- an item\n- two\n", 0, 6),
            (
                "text\n\n❓ A paragraph\nof two lines\n",
                "text\n\nA paragraph\nof two lines\n",
                2,
                4,
            ),
            ("##### ❓ Banner #####\n", "##### Banner #####\n", 0, 9),
        ] {
            assert_eq!(
                after(marked, "Mark as answered", line, column)
                    .await
                    .as_deref(),
                Some(plain)
            );
            assert_eq!(
                after(plain, "Mark as question", line, column)
                    .await
                    .as_deref(),
                Some(marked)
            );
            assert_eq!(
                after(plain, "Mark as answered", line, column).await,
                None,
                "{plain}"
            );
            assert_eq!(
                after(marked, "Mark as question", line, column).await,
                None,
                "{marked}"
            );
        }
        // Behind the words, and alone on its line.
        for (marked, plain, line) in [
            ("- security or attacks ❓\n", "- security or attacks\n", 0),
            ("# Title\n\n❓\n\n# Next\n", "# Title\n\n\n# Next\n", 2),
        ] {
            assert_eq!(
                after(marked, "Mark as answered", line, 0).await.as_deref(),
                Some(plain)
            );
        }
        for text in ["```python\nx = 1\n```\n", "\n", "---\na: b\n---\n"] {
            assert_eq!(after(text, "Mark as question", 1, 0).await, None, "{text}");
        }
    });
}

#[test]
fn a_mark_says_how_far_the_question_is_answered() {
    run(async {
        let mut client = Client::start(able()).await;
        client.open(NOTE, "# ❓ What is <b>x</b> for\n").await;
        let hover = client.hover(NOTE, on(0, 2, 2).start).await.unwrap();
        let hover: Value = serde_json::to_value(hover).unwrap();
        assert_eq!(
            hover["contents"]["value"],
            "**Question**: What is \\<b\\>x\\</b\\> for\n\nNot answered yet."
        );
        assert_eq!(hover["range"], json!(on(0, 2, 3)));
    });
}
