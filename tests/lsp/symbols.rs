//! The outline: a tree where the client knows trees, else a list; ranges hold what they must.

use serde_json::json;
use tower_lsp::ls_types::{DocumentSymbol, Range, SymbolInformation};

use crate::client::{Client, able, run};

const NOTE: &str = "file:///notes/a.md";
const TEXT: &str = "# One\n\ntext\n\n## Two ##\n\nThree\n-----\n\n# Four\n";

fn holds(outer: Range, inner: Range) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// `name(children)`; on the way, what every client relies on.
fn outline(symbols: &[DocumentSymbol]) -> String {
    let mut all = Vec::new();
    for symbol in symbols {
        assert!(!symbol.name.is_empty());
        assert!(holds(symbol.range, symbol.selection_range), "{symbol:?}");
        let children = symbol.children.as_deref().unwrap_or_default();
        for child in children {
            assert!(holds(symbol.range, child.range), "{child:?} in {symbol:?}");
        }
        all.push(format!("{}({})", symbol.name, outline(children)));
    }
    all.join(" ")
}

#[test]
fn headings_form_a_tree() {
    run(async {
        let mut client = Client::start(able()).await;
        client.open(NOTE, TEXT).await;
        let symbols = client.symbols(NOTE).await;
        assert_eq!(outline(&symbols), "One(Two() Three()) Four()");
    });
}

#[test]
fn a_client_without_trees_gets_a_list() {
    run(async {
        let mut params = able();
        params["capabilities"]["textDocument"]["documentSymbol"] = json!({});
        let mut client = Client::start(params).await;
        client.open(NOTE, TEXT).await;
        let document = json!({ "textDocument": { "uri": NOTE } });
        let list: Vec<SymbolInformation> =
            client.get("textDocument/documentSymbol", document).await;
        let names: Vec<_> = list
            .iter()
            .map(|symbol| (symbol.name.as_str(), symbol.container_name.as_deref()))
            .collect();
        let one = Some("One");
        assert_eq!(
            names,
            [("One", None), ("Two", one), ("Three", one), ("Four", None)]
        );
        assert_eq!(list[0].location.uri.as_str(), NOTE);
    });
}

#[test]
fn an_editor_that_has_an_outline_of_its_own_can_do_without() {
    run(async {
        let mut params = able();
        params["initializationOptions"] = json!({ "features": { "symbols": false } });
        let mut client = Client::start(params).await;
        client.open(NOTE, TEXT).await;
        let document = json!({ "textDocument": { "uri": NOTE } });
        let none: Option<Vec<DocumentSymbol>> =
            client.get("textDocument/documentSymbol", document).await;
        assert_eq!(none, None);
    });
}
