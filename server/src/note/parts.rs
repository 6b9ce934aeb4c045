//! A note as the parts that it is read in, so that an edit costs what it changes: parts that are the same as before the
//! edit are not read again.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashSet, FxHasher};

use super::part::{Part, PartId, Says};
use super::tie::Tie;
use super::{Note, NoteOptions, front_matter, headings};
use crate::text::{LineIndex, Span};

/// A note, read in parts.
#[derive(Debug, Clone)]
pub struct Parts {
    text: Arc<str>,
    options: NoteOptions,
    front_matter: Option<Span>,
    parts: Vec<Placed>,
}

impl Parts {
    /// Reads `text`. Never fails: what cannot be read is prose.
    pub fn read(text: impl Into<Arc<str>>, options: &NoteOptions) -> Self {
        Self::after(text.into(), options, None)
    }

    /// Reads `text` as [`Parts::read`] does; `earlier` may be an earlier state of the same note, of which whatever is
    /// still the same is not read again.
    pub fn reread(
        text: impl Into<Arc<str>>,
        options: &NoteOptions,
        earlier: Option<&Self>,
    ) -> Self {
        let earlier = earlier.filter(|earlier| earlier.options == *options);
        Self::after(text.into(), options, earlier)
    }

    fn after(text: Arc<str>, options: &NoteOptions, earlier: Option<&Self>) -> Self {
        let front_matter = front_matter::find(&text);
        let from = front_matter.map_or(0, |span| span.end);
        let mut parts = match earlier {
            Some(earlier) => split_after(&text, from, options, earlier),
            None => split(&text, from, options, |_| None),
        };
        tell(&mut parts, &text, options);
        Self {
            text,
            options: options.clone(),
            front_matter,
            parts,
        }
    }

    /// The note.
    pub fn note(&self) -> Note {
        let before = self
            .front_matter
            .map_or("", |span| self.text.get(..span.end).unwrap_or_default());
        let mut says = Says {
            lines: LineIndex::new(before),
            ..Says::default()
        };
        says.reserve(self.parts.iter().map(|placed| &placed.part.says));
        for placed in &self.parts {
            says.append(&placed.part.says, placed.span.start);
        }
        let tags = self
            .front_matter
            .map(|span| front_matter::tags(&self.text, span));
        let mut links = tags.unwrap_or_default();
        links.append(&mut says.links);
        headings::sections(&mut says.headings, &says.ranks, self.text.len());
        says.links = links;
        Note {
            parts: self.parts.clone(),
            ..says.into_note(Arc::clone(&self.text), self.front_matter)
        }
    }
}

impl Note {
    /// The same for states of a note whose anchors have the same names, wherever these stand.
    pub fn anchors_hash(&self) -> u64 {
        let mut hasher = FxHasher::default();
        for placed in &self.parts {
            let text = placed.span.of(&self.text);
            placed.part.anchors(text).hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// A part of a note, and where it stands there.
#[derive(Debug, Clone)]
pub struct Placed {
    /// Where it stands.
    pub span: Span,
    pub(super) part: Arc<Part>,
}

impl Placed {
    fn new(start: usize, part: Arc<Part>) -> Self {
        let span = Span::new(start, start + part.len);
        Self { span, part }
    }

    /// Which part it is.
    pub fn id(&self) -> PartId {
        self.part.id
    }
}

/// The parts of `text` from byte `from` on; `rest` may know all those from some place on.
fn split(
    text: &str,
    from: usize,
    options: &NoteOptions,
    rest: impl Fn(usize) -> Option<Vec<Placed>>,
) -> Vec<Placed> {
    let mut parts = Vec::new();
    let mut start = from;
    loop {
        if let Some(rest) = rest(start) {
            parts.extend(rest);
            return parts;
        }
        let part = Part::first_of(text.get(start..).unwrap_or(""), options);
        let placed = Placed::new(start, Arc::new(part));
        start = placed.span.end;
        parts.push(placed);
        if start >= text.len() {
            return parts;
        }
    }
}

/// The same, with parts of an `earlier` state for what is still the same.
fn split_after(text: &str, from: usize, options: &NoteOptions, earlier: &Parts) -> Vec<Placed> {
    let (new, old) = (text.as_bytes(), earlier.text.as_bytes());
    let before = common_start(new, old);
    let behind = common_end(new, old);
    let same_start = earlier
        .parts
        .first()
        .is_some_and(|first| first.span.start == from);
    let kept = earlier.parts.partition_point(|placed| {
        let decided_by = placed.part.decided_by.filter(|_| same_start);
        decided_by.is_some_and(|bytes| placed.span.start + bytes <= before)
    });
    let mut parts: Vec<Placed> = earlier.parts.iter().take(kept).cloned().collect();
    let from = parts.last().map_or(from, |last| last.span.end);
    // Where the old text goes on as the new one does, and a part begins at the same place, all the rest is the same.
    let rest = |start: usize| {
        let to_end = text.len() - start;
        let old_start = old.len().checked_sub(to_end)?;
        let same = to_end <= behind && start > 0;
        let first = earlier
            .parts
            .binary_search_by_key(&old_start, |placed| placed.span.start);
        let rest = earlier.parts.get(first.ok().filter(|_| same)?..)?;
        Some(
            rest.iter()
                .map(|old| {
                    let at = old.span.start - old_start + start;
                    Placed::new(at, Arc::clone(&old.part))
                })
                .collect(),
        )
    };
    parts.extend(split(text, from, options, rest));
    parts
}

/// Texts are compared so many bytes at once.
const BLOCK: usize = 4096;

/// How many bytes both begin with.
fn common_start(one: &[u8], other: &[u8]) -> usize {
    let blocks = one.chunks_exact(BLOCK).zip(other.chunks_exact(BLOCK));
    let at = blocks.take_while(|(one, other)| one == other).count() * BLOCK;
    let rest = one.iter().zip(other).skip(at);
    at + rest.take_while(|(one, other)| one == other).count()
}

/// How many bytes both end with.
fn common_end(one: &[u8], other: &[u8]) -> usize {
    let blocks = one.rchunks_exact(BLOCK).zip(other.rchunks_exact(BLOCK));
    let at = blocks.take_while(|(one, other)| one == other).count() * BLOCK;
    let rest = one.iter().rev().zip(other.iter().rev()).skip(at);
    at + rest.take_while(|(one, other)| one == other).count()
}

/// Has those parts read again that other parts tell something, or tell it no longer.
fn tell(parts: &mut [Placed], text: &str, options: &NoteOptions) {
    if parts.len() < 2 {
        return;
    }
    let given: Vec<Arc<Part>> = parts.iter().map(|it| Arc::clone(&it.part)).collect();
    let all: FxHashSet<&Tie> = given.iter().flat_map(|part| &part.gives).collect();
    for placed in parts {
        let text = placed.span.of(text);
        if let Some(news) = placed.part.news(text, &all) {
            placed.part = Arc::new(placed.part.told(text, news, options));
        }
    }
}
