//! What is asked of clients that take such wishes: to tell when settings or config files change.

use serde_json::{Value, json};
use tower_lsp::ls_types::Registration;
use tracing::warn;

use super::session::Snapshot;
use crate::config::FILE_NAMES;

/// The kind of a watcher that tells of deletions alone (LSP 3.17, `WatchKind`).
const DELETE: u8 = 4;

/// Registers what the client can be told.
pub(super) async fn register(connection: &tower_lsp::Client, now: &Snapshot) {
    let client = &now.client;
    let mut wishes = Vec::new();
    if client.registers_configuration {
        let section = json!({ "section": "notelint" });
        wishes.push(wish("workspace/didChangeConfiguration", section));
    }
    if client.registers_watching {
        let options = json!({ "watchers": watchers(now) });
        wishes.push(wish("workspace/didChangeWatchedFiles", options));
    }
    if !wishes.is_empty()
        && let Err(error) = connection.register_capability(wishes).await
    {
        warn!("the client does not register: {error}");
    }
}

/// What is to be watched: notes, settings, what says which files are ignored; and what is deleted, as a folder is one
/// deletion, whatever notes were in it.
fn watchers(now: &Snapshot) -> Vec<Value> {
    let roots = now.settings.roots().of_notes();
    let mut names: Vec<String> = roots
        .flat_map(|root| now.settings.walk_options(root).include)
        .collect();
    names.extend(FILE_NAMES.map(str::to_owned));
    names.extend([".gitignore", ".ignore"].map(str::to_owned));
    names.sort();
    names.dedup();
    let names = names.iter().map(|name| {
        let name = name.trim_start_matches('/');
        json!({ "globPattern": format!("**/{name}") })
    });
    let deleted = json!({ "globPattern": "**/*", "kind": DELETE });
    names.chain([deleted]).collect()
}

fn wish(method: &str, options: Value) -> Registration {
    Registration {
        id: format!("notelint/{method}"),
        method: method.to_owned(),
        register_options: Some(options),
    }
}
