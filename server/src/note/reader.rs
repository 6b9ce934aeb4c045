//! Walks what pulldown-cmark finds in a note and files it: headings, fences, items, links, prose. Indented text that
//! is no code is read again, a level deeper.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::indented::{self, Intro, Reading};
use super::items::{Facts, Items};
use super::lines::{dedent, indent, line_end, line_start, lines, next_line};
use super::links::{self, Pending};
use super::mask::{self, DialectHeading};
use super::stray_fences::StrayFence;
use super::{
    Fence, Heading, HeadingKind, InlineCode, Item, Link, LinkKind, NoteOptions, dialect, fences,
    headings,
};
use crate::text::{Extract, Span};

/// The Markdown that notes are written in: CommonMark with tables, footnotes, task lists, math and wiki links.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_WIKILINKS);

/// Levels of indented text in indented text that are read; what lies deeper is code.
const MAX_LEVELS: u8 = 8;

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
}

/// A labelled line that would be a heading if text is indented under one with the same word.
#[derive(Debug, Clone)]
pub(super) struct LabelLine {
    pub span: Span,
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

/// Reads `text` from byte `from` on.
pub(super) fn read(text: &str, from: usize, options: &NoteOptions) -> Found {
    let mut reader = Reader {
        note: text,
        options,
        found: Found::default(),
        items: Items::default(),
        intro: Intro::None,
        pending_label: None,
        levels: 0,
    };
    let rest = text.get(from..).unwrap_or("");
    reader.document(rest, &Place::Shift(from), Mode::Note);
    let mut found = reader.found;
    reader.items.finish(&mut found.items);
    found
}

/// From a document's offsets to the note's.
#[derive(Debug)]
enum Place {
    Shift(usize),
    Pieces(Extract),
}

impl Place {
    fn of(&self, range: Range<usize>) -> Span {
        match self {
            Self::Shift(by) => Span::from(range).shifted(*by),
            Self::Pieces(pieces) => pieces.source_span(range.into()),
        }
    }

    /// The lines of `source` that begin at `starts`, as a document of their own; each begins there and keeps its end.
    fn extract(&self, source: &str, starts: impl Iterator<Item = usize>) -> Extract {
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
enum Mode {
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
struct Document<'d> {
    /// What pulldown-cmark reads.
    source: &'d str,
    place: &'d Place,
    mode: Mode,
    dialects: &'d [DialectHeading],
    /// Fences that are hidden from pulldown-cmark and still to come.
    fences: std::slice::Iter<'d, StrayFence>,
    /// Text of a block that is being read, in the note's offsets.
    block: Option<Span>,
    code: Option<Code>,
    pending: Vec<Pending>,
    lists: Vec<(usize, bool)>,
    /// Quotes, footnotes and items that are open.
    containers: usize,
    in_heading: bool,
    in_table: bool,
    /// Events before this offset were read in another way.
    skip_until: usize,
}

struct Code {
    fenced: bool,
    span: Range<usize>,
    lines: Vec<usize>,
}

struct Reader<'a> {
    note: &'a str,
    options: &'a NoteOptions,
    found: Found,
    items: Items,
    /// What the last block announces.
    intro: Intro,
    /// The labelled line whose outline may still come, and how many paragraphs came since.
    pending_label: Option<(usize, u8)>,
    levels: u8,
}

impl Reader<'_> {
    fn document(&mut self, source: &str, place: &Place, mode: Mode) {
        let masked = mask::mask(source, mode == Mode::Note, self.options);
        let mut document = Document {
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
        };
        let events = Parser::new_ext(&masked.text, OPTIONS).into_offset_iter();
        for (_, definition) in events.reference_definitions().iter() {
            let span = place.of(definition.span.clone());
            self.found
                .links
                .extend(links::definition(self.note, span, LinkKind::Definition));
        }
        for (event, range) in events {
            self.event(&mut document, event, range);
        }
        self.close_text(&mut document);
    }

