//! Definition: from a term to what defines it, from a heading to the same topic in other notes.

use serde_json::json;

use crate::client::run;
use crate::desk::{Desk, places};

const DEFINITION: &str = "textDocument/definition";

const CLASSES: &str =
    "# Classes\n\n## MRO\n\nThe MRO says which of several inherited methods wins.\n";
const LIST: &str = "1. **Method Resolution Order (MRO)**: the order in which base classes are searched.\n2. Slots: no dictionary for each instance.\n";
const TALK: &str = "# Talk\n\nWhat the MRO does. A blue room is free, `functools.wraps` is not.\n\n## 🧬 Method Resolution Order\n\nHow base classes are searched.\n";
const ROOMS: &str = "- **Blue room**: the staging cluster\n- `functools.wraps`: keeps the name of what is wrapped\n";

#[test]
fn a_term_leads_to_every_place_that_defines_it() {
    run(async {
        let notes = [
            ("classes.md", CLASSES),
            ("list.md", LIST),
            ("talk.md", TALK),
            ("rooms.md", ROOMS),
        ];
        let mut desk = Desk::new(&notes).await;
        let uri = desk.open("talk.md").await;
        let mut found = places(&desk.ask_at(DEFINITION, &uri, 2, 10).await);
        found.sort();
        assert_eq!(found, ["classes.md:2:3", "list.md:0:5", "talk.md:4:6"]);
        // What only notes define, in prose and in code.
        let found = desk.ask_at(DEFINITION, &uri, 2, 25).await;
        assert_eq!(places(&found), ["rooms.md:0:4"]);
        let found = desk.ask_at(DEFINITION, &uri, 2, 50).await;
        assert_eq!(places(&found), ["rooms.md:1:3"]);
        let nothing = desk.ask_at(DEFINITION, &uri, 2, 1).await;
        assert_eq!(places(&nothing), [""; 0]);
        desk.set_features(json!({ "definition": false })).await;
        let off = desk.ask_at(DEFINITION, &uri, 2, 10).await;
        assert_eq!(places(&off), [""; 0]);
    });
}

#[test]
fn a_heading_leads_to_the_same_topic_elsewhere() {
    run(async {
        let notes = [
            ("classes.md", CLASSES),
            ("list.md", LIST),
            ("talk.md", TALK),
        ];
        let mut desk = Desk::new(&notes).await;
        let uri = desk.open("talk.md").await;
        // From the mark, which names nothing, and from the words.
        for column in [1, 10] {
            let mut found = places(&desk.ask_at(DEFINITION, &uri, 4, column).await);
            found.sort();
            assert_eq!(found, ["classes.md:2:3", "list.md:0:5"]);
        }
    });
}

#[test]
fn where_nothing_else_defines_it_what_is_about_it_or_its_own_place_will_do() {
    run(async {
        let about = "# Storage\n\n## What we pay compaction\n\nIt runs at night.\n";
        let own = "The WAL (Write-Ahead Log) comes before any compaction.\n";
        let mut desk = Desk::new(&[("about.md", about), ("own.md", own)]).await;
        let uri = desk.open("own.md").await;
        let found = desk.ask_at(DEFINITION, &uri, 0, 45).await;
        assert_eq!(places(&found), ["about.md:2:3"]);
        let found = desk.ask_at(DEFINITION, &uri, 0, 6).await;
        assert_eq!(places(&found), ["own.md:0:4"]);
    });
}
