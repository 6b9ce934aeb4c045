//! An editor that stays: it speaks to the real binary, knows the text of the notes it has open, and keeps what the server
//! published last of each.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use crate::wire::Wire;

/// A note that is open.
struct Buffer {
    text: String,
    version: i64,
}

/// What was published last of a note: its version, and the findings.
type Published = (i64, Value);

/// A running server, and what its editor knows.
pub struct Client {
    wire: Wire,
    next_id: i64,
    open: HashMap<PathBuf, Buffer>,
    published: HashMap<String, Published>,
}

impl Client {
    /// Starts a server on `folder`. The editor does not watch files: the server has to, as in Neovim.
    pub fn start(folder: &Path) -> Self {
        let mut client = Self {
            wire: Wire::start(),
            next_id: 0,
            open: HashMap::new(),
            published: HashMap::new(),
        };
        let capabilities = json!({
            "general": { "positionEncodings": ["utf-16"] },
            "workspace": { "fileOperations": { "willRename": true, "didRename": true } },
            "textDocument": { "publishDiagnostics": { "relatedInformation": true } }
        });
        let root = json!([{ "uri": uri(folder), "name": "vault" }]);
        let params = json!({ "capabilities": capabilities, "workspaceFolders": root });
        client.request("initialize", params);
        client.notify("initialized", json!({}));
        client.settle();
        client
    }

    /// Opens a note; what it says of it is `published`.
    pub fn open(&mut self, path: &Path, text: String) {
        let document =
            json!({ "uri": uri(path), "languageId": "markdown", "version": 0, "text": text });
        self.published.remove(&uri(path));
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
        let buffer = Buffer { text, version: 0 };
        self.open.insert(path.to_owned(), buffer);
    }

    /// Closes a note.
    pub fn close(&mut self, path: &Path) {
        self.open.remove(path);
        let document = json!({ "uri": uri(path) });
        self.notify("textDocument/didClose", json!({ "textDocument": document }));
    }

    /// The notes that are open, in order.
    pub fn opened(&self) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = self.open.keys().cloned().collect();
        paths.sort();
        paths
    }

    /// The text of an open note.
    pub fn text(&self, path: &Path) -> &str {
        &self.open[path].text
    }

    /// Replaces the bytes `from..to` of an open note.
    pub fn edit(&mut self, path: &Path, from: usize, to: usize, text: &str) {
        let buffer = self.open.get_mut(path).expect("an open note");
        buffer.version += 1;
        let range =
            json!({ "start": position(&buffer.text, from), "end": position(&buffer.text, to) });
        let change = json!({ "range": range, "text": text });
        buffer.text.replace_range(from..to, text);
        let document = json!({ "uri": uri(path), "version": buffer.version });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.notify("textDocument/didChange", params);
    }

    /// Waits for what the server says of the newest version of an open note.
    pub fn published(&mut self, path: &Path) -> &Value {
        let (uri, wanted) = (uri(path), self.open[path].version);
        while !matches!(self.published.get(&uri), Some((version, _)) if *version == wanted) {
            self.receive();
        }
        &self.published[&uri].1
    }

    /// Sends a notification.
    pub fn notify(&mut self, method: &str, params: Value) {
        self.wire
            .send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and waits for its answer.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        self.next_id += 1;
        let id = self.next_id;
        self.wire
            .send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let mut message = self.receive();
            if message["id"] == id && message.get("method").is_none() {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].take();
            }
        }
    }

    /// Waits until the server has nothing to do, and reads what it said meanwhile. What it learns of the disk it learns
    /// some time later, so that it must be idle for a while.
    pub fn settle(&mut self) {
        let mut idle = 0;
        while idle < 10 {
            let before = self.run_time();
            std::thread::sleep(Duration::from_millis(200));
            let ran = self.run_time().saturating_sub(before);
            idle = if ran < Duration::from_millis(4) {
                idle + 1
            } else {
                0
            };
            // Whoever does not read keeps the other from writing.
            self.request("workspace/symbol", json!({ "query": "\u{1}" }));
        }
    }

    /// Resident memory in KB; only Linux tells.
    pub fn memory(&self) -> usize {
        self.wire.memory("VmRSS:").expect("a machine with /proc")
    }

    /// `shutdown` and `exit`.
    pub fn stop(mut self) {
        self.request("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        let status = self.wire.wait();
        assert!(status.success(), "{status}");
    }

    /// How long the server's threads have run so far.
    fn run_time(&self) -> Duration {
        self.wire.run_time().expect("a machine with /proc")
    }

    /// The next message; what it publishes is kept, and what it asks is answered.
    fn receive(&mut self) -> Value {
        let body = self.wire.receive();
        let mut message: Value = serde_json::from_slice(&body).expect("JSON");
        if message["method"] == "textDocument/publishDiagnostics" {
            let params = &mut message["params"];
            if let (Some(uri), Some(version)) = (params["uri"].as_str(), params["version"].as_i64())
            {
                let uri = uri.to_owned();
                let findings = params["diagnostics"].take();
                self.published.insert(uri, (version, findings));
            }
        } else if message.get("method").is_some() && message.get("id").is_some() {
            self.wire
                .send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
        }
        message
    }
}

/// A path as a URI. The paths of the made-up vault hold nothing but blanks to be written otherwise.
pub fn uri(path: &Path) -> String {
    format!("file://{}", path.display().to_string().replace(' ', "%20"))
}

/// The path of a URI that `uri` made.
pub fn path(uri: &str) -> PathBuf {
    PathBuf::from(uri.trim_start_matches("file://").replace("%20", " "))
}

/// The line and the UTF-16 column of a byte offset.
pub fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    json!({
        "line": before.matches('\n').count(),
        "character": before[start..].encode_utf16().count()
    })
}

/// The byte offset of a line and a UTF-16 column.
pub fn offset(text: &str, position: &Value) -> usize {
    let number = |name: &str| position[name].as_u64().expect("a number") as usize;
    let start: usize = text
        .split_inclusive('\n')
        .take(number("line"))
        .map(str::len)
        .sum();
    let mut column = number("character");
    let columns = text[start..].char_indices().find(|(_, c)| {
        let there = column == 0;
        column = column.saturating_sub(c.len_utf16());
        there
    });
    columns.map_or(text.len(), |(at, _)| start + at)
}