    fn event(&mut self, document: &mut Document<'_>, event: Event<'_>, range: Range<usize>) {
        if !matches!(event, Event::End(_)) {
            self.stray_fences(document, range.start);
        }
        if range.start < document.skip_until && !ends_container(&event) {
            return;
        }
        let span = document.place.of(range.clone());
        if let Some(pending) = document.pending.last_mut()
            && !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))
        {
            pending.inner_end = span.end;
        }
        match event {
            Event::Start(tag) => self.start(document, &tag, range, span),
            Event::End(tag) => self.end(document, tag, span),
            Event::Text(_) => self.text(document, range, span),
            Event::Code(_) => {
                self.found.inline_code.push(inline_code(self.note, span));
                self.inline(document, span);
            }
            Event::InlineMath(_) | Event::DisplayMath(_) => self.inline(document, span),
            Event::InlineHtml(_) => {
                if span.of(self.note).starts_with("<!--") {
                    self.found.comments.push(span);
                } else {
                    self.inline(document, span);
                }
            }
            Event::FootnoteReference(_) => {
                self.found.links.push(links::footnote(span));
                self.inline(document, span);
            }
            Event::Rule => {
                self.close_text(document);
                self.leave_block();
            }
            Event::TaskListMarker(_) | Event::Html(_) | Event::SoftBreak | Event::HardBreak => {}
        }
    }

    /// Adds the stray fences that begin before `offset` or there.
    fn stray_fences(&mut self, document: &mut Document<'_>, offset: usize) {
        while let Some(fence) = document.fences.as_slice().first()
            && fence.span.start <= offset
        {
            document.fences.next();
            document.skip_until = document.skip_until.max(fence.span.end);
            let code = Code {
                fenced: true,
                span: fence.span.range(),
                lines: fence.lines.clone(),
            };
            self.close_text(document);
            self.code(document, &code);
        }
    }

    fn start(
        &mut self,
        document: &mut Document<'_>,
        tag: &Tag<'_>,
        range: Range<usize>,
        span: Span,
    ) {
        match tag {
            Tag::Emphasis | Tag::Strong => {
                let marks = emphasis(tag.to_end());
                if marks == 2 {
                    self.bold(span);
                }
                self.inline(document, span);
                self.prose(Span::new(span.start, span.start + marks));
                return;
            }
            Tag::Link { link_type, .. } => {
                document.pending.push(Pending::new(*link_type, span, false));
                self.inline(document, span);
                return;
            }
            Tag::Image { link_type, .. } => {
                document.pending.push(Pending::new(*link_type, span, true));
                self.inline(document, span);
                return;
            }
            _ => self.close_text(document),
        }
        // What stands at the margin ends an outline.
        let indented = matches!(tag, Tag::CodeBlock(CodeBlockKind::Indented));
        if document.mode == Mode::Note && document.containers == 0 && !indented {
            self.items.leave_outline(&mut self.found.items);
        }
        match tag {
            Tag::Paragraph => self.paragraph(document, range),
            Tag::Heading { level, .. } => self.heading(document, *level, range, span),
            Tag::CodeBlock(kind) => {
                document.code = Some(Code {
                    fenced: matches!(kind, CodeBlockKind::Fenced(_)),
                    span: range,
                    lines: Vec::new(),
                });
            }
            Tag::HtmlBlock => {
                links::comments(self.note, span, &mut self.found.comments);
                self.block(BlockKind::Html, span);
            }
            Tag::List(first) => {
                document
                    .lists
                    .push((self.items.next_list(), first.is_some()));
            }
            Tag::Item => {
                document.containers += 1;
                let number = self.items.next_list();
                // Of an item that begins on a line of its own, the line end and the indent come first.
                let blanks = span.len() - span.of(self.note).trim_start().len();
                let span = Span::new(span.start + blanks, span.end);
                if let Some((list, true)) = document.lists.last_mut()
                    && matches!(span.of(self.note).get(..2), Some("1." | "1)"))
                {
                    // A list that begins again at 1 is another one to its writer.
                    *list = number;
                }
                let (list, ordered) = document.lists.last().copied().unwrap_or_default();
                let column = column(self.note, span.start);
                let facts = Facts::new(list, ordered);
                self.items
                    .open(self.note, span, column, facts, &mut self.found);
            }
            Tag::BlockQuote(_) => document.containers += 1,
            Tag::FootnoteDefinition(_) => {
                document.containers += 1;
                let definition = links::definition(self.note, span, LinkKind::FootnoteDefinition);
                self.found.links.extend(definition);
            }
            Tag::Table(_) => document.in_table = true,
            Tag::TableHead | Tag::TableRow => self.block(BlockKind::Row, span),
            _ => {}
        }
    }

    fn end(&mut self, document: &mut Document<'_>, tag: TagEnd, span: Span) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong => {
                self.prose(Span::new(span.end - emphasis(tag), span.end));
                return;
            }
            TagEnd::Link | TagEnd::Image => {
                if let Some(pending) = document.pending.pop() {
                    self.found.links.extend(pending.finish(self.note));
                }
                if let Some(outer) = document.pending.last_mut() {
                    outer.inner_end = span.end;
                }
                return;
            }
            _ => self.close_text(document),
        }
        match tag {
            TagEnd::Heading(_) => document.in_heading = false,
            TagEnd::CodeBlock => {
                if let Some(code) = document.code.take() {
                    self.code(document, &code);
                }
            }
            TagEnd::List(_) => {
                document.lists.pop();
            }
            TagEnd::Item => {
                document.containers -= 1;
                self.items.close(&mut self.found.items);
            }
            TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => document.containers -= 1,
            TagEnd::Table => document.in_table = false,
            _ => {}
        }
    }

    /// A paragraph begins. In a MkDocs container or under a label its indented lines belong to what they stand under,
    /// though Markdown joins them to the paragraph.
    fn paragraph(&mut self, document: &mut Document<'_>, range: Range<usize>) {
        if document.containers > 0 || !matches!(document.mode, Mode::Note | Mode::Markdown) {
            return;
        }
        let source = document.source;
        let all: Vec<Span> = lines(source, Span::from(range.clone())).collect();
        let first = all.first().map_or("", |line| line.of(source));
        if document.mode == Mode::Note
            && self.options.outline_headings
            && let Some(label) = dialect::label(first)
        {
            self.pending_label = Some((self.found.labels.len(), 0));
            self.found.labels.push(LabelLine {
                span: all.first().map_or(Span::default(), |line| {
                    super::lines::trimmed(self.note, document.place.of(line.range()))
                }),
                word: label.word.of(first).to_lowercase(),
                parts: label.parts,
                over_outline: false,
            });
        }
        let announced = all
            .iter()
            .position(|line| indented::announces(line.of(source)));
        let head = match announced {
            Some(at) => at + 1,
            None if self.pending_label.is_some_and(|(_, since)| since == 0) => all
                .iter()
                .position(|line| indent(line.of(source)) >= 2)
                .unwrap_or(all.len()),
            None => return,
        };
        let Some((head, tail)) = all.split_at_checked(head) else {
            return;
        };
        let indents = tail.iter().map(|line| indent(line.of(source)));
        let columns = indents.min().unwrap_or(0);
        if tail.is_empty() || columns < 2 || head.is_empty() {
            return;
        }
        self.intro = if announced.is_some() {
            Intro::Container
        } else {
            Intro::Outline
        };
        let reading = indented::reading(tail.iter().map(|line| line.of(source)), self.intro);
        if reading == Reading::Code {
            self.intro = Intro::None;
            return;
        }
        let head = document
            .place
            .extract(source, head.iter().map(|line| line.start));
        self.nested(&head, Mode::Markdown);
        let starts = tail.iter().map(|line| {
            let text = line.of(source);
            line.start + (text.len() - dedent(text, columns).len())
        });
        let tail = document.place.extract(source, starts);
        self.reread(&tail, reading);
        document.skip_until = range.end;
    }

    fn heading(
        &mut self,
        document: &mut Document<'_>,
        level: HeadingLevel,
        range: Range<usize>,
        span: Span,
    ) {
        document.in_heading = true;
        self.leave_block();
        let dialect = document
            .dialects
            .binary_search_by_key(&range.start, |dialect| dialect.start)
            .ok()
            .and_then(|index| document.dialects.get(index));
        let heading = match dialect {
            Some(dialect) => {
                self.intro = Intro::Outline;
                let title = document.place.of(dialect.title.range());
                let line = Span::new(span.start, line_end(self.note, span.start));
                let line = super::lines::trimmed(self.note, line);
                let level = match dialect.kind {
                    HeadingKind::Banner => 1,
                    _ => dialect.hashes as u8,
                };
                if dialect.covered() {
                    document.skip_until = range.end;
                    document.in_heading = false;
                    let starts = std::iter::once(dialect.title.start);
                    let title = Place::Shift(0).extract(
                        self.note,
                        starts.map(|start| document.place.of(start..start).start),
                    );
                    self.nested(&title, Mode::Title);
                }
                Some(headings::heading(
                    self.note,
                    dialect.kind,
                    level,
                    line,
                    title,
                ))
            }
            None if span.of(self.note).starts_with('#') => {
                headings::atx(self.note, level as u8, span)
            }
            None => headings::setext(self.note, level as u8, span),
        };
        let is_paragraph = heading.is_none() && !span.of(self.note).starts_with('#');
        if is_paragraph {
            document.in_heading = false;
        }
        if let Some(heading) = heading {
            self.items.reach(heading.span.end);
            self.found.headings.push(heading);
        }
    }

    fn text(&mut self, document: &mut Document<'_>, range: Range<usize>, span: Span) {
        if let Some(code) = &mut document.code {
            // Lines that adjoin come as one event; a CR before an LF comes in none.
            let split = document
                .source
                .get(..range.start)
                .is_some_and(|before| before.ends_with('\r'));
            let mut start = range.start - usize::from(split);
            if let Some(&last) = code.lines.last() {
                start = start.max(next_line(document.source, last));
            }
            while start < range.end {
                code.lines.push(start);
                start = next_line(document.source, start);
            }
            return;
        }
        self.inline(document, span);
        let shown = document.pending.last().is_none_or(Pending::shows_text);
        if shown {
            self.prose(span);
        }
    }

    /// Something stands in running text: it belongs to the block that is open, or opens one.
    fn inline(&mut self, document: &mut Document<'_>, span: Span) {
        if document.in_heading || document.in_table {
            return;
        }
        let start = document.block.map_or(span.start, |block| block.start);
        document.block = Some(Span::new(start, span.end));
    }

    /// Adds a stretch of prose, to the last one where it goes on from there (a backslash may part them).
    fn prose(&mut self, span: Span) {
        if let Some(last) = self.found.prose.last_mut()
            && matches!(self.note.get(last.end..span.start), Some("" | "\\"))
        {
            last.end = span.end;
            return;
        }
        self.found.prose.push(span);
    }

    /// Bold text at the very start of an item may be its title.
    fn bold(&mut self, span: Span) {
        if let (Some(item), Some(facts)) = (self.found.items.last(), self.found.facts.last_mut())
            && item.content.start == span.start
            && span.len() > 4
        {
            facts.bold = Some(Span::new(span.start + 2, span.end - 2));
        }
    }

    fn close_text(&mut self, document: &mut Document<'_>) {
        let Some(block) = document.block.take() else {
            return;
        };
        if document.mode == Mode::Outline && document.containers == 0 {
            for line in lines(self.note, block) {
                let line = super::lines::trimmed(self.note, line);
                if line.is_empty() {
                    continue;
                }
                let column = column(self.note, line.start);
                self.items
                    .outline_line(self.note, line, column, &mut self.found);
                self.block(BlockKind::Text, line);
            }
            return;
        }
        self.block(BlockKind::Text, block);
        let last = line_start(self.note, block.end);
        let announced =
            indented::announces(Span::new(last.max(block.start), block.end).of(self.note));
        // One paragraph may stand between a label and its outline; it is often on the line below.
        self.pending_label = self
            .pending_label
            .filter(|&(_, since)| since < 2)
            .map(|(label, since)| (label, since + 1));
        self.intro = if announced {
            Intro::Container
        } else if self.pending_label.is_some() {
            Intro::Outline
        } else {
            Intro::None
        };
    }

    /// Adds a block to the innermost open item.
    fn block(&mut self, kind: BlockKind, span: Span) {
        let end = span.start + span.of(self.note).trim_end().len();
        let span = Span::new(span.start, end);
        self.items.reach(end);
        self.found.blocks.push(Block {
            kind,
            span,
            item: self.items.innermost(),
        });
        if kind != BlockKind::Text {
            self.leave_block();
        }
    }

    /// What comes next stands under no label and in no container.
    fn leave_block(&mut self) {
        self.intro = Intro::None;
        self.pending_label = None;
    }

    /// A code block ended: a fence, code, or text to be read again.
    fn code(&mut self, document: &mut Document<'_>, code: &Code) {
        let place = document.place;
        let span = place.of(code.span.clone());
        let starts: Vec<usize> = code
            .lines
            .iter()
            .map(|&start| place.of(start..start).start)
            .collect();
        if !code.fenced {
            let of_line =
                |&start: &usize| Span::new(start, line_end(self.note, start)).of(self.note);
            let reading = indented::reading(starts.iter().map(of_line), self.intro);
            if reading != Reading::Code && self.levels < MAX_LEVELS {
                let text = place.extract(document.source, code.lines.iter().copied());
                self.reread(&text, reading);
                return;
            }
        }
        let fence = if code.fenced {
            fences::fenced(self.note, span, &starts)
        } else {
            fences::indented(self.note, span, &starts)
        };
        self.block(BlockKind::Code, fence.span);
        self.found.fences.push(fence);
    }

    /// Reads indented text as what it is.
    fn reread(&mut self, text: &Extract, reading: Reading) {
        let label = self.pending_label.take();
        if let (Reading::Outline, Some((index, _))) = (reading, label)
            && let Some(label) = self.found.labels.get_mut(index)
        {
            label.over_outline = true;
        }
        let mode = match reading {
            Reading::Outline => Mode::Outline,
            _ => Mode::Markdown,
        };
        self.intro = match reading {
            Reading::Outline => Intro::Outline,
            _ => Intro::None,
        };
        self.nested(text, mode);
    }

    fn nested(&mut self, text: &Extract, mode: Mode) {
        self.levels += 1;
        self.document(text.text(), &Place::Pieces(text.clone()), mode);
        self.levels -= 1;
    }
}

/// Whether `event` ends something that was begun before whatever is skipped.
fn ends_container(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::End(
            TagEnd::List(_)
                | TagEnd::Item
                | TagEnd::BlockQuote(_)
                | TagEnd::FootnoteDefinition
                | TagEnd::Paragraph
        )
    )
}

/// How many characters mark an emphasis on either side.
fn emphasis(tag: TagEnd) -> usize {
    match tag {
        TagEnd::Emphasis => 1,
        _ => 2,
    }
}

/// The column of the character at `offset`, 0-based, tabs to the next multiple of four.
fn column(text: &str, offset: usize) -> usize {
    let before = Span::new(line_start(text, offset), offset).of(text);
    let blanks = indent(before);
    let rest = before.trim_start_matches([' ', '\t']);
    blanks + rest.chars().count()
}

fn inline_code(text: &str, span: Span) -> InlineCode {
    let ticks = super::lines::run(span.of(text), b'`').min(span.len() / 2);
    InlineCode {
        span,
        content: Span::new(span.start + ticks, span.end - ticks),
    }
}
