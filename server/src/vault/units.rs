//! The units of a note: what may carry a topic, from a section down to one line. Sections, items (outline lines
//! among them) and, where a section holds several blocks, its paragraphs.

use rustc_hash::FxHashMap;

use super::postings::NO_UNIT;
use crate::note::{HeadingKind, Note};
use crate::text::Span;

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// A heading and what stands under it, up to the next heading.
    Section(HeadingKind),
    /// A list item or a line of an outline.
    Item,
    /// A paragraph or a table.
    Block,
}

/// A unit as the note lays it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// What it is.
    pub kind: UnitKind,
    /// All of it. Of a section: up to where its first subsection begins.
    pub span: Span,
    /// How far it holds others: a section's subsections, too.
    pub extent: usize,
    /// What it is called: a heading's title, the first words of an item; empty where it has no name.
    pub title: Span,
    /// True where the unit says more than its title, so that this is what it is about. An item that is nothing but a
    /// name only mentions it.
    pub is_titled: bool,
    /// The unit that it is a part of, and whose topic it shares: an item's item, an item's section. Sections are
    /// parts of none: a subsection is a topic of its own.
    pub parent: Option<usize>,
}

/// No note has more units; what comes behind the last one counts to it, or to what holds it.
const MOST: usize = NO_UNIT as usize;

/// Words that an item may have and still be nothing but its name.
const LONGEST_NAME: usize = 6;
/// So far into a paragraph or an item its name is looked for, in bytes.
const NAMED_WITHIN: usize = 1_000;

/// The units of `note` in document order: each comes after its parent.
pub(super) fn units(note: &Note) -> Vec<Layout> {
    let mut units: Vec<Layout> = Vec::new();
    for (index, heading) in note.headings.iter().enumerate() {
        let next = note.headings.get(index + 1);
        let end = next.map_or(note.text.len(), |next| next.span.start);
        units.push(Layout {
            kind: UnitKind::Section(heading.kind),
            span: Span::new(heading.span.start, end.min(heading.section_end)),
            extent: heading.section_end,
            title: heading.title_span,
            is_titled: true,
            parent: None,
        });
    }
    let opens_section = |start: usize, end: usize| {
        let at = note
            .headings
            .partition_point(|heading| heading.span.start < start);
        note.headings
            .get(at)
            .is_some_and(|heading| heading.span.start < end && heading.kind == HeadingKind::Item)
    };
    for (item, end) in note.items.iter().zip(ends(note)) {
        let first_line = item.content.end.max(item.span.start + 1);
        if !opens_section(item.span.start, first_line) {
            let title = name(&note.text, item.content);
            let span = Span::new(item.span.start, end);
            units.push(Layout {
                kind: UnitKind::Item,
                span,
                extent: end,
                title,
                is_titled: says_more(&note.text, span, title),
                parent: None,
            });
        }
    }
    sort(&mut units);
    let blocks = blocks(note, &units);
    units.extend(blocks);
    sort(&mut units);
    units.truncate(MOST);
    let mut open: Vec<usize> = Vec::new();
    for index in 0..units.len() {
        let Some(unit) = units.get(index).copied() else {
            break;
        };
        while let Some(&last) = open.last()
            && units
                .get(last)
                .is_some_and(|last| last.extent <= unit.span.start)
        {
            open.pop();
        }
        if !matches!(unit.kind, UnitKind::Section(_))
            && let Some(unit) = units.get_mut(index)
        {
            unit.parent = open.last().copied();
        }
        open.push(index);
    }
    units
}

/// Where each of the note's items ends. One that ends with a colon and has nothing under it announces what comes next:
/// it holds the items behind it at its own depth, up to the next that announces something. So are many outlines
/// written whose author did not indent further.
fn ends(note: &Note) -> Vec<usize> {
    let mut ends: Vec<usize> = note.items.iter().map(|item| item.span.end).collect();
    // For each item that holds others, which of these announced the last ones, and where those end.
    let mut open: FxHashMap<Option<usize>, (usize, usize)> = FxHashMap::default();
    for (index, item) in note.items.iter().enumerate() {
        let holds = note
            .items
            .get(index + 1)
            .is_some_and(|next| next.parent == Some(index));
        let is_numbered = item
            .marker
            .of(&note.text)
            .contains(|c: char| c.is_ascii_digit());
        if item.content.of(&note.text).trim_end().ends_with(':') {
            open.remove(&item.parent);
            if !holds && !is_numbered {
                open.insert(item.parent, (index, item.span.end));
            }
            continue;
        }
        let Some((opener, last)) = open.get_mut(&item.parent) else {
            continue;
        };
        let gap = Span::new(*last, item.span.start.max(*last)).of(&note.text);
        if is_numbered || !gap.trim().is_empty() {
            open.remove(&item.parent);
            continue;
        }
        *last = item.span.end;
        if let Some(end) = ends.get_mut(*opener) {
            *end = item.span.end;
        }
    }
    ends
}

