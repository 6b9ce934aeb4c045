//! Headings, as the walk meets them: Markdown's own and, where the copy was made to show them, other dialects'.

use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::super::indented::Intro;
use super::super::lines::{line_end, trimmed};
use super::super::{HeadingKind, headings};
use super::Reader;
use super::document::{Document, Mode};
use crate::text::{Extract, Span};

impl Reader<'_> {
    /// A heading begins.
    pub(super) fn heading(
        &mut self,
        document: &mut Document<'_>,
        level: HeadingLevel,
        range: Range<usize>,
        span: Span,
    ) {
        document.in_heading = true;
        self.leave_block();
        let dialect = document
            .dialects
            .binary_search_by_key(&range.start, |dialect| dialect.start)
            .ok()
            .and_then(|index| document.dialects.get(index));
        let heading = match dialect {
            Some(dialect) => {
                self.intro = Intro::Outline;
                let title = document.place.of(dialect.title.range());
                let line = Span::new(span.start, line_end(self.note, span.start));
                let line = trimmed(self.note, line);
                let level = match dialect.kind {
                    HeadingKind::Banner => 1,
                    _ => dialect.hashes as u8,
                };
                if dialect.covered() {
                    document.skip_until = range.end;
                    document.in_heading = false;
                    let words = Extract::whole(title.of(self.note), title.start);
                    self.nested(words, Mode::Title);
                }
                let kind = dialect.kind;
                Some(headings::heading(self.note, kind, level, line, title))
            }
            None if span.of(self.note).starts_with('#') => {
                headings::atx(self.note, level as u8, span)
            }
            None => headings::setext(self.note, level as u8, span),
        };
        let is_paragraph = heading.is_none() && !span.of(self.note).starts_with('#');
        if is_paragraph {
            document.in_heading = false;
        }
        if let Some(heading) = heading {
            self.items.reach(heading.span.end);
            self.found.headings.push(heading);
        }
    }
}
