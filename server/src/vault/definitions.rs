//! What a note defines: `GIL: a lock …`, `**GIL** is a mutex`, `#what is a thread` over its bullets,
//! `1. **LEGB rule**` over its paragraph, `MRO (Method Resolution Order)`, rows of a table of terms and meanings.

use std::path::Path;

use super::expansions::expansions;
use super::features::{self, Feature, Field, term_key};
use super::naming::{self, Name};
use super::pool::{Pool, Pooled};
use super::postings::UnitId;
use super::units::{Layout, UnitKind};
use crate::note::Note;
use crate::terms::{Glossary, any_key, words};
use crate::text::{Place, Places, Span};

/// A place that says what something is.
#[derive(Debug, Clone, Copy)]
pub struct Definition {
    /// Where the name stands.
    pub place: Place,
    /// The feature of the name, in the field of definitions.
    pub(super) key: Feature,
    pub(super) name: Pooled,
    pub(super) expansion: Pooled,
    pub(super) unit: UnitId,
    /// How it says so.
    pub kind: DefinitionKind,
}

impl Definition {
    /// Index of the unit that carries it.
    pub fn unit(&self) -> usize {
        usize::from(self.unit)
    }
}

/// How a definition is written, the plainest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DefinitionKind {
    /// As an entry of the user's own glossary: a note called `glossary`.
    Entry,
    /// In words: `GIL: a lock`, `the GIL is a lock`, a row of a table.
    Stated,
    /// The title over a section or under a number: `### GIL`.
    Titled,
    /// Spelled out in brackets, no more: `MRO (Method Resolution Order)`.
    Expanded,
}

impl DefinitionKind {
    /// From the plainest on.
    pub const ALL: [Self; 4] = [Self::Entry, Self::Stated, Self::Titled, Self::Expanded];

    /// The feature of notes that define in this way what has the feature `key`.
    pub(super) fn feature(self, key: Feature) -> Feature {
        key.variant(self as u32)
    }
}

/// The feature under which `name` is looked up: that of the glossary's term where it is one, else that of its words.
pub(super) fn definition_key(name: &str, glossary: &Glossary) -> Feature {
    let words = words(name);
    let whole = |span: Span| {
        words.first().map(|word| word.span.start) == Some(span.start)
            && words.last().map(|word| word.span.end) == Some(span.end)
    };
    let term = glossary
        .matches_in(name, &words)
        .first()
        .filter(|found| whole(found.span))
        .and_then(|found| glossary.terms().get(found.term));
    let key = match term {
        Some(term) => term_key(&term.name),
        None => any_key(words.iter().map(|word| word.stem).collect::<Vec<_>>()),
    };
    Feature::new(Field::Defines, key)
}

/// True for a note that is a glossary by its name: `glossary.md`, `python-glossary.md`.
pub fn is_glossary(path: &Path) -> bool {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    stem.unwrap_or_default()
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| word.eq_ignore_ascii_case("glossary"))
}

/// What `note` defines, in document order; `is_glossary` says that it does nothing else.
pub(super) fn definitions(
    note: &Note,
    is_glossary: bool,
    layouts: &[Layout],
    glossary: &Glossary,
    pool: &mut Pool,
) -> Vec<Definition> {
    let mut finder = Definer {
        note,
        is_glossary,
        glossary,
        pool,
        places: Places::new(&note.text, &note.lines),
        found: Vec::new(),
    };
    for (index, layout) in layouts.iter().enumerate() {
        let Ok(unit) = UnitId::try_from(index) else {
            break;
        };
        match layout.kind {
            UnitKind::Section(_) => {
                finder.title(layout, unit);
                // A section of one block is that block.
                let next = layouts.get(index + 1);
                let alone = next.is_none_or(|next| next.parent != Some(index));
                if alone {
                    let body = Span::new(layout.title.end, layout.span.end);
                    finder.lines(body, unit, false);
                }
            }
            UnitKind::Item => {
                let end = layouts
                    .get(index + 1)
                    .filter(|next| next.parent == Some(index))
                    .map_or(layout.span.end, |next| next.span.start);
                finder.lines(Span::new(layout.span.start, end), unit, true);
            }
            UnitKind::Block => {
                // A table's first cell begins behind a bar.
                let line = note.lines.line(layout.span.start);
                let span = Span::new(note.lines.start(line), layout.span.end);
                finder.lines(span, unit, false);
            }
        }
    }
    finder.found
}

struct Definer<'a> {
    note: &'a Note,
    is_glossary: bool,
    glossary: &'a Glossary,
    pool: &'a mut Pool,
    places: Places<'a>,
    found: Vec<Definition>,
}

