//! Position encodings: what is agreed, and that places mean the same in each.

use serde_json::json;
use tower_lsp::ls_types::Position;

use crate::client::{Client, able, able_in, run};

const NOTE: &str = "file:///notes/a.md";

#[test]
fn the_encoding_is_what_both_know() {
    run(async {
        for (offered, agreed) in [
            (json!(["utf-32", "utf-8", "utf-16"]), "utf-8"),
            (json!(["utf-32", "utf-16"]), "utf-16"),
            (json!(["utf-32"]), "utf-32"),
            (json!(["utf-7"]), "utf-16"),
            (json!([]), "utf-16"),
        ] {
            let mut params = able();
            params["capabilities"]["general"]["positionEncodings"] = offered;
            let client = Client::start(params).await;
            assert_eq!(
                client.initialized["capabilities"]["positionEncoding"],
                agreed
            );
        }
        let client = Client::start(json!({ "capabilities": {} })).await;
        assert_eq!(
            client.initialized["capabilities"]["positionEncoding"],
            "utf-16"
        );
    });
}

#[test]
fn columns_count_what_was_agreed() {
    run(async {
        // Before the term: an emoji of two scalars, one of them outside the BMP, and a combining accent.
        let line = "## ♻\u{FE0F} 👩\u{200D}💻 e\u{301} GIL\n";
        let before = line.split("GIL").next().unwrap();
        for (encoding, column) in [
            ("utf-8", before.len()),
            ("utf-16", before.encode_utf16().count()),
            ("utf-32", before.chars().count()),
        ] {
            let column = u32::try_from(column).unwrap();
            let mut client = Client::start(able_in(encoding)).await;
            client.open(NOTE, &format!("# x\r\n\r{line}")).await;
            let symbols = client.symbols(NOTE).await;
            let title = symbols[0].children.as_ref().unwrap()[0].selection_range;
            assert_eq!(title.start, Position::new(2, 3), "{encoding}");
            assert_eq!(title.end, Position::new(2, column + 3), "{encoding}");
            let hover = client.hover(NOTE, Position::new(2, column)).await.unwrap();
            assert_eq!(
                hover.range.unwrap().start,
                Position::new(2, column),
                "{encoding}"
            );
            assert_eq!(
                hover.range.unwrap().end,
                Position::new(2, column + 3),
                "{encoding}"
            );
        }
    });
}
