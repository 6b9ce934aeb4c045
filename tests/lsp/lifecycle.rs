//! From `initialize` to `exit`, and what may go wrong on the way: the protocol's error or an orderly end.

use serde_json::{Value, json};

use crate::client::{Client, able, at, run};

const NOTE: &str = "file:///notes/a.md";

fn code(error: &Value) -> i64 {
    error["code"].as_i64().unwrap()
}

#[test]
fn the_server_names_itself() {
    run(async {
        let client = Client::start(able()).await;
        assert_eq!(client.initialized["serverInfo"]["name"], "notelint");
        assert_eq!(
            client.initialized["serverInfo"]["version"],
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(client.stop().await, 0);
    });
}

#[test]
fn requests_before_initialize_and_after_shutdown_are_refused() {
    run(async {
        let mut client = Client::connect();
        let hover = json!({ "textDocument": { "uri": NOTE }, "position": at(0, 0) });
        let early = client.request("textDocument/hover", hover.clone()).await;
        assert_eq!(code(&early.unwrap_err()), -32002);
        client.initialize(able()).await;
        let twice = client.request("initialize", able()).await;
        assert_eq!(code(&twice.unwrap_err()), -32600);
        client.open(NOTE, "GIL\n").await;
        assert!(client.hover(NOTE, at(0, 1)).await.is_some());
        client.request("shutdown", Value::Null).await.unwrap();
        for method in ["textDocument/hover", "shutdown"] {
            let late = client.request(method, hover.clone()).await;
            assert_eq!(code(&late.unwrap_err()), -32600, "{method}");
        }
        client.notify("exit", Value::Null).await;
        assert_eq!(client.ended().await, 0);
    });
}

#[test]
fn exit_without_shutdown_is_a_failure() {
    run(async {
        let mut client = Client::start(able()).await;
        client.notify("exit", Value::Null).await;
        assert_eq!(client.ended().await, 1);
    });
}

#[test]
fn a_client_that_vanishes_ends_the_server() {
    run(async {
        let mut client = Client::start(able()).await;
        client.open(NOTE, "text").await;
        assert_eq!(client.vanish().await, 1);
    });
}

#[test]
fn nonsense_is_answered_and_survived() {
    run(async {
        for (bytes, wanted) in [
            ("Content-Length: 5\r\n\r\n{\"a\":", -32700),
            ("Content-Length: 9\r\n\r\n{\"long\":1}", -32700),
            ("Content-Length: 30\r\n\r\n{\"short\":1}", -32700),
            ("Content-Length: two\r\n\r\n", -32700),
            ("no header\r\n\r\n", -32700),
            ("Content-Length: 2\r\n\r\n[]", -32600),
            (
                "Content-Length: 39\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":7,\"params\":1}",
                -32600,
            ),
        ] {
            let mut client = Client::start(able()).await;
            client.send_raw(bytes.as_bytes()).await;
            let unknown = client.request("no/such", Value::Null).await;
            assert_eq!(code(&unknown.unwrap_err()), -32601, "{bytes}");
            let error = client.notification("error").await;
            assert_eq!(code(&error), wanted, "{bytes}");
            assert_eq!(client.stop().await, 0);
        }
    });
}

#[test]
fn calls_that_make_no_sense_are_refused() {
    run(async {
        let mut client = Client::start(able()).await;
        let wrong = client
            .request("textDocument/hover", json!({ "position": 1 }))
            .await;
        assert_eq!(code(&wrong.unwrap_err()), -32602);
        // Notifications have no answer, whatever is wrong with them.
        client.notify("no/such", Value::Null).await;
        client.notify("$/optional", Value::Null).await;
        client
            .notify("textDocument/didOpen", json!({ "textDocument": 1 }))
            .await;
        // Nor do requests that come as notifications, and the other way round it is a mistake.
        client.notify("textDocument/hover", json!({})).await;
        let wrong = client.request("textDocument/didOpen", json!({})).await;
        assert_eq!(code(&wrong.unwrap_err()), -32600);
        assert_eq!(client.take("error"), Vec::<Value>::new());
        assert_eq!(client.stop().await, 0);
    });
}

#[test]
fn a_message_in_pieces_is_one_message() {
    run(async {
        let mut client = Client::start(able()).await;
        let body = json!({ "jsonrpc": "2.0", "id": 77, "method": "shutdown" }).to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        for byte in frame.as_bytes() {
            client.send_raw(&[*byte]).await;
            tokio::task::yield_now().await;
        }
        assert_eq!(client.answer(77).await, Ok(Value::Null));
    });
}

#[test]
fn a_request_can_be_cancelled() {
    run(async {
        let mut client = Client::start(able()).await;
        client.open(NOTE, &"# title\n\n".repeat(50_000)).await;
        let id = client
            .ask(
                "textDocument/documentSymbol",
                json!({ "textDocument": { "uri": NOTE } }),
            )
            .await;
        client.notify("$/cancelRequest", json!({ "id": id })).await;
        // The server may have been quicker.
        if let Err(error) = client.answer(id).await {
            assert_eq!(code(&error), -32800);
        }
        client
            .notify("$/cancelRequest", json!({ "id": 4711 }))
            .await;
        assert_eq!(client.stop().await, 0);
    });
}
