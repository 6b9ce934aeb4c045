//! A note as its writer meant it: Markdown in whatever dialect, read into headings, fences, items, links, questions.
//! Knows nothing of Python, of rules or of other notes.

pub mod anchors;
mod answers;
mod dialect;
mod fences;
mod found;
mod front_matter;
mod headings;
mod indented;
mod items;
mod lines;
mod links;
mod markers;
mod mask;
mod part;
mod parts;
mod questions;
mod reader;
mod stray_fences;
mod target;
mod tie;
mod topics;
mod window;
mod wording;

pub use anchors::{Anchor, AnchorKind};
pub use target::{Target, decoded};

use std::sync::Arc;

use crate::config::Config;
use crate::text::{Extract, LineIndex, Span};

pub use part::PartId;
pub use parts::{Parts, Placed};
pub use window::{Make, Window};

/// What a note is read with; part of the config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteOptions {
    /// Marks of an open question, `❓` unless configured.
    pub question_markers: Vec<String>,
    /// Whether `#title` counts as a heading.
    pub unspaced_headings: bool,
    /// Whether `Phase 1: …` lines over indented text, and that text's lines, count as headings and items.
    pub outline_headings: bool,
    /// Whether numbered bold items (`1. **GIL**`) count as topics.
    pub item_headings: bool,
}

impl Default for NoteOptions {
    fn default() -> Self {
        Self {
            question_markers: vec!["❓".to_owned()],
            unspaced_headings: true,
            outline_headings: true,
            item_headings: true,
        }
    }
}

impl From<&Config> for NoteOptions {
    fn from(config: &Config) -> Self {
        Self {
            question_markers: config.questions.markers.clone(),
            unspaced_headings: config.notes.unspaced_headings,
            outline_headings: config.notes.outline_headings,
            item_headings: config.notes.item_headings,
        }
    }
}

/// One note, read whole. Every list is in document order; every span is in bytes of `text`.
#[derive(Debug, Clone, Default)]
pub struct Note {
    /// The note's text.
    pub text: Arc<str>,
    /// Where its lines begin.
    pub lines: LineIndex,
    /// YAML (`---`) or TOML (`+++`) at the very top, delimiters included.
    pub front_matter: Option<Span>,
    /// Headings of every dialect.
    pub headings: Vec<Heading>,
    /// Fenced code, and indented code that is really code.
    pub fences: Vec<Fence>,
    /// Code spans in prose.
    pub inline_code: Vec<InlineCode>,
    /// List items, outline lines included.
    pub items: Vec<Item>,
    /// Links of every kind.
    pub links: Vec<Link>,
    /// HTML comments.
    pub comments: Vec<Span>,
    /// Text that a reader reads: paragraphs, headings, items, table cells; without code, comments, HTML, math and
    /// front matter. Stretches of one line at most.
    pub prose: Vec<Span>,
    /// Places marked as open questions.
    pub questions: Vec<Question>,
    /// The parts that it was read in, which adjoin; none in a window.
    pub parts: Vec<Placed>,
}

/// A heading with the section it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Which dialect wrote it.
    pub kind: HeadingKind,
    /// 1 for a banner; else as many as it has `#`; outline lines by their depth.
    pub level: u8,
    /// The whole heading with its markers, without the line end.
    pub span: Span,
    /// The title without its markers.
    pub title_span: Span,
    /// The title as written, markers stripped.
    pub title: String,
    /// Where the section ends: at the next heading of the same rank or a higher one, or at the end of the note.
    pub section_end: usize,
    /// Index of the heading whose section holds this one.
    pub parent: Option<usize>,
}

/// The dialects of headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum HeadingKind {
    /// `## title`
    Atx,
    /// `title` over `===` or `---`
    Setext,
    /// `######### title #########`
    Banner,
    /// `#title`
    Unspaced,
    /// `Phase 1: title` over indented lines
    Outline,
    /// `1. **title**`
    Item,
}

