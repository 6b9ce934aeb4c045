//! Units on the same topic, found without links: BM25 over units, with titles told from texts.

use rustc_hash::FxHashMap;

use super::Vault;
use super::digest::{Digest, Unit};
use super::features::Field;
use super::lookup::best;
use super::notes::NoteId;
use super::signs::{Line, SAID, Sight, Title, UnitSigns, share};
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

/// Notes that are looked at closely: those that have most of what is looked for.
const MOST_NOTES: usize = 128;

/// The share of the best part's score from which on another part is about as good.
const AS_GOOD: f32 = 0.6;

/// The share of a unit's words that its good parts must hold for the unit to be what they are about.
const MUCH: f32 = 0.3;

/// So many good parts tell of their unit, however long it is.
const MANY: usize = 3;

/// What two ways to add up the same score may differ by.
const SLACK: f32 = 1e-4;

impl Vault {
    /// The units on `topic`, best first, at most `most`, none within another, of the notes that are `wanted`.
    pub fn search<'a>(
        &'a self,
        topic: &Topic,
        most: usize,
        wanted: impl Fn(&Digest) -> bool,
    ) -> Vec<Hit<'a>> {
        let mut found = Vec::new();
        let mut leaders = Leaders::new(most);
        for id in self.candidates(topic) {
            if let Some(note) = self.index.get(id).filter(|note| wanted(note)) {
                let hits = self.in_note(topic, note, leaders.least());
                leaders.add(hits.iter().map(|hit| hit.score));
                found.extend(hits);
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
        self.index.heaviest(&features, MOST_NOTES)
    }

    /// The units of `note` that share anything with `topic`, best first, none within another; none at all where it is
    /// plain that no unit scores `least`.
    fn in_note<'a>(&self, topic: &Topic, note: &'a Digest, least: f32) -> Vec<Hit<'a>> {
        let sight = Sight::new(note, self.index.mean_length());
        let terms = sight.look(&topic.terms);
        let words = sight.look(&topic.words);
        let text = sight.look(&topic.text);
        let signs = terms.into_iter().zip(words).zip(text);
        let signs: Vec<UnitSigns> = signs
            .map(|((terms, words), text)| UnitSigns { terms, words, text })
            .collect();
        // What else a unit says only takes from its score. Most notes fall behind here, before that is looked at.
        let units = note.units().iter().zip(&signs).enumerate();
        let most = |(index, (unit, signs)): (usize, (&Unit, &UnitSigns))| {
            signs.most(topic, unit.is_line()) * sight.substance(index) + SLACK
        };
        let most: Vec<f32> = units.map(most).collect();
        if most.iter().all(|most| *most < least) {
            return Vec::new();
        }
        // What is about as good as the best may be told with it.
        let counts = |unit: usize| most.get(unit).is_some_and(|most| *most >= least * AS_GOOD);
        let titles = self.titles(topic, note, counts);
        let lines = self.lines(topic, note, counts);
        let units = note.units().iter().enumerate();
        let mut hits = Vec::new();
        for ((index, unit), (signs, (title, line))) in
            units.zip(signs.iter().zip(titles.iter().zip(&lines)))
        {
            if !counts(index) || signs.terms.said + signs.words.said + signs.text.said <= 0.0 {
                continue;
            }
            hits.push(Hit {
                note,
                index,
                unit,
                score: signs.score(topic, *title, *line) * sight.substance(index),
                coverage: (signs.terms.said / topic.terms.sum.max(f32::MIN_POSITIVE)).min(1.0),
            });
        }
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.index.cmp(&b.index)));
        rolled_up(none_within_another(hits), &sight)
    }

    /// For each unit of `note` that `counts` and is one line, the terms on it: `Caching: TTL, eviction` is as much about eviction as a
    /// section of that name that says as little.
    fn lines(&self, topic: &Topic, note: &Digest, counts: impl Fn(usize) -> bool) -> Vec<Line> {
        let mut lines = vec![Line::default(); note.units().len()];
        for (term, unit) in note.postings().terms() {
            let unit = usize::from(unit);
            let is_line = note.units().get(unit).is_some_and(Unit::is_line);
            let Some(line) = lines.get_mut(unit).filter(|_| is_line && counts(unit)) else {
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

    /// For each unit of `note` that `counts`, what its title says, and how much of that the topic does not.
    fn titles(&self, topic: &Topic, note: &Digest, counts: impl Fn(usize) -> bool) -> Vec<Title> {
        let mut titles = vec![Title::default(); note.units().len()];
        for (feature, unit) in note.postings().titles() {
            let unit = usize::from(unit);
            let Some(title) = titles.get_mut(unit).filter(|_| counts(unit)) else {
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

/// The best scores so far.
struct Leaders {
    most: usize,
    /// In ascending order.
    scores: Vec<f32>,
}

impl Leaders {
    fn new(most: usize) -> Self {
        Self {
            most,
            scores: Vec::new(),
        }
    }

    fn add(&mut self, scores: impl Iterator<Item = f32>) {
        for score in scores {
            let at = self.scores.partition_point(|other| *other < score);
            self.scores.insert(at, score);
            if self.scores.len() > self.most {
                self.scores.remove(0);
            }
        }
    }

    /// What scores less is not among the best.
    fn least(&self) -> f32 {
        let least = self
            .scores
            .first()
            .filter(|_| self.scores.len() == self.most);
        least.copied().unwrap_or_default()
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
