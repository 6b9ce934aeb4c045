//! Random edits, with requests between them, against a text too simple to be wrong: afterwards the server holds that
//! text, and says of it what it says of the same text when that is opened at once.
//!
//! `NOTELINT_EDITS=100000 cargo test --test lsp properties` makes more of them than the 3,000 of an ordinary run.

use std::fmt::Write;

use notelint::text::{Encoding, Position};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};
use tower_lsp::ls_types::{Diagnostic, DocumentSymbol, Range};

use crate::client::{Client, able_in, at, run};
use crate::model::model_offset;

/// Edits in one session.
const SESSION: usize = 50;
const NOTE: &str = "untitled:edited";

/// Pieces that make trouble: emoji, joiners, combining marks, damaged text, every line end, separators that are no line
/// ends for the protocol, and what Markdown and notelint look for.
const PIECES: &[&str] = &[
    "a",
    "b c",
    "é",
    "e\u{301}",
    "🧠",
    "👩\u{200D}💻",
    "❓",
    "♻\u{FE0F}",
    "ðŸ§\u{A0}",
    "â€™",
    "Ã¼",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\u{2028}",
    "\u{85}",
    "\u{FEFF}",
    "\0",
    "#",
    "# ",
    "\n## ",
    "=====\n",
    "- ",
    "1. **",
    "**",
    "> ",
    "`",
    "```python\n",
    "```\n",
    "\n```\n",
    "x = (1\n",
    "import heapq\n",
    "heapq.heapfiy(x)\n",
    "from collections import Counter\n",
    "counter(x)\n",
    "def counter(x): pass\n",
    "Counter = 1\n",
    "pip install heapq\n",
    "from collection import Counter\n",
    ">>> 1\n",
    "def f(:\n",
    "| a | b |\n",
    "<!-- notelint-disable-next-line syntax-error -->\n",
    "  # notelint: ignore[syntax-eror]",
    "GIL ",
    "---\n",
    "$$",
    "[[a]]",
    "](b)",
    "    ",
    "",
];

/// 0-based line and column.
type Place = (usize, usize);

#[derive(Debug, Clone)]
enum Step {
    /// Changes in one message: from, to, and what comes there.
    Edit(Vec<(Place, Place, String)>),
    /// The whole text.
    Replace(String),
    Hover(usize, usize),
    Outline,
    Actions,
}

fn text(pieces: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), pieces).prop_map(|all| all.concat())
}

fn place() -> impl Strategy<Value = Place> {
    (0usize..14, 0usize..24)
}

fn step() -> impl Strategy<Value = Step> {
    let near = place().prop_flat_map(|(line, column)| {
        (Just((line, column)), (0usize..2, 0usize..6)).prop_map(
            |((line, column), (down, right))| ((line, column), (line + down, column + right)),
        )
    });
    let change = (near, text(0..4)).prop_map(|((from, to), text)| (from, to, text));
    let anywhere = (place(), place(), text(0..3));
    prop_oneof![
        12 => prop::collection::vec(change, 1..3).prop_map(Step::Edit),
        2 => prop::collection::vec(anywhere, 1..3).prop_map(Step::Edit),
        1 => text(0..30).prop_map(Step::Replace),
        2 => place().prop_map(|(line, column)| Step::Hover(line, column)),
        2 => Just(Step::Outline),
        1 => Just(Step::Actions),
    ]
}

/// What the server says of a note.
#[derive(Debug, PartialEq)]
struct Said {
    text: Value,
    symbols: Vec<DocumentSymbol>,
    diagnostics: Vec<Diagnostic>,
}

async fn said(client: &mut Client, uri: &str, version: i32) -> Said {
    let params = json!({ "textDocument": { "uri": uri } });
    let mut diagnostics = client.published(uri, Some(version)).await;
    for related in diagnostics
        .iter_mut()
        .flat_map(|found| &mut found.related_information)
        .flatten()
    {
        related.location.uri = NOTE.parse().unwrap();
    }
    Said {
        text: client.request("notelint/text", params).await.unwrap(),
        symbols: client.symbols(uri).await,
        diagnostics,
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap()
}

fn range(from: Place, to: Place) -> Range {
    Range::new(
        at(narrow(from.0), narrow(from.1)),
        at(narrow(to.0), narrow(to.1)),
    )
}

async fn session(encoding: Encoding, start: &str, steps: &[Step]) -> Result<(), String> {
    let name = match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
        Encoding::Utf32 => "utf-32",
    };
    let mut client = Client::start(able_in(name)).await;
    client.open(NOTE, start).await;
    let mut model = start.to_owned();
    let mut version = 1;
    let mut asked = Vec::new();
    for step in steps {
        match step {
            Step::Edit(changes) => {
                version += 1;
                let sent: Vec<_> = changes
                    .iter()
                    .map(|(from, to, text)| (Some(range(*from, *to)), text.as_str()))
                    .collect();
                client.change(NOTE, version, &sent).await;
                for (from, to, text) in changes {
                    let place = |(line, column)| Position { line, column };
                    let (from, to) = (place(*from), place(*to));
                    let start = model_offset(&model, from.min(to), encoding);
                    let end = model_offset(&model, from.max(to), encoding);
                    model.replace_range(start..end, text);
                }
            }
            Step::Replace(text) => {
                version += 1;
                client.change(NOTE, version, &[(None, text)]).await;
                model.clone_from(text);
            }
            Step::Hover(line, column) => {
                let position = at(narrow(*line), narrow(*column));
                let params = json!({ "textDocument": { "uri": NOTE }, "position": position });
                asked.push(client.ask("textDocument/hover", params).await);
            }
            Step::Outline => {
                let params = json!({ "textDocument": { "uri": NOTE } });
                asked.push(client.ask("textDocument/documentSymbol", params).await);
            }
            Step::Actions => {
                let range = range((0, 0), (20, 0));
                let params = json!({ "textDocument": { "uri": NOTE }, "range": range, "context": { "diagnostics": [] } });
                asked.push(client.ask("textDocument/codeAction", params).await);
            }
        }
    }
    let edited = said(&mut client, NOTE, version).await;
    for id in asked {
        if let Err(error) = client.answer(id).await {
            return Err(error.to_string());
        }
    }
    client.open("untitled:fresh", &model).await;
    let fresh = said(&mut client, "untitled:fresh", 1).await;
    if edited != fresh || edited.text != model.as_str() {
        let mut message = String::new();
        write!(
            message,
            "model: {model:?}\nedited: {edited:#?}\nfresh: {fresh:#?}"
        )
        .unwrap();
        return Err(message);
    }
    if client.stop().await != 0 {
        return Err("the server fails at the end".to_owned());
    }
    Ok(())
}

#[test]
fn edits_lead_to_what_a_fresh_start_says() {
    let edits: usize =
        std::env::var("NOTELINT_EDITS").map_or(3000, |number| number.parse().unwrap());
    let cases = u32::try_from(edits.div_ceil(SESSION)).unwrap();
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    let encoding = prop::sample::select(vec![Encoding::Utf8, Encoding::Utf16, Encoding::Utf32]);
    // As many edits as promised: requests between them come on top.
    let steps = prop::collection::vec(step(), SESSION * 5 / 4..SESSION * 3 / 2);
    let outcome = runner.run(
        &(encoding, text(0..40), steps),
        |(encoding, start, steps)| {
            run(session(encoding, &start, &steps)).map_err(TestCaseError::fail)
        },
    );
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
