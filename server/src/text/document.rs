//! The text of an open note: a rope, so that an edit costs what it changes and a snapshot costs nothing.

use ropey::{Rope, RopeSlice};

use super::{Encoding, Position, Span};

/// A text that is being edited. Cloning is cheap: clones share what they have in common.
#[derive(Debug, Clone, Default)]
pub struct Document {
    rope: Rope,
}

/// One change as an editor sends it (LSP 3.17, `TextDocumentContentChangeEvent`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What is replaced, from the first position to before the second; `None` for the whole text. Positions out of
    /// range are clamped, and a range that ends before it begins is read the other way round.
    pub range: Option<(Position, Position)>,
    /// What comes instead.
    pub text: String,
}

impl Document {
    /// A document of `text`.
    pub fn new(text: &str) -> Self {
        Self {
            rope: Rope::from_str(text),
        }
    }

    /// The text as one string.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.rope.len_bytes());
        text.extend(self.rope.chunks());
        text
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// True for the empty text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of lines; a text that ends with a line end has an empty line after it.
    pub fn lines(&self) -> usize {
        self.rope.len_lines()
    }

    /// Applies `change`, whose columns count in `encoding`.
    pub fn apply(&mut self, change: &Change, encoding: Encoding) {
        let Some((from, to)) = change.range else {
            self.rope = Rope::from_str(&change.text);
            return;
        };
        let (from, to) = (from.min(to), from.max(to));
        let from = self.rope.byte_to_char(self.offset(from, encoding));
        let to = self.rope.byte_to_char(self.offset(to, encoding));
        self.rope.remove(from..to);
        self.rope.insert(from, &change.text);
    }

    /// The byte offset of `position`, clamped into the text.
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let Some(line) = self.rope.get_line(position.line) else {
            return self.rope.len_bytes();
        };
        let start = self.rope.line_to_byte(position.line);
        // The line end is no place of its own: past the last character means before the line end.
        let line = without_line_end(line);
        start + encoding.byte_of(line.chars(), position.column)
    }

    /// The position of byte `offset`, clamped into the text; an offset inside a character means its start.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let character = self.rope.byte_to_char(offset.min(self.rope.len_bytes()));
        let line = self.rope.char_to_line(character);
        let start = self.rope.line_to_char(line);
        let column = match encoding {
            Encoding::Utf8 => self.rope.char_to_byte(character) - self.rope.char_to_byte(start),
            Encoding::Utf16 => {
                self.rope.char_to_utf16_cu(character) - self.rope.char_to_utf16_cu(start)
            }
            Encoding::Utf32 => character - start,
        };
        Position { line, column }
    }

    /// Both ends of `span`.
    pub fn range(&self, span: Span, encoding: Encoding) -> (Position, Position) {
        (
            self.position(span.start, encoding),
            self.position(span.end, encoding),
        )
    }
}

fn without_line_end(line: RopeSlice<'_>) -> RopeSlice<'_> {
    let mut end = line.len_chars();
    if end > 0 && line.get_char(end - 1) == Some('\n') {
        end -= 1;
    }
    if end > 0 && line.get_char(end - 1) == Some('\r') {
        end -= 1;
    }
    line.slice(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(line: usize, column: usize) -> Position {
        Position { line, column }
    }

    #[test]
    fn columns_after_emoji_differ_by_encoding() {
        let document = Document::new("a🧠b");
        let offset = 5;
        assert_eq!(document.position(offset, Encoding::Utf8), place(0, 5));
        assert_eq!(document.position(offset, Encoding::Utf16), place(0, 3));
        assert_eq!(document.position(offset, Encoding::Utf32), place(0, 2));
        // In the middle of the surrogate pair.
        assert_eq!(document.offset(place(0, 2), Encoding::Utf16), 1);
    }

    #[test]
    fn positions_out_of_range_clamp() {
        let document = Document::new("ab\r\ncd");
        assert_eq!(document.offset(place(0, 99), Encoding::Utf16), 2);
        assert_eq!(document.offset(place(7, 0), Encoding::Utf16), 6);
        assert_eq!(document.position(99, Encoding::Utf16), place(1, 2));
    }

    #[test]
    fn edits_replace_what_they_name() {
        let mut document = Document::new("one\ntwo\n");
        let change = Change {
            range: Some((place(1, 3), place(0, 3))),
            text: "\r\nzwei".to_owned(),
        };
        document.apply(&change, Encoding::Utf16);
        assert_eq!(document.text(), "one\r\nzwei\n");
        document.apply(
            &Change {
                range: None,
                text: "❓".to_owned(),
            },
            Encoding::Utf16,
        );
        assert_eq!(document.text(), "❓");
    }
}
