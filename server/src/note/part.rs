//! A part of a note that is read by itself: from a heading at the margin, where nothing that Markdown knows is open, to
//! such a heading further on. What a part says depends on its text alone, and on a few words of other parts.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use super::found::Found;
use super::headings::Rank;
use super::lines::run;
use super::tie::{self, Tie};
use super::{Fence, Heading, InlineCode, Item, Link, Note, NoteOptions, Question};
use super::{anchors, headings, links, questions, reader};
use crate::text::{LineIndex, Span};

/// Parts are at least so many bytes long, the last one excepted: most notes are one part, and a part of this length is
/// read in well under a millisecond. In the unit tests every heading at the margin begins a part, so that each of them
/// shows, too, that parts say what the whole does.
const LEAST: usize = if cfg!(test) { 1 } else { 4096 };

/// Parts of the same number, of the same note or of two of its states, say the same at the same places of the part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartId(u64);

impl PartId {
    fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// A part, read.
#[derive(Debug)]
pub(super) struct Part {
    pub id: PartId,
    /// Its length in bytes.
    pub len: usize,
    /// How many bytes from its start on decide where it ends and what it says: itself and the heading behind it.
    /// `None` for the last one, which ends where the note does.
    pub decided_by: Option<usize>,
    /// What it says, in offsets from its start.
    pub says: Says,
    /// What it tells other parts.
    pub gives: Vec<Tie>,
    /// What it was told by other parts.
    given: Vec<Tie>,
    /// What other parts could tell it, worked out when first asked for.
    asks: OnceLock<Vec<Tie>>,
    /// See [`Part::anchors`].
    anchors: OnceLock<u64>,
}

/// What a note or a part of it says. Every list is in document order.
#[derive(Debug, Clone, Default)]
pub(super) struct Says {
    pub lines: LineIndex,
    pub headings: Vec<Heading>,
    /// One for each heading.
    pub ranks: Vec<Rank>,
    pub fences: Vec<Fence>,
    pub inline_code: Vec<InlineCode>,
    pub items: Vec<Item>,
    pub links: Vec<Link>,
    pub comments: Vec<Span>,
    pub prose: Vec<Span>,
    pub questions: Vec<Question>,
}

impl Part {
    /// Reads the part that `text`, the rest of a note, begins with. Where it ends is decided by what is read up to
    /// there, so that it stays the same whatever the note says further on.
    pub fn first_of(text: &str, options: &NoteOptions) -> Self {
        let mut least = LEAST;
        for heading in margin_headings(text) {
            if heading.start < least {
                continue;
            }
            let with_heading = text.get(..heading.end).unwrap_or(text);
            let found = reader::read(with_heading, heading.start, &[], options);
            if found.is_closed {
                let decided_by = with_heading.ends_with('\n').then_some(heading.end);
                return Self::of(text, heading.start, decided_by, found, options);
            }
            // Something goes on there. Twice the length each time keeps the time linear.
            least = heading.start * 2;
        }
        let found = reader::read(text, text.len(), &[], options);
        Self::of(text, text.len(), None, found, options)
    }

    fn of(
        text: &str,
        len: usize,
        decided_by: Option<usize>,
        mut found: Found,
        options: &NoteOptions,
    ) -> Self {
        let gives = std::mem::take(&mut found.gives);
        Self {
            id: PartId::new(),
            len,
            decided_by,
            says: Says::of(text.get(..len).unwrap_or(text), found, &[], options),
            gives,
            given: Vec::new(),
            asks: OnceLock::new(),
            anchors: OnceLock::new(),
        }
    }

    /// The same for parts that give the same anchors, wherever these stand; `text` is the part's.
    pub fn anchors(&self, text: &str) -> u64 {
        *self
            .anchors
            .get_or_init(|| anchors::hash_of(text, &self.says))
    }

    /// What `all` parts of the note give that this one, whose text is `text`, asks for and does not know yet by itself.
    /// `None` where that is what it was read with.
    pub fn news(&self, text: &str, all: &rustc_hash::FxHashSet<&Tie>) -> Option<Vec<Tie>> {
        if all.is_empty() && self.given.is_empty() {
            return None;
        }
        let asks = self.asks.get_or_init(|| tie::asked(text));
        let told = asks
            .iter()
            .filter(|tie| all.contains(tie) && !self.gives.contains(tie));
        (!told.clone().eq(&self.given)).then(|| told.cloned().collect())
    }

    /// The same part, whose text is `text`, read again with what others tell it.
    pub fn told(&self, text: &str, given: Vec<Tie>, options: &NoteOptions) -> Self {
        let definitions = tie::definitions(&given);
        let found = if definitions.is_empty() {
            reader::read(text, text.len(), &given, options)
        } else {
            // Behind a heading the definitions stand by themselves, unless the note ends in code or HTML; those take up
            // whatever follows, and their links stay text.
            let with_definitions = format!("{text}\n# x\n\n{definitions}");
            Some(reader::read(&with_definitions, text.len(), &given, options))
                .filter(|found| found.is_closed)
                .unwrap_or_else(|| reader::read(text, text.len(), &given, options))
        };
        Self {
            id: PartId::new(),
            len: self.len,
            decided_by: self.decided_by,
            says: Says::of(text, found, &given, options),
            gives: self.gives.clone(),
            given,
            asks: self.asks.clone(),
            anchors: OnceLock::new(),
        }
    }
}

impl Says {
    fn of(text: &str, mut found: Found, given: &[Tie], options: &NoteOptions) -> Self {
        let (headings, ranks) = headings::all(text, &mut found, given, options);
        let links = links::all(text, &mut found);
        let questions = questions::find(text, &found, &headings, &links, options);
        Self {
            lines: LineIndex::new(text),
            headings,
            ranks,
            fences: found.fences,
            inline_code: found.inline_code,
            items: found.items,
            links,
            comments: found.comments,
            prose: found.prose,
            questions,
        }
    }

