//! `notelint/related`: sections of other notes on the same topic, as `notelint related` lists them.

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Position, Range, TextDocumentIdentifier, Uri};

use crate::features::related::{Related, related, related_to_note};
use crate::lsp::convert::Converter;
use crate::lsp::library::{Library, Look, Reading};
use crate::lsp::{order, worker};

/// More sections than this are no help.
const MOST: usize = 20;

/// The request.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::lsp) struct Params {
    /// The note.
    pub text_document: TextDocumentIdentifier,
    /// A place in it; without one, the whole note is asked about.
    pub position: Option<Position>,
    /// Only sections of at least this score.
    #[serde(default)]
    pub min_score: f32,
}

/// A section.
#[derive(Debug, Serialize)]
pub(in crate::lsp) struct Section {
    uri: Uri,
    /// Its title.
    range: Range,
    title: String,
    score: f32,
    shared: Vec<String>,
}

/// Answers the request, best first; nothing for a note that is not open.
pub(in crate::lsp) async fn handle(params: Params, library: &Library) -> Result<Vec<Section>> {
    let moment = order::moment();
    let library = library.clone();
    worker::run(move || {
        library.read(&moment, Look::Lately, |notes| {
            let found = find(notes, &params, &moment.client);
            let found = found.into_iter();
            found
                .filter(|found| found.score >= params.min_score)
                .filter_map(|found| section(notes, found))
                .collect()
        })
    })
    .await
}

fn find(notes: &Reading<'_>, params: &Params, client: &crate::lsp::client::Client) -> Vec<Related> {
    let Some((open, path)) = notes.open(&params.text_document.uri) else {
        return Vec::new();
    };
    let Some(position) = params.position else {
        return related_to_note(notes.vault, &path, MOST);
    };
    let offset = Converter::new(open, client).offset(position);
    let line = open.reading().note.lines.line(offset);
    related(notes.vault, &path, line, MOST)
}

fn section(notes: &Reading<'_>, found: Related) -> Option<Section> {
    let (uri, range) = notes.location(&found.passage)?;
    Some(Section {
        uri,
        range,
        title: found.passage.title,
        score: found.score,
        shared: found.shared,
    })
}
