//! Hover: terms in prose and code, in the form that the client can show.

use serde_json::json;
use tower_lsp::ls_types::{Hover, HoverContents, MarkupKind};

use crate::client::{Client, able, at, on, run};

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
