//! Byte offsets to lines and columns, for many offsets that come mostly in order.

use std::cell::Cell;

use crate::text::{LineColumn, LineIndex, Span};

/// Remembers the last place it was asked for, so that a thousand findings on one line of a megabyte cost one reading of
/// that line and not a thousand.
#[derive(Debug)]
pub(super) struct Locator<'a> {
    text: &'a str,
    lines: &'a LineIndex,
    /// Offset, and its line and column.
    last: Cell<(usize, LineColumn)>,
}

impl<'a> Locator<'a> {
    /// Places in `text`, whose lines are `lines`.
    pub fn new(text: &'a str, lines: &'a LineIndex) -> Self {
        Self {
            text,
            lines,
            last: Cell::new((0, LineColumn { line: 1, column: 1 })),
        }
    }

    /// Line and column, both 1-based, the column in code points.
    pub fn locate(&self, offset: usize) -> LineColumn {
        let line = self.lines.line(offset);
        let (known, at) = self.last.get();
        let found = if at.line == line && known <= offset {
            let between = Span::new(known, offset).of(self.text);
            LineColumn {
                line,
                column: at.column + between.chars().count(),
            }
        } else {
            self.lines.line_column(self.text, offset)
        };
        self.last.set((offset, found));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_line_index_in_any_order() {
        let text = "aé❓b\ncd\r\n\u{1F600}e";
        let lines = LineIndex::new(text);
        let locator = Locator::new(text, &lines);
        let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for &a in &offsets {
            for &b in &offsets {
                assert_eq!(locator.locate(a), lines.line_column(text, a));
                assert_eq!(locator.locate(b), lines.line_column(text, b));
            }
        }
    }
}
