//! Units on the same topic, found without links: BM25 over units, with titles told from texts.

use rustc_hash::FxHashMap;

use super::Vault;
use super::digest::{Digest, Unit};
use super::features::Field;
use super::index::NoteId;
use super::lookup::best;
use super::topic::{Reading, Topic, in_titles};

/// A unit that was found.
#[derive(Debug, Clone, Copy)]
pub struct Hit<'a> {
    /// Its note.
    pub note: &'a Digest,
    /// Its index in the note's units.
    pub index: usize,
    /// The unit.
    pub unit: &'a Unit,
    /// From 0 to 1: how far it is on the topic.
    pub score: f32,
    /// From 0 to 1: how much of what the topic's title asks for stands in it, weighed by how rare it is.
    pub coverage: f32,
}

/// BM25's k1 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.5: 1.2 to 2).
pub(super) const SATURATION: f32 = 1.2;

/// BM25's b, below the usual 0.75: a long section on the topic is hardly a worse place to go than a short one.
const LENGTH: f32 = 0.4;

/// How far a word that one side's title has is told from a foreign one by standing in the other side's text: `TLS
/// handshake` and `TLS` are nearer where the latter goes on about a handshake.
const SAID: f32 = 0.5;

/// What a term that stands behind the name of a line counts against one in a title.
const LINE: f32 = 0.7;

/// The share of its score that a unit without words would lose against an endless one.
const THIN: f32 = 0.2;

/// Notes that are looked at closely: those that have most of what is looked for.
const MOST_NOTES: usize = 128;

/// The share of the best part's score from which on another part is about as good.
const AS_GOOD: f32 = 0.6;

/// The share of a unit's words that its good parts must hold for the unit to be what they are about.
const MUCH: f32 = 0.3;

/// So many good parts tell of their unit, however long it is.
const MANY: usize = 3;

/// What each sign of a common topic counts; together 1. Ranks hardly depend on them: each may be half as much again,
/// or half of it, and of 172 pairs picked by hand no more than three change sides.
mod share {
    /// The titles are alike.
    pub const TITLES: f32 = 0.35;
    /// The text speaks of what the title asked for.
    pub const TITLE_IN_TEXT: f32 = 0.2;
    /// The texts are alike.
    pub const TEXTS: f32 = 0.3;
    /// The title is what the text asked for speaks of.
    pub const TEXT_IN_TITLE: f32 = 0.15;
}

