//! Byte offset to line and column and back, for text that is at hand as one string.

use super::Span;

/// A place as people count: both 1-based, the column in Unicode code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// 1-based line.
    pub line: usize,
    /// 1-based column in code points.
    pub column: usize,
}

/// Where each line of a text begins. Lines end with LF, CRLF or CR, the line ends LSP knows
/// (LSP 3.17, "Text Documents").
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineIndex {
    starts: Vec<usize>,
    len: usize,
}

impl LineIndex {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        let bytes = text.as_bytes();
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            let crlf = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
            if !crlf {
                starts.push(at + 1);
            }
        }
        Self {
            starts,
            len: text.len(),
        }
    }

    /// Makes room for so many more lines.
    pub fn reserve(&mut self, lines: usize) {
        self.starts.reserve(lines);
    }

    /// Adds the lines of text that goes on where this one ends, which is not between a CR and its LF.
    pub fn append(&mut self, behind: &Self) {
        let by = self.len;
        // Its first line has begun already.
        let starts = behind.starts.iter().skip(1);
        self.starts.extend(starts.map(|start| start + by));
        self.len += behind.len;
    }

    /// Number of lines; a text that ends with a line end has an empty line after it.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never true: the empty text has one line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// 1-based line of a byte offset; past the end, the last line.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).max(1)
    }

    /// Byte offset where 1-based `line` begins; past the last line, the end of the text.
    pub fn start(&self, line: usize) -> usize {
        self.starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(self.len)
    }

    /// The span of 1-based `line`, its line end included.
    pub fn span(&self, line: usize) -> Span {
        Span::new(self.start(line), self.start(line + 1))
    }

    /// The text of 1-based `line` without its line end.
    pub fn text<'a>(&self, text: &'a str, line: usize) -> &'a str {
        self.span(line).of(text).trim_end_matches(['\n', '\r'])
    }

    /// Line and column of a byte offset of `text`, the text this index was made from.
    pub fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let line = self.line(offset);
        let before = Span::new(self.start(line), offset.min(self.len)).of(text);
        LineColumn {
            line,
            column: before.chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_every_line_end_once() {
        let text = "a\r\nb\rc\n";
        let index = LineIndex::new(text);
        assert_eq!(index.len(), 4);
        assert_eq!(index.text(text, 1), "a");
        assert_eq!(index.text(text, 3), "c");
        assert_eq!(index.line(3), 2);
        assert_eq!(index.line(99), 4);
    }

    #[test]
    fn text_may_come_in_pieces() {
        for (one, other) in [
            ("a\nb\n", "c\r\nd"),
            ("", "x\ny"),
            ("a\nb", "\nc\n"),
            ("", ""),
        ] {
            let mut index = LineIndex::new(one);
            index.append(&LineIndex::new(other));
            assert_eq!(
                index,
                LineIndex::new(&format!("{one}{other}")),
                "{one:?} {other:?}"
            );
        }
    }

    #[test]
    fn columns_are_code_points() {
        let text = "❓ x";
        let index = LineIndex::new(text);
        assert_eq!(
            index.line_column(text, 4),
            LineColumn { line: 1, column: 3 }
        );
    }
}