    /// Makes room for what `parts` say: a long note is put together at every keystroke.
    pub fn reserve<'a>(&mut self, parts: impl Iterator<Item = &'a Self> + Clone) {
        let sum = |of: fn(&Self) -> usize| parts.clone().map(of).sum();
        self.lines.reserve(sum(|part| part.lines.len()));
        self.headings.reserve(sum(|part| part.headings.len()));
        self.ranks.reserve(sum(|part| part.ranks.len()));
        self.fences.reserve(sum(|part| part.fences.len()));
        self.inline_code.reserve(sum(|part| part.inline_code.len()));
        self.items.reserve(sum(|part| part.items.len()));
        self.links.reserve(sum(|part| part.links.len()));
        self.comments.reserve(sum(|part| part.comments.len()));
        self.prose.reserve(sum(|part| part.prose.len()));
        self.questions.reserve(sum(|part| part.questions.len()));
    }

    /// Adds what a part says that begins at byte `by` of the note. Sections still end with their part.
    pub fn append(&mut self, part: &Self, by: usize) {
        self.append_around(part, by);
        let items = self.items.len();
        let inline_code = part.inline_code.iter().map(|code| InlineCode {
            span: code.span.shifted(by),
            content: code.content.shifted(by),
        });
        self.inline_code.extend(inline_code);
        self.items.extend(part.items.iter().map(|item| Item {
            span: item.span.shifted(by),
            marker: item.marker.shifted(by),
            content: item.content.shifted(by),
            depth: item.depth,
            parent: item.parent.map(|parent| items + parent),
        }));
        self.links.extend(part.links.iter().map(|link| Link {
            kind: link.kind,
            span: link.span.shifted(by),
            target: link.target.shifted(by),
            text: link.text.shifted(by),
        }));
        let shifted = |span: &Span| span.shifted(by);
        self.prose.extend(part.prose.iter().map(shifted));
        let questions = part.questions.iter().map(|question| Question {
            status: question.status,
            markers: question.markers.iter().map(shifted).collect(),
            span: question.span.shifted(by),
            question: question.question.clone(),
        });
        self.questions.extend(questions);
    }

    /// Of the same, what tells what stands before it means: lines, headings, fences, comments.
    pub fn append_around(&mut self, part: &Self, by: usize) {
        self.lines.append(&part.lines);
        let headings = part.headings.iter().map(|heading| Heading {
            span: heading.span.shifted(by),
            title_span: heading.title_span.shifted(by),
            title: heading.title.clone(),
            ..*heading
        });
        self.headings.extend(headings);
        self.ranks
            .extend(part.ranks.iter().map(|rank| rank.shifted(by)));
        self.fences.extend(part.fences.iter().map(|fence| Fence {
            span: fence.span.shifted(by),
            marker: fence.marker.shifted(by),
            info: fence.info.shifted(by),
            body: fence.body.shifted(by),
            closing: fence.closing.map(|closing| closing.shifted(by)),
        }));
        let shifted = |span: &Span| span.shifted(by);
        self.comments.extend(part.comments.iter().map(shifted));
    }

    /// The note of `text` that says this.
    pub fn into_note(self, text: Arc<str>, front_matter: Option<Span>) -> Note {
        Note {
            text,
            lines: self.lines,
            front_matter,
            headings: self.headings,
            fences: self.fences,
            inline_code: self.inline_code,
            items: self.items,
            links: self.links,
            comments: self.comments,
            prose: self.prose,
            questions: self.questions,
            parts: Vec::new(),
        }
    }
}

/// The lines of `text` that begin with an ATX heading at the margin, the first line excepted, outside of what looks
/// like a fence by its markers alone.
fn margin_headings(text: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    let mut open: Option<(u8, usize)> = None;
    std::iter::from_fn(move || {
        while at < text.len() {
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            let end = memchr::memchr(b'\n', rest).map_or(text.len(), |end| at + end + 1);
            let line = Span::new(at, end);
            at = end;
            if line.start > 0 && open.is_none() && is_atx(line.of(text)) {
                return Some(line);
            }
            open = fence_after(line.of(text), open);
        }
        None
    })
}

/// One to six `#` and a blank (CommonMark 0.31, "ATX headings").
fn is_atx(line: &str) -> bool {
    let hashes = run(line, b'#');
    let behind = line.as_bytes().get(hashes);
    (1..=6).contains(&hashes) && matches!(behind, Some(b' ' | b'\t'))
}

/// The marker and length of the fence that is open behind `line`, where `open` was before.
fn fence_after(line: &str, open: Option<(u8, usize)>) -> Option<(u8, usize)> {
    let inside = line.trim_start_matches(|c: char| " \t>-*+.)0123456789".contains(c));
    let mark = match inside.as_bytes().first() {
        Some(&mark @ (b'`' | b'~')) => mark,
        _ => return open,
    };
    let length = run(inside, mark);
    let info = inside.get(length..).unwrap_or("").trim();
    match open {
        None if length >= 3 && !(mark == b'`' && info.contains('`')) => Some((mark, length)),
        Some((opened, least)) if opened == mark && length >= least && info.is_empty() => None,
        open => open,
    }
}
