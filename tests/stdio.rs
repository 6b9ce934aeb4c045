//! The real binary as a language server: how it starts, how it ends, and what it must never print.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Far longer than anything takes.
const TOO_LONG: Duration = Duration::from_secs(60);

struct Server {
    child: Child,
    /// `None` once nobody reads any more.
    from: Option<BufReader<ChildStdout>>,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_notelint"))
            .arg("server")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let from = child.stdout.take().map(BufReader::new);
        Self { child, from }
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        let to = self.child.stdin.as_mut().unwrap();
        to.write_all(frame.as_bytes()).unwrap();
        to.flush().unwrap();
    }

    fn receive(&mut self) -> Option<Value> {
        let from = self.from.as_mut()?;
        let mut header = String::new();
        if from.read_line(&mut header).unwrap() == 0 {
            return None;
        }
        let length = header
            .trim_end()
            .strip_prefix("Content-Length: ")
            .expect("a header");
        let mut body = vec![0; length.parse::<usize>().unwrap() + 2];
        from.read_exact(&mut body).unwrap();
        Some(serde_json::from_slice(&body).unwrap())
    }

    fn answer(&mut self, id: i64) -> Value {
        loop {
            let message = self.receive().expect("the server goes on");
            if message["id"] == id {
                return message;
            }
        }
    }

    fn initialize(&mut self, process: Option<u32>) {
        let params = json!({ "processId": process, "capabilities": {} });
        self.send(&json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params }));
        assert_eq!(self.answer(0)["result"]["serverInfo"]["name"], "notelint");
        self.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
    }

    fn open(&mut self, text: &str) {
        let document =
            json!({ "uri": "untitled:a", "languageId": "markdown", "version": 1, "text": text });
        let params = json!({ "textDocument": document });
        self.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": params }));
    }

    /// Waits for the end; the exit code, what stderr said and how long it took. Stdin stays open.
    fn ended(mut self) -> (Option<i32>, String, Duration) {
        let begin = Instant::now();
        let stdin = self.child.stdin.take();
        let mut stderr = self.child.stderr.take().unwrap();
        let (tell, told) = mpsc::channel();
        let id = self.child.id();
        std::thread::spawn(move || {
            let status = self.child.wait().unwrap();
            let _ = tell.send((status.code(), begin.elapsed()));
        });
        let (code, took) = told
            .recv_timeout(TOO_LONG)
            .unwrap_or_else(|_| panic!("process {id} goes on"));
        drop(stdin);
        let mut said = String::new();
        stderr.read_to_string(&mut said).unwrap();
        (code, said, took)
    }
}

#[test]
fn exit_ends_the_process_though_stdin_stays_open() {
    let mut server = Server::start(&["--stdio"]);
    server.initialize(None);
    server.open("# a\n\n```python\nx = (\n```\n");
    server.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "shutdown" }));
    assert_eq!(server.answer(1)["result"], Value::Null);
    server.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    let (code, said, took) = server.ended();
    assert_eq!((code, said.as_str()), (Some(0), ""));
    // Measured by the benchmark; here it is enough that nobody waits for stdin.
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn exit_without_shutdown_is_a_failure() {
    let mut server = Server::start(&[]);
    server.initialize(None);
    server.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    let (code, said, _) = server.ended();
    assert_eq!((code, said.as_str()), (Some(1), ""));
}

#[test]
fn a_closed_stdin_ends_it_after_the_last_answer() {
    let mut server = Server::start(&[]);
    server.initialize(None);
    server.open("GIL\n");
    let params = json!({ "textDocument": { "uri": "untitled:a" }, "position": { "line": 0, "character": 1 } });
    server.send(
        &json!({ "jsonrpc": "2.0", "id": 1, "method": "textDocument/hover", "params": params }),
    );
    drop(server.child.stdin.take());
    let hover = server.answer(1);
    assert!(
        hover["result"]["contents"].to_string().contains("GIL"),
        "{hover}"
    );
    let (code, said, _) = server.ended();
    assert_eq!((code, said.as_str()), (Some(1), ""));
}

#[test]
fn a_client_that_reads_no_more_ends_it() {
    let mut server = Server::start(&[]);
    server.initialize(None);
    server.from = None;
    server.open("text\n");
    let (code, said, _) = server.ended();
    assert_eq!((code, said.as_str()), (Some(1), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_client_whose_process_is_gone_ends_it() {
    // The server's own stdin stays open: this test holds it.
    let mut other = Command::new("sleep").arg("1000").spawn().unwrap();
    let mut server = Server::start(&[]);
    server.initialize(Some(other.id()));
    other.kill().unwrap();
    other.wait().unwrap();
    let (code, said, _) = server.ended();
    assert_eq!((code, said.as_str()), (Some(1), ""));
}

#[test]
fn a_log_is_written_only_where_it_is_asked_for() {
    let folder = std::env::temp_dir().join(format!("notelint-log-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let log = folder.join("server.log");
    for (arguments, in_file, on_stderr) in [
        (
            vec!["--log-file", log.to_str().unwrap(), "--log-level", "debug"],
            true,
            false,
        ),
        (vec!["--log-level", "info"], false, true),
    ] {
        let _ = std::fs::remove_file(&log);
        let mut server = Server::start(&arguments);
        server.initialize(None);
        server.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
        let (_, said, _) = server.ended();
        assert_eq!(
            std::fs::read_to_string(&log).is_ok_and(|log| !log.is_empty()),
            in_file
        );
        assert_eq!(!said.is_empty(), on_stderr, "{said}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
    let (code, said, _) = Server::start(&["--log-file", "/no/such/folder/x.log"]).ended();
    assert_eq!(code, Some(2));
    assert!(said.contains("/no/such/folder/x.log"), "{said}");
}

#[test]
fn stdout_is_the_protocol_alone() {
    let mut server = Server::start(&[]);
    server.initialize(None);
    server.open("# a\n\n```python\nx = (\n```\n");
    server.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "shutdown" }));
    server.answer(1);
    server.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    // Whatever else there is has to be messages, too: `receive` fails where it is not.
    while server.receive().is_some() {}
    assert_eq!(server.ended().0, Some(0));
}
