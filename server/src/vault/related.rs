//! Units on the same topic, found without links: BM25 over units, with titles told from texts.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Vault;
use super::digest::{Digest, NO_UNIT, Unit};
use super::features::{self, Feature, Field, term_key};
use super::index::NoteId;
use crate::terms::words;
use crate::text::Span;

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
}

/// What is looked for: words and terms, with how much each tells.
#[derive(Debug, Clone, Default)]
pub struct Topic {
    /// What the title says, read as terms and the words beside them: `GIL` is what its expansion is.
    terms: Reading,
    /// What the title says, read word by word: `memory management` is near `manages memory`.
    words: Reading,
    /// What the text says, what tells most first.
    text: Reading,
}

/// Words or terms that are looked for.
#[derive(Debug, Clone, Default)]
struct Reading {
    wanted: Vec<Wanted>,
    sum: f32,
}

#[derive(Debug, Clone, Copy)]
struct Wanted {
    /// In the field of words or of terms.
    feature: Feature,
    weight: f32,
}

impl Reading {
    fn push(&mut self, feature: Feature, weight: f32) {
        self.wanted.push(Wanted { feature, weight });
        self.sum += weight;
    }
}

/// BM25's k1 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.5: 1.2 to 2).
const SATURATION: f32 = 1.2;

/// BM25's b, below the usual 0.75: a long section on the topic is hardly a worse place to go than a short one.
const LENGTH: f32 = 0.4;

/// How much a word tells beside a term of the same rarity: terms are topics, words only may be.
const WORD: f32 = 0.5;

/// Words of a text that are looked for: those that tell most. More cost time and change little.
const MOST_WORDS: usize = 24;

/// More words in common than this tell nothing new.
const MOST_SHARED: usize = 6;

/// Notes that are looked at closely.
const MOST_NOTES: usize = 200;

/// The share of the best part's score from which on another part is about as good.
const AS_GOOD: f32 = 0.6;

/// The share of a unit's words that its good parts must hold for the unit to be what they are about.
const MUCH: f32 = 0.3;

