//! Code under repair: its text, tokens and tree, and the way back to the text it began as.

use crate::python::syntax::{ParseErrorType, Parsed};
use ruff_python_ast::ModModule;

use super::tokens::{Tokens, line_end, line_start};
use crate::diagnostic::Edit;
use crate::python::syntax;
use crate::text::{Extract, Span};

/// Code with the repairs that were made so far.
#[derive(Debug)]
pub struct Work {
    /// The text as it stands now.
    pub text: String,
    /// Its tokens.
    pub tokens: Tokens,
    parsed: Parsed<ModModule>,
    minor_version: u8,
    applied: Vec<Applied>,
}

#[derive(Debug, Clone, Copy)]
struct Applied {
    at: usize,
    removed: usize,
    inserted: usize,
}

impl Work {
    /// Takes up `text`, whose depth was bounded.
    pub fn new(text: String, tokens: Tokens, minor_version: u8) -> Self {
        let parsed = syntax::parse_for(&text, minor_version);
        Self {
            text,
            tokens,
            parsed,
            minor_version,
            applied: Vec::new(),
        }
    }

    /// The same with `edits` made, which are in order and do not overlap.
    pub fn with(&self, edits: &[Edit]) -> Self {
        let mut text = String::with_capacity(self.text.len() + 16);
        let mut applied = self.applied.clone();
        let mut from = 0;
        for edit in edits {
            text.push_str(Span::new(from, edit.span.start).of(&self.text));
            applied.push(Applied {
                at: text.len(),
                removed: edit.span.len(),
                inserted: edit.content.len(),
            });
            text.push_str(&edit.content);
            from = edit.span.end;
        }
        text.push_str(self.text.get(from..).unwrap_or(""));
        let tokens = Tokens::new(&text);
        let parsed = syntax::parse_for(&text, self.minor_version);
        Self {
            text,
            tokens,
            parsed,
            minor_version: self.minor_version,
            applied,
        }
    }

    /// The first error of the parser, with its place.
    pub fn error(&self) -> Option<(&ParseErrorType, Span)> {
        self.parsed
            .errors()
            .iter()
            .map(|error| {
                let range = error.location;
                (
                    &error.error,
                    Span::new(range.start().to_usize(), range.end().to_usize()),
                )
            })
            .min_by_key(|(_, span)| span.start)
    }

    /// What was parsed.
    pub fn parsed(&self) -> &Parsed<ModModule> {
        &self.parsed
    }

    /// The tree.
    pub fn into_module(self) -> ModModule {
        self.parsed.into_syntax()
    }

    /// Where a byte of the present text stood at the beginning. What was inserted lies where it was put.
    pub fn original(&self, offset: usize) -> usize {
        self.applied.iter().rev().fold(offset, |offset, edit| {
            if offset >= edit.at + edit.inserted {
                offset - edit.inserted + edit.removed
            } else {
                offset.min(edit.at)
            }
        })
    }

    /// Where a span of the present text stood at the beginning.
    pub fn original_span(&self, span: Span) -> Span {
        let start = self.original(span.start);
        if span.is_empty() {
            return Span::at(start);
        }
        Span::new(start, self.original(span.end))
    }

    /// The present text with each stretch of it mapped into `source`, which the text was taken from.
    pub fn extract(&self, source: &Extract) -> Extract {
        if self.applied.is_empty() {
            return source.clone();
        }
        let mut cuts: Vec<usize> = self
            .applied
            .iter()
            .enumerate()
            .flat_map(|(index, edit)| {
                [edit.at, edit.at + edit.inserted].map(|cut| {
                    // Later edits moved it.
                    self.applied[index + 1..]
                        .iter()
                        .fold(cut, |cut, later| match cut > later.at {
                            true => (cut + later.inserted).saturating_sub(later.removed),
                            false => cut,
                        })
                })
            })
            .filter(|&cut| cut < self.text.len() && self.text.is_char_boundary(cut))
            .collect();
        // The source's own pieces begin with lines.
        cuts.extend(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1));
        cuts.push(0);
        cuts.push(self.text.len());
        cuts.sort_unstable();
        cuts.dedup();
        let mut extract = Extract::default();
        for pair in cuts.windows(2) {
            if let [start, end] = pair {
                let text = Span::new(*start, *end).of(&self.text);
                let from = source.source_offset(self.original(*start));
                if self.original(*start) == self.original(*end) {
                    extract.push_made_up(text, from);
                } else {
                    extract.push(text, from);
                }
            }
        }
        extract
    }
}

/// The physical line that holds `offset`, its line end excluded.
pub fn line_of(text: &str, offset: usize) -> Span {
    let bytes = text.as_bytes();
    let offset = offset.min(text.len());
    Span::new(line_start(bytes, offset), line_end(bytes, offset))
}

/// The blanks a line begins with.
pub fn indent_of(line: &str) -> &str {
    let rest = line.trim_start_matches([' ', '\t', '\x0c']);
    line.get(..line.len() - rest.len()).unwrap_or("")
}
