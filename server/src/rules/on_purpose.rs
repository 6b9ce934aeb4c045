//! Mistakes that a snippet shows on purpose, and says so.

use std::sync::LazyLock;

use regex::Regex;

use super::Code;
use crate::python::snippet::Kind;
use crate::python::verdict::announce;
use crate::text::Span;

/// True where a mistake at `span` of the snippet's code is announced: by a comment on its line, above or below it, or by
/// the traceback that a transcript prints after it. What the note says around the fence is heeded for all rules at once,
/// by `Subject::excuses`.
pub(super) fn is_on_purpose(code: &Code<'_>, span: Span) -> bool {
    comments_announce(code, span)
        || (code.snippet.kind == Kind::Transcript && output_announces(code, span))
}

fn comments_announce(code: &Code<'_>, span: Span) -> bool {
    let text = code.model.code();
    // The comments of this line, and those on lines of their own right above and below it.
    let line_start = |at: usize| {
        text.get(..at)
            .and_then(|before| memchr::memrchr(b'\n', before.as_bytes()))
            .map_or(0, |newline| newline + 1)
    };
    let line_end = |at: usize| {
        text.get(at..)
            .and_then(|rest| memchr::memchr(b'\n', rest.as_bytes()))
            .map_or(text.len(), |newline| at + newline)
    };
    let (mut start, mut end) = (line_start(span.start), line_end(span.end));
    if let Some(above) = start.checked_sub(1) {
        let above = Span::new(line_start(above), above);
        if above.of(text).trim_start().starts_with('#') {
            start = above.start;
        }
    }
    if end < text.len() {
        let below = Span::new(end + 1, line_end(end + 1));
        if below.of(text).trim_start().starts_with('#') {
            end = below.end;
        }
    }
    code.model
        .comments()
        .iter()
        .filter(|comment| start <= comment.span.start && comment.span.start < end)
        .any(|comment| announce::in_comment(comment.span.of(text)))
}

/// The lines that a transcript prints after the input that holds `span`.
fn output_announces(code: &Code<'_>, span: Span) -> bool {
    static EXCEPTION: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^\s*(?:Traceback \(|[\w.]*(?:Error|Exception)\b)").ok());
    let Some(fence) = code
        .subject
        .snippets
        .get(code.index)
        .and_then(|embedded| code.subject.fence(embedded))
    else {
        return false;
    };
    let body = fence.body.text();
    let at = code.snippet.code.source_offset(span.start);
    body.get(at..)
        .unwrap_or("")
        .lines()
        .skip(1)
        .skip_while(|line| line.trim_start().starts_with("..."))
        .take_while(|line| {
            let line = line.trim_start();
            !line.starts_with(">>>") && !line.starts_with("In [")
        })
        .any(|line| EXCEPTION.as_ref().is_some_and(|regex| regex.is_match(line)))
}
