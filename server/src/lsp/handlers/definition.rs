//! `textDocument/definition`: from a link to where it leads, from a term to what defines it, from a heading to the same topic in other notes.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse, Location};

use crate::features::definition::definition;
use crate::lsp::convert::Converter;
use crate::lsp::library::{Library, Look};
use crate::lsp::{order, worker};

/// Answers the request.
pub(in crate::lsp) async fn handle(
    params: GotoDefinitionParams,
    library: &Library,
) -> Result<Option<GotoDefinitionResponse>> {
    let moment = order::moment();
    let library = library.clone();
    let place = params.text_document_position_params;
    worker::run(move || {
        library.read(&moment, Look::Lately, |notes| {
            let (open, path) = notes.open(&place.text_document.uri)?;
            let reading = open.reading();
            if !reading.config.features.definition {
                return None;
            }
            let offset = Converter::new(open, &moment.client).offset(place.position);
            let found = definition(notes.vault, &path, &reading.note, offset);
            let locations: Vec<Location> = found
                .iter()
                .filter_map(|passage| {
                    let (uri, range) = notes.location(passage)?;
                    Some(Location::new(uri, range))
                })
                .collect();
            (!locations.is_empty()).then_some(GotoDefinitionResponse::Array(locations))
        })
    })
    .await
}
