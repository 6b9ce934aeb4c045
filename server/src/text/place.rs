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
    pub fn of(text: &str, lines: &LineIndex, span: Span) -> Self {
        let line = lines.line(span.start);
        let start = lines.start(line);
        let end = (start + lines.text(text, line).len()).max(span.start);
        let from = columns(
            Columns::default(),
            Span::new(start, span.start.min(end)).of(text),
        );
        let to = columns(from, Span::new(span.start, span.end.min(end)).of(text));
        Self {
            line: u32::try_from(line - 1).unwrap_or(u32::MAX),
            ends: [from, to],
        }
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
