//! The other end of the wire: starts the real binary and speaks to it as an editor does.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// The note that is edited.
pub const NOTE: &str = "file:///nowhere/note.md";

/// A running server.
pub struct Editor {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    next_id: i64,
}

impl Editor {
    /// Starts the server; the time until `initialize` was answered.
    pub fn start() -> (Self, Duration) {
        let start = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_notelint"))
            .arg("server")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut editor = Self {
            to: child.stdin.take().expect("stdin is a pipe"),
            from: BufReader::new(child.stdout.take().expect("stdout is a pipe")),
            child,
            next_id: 0,
        };
        let capabilities = json!({
            "general": { "positionEncodings": ["utf-16"] },
            "textDocument": {
                "hover": { "contentFormat": ["markdown"] },
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                "publishDiagnostics": { "relatedInformation": true }
            }
        });
        editor.request("initialize", json!({ "capabilities": capabilities }));
        let took = start.elapsed();
        editor.notify("initialized", json!({}));
        (editor, took)
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and waits for its answer. Of what comes only the ends are read, so that the time of reading is
    /// not counted.
    pub fn request(&mut self, method: &str, params: Value) {
        self.next_id += 1;
        let id = self.next_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let wanted = format!("\"id\":{id}}}");
        while !self.receive().ends_with(wanted.as_bytes()) {}
    }

    /// Waits until the diagnostics of `version` are published: how many messages came until then, and the last one's
    /// size in bytes. Only this is read of a message, so that the time of reading is not counted.
    pub fn published(&mut self, version: i64) -> (usize, usize) {
        let wanted = format!("\"version\":{version}}}");
        let mut messages = 0;
        loop {
            let body = self.receive();
            messages += 1;
            let end = body.len().saturating_sub(wanted.len() + 1);
            if body
                .get(end..)
                .is_some_and(|tail| tail.starts_with(wanted.as_bytes()))
            {
                return (messages, body.len());
            }
        }
    }

    /// Opens the note.
    pub fn open(&mut self, text: &str) {
        let document = json!({ "uri": NOTE, "languageId": "markdown", "version": 0, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces columns `from..to` of `line`.
    pub fn change(&mut self, version: i64, line: usize, from: usize, to: usize, text: &str) {
        let range = json!({
            "start": { "line": line, "character": from },
            "end": { "line": line, "character": to }
        });
        let params = json!({
            "textDocument": { "uri": NOTE, "version": version },
            "contentChanges": [{ "range": range, "text": text }]
        });
        self.notify("textDocument/didChange", params);
    }

    /// The most memory that the server had so far, in MB; only Linux tells.
    pub fn peak_memory(&self) -> Option<usize> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kilobytes: usize = line.trim().trim_end_matches(" kB").parse().ok()?;
        Some(kilobytes / 1024)
    }

    /// How long the server's threads have run so far, whatever else the machine does; only Linux tells.
    pub fn run_time(&self) -> Option<Duration> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.id())).ok()?;
        let nanoseconds: u64 = tasks
            .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok())
            .filter_map(|times| times.split(' ').next()?.parse::<u64>().ok())
            .sum();
        Some(Duration::from_nanos(nanoseconds))
    }

    /// `shutdown` and `exit`; the time from `exit` to the end of the process.
    pub fn stop(mut self) -> Duration {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        let start = Instant::now();
        let status = self.child.wait().expect("the server ends");
        assert!(status.success(), "{status}");
        start.elapsed()
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.to
            .write_all(frame.as_bytes())
            .expect("the server reads");
        self.to.flush().expect("the server reads");
    }

    fn receive(&mut self) -> Vec<u8> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.from.read_line(&mut line).expect("the server writes");
            assert!(!line.is_empty(), "the server goes on");
            match line.trim_end().split_once(": ") {
                Some((_, value)) => length = value.parse().expect("a number"),
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body).expect("the server writes");
        body
    }
}
