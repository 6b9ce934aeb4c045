//! `workspace/executeCommand`.

use serde_json::Value;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, Uri};

use super::{about, code_action};

/// Makes every certain fix in the note whose URI is the argument.
pub(in crate::lsp) const FIX_ALL: &str = "notelint.fixAll";

/// Answers the request.
pub(in crate::lsp) async fn handle(
    params: ExecuteCommandParams,
    client: &Client,
) -> Result<Option<Value>> {
    if params.command != FIX_ALL {
        let known = format!("no command is called `{}`", params.command);
        return Err(Error::invalid_params(known));
    }
    let Some(uri) = uri(params.arguments.first()) else {
        return Err(Error::invalid_params("the argument is the URI of a note"));
    };
    let edit = about(&uri, |context| {
        let edits = code_action::fix_all(context);
        (!edits.is_empty()).then(|| context.converter().workspace_edit(&edits))
    });
    if let Some(edit) = edit.await? {
        client.apply_edit(edit).await?;
    }
    Ok(None)
}

/// A URI, as a string or as the `uri` of an object.
fn uri(argument: Option<&Value>) -> Option<Uri> {
    let argument = argument?;
    let text = argument.as_str().or_else(|| argument.get("uri")?.as_str());
    text?.parse().ok()
}