/// What each sign of a common topic counts; together 1.
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
    /// The topic of the unit `index` of `note`: its title, and its text with that of its parts.
    pub fn topic(&self, note: &Digest, index: usize) -> Topic {
        let parts = parts(note, index);
        let of_unit = |unit: u32| unit as usize == index;
        let of_parts = |unit: u32| parts.get(unit as usize).copied().unwrap_or_default();
        let mut topic = Topic::default();
        for (feature, _) in note.features_of(of_unit) {
            let in_text = feature.in_field(Field::Word);
            if feature.is_in(Field::TitleTerm) {
                let term = feature.in_field(Field::Term);
                topic.terms.push(term, self.weight(term));
            } else if feature.is_in(Field::TitleWord) {
                topic.terms.push(in_text, self.weight(in_text));
                topic.words.push(in_text, self.weight(in_text));
            } else if feature.is_in(Field::TitlePart) {
                topic.words.push(in_text, self.weight(in_text));
            }
        }
        let mut text = Vec::new();
        for (feature, count) in note.features_of(of_parts) {
            if feature.is_in(Field::Word) || feature.is_in(Field::Term) {
                let count = count as f32;
                let weight = self.weight(feature) * count / (count + SATURATION);
                text.push((feature, weight));
            }
        }
        text.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (feature, weight) in text.into_iter().take(MOST_WORDS) {
            topic.text.push(feature, weight);
        }
        topic
    }

    /// The topic that `text` names, as the title of a section does.
    pub fn topic_of(&self, text: &str) -> Topic {
        let mut topic = Topic::default();
        let words = words(text);
        let terms = self.glossary.matches_in(text, &words);
        let covered = |span: Span| {
            terms
                .iter()
                .any(|term| !term.ambiguous && term.span.covers(span))
        };
        let mut seen = FxHashSet::default();
        for term in terms.iter().filter(|term| !term.ambiguous) {
            let Some(term) = self.glossary.terms().get(term.term) else {
                continue;
            };
            let feature = Feature::new(Field::Term, term_key(&term.name));
            if seen.insert(feature) {
                topic.terms.push(feature, self.weight(feature));
            }
        }
        for word in &words {
            let feature = Feature::new(Field::Word, word.root);
            if features::is_topical(word, text) && seen.insert(feature) {
                let weight = self.weight(feature);
                topic.words.push(feature, weight);
                if !covered(word.span) {
                    topic.terms.push(feature, weight);
                }
            }
        }
        for wanted in topic.terms.wanted.iter().chain(&topic.words.wanted) {
            topic.text.push(wanted.feature, wanted.weight);
        }
        topic
    }

    /// What `topic` and the unit that was found for it have in common, in words: the names of terms, then words of
    /// the unit's title; what tells most first.
    pub fn shared(&self, topic: &Topic, hit: &Hit<'_>) -> Vec<String> {
        let has = |feature: Feature| {
            let index = u32::try_from(hit.index).unwrap_or(NO_UNIT);
            let units = hit.note.postings(feature).map(|(unit, _)| unit);
            let mut all = units.chain(
                in_titles(feature).flat_map(|title| hit.note.postings(title).map(|(unit, _)| unit)),
            );
            all.any(|unit| outwards(hit.note, unit).any(|around| around == index))
        };
        let readings = [&topic.terms, &topic.words, &topic.text];
        let mut wanted: Vec<Wanted> = readings
            .iter()
            .flat_map(|reading| reading.wanted.clone())
            .collect();
        wanted.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let title = hit.note.title(hit.unit);
        let title_words = words(title);
        let mut shared: Vec<String> = Vec::new();
        let mut plain: Vec<String> = Vec::new();
        for Wanted { feature, .. } in wanted {
            if !has(feature) {
                continue;
            }
            if let Some(term) = self.term_named(feature) {
                shared.push(term.to_owned());
            } else if let Some(word) = title_words
                .iter()
                .find(|word| Feature::new(Field::Word, word.root) == feature)
            {
                plain.push(word.span.of(title).to_lowercase());
            }
        }
        if shared.is_empty() {
            shared = plain;
        }
        let mut seen = FxHashSet::default();
        shared.retain(|name| seen.insert(name.clone()));
        shared.truncate(MOST_SHARED);
        shared
    }

    fn weight(&self, feature: Feature) -> f32 {
        let share = if feature.is_in(Field::Word) {
            WORD
        } else {
            1.0
        };
        self.index.rarity(feature) * share
    }

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
        found.sort_by(|a, b| {
            let place = |hit: &Hit<'a>| (hit.note.path(), hit.index);
            b.score
                .total_cmp(&a.score)
                .then_with(|| place(a).cmp(&place(b)))
        });
        found.truncate(most);
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
        if notes.len() > MOST_NOTES {
            let order =
                |a: &(f32, NoteId), b: &(f32, NoteId)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
            notes.select_nth_unstable_by(MOST_NOTES, order);
            notes.truncate(MOST_NOTES);
        }
        notes.into_iter().map(|(_, id)| id).collect()
    }

    /// The units of `note` that share anything with `topic`, best first, none within another.
    fn in_note<'a>(&self, topic: &Topic, note: &'a Digest) -> Vec<Hit<'a>> {
        let mut sight = Sight::new(note, self.index.mean_length());
        let terms = sight.look(&topic.terms);
        let words = sight.look(&topic.words);
        let text = sight.look(&topic.text);
        // How much the title of each unit says, read either way.
        let mut titles: FxHashMap<u32, (f32, f32)> = FxHashMap::default();
        for (feature, unit) in note.titles() {
            let sums = titles.entry(unit).or_default();
            if feature.is_in(Field::TitleTerm) {
                sums.0 += self.weight(feature.in_field(Field::Term));
            } else {
                let weight = self.weight(feature.in_field(Field::Word));
                sums.1 += weight;
                if feature.is_in(Field::TitleWord) {
                    sums.0 += weight;
                }
            }
        }
        let alike = |wanted: &Reading, signs: &Signs, own: f32| {
            let all = wanted.sum + own;
            if signs.title > 0.0 {
                (2.0 * signs.title / all).min(1.0)
            } else {
                0.0
            }
        };
        let mut hits = Vec::new();
        for (index, unit) in note.units().iter().enumerate() {
            let of = |signs: &FxHashMap<u32, Signs>| {
                let unit = u32::try_from(index).unwrap_or(NO_UNIT);
                signs.get(&unit).copied().unwrap_or_default()
            };
            let (by_terms, by_words, by_text) = (of(&terms), of(&words), of(&text));
            let own = u32::try_from(index)
                .ok()
                .and_then(|unit| titles.get(&unit).copied())
                .unwrap_or_default();
            // One word of several makes another topic: `event-driven architecture` is not `architecture`.
            let squared = |share: f32| share * share;
            let titles = alike(&topic.terms, &by_terms, own.0).max(squared(alike(
                &topic.words,
                &by_words,
                own.1,
            )));
            let title_in_text = by_terms.text.max(squared(by_words.text));
            let text_in_title = if own.0 > 0.0 {
                (by_text.title / own.0.max(own.1)).min(1.0)
            } else {
                0.0
            };
            let score = share::TITLES * titles
                + share::TITLE_IN_TEXT * title_in_text
                + share::TEXTS * by_text.text
                + share::TEXT_IN_TITLE * text_in_title;
            if score > 0.0 {
                hits.push(Hit {
                    note,
                    index,
                    unit,
                    score,
                });
            }
        }
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.index.cmp(&b.index)));
        rolled_up(none_within_another(hits), &sight)
    }
}

