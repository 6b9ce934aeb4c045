//! Titles of Markdown's own headings, and the sections that headings of all kinds open.

use super::lines::{line_end, next_line, trimmed};
use super::reader::{Found, LabelLine};
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

/// Every heading of the note, with its section: Markdown's own, those of other dialects, labelled lines over outlines,
/// topics.
pub(super) fn all(text: &str, found: &mut Found, options: &NoteOptions) -> Vec<Heading> {
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
        headings.extend(labelled(text, &found.labels));
    }
    if options.item_headings {
        headings.extend(topics::headings(text, found));
    }
    headings.sort_by_key(|(heading, _)| heading.span);
    let (mut headings, ranks): (Vec<_>, Vec<_>) = headings.into_iter().unzip();
    sections(&mut headings, &ranks, text.len());
    headings
}

/// The labelled lines whose word stands over an outline somewhere in the note: `Step 1:` over nothing is a sentence,
/// `Phase 3:` over nothing is a phase still to be written.
fn labelled(text: &str, labels: &[LabelLine]) -> Vec<(Heading, Rank)> {
    let words: rustc_hash::FxHashSet<&str> = labels
        .iter()
        .filter(|label| label.over_outline)
        .map(|label| label.word.as_str())
        .collect();
    labels
        .iter()
        .filter(|label| words.contains(label.word.as_str()))
        .map(|label| {
            let heading = heading(text, HeadingKind::Outline, 1, label.span, label.span);
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
        while let Some(&(last, last_rank)) = open.last() {
            let Some(last) = headings.get_mut(last) else {
                break;
            };
            let closes = match (last_rank, rank) {
                (Rank::Item(until), _) => until <= start,
                (_, Rank::Banner) => true,
                (Rank::Banner, _) => false,
                (_, Rank::Level) => level <= last.level,
                (Rank::Label(parts), Rank::Label(new)) => new <= parts,
                (Rank::Level, Rank::Label(_)) | (_, Rank::Item(_)) => false,
            };
            if !closes {
                break;
            }
            last.section_end = match last_rank {
                Rank::Item(until) => until,
                _ => start,
            };
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
    for (index, rank) in open {
        if let Some(heading) = headings.get_mut(index) {
            heading.section_end = match rank {
                Rank::Item(until) => until,
                _ => end,
            };
        }
    }
}
