//! Lines and columns of a text by byte offset, for readers that go line by line.

use crate::text::Span;

/// Where the line that holds `offset` begins.
pub(super) fn line_start(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or(&[]);
    memchr::memrchr2(b'\n', b'\r', before).map_or(0, |at| at + 1)
}

/// Where the line that holds `offset` ends, before its line end.
pub(super) fn line_end(text: &str, offset: usize) -> usize {
    let rest = text.as_bytes().get(offset..).unwrap_or(&[]);
    memchr::memchr2(b'\n', b'\r', rest).map_or(text.len(), |at| offset + at)
}

/// Where the line after the one that holds `offset` begins.
pub(super) fn next_line(text: &str, offset: usize) -> usize {
    let end = line_end(text, offset);
    match text.as_bytes().get(end..).unwrap_or(&[]) {
        [b'\r', b'\n', ..] => end + 2,
        [_, ..] => end + 1,
        [] => end,
    }
}

/// Finds the columns of places that come in order: thousands of items may begin on one line.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The line of the last place.
    line: Span,
    /// The last place, and its column.
    last: (usize, usize),
}

impl Columns {
    /// The column of the character at `offset`, 0-based, tabs before the first word to the next multiple of four.
    pub fn of(&mut self, text: &str, offset: usize) -> usize {
        let (at, column) = self.last;
        let is_word = |at: usize| !matches!(text.as_bytes().get(at), Some(b' ' | b'\t'));
        let column =
            if self.line.start <= at && at <= offset && offset < self.line.end && is_word(at) {
                column + Span::new(at, offset).of(text).chars().count()
            } else {
                self.line = Span::new(line_start(text, offset), line_end(text, offset));
                let before = Span::new(self.line.start, offset).of(text);
                indent(before) + before.trim_start_matches([' ', '\t']).chars().count()
            };
        self.last = (offset, column);
        column
    }

    /// Where the line of the last place ends, before its line end.
    pub fn line_end(&self) -> usize {
        self.line.end
    }
}

/// The lines that `span` of `text` touches, each from where it begins (or where the span does) to before its line end.
pub(super) fn lines(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let mut start = span.start;
    std::iter::from_fn(move || {
        if start >= span.end {
            return None;
        }
        let line = Span::new(start, line_end(text, start).min(span.end));
        start = next_line(text, start);
        Some(line)
    })
}

/// The part of `span` between its leading and its trailing white space.
pub(super) fn trimmed(text: &str, span: Span) -> Span {
    let inside = span.of(text);
    let start = span.start + (inside.len() - inside.trim_start().len());
    Span::new(start, start + inside.trim().len())
}

/// How many columns of white space `line` begins with; a tab reaches the next multiple of four
/// (CommonMark 0.31, "Tabs").
pub(super) fn indent(line: &str) -> usize {
    let mut columns = 0;
    for byte in line.bytes() {
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4 - columns % 4,
            _ => break,
        }
    }
    columns
}

/// `line` without its first `columns` columns of white space; a tab that reaches further goes whole.
pub(super) fn dedent(line: &str, columns: usize) -> &str {
    let mut seen = 0;
    let mut rest = line;
    while seen < columns {
        match rest.as_bytes().first() {
            Some(b' ') => seen += 1,
            Some(b'\t') => seen += 4 - seen % 4,
            _ => break,
        }
        rest = rest.get(1..).unwrap_or("");
    }
    rest
}

/// How many of `mark` `text` begins with.
pub(super) fn run(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|&byte| byte == mark).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_counts() {
        let text = "a\r\nb\rc\nd";
        let all: Vec<_> = lines(text, Span::new(0, text.len()))
            .map(|line| line.of(text))
            .collect();
        assert_eq!(all, ["a", "b", "c", "d"]);
        assert_eq!(line_start(text, 4), 3);
    }

    #[test]
    fn tabs_reach_the_next_stop() {
        assert_eq!(indent("  \tx"), 4);
        assert_eq!(dedent("\t\tx", 4), "\tx");
        assert_eq!(dedent("  x", 4), "x");
    }
}
