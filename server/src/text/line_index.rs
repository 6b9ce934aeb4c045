//! Byte offset to line and column and back, for text that is at hand as one string.

use std::sync::OnceLock;

use super::{Encoding, Span};

/// So far apart, in bytes, are the places of a long line whose columns are remembered.
const STEP: usize = 4096;

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
#[derive(Debug, Clone, Default)]
pub struct LineIndex {
    starts: Vec<usize>,
    len: usize,
    /// Columns in long lines, in order; of each line from its first step on. Made when the first is asked for:
    /// thousands may be asked for in one line.
    steps: OnceLock<Vec<Step>>,
}

/// A place in a long line.
#[derive(Debug, Clone, Copy)]
struct Step {
    offset: usize,
    /// Columns before it, 0-based, in UTF-16 and in code points.
    utf16: usize,
    utf32: usize,
}

impl PartialEq for LineIndex {
    fn eq(&self, other: &Self) -> bool {
        self.starts == other.starts && self.len == other.len
    }
}

impl Eq for LineIndex {}

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
            steps: OnceLock::new(),
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
        self.steps = OnceLock::new();
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
        LineColumn {
            line: self.line(offset),
            column: self.column(text, offset, Encoding::Utf32) + 1,
        }
    }

    /// The 0-based column of a byte offset of `text`, the text this index was made from.
    pub fn column(&self, text: &str, offset: usize, encoding: Encoding) -> usize {
        let offset = offset.min(self.len);
        let start = self.start(self.line(offset));
        if offset - start < STEP || encoding == Encoding::Utf8 {
            return encoding.width(Span::new(start, offset).of(text));
        }
        let steps = self.steps.get_or_init(|| self.find_steps(text));
        let behind = steps.partition_point(|step| step.offset <= offset);
        let step = behind.checked_sub(1).and_then(|last| steps.get(last));
        let (from, column) = match step.filter(|step| step.offset > start) {
            Some(step) if encoding == Encoding::Utf16 => (step.offset, step.utf16),
            Some(step) => (step.offset, step.utf32),
            None => (start, 0),
        };
        column + encoding.width(Span::new(from, offset).of(text))
    }

    fn find_steps(&self, text: &str) -> Vec<Step> {
        let ends = self.starts.iter().skip(1).chain([&self.len]);
        let mut steps = Vec::new();
        for (&start, &end) in self.starts.iter().zip(ends) {
            let mut last = Step {
                offset: start,
                utf16: 0,
                utf32: 0,
            };
            while end - last.offset > STEP {
                let offset = text.floor_char_boundary(last.offset + STEP);
                let between = Span::new(last.offset, offset).of(text);
                last = Step {
                    offset,
                    utf16: last.utf16 + Encoding::Utf16.width(between),
                    utf32: last.utf32 + Encoding::Utf32.width(between),
                };
                steps.push(last);
            }
        }
        steps
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
    fn columns_of_long_lines_are_those_of_short_ones() {
        let text = format!("{}\n{}\nb\n", "a❓🔒 ".repeat(3_000), "é".repeat(9_000));
        let index = LineIndex::new(&text);
        for offset in (0..=text.len())
            .filter(|at| text.is_char_boundary(*at))
            .step_by(997)
        {
            let before = Span::new(index.start(index.line(offset)), offset).of(&text);
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let column = index.column(&text, offset, encoding);
                assert_eq!(column, encoding.width(before), "{offset} {encoding:?}");
            }
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
