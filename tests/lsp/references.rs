//! References: every mention of what stands under the cursor.

use crate::client::run;
use crate::desk::{Desk, places};

const REFERENCES: &str = "textDocument/references";

const A: &str = "# Deadlocks\n\nTwo threads wait. All deadlocks wait.\n\n```python\nlock = Lock()  # no deadlock\n```\n";
const B: &str =
    "\t🔒 deadlock and the Zorp\n\nZORPs wait, a deadlock does not. https://example.com/deadlock\n";

#[test]
fn every_mention_in_every_note_is_listed() {
    run(async {
        let mut desk = Desk::new(&[("a.md", A), ("b.md", B)]).await;
        let uri = desk.open("b.md").await;
        // From the word, and from the heading that is called so.
        let heading = desk.open("a.md").await;
        for (uri, line, column) in [(&uri, 0, 5), (&heading, 0, 4), (&heading, 0, 0)] {
            let mut found = places(&desk.ask_at(REFERENCES, uri, line, column).await);
            found.sort();
            let wanted = [
                "a.md:0:2",
                "a.md:2:22",
                "a.md:5:20",
                "b.md:0:4",
                "b.md:2:14",
            ];
            assert_eq!(found, wanted);
        }
        let nothing = desk.ask_at(REFERENCES, &uri, 2, 7).await;
        assert_eq!(places(&nothing), [""; 0]);
    });
}

#[test]
fn a_name_of_the_notes_is_looked_for_in_their_texts() {
    run(async {
        let c = "- **Zorp**: what waits\n";
        let mut desk = Desk::new(&[("b.md", B), ("c.md", c)]).await;
        let uri = desk.open("c.md").await;
        let mut found = places(&desk.ask_at(REFERENCES, &uri, 0, 5).await);
        found.sort();
        assert_eq!(found, ["b.md:0:21", "b.md:2:0", "c.md:0:4"]);
        // As it stands in the editor, not on disk.
        let b = desk.open("b.md").await;
        desk.client.change(&b, 2, &[(None, "\n\nA Zorp.\n")]).await;
        let mut found = places(&desk.ask_at(REFERENCES, &uri, 0, 5).await);
        found.sort();
        assert_eq!(found, ["b.md:2:2", "c.md:0:4"]);
    });
}
