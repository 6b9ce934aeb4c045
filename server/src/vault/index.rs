//! Which notes have a feature, and how common it is. A look-up reads what it asks for and nothing else; changing a note
//! touches the features that came or went alone; so neither grows with what else is in the vault.

use rustc_hash::FxHashMap;

use super::digest::Digest;
use super::features::Feature;
use super::lookup::best;
use super::notes::{NoteId, Notes};

/// All notes, and the features they have.
#[derive(Debug, Default)]
pub(super) struct Index {
    notes: Vec<Option<Digest>>,
    free: Vec<NoteId>,
    features: FxHashMap<Feature, Having>,
    units: u64,
    length: u64,
}

/// What has a feature.
#[derive(Debug, Default, PartialEq)]
struct Having {
    notes: Notes,
    /// How many units.
    units: u32,
}

/// A change in how common a feature is in a note: how many units had it before, and how many have it now.
type Change = (Feature, u32, u32);

impl Index {
    /// Takes in a note that is new.
    pub fn add(&mut self, digest: Digest) -> NoteId {
        let id = self.free.pop().unwrap_or_else(|| {
            self.notes.push(None);
            NoteId(u32::try_from(self.notes.len() - 1).unwrap_or(u32::MAX))
        });
        self.replace(id, Some(digest));
        id
    }

    /// Puts `digest` in the place of what the number `id` stood for, which is returned; `None` for a note that is
    /// gone.
    pub fn replace(&mut self, id: NoteId, digest: Option<Digest>) -> Option<Digest> {
        let slot = self.notes.get_mut(id.0 as usize)?;
        let before = std::mem::replace(slot, digest);
        let after = slot.as_ref();
        self.length = self.length + after.map_or(0, Digest::length)
            - before.as_ref().map_or(0, Digest::length);
        let units =
            |digest: Option<&Digest>| digest.map_or(0, |digest| digest.units().len() as u64);
        self.units = self.units + units(after) - units(before.as_ref());
        for (feature, was, is) in changes(before.as_ref(), after) {
            let having = self.features.entry(feature).or_default();
            having.units = (having.units + is).saturating_sub(was);
            if was == 0 {
                having.notes.insert(id);
            } else if is == 0 {
                having.notes.remove(id);
                if having.notes.is_empty() {
                    self.features.remove(&feature);
                }
            }
        }
        if after.is_none() {
            self.free.push(id);
        }
        before
    }

    /// The note with the number `id`.
    pub fn get(&self, id: NoteId) -> Option<&Digest> {
        self.notes.get(id.0 as usize)?.as_ref()
    }

    /// Every note, in the order of their numbers.
    pub fn notes(&self) -> impl Iterator<Item = &Digest> {
        self.notes.iter().flatten()
    }

    /// The numbers of the notes that have `feature`, in order.
    pub fn ids(&self, feature: Feature) -> impl Iterator<Item = NoteId> {
        let having = self.features.get(&feature);
        having.into_iter().flat_map(|having| having.notes.iter())
    }

    /// True where some note has `feature`.
    pub fn has(&self, feature: Feature) -> bool {
        self.features.contains_key(&feature)
    }

    /// The notes that have all of `features`; none for no features.
    pub fn having_all(&self, features: &[Feature]) -> Vec<&Digest> {
        let Some((first, others)) = features.split_first() else {
            return Vec::new();
        };
        let having = |feature| Some(&self.features.get(feature)?.notes);
        let Some(others) = others.iter().map(having).collect::<Option<Vec<_>>>() else {
            return Vec::new();
        };
        self.ids(*first)
            .filter(|id| others.iter().all(|other| other.contains(*id)))
            .filter_map(|id| self.get(id))
            .collect()
    }

    /// The first `most` of `ids` in the order of their paths, as bytes, sorted.
    pub fn first_by_path(&self, ids: impl Iterator<Item = NoteId>, most: usize) -> Vec<NoteId> {
        let path = |id: NoteId| self.get(id).map(Digest::path_bytes);
        let mut ids: Vec<(NoteId, Option<&[u8]>)> = ids.map(|id| (id, path(id))).collect();
        best(&mut ids, most, |a, b| a.1.cmp(&b.1));
        ids.into_iter().map(|(id, _)| id).collect()
    }

    /// Of the notes that have any of `features`, the `most` that have most of their weights, the heaviest first.
    pub fn heaviest(&self, features: &[(Feature, f32)], most: usize) -> Vec<NoteId> {
        let mut sums = vec![0.0f32; self.notes.len()];
        for (feature, weight) in features {
            for id in self.ids(*feature) {
                if let Some(sum) = sums.get_mut(id.0 as usize) {
                    *sum += weight;
                }
            }
        }
        let notes = sums.into_iter().zip(0..).filter(|(sum, _)| *sum > 0.0);
        let mut notes: Vec<(f32, NoteId)> = notes.map(|(sum, id)| (sum, NoteId(id))).collect();
        best(&mut notes, most, |a, b| {
            b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
        });
        notes.into_iter().map(|(_, id)| id).collect()
    }

    /// How much it tells that a unit has `feature`: the inverse document frequency of BM25 over all units
    /// (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.1), in the
    /// form that is never negative.
    pub fn rarity(&self, feature: Feature) -> f32 {
        let having = self.features.get(&feature).map_or(0, |having| having.units) as f32;
        let all = self.units.max(1) as f32;
        (1.0 + (all - having + 0.5).max(0.0) / (having + 0.5)).ln()
    }

    /// The words that a unit has in the mean.
    pub fn mean_length(&self) -> f32 {
        (self.length as f32 / self.units.max(1) as f32).max(1.0)
    }
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
                (a, was, is)
            }
            (Some((a, was)), b) if b.is_none_or(|(b, _)| a < b) => {
                before.next();
                (a, was, 0)
            }
            (_, Some((b, is))) => {
                after.next();
                (b, 0, is)
            }
            (Some(_), None) => return changes,
        };
        if change.1 != change.2 {
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

    /// What the index knows beside the notes themselves.
    fn known(index: &Index) -> (&FxHashMap<Feature, Having>, u64, u64) {
        (&index.features, index.units, index.length)
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
        assert_eq!(known(&index), (&FxHashMap::default(), 0, 0));
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
