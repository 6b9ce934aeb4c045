//! What is looked for: the topic of a section, or of a question, as words and terms with how much each tells.

use rustc_hash::FxHashSet;

use super::Vault;
use super::digest::{Digest, Unit};
use super::features::{self, Feature, Field, term_key};
use super::related::Hit;
use super::signs::SATURATION;
use crate::terms::words;
use crate::text::Span;

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Topic {
    /// What the title says, read as terms and the words beside them: `GIL` is what its expansion is.
    pub(super) terms: Reading,
    /// What the title says, read word by word: `memory management` is near `manages memory`.
    pub(super) words: Reading,
    /// What the text says, what tells most first.
    pub(super) text: Reading,
    /// All that the text says.
    pub(super) said: FxHashSet<Feature>,
}

/// Words or terms that are looked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    pub wanted: Vec<Wanted>,
    /// The sum of their weights.
    pub sum: f32,
}

/// A word or a term that is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// In the field of words or of terms.
    pub feature: Feature,
    pub weight: f32,
}

/// How much a word tells beside a term of the same rarity: terms are topics, words only may be.
const WORD: f32 = 0.5;

/// What a term counts that stands on a line behind its name, against one in the name.
pub(super) const ON_LINE: f32 = 0.5;

/// Words of a text that are looked for: those that tell most. More cost time and change little.
const MOST_WORDS: usize = 24;

/// More words in common than this tell nothing new.
const MOST_SHARED: usize = 6;

impl Reading {
    /// True where `feature` is looked for.
    pub fn has(&self, feature: Feature) -> bool {
        self.wanted.iter().any(|wanted| wanted.feature == feature)
    }

    fn push(&mut self, feature: Feature, weight: f32) {
        self.wanted.push(Wanted { feature, weight });
        self.sum += weight;
    }
}

/// What a word or a term is in titles.
pub(super) fn in_titles(feature: Feature) -> impl Iterator<Item = Feature> {
    let fields: &[Field] = if feature.is_in(Field::Term) {
        &[Field::TitleTerm]
    } else {
        &[Field::TitleWord, Field::TitlePart]
    };
    fields.iter().map(move |field| feature.in_field(*field))
}

impl Vault {
    /// The topic of the unit `index` of `note`: its title, and its text with that of its parts.
    pub fn topic(&self, note: &Digest, index: usize) -> Topic {
        let mut topic = Topic::default();
        let postings = note.postings();
        let is_line = note.units().get(index).is_some_and(Unit::is_line);
        let mut own = postings.in_units(|unit| usize::from(unit) == index);
        own.sort_by_key(|(feature, _)| feature.is_in(Field::Term));
        for (feature, _) in own {
            let word = feature.in_field(Field::Word);
            if feature.is_in(Field::TitleTerm) {
                let term = feature.in_field(Field::Term);
                topic.terms.push(term, self.weight(term));
            } else if feature.is_in(Field::TitleWord) {
                topic.terms.push(word, self.weight(word));
                topic.words.push(word, self.weight(word));
            } else if feature.is_in(Field::TitlePart) {
                topic.words.push(word, self.weight(word));
            } else if is_line && feature.is_in(Field::Term) && !topic.terms.has(feature) {
                topic.terms.push(feature, self.weight(feature) * ON_LINE);
            }
        }
        let is_part = |unit| {
            note.outwards(usize::from(unit))
                .any(|around| around == index)
        };
        let mut text = Vec::new();
        for (feature, count) in postings.in_units(is_part) {
            if feature.is_in(Field::Word) || feature.is_in(Field::Term) {
                let count = count as f32;
                text.push((feature, self.weight(feature) * count / (count + SATURATION)));
                topic.said.insert(feature);
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
        let mut terms = self.glossary.matches_in(text, &words);
        terms.retain(|term| !term.ambiguous);
        let covered = |span: Span| terms.iter().any(|term| term.span.covers(span));
        for term in &terms {
            let Some(term) = self.glossary.terms().get(term.term) else {
                continue;
            };
            let feature = Feature::new(Field::Term, term_key(&term.name));
            if topic.said.insert(feature) {
                topic.terms.push(feature, self.weight(feature));
            }
        }
        for word in &words {
            let feature = Feature::new(Field::Word, word.root);
            if features::is_topical(word, text) && topic.said.insert(feature) {
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

    /// How much it tells that a unit has `feature`.
    pub(super) fn weight(&self, feature: Feature) -> f32 {
        let share = if feature.is_in(Field::Word) {
            WORD
        } else {
            1.0
        };
        self.index.rarity(feature) * share
    }

    /// What `topic` and the unit that was found for it have in common, in words: the names of terms, or where there
    /// are none, words of the unit's title; what tells most first.
    pub fn shared(&self, topic: &Topic, hit: &Hit<'_>) -> Vec<String> {
        let readings = [&topic.terms, &topic.words, &topic.text];
        let mut wanted: Vec<Wanted> = readings
            .iter()
            .flat_map(|reading| reading.wanted.iter().copied())
            .filter(|wanted| stands_in(wanted.feature, hit))
            .collect();
        wanted.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let mut seen = FxHashSet::default();
        wanted.retain(|wanted| seen.insert(wanted.feature));
        let terms = wanted
            .iter()
            .filter_map(|wanted| self.term_named(wanted.feature));
        let terms: Vec<String> = terms.take(MOST_SHARED).map(str::to_owned).collect();
        if !terms.is_empty() {
            return terms;
        }
        let title = hit.note.title(hit.unit);
        let title_words = words(title);
        let plain = wanted.iter().filter_map(|wanted| {
            let is = |root| Feature::new(Field::Word, root) == wanted.feature;
            let word = title_words.iter().find(|word| is(word.root))?;
            Some(word.span.of(title).to_lowercase())
        });
        plain.take(MOST_SHARED).collect()
    }
}

/// True where `feature` stands in the unit that was found, in its title or in its text with that of its parts.
fn stands_in(feature: Feature, hit: &Hit<'_>) -> bool {
    let in_fields = in_titles(feature).chain([feature]);
    let mut units = in_fields.flat_map(|feature| hit.note.postings().of(feature));
    units.any(|(unit, _)| {
        let mut around = hit.note.outwards(usize::from(unit));
        around.any(|around| around == hit.index)
    })
}
