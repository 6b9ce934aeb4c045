//! `workspace/symbol`: topics of all notes by a name half remembered, an acronym or what it stands for.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Location, OneOf, SymbolKind, WorkspaceSymbol, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

use crate::features::passage::Passage;
use crate::lsp::library::{Library, Look, Reading};
use crate::lsp::{order, worker};
use crate::vault::{Hit, UnitKind};

/// Nobody looks through more; who types on finds the others.
const MOST: usize = 200;

/// Answers the request, the best first.
pub(in crate::lsp) async fn handle(
    params: WorkspaceSymbolParams,
    library: &Library,
) -> Result<Option<WorkspaceSymbolResponse>> {
    let moment = order::moment();
    let library = library.clone();
    worker::run(move || {
        library.read(&moment, Look::Lately, |notes| {
            let found = notes.vault.symbols(&params.query, MOST);
            let found = found.iter().filter_map(|hit| symbol(notes, hit));
            Some(WorkspaceSymbolResponse::Nested(found.collect()))
        })
    })
    .await
}

fn symbol(notes: &Reading<'_>, hit: &Hit<'_>) -> Option<WorkspaceSymbol> {
    let passage = Passage::of(hit.note, hit.unit);
    let (uri, range) = notes.location(&passage)?;
    let file = passage.path.file_name()?.to_string_lossy().into_owned();
    Some(WorkspaceSymbol {
        name: passage.title,
        kind: match hit.unit.kind {
            UnitKind::Section(_) => SymbolKind::STRING,
            UnitKind::Item | UnitKind::Block => SymbolKind::KEY,
        },
        tags: None,
        container_name: Some(file),
        location: OneOf::Left(Location::new(uri, range)),
        data: None,
    })
}
