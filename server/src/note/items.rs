//! List items and lines of outlines: which holds which, and how far each goes.

use super::Item;
use super::found::Found;
use super::lines::trimmed;
use crate::text::Span;

/// What only the reading of topics asks of an item.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    /// The list it stands in; items with the same number are siblings.
    pub list: usize,
    /// Whether that list is numbered.
    pub ordered: bool,
    /// The bold words that its text begins with, without their markers.
    pub bold: Option<Span>,
}

impl Facts {
    pub fn new(list: usize, ordered: bool) -> Self {
        Self {
            list,
            ordered,
            bold: None,
        }
    }
}

/// The items that are open.
#[derive(Debug, Default)]
pub(super) struct Items {
    open: Vec<Open>,
    lists: usize,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    index: usize,
    column: usize,
    end: usize,
    outline: bool,
}

impl Items {
    /// A number for a list that begins.
    pub fn next_list(&mut self) -> usize {
        self.lists += 1;
        self.lists
    }

    /// The innermost open item.
    pub fn innermost(&self) -> Option<usize> {
        self.open.last().map(|open| open.index)
    }

    /// The innermost open item goes on at least to `end`.
    pub fn reach(&mut self, end: usize) {
        if let Some(open) = self.open.last_mut() {
            open.end = open.end.max(end);
        }
    }

    /// A list item begins with `line`, its marker at `column`.
    pub fn open(&mut self, text: &str, line: Span, column: usize, facts: Facts, found: &mut Found) {
        self.leave_outline_from(column, &mut found.items);
        let marker = marker(line.of(text));
        let marker = Span::new(line.start, line.start + marker);
        let content = without_check_box(text, trimmed(text, Span::new(marker.end, line.end)));
        self.push(marker, content, column, false, found);
        found.facts.push(facts);
    }

    /// A list item ends.
    pub fn close(&mut self, items: &mut [Item]) {
        while let Some(open) = self.open.last() {
            let outline = open.outline;
            self.pop(items);
            if !outline {
                break;
            }
        }
    }

    /// A line of an outline stands at `line`, indented to `column`.
    pub fn outline_line(&mut self, _text: &str, line: Span, column: usize, found: &mut Found) {
        self.leave_outline_from(column, &mut found.items);
        self.push(Span::at(line.start), line, column, true, found);
        found.facts.push(Facts::default());
    }

    /// The outline ends.
    pub fn leave_outline(&mut self, items: &mut [Item]) {
        self.leave_outline_from(0, items);
    }

    /// Everything ends.
    pub fn finish(&mut self, items: &mut [Item]) {
        while !self.open.is_empty() {
            self.pop(items);
        }
    }

    fn leave_outline_from(&mut self, column: usize, items: &mut [Item]) {
        while self
            .open
            .last()
            .is_some_and(|open| open.outline && open.column >= column)
        {
            self.pop(items);
        }
    }

    fn push(
        &mut self,
        marker: Span,
        content: Span,
        column: usize,
        outline: bool,
        found: &mut Found,
    ) {
        let depth = u8::try_from(self.open.len()).unwrap_or(u8::MAX);
        let end = content.end.max(marker.end);
        let index = found.items.len();
        found.items.push(Item {
            span: Span::new(marker.start, end),
            marker,
            content,
            depth,
            parent: self.innermost(),
        });
        self.open.push(Open {
            index,
            column,
            end,
            outline,
        });
    }

    fn pop(&mut self, items: &mut [Item]) {
        let Some(open) = self.open.pop() else { return };
        if let Some(item) = items.get_mut(open.index) {
            item.span.end = open.end;
        }
        self.reach(open.end);
    }
}

/// The length of the bullet or number that `line` begins with.
fn marker(line: &str) -> usize {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (digits + 1).min(line.len())
}

/// `content` behind its check box, where it has one (GFM, "Task list items").
fn without_check_box(text: &str, content: Span) -> Span {
    let inside = content.of(text);
    for check_box in ["[ ]", "[x]", "[X]"] {
        if let Some(rest) = inside.strip_prefix(check_box)
            && (rest.is_empty() || rest.starts_with([' ', '\t']))
        {
            return trimmed(
                text,
                Span::new(content.start + check_box.len(), content.end),
            );
        }
    }
    content
}

#[cfg(test)]
mod tests {
    use super::super::{Note, NoteOptions};

    /// Every item as `depth marker|content|last line`.
    fn items(text: &str) -> Vec<String> {
        let note = Note::parse(text, &NoteOptions::default());
        note.items
            .iter()
            .map(|item| {
                let last = item.span.of(text).lines().last().unwrap_or("").trim();
                let depth = usize::from(item.depth);
                let parents =
                    std::iter::successors(item.parent, |&parent| note.items.get(parent)?.parent);
                assert_eq!(parents.count(), depth, "{text}");
                format!(
                    "{depth} {}|{}|{last}",
                    item.marker.of(text),
                    item.content.of(text)
                )
            })
            .collect()
    }

    #[test]
    fn lists_nest_by_blanks_and_by_tabs() {
        assert_eq!(
            items("* a\n  b\n\t- [ ] c\r\n10) d\n    ```\n    e\n    ```\n"),
            ["0 *|a|- [ ] c", "1 -|c|- [ ] c", "0 10)|d|```"]
        );
        assert_eq!(
            items("> - a\n>   - b\n>\n> c\n"),
            ["0 -|a|>   - b", "1 -|b|- b"]
        );
    }

    #[test]
    fn a_heading_of_any_dialect_ends_the_list() {
        assert_eq!(items("- a\n#b c\n\t- d\n"), ["0 -|a|- a", "0 -|d|- d"]);
        assert_eq!(items("- a\n####### b\nc\n"), ["0 -|a|- a"]);
    }

    #[test]
    fn outlines_nest_by_indent() {
        assert_eq!(
            items("Week 1: a\n\n\tb:\n\n\t\tFirst words here.\n\n\t\t- c\n\n\td e f\n\ng\n"),
            [
                "0 |b:|- c",
                "1 |First words here.|First words here.",
                "1 -|c|- c",
                "0 |d e f|d e f"
            ]
        );
    }
}
