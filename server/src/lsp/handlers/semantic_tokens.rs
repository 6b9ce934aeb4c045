//! `textDocument/semanticTokens`: terms and the marks of questions, for the whole note, for a range of it, or as what
//! changed since the last time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens, SemanticTokensDelta,
    SemanticTokensDeltaParams, SemanticTokensEdit, SemanticTokensFullDeltaResult,
    SemanticTokensLegend, SemanticTokensParams, SemanticTokensRangeParams,
    SemanticTokensRangeResult, SemanticTokensResult, Uri,
};

use super::{Context, about};
use crate::features::tokens::{Token, TokenKind, tokens};
use crate::lsp::order;
use crate::note::QuestionStatus;

/// Types of our own: editors paint none of them unless they, their theme or our plugin say how.
const TYPES: [&str; 2] = ["term", "question"];
const MODIFIERS: [&str; 3] = ["unanswered", "unsure", "answered"];

/// What the numbers in the answers mean.
pub(in crate::lsp) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: TYPES.map(SemanticTokenType::new).into(),
        token_modifiers: MODIFIERS.map(SemanticTokenModifier::new).into(),
    }
}

/// What was said last of each open note, for saying what changed. Clones share it.
#[derive(Debug, Clone, Default)]
pub(in crate::lsp) struct Painted {
    last: Arc<Mutex<Last>>,
}

#[derive(Debug, Default)]
struct Last {
    answers: u64,
    by_note: HashMap<Uri, (String, Vec<SemanticToken>)>,
}

impl Painted {
    /// Remembers what is said of a note: its id, and what was said before if that has the id `previous`.
    fn remember(
        &self,
        uri: &Uri,
        tokens: &[SemanticToken],
        previous: Option<&str>,
    ) -> (String, Option<Vec<SemanticToken>>) {
        let open = order::moment().notes;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        last.answers += 1;
        let id = last.answers.to_string();
        last.by_note.retain(|uri, _| open.contains_key(uri));
        let now = (id.clone(), tokens.to_vec());
        let before = last.by_note.insert(uri.clone(), now);
        let before = before.filter(|(id, _)| previous == Some(id));
        (id, before.map(|(_, tokens)| tokens))
    }
}

/// Answers a request for all of a note.
pub(in crate::lsp) async fn full(
    params: SemanticTokensParams,
    painted: &Painted,
) -> Result<Option<SemanticTokensResult>> {
    let uri = params.text_document.uri;
    let data = about(&uri, |context| Some(encoded(context, |_| true))).await?;
    Ok(data.map(|data| {
        let (id, _) = painted.remember(&uri, &data, None);
        let result_id = Some(id);
        SemanticTokens { result_id, data }.into()
    }))
}

/// Answers a request for what changed; with everything where that is not known.
pub(in crate::lsp) async fn delta(
    params: SemanticTokensDeltaParams,
    painted: &Painted,
) -> Result<Option<SemanticTokensFullDeltaResult>> {
    let uri = params.text_document.uri;
    let data = about(&uri, |context| Some(encoded(context, |_| true))).await?;
    Ok(data.map(|data| {
        let previous = Some(params.previous_result_id.as_str());
        let (id, before) = painted.remember(&uri, &data, previous);
        let result_id = Some(id);
        match before {
            Some(before) => {
                let edits = edit(&before, &data).into_iter().collect();
                SemanticTokensDelta { result_id, edits }.into()
            }
            None => SemanticTokens { result_id, data }.into(),
        }
    }))
}

/// Answers a request for a range.
pub(in crate::lsp) async fn range(
    params: SemanticTokensRangeParams,
) -> Result<Option<SemanticTokensRangeResult>> {
    about(&params.text_document.uri, move |context| {
        let span = context.converter().span(params.range);
        let data = encoded(context, |token| token.span.overlaps(span));
        let result_id = None;
        Some(SemanticTokens { result_id, data }.into())
    })
    .await
}

/// The tokens that are `wanted`, each told by how far it is from the one before (LSP 3.17, "Integer Encoding for
/// Tokens").
fn encoded(context: &Context, wanted: impl Fn(&Token) -> bool) -> Vec<SemanticToken> {
    let open = &context.open;
    let reading = open.reading();
    let glossary = open.settings().glossary(&open.uri, &reading.config);
    let converter = context.converter();
    let (mut line, mut column) = (0, 0);
    let tokens = tokens(&reading.note, &glossary);
    let encoded = tokens.iter().filter(|token| wanted(token)).map(|token| {
        let range = converter.range(token.span);
        let start = range.start;
        let delta_line = start.line.saturating_sub(line);
        let from = if delta_line == 0 { column } else { 0 };
        (line, column) = (start.line, start.character);
        let (token_type, modifier) = match token.kind {
            TokenKind::Term => (0, None),
            TokenKind::Question(QuestionStatus::Unanswered) => (1, Some(0)),
            TokenKind::Question(QuestionStatus::Unsure) => (1, Some(1)),
            TokenKind::Question(QuestionStatus::Answered) => (1, Some(2)),
        };
        SemanticToken {
            delta_line,
            delta_start: start.character.saturating_sub(from),
            length: range.end.character.saturating_sub(start.character),
            token_type,
            token_modifiers_bitset: modifier.map_or(0, |bit: u32| 1 << bit),
        }
    });
    encoded.collect()
}

/// The one edit that makes `after` of `before`; `None` where they are the same. Counts in numbers, five a token.
fn edit(before: &[SemanticToken], after: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let same = |pair: &(&SemanticToken, &SemanticToken)| pair.0 == pair.1;
    let head = before.iter().zip(after).take_while(same).count();
    let (old, new) = (before.get(head..)?, after.get(head..)?);
    let tail = old.iter().rev().zip(new.iter().rev());
    let tail = tail.take_while(same).count();
    let gone = old.len() - tail;
    let come = new.get(..new.len() - tail)?;
    if gone == 0 && come.is_empty() {
        return None;
    }
    let numbers = |tokens: usize| u32::try_from(tokens * 5).unwrap_or(u32::MAX);
    Some(SemanticTokensEdit {
        start: numbers(head),
        delete_count: numbers(gone),
        data: Some(come.to_vec()),
    })
}
