//! What "expand selection" walks through: the nodes of the code around the cursor, broken code included, then the
//! Markdown around that, up to the whole note.

use super::code::CodeAt;
use crate::note::{Fence, Note};
use crate::text::Span;

/// As many steps of code are offered; the protocol nests them, and nobody walks through more.
const MOST_NODES: usize = 100;

/// The stretches of `note` around byte `offset`, from the innermost to the whole, each larger than the one before.
pub fn around(note: &Note, offset: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    if let Some(fence) = note.fence_at(offset) {
        spans.extend(nodes(note, fence, offset));
        spans.push(
            fence
                .body
                .source_span(Span::new(0, fence.body.text().len())),
        );
        spans.push(fence.span);
    } else {
        let code = note
            .inline_code
            .iter()
            .filter(|code| code.span.touches(offset));
        spans.extend(code.flat_map(|code| [code.content, code.span]));
        let links = note.links.iter().filter(|link| link.span.touches(offset));
        spans.extend(links.flat_map(|link| [link.text, link.target, link.span]));
        spans.push(line(note, offset));
        spans.push(paragraph(note, offset));
    }
    let items = note.items.iter().filter(|item| item.span.touches(offset));
    spans.extend(items.flat_map(|item| [item.content, item.span]));
    spans.extend(sections(note, offset));
    spans.push(Span::new(0, note.text.len()));
    nested(spans, offset)
}

/// Those that hold `offset`, each within the next one; what crosses another is left out.
fn nested(mut spans: Vec<Span>, offset: usize) -> Vec<Span> {
    spans.retain(|span| span.touches(offset) && !span.is_empty());
    spans.sort_by_key(|span| span.len());
    let mut nested: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        if nested
            .last()
            .is_none_or(|inner| span.covers(*inner) && span != *inner)
        {
            nested.push(span);
        }
    }
    nested
}

/// The nodes of a Python fence, as spans of the note.
fn nodes(note: &Note, fence: &Fence, offset: usize) -> Vec<Span> {
    let Some(code) = CodeAt::new(note, fence, offset) else {
        return Vec::new();
    };
    let around = code
        .tree
        .around(Span::at(code.at))
        .into_iter()
        .take(MOST_NODES);
    around.map(|span| code.source_span(span)).collect()
}

/// The line of `offset` without its ends and indent.
fn line(note: &Note, offset: usize) -> Span {
    let line = note.lines.span(note.lines.line(offset));
    let text = line.of(&note.text);
    let indent = text.len() - text.trim_start().len();
    Span::new(
        line.start + indent.min(text.trim_end().len()),
        line.start + text.trim_end().len(),
    )
}

/// The lines around `offset` up to blank ones.
fn paragraph(note: &Note, offset: usize) -> Span {
    let is_blank = |line: usize| note.lines.text(&note.text, line).trim().is_empty();
    let last_line = note.lines.line(note.text.len());
    let (mut first, mut last) = (note.lines.line(offset), note.lines.line(offset));
    if is_blank(first) {
        return Span::at(offset);
    }
    while first > 1 && !is_blank(first - 1) {
        first -= 1;
    }
    while last < last_line && !is_blank(last + 1) {
        last += 1;
    }
    let whole = Span::new(note.lines.start(first), note.lines.span(last).end);
    Span::new(
        whole.start,
        whole.start + whole.of(&note.text).trim_end().len(),
    )
}

/// The heading line, and the sections that hold it, from the innermost.
fn sections(note: &Note, offset: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut heading = note.heading_at(offset);
    while let Some(here) = heading {
        spans.push(here.span);
        spans.push(Span::new(here.span.start, here.section_end));
        heading = here.parent.and_then(|parent| note.headings.get(parent));
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteOptions;

    /// The texts around `|`.
    fn texts(marked: &str) -> Vec<String> {
        let offset = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let note = Note::parse(text.as_str(), &NoteOptions::default());
        let spans = around(&note, offset);
        assert!(
            spans
                .windows(2)
                .all(|pair| pair[1].covers(pair[0]) && pair[1] != pair[0])
        );
        spans.iter().map(|span| span.of(&text).to_owned()).collect()
    }

    #[test]
    fn from_a_name_in_broken_code_to_the_note() {
        let text = "# One\n\n> ```python\n> x = (\n> heapq.heap|push(h, 1)\n> ```\n\n## Two\n";
        let texts = texts(text);
        assert_eq!(texts[..2], ["heappush", "heapq.heappush"]);
        assert!(
            texts.contains(&"heapq.heappush(h, 1)".to_owned()),
            "{texts:?}"
        );
        assert_eq!(texts.last().unwrap(), &text.replace('|', ""));
    }

    #[test]
    fn a_cursor_behind_a_name_means_the_name() {
        assert_eq!(texts("```python\nf(name|)\n```\n")[0], "name");
        assert_eq!(texts("```python\nname|\n```\n")[0], "name");
    }

    #[test]
    fn sessions_are_walked_without_their_prompts() {
        let texts = texts("```python\n>>> a.b|c(1)\n2\n```\n");
        assert_eq!(texts[..3], ["bc", "a.bc", "a.bc(1)"]);
    }

    #[test]
    fn prose_grows_from_the_line_to_the_section() {
        let texts = texts("# One\n\ntwo `th|ree` four\nfive\n\n# Six\n");
        assert_eq!(
            texts[..5],
            [
                "three",
                "`three`",
                "two `three` four",
                "two `three` four\nfive",
                "# One\n\ntwo `three` four\nfive\n\n"
            ]
        );
    }

    #[test]
    fn deep_code_is_no_burden() {
        let text = format!("```python\na{}|\n```\n", ".b".repeat(5_000));
        assert!(texts(&text).len() <= MOST_NODES + 3);
    }
}
