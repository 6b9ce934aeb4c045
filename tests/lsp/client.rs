//! A small editor: speaks the protocol to a server over an in-memory pipe, answers what the server asks, and keeps
//! what the server says.

use std::collections::HashMap;
use std::future::Future;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf,
};
use tokio::task::JoinHandle;
use tower_lsp::ls_types::{
    Diagnostic, DocumentSymbol, Hover, Position, PublishDiagnosticsParams, Range, WorkspaceEdit,
};

/// Far longer than anything takes: a test that waits so long has failed.
const TOO_LONG: Duration = Duration::from_secs(60);

/// Runs a test as the real server runs, its threads with the same large stack.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_stack_size(32 << 20)
        .enable_all()
        .build()
        .unwrap();
    let outcome = runtime.block_on(async { tokio::time::timeout(TOO_LONG, test).await });
    // Waited for: glibc 2.36 may crash where a thread is let go while it ends (its bug 19951).
    runtime.shutdown_timeout(TOO_LONG);
    outcome.expect("the server did what was waited for")
}

/// An editor with one server.
pub struct Client {
    input: BufReader<ReadHalf<DuplexStream>>,
    output: WriteHalf<DuplexStream>,
    server: JoinHandle<u8>,
    next_id: i64,
    /// What `workspace/configuration` answers.
    pub settings: Value,
    /// The answer to `initialize`.
    pub initialized: Value,
    /// Notifications that nobody asked for yet, oldest first.
    pub notifications: Vec<(String, Value)>,
    /// Requests of the server, oldest first.
    pub asked: Vec<(String, Value)>,
    responses: HashMap<i64, Value>,
}

/// The parameters of `initialize` of an editor that can do everything.
pub fn able() -> Value {
    json!({
        "processId": null,
        "rootUri": null,
        "capabilities": {
            "general": { "positionEncodings": ["utf-16"] },
            "workspace": {
                "applyEdit": true,
                "configuration": true,
                "didChangeConfiguration": { "dynamicRegistration": true },
                "didChangeWatchedFiles": { "dynamicRegistration": true },
                "workspaceEdit": { "documentChanges": true },
                "workspaceFolders": true
            },
            "textDocument": {
                "hover": { "contentFormat": ["markdown", "plaintext"] },
                "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
                "codeAction": {
                    "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [""] } },
                    "isPreferredSupport": true,
                    "resolveSupport": { "properties": ["edit"] },
                    "dataSupport": true
                },
                "publishDiagnostics": {
                    "relatedInformation": true,
                    "tagSupport": { "valueSet": [1, 2] },
                    "versionSupport": true
                }
            }
        }
    })
}

/// The same with another position encoding.
pub fn able_in(encoding: &str) -> Value {
    let mut params = able();
    params["capabilities"]["general"]["positionEncodings"] = json!([encoding]);
    params
}

impl Client {
    /// Starts a server; says nothing yet.
    pub fn connect() -> Self {
        let (near, far) = tokio::io::duplex(1 << 16);
        let (from, to) = tokio::io::split(far);
        let server = tokio::spawn(notelint::lsp::serve(from, to));
        let (input, output) = tokio::io::split(near);
        Self {
            input: BufReader::new(input),
            output,
            server,
            next_id: 0,
            settings: Value::Null,
            initialized: Value::Null,
            notifications: Vec::new(),
            asked: Vec::new(),
            responses: HashMap::new(),
        }
    }

    /// Starts a server and initializes it.
    pub async fn start(params: Value) -> Self {
        let mut client = Self::connect();
        client.initialize(params).await;
        client
    }

    /// `initialize` and `initialized`.
    pub async fn initialize(&mut self, params: Value) {
        self.initialized = self.request("initialize", params).await.unwrap();
        self.notify("initialized", json!({})).await;
    }

    /// Sends bytes as they are.
    pub async fn send_raw(&mut self, bytes: &[u8]) {
        self.output.write_all(bytes).await.unwrap();
        self.output.flush().await.unwrap();
    }

