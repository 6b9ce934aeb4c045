//! Actions on links: making the note that is missing, making a term a link, a section a note and back.

use serde_json::{Value, json};

use crate::client::{able, on, run};
use crate::desk::Desk;

/// An editor whose edits may do `operations` with files.
fn editor(operations: &[&str]) -> Value {
    let mut params = able();
    params["capabilities"]["workspace"]["workspaceEdit"]["resourceOperations"] = json!(operations);
    params
}

const NOTES: [(&str, &str); 3] = [
    (
        "a.md",
        "# A\n\n[x](deep/new%20one.md#the-part) and the saga here\n\n## Part\n\n[own](#a)\n",
    ),
    ("b.md", "# B\n\n[p](a.md#part)\n\n[c](c.md)\n"),
    (
        "c.md",
        "# C\n\n## Saga pattern\n\nA **saga** is a chain of local steps.\n",
    ),
];

/// The actions of `kind` at a place that somebody asked for.
async fn asked(desk: &mut Desk, uri: &str, line: u32, column: u32, kind: &str) -> Vec<Value> {
    let found = desk
        .client
        .actions(uri, on(line, column, column), &[kind])
        .await;
    let wanted = found.into_iter().filter(|action| action["kind"] == kind);
    wanted.collect()
}

/// What an action does, an operation a line; paths from the folder of the desk.
fn told(desk: &Desk, action: &Value) -> Vec<String> {
    let base = desk.uri("");
    let short = |uri: &Value| {
        let uri = uri.as_str().unwrap();
        uri.trim_start_matches(&base)
            .trim_start_matches('/')
            .to_owned()
    };
    let operations = action["edit"]["documentChanges"].as_array().unwrap().iter();
    let told = operations.map(|operation| match operation["kind"].as_str() {
        Some(kind) => format!("{kind} {}", short(&operation["uri"])),
        None => {
            let edits = operation["edits"].as_array().unwrap().iter().map(|edit| {
                let start = &edit["range"]["start"];
                format!(
                    " {}:{} {}",
                    start["line"], start["character"], edit["newText"]
                )
            });
            let document = &operation["textDocument"];
            let edits: String = edits.collect();
            format!(
                "{} v{}{edits}",
                short(&document["uri"]),
                document["version"]
            )
        }
    });
    told.collect()
}

#[test]
fn a_missing_note_is_made_where_the_link_looks_for_it() {
    run(async {
        let mut desk = Desk::with(&NOTES, editor(&["create"])).await;
        let uri = desk.open("a.md").await;
        let found = asked(&mut desk, &uri, 2, 8, "quickfix").await;
        let made: Vec<&Value> = found
            .iter()
            .filter(|action| action["title"] == "Create the note new one.md")
            .collect();
        assert_eq!(made.len(), 1, "{found:?}");
        assert_eq!(
            told(&desk, made[0]),
            [
                "create deep/new%20one.md",
                "deep/new%20one.md vnull 0:0 \"# new one\\n\\n## the-part\\n\"",
            ]
        );
        // Where there is a file that nobody knew of, nothing is written into it.
        let options = &made[0]["edit"]["documentChanges"][0]["options"];
        assert_eq!(options["overwrite"], false);
        assert_eq!(options["ignoreIfExists"], false);
    });
}

#[test]
fn a_term_becomes_a_link_to_what_defines_it() {
    run(async {
        let mut desk = Desk::with(&NOTES, editor(&[])).await;
        let uri = desk.open("a.md").await;
        desk.ask("notelint/questions", json!({})).await;
        let found = asked(&mut desk, &uri, 2, 44, "refactor.rewrite").await;
        let link = found
            .iter()
            .find(|action| action["title"] == "Link to “Saga pattern”");
        let link = link.unwrap_or_else(|| panic!("{found:?}"));
        assert_eq!(
            told(&desk, link),
            ["a.md v1 2:40 \"[saga](c.md#saga-pattern)\""]
        );
        // A link is one already.
        let on_link = asked(&mut desk, &uri, 2, 1, "refactor.rewrite").await;
        assert!(
            on_link
                .iter()
                .all(|action| !action["title"].as_str().unwrap().starts_with("Link to")),
            "{on_link:?}"
        );
    });
}

#[test]
fn a_section_becomes_a_note_and_a_note_a_section() {
    run(async {
        let mut desk = Desk::with(&NOTES, editor(&["create", "delete"])).await;
        let a = desk.open("a.md").await;
        desk.ask("notelint/questions", json!({})).await;
        let found = asked(&mut desk, &a, 4, 4, "refactor.extract").await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0]["title"], "Extract to the note part.md");
        assert_eq!(
            told(&desk, &found[0]),
            [
                "create part.md",
                "part.md vnull 0:0 \"# Part\\n\\n[own](a.md#a)\\n\"",
                "a.md v1 4:0 \"[Part](part.md)\"",
                "b.md vnull 2:4 \"part.md\"",
            ]
        );
        let b = desk.open("b.md").await;
        let found = asked(&mut desk, &b, 4, 2, "refactor.inline").await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0]["title"], "Inline the note c.md");
        assert_eq!(
            told(&desk, &found[0]),
            [
                "b.md v1 4:0 \"## C\\n\\n### Saga pattern\\n\\nA **saga** is a chain of local steps.\"",
                "delete c.md",
            ]
        );
    });
}

#[test]
fn what_the_editor_cannot_do_with_files_is_not_offered() {
    run(async {
        let mut desk = Desk::with(&NOTES, editor(&["rename"])).await;
        let a = desk.open("a.md").await;
        let b = desk.open("b.md").await;
        for (uri, line, kind) in [
            (&a, 4, "refactor.extract"),
            (&b, 4, "refactor.inline"),
            (&a, 2, "quickfix"),
        ] {
            let found = asked(&mut desk, uri, line, 4, kind).await;
            let on_files = found
                .iter()
                .filter(|action| action["title"].as_str().unwrap().contains("the note"));
            assert_eq!(on_files.count(), 0, "{kind}");
        }
    });
}
