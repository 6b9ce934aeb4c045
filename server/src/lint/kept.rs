//! A memory from one check to the next that forgets what is no longer asked for.

use std::hash::Hash;

use rustc_hash::FxHashMap;

/// So much may be kept besides what the last check asked for.
const SPARE: usize = 64;

/// What was worked out, by what it was worked out for. After each check no more than twice as much is kept as that one
/// asked for.
#[derive(Debug)]
pub(super) struct Kept<K, V> {
    /// Each with the number of the check that asked for it last.
    entries: FxHashMap<K, (u32, V)>,
    check: u32,
    asked: usize,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self {
            entries: FxHashMap::default(),
            check: 0,
            asked: 0,
        }
    }
}

impl<K: Copy + Eq + Hash, V> Kept<K, V> {
    /// What is remembered of `key`.
    pub fn get(&mut self, key: K) -> Option<&mut V> {
        let (seen, value) = self.entries.get_mut(&key)?;
        if *seen != self.check {
            *seen = self.check;
            self.asked += 1;
        }
        Some(value)
    }

    /// Remembers `value`.
    pub fn insert(&mut self, key: K, value: V) {
        self.entries.insert(key, (self.check, value));
        self.asked += 1;
    }

    /// Ends a check.
    pub fn end(&mut self) {
        if self.entries.len() > 2 * self.asked + SPARE {
            let check = self.check;
            self.entries.retain(|_, (seen, _)| *seen == check);
        }
        self.check = self.check.wrapping_add(1);
        self.asked = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_asks_for_is_forgotten_in_time() {
        let mut kept = Kept::default();
        for key in 0..1000 {
            kept.insert(key, key);
        }
        kept.end();
        for _ in 0..2 {
            assert_eq!(kept.get(7), Some(&mut 7));
            kept.end();
        }
        assert_eq!(kept.get(7), Some(&mut 7));
        assert_eq!(kept.get(8), None);
    }
}
