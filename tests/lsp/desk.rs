//! A folder of notes on disk, and a server that has it open.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tower_lsp::ls_types::Uri;

use crate::client::{Client, able};

/// The folder and the server.
pub struct Desk {
    pub folder: tempfile::TempDir,
    pub client: Client,
}

impl Desk {
    /// A desk with these notes, each a path and a text.
    pub async fn new(notes: &[(&str, &str)]) -> Self {
        Self::with(notes, able()).await
    }

    /// The same for an editor that starts the server with `params`.
    pub async fn with(notes: &[(&str, &str)], mut params: Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in notes {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        params["workspaceFolders"] = json!([{ "uri": uri_of(folder.path()), "name": "notes" }]);
        let client = Client::start(params).await;
        Self { folder, client }
    }

    /// The URI of a note, open or not, there or not.
    pub fn uri(&self, name: &str) -> String {
        uri_of(&self.folder.path().join(name))
    }

    /// Opens a note with the text that it has on disk: its URI.
    pub async fn open(&mut self, name: &str) -> String {
        let text = fs::read_to_string(self.folder.path().join(name)).unwrap();
        let uri = self.uri(name);
        self.client.open(&uri, &text).await;
        uri
    }

    /// The answer to a request.
    pub async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.client.request(method, params).await.unwrap()
    }

    /// The answer to a request about a place: 0-based line, column in UTF-16 units.
    pub async fn ask_at(&mut self, method: &str, uri: &str, line: u32, column: u32) -> Value {
        let position = json!({ "line": line, "character": column });
        let params = json!({
            "textDocument": { "uri": uri },
            "position": position,
            "context": { "includeDeclaration": true, "triggerKind": 1 }
        });
        self.ask(method, params).await
    }

    /// What a hover shows; empty where there is none.
    pub async fn hover(&mut self, uri: &str, line: u32, column: u32) -> String {
        let hover = self.ask_at("textDocument/hover", uri, line, column).await;
        let value = hover["contents"]["value"].as_str();
        value.unwrap_or_default().to_owned()
    }

    /// Switches features off: `{ "lenses": false }`.
    pub async fn set_features(&mut self, features: Value) {
        self.client.settings = json!({ "features": features });
        let params = json!({ "settings": { "notelint": { "features": features } } });
        self.client
            .notify("workspace/didChangeConfiguration", params)
            .await;
    }
}

/// The places of an answer: note, 0-based line and column.
pub fn places(answer: &Value) -> Vec<String> {
    let all = answer.as_array().map(Vec::as_slice).unwrap_or_default();
    let place = |one: &Value| {
        let one = if one["uri"].is_null() {
            &one["location"]
        } else {
            one
        };
        let note = one["uri"].as_str().unwrap().rsplit('/').next().unwrap();
        let start = &one["range"]["start"];
        format!("{note}:{}:{}", start["line"], start["character"])
    };
    all.iter().map(place).collect()
}

pub fn uri_of(path: &Path) -> String {
    Uri::from_file_path(path).unwrap().as_str().to_owned()
}
