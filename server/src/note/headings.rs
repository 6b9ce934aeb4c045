//! Titles of Markdown's own headings, and the sections that headings of all kinds open.

use super::found::{Found, LabelLine};
use super::lines::{line_end, next_line, trimmed};
use super::tie::Tie;
use super::{Heading, HeadingKind, NoteOptions, topics};
use crate::text::Span;

/// A heading without its section yet.
pub(super) fn heading(
    text: &str,
    kind: HeadingKind,
    level: u8,
    span: Span,
    title_span: Span,
) -> Heading {
    Heading {
        kind,
        level,
        span,
        title_span,
        title: title_span.of(text).replace(['\n', '\r'], " "),
        section_end: span.end,
        parent: None,
    }
}

/// An ATX heading at `span`, whose line end may be included. `None` for one without a title.
pub(super) fn atx(text: &str, level: u8, span: Span) -> Option<Heading> {
    let span = trimmed(text, Span::new(span.start, line_end(text, span.start)));
    let line = span.of(text);
    let opened = line.trim_start_matches('#');
    let closed = opened.trim_end_matches('#');
    // A closing run counts only behind a blank (CommonMark 0.31, "ATX headings").
    let title = if closed.is_empty() || closed.ends_with([' ', '\t']) {
        closed
    } else {
        opened
    };
    let start = span.end - opened.len();
    let title = trimmed(text, Span::new(start, start + title.len()));
    (!title.is_empty()).then(|| heading(text, HeadingKind::Atx, level, span, title))
}

/// A setext heading at `span`. `None` where several lines stand over hyphens: their writer drew a rule.
pub(super) fn setext(text: &str, level: u8, span: Span) -> Option<Heading> {
    let span = trimmed(text, span);
    let title = trimmed(text, Span::new(span.start, line_end(text, span.start)));
    let underlined = next_line(text, next_line(text, span.start)) >= span.end;
    let by_equals = span.of(text).ends_with('=');
    if !underlined && !by_equals {
        return None;
    }
    let title = if underlined {
        title
    } else {
        let last = span.of(text).rfind(['\n', '\r']).unwrap_or(0);
        trimmed(text, Span::new(span.start, span.start + last))
    };
    (!title.is_empty()).then(|| heading(text, HeadingKind::Setext, level, span, title))
}

/// Every heading of a part of a note, with its section and what that is measured by: Markdown's own, those of other
/// dialects, labelled lines over outlines (of this part or, where other parts have `given` that word, of theirs), topics.
pub(super) fn all(
    text: &str,
    found: &mut Found,
    given: &[Tie],
    options: &NoteOptions,
) -> (Vec<Heading>, Vec<Rank>) {
    let mut headings: Vec<(Heading, Rank)> = std::mem::take(&mut found.headings)
        .into_iter()
        .map(|heading| {
            let rank = match heading.kind {
                HeadingKind::Banner => Rank::Banner,
                _ => Rank::Level,
            };
            (heading, rank)
        })
        .collect();
    if options.outline_headings {
        headings.extend(labelled(text, &found.labels, given));
    }
    if options.item_headings {
        headings.extend(topics::headings(text, found));
    }
    headings.sort_by_key(|(heading, _)| heading.span);
    let (mut headings, ranks): (Vec<_>, Vec<_>) = headings.into_iter().unzip();
    sections(&mut headings, &ranks, text.len());
    (headings, ranks)
}

/// The labelled lines whose word stands over an outline somewhere in the note: `Step 1:` over nothing is a sentence,
/// `Phase 3:` over nothing is a phase still to be written.
fn labelled(text: &str, labels: &[LabelLine], given: &[Tie]) -> Vec<(Heading, Rank)> {
    let mut words: rustc_hash::FxHashSet<&str> = labels
        .iter()
        .filter(|label| label.over_outline)
        .map(|label| label.word.as_str())
        .collect();
    words.extend(given.iter().filter_map(|tie| match tie {
        Tie::Outline(word) => Some(word.as_str()),
        _ => None,
    }));
    labels
        .iter()
        .filter(|label| words.contains(label.word.as_str()))
        .map(|label| {
            let heading = heading(text, HeadingKind::Outline, 1, label.span, label.title);
            (heading, Rank::Label(label.parts))
        })
        .collect()
}