fn sort(units: &mut [Layout]) {
    units.sort_by_key(|unit| (unit.span.start, std::cmp::Reverse(unit.extent)));
}

/// The paragraphs and tables outside of items. The only block of a section is the section itself.
fn blocks(note: &Note, units: &[Layout]) -> Vec<Layout> {
    let mut found: Vec<(usize, Layout)> = Vec::new();
    let mut parts: Vec<usize> = vec![0; units.len() + 1];
    let mut finder = Finder::new(units);
    for unit in units {
        // Before the unit itself is open, the innermost is what holds it.
        if unit.kind == UnitKind::Item {
            let holder = finder.before(unit.span.start);
            if let Some(count) = parts.get_mut(holder.map_or(units.len(), |holder| holder)) {
                *count += 1;
            }
        }
    }
    let mut finder = Finder::new(units);
    let mut last_line = 0;
    for prose in &note.prose {
        let owner = finder.at(prose.start);
        let line = note.lines.line(prose.start);
        let holder = owner.and_then(|owner| units.get(owner));
        // The title of an item may be a part of its line: `1. **GIL**: a lock`.
        let outside = holder.is_none_or(|unit| {
            matches!(unit.kind, UnitKind::Section(_)) && !unit.title.overlaps(*prose)
        });
        if !outside {
            last_line = 0;
            continue;
        }
        if !prose.of(&note.text).contains(char::is_alphanumeric) {
            continue;
        }
        let section = owner.unwrap_or(units.len());
        match found.last_mut() {
            Some((of, block)) if *of == section && goes_on(note, last_line, line) => {
                block.span.end = prose.end;
                block.extent = prose.end;
            }
            _ => {
                if let Some(count) = parts.get_mut(section) {
                    *count += 1;
                }
                found.push((
                    section,
                    Layout {
                        kind: UnitKind::Block,
                        span: *prose,
                        extent: prose.end,
                        title: Span::at(prose.start),
                        is_titled: false,
                        parent: None,
                    },
                ));
            }
        }
        last_line = line;
    }
    let several = |section: usize| {
        section == units.len() || parts.get(section).is_some_and(|count| *count > 1)
    };
    found
        .into_iter()
        .filter(|(section, _)| several(*section))
        .map(|(_, mut block)| {
            block.title = name(&note.text, block.span);
            block.is_titled = says_more(&note.text, block.span, block.title);
            block
        })
        .collect()
}

/// True where `line` goes on with the block that `last` belongs to: the next line, or the one behind the row that
/// parts a table's head from its body. 1-based; 0 is no line.
fn goes_on(note: &Note, last: usize, line: usize) -> bool {
    let is_rule = |line| {
        let text = note.lines.text(&note.text, line);
        text.contains("--")
            && text
                .chars()
                .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
    };
    last > 0 && (line <= last + 1 || line == last + 2 && is_rule(last + 1))
}

