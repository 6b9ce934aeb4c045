//! Actions: each fix and each alternative, silencing a finding, all certain fixes at once.

use serde_json::{Value, json};
use tower_lsp::ls_types::WorkspaceEdit;

use crate::client::{Client, able, applied, at, on, run};

const NOTE: &str = "file:///notes/a.md";
/// Two misspelt suppressions, each with one certain fix.
const TWO: &str = "<!-- notelint-disable-next-line syntax-eror -->\n\n<!-- notelint-disable-next-line mojibak -->\n";

fn titles(actions: &[Value]) -> Vec<&str> {
    actions
        .iter()
        .map(|action| action["title"].as_str().unwrap())
        .collect()
}

fn edit(action: &Value) -> WorkspaceEdit {
    serde_json::from_value(action["edit"].clone()).unwrap()
}

/// A client with `text` open and checked.
async fn with(params: Value, text: &str) -> Client {
    let mut client = Client::start(params).await;
    client.open(NOTE, text).await;
    client.published(NOTE, Some(1)).await;
    client
}

#[test]
fn a_certain_fix_is_preferred() {
    run(async {
        let mut client = with(able(), TWO).await;
        let actions = client.actions(NOTE, on(0, 40, 40), &["quickfix"]).await;
        assert_eq!(
            titles(&actions),
            [
                "Replace with `syntax-error`",
                "Fix all 2 findings with one certain answer"
            ]
        );
        assert_eq!(actions[0]["isPreferred"], true);
        assert_eq!(actions[0]["diagnostics"][0]["code"], "unknown-suppression");
        let (text, version) = applied(TWO, &edit(&actions[0]));
        assert_eq!(text, TWO.replace("syntax-eror", "syntax-error"));
        assert_eq!(version, Some(1));
        // Somewhere else there is nothing to do.
        assert_eq!(
            client.actions(NOTE, on(1, 0, 0), &["quickfix"]).await,
            Vec::<Value>::new()
        );
    });
}

#[test]
fn edits_fit_a_client_that_knows_no_versions() {
    run(async {
        let mut params = able();
        params["capabilities"]["workspace"]["workspaceEdit"] = json!({});
        let mut client = with(params, TWO).await;
        let actions = client.actions(NOTE, on(0, 40, 40), &[]).await;
        assert!(actions[0]["edit"]["documentChanges"].is_null());
        let (text, _) = applied(TWO, &edit(&actions[0]));
        assert_eq!(text, TWO.replace("syntax-eror", "syntax-error"));
    });
}

#[test]
fn everything_certain_is_fixed_at_once() {
    run(async {
        let fixed = "\n";
        for resolves in [true, false] {
            let mut params = able();
            if !resolves {
                params["capabilities"]["textDocument"]["codeAction"]["resolveSupport"] =
                    Value::Null;
            }
            let mut client = with(params, TWO).await;
            let everywhere = tower_lsp::ls_types::Range::new(at(0, 0), at(9, 0));
            let mut actions = client.actions(NOTE, everywhere, &["source.fixAll"]).await;
            assert_eq!(
                titles(&actions),
                ["Fix everything that has one certain answer"]
            );
            assert_eq!(actions[0]["kind"], "source.fixAll.notelint");
            if resolves {
                assert!(actions[0]["edit"].is_null());
                actions[0] = client
                    .request("codeAction/resolve", actions[0].clone())
                    .await
                    .unwrap();
            }
            // Spelt right, both suppress nothing, and go.
            assert_eq!(applied(TWO, &edit(&actions[0])).0, fixed);
        }
    });
}

#[test]
fn a_finding_can_be_silenced() {
    run(async {
        for (text, line, column) in [
            ("text\n\n```python\nx = (1\n```\n", 3, 5),
            ("> ```python\n> x = (1\n> ```\n", 1, 7),
            ("- a\n\n  ```python\r\n  x = (1\r\n  ```\r\n", 3, 7),
        ] {
            let mut client = with(able(), text).await;
            let actions = client
                .actions(NOTE, on(line, column, column), &["quickfix"])
                .await;
            let silencing: Vec<&Value> = actions
                .iter()
                .filter(|action| action["title"].as_str().unwrap().starts_with("Ignore "))
                .collect();
            assert_eq!(silencing.len(), 2, "{text}: {actions:?}");
            for (version, action) in (2..).zip(silencing) {
                let (silenced, _) = applied(text, &edit(action));
                client.change(NOTE, version, &[(None, &silenced)]).await;
                assert_eq!(
                    client.published(NOTE, Some(version)).await,
                    [],
                    "{silenced}"
                );
            }
        }
    });
}

