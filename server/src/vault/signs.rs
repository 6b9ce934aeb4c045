//! What tells that a unit is on a topic, and how much: BM25 of titles and of texts.

use super::digest::Digest;
use super::topic::{ON_LINE, Reading, Topic, in_titles};

/// BM25's k1 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.5: 1.2 to 2).
pub(super) const SATURATION: f32 = 1.2;

/// BM25's b, below the usual 0.75: a long section on the topic is hardly a worse place to go than a short one.
const LENGTH: f32 = 0.4;

/// How far a word that one side's title has is told from a foreign one by standing in the other side's text: `TLS
/// handshake` and `TLS` are nearer where the latter goes on about a handshake.
pub(super) const SAID: f32 = 0.5;

/// What a term that stands behind the name of a line counts against one in a title.
const LINE: f32 = 0.7;

/// The share of its score that a unit without words would lose against an endless one.
const THIN: f32 = 0.2;

/// What each sign of a common topic counts; together 1. Ranks hardly depend on them: each may be half as much again,
/// or half of it, and of 172 pairs picked by hand no more than three change sides.
pub(super) mod share {
    /// The titles are alike.
    pub const TITLES: f32 = 0.35;
    /// The text speaks of what the title asked for.
    pub const TITLE_IN_TEXT: f32 = 0.2;
    /// The texts are alike.
    pub const TEXTS: f32 = 0.3;
    /// The title is what the text asked for speaks of.
    pub const TEXT_IN_TITLE: f32 = 0.15;
}

/// The terms on a line, by weight.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Line {
    /// What the topic's title says.
    pub shared: f32,
    /// What it does not.
    pub strange: f32,
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
pub(super) struct Title {
    /// What the topic does not say, read as terms and the words beside them.
    pub strange_terms: f32,
    /// What the topic does not say, read word by word.
    pub strange_words: f32,
    /// All of it.
    pub sum: f32,
}

/// How far one unit answers one reading of a topic.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Signs {
    /// The sum of the weights that its title has.
    pub title: f32,
    /// The sum of the weights that its title or its text has.
    pub said: f32,
    /// The share of the weights that it has, each the more the oftener.
    pub text: f32,
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

/// The signs of all readings of a topic in one unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnitSigns {
    pub terms: Signs,
    pub words: Signs,
    pub text: Signs,
}

impl UnitSigns {
    /// How far the unit is on the topic: the more the less is strange in its title and on its line.
    pub fn score(&self, topic: &Topic, title: Title, line: Line) -> f32 {
        // One word of several makes another topic: `event-driven architecture` is not `architecture`.
        let squared = |share: f32| share * share;
        let alike = self
            .terms
            .alike(&topic.terms, title.strange_terms)
            .max(squared(self.words.alike(&topic.words, title.strange_words)))
            .max(line.alike(&topic.terms) * LINE);
        let title_in_text = self.terms.text.max(squared(self.words.text));
        let text_in_title = if title.sum > 0.0 {
            (self.text.title / title.sum).min(1.0)
        } else {
            0.0
        };
        share::TITLES * alike
            + share::TITLE_IN_TEXT * title_in_text
            + share::TEXTS * self.text.text
            + share::TEXT_IN_TITLE * text_in_title
    }

    /// What `score` can be at most, whatever stands in its title and, where it is one, on its line.
    pub fn most(&self, topic: &Topic, is_line: bool) -> f32 {
        let title = Title {
            sum: self.text.title,
            ..Title::default()
        };
        let said = if is_line { self.terms.said } else { 0.0 };
        let line = Line {
            shared: said / ON_LINE,
            strange: 0.0,
        };
        self.score(topic, title, line)
    }
}

/// A note as it is searched.
pub(super) struct Sight<'a> {
    note: &'a Digest,
    mean: f32,
    /// How many words every unit has, those of its parts included.
    lengths: Vec<f32>,
}

impl<'a> Sight<'a> {
    pub fn new(note: &'a Digest, mean: f32) -> Self {
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
    pub fn look(&self, reading: &Reading) -> Vec<Signs> {
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
    pub fn substance(&self, unit: usize) -> f32 {
        let length = self.length(unit);
        1.0 - THIN * (1.0 - length / (length + self.mean))
    }

    pub fn length(&self, unit: usize) -> f32 {
        self.lengths.get(unit).copied().unwrap_or_default()
    }
}
