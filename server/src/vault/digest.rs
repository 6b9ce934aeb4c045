//! What the vault keeps of a note: its units, the words and terms in them, and where terms stand. No text; a note of
//! 4 KB takes about as much again.

use std::hash::BuildHasher;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::definitions::{self, Definition};
use super::features::{self, Feature, Field, term_key};
use super::pool::{Pool, Pooled};
use super::units::{self, Finder, Layout, UnitKind};
use crate::note::{Note, QuestionStatus};
use crate::terms::{Glossary, Match, TextKind, Word, words};
use crate::text::{Place, Span};

/// A note of the vault.
#[derive(Debug, Clone)]
pub struct Digest {
    path: Arc<Path>,
    hash: u64,
    pool: Box<str>,
    units: Box<[Unit]>,
    postings: Postings,
    mentions: Box<[Mention]>,
    definitions: Box<[Definition]>,
    questions: Box<[Question]>,
}

/// What may carry a topic: a section, an item, a paragraph.
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    /// What it is.
    pub kind: UnitKind,
    /// Its title; where it has none, its start.
    pub place: Place,
    /// Its last line, 1-based, inclusive.
    pub end_line: u32,
    /// Index of the unit that it is a part of.
    pub parent: Option<u32>,
    /// True where it has a title and something to say about it: a heading, or an item such as `name: meaning`.
    pub is_topic: bool,
    /// How many words it has of its own.
    pub length: u32,
    pub(super) title: Pooled,
}

impl Unit {
    /// True for a heading and what stands under it.
    pub fn is_section(&self) -> bool {
        matches!(self.kind, UnitKind::Section(_))
    }
}

/// A place where a term of the glossary stands.
#[derive(Debug, Clone, Copy)]
pub struct Mention {
    /// The feature of the term, in the field of terms.
    pub(super) term: Feature,
    /// Where.
    pub place: Place,
}

/// A place marked as an open question, or a question that has its answer.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// How far it is answered.
    pub status: QuestionStatus,
    /// Index of the unit that carries it.
    pub unit: Option<u32>,
    /// Its place.
    pub place: Place,
    pub(super) text: Pooled,
}

/// The features of a note: for each, the units that have it and how often.
#[derive(Debug, Clone, Default)]
struct Postings {
    /// In order, each once.
    features: Box<[Feature]>,
    /// Where the postings of each feature end in the lists below.
    ends: Box<[u32]>,
    units: Box<[u32]>,
    counts: Box<[u8]>,
}

/// Features that stand outside of any unit: before the first heading of a note without blocks.
pub(super) const NO_UNIT: u32 = u32::MAX;

impl Digest {
    /// Digests `note`, the note at `path`, for a vault whose glossary is `glossary`. Time is linear in the note.
    pub fn of(path: impl Into<Arc<Path>>, note: &Note, glossary: &Glossary) -> Self {
        let layouts = units::units(note);
        let mut reader = Reader {
            note,
            glossary,
            found: Vec::with_capacity(note.text.len() / 4),
            mentions: Vec::new(),
            lengths: vec![0; layouts.len()],
        };
        reader.prose(&layouts);
        reader.code(&layouts);
        let mut pool = Pool::default();
        let path: Arc<Path> = path.into();
        let is_glossary = definitions::is_glossary(&path);
        let definitions =
            definitions::definitions(note, is_glossary, &layouts, glossary, &mut pool);
        for definition in &definitions {
            let key = Feature::new(Field::Defines, definition.key);
            reader.found.push((key, definition.unit));
        }
        let units = reader.units(&layouts, &mut pool);
        let questions = questions(note, &layouts, &mut pool);
        let mut mentions = reader.mentions;
        mentions.sort_by_key(|mention| (mention.term, mention.place.line()));
        Self {
            path,
            hash: hash(&note.text),
            pool: pool.finish(),
            units: units.into(),
            postings: Postings::new(reader.found),
            mentions: mentions.into(),
            definitions: definitions.into(),
            questions: questions.into(),
        }
    }

    /// Where the note is.
    pub fn path(&self) -> &Arc<Path> {
        &self.path
    }

    /// True where the note was digested from `text`.
    pub fn is_of(&self, text: &str) -> bool {
        self.hash == hash(text)
    }

    /// What may carry a topic, in document order.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The title of a unit, markers stripped; empty where it has none.
    pub fn title(&self, unit: &Unit) -> &str {
        unit.title.of(&self.pool)
    }

    /// What the note defines, in document order.
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// The name of a definition, as the note writes it.
    pub fn name(&self, definition: &Definition) -> &str {
        definition.name.of(&self.pool)
    }

