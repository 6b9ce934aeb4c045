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
    // Lines that lose nothing adjoin: the code of most fences is one stretch.
    let mut stretch = Span::at(lines.first().copied().unwrap_or_default());
    for &start in lines {
        if start != stretch.end {
            body.push(stretch.of(text), stretch.start);
            stretch = Span::at(start);
        }
        stretch.end = next_line(text, start);
    }
    body.push(stretch.of(text), stretch.start);
    body
}

#[cfg(test)]
mod tests {
    use super::super::{Note, NoteOptions};

    /// Marker, info, body and whether it is closed, of every fence.
    fn fences(text: &str) -> Vec<(String, String, String, bool)> {
        let note = Note::parse(text, &NoteOptions::default());
        note.fences
            .iter()
            .map(|fence| {
                (
                    fence.marker.of(text).to_owned(),
                    fence.info(text).to_owned(),
                    fence.body.text().to_owned(),
                    fence.closing.is_some(),
                )
            })
            .collect()
    }

    #[test]
    fn bodies_are_whole_and_lose_what_markdown_strips() {
        for (text, marker, info, body) in [
            (
                "```py\na = 1\n\nb = 2\n```\n",
                "```",
                "py",
                "a = 1\n\nb = 2\n",
            ),
            (
                "~~~ {.python #id}\r\na\r\n\r\nb\r\n~~~~",
                "~~~",
                "{.python #id}",
                "a\r\n\r\nb\r\n",
            ),
            ("> ```py\n> a\n>\n>   b\n> ```\n", "```", "py", "a\n\n  b\n"),
            (
                "1. x\n   ```py\n   a\n     b\n   ```\n",
                "```",
                "py",
                "a\n  b\n",
            ),
            ("- ````\n  ```\n  ````\n", "````", "", "```\n"),
            ("\ta\n\n\tb = 1\n", "", "", "a\n\nb = 1\n"),
            ("```py\ra\rb\r```\r", "```", "py", "a\rb\r"),
            (
                "=== \"Tab\"\n\n    ```py\n    a\n      b\n    ```\n",
                "```",
                "py",
                "a\n  b\n",
            ),
            (
                "!!! note\n    Text.\n    ```py\n    a\n    ```\n",
                "```",
                "py",
                "a\n",
            ),
            ("- x\n\n  > ```py\n  > a\n  > ```\n", "```", "py", "a\n"),
        ] {
            let found = fences(text);
            let expected = (
                marker.to_owned(),
                info.to_owned(),
                body.to_owned(),
                !marker.is_empty(),
            );
            assert_eq!(found, [expected], "{text:?}");
        }
    }

    #[test]
    fn an_unclosed_fence_ends_with_what_holds_it() {
        let text = "- ```py\n  a\n\nb\n\n```py\nc\nd";
        let found = fences(text);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|(_, _, _, closed)| !closed));
        assert_eq!(found.first().map(|fence| fence.2.as_str()), Some("a\n\n"));
        assert_eq!(found.last().map(|fence| fence.2.as_str()), Some("c\nd"));
    }

    #[test]
    fn spans_reach_from_marker_to_marker() {
        let text = "a\n\n  ```py\n  b\n  ```  \nc";
        let note = Note::parse(text, &NoteOptions::default());
        let spans: Vec<_> = note
            .fences
            .iter()
            .map(|fence| fence.span.of(text))
            .collect();
        assert_eq!(spans, ["```py\n  b\n  ```"]);
    }
}
