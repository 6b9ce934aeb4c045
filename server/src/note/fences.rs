//! Fences: from the block that Markdown calls code to its markers, info string and code.

use super::Fence;
use super::lines::{line_end, next_line, trimmed};
use crate::text::{Extract, Span};

/// Reads the fenced block at `block` of `text`; `lines` are the starts of its code lines, behind whatever quote marks
/// and indent Markdown strips, in order.
pub(super) fn fenced(text: &str, block: Span, lines: &[usize]) -> Fence {
    let rest = block.of(text);
    let run = rest
        .bytes()
        .take_while(|&byte| Some(byte) == rest.bytes().next())
        .count();
    let marker = Span::new(block.start, block.start + run);
    let first_line = line_end(text, block.start);
    let info = trimmed(text, Span::new(marker.end, first_line));
    let body = body(text, lines);
    let code_end = lines
        .last()
        .map_or(first_line, |&last| line_end(text, last));
    let end = block.start + rest.trim_end_matches([' ', '\t', '\n', '\r']).len();
    let closing = closing(text, code_end, end);
    // An unclosed fence may end in blank lines, which are code.
    let end = if closing.is_some() { end } else { code_end };
    Fence {
        span: Span::new(block.start, end),
        marker,
        info,
        body,
        closing,
    }
}

/// Indented text that is code: no markers, no info.
pub(super) fn indented(text: &str, block: Span, lines: &[usize]) -> Fence {
    let end = lines
        .last()
        .map_or(block.start, |&last| line_end(text, last));
    Fence {
        span: Span::new(block.start, end),
        marker: Span::at(block.start),
        info: Span::at(block.start),
        body: body(text, lines),
        closing: None,
    }
}

/// The closing marker: what the block holds behind the last line of code.
fn closing(text: &str, code_end: usize, end: usize) -> Option<Span> {
    let tail = Span::new(code_end, end).of(text);
    let run = tail.trim_start_matches(|c| c != '`' && c != '~').len();
    (run > 0).then(|| Span::new(end - run, end))
}

fn body(text: &str, lines: &[usize]) -> Extract {
    let mut body = Extract::default();
    for &start in lines {
        let end = next_line(text, start);
        body.push(Span::new(start, end).of(text), start);
    }
    body
}
