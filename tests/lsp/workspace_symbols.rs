//! Workspace symbols: topics of all notes by what one remembers of their names.

use serde_json::{Value, json};

use crate::client::run;
use crate::desk::{Desk, places};

const A: &str = "# Python\n\n## 🔒 Global Interpreter Lock\n\nOne thread at a time.\n\n## Garbage collection\n\nCounts references.\n";
const B: &str =
    "#what is a mutex\n\t- a lock\n\n1. **Optimistic locking**\n   - look, then write\n";

async fn found(desk: &mut Desk, query: &str) -> Value {
    desk.ask("workspace/symbol", json!({ "query": query }))
        .await
}

#[test]
fn topics_are_found_by_name_acronym_and_expansion() {
    run(async {
        let mut desk = Desk::new(&[("a.md", A), ("deep/b.md", B)]).await;
        for (query, place) in [
            ("garb coll", "a.md:6:3"),
            ("GIL", "a.md:2:3"),
            ("global interp", "a.md:2:3"),
            ("mutex", "b.md:0:1"),
            ("optimstic", "b.md:3:5"),
        ] {
            let answer = found(&mut desk, query).await;
            let places = places(&answer);
            assert_eq!(places.first().map(String::as_str), Some(place), "{query}");
        }
        let gil = found(&mut desk, "gil").await;
        assert_eq!(gil[0]["name"], "🔒 Global Interpreter Lock");
        assert_eq!(gil[0]["containerName"], "a.md");
        assert_eq!(found(&mut desk, "xyzzy").await, json!([]));
        // All topics for who types nothing yet: five headings, and an item that says something.
        assert_eq!(found(&mut desk, "").await.as_array().unwrap().len(), 6);
    });
}

#[test]
fn what_is_open_counts_as_it_stands_in_the_editor() {
    run(async {
        let mut desk = Desk::new(&[("a.md", A)]).await;
        let uri = desk.open("a.md").await;
        let text = "# Python\n\n## Descriptors\n\nWhat attributes are made of.\n";
        desk.client.change(&uri, 2, &[(None, text)]).await;
        assert_eq!(places(&found(&mut desk, "descr").await), ["a.md:2:3"]);
        assert_eq!(places(&found(&mut desk, "garbage").await), [""; 0]);
    });
}
