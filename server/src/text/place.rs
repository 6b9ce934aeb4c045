//! A stretch of one line in a text that is not at hand: its columns in every encoding, worked out while it was.

use super::{Encoding, LineIndex, Position, Span};

/// Where something stands in a note whose text nobody holds. Columns past 65,535 count as that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// 0-based line.
    line: u32,
    /// Where it starts and where it ends.
    ends: [Columns; 2],
}

/// A column, 0-based, in every encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Columns {
    utf8: u16,
    utf16: u16,
    utf32: u16,
}

impl Place {
    /// The place of `span` in `text`, whose lines are `lines`; of a span over several lines, what is on the first.
    /// For more than one of a text there is [`Places`].
    pub fn of(text: &str, lines: &LineIndex, span: Span) -> Self {
        Places::new(text, lines).of(span)
    }

    /// 1-based line.
    pub fn line(self) -> usize {
        self.line as usize + 1
    }

    /// 1-based column of its start, in code points.
    pub fn column(self) -> usize {
        self.range(Encoding::Utf32).0.column + 1
    }

    /// Both ends as an editor names them.
    pub fn range(self, encoding: Encoding) -> (Position, Position) {
        let position = |columns: Columns| Position {
            line: self.line as usize,
            column: usize::from(match encoding {
                Encoding::Utf8 => columns.utf8,
                Encoding::Utf16 => columns.utf16,
                Encoding::Utf32 => columns.utf32,
            }),
        };
        let [start, end] = self.ends;
        (position(start), position(end))
    }
}

/// Finds the places of spans of one text. What is on the line of the last one and behind it is counted from there: asked
/// for in their order, all spans of a line together cost no more than its length.
#[derive(Debug)]
pub struct Places<'a> {
    text: &'a str,
    lines: &'a LineIndex,
    /// The 1-based line of the last one.
    line: usize,
    /// Where it began, in bytes, and in columns.
    at: usize,
    columns: Columns,
}

impl<'a> Places<'a> {
    /// For `text`, whose lines are `lines`.
    pub fn new(text: &'a str, lines: &'a LineIndex) -> Self {
        Self {
            text,
            lines,
            line: 1,
            at: 0,
            columns: Columns::default(),
        }
    }

    /// The place of `span`; where it stands on several lines, of what is on the first.
    pub fn of(&mut self, span: Span) -> Place {
        let line = self.lines.line(span.start);
        let start = self.lines.start(line);
        let end = (start + self.lines.text(self.text, line).len()).max(span.start);
        if line != self.line || span.start < self.at {
            (self.line, self.at, self.columns) = (line, start, Columns::default());
        }
        let between = Span::new(self.at, span.start).of(self.text);
        self.columns = columns(self.columns, between);
        self.at = span.start;
        let within = Span::new(span.start, span.end.min(end)).of(self.text);
        Place {
            line: u32::try_from(line - 1).unwrap_or(u32::MAX),
            ends: [self.columns, columns(self.columns, within)],
        }
    }
}

/// `from`, moved on over `text`.
fn columns(from: Columns, text: &str) -> Columns {
    let add =
        |column: u16, units: usize| column.saturating_add(u16::try_from(units).unwrap_or(u16::MAX));
    if text.is_ascii() {
        return Columns {
            utf8: add(from.utf8, text.len()),
            utf16: add(from.utf16, text.len()),
            utf32: add(from.utf32, text.len()),
        };
    }
    Columns {
        utf8: add(from.utf8, Encoding::Utf8.width(text)),
        utf16: add(from.utf16, Encoding::Utf16.width(text)),
        utf32: add(from.utf32, Encoding::Utf32.width(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Document;

    #[test]
    fn agrees_with_the_document_in_every_encoding() {
        let text = "one\n🧠 é LEGB rule\r\nend";
        let lines = LineIndex::new(text);
        let start = text.find("LEGB").unwrap();
        let span = Span::new(start, start + 4);
        let place = Place::of(text, &lines, span);
        assert_eq!((place.line(), place.column()), (2, 5));
        let document = Document::new(text);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            assert_eq!(place.range(encoding), document.range(span, encoding));
        }
    }

    #[test]
    fn the_order_of_asking_changes_nothing() {
        let text = "🧠 a é b\nc 🎉 d\n\ne";
        let lines = LineIndex::new(text);
        let spans: Vec<Span> = text
            .char_indices()
            .map(|(at, c)| Span::new(at, at + c.len_utf8()))
            .collect();
        let mut places = Places::new(text, &lines);
        let forwards = spans.iter();
        for span in forwards.clone().chain(forwards.rev()) {
            assert_eq!(places.of(*span), Place::of(text, &lines, *span), "{span:?}");
        }
    }

    #[test]
    fn stays_on_its_line() {
        let text = "ab\ncd\n";
        let lines = LineIndex::new(text);
        let place = Place::of(text, &lines, Span::new(1, 5));
        let (start, end) = place.range(Encoding::Utf8);
        assert_eq!(
            (start.line, start.column, end.line, end.column),
            (0, 1, 0, 2)
        );
        let long = "é".repeat(70_000);
        let place = Place::of(&long, &LineIndex::new(&long), Span::new(140_000, 140_000));
        assert_eq!(place.range(Encoding::Utf8).0.column, 65_535);
    }
}