impl Definer<'_> {
    fn title(&mut self, layout: &Layout, unit: UnitId) {
        let title = features::without_damage(layout.title.of(&self.note.text));
        let body = Span::new(layout.title.end, layout.span.end).of(&self.note.text);
        let empty = !body.contains(char::is_alphanumeric);
        for name in naming::of_title(&title) {
            if name.expansion.is_none() && (empty || !self.may_name(&name, layout.title.start)) {
                continue;
            }
            let kind = if empty {
                DefinitionKind::Expanded
            } else {
                DefinitionKind::Titled
            };
            self.add(kind, &name, layout.title.start, unit);
        }
    }

    /// A title of several words names its topic; one word only where it is known, or looks like a name.
    fn may_name(&self, name: &Name, base: usize) -> bool {
        let text = name.span.shifted(base).of(&self.note.text);
        naming::words(text) > 1 || naming::is_acronym(text) || self.is_term(text)
    }

    fn is_term(&self, name: &str) -> bool {
        let found = self.glossary.matches(name, crate::terms::TextKind::Prose);
        found
            .first()
            .is_some_and(|found| found.span.len() == name.trim().len())
    }

    fn lines(&mut self, span: Span, unit: UnitId, item: bool) {
        let mut start = span.start;
        let mut in_table = false;
        for line in span.of(&self.note.text).split_inclusive('\n') {
            let here = Span::new(start, start + line.len());
            start += line.len();
            let in_fence = self
                .note
                .fence_at(here.start)
                .is_some_and(|fence| fence.span.overlaps(here));
            if in_fence {
                continue;
            }
            if line.trim_start().starts_with('|') {
                self.row(line, here.start, unit, &mut in_table);
                continue;
            }
            in_table = false;
            self.line(line, here.start, unit, item);
        }
    }

    /// `**NAME**: meaning`, `NAME is a meaning`, `NAME (expansion)`.
    fn line(&mut self, line: &str, start: usize, unit: UnitId, item: bool) {
        let text = line.trim_end();
        let from = text.len() - naming::without_marker(text).len();
        let text = text.get(from..).unwrap_or_default();
        let start = start + from;
        let mut stated = None;
        if let Some(stating) = naming::stated(text) {
            let name = stating.name.span.of(text);
            let named = naming::words(name) > 1 || name.starts_with(char::is_uppercase);
            let shown = stating.marked || naming::is_acronym(name) || self.is_term(name);
            if shown || self.is_glossary || (item && named && stating.by_mark) {
                self.add(DefinitionKind::Stated, &stating.name, start, unit);
                stated = Some(stating.name.span);
            }
        }
        for name in expansions(text) {
            if stated != Some(name.span) {
                self.add(DefinitionKind::Expanded, &name, start, unit);
            }
        }
    }

    /// A row of a table whose first row calls its columns term and meaning, or the like.
    fn row(&mut self, line: &str, start: usize, unit: UnitId, in_table: &mut bool) {
        let mut cells = Vec::new();
        let mut at = 0;
        for cell in line.trim_end().split('|') {
            let from = at + (cell.len() - cell.trim_start().len());
            cells.push(Span::new(from, from + cell.trim().len()));
            at += cell.len() + 1;
        }
        let [_, name, meaning, ..] = cells.as_slice() else {
            return;
        };
        let text = name.of(line);
        if !*in_table {
            *in_table = self.is_glossary || naming::is_header(text, meaning.of(line));
            return;
        }
        let bare = text.trim_matches(['*', '_', '`']);
        if bare.is_empty() || text.contains("--") || meaning.is_empty() || naming::words(bare) > 5 {
            return;
        }
        let offset = text.find(bare).unwrap_or_default();
        let name = Name::plain(Span::new(
            name.start + offset,
            name.start + offset + bare.len(),
        ));
        self.add(DefinitionKind::Stated, &name, start, unit);
    }

    /// Adds `name`, whose spans count from `base`.
    fn add(&mut self, kind: DefinitionKind, name: &Name, base: usize, unit: UnitId) {
        let kind = match kind {
            DefinitionKind::Stated | DefinitionKind::Titled if self.is_glossary => {
                DefinitionKind::Entry
            }
            kind => kind,
        };
        let text = &self.note.text;
        let span = name.span.shifted(base);
        let expansion = name
            .expansion
            .map_or("", |expansion| expansion.shifted(base).of(text));
        let written = features::without_damage(span.of(text));
        let mut keys = vec![definition_key(&written, self.glossary)];
        if !expansion.is_empty() {
            keys.push(definition_key(expansion, self.glossary));
        }
        keys.dedup();
        let place = self.places.of(span);
        let name = self.pool.add(&written);
        let expansion = self.pool.add(expansion);
        for key in keys {
            // A note says of one thing in one place what it is once.
            let again = |other: &Definition| other.key == key && other.unit == unit;
            if !self.found.iter().rev().take(8).any(again) {
                self.found.push(Definition {
                    kind,
                    place,
                    unit,
                    key,
                    name,
                    expansion,
                });
            }
        }
    }
}
