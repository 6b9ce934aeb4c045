//! `textDocument/completion`: terms, and whatever else `features::completion` has a source for.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse,
    CompletionTextEdit, Documentation, MarkupContent, MarkupKind, TextEdit,
};

use crate::features::completion::{Candidate, Kind, Place, completion};
use crate::lsp::convert::Converter;
use crate::lsp::library::{Library, Look};
use crate::lsp::{order, worker};

/// What a word character does not start but should: links to notes and to headings.
pub(in crate::lsp) const TRIGGERS: [&str; 5] = ["[", "(", "#", "/", "!"];

/// Answers the request.
pub(in crate::lsp) async fn handle(
    params: CompletionParams,
    library: &Library,
) -> Result<Option<CompletionResponse>> {
    let moment = order::moment();
    let library = library.clone();
    let place = params.text_document_position;
    worker::run(move || {
        library.read(&moment, Look::Lately, |notes| {
            let (open, path) = notes.open(&place.text_document.uri)?;
            let reading = open.reading();
            if !reading.config.features.completion {
                return None;
            }
            let converter = Converter::new(open, &moment.client);
            let found = completion(&Place {
                vault: notes.vault,
                path: &path,
                note: &reading.note,
                offset: converter.offset(place.position),
            });
            let items = found.candidates.into_iter().enumerate();
            let items = items.map(|(rank, candidate)| item(rank, candidate, &converter));
            Some(CompletionResponse::List(CompletionList {
                is_incomplete: found.is_cut,
                items: items.collect(),
            }))
        })
    })
    .await
}

/// `candidate`, the `rank`th best.
fn item(rank: usize, candidate: Candidate, converter: &Converter<'_>) -> CompletionItem {
    CompletionItem {
        kind: Some(match candidate.kind {
            Kind::Term => CompletionItemKind::TEXT,
            Kind::Note => CompletionItemKind::FILE,
            Kind::Heading => CompletionItemKind::REFERENCE,
            Kind::Tag => CompletionItemKind::KEYWORD,
            Kind::Callout => CompletionItemKind::ENUM_MEMBER,
        }),
        detail: candidate.detail,
        documentation: candidate.about.map(|about| {
            // Plain, as it is not our own text.
            Documentation::MarkupContent(MarkupContent {
                kind: MarkupKind::PlainText,
                value: about,
            })
        }),
        // Editors order by the label unless they are told otherwise.
        sort_text: Some(format!("{rank:03}")),
        // What is typed is compared with this.
        filter_text: Some(candidate.insert.clone()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(
            converter.range(candidate.replaces),
            candidate.insert,
        ))),
        label: candidate.label,
        ..CompletionItem::default()
    }
}