/// How far one unit answers one reading of a topic.
#[derive(Debug, Clone, Copy, Default)]
struct Signs {
    /// The sum of the weights that its title has.
    title: f32,
    /// The share of the weights that it has, each the more the oftener.
    text: f32,
}

/// A note as it is searched.
struct Sight<'a> {
    note: &'a Digest,
    mean: f32,
    lengths: Vec<f32>,
}

impl<'a> Sight<'a> {
    fn new(note: &'a Digest, mean: f32) -> Self {
        Self {
            note,
            mean,
            lengths: lengths(note),
        }
    }

    /// The signs of `reading` in every unit that has any.
    fn look(&mut self, reading: &Reading) -> FxHashMap<u32, Signs> {
        let mut signs: FxHashMap<u32, Signs> = FxHashMap::default();
        let mut counts: FxHashMap<u32, f32> = FxHashMap::default();
        for wanted in &reading.wanted {
            counts.clear();
            for (unit, count) in self.note.postings(wanted.feature) {
                for unit in outwards(self.note, unit) {
                    *counts.entry(unit).or_default() += f32::from(count);
                }
            }
            for title in in_titles(wanted.feature) {
                for (unit, _) in self.note.postings(title) {
                    // What is said in the title cannot be said more plainly.
                    counts.insert(unit, f32::INFINITY);
                    signs.entry(unit).or_default().title += wanted.weight;
                }
            }
            for (&unit, &count) in &counts {
                let sign = signs.entry(unit).or_default();
                sign.text += wanted.weight * self.saturated(unit, count) / reading.sum;
            }
        }
        signs
    }

    /// BM25's measure of how much `count` occurrences tell in a unit of that length, from 0 to 1.
    fn saturated(&self, unit: u32, count: f32) -> f32 {
        if count.is_infinite() {
            return 1.0;
        }
        let length = self.lengths.get(unit as usize).copied().unwrap_or_default() / self.mean;
        count / (count + SATURATION * (1.0 - LENGTH + LENGTH * length))
    }
}