/// What sections are measured by besides the level that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// Closes every section.
    Banner,
    /// Closes sections of its level or a deeper one.
    Level,
    /// A labelled line: inside the section that holds it, by how many numbers its label has.
    Label(usize),
    /// A bold item, whose section ends with the item.
    Item(usize),
}

impl Rank {
    /// The same `by` bytes further on.
    pub fn shifted(self, by: usize) -> Self {
        match self {
            Self::Item(end) => Self::Item(end + by),
            rank => rank,
        }
    }
}

/// Gives `headings`, in document order, their section ends, their parents and, to labelled lines and items, their
/// levels. `end` is the end of the note.
pub(super) fn sections(headings: &mut [Heading], ranks: &[Rank], end: usize) {
    let mut open: Vec<(usize, Rank)> = Vec::new();
    for index in 0..headings.len() {
        let (Some(rank), Some((start, level))) = (
            ranks.get(index).copied(),
            headings
                .get(index)
                .map(|heading| (heading.span.start, heading.level)),
        ) else {
            break;
        };
        let over = |&(_, rank): &(usize, Rank)| matches!(rank, Rank::Item(until) if until <= start);
        if let Some(over) = open.iter().position(over) {
            close(headings, open.drain(over..), start);
        }
        while let Some(&(last, last_rank)) = open.last() {
            let Some(last) = headings.get_mut(last) else {
                break;
            };
            let closes = match (last_rank, rank) {
                (Rank::Item(_), _) => false,
                (_, Rank::Banner) => true,
                (Rank::Banner, _) => false,
                (_, Rank::Level) => level <= last.level,
                (Rank::Label(parts), Rank::Label(new)) => new <= parts,
                (Rank::Level, Rank::Label(_)) | (_, Rank::Item(_)) => false,
            };
            if !closes {
                break;
            }
            last.section_end = start;
            open.pop();
        }
        let parent = open.last().map(|&(parent, _)| parent);
        let below = parent
            .and_then(|parent| headings.get(parent))
            .map_or(1, |parent| parent.level.saturating_add(1));
        if let Some(heading) = headings.get_mut(index) {
            heading.parent = parent;
            if matches!(rank, Rank::Label(_) | Rank::Item(_)) {
                heading.level = below;
            }
        }
        open.push((index, rank));
    }
    close(headings, open.drain(..), end);
}

