//! The other end of the wire: speaks to the real binary as an editor does.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::wire::Wire;

/// The note that is edited.
pub const NOTE: &str = "file:///nowhere/note.md";

/// A running server.
pub struct Editor {
    wire: Wire,
    next_id: i64,
}

impl Editor {
    /// Starts the server; the time until `initialize` was answered.
    pub fn start() -> (Self, Duration) {
        let start = Instant::now();
        let mut editor = Self {
            wire: Wire::start(),
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
        self.wire
            .send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and waits for its answer. Of what comes only the ends are read, so that the time of reading is
    /// not counted.
    pub fn request(&mut self, method: &str, params: Value) {
        self.next_id += 1;
        let id = self.next_id;
        self.wire
            .send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let wanted = format!("\"id\":{id}}}");
        while !self.wire.receive().ends_with(wanted.as_bytes()) {}
    }

    /// Waits until the diagnostics of `version` are published: how many messages came until then, and the last one's
    /// size in bytes. Only this is read of a message, so that the time of reading is not counted.
    pub fn published(&mut self, version: i64) -> (usize, usize) {
        let wanted = format!("\"version\":{version}}}");
        let mut messages = 0;
        loop {
            let body = self.wire.receive();
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
        Some(self.wire.memory("VmHWM:")? / 1024)
    }

    /// How long the server's threads have run so far, whatever else the machine does; only Linux tells.
    pub fn run_time(&self) -> Option<Duration> {
        self.wire.run_time()
    }

    /// `shutdown` and `exit`; the time from `exit` to the end of the process.
    pub fn stop(mut self) -> Duration {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        let start = Instant::now();
        let status = self.wire.wait();
        assert!(status.success(), "{status}");
        start.elapsed()
    }
}
