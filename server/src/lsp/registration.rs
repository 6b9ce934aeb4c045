//! What is asked of clients that take such wishes: to tell when settings or config files change.

use serde_json::{Value, json};
use tower_lsp::ls_types::Registration;
use tracing::warn;

use super::client::Client;
use crate::config::FILE_NAMES;

/// Registers what `client` can be told.
pub(super) async fn register(connection: &tower_lsp::Client, client: &Client) {
    let mut wishes = Vec::new();
    if client.registers_configuration {
        let section = json!({ "section": "notelint" });
        wishes.push(wish("workspace/didChangeConfiguration", section));
    }
    if client.registers_watching {
        let watchers: Vec<Value> = FILE_NAMES
            .iter()
            .map(|name| json!({ "globPattern": format!("**/{name}") }))
            .collect();
        let options = json!({ "watchers": watchers });
        wishes.push(wish("workspace/didChangeWatchedFiles", options));
    }
    if !wishes.is_empty()
        && let Err(error) = connection.register_capability(wishes).await
    {
        warn!("the client does not register: {error}");
    }
}

fn wish(method: &str, options: Value) -> Registration {
    Registration {
        id: format!("notelint/{method}"),
        method: method.to_owned(),
        register_options: Some(options),
    }
}
