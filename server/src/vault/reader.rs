//! Reads the words and terms of a note: which stand in which unit, in its title or in its text.

use super::digest::Mention;
use super::features::{self, Feature, Field, term_key};
use super::postings::{NO_UNIT, UnitId};
use super::units::{Finder, Layout};
use crate::note::Note;
use crate::terms::{Glossary, Match, TextKind, Word, words};
use crate::text::{Places, Span};

/// A note as it is read, and what was found so far.
pub(super) struct Reader<'a> {
    note: &'a Note,
    glossary: &'a Glossary,
    layouts: &'a [Layout],
    places: Places<'a>,
    /// Every occurrence of a feature, with its unit.
    pub found: Vec<(Feature, UnitId)>,
    /// Every place where a term stands.
    pub mentions: Vec<Mention>,
    /// How many words each unit has of its own.
    pub lengths: Vec<u16>,
}

impl<'a> Reader<'a> {
    /// A reader of `note`, whose units are `layouts`.
    pub fn new(note: &'a Note, glossary: &'a Glossary, layouts: &'a [Layout]) -> Self {
        Self {
            places: Places::new(&note.text, &note.lines),
            note,
            glossary,
            layouts,
            found: Vec::with_capacity(note.text.len() / 4),
            mentions: Vec::new(),
            lengths: vec![0; layouts.len()],
        }
    }

    /// Reads all.
    pub fn read(&mut self) {
        self.prose();
        self.code();
    }

    fn prose(&mut self) {
        let note = self.note;
        let mut finder = Finder::new(self.layouts);
        for &prose in &note.prose {
            let place = Where::new(finder.at(prose.start), self.layouts, prose.start);
            let text = features::without_damage(prose.of(&note.text));
            let words = words(&text);
            let terms = self.glossary.matches_in(&text, &words);
            self.stretch(&text, &words, &terms, place);
        }
    }

    /// Code spans are read as words too: `select_related` is what its section is about. Of the code in fences, terms
    /// alone.
    fn code(&mut self) {
        let note = self.note;
        let mut finder = Finder::new(self.layouts);
        for code in &note.inline_code {
            let place = Where::new(finder.at(code.span.start), self.layouts, code.content.start);
            let text = code.content.of(&note.text);
            let terms = self.glossary.matches(text, TextKind::Code);
            self.stretch(text, &words(text), &terms, place);
        }
        let mut finder = Finder::new(self.layouts);
        for fence in &note.fences {
            let unit = number(finder.at(fence.span.start));
            for found in self.glossary.matches(fence.body.text(), TextKind::Code) {
                if !found.ambiguous {
                    let span = fence.body.source_span(found.span);
                    self.term(found.term, span, unit, false);
                }
            }
        }
    }

    fn stretch(&mut self, text: &str, words: &[Word], terms: &[Match], place: Where) {
        let mut count = 0;
        let mut coming = terms.iter().filter(|term| !term.ambiguous).peekable();
        for word in words {
            while coming
                .next_if(|term| term.span.end <= word.span.start)
                .is_some()
            {}
            if !features::is_topical(word, text) {
                continue;
            }
            count += 1;
            let feature = Feature::new(Field::Word, word.root);
            self.found.push((feature, place.unit));
            if place.in_title(word.span) {
                let in_term = coming
                    .peek()
                    .is_some_and(|term| term.span.covers(word.span));
                let field = if in_term {
                    Field::TitlePart
                } else {
                    Field::TitleWord
                };
                self.found.push((feature.in_field(field), place.unit));
            }
        }
        if let Some(length) = self.lengths.get_mut(usize::from(place.unit)) {
            *length = length.saturating_add(count);
        }
        // An everyday word counts as a word alone.
        for found in terms.iter().filter(|found| !found.ambiguous) {
            let span = found.span.shifted(place.start);
            self.term(found.term, span, place.unit, place.in_title(found.span));
        }
    }

    fn term(&mut self, term: usize, span: Span, unit: UnitId, in_title: bool) {
        let Some(term) = self.glossary.terms().get(term) else {
            return;
        };
        let term = Feature::new(Field::Term, term_key(&term.name));
        self.found.push((term, unit));
        if in_title {
            self.found.push((term.in_field(Field::TitleTerm), unit));
        }
        self.mentions.push(Mention {
            term,
            place: self.places.of(span),
        });
    }
}

/// Where a stretch of text stands.
#[derive(Debug, Clone, Copy)]
struct Where {
    unit: UnitId,
    start: usize,
    title: Span,
}

impl Where {
    fn new(unit: Option<usize>, layouts: &[Layout], start: usize) -> Self {
        let layout = unit.and_then(|unit| layouts.get(unit));
        Self {
            unit: number(unit),
            start,
            title: layout
                .filter(|unit| unit.is_titled)
                .map_or(Span::at(0), |unit| unit.title),
        }
    }

    /// True where `span` of the stretch is in the title of its unit.
    fn in_title(&self, span: Span) -> bool {
        self.title.overlaps(span.shifted(self.start))
    }
}

fn number(unit: Option<usize>) -> UnitId {
    unit.and_then(|unit| UnitId::try_from(unit).ok())
        .unwrap_or(NO_UNIT)
}