#[test]
fn a_line_is_marked_as_a_question_for_those_who_ask() {
    run(async {
        let mut client = Client::start(able()).await;
        client.open(NOTE, "# One\n\nText.\n").await;
        let titles = async |client: &mut Client, kind: i32| -> Vec<Value> {
            let range = json!({ "start": at(2, 0), "end": at(2, 0) });
            let context = json!({ "diagnostics": [], "triggerKind": kind });
            let params =
                json!({ "textDocument": { "uri": NOTE }, "range": range, "context": context });
            let actions: Vec<Value> = client.get("textDocument/codeAction", params).await;
            actions
                .iter()
                .map(|action| action["title"].clone())
                .collect()
        };
        assert_eq!(titles(&mut client, 1).await, ["Mark as question"]);
        assert_eq!(titles(&mut client, 2).await, Vec::<Value>::new());
    });
}

/// Two findings of one rule, and one of another, each with one certain answer.
const THREE: &str = "ðŸ”’ a\n\nðŸ”’ b\n\n<!-- notelint-disable-next-line syntax-eror -->\n";

#[test]
fn all_of_one_rule_are_fixed_and_no_other() {
    run(async {
        for resolves in [true, false] {
            let mut params = able();
            if !resolves {
                params["capabilities"]["textDocument"]["codeAction"]["resolveSupport"] =
                    Value::Null;
            }
            let mut client = with(params, THREE).await;
            let actions = client.actions(NOTE, on(0, 0, 0), &["quickfix"]).await;
            assert_eq!(
                titles(&actions),
                [
                    "Replace with `🔒`",
                    "Fix all 2 findings of mojibake in this note",
                    "Fix all 3 findings with one certain answer",
                    "Ignore mojibake on this line",
                    "Ignore mojibake in this note",
                ]
            );
            let preferred: Vec<bool> = actions.iter().map(|it| it["isPreferred"] == true).collect();
            assert_eq!(preferred, [true, false, false, false, false]);
            let mut all = actions[1].clone();
            if resolves {
                all = client.request("codeAction/resolve", all).await.unwrap();
            }
            assert_eq!(
                applied(THREE, &edit(&all)),
                (THREE.replace("ðŸ”’", "🔒"), Some(1))
            );
        }
    });
}

/// An edit names the version that it was made for, so that an editor refuses one that came too late; what is worked out
/// late is of the note as it is then.
#[test]
fn an_action_of_an_older_version_is_worked_out_for_the_newer_one() {
    run(async {
        let mut client = with(able(), THREE).await;
        let actions = client.actions(NOTE, on(0, 0, 0), &["quickfix"]).await;
        assert_eq!(applied(THREE, &edit(&actions[0])).1, Some(1));
        let newer = format!("new\n\n{THREE}");
        client.change(NOTE, 2, &[(None, &newer)]).await;
        let late = client
            .request("codeAction/resolve", actions[2].clone())
            .await
            .unwrap();
        let fixed = newer.replace("ðŸ”’", "🔒");
        let (text, version) = applied(&newer, &edit(&late));
        assert_eq!(version, Some(2));
        assert!(
            fixed.starts_with(&text) && !text.contains("syntax-eror"),
            "{text}"
        );
    });
}

#[test]
fn fixing_on_save_makes_safe_fixes_alone() {
    run(async {
        // `except:` has an unsafe fix, the damaged lock a safe one.
        let text = "ðŸ”’\n\n```python\ntry:\n    f()\nexcept:\n    pass\n```\n";
        let mut client = with(able(), text).await;
        let everywhere = tower_lsp::ls_types::Range::new(at(0, 0), at(9, 0));
        let actions = client.actions(NOTE, everywhere, &["source.fixAll"]).await;
        assert_eq!(actions.len(), 1, "{actions:?}");
        let all = client
            .request("codeAction/resolve", actions[0].clone())
            .await
            .unwrap();
        assert_eq!(applied(text, &edit(&all)).0, text.replace("ðŸ”’", "🔒"));
        let actions = client.actions(NOTE, on(5, 0, 0), &["quickfix"]).await;
        assert_eq!(actions[0]["title"], "Catch `Exception`");
        assert!(
            actions.iter().all(|action| action["isPreferred"] != true),
            "{actions:?}"
        );
    });
}
