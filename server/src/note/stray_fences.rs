//! Fences that their writer meant and CommonMark does not see: in a list item, but indented less than the item's text,
//! or holding code that is. CommonMark reads the one as text; the other ends with the item at its first line of code,
//! and what was to be its end opens a fence over the rest of the note.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use super::lines::{dedent, indent, line_end, line_start, lines, next_line, run};
use super::reader;
use crate::text::Span;

/// A fence read as its writer meant it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StrayFence {
    /// From the opening marker to the end of the closing one.
    pub span: Span,
    /// Where each line of code begins, behind the fence's own indent.
    pub lines: Vec<usize>,
}

/// The stray fences of `text` among `pairs`, all of its fences by their markers alone; in order.
pub(super) fn find(text: &str, pairs: &[Pair]) -> Vec<StrayFence> {
    let risky: Vec<&Pair> = pairs
        .iter()
        .filter(|pair| pair.sound && is_risky(text, pair))
        .collect();
    if risky.is_empty() {
        return Vec::new();
    }
    let seen = code_blocks(text);
    let mut stray: Vec<&Pair> = Vec::new();
    for pair in risky {
        if is_stray(pair, &seen, &stray) {
            stray.push(pair);
        }
    }
    let fences = stray.into_iter().map(|pair| {
        // Code that stands further left than its fence keeps its shape.
        let columns = margin(text, pair).min(pair.column);
        StrayFence {
            span: pair.span,
            lines: pair
                .code(text)
                .map(|line| line.end - dedent(line.of(text), columns).len())
                .collect(),
        }
    });
    fences.collect()
}

/// Whether CommonMark, which has `seen` these blocks, does not read `pair` as its writer meant it; `before` are the stray
/// ones before it.
fn is_stray(pair: &Pair, seen: &[Block], before: &[&Pair]) -> bool {
    let after = seen.partition_point(|block| block.span.start <= pair.span.start);
    let Some(block) = after.checked_sub(1).and_then(|index| seen.get(index)) else {
        return true;
    };
    if block.fenced && block.span.start == pair.span.start {
        return block.span.end < pair.span.end;
    }
    // What other code or HTML holds is its own affair, unless that code begins where the writer's ended.
    let turned = block.fenced
        && before
            .binary_search_by_key(&block.span.start, |pair| pair.closing)
            .is_ok();
    turned || !block.span.contains(pair.span.start)
}

/// The least indent of the code of `pair`.
fn margin(text: &str, pair: &Pair) -> usize {
    pair.code(text)
        .map(|line| line.of(text))
        .filter(|line| !line.trim().is_empty())
        .map(indent)
        .min()
        .unwrap_or(0)
}

/// Covers the fence in `bytes`, the copy of `text`, with characters that keep a paragraph going, up to its first line
/// that would end the item, and with blanks from there.
pub(super) fn cover(text: &str, fence: &StrayFence, bytes: &mut [u8]) {
    let column = column(text, fence.span.start);
    let mut with = b'x';
    let first = line_start(text, fence.span.start);
    for line in lines(text, Span::new(first, fence.span.end)) {
        let words = line.of(text);
        let start = if line.start == first {
            fence.span.start
        } else {
            line.end - dedent(words, column).len()
        };
        if line.start != first && (words.trim().is_empty() || indent(words) < column) {
            with = b' ';
        }
        if let Some(covered) = bytes.get_mut(start..line.end) {
            covered.fill(with);
        }
    }
}

/// An opening marker and the next closing one, wherever they stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    /// From the opening marker to the end of the closing one.
    pub span: Span,
    /// Where the closing marker begins.
    closing: usize,
    column: usize,
    /// Nothing between them looks like a fence.
    sound: bool,
}

impl Pair {
    fn code<'a>(&self, text: &'a str) -> impl Iterator<Item = Span> + use<'a> {
        let start = next_line(text, self.span.start);
        lines(text, Span::new(start, line_start(text, self.span.end)))
    }
}

/// Fences by their markers alone, as one reads them who does not count blanks.
pub(super) fn pairs(text: &str) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut open: Option<(Pair, u8, usize)> = None;
    for (start, mark) in markers(text) {
        let end = line_end(text, start);
        let line = Span::new(start, end).of(text);
        let length = run(line, mark);
        let info = line.get(length..).unwrap_or("").trim();
        open = match open.take() {
            None if mark == b'~' || !info.contains('`') => Some((
                Pair {
                    span: Span::at(start),
                    closing: start,
                    column: column(text, start),
                    sound: true,
                },
                mark,
                length,
            )),
            None => None,
            Some((mut pair, opened, least)) => {
                let behind = Span::new(line_start(text, start), start).of(text);
                if opened == mark && length >= least && info.is_empty() && behind.trim().is_empty()
                {
                    pair.closing = start;
                    pair.span.end = start + length;
                    pairs.push(pair);
                    None
                } else {
                    pair.sound = false;
                    Some((pair, opened, least))
                }
            }
        };
    }
    pairs
}