/// Of units that hold each other, the best.
fn none_within_another(hits: Vec<Hit<'_>>) -> Vec<Hit<'_>> {
    let mut kept: Vec<Hit<'_>> = Vec::new();
    for hit in hits {
        let holds = |a: usize, b: usize| {
            u32::try_from(b).is_ok_and(|b| outwards(hit.note, b).any(|unit| unit as usize == a))
        };
        let again =
            |other: &Hit<'_>| holds(other.index, hit.index) || holds(hit.index, other.index);
        if !kept.iter().any(again) {
            kept.push(hit);
        }
    }
    kept
}

/// Where several parts of a unit are about as good and make up much of it, it is the whole that is on the topic: one
/// hit instead of several that crowd out other notes.
fn rolled_up<'a>(hits: Vec<Hit<'a>>, sight: &Sight<'_>) -> Vec<Hit<'a>> {
    let length = |index: usize| sight.lengths.get(index).copied().unwrap_or_default();
    let mut groups: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for (at, hit) in hits.iter().enumerate() {
        if let Some(whole) = hit.unit.parent {
            groups.entry(whole).or_default().push(at);
        }
    }
    let mut kept: Vec<Option<Hit<'a>>> = hits.iter().copied().map(Some).collect();
    for (whole, parts) in groups {
        // Hits stand in the order of their scores, so the first part is the best.
        let Some(best) = parts.first().and_then(|at| hits.get(*at)).copied() else {
            continue;
        };
        let good = parts.iter().filter(|at| {
            hits.get(**at)
                .is_some_and(|hit| hit.score >= best.score * AS_GOOD)
        });
        let good: Vec<usize> = good.copied().collect();
        let of_parts: f32 = good
            .iter()
            .filter_map(|at| hits.get(*at))
            .map(|hit| length(hit.index))
            .sum();
        let index = whole as usize;
        if good.len() < 2 || of_parts < length(index) * MUCH {
            continue;
        }
        for at in parts {
            if let Some(slot) = kept.get_mut(at) {
                *slot = None;
            }
        }
        if let Some(unit) = best.note.units().get(index) {
            kept.push(Some(Hit {
                index,
                unit,
                ..best
            }));
        }
    }
    kept.into_iter().flatten().collect()
}

/// What a word or a term is in titles.
fn in_titles(feature: Feature) -> impl Iterator<Item = Feature> {
    let fields: &[Field] = if feature.is_in(Field::Term) {
        &[Field::TitleTerm]
    } else {
        &[Field::TitleWord, Field::TitlePart]
    };
    fields.iter().map(move |field| feature.in_field(*field))
}

/// `unit` and what it is a part of, from the inside out.
fn outwards(note: &Digest, unit: u32) -> impl Iterator<Item = u32> {
    let known = (unit != NO_UNIT).then_some(unit);
    std::iter::successors(known, |unit| note.units().get(*unit as usize)?.parent)
}

/// For every unit whether it is `index` or a part of it.
fn parts(note: &Digest, index: usize) -> Vec<bool> {
    let mut parts = vec![false; note.units().len()];
    for (at, unit) in note.units().iter().enumerate() {
        let of_part = unit
            .parent
            .is_some_and(|parent| parts.get(parent as usize).copied().unwrap_or_default());
        if let Some(part) = parts.get_mut(at) {
            *part = at == index || of_part;
        }
    }
    parts
}

/// How many words every unit has, those of its parts included.
fn lengths(note: &Digest) -> Vec<f32> {
    let units = note.units();
    let mut lengths: Vec<f32> = units.iter().map(|unit| unit.length as f32).collect();
    for (at, unit) in units.iter().enumerate().rev() {
        let length = lengths.get(at).copied().unwrap_or_default();
        if let Some(holder) = unit
            .parent
            .and_then(|parent| lengths.get_mut(parent as usize))
        {
            *holder += length;
        }
    }
    lengths
}
