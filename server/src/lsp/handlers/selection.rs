//! `textDocument/selectionRange`: what "expand selection" walks through.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{SelectionRange, SelectionRangeParams};

use super::{Context, about};
use crate::features::selection;

/// Answers the request: a range for each position, as the protocol asks.
pub(in crate::lsp) async fn handle(
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    about(&params.text_document.uri, move |context| {
        let positions = params.positions.iter();
        Some(
            positions
                .map(|position| answer(context, *position))
                .collect(),
        )
    })
    .await
}

fn answer(context: &Context, position: tower_lsp::ls_types::Position) -> SelectionRange {
    let converter = context.converter();
    let offset = converter.offset(position);
    let spans = selection::around(&context.open.reading().note, offset);
    let ranges = spans.iter().rev().map(|span| converter.range(*span));
    // From the outside in: each range holds the ones after it.
    ranges
        .fold(None, |parent: Option<SelectionRange>, range| {
            Some(SelectionRange {
                range,
                parent: parent.map(Box::new),
            })
        })
        // An empty note has nothing around.
        .unwrap_or(SelectionRange {
            range: converter.range(crate::text::Span::at(offset)),
            parent: None,
        })
}
