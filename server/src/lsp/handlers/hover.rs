//! `textDocument/hover`: what a term means, and how far a question is answered.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{self, HoverContents, HoverParams, MarkupContent, MarkupKind};

use super::{Context, about};
use crate::features::hover::{Hover, hover};
use crate::lsp::markup;

/// Answers the request.
pub(in crate::lsp) async fn handle(params: HoverParams) -> Result<Option<ls_types::Hover>> {
    let place = params.text_document_position_params;
    about(&place.text_document.uri, move |context| {
        answer(context, place.position)
    })
    .await
}

fn answer(context: &Context, position: ls_types::Position) -> Option<ls_types::Hover> {
    let converter = context.converter();
    let reading = context.open.reading();
    if !reading.config.features.hover {
        return None;
    }
    let glossary = context
        .open
        .settings()
        .glossary(&context.open.uri, &reading.config);
    let offset = converter.offset(position);
    let markdown = context.client.markdown;
    let (span, value) = match hover(&reading.note, &glossary, offset)? {
        Hover::Term(span, term) => (span, markup::term(term, markdown)),
        Hover::Question(span, question) => (span, markup::question(question, markdown)),
    };
    let kind = if markdown {
        MarkupKind::Markdown
    } else {
        MarkupKind::PlainText
    };
    Some(ls_types::Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(converter.range(span)),
    })
}