    /// What the letters of its name stand for, as the note writes it; empty where it does not say.
    pub fn expansion(&self, definition: &Definition) -> &str {
        definition.expansion.of(&self.pool)
    }

    /// The questions, in document order.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The words of a question.
    pub fn question(&self, question: &Question) -> &str {
        question.text.of(&self.pool)
    }

    /// The innermost unit that holds 1-based `line`, with its index.
    pub fn unit_at(&self, line: usize) -> Option<(usize, &Unit)> {
        let begun = self.units.partition_point(|unit| unit.place.line() <= line);
        let before = self.units.get(..begun)?;
        before
            .iter()
            .enumerate()
            .rev()
            .find(|(_, unit)| unit.end_line as usize >= line)
    }

    /// Where the term with the key `term` stands.
    pub(super) fn mentions(&self, term: Feature) -> &[Mention] {
        let from = self.mentions.partition_point(|mention| mention.term < term);
        let rest = self.mentions.get(from..).unwrap_or_default();
        let count = rest.partition_point(|mention| mention.term == term);
        rest.get(..count).unwrap_or_default()
    }

    /// Every feature once, in order, with the number of units that have it.
    pub(super) fn features(&self) -> impl Iterator<Item = (Feature, u32)> {
        let ends = &self.postings.ends;
        let starts = std::iter::once(0).chain(ends.iter().copied());
        self.postings
            .features
            .iter()
            .copied()
            .zip(ends.iter().zip(starts).map(|(end, start)| end - start))
    }

    /// True where some unit has `feature`.
    pub(super) fn has(&self, feature: Feature) -> bool {
        self.postings.features.binary_search(&feature).is_ok()
    }

    /// The units that have `feature`, and how often, in order.
    pub(super) fn postings(&self, feature: Feature) -> impl Iterator<Item = (u32, u8)> {
        let at = self.postings.features.binary_search(&feature).ok();
        self.postings.at(at)
    }

    /// The features of titles, each with the unit whose title has it.
    pub(super) fn titles(&self) -> impl Iterator<Item = (Feature, u32)> {
        let features = &self.postings.features;
        let from = features.partition_point(|f| *f < Feature::first_of(Field::TitleWord));
        let to = features.partition_point(|f| *f < Feature::first_of(Field::Defines));
        (from..to).flat_map(move |at| {
            let feature = features.get(at).copied();
            self.postings
                .at(Some(at))
                .filter_map(move |(unit, _)| Some((feature?, unit)))
        })
    }

    /// Every feature of the units `of`, with how often it stands there.
    pub(super) fn features_of(&self, of: impl Fn(u32) -> bool) -> Vec<(Feature, u32)> {
        let mut found = Vec::new();
        for (index, &feature) in self.postings.features.iter().enumerate() {
            let count: u32 = self
                .postings
                .at(Some(index))
                .filter(|(unit, _)| of(*unit))
                .map(|(_, count)| u32::from(count))
                .sum();
            if count > 0 {
                found.push((feature, count));
            }
        }
        found
    }

    /// Words of all units.
    pub(super) fn length(&self) -> u64 {
        self.units.iter().map(|unit| u64::from(unit.length)).sum()
    }
}

fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

fn questions(note: &Note, layouts: &[Layout], pool: &mut Pool) -> Vec<Question> {
    let mut finder = Finder::new(layouts);
    let mut last = 0;
    let questions = note.questions.iter().map(|question| {
        // Several questions may share a section; the finder goes forward only.
        last = question.span.start.max(last);
        Question {
            status: question.status,
            unit: finder.at(last).and_then(|unit| u32::try_from(unit).ok()),
            place: Place::of(&note.text, &note.lines, question.span),
            text: pool.add(&question.question),
        }
    });
    questions.collect()
}

impl Postings {
    fn new(mut found: Vec<(Feature, u32)>) -> Self {
        found.sort_unstable();
        let mut features = Vec::new();
        let mut ends: Vec<u32> = Vec::new();
        let mut units: Vec<u32> = Vec::new();
        let mut counts: Vec<u8> = Vec::new();
        for group in found.chunk_by(|a, b| a == b) {
            let Some(&(feature, unit)) = group.first() else {
                continue;
            };
            if features.last() != Some(&feature) {
                features.push(feature);
                ends.push(0);
            }
            units.push(unit);
            counts.push(u8::try_from(group.len()).unwrap_or(u8::MAX));
            if let Some(end) = ends.last_mut() {
                *end = u32::try_from(units.len()).unwrap_or(u32::MAX);
            }
        }
        Self {
            features: features.into(),
            ends: ends.into(),
            units: units.into(),
            counts: counts.into(),
        }
    }

