//! One line of a note as a terminal can show it: a stretch of it where it is long, tabs and invisible characters made
//! visible, and where on the screen the marked part stands.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::escape;
use crate::text::Span;

/// What stands for a tab.
const TAB: &str = "    ";
/// What stands for what was cut off.
const CUT: char = '…';

/// A line, made ready.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SourceLine {
    /// What to print.
    pub text: String,
    /// Cells to the left of the marked part.
    pub indent: usize,
    /// Cells of the marked part; at least 1.
    pub marked: usize,
}

impl SourceLine {
    /// Shows `line` with `mark`, a span of it, in at most about `width` cells. Looks only at the characters it shows,
    /// however long the line is.
    pub fn new(line: &str, mark: Span, width: usize) -> Self {
        let start = mark.start.min(line.len());
        let end = mark.end.clamp(start, line.len());
        let (before, rest) = (
            Span::new(0, start).of(line),
            Span::new(start, line.len()).of(line),
        );
        // A third of the width for what stands before the mark, more where what follows does not need its share.
        let after_share = width - fitting(before.chars().rev(), width / 3).cells;
        let after = fitting(rest.chars(), after_share);
        let lead = fitting(before.chars().rev(), width.saturating_sub(after.cells));
        let shown = Span::new(start - lead.bytes, start + after.bytes);

        let mut text = String::new();
        if shown.start > 0 {
            text.push(CUT);
        }
        push(&mut text, Span::new(shown.start, start).of(line));
        let indent = text.width();
        let at = text.len();
        push(&mut text, Span::new(start, end.min(shown.end)).of(line));
        let marked = text.get(at..).map_or(0, UnicodeWidthStr::width).max(1);
        push(&mut text, Span::new(end, shown.end).of(line));
        if shown.end < line.len() {
            text.push(CUT);
        }
        Self {
            text,
            indent,
            marked,
        }
    }
}

/// How much of a line fits.
struct Fitting {
    bytes: usize,
    cells: usize,
}

/// As many of `chars` as fit into `width` cells.
fn fitting(chars: impl Iterator<Item = char>, width: usize) -> Fitting {
    let mut fitting = Fitting { bytes: 0, cells: 0 };
    // A run of characters without width is cut, too: nobody can read more of them than there are cells.
    for c in chars.take(width * 4) {
        let cells = cells(c);
        if fitting.cells + cells > width {
            break;
        }
        fitting.bytes += c.len_utf8();
        fitting.cells += cells;
    }
    fitting
}

/// Cells that `c` takes as `push` writes it.
fn cells(c: char) -> usize {
    match c {
        '\t' => TAB.len(),
        c if escape::is_unsafe(c) => {
            let mut escaped = String::new();
            escape::push_escaped(&mut escaped, c);
            escaped.len()
        }
        c => c.width().unwrap_or(0),
    }
}

fn push(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\t' => out.push_str(TAB),
            c if escape::is_unsafe(c) => escape::push_escaped(out, c),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line and the carets below it.
    fn show(line: &str, mark: &str, width: usize) -> (String, String) {
        let at = line.find(mark).unwrap();
        let shown = SourceLine::new(line, Span::new(at, at + mark.len()), width);
        let carets = " ".repeat(shown.indent) + &"^".repeat(shown.marked);
        (shown.text, carets)
    }

    #[test]
    fn carets_stand_below_what_they_mark() {
        for (line, mark, text, carets) in [
            ("a bad c", "bad", "a bad c", "  ^^^"),
            ("\tbad", "bad", "    bad", "    ^^^"),
            // Two cells each.
            ("学习 bad", "bad", "学习 bad", "     ^^^"),
            ("x 学习", "学习", "x 学习", "  ^^^^"),
            // A combining accent has no width of its own.
            ("e\u{301} bad", "bad", "e\u{301} bad", "  ^^^"),
            ("\x1b[31m bad", "bad", "\\u{1b}[31m bad", "           ^^^"),
            ("\u{202e}bad", "bad", "\\u{202e}bad", "        ^^^"),
        ] {
            assert_eq!(show(line, mark, 80), (text.to_owned(), carets.to_owned()));
        }
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let line = format!("{}bad{}", "x".repeat(1_000), "y".repeat(1_000));
        let (text, carets) = show(&line, "bad", 40);
        assert_eq!(text, format!("…{}bad{}…", "x".repeat(13), "y".repeat(24)));
        assert_eq!(carets, format!("{}^^^", " ".repeat(14)));
        // At the line's end the room goes to what stands before.
        let line = format!("{}bad", "x".repeat(1_000));
        let (text, _) = show(&line, "bad", 40);
        assert_eq!(text, format!("…{}bad", "x".repeat(37)));
    }

    #[test]
    fn an_empty_mark_and_one_past_the_end_show_one_caret() {
        let shown = SourceLine::new("ab", Span::at(2), 40);
        assert_eq!((shown.indent, shown.marked), (2, 1));
        let shown = SourceLine::new("ab", Span::new(7, 9), 40);
        assert_eq!((shown.indent, shown.marked), (2, 1));
    }
}
