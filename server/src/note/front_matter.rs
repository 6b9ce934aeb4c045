//! Front matter: YAML between `---` lines or TOML between `+++` lines, at the very top of a note and nowhere else.

use super::lines::{line_end, next_line, trimmed};
use super::{Link, LinkKind};
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

/// The tags that the front matter at `span` gives its note, as Obsidian and static site generators read them: under
/// `tags`, with commas or blanks between them, in brackets, or one an item (Obsidian Help, "Tags"). Quotes and a `#` are
/// no part of a tag.
pub(super) fn tags(text: &str, span: Span) -> Vec<Link> {
    let mut tags = Vec::new();
    for value in values(text, span) {
        let whole = value.of(text);
        let is_list = whole.starts_with('[');
        let is_item = text
            .get(..value.start)
            .is_some_and(|before| before.ends_with("- "));
        let ends = |c: char| c == ',' || !is_list && !is_item && c.is_whitespace();
        let mut start = value.start;
        for part in whole.split_inclusive(ends) {
            let tag = Span::new(start, start + part.len());
            start = tag.end;
            let is_mark =
                |c: char| c.is_whitespace() || matches!(c, ',' | '[' | ']' | '"' | '\'' | '#');
            let name = tag.of(text).trim_matches(is_mark);
            let from = tag.start + tag.of(text).find(name).unwrap_or_default();
            let is_tag = name.contains(char::is_alphabetic) && name.chars().all(is_of_tag);
            if is_tag {
                let span = Span::new(from, from + name.len());
                tags.push(Link {
                    kind: LinkKind::Tag,
                    span,
                    target: span,
                    text: Span::at(span.end),
                });
            }
        }
    }
    tags
}

/// True for what tags are made of.
fn is_of_tag(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '/')
}

/// True where a tag may come at byte `offset` of `text`, whose front matter is `span`.
pub(super) fn takes_tag(text: &str, span: Span, offset: usize) -> bool {
    values(text, span).any(|value| value.touches(offset) || value.start == offset)
}

/// What stands behind `tags`, line by line, without comments; an item without its dash.
fn values(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let mut under_tags = false;
    let mut start = next_line(text, span.start);
    std::iter::from_fn(move || {
        while start < span.end {
            let line = Span::new(start, line_end(text, start).min(span.end));
            start = next_line(text, start);
            let content = line.of(text);
            let item = content.trim_start().strip_prefix("- ");
            let value = match (item, content.split_once([':', '='])) {
                (Some(item), _) if under_tags => item,
                (None, Some((key, value))) if !key.starts_with(char::is_whitespace) => {
                    let key = key.trim();
                    under_tags =
                        key.eq_ignore_ascii_case("tags") || key.eq_ignore_ascii_case("tag");
                    if !under_tags {
                        continue;
                    }
                    value
                }
                _ => continue,
            };
            let from = line.end - value.len();
            let end = value.find(" #").map_or(line.end, |comment| from + comment);
            return Some(trimmed(text, Span::new(from, end.max(from))));
        }
        None
    })
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

    #[test]
    fn tags_are_given_in_many_ways() {
        let names = |text: &str| {
            let tags = tags(text, find(text).unwrap());
            let names: Vec<String> = tags
                .iter()
                .map(|tag| tag.target.of(text).to_owned())
                .collect();
            names.join(" ")
        };
        for (text, expected) in [
            ("---\ntags: [a, 'b/c', \"#d\"] # e\n---\n", "a b/c d"),
            ("---\ntitle: x\nTags: a b, c\nother: z\n---\n", "a b c"),
            (
                "---\r\ntags:\r\n  - a\r\n- \"\u{e9}t\u{e9}\"\r\nlist:\r\n- b\r\n---\r\n",
                "a \u{e9}t\u{e9}",
            ),
            ("+++\ntags = [\"a\", \"b\"]\n+++\n", "a b"),
            // No tags: numbers, words with blanks, what stands under another key.
            (
                "---\ntags: [2024, two words]\nmeta:\n  tags: [a]\n---\n",
                "",
            ),
            ("---\ntags:\n  - two words\n  - ok\n---\n", "ok"),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn a_tag_may_come_where_tags_are_listed() {
        let text = "---\ntitle: a\ntags: [a, ]\n---\n";
        let span = find(text).unwrap();
        let takes = |mark: &str| takes_tag(text, span, text.find(mark).unwrap());
        assert!(takes("a, ]") && takes("]"));
        assert!(!takes("title") && !takes("---"));
    }
}