    /// The postings of the feature at index `at`.
    fn at(&self, at: Option<usize>) -> impl Iterator<Item = (u32, u8)> {
        let range = at.and_then(|at| {
            let start = match at.checked_sub(1) {
                Some(before) => *self.ends.get(before)?,
                None => 0,
            };
            Some(start as usize..*self.ends.get(at)? as usize)
        });
        let range = range.unwrap_or_default();
        let units = self.units.get(range.clone()).unwrap_or_default();
        let counts = self.counts.get(range).unwrap_or_default();
        units.iter().copied().zip(counts.iter().copied())
    }
}

/// Reads a note's words and terms.
struct Reader<'a> {
    note: &'a Note,
    glossary: &'a Glossary,
    found: Vec<(Feature, u32)>,
    mentions: Vec<Mention>,
    lengths: Vec<u32>,
}

impl Reader<'_> {
    fn prose(&mut self, layouts: &[Layout]) {
        let note = self.note;
        let mut finder = Finder::new(layouts);
        for &prose in &note.prose {
            let place = Where::new(finder.at(prose.start), layouts, prose.start);
            let text = features::without_damage(prose.of(&note.text));
            let words = words(&text);
            let terms = self.glossary.matches_in(&text, &words);
            self.stretch(&text, &words, &terms, place);
        }
    }

    /// Code spans are read as words too: `select_related` is what its section is about. Of the code in fences, terms
    /// alone.
    fn code(&mut self, layouts: &[Layout]) {
        let note = self.note;
        let mut finder = Finder::new(layouts);
        for code in &note.inline_code {
            let place = Where::new(finder.at(code.span.start), layouts, code.content.start);
            let text = code.content.of(&note.text);
            let terms = self.glossary.matches(text, TextKind::Code);
            self.stretch(text, &words(text), &terms, place);
        }
        let mut finder = Finder::new(layouts);
        for fence in &note.fences {
            let unit = number(finder.at(fence.span.start));
            for found in self.glossary.matches(fence.body.text(), TextKind::Code) {
                if !found.ambiguous {
                    self.term(found.term, fence.body.source_span(found.span), unit, false);
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
            let in_term = coming
                .peek()
                .is_some_and(|term| term.span.covers(word.span));
            if !features::is_topical(word, text) {
                continue;
            }
            count += 1;
            let feature = Feature::new(Field::Word, word.root);
            self.found.push((feature, place.number));
            if place.in_title(word.span) {
                let field = if in_term {
                    Field::TitlePart
                } else {
                    Field::TitleWord
                };
                self.found.push((feature.in_field(field), place.number));
            }
        }
        if let Some(length) = self.lengths.get_mut(place.number as usize) {
            *length += count;
        }
        // An everyday word counts as a word alone.
        for found in terms.iter().filter(|found| !found.ambiguous) {
            let span = found.span.shifted(place.start);
            self.term(found.term, span, place.number, place.in_title(found.span));
        }
    }

    fn term(&mut self, term: usize, span: Span, unit: u32, in_title: bool) {
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
            place: Place::of(&self.note.text, &self.note.lines, span),
        });
    }

    fn units(&self, layouts: &[Layout], pool: &mut Pool) -> Vec<Unit> {
        let note = self.note;
        let units = layouts.iter().zip(&self.lengths).map(|(layout, &length)| {
            let last = layout
                .span
                .of(&note.text)
                .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '#'));
            let end = layout.span.start + last.len().max(1);
            let place = if layout.title.is_empty() {
                Span::at(layout.span.start)
            } else {
                layout.title
            };
            Unit {
                kind: layout.kind,
                place: Place::of(&note.text, &note.lines, place),
                end_line: u32::try_from(note.lines.line(end - 1)).unwrap_or(u32::MAX),
                parent: layout.parent.and_then(|parent| u32::try_from(parent).ok()),
                is_topic: layout.is_titled && !layout.title.is_empty(),
                length,
                title: pool.add(&features::shown(layout.title.of(&note.text))),
            }
        });
        units.collect()
    }
}

/// Where a stretch of text stands.
#[derive(Debug, Clone, Copy)]
struct Where {
    number: u32,
    start: usize,
    title: Span,
}

impl Where {
    fn new(unit: Option<usize>, layouts: &[Layout], start: usize) -> Self {
        let layout = unit.and_then(|unit| layouts.get(unit));
        Self {
            number: number(unit),
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

fn number(unit: Option<usize>) -> u32 {
    unit.and_then(|unit| u32::try_from(unit).ok())
        .unwrap_or(NO_UNIT)
}
