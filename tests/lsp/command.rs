//! Commands: what they ask the editor to do.

use serde_json::{Value, json};
use tower_lsp::ls_types::WorkspaceEdit;

use crate::client::{Client, able, applied, run};

const NOTE: &str = "file:///notes/a.md";

#[test]
fn fix_all_asks_for_the_edit() {
    run(async {
        let text = "<!-- notelint-disable-next-line syntax-eror -->\ntext\n";
        for argument in [json!(NOTE), json!({ "uri": NOTE })] {
            let mut client = Client::start(able()).await;
            client.open(NOTE, text).await;
            let params = json!({ "command": "notelint.fixAll", "arguments": [argument] });
            let done = client.request("workspace/executeCommand", params).await;
            assert_eq!(done, Ok(Value::Null));
            let (_, asked) = client
                .asked
                .iter()
                .find(|(method, _)| method == "workspace/applyEdit")
                .unwrap();
            let edit: WorkspaceEdit = serde_json::from_value(asked["edit"].clone()).unwrap();
            assert_eq!(applied(text, &edit), ("text\n".to_owned(), Some(1)));
        }
    });
}

#[test]
fn wrong_commands_are_refused() {
    run(async {
        let mut client = Client::start(able()).await;
        for params in [
            json!({ "command": "notelint.fixAll" }),
            json!({ "command": "notelint.fixAll", "arguments": [3] }),
            json!({ "command": "rm" }),
        ] {
            let error = client.request("workspace/executeCommand", params).await;
            assert_eq!(error.unwrap_err()["code"], -32602);
        }
    });
}
