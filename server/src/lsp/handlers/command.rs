//! `workspace/executeCommand`.

use serde_json::Value;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    ExecuteCommandParams, Range, ShowDocumentParams, TextDocumentIdentifier,
    TextDocumentPositionParams, Uri,
};

use super::{about, code_action, questions, references, related};
use crate::lsp::library::Library;

/// Makes every certain fix in the note whose URI is the argument.
pub(in crate::lsp) const FIX_ALL: &str = "notelint.fixAll";

/// Gives what `notelint/related` gives; its arguments are the URI of a note, a position in it and the least score. What a
/// code lens carries: editors that can show places take it over.
pub(in crate::lsp) const SHOW_RELATED: &str = "notelint.showRelated";

/// Gives the places of the links to a place; its arguments are the URI of a note and a position in it. What a code lens
/// carries: editors that can show places take it over.
pub(in crate::lsp) const SHOW_LINKS: &str = "notelint.showLinks";

/// Gives what `notelint/questions` gives.
pub(in crate::lsp) const SHOW_QUESTIONS: &str = "notelint.showQuestions";

/// Shows a place that may answer a question; its arguments are the URI of a note and a range in it.
pub(in crate::lsp) const GO_TO_ANSWER: &str = "notelint.goToAnswer";

/// Answers the request.
pub(in crate::lsp) async fn handle(
    params: ExecuteCommandParams,
    client: &Client,
    library: &Library,
) -> Result<Option<Value>> {
    match params.command.as_str() {
        FIX_ALL => fix_all(&params, client).await,
        SHOW_RELATED => {
            let asked = place(&params.arguments)
                .ok_or_else(|| Error::invalid_params("the arguments are a URI and a position"))?;
            Ok(serde_json::to_value(related::handle(asked, library).await?).ok())
        }
        SHOW_LINKS => {
            let asked = place(&params.arguments)
                .ok_or_else(|| Error::invalid_params("the arguments are a URI and a position"))?;
            let (document, position) = (asked.text_document, asked.position.unwrap_or_default());
            let place = TextDocumentPositionParams::new(document, position);
            let links = references::to_place(place, library).await?;
            Ok(serde_json::to_value(links).ok())
        }
        GO_TO_ANSWER => show(&params.arguments, client).await,
        SHOW_QUESTIONS => {
            let all = questions::handle(questions::Params::default(), library).await?;
            Ok(serde_json::to_value(all).ok())
        }
        other => Err(Error::invalid_params(format!(
            "no command is called `{other}`"
        ))),
    }
}

async fn fix_all(params: &ExecuteCommandParams, client: &Client) -> Result<Option<Value>> {
    let Some(uri) = uri(params.arguments.first()) else {
        return Err(Error::invalid_params("the argument is the URI of a note"));
    };
    let edit = about(&uri, |context| {
        let edits = code_action::fix_all(context, None);
        (!edits.is_empty()).then(|| context.converter().workspace_edit(&edits))
    });
    if let Some(edit) = edit.await? {
        client.apply_edit(edit).await?;
    }
    Ok(None)
}

async fn show(arguments: &[Value], client: &Client) -> Result<Option<Value>> {
    let range = arguments.get(1).cloned();
    let range = range.and_then(|range| serde_json::from_value::<Range>(range).ok());
    let (Some(uri), Some(range)) = (uri(arguments.first()), range) else {
        return Err(Error::invalid_params("the arguments are a URI and a range"));
    };
    let place = ShowDocumentParams {
        uri,
        external: None,
        take_focus: Some(true),
        selection: Some(range),
    };
    // Whether it could be shown is for the client to tell its person.
    _ = client.show_document(place).await;
    Ok(None)
}

/// A note, where there is one a position in it, and the least score.
fn place(arguments: &[Value]) -> Option<related::Params> {
    Some(related::Params {
        text_document: TextDocumentIdentifier {
            uri: uri(arguments.first())?,
        },
        position: match arguments.get(1) {
            Some(position) => Some(serde_json::from_value(position.clone()).ok()?),
            None => None,
        },
        min_score: match arguments.get(2) {
            Some(score) => serde_json::from_value(score.clone()).ok()?,
            None => 0.0,
        },
    })
}

/// A URI, as a string or as the `uri` of an object.
fn uri(argument: Option<&Value>) -> Option<Uri> {
    let argument = argument?;
    let text = argument.as_str().or_else(|| argument.get("uri")?.as_str());
    text?.parse().ok()
}
