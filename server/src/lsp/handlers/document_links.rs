//! `textDocument/documentLink`: the links of a note, each with what opens when it is followed.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams, Uri};

use crate::features::links::document_links::{Opens, document_links};
use crate::lsp::convert::Converter;
use crate::lsp::library::{Library, Look};
use crate::lsp::{order, worker};

/// Answers the request.
pub(in crate::lsp) async fn handle(
    params: DocumentLinkParams,
    library: &Library,
) -> Result<Option<Vec<DocumentLink>>> {
    let moment = order::moment();
    let library = library.clone();
    worker::run(move || {
        library.read(&moment, Look::Lately, |notes| {
            let (open, path) = notes.open(&params.text_document.uri)?;
            let converter = Converter::new(open, &moment.client);
            let links = document_links(notes.vault, &path, &open.reading().note);
            let links = links.into_iter().filter_map(|link| {
                let target = match link.opens {
                    Opens::Web(address) => address.parse().ok()?,
                    Opens::File(file) => Uri::from_file_path(file)?,
                    Opens::Note(path, line) => {
                        let uri = notes.uri(&path)?;
                        // Editors that open a file at a line read it so; the others ignore it.
                        format!("{}#L{line}", uri.as_str()).parse().ok()?
                    }
                };
                Some(DocumentLink {
                    range: converter.range(link.span),
                    target: Some(target),
                    tooltip: None,
                    data: None,
                })
            });
            Some(links.collect())
        })
    })
    .await
}