    /// Sends a message.
    pub async fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let frame = format!("Content-Length: {}\r\n\r\n{body}", body.len());
        self.send_raw(frame.as_bytes()).await;
    }

    /// Sends a notification.
    pub async fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
            .await;
    }

    /// Sends a request and does not wait for its answer: its id.
    pub async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
            .await;
        id
    }

    /// Waits for the answer to a request: its result or its error.
    pub async fn answer(&mut self, id: i64) -> Result<Value, Value> {
        loop {
            if let Some(mut response) = self.responses.remove(&id) {
                return match response.get_mut("error").map(Value::take) {
                    Some(error) => Err(error),
                    None => Ok(response["result"].take()),
                };
            }
            self.pump().await;
        }
    }

    /// Sends a request and waits for its answer.
    pub async fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.ask(method, params).await;
        self.answer(id).await
    }

    /// The same, the result read as `T`.
    pub async fn get<T: DeserializeOwned>(&mut self, method: &str, params: Value) -> T {
        let result = self.request(method, params).await;
        serde_json::from_value(result.unwrap_or_else(|error| panic!("{method}: {error}"))).unwrap()
    }

    /// Reads one message; `None` where the server sends no more. What the server asks is answered.
    pub async fn receive(&mut self) -> Option<Value> {
        let mut length = None;
        loop {
            let mut line = String::new();
            if self.input.read_line(&mut line).await.unwrap() == 0 {
                return None;
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(": ").unwrap();
            assert_eq!(name, "Content-Length");
            length = Some(value.parse::<usize>().unwrap());
        }
        let mut body = vec![0; length.unwrap()];
        self.input.read_exact(&mut body).await.unwrap();
        let message: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(message["jsonrpc"], "2.0");
        Some(message)
    }

    /// Reads one message and files it.
    pub async fn pump(&mut self) {
        let message = self.receive().await.expect("the server goes on");
        let method = message["method"].as_str().map(str::to_owned);
        match (method, message.get("id")) {
            (Some(method), Some(id)) => {
                let params = message["params"].clone();
                let result = match method.as_str() {
                    "workspace/configuration" => {
                        let items = params["items"].as_array().unwrap().len();
                        json!(vec![self.settings.clone(); items])
                    }
                    "workspace/applyEdit" => json!({ "applied": true }),
                    "window/showDocument" => json!({ "success": true }),
                    _ => Value::Null,
                };
                let id = id.clone();
                self.asked.push((method, params));
                self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }))
                    .await;
            }
            (Some(method), None) => self.notifications.push((method, message["params"].clone())),
            (None, Some(Value::Number(id))) => {
                self.responses.insert(id.as_i64().unwrap(), message);
            }
            (None, id) => {
                assert_eq!(id, Some(&Value::Null), "{message}");
                self.notifications
                    .push(("error".to_owned(), message["error"].clone()));
            }
        }
    }

    /// Opens a note, version 1.
    pub async fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }))
            .await;
    }

    /// Closes a note.
    pub async fn close(&mut self, uri: &str) {
        self.notify(
            "textDocument/didClose",
            json!({ "textDocument": { "uri": uri } }),
        )
        .await;
    }

    /// Edits a note: each change a range (or the whole text) and what comes there.
    pub async fn change(&mut self, uri: &str, version: i32, changes: &[(Option<Range>, &str)]) {
        let changes: Vec<Value> = changes
            .iter()
            .map(|(range, text)| match range {
                Some(range) => json!({ "range": range, "text": text }),
                None => json!({ "text": text }),
            })
            .collect();
        let document = json!({ "uri": uri, "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params).await;
    }

    /// Waits for diagnostics of `version` of a note (`None`: those without a version); older ones are skipped, and
    /// all must come in order.
    pub async fn published(&mut self, uri: &str, version: Option<i32>) -> Vec<Diagnostic> {
        loop {
            for params in self.take("textDocument/publishDiagnostics") {
                let params: PublishDiagnosticsParams = serde_json::from_value(params).unwrap();
                if params.uri.as_str() != uri {
                    continue;
                }
                if params.version == version {
                    return params.diagnostics;
                }
                assert!(params.version < version || version.is_none(), "{params:?}");
            }
            self.pump().await;
        }
    }

    /// Waits for a notification and takes it.
    pub async fn notification(&mut self, method: &str) -> Value {
        loop {
            if let Some(at) = self
                .notifications
                .iter()
                .position(|(name, _)| name == method)
            {
                return self.notifications.remove(at).1;
            }
            self.pump().await;
        }
    }

    /// Every notification of `method` that has come, taken.
    pub fn take(&mut self, method: &str) -> Vec<Value> {
        let (wanted, others) = std::mem::take(&mut self.notifications)
            .into_iter()
            .partition(|(name, _)| name == method);
        self.notifications = others;
        let wanted: Vec<(String, Value)> = wanted;
        wanted.into_iter().map(|(_, params)| params).collect()
    }

    /// Hovers.
    pub async fn hover(&mut self, uri: &str, position: Position) -> Option<Hover> {
        let params = json!({ "textDocument": { "uri": uri }, "position": position });
        self.get("textDocument/hover", params).await
    }

    /// The outline.
    pub async fn symbols(&mut self, uri: &str) -> Vec<DocumentSymbol> {
        let params = json!({ "textDocument": { "uri": uri } });
        self.get("textDocument/documentSymbol", params).await
    }

    /// The actions at `range`, of the kinds in `only` where it names some.
    pub async fn actions(&mut self, uri: &str, range: Range, only: &[&str]) -> Vec<Value> {
        let mut context = json!({ "diagnostics": [] });
        if !only.is_empty() {
            context["only"] = json!(only);
        }
        let document = json!({ "uri": uri });
        let params = json!({ "textDocument": document, "range": range, "context": context });
        self.get("textDocument/codeAction", params).await
    }

    /// `shutdown`, `exit`, and the exit code.
    pub async fn stop(mut self) -> u8 {
        assert_eq!(self.request("shutdown", Value::Null).await, Ok(Value::Null));
        self.notify("exit", Value::Null).await;
        self.server.await.unwrap()
    }

    /// Waits for the server to end by itself: its exit code.
    pub async fn ended(self) -> u8 {
        // The pipe stays open.
        let Self {
            server,
            input,
            output,
            ..
        } = self;
        let code = server.await.unwrap();
        drop((input, output));
        code
    }

    /// Goes away without a word, and waits for the server to notice.
    pub async fn vanish(self) -> u8 {
        let Self {
            server,
            input,
            output,
            ..
        } = self;
        drop((input, output));
        server.await.unwrap()
    }
}

/// A place: 0-based line and column.
pub fn at(line: u32, column: u32) -> Position {
    Position::new(line, column)
}

/// An empty or longer stretch of a line.
pub fn on(line: u32, from: u32, to: u32) -> Range {
    Range::new(at(line, from), at(line, to))
}

/// `text` after `edit`, whose columns count in UTF-16, with the version that the edit is for.
pub fn applied(text: &str, edit: &WorkspaceEdit) -> (String, Option<i32>) {
    use notelint::text::{Change, Document, Encoding};
    let edit = serde_json::to_value(edit).unwrap();
    let (edits, version) = match edit.get("documentChanges") {
        Some(changes) => {
            assert_eq!(changes.as_array().unwrap().len(), 1);
            let version = changes[0]["textDocument"]["version"].as_i64();
            (changes[0]["edits"].clone(), version)
        }
        None => {
            let changes = edit["changes"].as_object().unwrap();
            assert_eq!(changes.len(), 1);
            (changes.values().next().unwrap().clone(), None)
        }
    };
    let mut edits: Vec<(Range, String)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range: Range = serde_json::from_value(edit["range"].clone()).unwrap();
            (range, edit["newText"].as_str().unwrap().to_owned())
        })
        .collect();
    // From the back, so that no edit moves another.
    edits.sort_by_key(|(range, _)| std::cmp::Reverse((range.start.line, range.start.character)));
    let place = |position: Position| notelint::text::Position {
        line: position.line as usize,
        column: position.character as usize,
    };
    let mut document = Document::new(text);
    for (range, text) in edits {
        let range = Some((place(range.start), place(range.end)));
        document.apply(&Change { range, text }, Encoding::Utf16);
    }
    (
        document.text(),
        version.map(|version| i32::try_from(version).unwrap()),
    )
}
