//! Text that Markdown takes for code or for the end of a paragraph and that its writer indented under something: it is
//! read again without the indent.

use std::ops::Range;

use super::super::found::{BlockKind, LabelLine};
use super::super::indented::{self, Intro, Reading};
use super::super::lines::{dedent, indent, line_end, lines, trimmed};
use super::super::{dialect, fences, tie};
use super::Reader;
use super::document::{Code, Document, Mode, Place};
use crate::text::{Extract, Span};

/// Levels of indented text in indented text that are read; what lies deeper stays what Markdown takes it for.
const MAX_LEVELS: u8 = 8;

impl Reader<'_> {
    /// A paragraph begins. In a MkDocs container or under a label its indented lines belong to what they stand under,
    /// though Markdown joins them to the paragraph.
    pub(super) fn paragraph(&mut self, document: &mut Document<'_>, range: Range<usize>) {
        if document.containers > 0
            || !matches!(document.mode, Mode::Note | Mode::Markdown)
            || self.levels >= MAX_LEVELS
        {
            return;
        }
        let source = document.source;
        let all: Vec<Span> = lines(source, Span::from(range.clone())).collect();
        if document.mode == Mode::Note
            && self.options.outline_headings
            && let Some(&line) = all.first()
        {
            self.label(document.place.of(line.range()));
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
        self.nested(head, Mode::Markdown);
        let starts = tail.iter().map(|line| {
            let text = line.of(source);
            line.start + (text.len() - dedent(text, columns).len())
        });
        let tail = document.place.extract(source, starts);
        self.reread(tail, reading);
        document.skip_until = range.end;
    }

    /// Remembers the labelled line at `line`, where it is one.
    fn label(&mut self, line: Span) {
        let span = trimmed(self.note, line);
        let bold = span.of(self.note).strip_prefix("**");
        let title = match bold.and_then(|rest| rest.strip_suffix("**")) {
            Some(inner) => Span::new(span.start + 2, span.start + 2 + inner.len()),
            None => span,
        };
        let words = title.of(self.note);
        if let Some(label) = dialect::label(words) {
            self.pending_label = Some((self.found.labels.len(), 0));
            self.found.labels.push(LabelLine {
                span,
                title,
                word: label.word.of(words).to_lowercase(),
                parts: label.parts,
                over_outline: false,
            });
        }
    }

    /// A code block ended: a fence, code, or text to be read again.
    pub(super) fn code(&mut self, document: &mut Document<'_>, code: &Code) {
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
                self.reread(text, reading);
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
    fn reread(&mut self, text: Extract, reading: Reading) {
        let label = self.pending_label.take();
        if let (Reading::Outline, Some((index, _))) = (reading, label)
            && let Some(label) = self.found.labels.get_mut(index)
        {
            label.over_outline = true;
            self.found.gives.push(tie::outline(&label.word));
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

    /// Reads `text`, a part of the note, as a document of its own.
    pub(super) fn nested(&mut self, text: Extract, mode: Mode) {
        self.levels += 1;
        let place = Place::Pieces(text);
        if let Place::Pieces(text) = &place {
            self.document(text.text(), &place, mode);
        }
        self.levels -= 1;
    }
}
