//! A note as the parts that it is read in, so that an edit costs what it changes: parts that are the same as before the
//! edit are not read again.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashSet, FxHasher};

use super::part::{Part, Says};
use super::tie::Tie;
use super::{Note, NoteOptions, front_matter, headings};
use crate::text::{LineIndex, Span};

/// A note, read in parts.
#[derive(Debug, Clone)]
pub struct Parts {
    text: Arc<str>,
    options: NoteOptions,
    front_matter: Option<Span>,
    /// The parts, each with where it begins.
    parts: Vec<(usize, Arc<Part>)>,
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

    /// The same for states of a note whose anchors have the same names, wherever these stand.
    pub fn anchors(&self) -> u64 {
        let mut hasher = FxHasher::default();
        for (start, part) in &self.parts {
            let text = Span::new(*start, start + part.len).of(&self.text);
            part.anchors(text).hash(&mut hasher);
        }
        hasher.finish()
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
        for (start, part) in &self.parts {
            says.append(&part.says, *start);
        }
        let tags = self
            .front_matter
            .map(|span| front_matter::tags(&self.text, span));
        let mut links = tags.unwrap_or_default();
        links.append(&mut says.links);
        headings::sections(&mut says.headings, &says.ranks, self.text.len());
        Note {
            lines: says.lines,
            text: Arc::clone(&self.text),
            front_matter: self.front_matter,
            headings: says.headings,
            fences: says.fences,
            inline_code: says.inline_code,
            items: says.items,
            links,
            comments: says.comments,
            prose: says.prose,
            questions: says.questions,
            parts: self
                .parts
                .iter()
                .map(|(start, part)| (Span::new(*start, start + part.len), part.id))
                .collect(),
        }
    }
}

type Placed = (usize, Arc<Part>);

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
        let after = start + part.len;
        parts.push((start, Arc::new(part)));
        if after >= text.len() {
            return parts;
        }
        start = after;
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
        .is_some_and(|(start, _)| *start == from);
    let kept = earlier.parts.partition_point(|(start, part)| {
        same_start && part.decided_by.is_some_and(|bytes| start + bytes <= before)
    });
    let mut parts: Vec<Placed> = earlier.parts.iter().take(kept).cloned().collect();
    let from = parts.last().map_or(from, |(start, part)| start + part.len);
    // Where the old text goes on as the new one does, and a part begins at the same place, all the rest is the same.
    let rest = |start: usize| {
        let to_end = text.len() - start;
        let old_start = old.len().checked_sub(to_end)?;
        let same = to_end <= behind && start > 0;
        let first = earlier
            .parts
            .binary_search_by_key(&old_start, |(start, _)| *start);
        let rest = earlier.parts.get(first.ok().filter(|_| same)?..)?;
        Some(
            rest.iter()
                .map(|(at, part)| (at - old_start + start, Arc::clone(part)))
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
    let given: Vec<Arc<Part>> = parts.iter().map(|(_, part)| Arc::clone(part)).collect();
    let all: FxHashSet<&Tie> = given.iter().flat_map(|part| &part.gives).collect();
    for (start, part) in parts {
        let text = text.get(*start..*start + part.len).unwrap_or("");
        if let Some(news) = part.news(text, &all) {
            *part = Arc::new(part.told(text, news, options));
        }
    }
}
