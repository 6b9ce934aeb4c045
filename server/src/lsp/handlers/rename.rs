//! `textDocument/prepareRename`, `textDocument/rename` and `workspace/willRenameFiles`: headings, notes and tags, with
//! every link to them.

use std::path::PathBuf;

use tower_lsp::jsonrpc::{Error, ErrorCode, Result};
use tower_lsp::ls_types::{
    PrepareRenameResponse, RenameFilesParams, RenameParams, TextDocumentPositionParams, Uri,
    WorkspaceEdit,
};

use crate::features::rename::{Renamed, moved, named, rename};
use crate::lsp::convert::Converter;
use crate::lsp::library::{Library, Look};
use crate::lsp::settings::file_path;
use crate::lsp::vault_edit::{self, Desk};
use crate::lsp::{order, worker};

/// Answers `textDocument/prepareRename`; `None` where nothing can be renamed.
pub(in crate::lsp) async fn prepare(
    place: TextDocumentPositionParams,
    library: &Library,
) -> Result<Option<PrepareRenameResponse>> {
    let moment = order::moment();
    let library = library.clone();
    worker::run(move || {
        library.read(&moment, Look::Lately, |notes| {
            let (open, path) = notes.open(&place.text_document.uri)?;
            let converter = Converter::new(open, &moment.client);
            let offset = converter.offset(place.position);
            let named = named(notes.vault, &path, &open.reading().note, offset)?;
            Some(PrepareRenameResponse::RangeWithPlaceholder {
                range: converter.range(named.span),
                placeholder: named.name,
            })
        })
    })
    .await
}

/// Answers `textDocument/rename`.
///
/// # Errors
/// There is nothing to rename, or it cannot be called so.
pub(in crate::lsp) async fn handle(
    params: RenameParams,
    library: &Library,
) -> Result<Option<WorkspaceEdit>> {
    let moment = order::moment();
    let library = library.clone();
    let place = params.text_document_position;
    let edit = worker::run(move || {
        library.read(&moment, Look::Now, |notes| {
            let (open, path) = notes
                .open(&place.text_document.uri)
                .ok_or("the note is not open")?;
            let offset = Converter::new(open, &moment.client).offset(place.position);
            let named = named(notes.vault, &path, &open.reading().note, offset)
                .ok_or("nothing here can be renamed")?;
            let desk = Desk::new(notes, &moment);
            let renamed = rename(notes.vault, &named, &params.new_name, &desk)?;
            desk.workspace_edit(&renamed)
        })
    });
    edit.await?.map(Some).map_err(refused)
}

/// Answers `workspace/willRenameFiles`: the edits that keep links alive, to be made before the files move.
pub(in crate::lsp) async fn will_rename(
    params: RenameFilesParams,
    library: &Library,
) -> Result<Option<WorkspaceEdit>> {
    let moment = order::moment();
    let library = library.clone();
    let path = |uri: &str| file_path(&uri.parse::<Uri>().ok()?);
    let moves: Vec<(PathBuf, PathBuf)> = params
        .files
        .iter()
        .filter_map(|file| Some((path(&file.old_uri)?, path(&file.new_uri)?)))
        .collect();
    let edit = worker::run(move || {
        library.read(&moment, Look::Now, |notes| {
            let desk = Desk::new(notes, &moment);
            let renamed = Renamed {
                notes: moved(notes.vault, &moves, &desk),
                ..Renamed::default()
            };
            if renamed.notes.is_empty() {
                return Ok(None);
            }
            desk.workspace_edit(&renamed).map(Some)
        })
    });
    edit.await?.map_err(refused)
}

fn refused(why: String) -> Error {
    Error {
        code: ErrorCode::ServerError(vault_edit::REQUEST_FAILED),
        message: format!("Not renamed: {why}").into(),
        data: None,
    }
}
