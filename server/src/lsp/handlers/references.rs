//! `textDocument/references`: every link to what stands under the cursor, every mention of it.

use std::path::Path;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Location, ReferenceParams, TextDocumentPositionParams};

use super::texts;
use crate::features::links::goals;
use crate::features::references::{InNote, references};
use crate::lsp::convert::Converter;
use crate::lsp::library::{Library, Look, Reading};
use crate::lsp::{order, worker};
use crate::note::Note;

/// Answers the request.
pub(in crate::lsp) async fn handle(
    params: ReferenceParams,
    library: &Library,
) -> Result<Option<Vec<Location>>> {
    find(
        params.text_document_position,
        library,
        |notes, path, note, offset| references(notes.vault, path, note, offset, &texts(notes)),
    )
    .await
}

/// The links to a place: to a heading, or at the top to the note as a whole.
pub(super) async fn to_place(
    place: TextDocumentPositionParams,
    library: &Library,
) -> Result<Option<Vec<Location>>> {
    find(place, library, |notes, path, note, offset| {
        InNote::of(&goals::to_place_at(notes.vault, path, note, offset))
    })
    .await
}

async fn find(
    place: TextDocumentPositionParams,
    library: &Library,
    find: impl for<'a> Fn(&Reading<'a>, &Path, &Note, usize) -> Vec<InNote<'a>> + Send + 'static,
) -> Result<Option<Vec<Location>>> {
    let moment = order::moment();
    let library = library.clone();
    worker::run(move || {
        library.read(&moment, Look::Lately, |notes| {
            let (open, path) = notes.open(&place.text_document.uri)?;
            let note = &open.reading().note;
            let offset = Converter::new(open, &moment.client).offset(place.position);
            let found = find(notes, &path, note, offset);
            let mut locations = Vec::new();
            for same in found {
                // What a note is called is worked out once.
                let Some(uri) = notes.uri(same.path) else {
                    continue;
                };
                let ranges = same.places().map(|place| notes.range(place));
                locations.extend(ranges.map(|range| Location::new(uri.clone(), range)));
            }
            (!locations.is_empty()).then_some(locations)
        })
    })
    .await
}
