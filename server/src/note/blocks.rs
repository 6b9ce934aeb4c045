//! Markdown's own blocks, as pulldown-cmark finds them.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::{Heading, HeadingKind, InlineCode, Note, fences};
use crate::text::Span;

/// Reads `text` from byte `from` on into `note`.
pub(super) fn read(text: &str, from: usize, note: &mut Note) {
    let Some(rest) = text.get(from..) else { return };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_WIKILINKS;
    let mut code: Option<(bool, Span, Vec<usize>)> = None;
    for (event, range) in Parser::new_ext(rest, options).into_offset_iter() {
        let span = Span::from(range).shifted(from);
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                code = Some((matches!(kind, CodeBlockKind::Fenced(_)), span, Vec::new()));
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((fenced, span, lines)) = code.take() {
                    note.fences.push(if fenced {
                        fences::fenced(text, span, &lines)
                    } else {
                        fences::indented(text, span, &lines)
                    });
                }
            }
            Event::Text(_) => {
                if let Some((_, _, lines)) = &mut code {
                    // A line that ends in CRLF comes as two events.
                    let new = lines
                        .last()
                        .is_none_or(|&last| fences::next_line(text, last) <= span.start);
                    if new {
                        lines.push(span.start);
                    }
                }
            }
            Event::Code(_) => note.inline_code.push(inline_code(text, span)),
            Event::Start(Tag::Heading { level, .. }) if span.of(text).starts_with('#') => {
                note.headings.push(atx(text, span, level as u8));
            }
            _ => {}
        }
    }
    let ends: Vec<usize> = (0..note.headings.len())
        .map(|index| section_end(&note.headings, index, text.len()))
        .collect();
    for (heading, end) in note.headings.iter_mut().zip(ends) {
        heading.section_end = end;
    }
}

fn section_end(headings: &[Heading], index: usize, end: usize) -> usize {
    let Some((heading, after)) = headings.get(index..).and_then(|rest| rest.split_first()) else {
        return end;
    };
    after
        .iter()
        .find(|other| other.level <= heading.level)
        .map_or(end, |other| other.span.start)
}

fn inline_code(text: &str, span: Span) -> InlineCode {
    let ticks = span.of(text).bytes().take_while(|&b| b == b'`').count();
    let ticks = ticks.min(span.len() / 2);
    InlineCode {
        span,
        content: Span::new(span.start + ticks, span.end - ticks),
    }
}

fn atx(text: &str, span: Span, level: u8) -> Heading {
    let line = span.of(text).trim_end();
    let span = Span::new(span.start, span.start + line.len());
    let opened = line.trim_start_matches('#');
    let closed = opened.trim_end_matches('#');
    // A closing run counts only behind a blank (CommonMark 0.31, "ATX headings").
    let title = if closed.ends_with([' ', '\t']) || closed.is_empty() {
        closed
    } else {
        opened
    };
    let start = span.start + (line.len() - opened.len()) + (title.len() - title.trim_start().len());
    let title = title.trim();
    Heading {
        kind: HeadingKind::Atx,
        level,
        span,
        title_span: Span::new(start, start + title.len()),
        title: title.to_owned(),
        section_end: 0,
        parent: None,
    }
}
