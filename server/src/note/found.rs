//! What one walk over a note gives, for the readers that come after it.

use super::items::Facts;
use super::tie::Tie;
use super::{Fence, Heading, InlineCode, Item, Link};
use crate::text::Span;

/// What one walk over a note gives. All spans are of the note; all lists in document order unless said otherwise.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub headings: Vec<Heading>,
    pub labels: Vec<LabelLine>,
    pub fences: Vec<Fence>,
    pub inline_code: Vec<InlineCode>,
    pub items: Vec<Item>,
    /// One for each item.
    pub facts: Vec<Facts>,
    /// In no order; without those that only prose shows.
    pub links: Vec<Link>,
    pub comments: Vec<Span>,
    pub prose: Vec<Span>,
    pub blocks: Vec<Block>,
    /// What other parts of the note may ask for.
    pub gives: Vec<Tie>,
    /// Whether what stands behind the text that was read begins with a heading, with nothing open before it.
    pub is_closed: bool,
}

/// A labelled line that would be a heading if text is indented under one with the same word.
#[derive(Debug, Clone)]
pub(super) struct LabelLine {
    pub span: Span,
    pub title: Span,
    pub word: String,
    pub parts: usize,
    /// Whether an outline stands under this very line.
    pub over_outline: bool,
}

/// A stretch of content: what answers a question or fills a section.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    pub kind: BlockKind,
    pub span: Span,
    /// Index of the innermost item that holds it.
    pub item: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    /// A paragraph, the text of an item, a line of an outline.
    Text,
    Code,
    Row,
    Html,
}
