//! Which notes have a feature: shards of 64 notes, each with one bit a note for every feature. Changing a note touches
//! one shard, for the features that came or went alone; so the cost of an edit does not grow with the vault.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::digest::Digest;
use super::features::Feature;
use super::masks::Masks;

/// A note's number: its shard and its bit there. Numbers of notes that are gone are given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NoteId(u32);

/// Notes in a shard: the bits of a mask.
pub(super) const SHARD: usize = 64;

impl NoteId {
    fn shard(self) -> usize {
        self.0 as usize / SHARD
    }

    fn bit(self) -> u64 {
        1 << (self.0 % SHARD as u32)
    }
}

/// Sixty-four notes and their features.
#[derive(Debug, Default)]
struct Shard {
    notes: Vec<Option<Digest>>,
    masks: Masks,
}

/// All notes, the features they have, and how common each feature is.
#[derive(Debug, Default)]
pub(super) struct Index {
    shards: Vec<Shard>,
    free: Vec<NoteId>,
    /// In how many units each feature stands.
    frequencies: FxHashMap<Feature, u32>,
    units: u64,
    length: u64,
}

/// A change in how common a feature is: units that have it now, less those that had it before.
type Change = (Feature, i64);

impl Index {
    /// Takes in a note that is new.
    pub fn add(&mut self, digest: Digest) -> NoteId {
        let id = self.free.pop().unwrap_or_else(|| self.grow());
        self.replace(id, Some(digest));
        id
    }

    fn grow(&mut self) -> NoteId {
        if self
            .shards
            .last()
            .is_none_or(|last| last.notes.len() == SHARD)
        {
            self.shards.push(Shard {
                notes: Vec::with_capacity(SHARD),
                ..Shard::default()
            });
        }
        let before = self.shards.len().saturating_sub(1) * SHARD;
        let within = self.shards.last_mut().map_or(0, |last| {
            last.notes.push(None);
            last.notes.len() - 1
        });
        NoteId(u32::try_from(before + within).unwrap_or(u32::MAX))
    }

    /// Puts `digest` in the place of what the number `id` stood for, which is returned; `None` for a note that is
    /// gone.
    pub fn replace(&mut self, id: NoteId, digest: Option<Digest>) -> Option<Digest> {
        let shard = self.shards.get_mut(id.shard())?;
        let slot = shard.notes.get_mut(id.0 as usize % SHARD)?;
        let before = std::mem::replace(slot, digest);
        let after = slot.as_ref();
        self.length = self.length + after.map_or(0, Digest::length)
            - before.as_ref().map_or(0, Digest::length);
        let units =
            |digest: Option<&Digest>| digest.map_or(0, |digest| digest.units().len() as u64);
        self.units = self.units + units(after) - units(before.as_ref());
        let changes = changes(before.as_ref(), after);
        let has = |feature| after.is_some_and(|after| after.postings().has(feature));
        let came_and_went: Vec<(Feature, bool)> = changes
            .iter()
            .map(|(feature, _)| (*feature, has(*feature)))
            .collect();
        shard.masks.change(id.bit(), &came_and_went);
        for (feature, change) in changes {
            let count = self.frequencies.entry(feature).or_default();
            *count = u32::try_from(i64::from(*count) + change).unwrap_or_default();
            if *count == 0 {
                self.frequencies.remove(&feature);
            }
        }
        if after.is_none() {
            self.free.push(id);
        }
        before
    }

    /// The note with the number `id`.
    pub fn get(&self, id: NoteId) -> Option<&Digest> {
        let shard = self.shards.get(id.shard())?;
        shard.notes.get(id.0 as usize % SHARD)?.as_ref()
    }

    /// Every note with its number.
    pub fn notes(&self) -> impl Iterator<Item = (NoteId, &Digest)> {
        let shards = self.shards.iter().enumerate();
        shards.flat_map(|(shard, notes)| {
            let notes = notes.notes.iter().enumerate();
            notes.filter_map(move |(bit, note)| {
                let id = NoteId(u32::try_from(shard * SHARD + bit).ok()?);
                Some((id, note.as_ref()?))
            })
        })
    }

    /// Every note, by several threads.
    pub fn par_notes(&self) -> impl ParallelIterator<Item = &Digest> {
        self.shards
            .par_iter()
            .flat_map_iter(|shard| shard.notes.iter().flatten())
    }

    /// The notes that have all of `features`; none for no features.
    pub fn having_all(&self, features: &[Feature]) -> Vec<&Digest> {
        if features.is_empty() {
            return Vec::new();
        }
        let shards = self.shards.iter().flat_map(|shard| {
            let masks = features.iter().map(|feature| shard.masks.get(*feature));
            let mask = masks.fold(u64::MAX, |all, mask| all & mask);
            bits(mask).filter_map(|bit| shard.notes.get(bit)?.as_ref())
        });
        shards.collect()
    }

    /// The notes that have `feature`, in the order of their numbers.
    pub fn having(&self, feature: Feature) -> impl Iterator<Item = (NoteId, &Digest)> {
        let shards = self.shards.iter().enumerate();
        shards.flat_map(move |(number, shard)| {
            let mask = shard.masks.get(feature);
            bits(mask).filter_map(move |bit| {
                let id = NoteId(u32::try_from(number * SHARD + bit).ok()?);
                Some((id, shard.notes.get(bit)?.as_ref()?))
            })
        })
    }

