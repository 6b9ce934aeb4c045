//! `textDocument/references`: every mention of what stands under the cursor, or of what a heading is called.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Location, ReferenceParams};

use super::texts;
use crate::features::references::references;
use crate::lsp::convert::Converter;
use crate::lsp::library::{Library, Look};
use crate::lsp::{order, worker};

/// Answers the request.
pub(in crate::lsp) async fn handle(
    params: ReferenceParams,
    library: &Library,
) -> Result<Option<Vec<Location>>> {
    let moment = order::moment();
    let library = library.clone();
    let place = params.text_document_position;
    worker::run(move || {
        library.read(&moment, Look::Lately, |notes| {
            let (open, _) = notes.open(&place.text_document.uri)?;
            let note = &open.reading().note;
            let offset = Converter::new(open, &moment.client).offset(place.position);
            let found = references(notes.vault, note, offset, &texts(notes));
            let mut locations = Vec::with_capacity(found.len());
            // Mentions come note by note: what a note is called is worked out once for each.
            for same in found.chunk_by(|a, b| Arc::ptr_eq(&a.path, &b.path)) {
                let uri = same.first().and_then(|first| notes.uri(&first.path));
                let Some(uri) = uri else { continue };
                let ranges = same.iter().map(|mention| notes.range(mention.place));
                locations.extend(ranges.map(|range| Location::new(uri.clone(), range)));
            }
            (!locations.is_empty()).then_some(locations)
        })
    })
    .await
}
