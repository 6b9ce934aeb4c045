//! A set of notes by their numbers: most are small, some hold nearly all. Groups of 32 notes with a bit for each: what is
//! rare takes eight bytes a note, what is everywhere two bits, and a change moves a few kilobytes at most.

/// A note's number. Numbers of notes that are gone are given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NoteId(pub u32);

/// Some of 32 notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Group {
    /// The upper bits of their numbers.
    number: u32,
    /// A bit for each; never none.
    bits: u32,
}

/// Notes, in the order of their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Notes {
    groups: Vec<Group>,
}

impl NoteId {
    fn group(self) -> u32 {
        self.0 / u32::BITS
    }

    fn bit(self) -> u32 {
        1 << (self.0 % u32::BITS)
    }
}

impl Notes {
    /// Adds a note; nothing changes where it is there.
    pub fn insert(&mut self, note: NoteId) {
        match self.find(note) {
            Ok(at) => {
                if let Some(group) = self.groups.get_mut(at) {
                    group.bits |= note.bit();
                }
            }
            Err(at) => {
                if self.groups.len() == self.groups.capacity() {
                    // There are hundreds of thousands of sets: to double them takes more memory than time is won.
                    self.groups.reserve_exact(self.groups.len() / 8 + 1);
                }
                let (number, bits) = (note.group(), note.bit());
                self.groups.insert(at, Group { number, bits });
            }
        }
    }

    /// Takes a note out; nothing changes where it is not there.
    pub fn remove(&mut self, note: NoteId) {
        let Ok(at) = self.find(note) else { return };
        let Some(group) = self.groups.get_mut(at) else {
            return;
        };
        group.bits &= !note.bit();
        if group.bits == 0 {
            self.groups.remove(at);
        }
    }

    /// True where `note` is among them.
    pub fn contains(&self, note: NoteId) -> bool {
        let group = self.find(note).ok().and_then(|at| self.groups.get(at));
        group.is_some_and(|group| group.bits & note.bit() != 0)
    }

    /// True where there are none.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        let counts = self.groups.iter().map(|group| group.bits.count_ones());
        counts.sum::<u32>() as usize
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = NoteId> {
        self.groups.iter().flat_map(|group| {
            let first = group.number * u32::BITS;
            let mut bits = group.bits;
            std::iter::from_fn(move || {
                (bits != 0).then(|| {
                    let note = NoteId(first + bits.trailing_zeros());
                    bits &= bits - 1;
                    note
                })
            })
        })
    }

    /// Where the group of `note` is, or belongs.
    fn find(&self, note: NoteId) -> Result<usize, usize> {
        let group = note.group();
        // Notes are numbered in the order in which they come.
        match self.groups.last() {
            Some(last) if last.number < group => Err(self.groups.len()),
            _ => self
                .groups
                .binary_search_by_key(&group, |other| other.number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_come_and_go() {
        let mut notes = Notes::default();
        for id in [70, 3, 31, 32, 3, 5000] {
            notes.insert(NoteId(id));
        }
        let ids = |notes: &Notes| notes.iter().map(|note| note.0).collect::<Vec<_>>();
        assert_eq!(ids(&notes), [3, 31, 32, 70, 5000]);
        assert_eq!(notes.len(), 5);
        assert!(notes.contains(NoteId(32)) && !notes.contains(NoteId(33)));
        assert!(!notes.contains(NoteId(6000)));
        for id in [3, 32, 32, 33, 9000] {
            notes.remove(NoteId(id));
        }
        assert_eq!(ids(&notes), [31, 70, 5000]);
        for id in [31, 70, 5000] {
            notes.remove(NoteId(id));
        }
        assert!(notes.is_empty());
        assert_eq!(notes, Notes::default());
    }
}