/// A block of code between fences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// From the first character of the opening marker to the end of the closing one, line end excluded; an unclosed
    /// fence goes on to where Markdown ends it.
    pub span: Span,
    /// The opening marker: its run of backticks or tildes.
    pub marker: Span,
    /// The info string behind the marker, trimmed; may be empty.
    pub info: Span,
    /// The code, line by line, without the indent and quote marks that Markdown strips. Each line keeps its line end.
    pub body: Extract,
    /// The closing marker; `None` where the fence was never closed.
    pub closing: Option<Span>,
}

/// A code span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InlineCode {
    /// With its backticks.
    pub span: Span,
    /// Between its backticks.
    pub content: Span,
}

/// A list item or a line of an outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// From its marker to the end of its last line, sub-items included.
    pub span: Span,
    /// The bullet or number with its delimiter (`-`, `1.`); empty for an outline line.
    pub marker: Span,
    /// The item's own text on its first line, after marker and check box.
    pub content: Span,
    /// 0 for the outermost.
    pub depth: u8,
    /// Index of the item that holds it.
    pub parent: Option<usize>,
}

/// A link or what a link may point to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What kind it is.
    pub kind: LinkKind,
    /// The whole of it.
    pub span: Span,
    /// Where it goes, as written: path, URL, label; without brackets.
    pub target: Span,
    /// The words shown; empty where there are none of its own.
    pub text: Span,
}

/// Kinds of links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// `[text](target)`
    Inline,
    /// `![text](target)`
    Image,
    /// `[text][label]`, `[label][]`, `[label]`
    Reference,
    /// `[label]: target`
    Definition,
    /// `[[target|text]]`
    Wiki,
    /// `![[target]]`
    Embed,
    /// `<https://…>` or a bare URL
    Url,
    /// `[^label]`
    Footnote,
    /// `[^label]: text`
    FootnoteDefinition,
    /// `#tag`
    Tag,
}

/// A place marked as an open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// How far it is answered.
    pub status: QuestionStatus,
    /// The marks, one or more for one question.
    pub markers: Vec<Span>,
    /// The unit that carries the mark: section, item or paragraph.
    pub span: Span,
    /// The question in words: the heading over the mark, or the text that carries it; markers stripped.
    pub question: String,
}

/// How far a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum QuestionStatus {
    /// Nothing of its own stands under the mark.
    Unanswered,
    /// There is text, but it is still marked.
    Unsure,
    /// A question without a mark that has an answer.
    Answered,
}

impl Note {
    /// Reads `text`. Never fails: what cannot be read is prose.
    pub fn parse(text: impl Into<Arc<str>>, options: &NoteOptions) -> Self {
        Parts::read(text, options).note()
    }

    /// True where a tag may come at `offset` without a `#`: under `tags` in the front matter.
    pub fn lists_tags(&self, offset: usize) -> bool {
        let front_matter = self.front_matter.filter(|span| span.touches(offset));
        front_matter.is_some_and(|span| front_matter::takes_tag(&self.text, span, offset))
    }

    /// The innermost heading whose section holds `offset`. A section holds the place right behind its heading and, at
    /// the end of the note, its own end.
    pub fn heading_at(&self, offset: usize) -> Option<&Heading> {
        let after = self
            .headings
            .partition_point(|heading| heading.span.start <= offset);
        let mut index = after.checked_sub(1);
        while let Some(heading) = self.headings.get(index?) {
            let end = heading.section_end.max(heading.span.end + 1);
            if offset < end || offset == self.text.len() && end >= offset {
                return Some(heading);
            }
            index = heading.parent;
        }
        None
    }

    /// The fence that holds `offset`.
    pub fn fence_at(&self, offset: usize) -> Option<&Fence> {
        let after = self
            .fences
            .partition_point(|fence| fence.span.start <= offset);
        let fence = self.fences.get(after.checked_sub(1)?)?;
        fence.span.touches(offset).then_some(fence)
    }
}

impl Fence {
    /// The info string.
    pub fn info<'a>(&self, text: &'a str) -> &'a str {
        self.info.of(text)
    }
}
