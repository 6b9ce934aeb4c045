//! Bold items that are topics: `1. **GIL in Python**` with its text below, `2. **LRU cache** – text`.

use super::found::Found;
use super::headings::{Rank, heading};
use super::lines::line_end;
use super::{Heading, HeadingKind, Item};
use crate::text::Span;

/// The headings that items make. A list counts as a whole: most of its items must begin with a bold title. In a
/// bulleted list bold words are terms more often than topics, so there every item must consist of a title alone on
/// its line, with text under it.
pub(super) fn headings(text: &str, found: &Found) -> Vec<(Heading, Rank)> {
    let mut lists: rustc_hash::FxHashMap<usize, (usize, usize)> = rustc_hash::FxHashMap::default();
    let mut titles = Vec::new();
    for (item, facts) in found.items.iter().zip(&found.facts) {
        let (titled, all) = lists.entry(facts.list).or_default();
        *all += 1;
        let Some(title) = facts.bold else { continue };
        let fits = if facts.ordered {
            is_title(text, item, title)
        } else {
            is_alone(text, item, title)
        };
        if fits {
            *titled += 1;
            titles.push((item, facts, title));
        }
    }
    titles
        .into_iter()
        .filter(|(_, facts, _)| {
            let &(titled, all) = lists.get(&facts.list).unwrap_or(&(0, 0));
            if facts.ordered {
                titled * 3 >= all * 2
            } else {
                titled == all
            }
        })
        .map(|(item, _, title)| {
            let line = Span::new(item.span.start, title.end + 2);
            let heading = heading(text, HeadingKind::Item, 1, line, title);
            (heading, Rank::Item(item.span.end))
        })
        .collect()
}

/// Bold words that nothing follows, or a dash, a colon or a bracket: not a bold word that a sentence goes on from.
fn is_title(text: &str, item: &Item, title: Span) -> bool {
    let behind = Span::new(title.end + 2, line_end(text, item.content.start));
    let rest = behind.of(text).trim();
    let closed = title.of(text).ends_with([':', '?', '.', '？']);
    // A dash read as Windows-1252 begins with a letter.
    closed
        || rest.is_empty()
        || rest.starts_with("â€")
        || rest.starts_with(|c: char| !c.is_alphanumeric() && !matches!(c, ',' | '`' | '*' | '_'))
}

/// Bold words alone on their line, with something of the item below.
fn is_alone(text: &str, item: &Item, title: Span) -> bool {
    let end = line_end(text, item.content.start);
    let rest = Span::new(title.end + 2, end).of(text).trim();
    matches!(rest, "" | ":") && item.span.end > end
}
