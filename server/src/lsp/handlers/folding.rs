//! `textDocument/foldingRange`: sections, fences, items, front matter, comments.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use super::about;
use crate::features::folding::folds;

/// Answers the request.
pub(in crate::lsp) async fn handle(
    params: FoldingRangeParams,
) -> Result<Option<Vec<FoldingRange>>> {
    about(&params.text_document.uri, |context| {
        let folds = folds(&context.open.reading().note).into_iter();
        let line = |line: usize| u32::try_from(line - 1).unwrap_or(u32::MAX);
        let ranges = folds.map(|fold| FoldingRange {
            start_line: line(fold.first),
            end_line: line(fold.last),
            kind: Some(if fold.is_comment {
                FoldingRangeKind::Comment
            } else {
                FoldingRangeKind::Region
            }),
            ..FoldingRange::default()
        });
        Some(ranges.collect())
    })
    .await
}
