//! `notelint/questions`: every question of one note or of all open ones, as `notelint questions` lists them.

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Range, TextDocumentIdentifier, Uri};

use super::Context;
use crate::lsp::{order, worker};
use crate::note::QuestionStatus;
use crate::text::Span;

/// The request.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in crate::lsp) struct Params {
    /// The one note to look through; without it, all open ones.
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
    /// Its marks.
    markers: Vec<Range>,
}

/// Answers the request: by note, and in the order of the text.
pub(in crate::lsp) async fn handle(params: Params) -> Result<Vec<Question>> {
    let moment = order::moment();
    let mut notes: Vec<_> = match params.text_document {
        Some(document) => moment
            .notes
            .get(&document.uri)
            .cloned()
            .into_iter()
            .collect(),
        None => moment.notes.values().cloned().collect(),
    };
    notes.sort_by(|a, b| a.uri.cmp(&b.uri));
    worker::run(move || {
        let contexts = notes.into_iter().map(|open| Context {
            open,
            client: moment.client.clone(),
        });
        contexts.flat_map(|context| questions(&context)).collect()
    })
    .await
}

fn questions(context: &Context) -> Vec<Question> {
    let converter = context.converter();
    let questions = context.open.reading().note.questions.iter();
    questions
        .map(|question| {
            let place: Span = question.markers.first().copied().unwrap_or(question.span);
            Question {
                uri: context.open.uri.clone(),
                range: converter.range(place),
                status: question.status,
                question: question.question.clone(),
                markers: question
                    .markers
                    .iter()
                    .map(|span| converter.range(*span))
                    .collect(),
            }
        })
        .collect()
}
