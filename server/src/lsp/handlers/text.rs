//! `notelint/text`: the text that the server holds, for finding out where an editor and the server disagree.

use serde::Deserialize;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::TextDocumentIdentifier;

use super::about;

/// The request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct Params {
    text_document: TextDocumentIdentifier,
}

/// Answers the request; `null` for a note that is not open.
pub(in crate::lsp) async fn handle(params: Params) -> Result<Option<String>> {
    about(&params.text_document.uri, |context| {
        Some(context.open.text.text())
    })
    .await
}