    /// For each note that has one of `features`, the sum of the weights of those it has.
    pub fn weigh(&self, features: &[(Feature, f32)]) -> Vec<(f32, NoteId)> {
        let mut found = Vec::new();
        let mut weights = [0.0f32; SHARD];
        for (number, shard) in self.shards.iter().enumerate() {
            let mut any = 0;
            for (feature, weight) in features {
                let mask = shard.masks.get(*feature);
                any |= mask;
                for bit in bits(mask) {
                    if let Some(sum) = weights.get_mut(bit) {
                        *sum += weight;
                    }
                }
            }
            for bit in bits(any) {
                if let (Some(sum), Ok(id)) =
                    (weights.get_mut(bit), u32::try_from(number * SHARD + bit))
                {
                    found.push((std::mem::take(sum), NoteId(id)));
                }
            }
        }
        found
    }

    /// How much it tells that a unit has `feature`: the inverse document frequency of BM25 over all units
    /// (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.1), in the
    /// form that is never negative.
    pub fn rarity(&self, feature: Feature) -> f32 {
        let having = self.frequencies.get(&feature).copied().unwrap_or_default() as f32;
        let all = self.units.max(1) as f32;
        (1.0 + (all - having + 0.5).max(0.0) / (having + 0.5)).ln()
    }

    /// The words that a unit has in the mean.
    pub fn mean_length(&self) -> f32 {
        (self.length as f32 / self.units.max(1) as f32).max(1.0)
    }
}

/// The numbers of the bits that are set in `mask`, from the lowest.
fn bits(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (mask != 0).then(|| {
            let bit = mask.trailing_zeros() as usize;
            mask &= mask - 1;
            bit
        })
    })
}

/// The features whose number of units differs.
fn changes(before: Option<&Digest>, after: Option<&Digest>) -> Vec<Change> {
    let mut before = before
        .into_iter()
        .flat_map(|note| note.postings().distinct())
        .peekable();
    let mut after = after
        .into_iter()
        .flat_map(|note| note.postings().distinct())
        .peekable();
    let mut changes = Vec::new();
    loop {
        let change = match (before.peek().copied(), after.peek().copied()) {
            (None, None) => return changes,
            (Some((a, was)), Some((b, is))) if a == b => {
                before.next();
                after.next();
                (a, i64::from(is) - i64::from(was))
            }
            (Some((a, was)), b) if b.is_none_or(|(b, _)| a < b) => {
                before.next();
                (a, -i64::from(was))
            }
            (_, Some((b, is))) => {
                after.next();
                (b, i64::from(is))
            }
            (Some(_), None) => return changes,
        };
        if change.1 != 0 {
            changes.push(change);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{Note, NoteOptions};
    use crate::terms::Glossary;

    fn digest(number: usize, text: &str) -> Digest {
        let note = Note::parse(text, &NoteOptions::default());
        let path = std::path::PathBuf::from(format!("{number}.md"));
        Digest::of(path, &note, Glossary::builtin())
    }

    /// What the index knows beside the notes themselves, in an order of its own.
    fn known(index: &Index) -> (&FxHashMap<Feature, u32>, u64, u64, Vec<&Masks>) {
        let masks = index.shards.iter().map(|shard| &shard.masks).collect();
        (&index.frequencies, index.units, index.length, masks)
    }

    #[test]
    fn changes_leave_what_a_fresh_start_would_find() {
        let text = |seed: usize| {
            let words = ["cache", "lock", "LRU cache", "deadlock", "index", "GIL"];
            let at = |n: usize| words[(seed * 7 + n * 5) % words.len()];
            format!(
                "# {}\n\n- {}: a {}\n- {} {seed}\n",
                at(0),
                at(1),
                at(2),
                at(3)
            )
        };
        let mut index = Index::default();
        let ids: Vec<NoteId> = (0..150)
            .map(|number| index.add(digest(number, &text(number + 1))))
            .collect();
        for (number, id) in ids.iter().enumerate() {
            index.replace(*id, None);
            index.free.clear();
            index.replace(*id, Some(digest(number, "gone\n")));
            index.replace(*id, Some(digest(number, &text(number))));
        }
        let mut fresh = Index::default();
        for number in 0..150 {
            fresh.add(digest(number, &text(number)));
        }
        assert_eq!(known(&index), known(&fresh));
        for id in ids {
            index.replace(id, None);
        }
        let (frequencies, units, length, masks) = known(&index);
        assert!(frequencies.is_empty() && masks.iter().all(|masks| masks.is_empty()));
        assert_eq!((units, length), (0, 0));
    }

    #[test]
    fn numbers_of_notes_that_are_gone_are_given_again() {
        let mut index = Index::default();
        let first = index.add(digest(0, "a cache\n"));
        index.replace(first, None);
        assert_eq!(index.add(digest(1, "a lock\n")), first);
        assert_eq!(index.notes().count(), 1);
    }
}
