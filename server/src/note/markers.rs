//! Where open questions are marked: the configured marks in running text, whole or damaged.

use super::NoteOptions;
use crate::text::Span;
use crate::text::mojibake::{Repair, damages};

/// Every mark that stands in `prose`, in order, with the variation selector that emoji may carry. A mark in code or in
/// a comment is none.
pub(super) fn find(text: &str, prose: &[Span], options: &NoteOptions) -> Vec<Span> {
    let mut marks = Vec::new();
    for marker in options.question_markers.iter().filter(|m| !m.is_empty()) {
        for start in memchr::memmem::find_iter(text.as_bytes(), marker.as_bytes()) {
            let mut span = Span::new(start, start + marker.len());
            let rest = text.get(span.end..).unwrap_or("");
            if rest.starts_with('\u{FE0F}') {
                span.end += '\u{FE0F}'.len_utf8();
            }
            if !marker.contains(char::is_alphanumeric) || is_word(text, span) {
                marks.push(span);
            }
        }
    }
    for damage in damages(text) {
        let readings = match damage.repair {
            Repair::Exact(reading) => vec![reading],
            Repair::Lost(readings) => readings,
        };
        if readings
            .iter()
            .any(|reading| options.question_markers.contains(reading))
        {
            marks.push(damage.span);
        }
    }
    marks.retain(|mark| {
        let after = prose.partition_point(|span| span.start <= mark.start);
        after
            .checked_sub(1)
            .and_then(|index| prose.get(index))
            .is_some_and(|span| mark.start < span.end)
    });
    marks.sort_unstable();
    // Of marks that overlap (`?` and `??`) the first and longest counts.
    let mut end = 0;
    marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
    marks.retain(|mark| {
        let fresh = mark.start >= end;
        end = end.max(mark.end);
        fresh
    });
    marks
}

/// Whether `span` is no part of a longer word.
fn is_word(text: &str, span: Span) -> bool {
    let before = text
        .get(..span.start)
        .and_then(|text| text.chars().next_back());
    let after = text.get(span.end..).and_then(|text| text.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}
