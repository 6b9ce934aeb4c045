//! What the vault keeps of a note: its units, the words and terms in them, where terms stand, where links lead and what
//! they may lead to. No text.

use std::hash::BuildHasher;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::definitions::{self, Definition};
use super::features::{self, Feature, Field};
use super::links::{Offered, Outgoing};
use super::pool::{Pool, Pooled};
use super::postings::{NO_UNIT, Postings, UnitId};
use super::reader::Reader;
use super::units::{self, Finder, Layout, UnitKind};
use crate::note::{Note, QuestionStatus};
use crate::terms::Glossary;
use crate::text::{Place, Places, Span};

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
    outgoing: Outgoing,
    offered: Arc<Offered>,
}

/// So many notes are searched for a term at once.
const SEARCHED_TOGETHER: usize = 16;

/// The words of the longest unit that is read as one line.
const LONGEST_LINE: u16 = 12;

/// What may carry a topic: a section, an item, a paragraph.
#[derive(Debug, Clone, Copy)]
pub struct Unit {
    /// Its title; where it has none, its start.
    pub place: Place,
    /// Its last line, 1-based, inclusive.
    pub end_line: u32,
    pub(super) title: Pooled,
    /// How many words it has of its own.
    pub(super) length: u16,
    parent: Option<UnitId>,
    /// What it is.
    pub kind: UnitKind,
    /// True where it has a title and something to say about it: a heading, or an item such as `name: meaning`.
    pub is_topic: bool,
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
    /// Its first mark; without a mark, its text.
    pub place: Place,
    pub(super) text: Pooled,
    unit: Option<UnitId>,
    /// How far it is answered.
    pub status: QuestionStatus,
}

impl Unit {
    /// How many words it has of its own.
    pub fn words(&self) -> u32 {
        u32::from(self.length)
    }

    /// True for an item or a paragraph of so few words that it is read as a whole, as a title is; longer ones tell
    /// something about their name.
    pub(super) fn is_line(&self) -> bool {
        !self.is_section() && self.length <= LONGEST_LINE
    }

    /// True for a heading and what stands under it.
    pub fn is_section(&self) -> bool {
        matches!(self.kind, UnitKind::Section(_))
    }

    /// Index of the unit that it is a part of; `None` for sections.
    pub fn parent(&self) -> Option<usize> {
        self.parent.map(usize::from)
    }
}

impl Question {
    /// Index of the unit that carries it.
    pub fn unit(&self) -> Option<usize> {
        self.unit.map(usize::from)
    }
}

