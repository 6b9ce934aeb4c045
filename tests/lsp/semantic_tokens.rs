//! Semantic tokens: terms and the marks of questions, whole, in a range, and as what changed.

use serde_json::{Value, json};

use crate::client::{Client, able, able_in, on, run};

const TEXT: &str = "# 🧠 GIL\n\nThe GIL, the MRO and a key.\n\nWhat else? ❓\n";

/// Tokens as (line, column, length, type, modifiers), as a client reads the numbers with the legend.
fn decoded(client: &Client, data: &Value) -> Vec<(u64, u64, u64, String, Vec<String>)> {
    let legend = &client.initialized["capabilities"]["semanticTokensProvider"]["legend"];
    let name = |list: &str, at: u64| {
        legend[list][usize::try_from(at).unwrap()]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let numbers: Vec<u64> = data
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_u64().unwrap())
        .collect();
    let (mut line, mut column) = (0, 0);
    numbers
        .chunks(5)
        .map(|token| {
            if token[0] > 0 {
                column = 0;
            }
            line += token[0];
            column += token[1];
            let modifiers = (0..8).filter(|bit| token[4] & (1 << bit) != 0);
            let modifiers = modifiers.map(|bit| name("tokenModifiers", bit)).collect();
            (
                line,
                column,
                token[2],
                name("tokenTypes", token[3]),
                modifiers,
            )
        })
        .collect()
}

async fn ask(client: &mut Client, request: &str, rest: Value) -> Value {
    let mut params = json!({ "textDocument": { "uri": "untitled:a" } });
    params
        .as_object_mut()
        .unwrap()
        .extend(rest.as_object().unwrap().clone());
    let method = format!("textDocument/semanticTokens/{request}");
    client.request(&method, params).await.unwrap()
}

fn term(line: u64, column: u64) -> (u64, u64, u64, String, Vec<String>) {
    (line, column, 3, "term".to_owned(), Vec::new())
}

#[test]
fn terms_and_marks_of_questions() {
    run(async {
        for (encoding, column, length) in [("utf-8", 7, 3), ("utf-16", 5, 1), ("utf-32", 4, 1)] {
            let mut client = Client::start(able_in(encoding)).await;
            client.open("untitled:a", TEXT).await;
            let all = ask(&mut client, "full", json!({})).await;
            let mark = (
                4,
                11,
                length,
                "question".to_owned(),
                vec!["unanswered".to_owned()],
            );
            // "GIL" once, as it is one section; "key" is an everyday word.
            let wanted = [term(0, column), term(2, 13), mark.clone()];
            assert_eq!(decoded(&client, &all["data"]), wanted, "{encoding}");
            let range = json!({ "range": on(4, 0, 14) });
            let last = ask(&mut client, "range", range).await;
            assert_eq!(decoded(&client, &last["data"]), [mark]);
        }
    });
}

#[test]
fn what_changed_makes_the_same_of_the_old_numbers() {
    run(async {
        let mut client = Client::start(able()).await;
        client.open("untitled:a", TEXT).await;
        let mut known = ask(&mut client, "full", json!({})).await;
        let edits = [
            (on(2, 0, 0), "The LRU cache is older. "),
            (on(0, 0, 0), "\n\n"),
            (on(3, 0, 0), "no term\n"),
            (on(7, 0, 14), ""),
        ];
        for (version, (range, text)) in (2..).zip(edits) {
            client
                .change("untitled:a", version, &[(Some(range), text)])
                .await;
            let previous = json!({ "previousResultId": known["resultId"] });
            let delta = ask(&mut client, "full/delta", previous).await;
            let mut numbers = known["data"].as_array().unwrap().clone();
            let changes = delta["edits"].as_array().unwrap();
            assert!(changes.len() <= 1, "{delta}");
            for change in changes {
                let at = |key: &str| usize::try_from(change[key].as_u64().unwrap()).unwrap();
                let (start, count) = (at("start"), at("deleteCount"));
                let come = change["data"].as_array().unwrap().clone();
                numbers.splice(start..start + count, come);
            }
            known = ask(&mut client, "full", json!({})).await;
            assert_eq!(Value::Array(numbers), known["data"], "{text:?}");
        }
        // Of an id that is not known, everything is told.
        let previous = json!({ "previousResultId": "nobody's" });
        let whole = ask(&mut client, "full/delta", previous).await;
        assert_eq!(whole["data"], known["data"]);
        // Nothing changed.
        let previous = json!({ "previousResultId": whole["resultId"] });
        let same = ask(&mut client, "full/delta", previous).await;
        assert_eq!(same["edits"], json!([]));
    });
}

#[test]
fn a_note_that_is_not_open_has_none() {
    run(async {
        let mut client = Client::start(able()).await;
        assert_eq!(ask(&mut client, "full", json!({})).await, Value::Null);
    });
}