/// Runs of three or more backticks or tildes at the start of a line or behind a list marker.
fn markers(text: &str) -> Vec<(usize, u8)> {
    let bytes = text.as_bytes();
    let mut found: Vec<(usize, u8)> = Vec::new();
    for (needle, mark) in [("```", b'`'), ("~~~", b'~')] {
        let mut after = 0;
        for at in memchr::memmem::find_iter(bytes, needle) {
            if at < after {
                continue;
            }
            after = line_end(text, at);
            let before = Span::new(line_start(text, at), at).of(text);
            if is_list_markers(before) {
                found.push((at, mark));
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether `before` holds nothing but blanks and list markers, each with a blank behind it.
fn is_list_markers(before: &str) -> bool {
    let parted = before.is_empty() || before.ends_with([' ', '\t']);
    parted
        && before.split_ascii_whitespace().all(|word| {
            let number = word.strip_suffix(['.', ')']);
            matches!(word, "-" | "*" | "+")
                || number.is_some_and(|number| {
                    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
                })
        })
}

/// The column of the marker at `start`.
fn column(text: &str, start: usize) -> usize {
    let before = Span::new(line_start(text, start), start).of(text);
    indent(before) + before.trim_start_matches([' ', '\t']).len()
}

/// Whether CommonMark may read the fence otherwise.
fn is_risky(text: &str, pair: &Pair) -> bool {
    let nested = Span::new(line_start(text, pair.span.start), pair.span.start);
    pair.column >= 4
        || !nested.of(text).trim().is_empty()
        || pair.column > 0 && margin(text, pair) < pair.column
}

/// What CommonMark takes for code or HTML.
struct Block {
    span: Span,
    fenced: bool,
}

fn code_blocks(text: &str) -> Vec<Block> {
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(text, reader::OPTIONS).into_offset_iter() {
        let fenced = match event {
            Event::Start(Tag::CodeBlock(kind)) => matches!(kind, CodeBlockKind::Fenced(_)),
            Event::Start(Tag::HtmlBlock) => false,
            _ => continue,
        };
        found.push(Block {
            span: Span::from(range),
            fenced,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::{Note, NoteOptions};

    fn read(text: &str) -> (Vec<String>, usize, usize) {
        let note = Note::parse(text, &NoteOptions::default());
        let bodies = note
            .fences
            .iter()
            .map(|fence| fence.body.text().to_owned())
            .collect();
        (bodies, note.items.len(), note.headings.len())
    }

    #[test]
    fn indented_less_than_the_text_of_the_item() {
        let text = "164. Write it.\n    ```python\n    # a\n      b\n    ```\n165. Read it.\n";
        assert_eq!(read(text), (vec!["# a\n  b\n".to_owned()], 2, 0));
    }

    #[test]
    fn code_indented_less_than_its_fence() {
        let text =
            "- x\n  ```python\ndef f():\n    #no heading\n  ```\n- y\n\n## After\n\n#after that\n";
        assert_eq!(
            read(text),
            (vec!["def f():\n    #no heading\n".to_owned()], 2, 2)
        );
    }

    #[test]
    fn what_is_indented_code_to_all_turns_nothing() {
        let text = "    ```\n```\n ```\n```\n```\n`";
        assert!(super::find(text, &super::pairs(text)).is_empty());
        let (bodies, _, _) = read(text);
        assert_eq!(bodies, ["```\n", "", ""]);
    }

    #[test]
    fn a_number_alone_is_no_list_marker() {
        let text = "7```\n```\n     ```\n```\n`";
        assert!(super::find(text, &super::pairs(text)).is_empty());
        let (bodies, _, _) = read(text);
        assert_eq!(bodies, ["     ```\n"]);
    }

    #[test]
    fn a_stray_fence_that_is_also_indented_code() {
        let text = "- x\n  ```\na\n  ```\n\n       ```\nb\n       ```\n\ny\n";
        let (bodies, _, _) = read(text);
        assert_eq!(bodies, ["a\n", "b\n"]);
    }

    #[test]
    fn fences_that_commonmark_sees_stay_as_they_are() {
        for text in [
            "1.  x\n\n    ```python\n    a\n    ```\n",
            "  ```python\na\n  ```\n",
            "- ```python\n  a\n  ```\n",
            "```md\n    ```python\n    a\n    ```\n```\n",
            "<!--\n    ```python\n    a\n    ```\n-->\n",
        ] {
            let pairs = super::pairs(text);
            assert!(super::find(text, &pairs).is_empty(), "{text}");
        }
    }
}
