//! Walks what pulldown-cmark finds in a note and files it: headings, fences, items, links, prose. Indented text that
//! is no code is read again, a level deeper.

mod document;
mod heading;
mod reread;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use self::document::{Code, Document, Mode, Place};
use super::found::{Block, BlockKind, Found};
use super::indented::{self, Intro};
use super::items::{Facts, Items};
use super::lines::{Columns, line_start, lines, next_line, run, trimmed};
use super::links::{self, Pending};
use super::tie::Tie;
use super::{InlineCode, LinkKind, NoteOptions, mask};
use crate::text::Span;

/// The Markdown that notes are written in: CommonMark with tables, footnotes, task lists, math and wiki links.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_WIKILINKS);

/// Reads `text` up to byte `end`, told by other parts of the note what is `given`. What stands behind `end` is looked
/// at only to see whether anything goes on there.
pub(super) fn read(text: &str, end: usize, given: &[Tie], options: &NoteOptions) -> Found {
    let mut reader = Reader {
        note: text,
        end,
        given,
        options,
        found: Found::default(),
        items: Items::default(),
        columns: Columns::default(),
        intro: Intro::None,
        pending_label: None,
        levels: 0,
    };
    reader.document(text, &Place::Same, Mode::Note);
    let mut found = reader.found;
    reader.items.finish(&mut found.items);
    found
}

struct Reader<'a> {
    note: &'a str,
    /// Where reading ends, in the note.
    end: usize,
    given: &'a [Tie],
    options: &'a NoteOptions,
    found: Found,
    items: Items,
    columns: Columns,
    /// What the last block announces.
    intro: Intro,
    /// The labelled line whose outline may still come, and how many paragraphs came since.
    pending_label: Option<(usize, u8)>,
    levels: u8,
}

impl Reader<'_> {
    fn document(&mut self, source: &str, place: &Place, mode: Mode) {
        let masked = mask::mask(source, mode == Mode::Note, self.given, self.options);
        let mut document = Document::new(&masked, place, mode);
        let end = match mode {
            Mode::Note => self.end,
            _ => source.len(),
        };
        let events = Parser::new_ext(&masked.text, OPTIONS).into_offset_iter();
        for (label, definition) in events.reference_definitions().iter() {
            if definition.span.start < end {
                self.definition(label, place.of(definition.span.clone()), mode);
            }
        }
        for (event, range) in events {
            if range.start >= end && !matches!(event, Event::End(_)) {
                self.stray_fences(&mut document, end);
                let heading = matches!(event, Event::Start(Tag::Heading { .. }));
                let open = document.containers > 0 || document.skip_until > end;
                self.found.is_closed = heading && !open;
                break;
            }
            self.event(&mut document, event, range);
        }
        self.close_text(&mut document);
        if mode == Mode::Note && masked.is_unspaced_style {
            self.found.gives.push(Tie::UnspacedStyle);
        }
    }

    /// A definition of the reference `label` stands at `span`.
    fn definition(&mut self, label: &str, span: Span, mode: Mode) {
        let definition = links::definition(self.note, span, LinkKind::Definition);
        self.found.links.extend(definition);
        // Indented text is read with its own definitions.
        if mode == Mode::Note {
            self.found.gives.push(Tie::reference(label));
        }
    }

    fn event(&mut self, document: &mut Document<'_>, event: Event<'_>, range: Range<usize>) {
        if !matches!(event, Event::End(_)) {
            // Indented code begins at its fourth column, a stray fence in it may stand further in.
            let start = match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                    trimmed(document.source, range.clone().into()).start
                }
                _ => range.start,
            };
            self.stray_fences(document, start);
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
            // Once those before it are covered, another fence may reach over it: CommonMark's word counts then.
            let start = document.place.of(fence.span.range()).start;
            let last = self.found.fences.last();
            if document.code.is_some() || last.is_some_and(|last| start < last.span.end) {
                continue;
            }
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
            // Of a title only what stands in it counts, not what it would be as a line of its own.
            _ if document.mode == Mode::Title => return,
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
                let column = self.columns.of(self.note, span.start);
                let line = Span::new(span.start, self.columns.line_end().min(span.end));
                let facts = Facts::new(list, ordered);
                self.items
                    .open(self.note, line, column, facts, &mut self.found);
            }
            Tag::BlockQuote(_) => document.containers += 1,
            Tag::FootnoteDefinition(label) => {
                document.containers += 1;
                if document.mode == Mode::Note {
                    self.found.gives.push(Tie::footnote(label));
                }
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
            _ if document.mode == Mode::Title => return,
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
        let block = document.block.unwrap_or(span);
        document.block = Some(Span::new(block.start, block.end.max(span.end)));
    }

    /// Adds a stretch of prose, to the last one where it goes on from there (a backslash may part them).
    fn prose(&mut self, span: Span) {
        let end = self.found.prose.last().map_or(0, |last| last.end);
        // Brackets in odd nesting make the walk come back to what it has read.
        let span = Span::new(span.start.max(end), span.end);
        if span.end <= end {
            return;
        }
        match self.found.prose.last_mut() {
            Some(last) if matches!(self.note.get(last.end..span.start), Some("" | "\\")) => {
                last.end = span.end;
            }
            _ => self.found.prose.push(span),
        }
    }

    /// Bold text at the very start of an item may be its title.
    fn bold(&mut self, span: Span) {
        if let (Some(item), Some(facts)) = (self.found.items.last(), self.found.facts.last_mut())
            && item.content.start == span.start
            && span.len() > 4
            && !span.of(self.note).contains(['\n', '\r'])
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
                let line = trimmed(self.note, line);
                if line.is_empty() {
                    continue;
                }
                let column = self.columns.of(self.note, line.start);
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

fn inline_code(text: &str, span: Span) -> InlineCode {
    let ticks = run(span.of(text), b'`').min(span.len() / 2);
    InlineCode {
        span,
        content: Span::new(span.start + ticks, span.end - ticks),
    }
}