impl Digest {
    /// Digests `note`, the note at `path`, for a vault whose glossary is `glossary`. Time is linear in the note.
    pub fn of(path: impl Into<Arc<Path>>, note: &Note, glossary: &Glossary) -> Self {
        let path: Arc<Path> = path.into();
        let layouts = units::units(note);
        let mut reader = Reader::new(note, glossary, &layouts);
        reader.read();
        let mut pool = Pool::default();
        let units = units(note, &layouts, &reader.lengths, &mut pool);
        let is_glossary = definitions::is_glossary(&path);
        let definitions =
            definitions::definitions(note, is_glossary, &layouts, glossary, &mut pool);
        for definition in &definitions {
            let feature = definition.kind.feature(definition.key);
            reader.found.push((feature, definition.unit));
        }
        let outgoing = Outgoing::of(note);
        let links = outgoing.keys().map(|key| Feature::new(Field::Link, key));
        reader.found.extend(links.map(|link| (link, NO_UNIT)));
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
            outgoing,
            offered: Arc::new(Offered::of(note)),
        }
    }

    /// Where the note is.
    pub fn path(&self) -> &Arc<Path> {
        &self.path
    }

    /// The characters of its path, to be compared fast.
    pub(super) fn path_bytes(&self) -> &[u8] {
        self.path.as_os_str().as_encoded_bytes()
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

    /// The units that have a topic, with their index and their title.
    pub(super) fn topics(&self) -> impl Iterator<Item = (usize, &Unit, &str)> {
        let units = self.units.iter().enumerate();
        let topics = units.filter(|(_, unit)| unit.is_topic);
        topics.map(|(index, unit)| (index, unit, self.title(unit)))
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

    /// Where its links lead, and its tags.
    pub fn outgoing(&self) -> &Outgoing {
        &self.outgoing
    }

    /// What it offers to be linked to.
    pub fn offered(&self) -> &Arc<Offered> {
        &self.offered
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

    /// Where the term with the feature `term` stands in each of `notes`.
    pub(super) fn mentions_in<'a>(notes: &[&'a Self], term: Feature) -> Vec<&'a [Mention]> {
        let mut found = Vec::with_capacity(notes.len());
        for notes in notes.chunks(SEARCHED_TOGETHER) {
            // The same bisection in all of them, step by step: each is somewhere else in memory, and there is one wait for
            // a step of all rather than one for each.
            let mut starts = [0; SEARCHED_TOGETHER];
            let mut size = notes.iter().map(|note| note.mentions.len()).max();
            while let Some(open) = size.filter(|size| *size > 0) {
                let half = open.div_ceil(2);
                for (start, note) in starts.iter_mut().zip(notes) {
                    let before = note.mentions.get(*start + half - 1);
                    if before.is_some_and(|mention| mention.term < term) {
                        *start += half;
                    }
                }
                size = Some(open - half);
            }
            found.extend(starts.iter().zip(notes).map(|(start, note)| {
                let rest = note.mentions.get(*start..).unwrap_or_default();
                let others = rest.iter().position(|mention| mention.term != term);
                rest.get(..others.unwrap_or(rest.len())).unwrap_or_default()
            }));
        }
        found
    }

    /// What stands in which unit.
    pub(super) fn postings(&self) -> &Postings {
        &self.postings
    }

    /// Words of all units.
    pub(super) fn length(&self) -> u64 {
        self.units.iter().map(|unit| u64::from(unit.length)).sum()
    }

    /// The unit `index` and what it is a part of, from the inside out.
    pub(super) fn outwards(&self, index: usize) -> impl Iterator<Item = usize> {
        let known = (index < self.units.len()).then_some(index);
        std::iter::successors(known, |index| self.units.get(*index)?.parent())
    }
}

fn hash(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

fn units(note: &Note, layouts: &[Layout], lengths: &[u16], pool: &mut Pool) -> Vec<Unit> {
    let text = &note.text;
    let mut places = Places::new(text, &note.lines);
    let units = layouts.iter().zip(lengths).map(|(layout, &length)| {
        // A rule or a banner under the last words belongs to what comes next.
        let words = layout
            .span
            .of(text)
            .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '#'));
        let last = layout.span.start + words.len().max(1) - 1;
        let place = if layout.title.is_empty() {
            Span::at(layout.span.start)
        } else {
            layout.title
        };
        let title = features::shown(layout.title.of(text));
        Unit {
            place: places.of(place),
            end_line: u32::try_from(note.lines.line(last)).unwrap_or(u32::MAX),
            title: pool.add(&title),
            length,
            parent: layout
                .parent
                .and_then(|parent| UnitId::try_from(parent).ok()),
            kind: layout.kind,
            is_topic: layout.is_titled && !layout.title.is_empty(),
        }
    });
    units.collect()
}

fn questions(note: &Note, layouts: &[Layout], pool: &mut Pool) -> Vec<Question> {
    let mut finder = Finder::new(layouts);
    let mut places = Places::new(&note.text, &note.lines);
    let mut last = 0;
    let questions = note.questions.iter().map(|question| {
        // Several questions may share a section; the finder goes forward only.
        last = question.span.start.max(last);
        let unit = finder.at(last);
        let place = question.markers.first().copied().unwrap_or(question.span);
        Question {
            place: places.of(place),
            text: pool.add(&question.question),
            unit: unit.and_then(|unit| UnitId::try_from(unit).ok()),
            status: question.status,
        }
    });
    questions.collect()
}