/// What an item or a paragraph is called: what stands before a colon or a dash, what it sets in bold at its start,
/// or all of it where that is no more than a few words. Empty else.
fn name(text: &str, span: Span) -> Span {
    let whole = span.of(text);
    // Of a line that goes on and on, as where thousands of items stand on it, the beginning tells.
    let head = whole
        .get(..whole.floor_char_boundary(NAMED_WITHIN))
        .unwrap_or_default();
    let line = head.lines().next().unwrap_or_default();
    // What stands in brackets explains the name.
    let bracket = line.find(" (").filter(|at| *at > 0);
    let end = lead(line)
        .into_iter()
        .chain(bracket)
        .min()
        .unwrap_or(line.len());
    let lead = line.get(..end).unwrap_or_default();
    let words = lead.split_whitespace().count();
    let bare = lead.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`'));
    let is_all = end == line.len() && line.len() < whole.trim_end().len();
    if words == 0 || words > LONGEST_NAME || is_all || bare.is_empty() {
        return Span::at(span.start);
    }
    let from = lead.find(bare).unwrap_or_default();
    Span::new(span.start + from, span.start + from + bare.len())
}

/// True where `span` has words behind its `title`, or where that says something itself.
fn says_more(text: &str, span: Span, title: Span) -> bool {
    let after = Span::new(title.end, span.end.max(title.end));
    after.of(text).contains(char::is_alphanumeric) || title.of(text).split_whitespace().count() > 2
}

/// What stands behind a name that is explained; each begins with a colon or a blank.
const MARKS: &[&str] = &[
    ": ",
    ":\t",
    ":**",
    " - ",
    " – ",
    " — ",
    " -> ",
    " => ",
    " → ",
    " â€“ ",
    " â€” ",
    " = ",
];

/// Where the name before a colon, a dash or an arrow ends in `line`; `None` where there is none.
pub(super) fn lead(line: &str) -> Option<usize> {
    let is_mark = |at: &usize| {
        let rest = line.get(*at..).unwrap_or_default();
        MARKS.iter().any(|mark| rest.starts_with(mark))
    };
    let mut end = memchr::memchr2_iter(b':', b' ', line.as_bytes()).find(is_mark);
    let trimmed = line.trim_end();
    if end.is_none() && trimmed.ends_with(':') {
        end = Some(trimmed.len() - 1);
    }
    if let Some(rest) = line.strip_prefix("**")
        && let Some(bold) = rest.find("**")
        && end.is_none_or(|end| bold + 2 < end)
    {
        end = Some(bold + 2);
    }
    end.filter(|end| *end > 0)
}

/// Finds the innermost unit of offsets that come in order.
#[derive(Debug)]
pub(super) struct Finder<'a> {
    units: &'a [Layout],
    next: usize,
    open: Vec<usize>,
}

impl<'a> Finder<'a> {
    /// A finder that stands at the start of the note whose units are `units`.
    pub fn new(units: &'a [Layout]) -> Self {
        Self {
            units,
            next: 0,
            open: Vec::new(),
        }
    }

    /// The innermost unit that holds `offset`, which must not be smaller than the one asked for before.
    pub fn at(&mut self, offset: usize) -> Option<usize> {
        self.advance(|start| start <= offset, offset)
    }

    /// The innermost unit that holds `offset` and begins before it.
    fn before(&mut self, offset: usize) -> Option<usize> {
        self.advance(|start| start < offset, offset)
    }

    fn advance(&mut self, begun: impl Fn(usize) -> bool, offset: usize) -> Option<usize> {
        while let Some(unit) = self.units.get(self.next)
            && begun(unit.span.start)
        {
            self.close(unit.span.start);
            self.open.push(self.next);
            self.next += 1;
        }
        self.close(offset);
        self.open.last().copied()
    }

    fn close(&mut self, offset: usize) {
        while let Some(&last) = self.open.last()
            && self
                .units
                .get(last)
                .is_some_and(|unit| unit.extent <= offset)
        {
            self.open.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteOptions;

    /// Every unit that has a title, with what it is a part of.
    fn read(text: &str) -> Vec<(String, Option<String>)> {
        let note = Note::parse(text, &NoteOptions::default());
        let units = units(&note);
        let title = |unit: &Layout| unit.title.of(&note.text).to_owned();
        let named = units.iter().map(|unit| {
            let parent = unit.parent.and_then(|parent| units.get(parent));
            (title(unit), parent.map(title))
        });
        named.collect()
    }

    #[test]
    fn a_line_with_a_colon_holds_what_it_announces() {
        let held = |text: &str| {
            let read = read(text);
            let pairs = read.iter().map(|(title, parent)| match parent {
                Some(parent) => format!("{title} < {parent}"),
                None => title.clone(),
            });
            pairs.collect::<Vec<_>>()
        };
        assert_eq!(
            held("# T\n\n- Alerts:\n- paging\n- silence\n- Traces:\n  - spans\n- sampling\n"),
            [
                "T",
                "Alerts < T",
                "paging < Alerts",
                "silence < Alerts",
                "Traces < T",
                "spans < Traces",
                "sampling < T",
            ]
        );
        // Steps follow each other, and words between end what was announced.
        assert_eq!(
            held("1. First:\n2. Second\n\n- Alerts:\n\nWords.\n\n- paging\n"),
            ["First", "Second", "Alerts", "Words.", "paging"]
        );
    }
}
