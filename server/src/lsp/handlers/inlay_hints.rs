//! `textDocument/inlayHint`: behind a heading, how many links lead to it. Off unless the settings ask for it.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{InlayHint, InlayHintLabel, InlayHintParams};

use crate::features::links::goals::counted;
use crate::lsp::library::{Library, Look};
use crate::lsp::{order, worker};

/// Answers the request.
pub(in crate::lsp) async fn handle(
    params: InlayHintParams,
    library: &Library,
) -> Result<Option<Vec<InlayHint>>> {
    let moment = order::moment();
    let library = library.clone();
    worker::run(move || {
        library.read(&moment, Look::Lately, |notes| {
            let (open, path) = notes.open(&params.text_document.uri)?;
            if !open.reading().config.features.link_hints {
                return None;
            }
            let counted = counted(notes.vault, &path).into_iter();
            let hints = counted.map(|counted| InlayHint {
                position: notes.range(counted.place).end,
                label: InlayHintLabel::String(links(counted.links)),
                kind: None,
                text_edits: None,
                tooltip: None,
                padding_left: Some(true),
                padding_right: Some(true),
                data: None,
            });
            let wanted = |hint: &InlayHint| {
                params.range.start <= hint.position && hint.position <= params.range.end
            };
            Some(hints.filter(wanted).collect())
        })
    })
    .await
}

/// So many links, in words.
pub(super) fn links(count: usize) -> String {
    match count {
        1 => "1 link".to_owned(),
        _ => format!("{count} links"),
    }
}
