//! One text that pulldown-cmark reads, the note itself or indented text of it: where it stands in the note, how it is
//! read, what is open in it.

use std::ops::Range;

use super::super::lines::next_line;
use super::super::links::Pending;
use super::super::mask::{DialectHeading, Masked};
use super::super::stray_fences::StrayFence;
use crate::text::{Extract, Span};

/// From a document's offsets to the note's.
#[derive(Debug)]
pub(super) enum Place {
    /// The document is the note.
    Same,
    Pieces(Extract),
}

impl Place {
    pub fn of(&self, range: Range<usize>) -> Span {
        match self {
            Self::Same => range.into(),
            Self::Pieces(pieces) => pieces.source_span(range.into()),
        }
    }

    /// The lines of `source` that begin at `starts`, as a document of their own; each begins there and keeps its end.
    pub fn extract(&self, source: &str, starts: impl Iterator<Item = usize>) -> Extract {
        let mut extract = Extract::default();
        for start in starts {
            let line = start..next_line(source, start);
            extract.push(
                source.get(line.clone()).unwrap_or(""),
                self.of(start..start).start,
            );
        }
        extract
    }
}

/// How a document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// The note itself: other dialects' headings count.
    Note,
    /// Markdown that stands indented.
    Markdown,
    /// An outline: each line of running text is an item.
    Outline,
    /// A heading's title: links and code spans only.
    Title,
}

/// The walk over one document: the note, or indented text of it.
pub(super) struct Document<'d> {
    /// What pulldown-cmark reads.
    pub source: &'d str,
    pub place: &'d Place,
    pub mode: Mode,
    pub dialects: &'d [DialectHeading],
    /// Fences that are hidden from pulldown-cmark and still to come.
    pub fences: std::slice::Iter<'d, StrayFence>,
    /// Text of a block that is being read, in the note's offsets.
    pub block: Option<Span>,
    pub code: Option<Code>,
    pub pending: Vec<Pending>,
    pub lists: Vec<(usize, bool)>,
    /// Quotes, footnotes and items that are open.
    pub containers: usize,
    pub in_heading: bool,
    pub in_table: bool,
    /// Events before this offset were read in another way.
    pub skip_until: usize,
}

pub(super) struct Code {
    pub fenced: bool,
    pub span: Range<usize>,
    pub lines: Vec<usize>,
}

impl<'d> Document<'d> {
    /// A document whose copy is `masked`, of which nothing is read yet.
    pub fn new(masked: &'d Masked<'_>, place: &'d Place, mode: Mode) -> Self {
        Self {
            source: &masked.text,
            place,
            mode,
            dialects: &masked.headings,
            fences: masked.fences.iter(),
            block: None,
            code: None,
            pending: Vec::new(),
            lists: Vec::new(),
            containers: 0,
            in_heading: mode == Mode::Title,
            in_table: false,
            skip_until: 0,
        }
    }
}
