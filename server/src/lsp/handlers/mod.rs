//! One file a feature: from a request and the session as it was when the request came, to an answer.

pub(super) mod code_action;
pub(super) mod code_lens;
pub(super) mod command;
pub(super) mod completion;
pub(super) mod definition;
pub(super) mod diagnostic;
pub(super) mod document_links;
pub(super) mod folding;
pub(super) mod hover;
pub(super) mod inlay_hints;
pub(super) mod link_actions;
pub(super) mod map;
pub(super) mod questions;
pub(super) mod references;
pub(super) mod related;
pub(super) mod rename;
pub(super) mod selection;
pub(super) mod semantic_tokens;
pub(super) mod symbols;
pub(super) mod text;
pub(super) mod workspace_diagnostic;
pub(super) mod workspace_symbols;

use std::path::Path;
use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::Uri;

use super::client::Client;
use super::convert::Converter;
use super::document::OpenNote;
use super::library::Reading;
use super::{order, worker};
use crate::features::define;

/// What a handler answers from.
#[derive(Debug)]
pub(super) struct Context {
    /// The note, at the version that the request was asked of.
    pub open: Arc<OpenNote>,
    /// What the client can do.
    pub client: Arc<Client>,
}

impl Context {
    /// Converts places of the note. Reads the note where nobody did so yet.
    pub(super) fn converter(&self) -> Converter<'_> {
        Converter::new(&self.open, &self.client)
    }
}

/// Answers a request about the note at `uri` off the threads that read the wire; `None` where it is not open.
///
/// # Errors
/// `work` panicked.
pub(super) async fn about<T: Send + 'static>(
    uri: &Uri,
    work: impl FnOnce(&Context) -> Option<T> + Send + 'static,
) -> Result<Option<T>> {
    let moment = order::moment();
    let Some(open) = moment.notes.get(uri).cloned() else {
        return Ok(None);
    };
    let context = Context {
        open,
        client: moment.client,
    };
    worker::run(move || work(&context)).await
}

/// The texts of notes: of open ones as they stand in the editor, of others as they are on disk.
fn texts(notes: &Reading<'_>) -> impl Fn(&Path) -> Option<Arc<str>> {
    |path| {
        let uri = notes.uri(path)?;
        match notes.open(&uri) {
            Some((open, _)) => Some(Arc::clone(&open.reading().note.text)),
            None => define::from_disk(path),
        }
    }
}
