//! Which of the 64 notes of a shard have a feature: sorted lists, for they take half the memory of a hash map.

use super::features::Feature;

/// A bit for each note, for every feature that some note has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Masks {
    features: Vec<Feature>,
    bits: Vec<u64>,
}

impl Masks {
    /// The notes that have `feature`.
    pub fn get(&self, feature: Feature) -> u64 {
        let at = self.features.binary_search(&feature);
        at.ok()
            .and_then(|at| self.bits.get(at).copied())
            .unwrap_or_default()
    }

    /// Sets `bit` for the features that came and clears it for those that went: `changes` are (feature, came), in
    /// order, each once. One pass over the shard, however many change.
    pub fn change(&mut self, bit: u64, changes: &[(Feature, bool)]) {
        if changes.is_empty() {
            return;
        }
        let known = self.features.iter().copied().zip(self.bits.iter().copied());
        let mut known = known.peekable();
        let mut after = Self {
            features: Vec::with_capacity(self.features.len() + changes.len()),
            bits: Vec::with_capacity(self.features.len() + changes.len()),
        };
        for &(feature, came) in changes {
            while let Some((other, bits)) = known.next_if(|(other, _)| *other < feature) {
                after.push(other, bits);
            }
            let before = known.next_if(|(other, _)| *other == feature);
            let before = before.map_or(0, |(_, bits)| bits);
            after.push(feature, if came { before | bit } else { before & !bit });
        }
        for (other, bits) in known {
            after.push(other, bits);
        }
        after.features.shrink_to_fit();
        after.bits.shrink_to_fit();
        *self = after;
    }

    fn push(&mut self, feature: Feature, bits: u64) {
        if bits != 0 {
            self.features.push(feature);
            self.bits.push(bits);
        }
    }

    /// True where no note has any feature.
    #[cfg(test)]
    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::features::Field;

    #[test]
    fn features_come_and_go() {
        let feature = |key: u64| Feature::new(Field::Word, key << 40);
        let mut masks = Masks::default();
        masks.change(1, &[(feature(1), true), (feature(3), true)]);
        masks.change(4, &[(feature(0), true), (feature(3), true)]);
        assert_eq!(
            [0, 1, 2, 3].map(|key| masks.get(feature(key))),
            [4, 1, 0, 5]
        );
        masks.change(
            1,
            &[
                (feature(1), false),
                (feature(2), false),
                (feature(3), false),
            ],
        );
        assert_eq!(
            [0, 1, 2, 3].map(|key| masks.get(feature(key))),
            [4, 0, 0, 4]
        );
        masks.change(4, &[(feature(0), false), (feature(3), false)]);
        assert!(masks.is_empty());
    }
}