/// Ends sections, each within the one before it, at `end`; an item ends where it ends, and all that began in it.
fn close(headings: &mut [Heading], open: impl Iterator<Item = (usize, Rank)>, mut end: usize) {
    for (index, rank) in open {
        if let Rank::Item(until) = rank {
            end = end.min(until);
        }
        if let Some(heading) = headings.get_mut(index) {
            heading.section_end = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Note, NoteOptions};

    /// Every heading as `kind level title (parent)`, with the text its section ends before.
    fn outline(text: &str) -> Vec<String> {
        let note = Note::parse(text, &NoteOptions::default());
        note.headings
            .iter()
            .map(|heading| {
                let parent = heading.parent.and_then(|parent| note.headings.get(parent));
                let parent = parent.map_or("", |parent| parent.title.as_str());
                let next = text.get(heading.section_end..).unwrap_or("");
                let next = next.trim_start().lines().next().unwrap_or("");
                format!(
                    "{:?} {} {} ({parent}) < {next}",
                    heading.kind, heading.level, heading.title
                )
            })
            .collect()
    }

    #[test]
    fn a_section_in_an_item_ends_with_it() {
        assert_eq!(
            outline("# A\n\n1. **B**  \n   ## C\n2. **D**  \n   text\n\n## E\n"),
            [
                "Atx 1 A () < ",
                "Item 2 B (A) < 2. **D**  ",
                "Atx 2 C (B) < 2. **D**  ",
                "Item 2 D (A) < ## E",
                "Atx 2 E (A) < ",
            ]
        );
    }

    #[test]
    fn markdown_s_own() {
        let text =
            "# A #\n\n## B ##\n#\n##\n### C#\n\nD\n===\n\nE\n---\n\ntwo lines\nover a rule\n---\n";
        assert_eq!(
            outline(text),
            [
                "Atx 1 A () < D",
                "Atx 2 B (A) < D",
                "Atx 3 C# (B) < D",
                "Setext 1 D () < ",
                "Setext 2 E (D) < ",
            ]
        );
    }

    #[test]
    fn banners_hold_what_comes_up_to_the_next_one() {
        let text = "####### A\n\n#b one\n\n## C\n\n#d\n ####### E #######\n\n#f two\n";
        assert_eq!(
            outline(text),
            [
                "Banner 1 A () < ####### E #######",
                "Unspaced 1 b one (A) < #d",
                "Atx 2 C (b one) < #d",
                "Unspaced 1 d (A) < ####### E #######",
                "Banner 1 E () < ",
                "Unspaced 1 f two (E) < ",
            ]
        );
    }

    #[test]
    fn labels_stand_in_the_section_that_holds_them() {
        let text = "# Plan\n\nPart 1: A\n\n\tFirst words.\n\nUnit 1.1: B\nAn intro.\n\tMore words.\n\n\
                    **Part 2: C**\n\nUnit 2.1: D\n\nStep 1: E\n\nStep 2: F\n";
        assert_eq!(
            outline(text),
            [
                "Atx 1 Plan () < ",
                "Outline 2 Part 1: A (Plan) < **Part 2: C**",
                "Outline 3 Unit 1.1: B (Part 1: A) < **Part 2: C**",
                "Outline 2 Part 2: C (Plan) < ",
                "Outline 3 Unit 2.1: D (Part 2: C) < ",
            ]
        );
    }

    #[test]
    fn topics_end_with_their_item() {
        let text = "## A\n\n1. **B**\n   text\n2. **C** – text\n   - **D**\n     text\n3. **E**: text\n\nAfter.\n\n\
                    - **bold** words\n- **F**\n  text\n";
        assert_eq!(
            outline(text),
            [
                "Atx 2 A () < ",
                "Item 3 B (A) < 2. **C** – text",
                "Item 3 C (A) < 3. **E**: text",
                "Item 4 D (C) < 3. **E**: text",
                "Item 3 E (A) < After.",
            ]
        );
    }

    #[test]
    fn what_only_looks_like_a_heading() {
        for text in [
            "---\n# a: b\n---\n",
            "```\n# a\n#b c\n####### d\n```\n",
            "<!--\n#b c\n-->\n",
            "    #b c\n",
            "- x\n\n  #b c\n",
            "#b\n",
            "a #b c\n",
            "`x\n#b c`\n",
            "$$\n#b c\n$$\n",
            "#######\n",
        ] {
            assert_eq!(outline(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_heading_is_found_by_any_place_of_its_section() {
        let text = "x\n# A\n\n1. **B**\n   b\n\nc\n";
        let note = Note::parse(text, &NoteOptions::default());
        let title = |offset| {
            note.heading_at(offset)
                .map(|heading| heading.title.as_str())
        };
        assert_eq!(title(0), None);
        assert_eq!(title(2), Some("A"));
        assert_eq!(title(text.find("   b").unwrap_or(0)), Some("B"));
        assert_eq!(title(text.find("\nc").unwrap_or(0)), Some("A"));
        assert_eq!(title(text.len()), Some("A"));
        assert_eq!(title(text.len() + 1), None);
    }
}
