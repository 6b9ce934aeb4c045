//! Hover: terms in prose and code, in the form that the client can show.

use serde_json::json;
use tower_lsp::ls_types::{Hover, HoverContents, MarkupKind};

use crate::client::{Client, able, at, on, run};
use crate::desk::Desk;

const NOTE: &str = "file:///notes/a.md";

fn text(hover: Option<Hover>) -> (MarkupKind, String) {
    match hover.expect("something is to be said").contents {
        HoverContents::Markup(markup) => (markup.kind, markup.value),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_term_is_explained() {
    run(async {
        let mut client = Client::start(able()).await;
        client
            .open(
                NOTE,
                "### 🔍 LEGB Rule\n\n\tInheritance: MRO and more\n\n```python\nx = deque()\n```\n",
            )
            .await;
        let hover = client.hover(NOTE, at(0, 9)).await;
        assert_eq!(hover.as_ref().unwrap().range, Some(on(0, 7, 16)));
        let (kind, value) = text(hover);
        assert_eq!(kind, MarkupKind::Markdown);
        assert!(
            value.starts_with("**LEGB** (Local, Enclosing, Global, Built-in)\n\n"),
            "{value}"
        );
        assert!(value.contains("](<https://"), "{value}");
        let (_, value) = text(client.hover(NOTE, at(2, 14)).await);
        assert!(
            value.starts_with("**MRO** (Method Resolution Order)\n\n"),
            "{value}"
        );
        let (_, value) = text(client.hover(NOTE, at(5, 5)).await);
        assert!(value.starts_with("**deque**"), "{value}");
        assert_eq!(client.hover(NOTE, at(5, 0)).await, None);
        assert_eq!(client.hover(NOTE, at(99, 99)).await, None);
        assert_eq!(client.hover("file:///not/open.md", at(0, 0)).await, None);
    });
}

#[test]
fn a_name_in_broken_code_means_what_it_was_imported_as() {
    run(async {
        let rooms = "- functools.wraps: keeps the name\n";
        let talk = "```python\nimport heapq as hq\nfrom functools import wraps as keep\n\n@keep(f\ndef top(xs:\n    return hq.nlargest(2, xs\n```\n";
        let mut desk = Desk::new(&[("talk.md", talk), ("rooms.md", rooms)]).await;
        let uri = desk.open("talk.md").await;
        let top = desk.hover(&uri, 6, 16).await;
        assert!(top.starts_with("**heapq**"), "{top}");
        let keep = desk.hover(&uri, 4, 3).await;
        assert!(keep.contains("keeps the name"), "{keep}");
        // Of the object before the dot, and of a variable.
        let module = desk.hover(&uri, 6, 12).await;
        assert!(module.starts_with("**heapq**"), "{module}");
        assert_eq!(desk.hover(&uri, 5, 9).await, "");
    });
}

#[test]
fn a_client_without_markdown_gets_plain_text() {
    run(async {
        let mut params = able();
        params["capabilities"]["textDocument"]["hover"] = json!({ "contentFormat": ["plaintext"] });
        let mut client = Client::start(params).await;
        client.open("untitled:Untitled-1", "GIL\n").await;
        let (kind, value) = text(client.hover("untitled:Untitled-1", at(0, 0)).await);
        assert_eq!(kind, MarkupKind::PlainText);
        assert!(
            value.starts_with("GIL (Global Interpreter Lock)\n\n"),
            "{value}"
        );
        assert!(!value.contains("**"), "{value}");
    });
}

#[test]
fn what_a_person_wrote_is_shown_as_words() {
    run(async {
        let mut params = able();
        params["initializationOptions"] = json!({ "terms": { "extra": {
            "Zorp": "<img src=x onerror=y> [click](command:evil) ![i](https://x/y.png) `a|b` *z*"
        } } });
        let mut client = Client::start(params).await;
        client.open(NOTE, "a Zorp here\n").await;
        let (_, value) = text(client.hover(NOTE, at(0, 3)).await);
        assert_eq!(
            value,
            "**Zorp**\n\n\\<img src=x onerror=y\\> \\[click\\](command:evil) !\\[i\\](https://x/y.png) `a|b` \\*z\\*"
        );
    });
}

#[test]
fn hover_can_be_switched_off() {
    run(async {
        let mut params = able();
        params["initializationOptions"] = json!({ "features": { "hover": false } });
        let mut client = Client::start(params).await;
        client.open(NOTE, "GIL\n").await;
        assert_eq!(client.hover(NOTE, at(0, 0)).await, None);
    });
}

#[test]
fn beneath_the_definition_stands_what_the_notes_say() {
    run(async {
        let classes = "# Classes\n\n## MRO (Method Resolution Order)\n\nPython looks through base classes <b>in this order</b> ![x](http://x/y.png) [z](command:z).\n";
        let talk = "\tInheritance: MRO and more\n\nsee `functools.wraps`, a blue room and a Zorp\n\n```python\nimport functools\n@functools.wraps(f)\ndef g(): ...\n```\n";
        let rooms =
            "- **Blue room**: the staging cluster\n- functools.wraps: keeps the name\n\n## Zorp\n";
        let notes = [
            ("a (b).md", classes),
            ("talk.md", talk),
            ("rooms.md", rooms),
        ];
        let mut desk = Desk::new(&notes).await;
        let uri = desk.open("talk.md").await;
        let mro = desk.hover(&uri, 0, 15).await;
        assert!(
            mro.starts_with("**MRO** (Method Resolution Order)\n\n"),
            "{mro}"
        );
        let link = format!(
            "\n\n---\n\n[MRO (Method Resolution Order)](<{}#L3>) – a (b).md:3  \n",
            desk.uri("a (b).md")
        );
        assert!(mro.contains(&link), "{mro}");
        // Text of a note is shown as words: no HTML, no image, no link of its own.
        let said = "Python looks through base classes \\<b\\>in this order\\</b\\> x z.";
        assert!(mro.ends_with(said), "{mro}");
        // What the glossary does not know and a note defines.
        let room = desk.hover(&uri, 2, 28).await;
        let link = format!(
            "**Blue room**\n\n[Blue room](<{}#L1>) – rooms.md:1  \n",
            desk.uri("rooms.md")
        );
        assert!(room.starts_with(&link), "{room}");
        assert!(room.ends_with("the staging cluster"), "{room}");
        assert_eq!(desk.hover(&uri, 2, 45).await, "", "a title over nothing");
        // Dotted names in code, in a span and in a fence.
        for (line, column) in [(2, 10), (6, 14)] {
            let wraps = desk.hover(&uri, line, column).await;
            assert!(wraps.contains("keeps the name"), "{wraps}");
        }
    });
}

#[test]
fn what_is_before_the_readers_eyes_is_not_repeated() {
    run(async {
        let rooms = "- **Blue room**: the staging cluster\n\nMore of the blue room.\n";
        let mut desk = Desk::new(&[("rooms.md", rooms)]).await;
        let uri = desk.open("rooms.md").await;
        assert_eq!(desk.hover(&uri, 0, 6).await, "");
    });
}

#[test]
fn a_hover_has_an_end() {
    run(async {
        let long = format!("## GIL {}\n\n{}\n", "x".repeat(900), "word ".repeat(5000));
        let names: Vec<String> = (0..30).map(|number| format!("{number}.md")).collect();
        let mut notes: Vec<(&str, &str)> = names.iter().map(|name| (&**name, &*long)).collect();
        notes.push(("talk.md", "the GIL\n"));
        let mut desk = Desk::new(&notes).await;
        let uri = desk.open("talk.md").await;
        let gil = desk.hover(&uri, 0, 5).await;
        assert!(gil.matches("](<file://").count() <= 4, "{gil}");
        assert!(gil.chars().count() < 4000, "{}", gil.chars().count());
    });
}

#[test]
fn where_the_notes_are_silent_they_speak_of_what_is_near() {
    run(async {
        let talk = "\tInheritance: MRO (Method Resolution Order) and more\n";
        let asked = "## When to prefer composition?\n\nAlways: it avoids the diamond problem.\n";
        let mut desk = Desk::new(&[("talk.md", talk), ("asked.md", asked)]).await;
        let uri = desk.open("talk.md").await;
        let mro = desk.hover(&uri, 0, 15).await;
        let link = format!(
            "---\n\nOn diamond problem: [When to prefer composition?](<{}#L",
            desk.uri("asked.md")
        );
        assert!(mro.contains(&link), "{mro}");
    });
}
