//! `textDocument/hover`: what a link leads to; what a term means and what the notes say of it; how far a question is answered, and where.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{self, HoverContents, HoverParams, MarkupContent, MarkupKind};

use super::texts;
use crate::features::hover::{Hover, hover};
use crate::lsp::convert::Converter;
use crate::lsp::library::{Library, Look, Reading};
use crate::lsp::markup::Style;
use crate::lsp::session::Snapshot;
use crate::lsp::settings::file_path;
use crate::lsp::{order, worker};

/// Answers the request.
pub(in crate::lsp) async fn handle(
    params: HoverParams,
    library: &Library,
) -> Result<Option<ls_types::Hover>> {
    let moment = order::moment();
    let library = library.clone();
    let place = params.text_document_position_params;
    worker::run(move || {
        library.read(&moment, Look::Lately, |notes| {
            answer(notes, &moment, &place)
        })
    })
    .await
}

fn answer(
    notes: &Reading<'_>,
    moment: &Snapshot,
    place: &ls_types::TextDocumentPositionParams,
) -> Option<ls_types::Hover> {
    let (open, path) = notes.open(&place.text_document.uri)?;
    let converter = Converter::new(open, &moment.client);
    let reading = open.reading();
    if !reading.config.features.hover {
        return None;
    }
    // A note elsewhere may have terms of its own.
    let glossary = open.settings().glossary(&open.uri, &reading.config);
    let offset = converter.offset(place.position);
    let markdown = moment.client.markdown;
    let style = Style {
        markdown,
        // A note that was never saved cannot be opened by its address.
        address: &|passage| {
            let uri = notes.uri(&passage.path)?;
            file_path(&uri).map(|_| uri.as_str().to_owned())
        },
    };
    let texts = texts(notes);
    let said = hover(notes.vault, &glossary, &path, &reading.note, offset, &texts);
    let (span, value) = match said? {
        Hover::Link(preview) => (preview.span, style.link(&preview)),
        Hover::Term(span, entry, near) => (span, style.term(&entry, &near)),
        Hover::Question(span, question, answers) => (span, style.question(question, &answers)),
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