impl Vault {
    /// The units on `topic`, best first, at most `most`, none within another, of the notes that are `wanted`.
    pub fn search<'a>(
        &'a self,
        topic: &Topic,
        most: usize,
        wanted: impl Fn(&Digest) -> bool,
    ) -> Vec<Hit<'a>> {
        let mut found = Vec::new();
        for id in self.candidates(topic) {
            if let Some(note) = self.index.get(id).filter(|note| wanted(note)) {
                found.extend(self.in_note(topic, note));
            }
        }
        best(&mut found, most, |a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| a.note.path().cmp(b.note.path()))
                .then_with(|| a.index.cmp(&b.index))
        });
        found
    }

    /// The notes worth a close look.
    fn candidates(&self, topic: &Topic) -> Vec<NoteId> {
        let mut features = Vec::new();
        for wanted in topic.terms.wanted.iter().chain(&topic.words.wanted) {
            features.push((wanted.feature, wanted.weight * share::TITLE_IN_TEXT));
            for title in in_titles(wanted.feature) {
                features.push((title, wanted.weight * share::TITLES));
            }
        }
        let texts = topic.text.wanted.iter();
        features.extend(texts.map(|wanted| (wanted.feature, wanted.weight * share::TEXTS)));
        let mut notes = self.index.weigh(&features);
        best(&mut notes, MOST_NOTES, |a, b| {
            b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
        });
        notes.into_iter().map(|(_, id)| id).collect()
    }

    /// The units of `note` that share anything with `topic`, best first, none within another.
    fn in_note<'a>(&self, topic: &Topic, note: &'a Digest) -> Vec<Hit<'a>> {
        let sight = Sight::new(note, self.index.mean_length());
        let terms = sight.look(&topic.terms);
        let words = sight.look(&topic.words);
        let text = sight.look(&topic.text);
        let titles = self.titles(topic, note);
        let lines = self.lines(topic, note);
        let mut hits = Vec::new();
        let signs = terms
            .iter()
            .zip(&words)
            .zip(&text)
            .zip(titles.iter().zip(&lines));
        for ((index, unit), (((terms, words), text), (title, line))) in
            note.units().iter().enumerate().zip(signs)
        {
            if terms.said + words.said + text.said <= 0.0 {
                continue;
            }
            // One word of several makes another topic: `event-driven architecture` is not `architecture`.
            let squared = |share: f32| share * share;
            let alike = terms
                .alike(&topic.terms, title.strange_terms)
                .max(squared(words.alike(&topic.words, title.strange_words)))
                .max(line.alike(&topic.terms) * LINE);
            let title_in_text = terms.text.max(squared(words.text));
            let text_in_title = if title.sum > 0.0 {
                (text.title / title.sum).min(1.0)
            } else {
                0.0
            };
            let score = share::TITLES * alike
                + share::TITLE_IN_TEXT * title_in_text
                + share::TEXTS * text.text
                + share::TEXT_IN_TITLE * text_in_title;
            hits.push(Hit {
                note,
                index,
                unit,
                score: score * sight.substance(index),
                coverage: (terms.said / topic.terms.sum.max(f32::MIN_POSITIVE)).min(1.0),
            });
        }
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.index.cmp(&b.index)));
        rolled_up(none_within_another(hits), &sight)
    }

    /// For each unit of `note` that is one line, the terms on it: `Caching: TTL, eviction` is as much about eviction as a
    /// section of that name that says as little.
    fn lines(&self, topic: &Topic, note: &Digest) -> Vec<Line> {
        let mut lines = vec![Line::default(); note.units().len()];
        for (term, unit) in note.postings().terms() {
            let unit = usize::from(unit);
            let is_line = note.units().get(unit).is_some_and(Unit::is_line);
            let Some(line) = lines.get_mut(unit).filter(|_| is_line) else {
                continue;
            };
            let weight = self.weight(term);
            if topic.terms.has(term) {
                line.shared += weight;
            } else if topic.said.contains(&term) {
                line.strange += weight * (1.0 - SAID);
            } else {
                line.strange += weight;
            }
        }
        lines
    }

    /// For each unit of `note`, what its title says, and how much of that the topic does not.
    fn titles(&self, topic: &Topic, note: &Digest) -> Vec<Title> {
        let mut titles = vec![Title::default(); note.units().len()];
        for (feature, unit) in note.postings().titles() {
            let Some(title) = titles.get_mut(usize::from(unit)) else {
                continue;
            };
            let is_term = feature.is_in(Field::TitleTerm);
            let in_text = feature.in_field(if is_term { Field::Term } else { Field::Word });
            let weight = self.weight(in_text);
            let unsaid = if topic.said.contains(&in_text) {
                weight * (1.0 - SAID)
            } else {
                weight
            };
            let strange = |reading: &Reading| if reading.has(in_text) { 0.0 } else { unsaid };
            if !is_term {
                title.strange_words += strange(&topic.words);
            }
            // A word that is a part of a term is not read beside it.
            if !feature.is_in(Field::TitlePart) {
                title.strange_terms += strange(&topic.terms);
                title.sum += weight;
            }
        }
        titles
    }
}

/// The terms on a line, by weight.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    /// What the topic's title says.
    shared: f32,
    /// What it does not.
    strange: f32,
}

impl Line {
    /// How alike the line and a title are, from 0 to 1.
    fn alike(&self, wanted: &Reading) -> f32 {
        let both = 2.0 * self.shared;
        if both > 0.0 {
            both / (both + (wanted.sum - self.shared).max(0.0) + self.strange)
        } else {
            0.0
        }
    }
}

/// What a unit's title says, by weight.
#[derive(Debug, Clone, Copy, Default)]
struct Title {
    /// What the topic does not say, read as terms and the words beside them.
    strange_terms: f32,
    /// What the topic does not say, read word by word.
    strange_words: f32,
    /// All of it.
    sum: f32,
}

/// How far one unit answers one reading of a topic.
#[derive(Debug, Clone, Copy, Default)]
struct Signs {
    /// The sum of the weights that its title has.
    title: f32,
    /// The sum of the weights that its title or its text has.
    said: f32,
    /// The share of the weights that it has, each the more the oftener.
    text: f32,
}

impl Signs {
    /// How alike two titles are, from 0 to 1: twice what they share over that and what either has alone, `strange`
    /// being that of the unit's.
    fn alike(&self, wanted: &Reading, strange: f32) -> f32 {
        let missing = wanted.sum - self.title - (self.said - self.title) * SAID;
        let both = 2.0 * self.title;
        if both > 0.0 {
            both / (both + missing.max(0.0) + strange)
        } else {
            0.0
        }
    }
}

