//! `notelint/questions`: every question of one open note or of the folder, as `notelint questions` lists them.

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Range, TextDocumentIdentifier, Uri};

use crate::lsp::convert::Converter;
use crate::lsp::library::{Library, Look, Reading};
use crate::lsp::session::Snapshot;
use crate::lsp::{order, worker};
use crate::note::QuestionStatus;
use crate::text::Span;
use crate::vault::Digest;

/// The request.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in crate::lsp) struct Params {
    /// The one note to look through; without it, all of the folder, and open ones elsewhere.
    text_document: Option<TextDocumentIdentifier>,
}

/// A question.
#[derive(Debug, Serialize)]
pub(in crate::lsp) struct Question {
    uri: Uri,
    /// Its first mark; without a mark, its text.
    range: Range,
    status: QuestionStatus,
    question: String,
    /// Its marks; told of open notes alone, whose text is at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    markers: Option<Vec<Range>>,
}

/// Answers the request: by note, and in the order of the text.
pub(in crate::lsp) async fn handle(params: Params, library: &Library) -> Result<Vec<Question>> {
    let moment = order::moment();
    let library = library.clone();
    worker::run(move || match params.text_document {
        Some(document) => in_open_note(&moment, &document.uri),
        None => library.read(&moment, Look::Now, |notes| all(notes, &moment)),
    })
    .await
}

/// The questions of the folder.
fn all(notes: &Reading<'_>, moment: &Snapshot) -> Vec<Question> {
    let mut digests: Vec<&Digest> = notes.vault.notes().collect();
    digests.sort_by_key(|digest| digest.path());
    let mut found = Vec::new();
    for digest in digests
        .into_iter()
        .filter(|digest| !digest.questions().is_empty())
    {
        let Some(uri) = notes.uri(digest.path()) else {
            continue;
        };
        if moment.notes.contains_key(&uri) {
            found.extend(in_open_note(moment, &uri));
            continue;
        }
        found.extend(digest.questions().iter().map(|question| Question {
            uri: uri.clone(),
            range: notes.range(question.place),
            status: question.status,
            question: digest.question(question).to_owned(),
            markers: None,
        }));
    }
    found
}

fn in_open_note(moment: &Snapshot, uri: &Uri) -> Vec<Question> {
    let Some(open) = moment.notes.get(uri) else {
        return Vec::new();
    };
    let converter = Converter::new(open, &moment.client);
    let questions = open.reading().note.questions.iter();
    questions
        .map(|question| {
            let place: Span = question.markers.first().copied().unwrap_or(question.span);
            let markers = question.markers.iter().map(|span| converter.range(*span));
            Question {
                uri: uri.clone(),
                range: converter.range(place),
                status: question.status,
                question: question.question.clone(),
                markers: Some(markers.collect()),
            }
        })
        .collect()
}
