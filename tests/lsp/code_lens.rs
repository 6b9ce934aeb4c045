//! Code lenses: how many sections of other notes are on the topic of a heading.

use serde_json::{Value, json};

use crate::client::run;
use crate::desk::{Desk, places};

const PYTHON: &str = "# Python\n\n## GIL\n\nThe GIL lets one thread at a time run Python code.\n\n## Slots\n\nNo dictionary for each instance.\n";
const THREADS: &str = "# Threads\n\n## 🔒 Global Interpreter Lock\n\nOne thread at a time runs Python code: the GIL.\n";
const MORE: &str =
    "1. **GIL (Global Interpreter Lock)**\n   - one thread at a time runs Python code\n";

#[test]
fn a_heading_tells_how_many_sections_are_on_its_topic() {
    run(async {
        let notes = [
            ("python.md", PYTHON),
            ("threads.md", THREADS),
            ("more.md", MORE),
        ];
        let mut desk = Desk::new(&notes).await;
        let uri = desk.open("python.md").await;
        let whole = json!({ "textDocument": { "uri": uri } });
        let lenses = desk.ask("textDocument/codeLens", whole.clone()).await;
        let titles: Vec<_> = lenses.as_array().unwrap().iter().collect();
        assert_eq!(titles.len(), 1, "{lenses}");
        assert_eq!(titles[0]["command"]["title"], "2 related sections");
        assert_eq!(titles[0]["range"]["start"]["line"], 2);
        let command = &titles[0]["command"];
        let params = json!({ "command": command["command"], "arguments": command["arguments"] });
        let shown = desk.ask("workspace/executeCommand", params).await;
        let mut shown = places(&shown);
        shown.sort();
        assert_eq!(shown, ["more.md:0:5", "threads.md:2:3"]);

        let more = desk.open("more.md").await;
        desk.client.change(&more, 2, &[(None, "gone\n")]).await;
        let lenses = desk.ask("textDocument/codeLens", whole.clone()).await;
        assert_eq!(lenses[0]["command"]["title"], "1 related section");
        desk.set_features(json!({ "lenses": false })).await;
        assert_eq!(desk.ask("textDocument/codeLens", whole).await, Value::Null);
    });
}