/// A note as it is searched.
struct Sight<'a> {
    note: &'a Digest,
    mean: f32,
    /// How many words every unit has, those of its parts included.
    lengths: Vec<f32>,
}

impl<'a> Sight<'a> {
    fn new(note: &'a Digest, mean: f32) -> Self {
        let units = note.units();
        let mut lengths: Vec<f32> = units.iter().map(|unit| f32::from(unit.length)).collect();
        for (at, unit) in units.iter().enumerate().rev() {
            let length = lengths.get(at).copied().unwrap_or_default();
            if let Some(whole) = unit.parent().and_then(|parent| lengths.get_mut(parent)) {
                *whole += length;
            }
        }
        Self {
            note,
            mean,
            lengths,
        }
    }

    /// The signs of `reading` in every unit.
    fn look(&self, reading: &Reading) -> Vec<Signs> {
        let postings = self.note.postings();
        let mut signs = vec![Signs::default(); self.note.units().len()];
        let mut counts = vec![0.0; signs.len()];
        let mut touched: Vec<usize> = Vec::new();
        for wanted in &reading.wanted {
            for (unit, count) in postings.of(wanted.feature) {
                for unit in self.note.outwards(usize::from(unit)) {
                    if let Some(sum) = counts.get_mut(unit) {
                        *sum += f32::from(count);
                        touched.push(unit);
                    }
                }
            }
            for (unit, _) in in_titles(wanted.feature).flat_map(|title| postings.of(title)) {
                let unit = usize::from(unit);
                if let (Some(count), Some(sign)) = (counts.get_mut(unit), signs.get_mut(unit)) {
                    // What is said in the title cannot be said more plainly.
                    *count = f32::INFINITY;
                    sign.title += wanted.weight;
                    touched.push(unit);
                }
            }
            for unit in touched.drain(..) {
                let count = counts.get_mut(unit).map(std::mem::take).unwrap_or_default();
                if let Some(sign) = signs.get_mut(unit).filter(|_| count > 0.0) {
                    sign.said += wanted.weight;
                    sign.text += wanted.weight * self.saturated(unit, count) / reading.sum;
                }
            }
        }
        signs
    }

    /// BM25's measure of how much `count` occurrences tell in a unit of that length, from 0 to 1.
    fn saturated(&self, unit: usize, count: f32) -> f32 {
        if count.is_infinite() {
            return 1.0;
        }
        let length = self.length(unit) / self.mean;
        count / (count + SATURATION * (1.0 - LENGTH + LENGTH * length))
    }

    /// Of two units as much on a topic, the one that says more about it is the better place to go.
    fn substance(&self, unit: usize) -> f32 {
        let length = self.length(unit);
        1.0 - THIN * (1.0 - length / (length + self.mean))
    }

    fn length(&self, unit: usize) -> f32 {
        self.lengths.get(unit).copied().unwrap_or_default()
    }
}

/// Of units that hold each other, the best. `hits` are in order, the best first.
fn none_within_another(hits: Vec<Hit<'_>>) -> Vec<Hit<'_>> {
    let mut kept: Vec<Hit<'_>> = Vec::new();
    for hit in hits {
        let holds = |a: usize, b: usize| hit.note.outwards(b).any(|around| around == a);
        let again =
            |other: &Hit<'_>| holds(other.index, hit.index) || holds(hit.index, other.index);
        if !kept.iter().any(again) {
            kept.push(hit);
        }
    }
    kept
}

/// Where several parts of a unit are about as good and make up much of it, it is the whole that is on the topic: one
/// hit instead of several that crowd out other notes. `hits` are in order, the best first.
fn rolled_up<'a>(hits: Vec<Hit<'a>>, sight: &Sight<'_>) -> Vec<Hit<'a>> {
    let mut groups: FxHashMap<usize, Vec<Hit<'a>>> = FxHashMap::default();
    let mut kept = Vec::new();
    for hit in hits {
        match hit.unit.parent() {
            Some(whole) => groups.entry(whole).or_default().push(hit),
            None => kept.push(hit),
        }
    }
    for (index, parts) in groups {
        let Some(best) = parts.first().copied() else {
            continue;
        };
        let good = || {
            parts
                .iter()
                .filter(|part| part.score >= best.score * AS_GOOD)
        };
        let of_good: f32 = good().map(|part| sight.length(part.index)).sum();
        let whole = best.note.units().get(index).filter(|_| {
            let count = good().count();
            count >= MANY || count > 1 && of_good >= sight.length(index) * MUCH
        });
        match whole {
            Some(unit) => kept.push(Hit {
                index,
                unit,
                ..best
            }),
            None => kept.extend(parts),
        }
    }
    kept
}
