//! The features of a note: which units have them, and how often.

use super::features::{Feature, Field};

/// A unit's index in its note. Sixteen bits, for the sake of memory: what stands behind the 65,535th unit of a note
/// counts to that one.
pub(super) type UnitId = u16;

/// Where something stands that is in no unit: in a note without a heading, an item or a paragraph.
pub(super) const NO_UNIT: UnitId = UnitId::MAX;

/// Triples of feature, unit and count, in the order of features, then of units.
#[derive(Debug, Clone, Default)]
pub(super) struct Postings {
    features: Box<[Feature]>,
    units: Box<[UnitId]>,
    counts: Box<[u8]>,
}

impl Postings {
    /// From every occurrence.
    pub fn new(mut found: Vec<(Feature, UnitId)>) -> Self {
        found.sort_unstable();
        let distinct = found.chunk_by(|a, b| a == b).count();
        let mut features = Vec::with_capacity(distinct);
        let mut units = Vec::with_capacity(distinct);
        let mut counts = Vec::with_capacity(distinct);
        for same in found.chunk_by(|a, b| a == b) {
            if let Some(&(feature, unit)) = same.first() {
                features.push(feature);
                units.push(unit);
                counts.push(u8::try_from(same.len()).unwrap_or(u8::MAX));
            }
        }
        Self {
            features: features.into(),
            units: units.into(),
            counts: counts.into(),
        }
    }

    /// The units that have `feature`, and how often, in order.
    pub fn of(&self, feature: Feature) -> impl Iterator<Item = (UnitId, u8)> {
        let from = self.features.partition_point(|other| *other < feature);
        self.all_from(from)
            .take_while(move |(other, _, _)| *other == feature)
            .map(|(_, unit, count)| (unit, count))
    }

    /// Every feature once, in order, with the number of units that have it.
    pub fn distinct(&self) -> impl Iterator<Item = (Feature, u32)> {
        self.features
            .chunk_by(|a, b| a == b)
            .filter_map(|same| Some((*same.first()?, u32::try_from(same.len()).ok()?)))
    }

    /// The features of titles, each with the unit whose title has it.
    pub fn titles(&self) -> impl Iterator<Item = (Feature, UnitId)> {
        self.between(Field::TitleWord, Field::Defines)
    }

    /// The terms in titles and texts, each with the unit that has it.
    pub fn terms(&self) -> impl Iterator<Item = (Feature, UnitId)> {
        self.between(Field::Term, Field::TitleWord)
    }

    fn between(&self, first: Field, end: Field) -> impl Iterator<Item = (Feature, UnitId)> {
        let first = Feature::first_of(first);
        let end = Feature::first_of(end);
        let from = self.features.partition_point(|feature| *feature < first);
        self.all_from(from)
            .take_while(move |(feature, _, _)| *feature < end)
            .map(|(feature, unit, _)| (feature, unit))
    }

    /// Every feature that stands in the units `of`, with how often.
    pub fn in_units(&self, of: impl Fn(UnitId) -> bool) -> Vec<(Feature, u32)> {
        let mut found: Vec<(Feature, u32)> = Vec::new();
        for (feature, unit, count) in self.all_from(0) {
            if !of(unit) {
                continue;
            }
            match found.last_mut() {
                Some((last, sum)) if *last == feature => *sum += u32::from(count),
                _ => found.push((feature, u32::from(count))),
            }
        }
        found
    }

    fn all_from(&self, from: usize) -> impl Iterator<Item = (Feature, UnitId, u8)> {
        let features = self.features.get(from..).unwrap_or_default();
        let units = self.units.get(from..).unwrap_or_default();
        let counts = self.counts.get(from..).unwrap_or_default();
        let pairs = features.iter().zip(units.iter().zip(counts));
        pairs.map(|(feature, (unit, count))| (*feature, *unit, *count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occurrences_are_counted_by_unit() {
        let word = |key: u64| Feature::new(Field::Word, key << 40);
        let title = |key: u64| Feature::new(Field::TitleWord, key << 40);
        let found = vec![
            (word(2), 1),
            (title(2), 1),
            (word(1), 0),
            (word(2), 1),
            (word(2), 0),
        ];
        let postings = Postings::new(found);
        let of: Vec<_> = postings.of(word(2)).collect();
        assert_eq!(of, [(0, 1), (1, 2)]);
        assert_eq!(postings.of(word(3)).count(), 0);
        let distinct: Vec<_> = postings.distinct().collect();
        assert_eq!(distinct, [(word(1), 1), (word(2), 2), (title(2), 1)]);
        assert_eq!(postings.titles().collect::<Vec<_>>(), [(title(2), 1)]);
        assert_eq!(
            postings.in_units(|unit| unit == 1),
            [(word(2), 2), (title(2), 1)]
        );
    }
}
