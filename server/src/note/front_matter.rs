//! Front matter: YAML between `---` lines or TOML between `+++` lines, at the very top of a note and nowhere else.

use super::lines::{line_end, next_line};
use crate::text::Span;

/// The front matter of `text`, delimiters included, the last line's end excluded. As in Jekyll and Hugo, the opening
/// line must be the first of the note and the closing one must exist; YAML may also end with `...`.
pub(super) fn find(text: &str) -> Option<Span> {
    let opening = Span::new(0, line_end(text, 0)).of(text).trim_end();
    let closings: &[&str] = match opening {
        "---" => &["---", "..."],
        "+++" => &["+++"],
        _ => return None,
    };
    let second = next_line(text, 0);
    let mut start = second;
    while start < text.len() {
        let line = Span::new(start, line_end(text, start)).of(text).trim_end();
        if closings.contains(&line) {
            return Some(Span::new(0, start + line.len()));
        }
        // A rule with a blank line under it separates; it opens nothing.
        if start == second && line.is_empty() {
            return None;
        }
        start = next_line(text, start);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stands_at_the_top_alone() {
        assert_eq!(find("---\ntags: [a]\n---\n# b"), Some(Span::new(0, 17)));
        assert_eq!(find("---\r\na: 1\r\n...\r\nb"), Some(Span::new(0, 14)));
        assert_eq!(find("+++\na = 1\n+++"), Some(Span::new(0, 13)));
        assert_eq!(find("---\n---\n"), Some(Span::new(0, 7)));
        for text in [
            "",
            "---",
            "---\na: 1\n",
            "a\n---\nb\n---\n",
            "+++\na\n---\n",
            "---\n\n# Title\n\n---\n",
        ] {
            assert_eq!(find(text), None, "{text:?}");
        }
    }
}
