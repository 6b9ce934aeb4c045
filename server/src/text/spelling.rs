//! The nearest spelling of a word.

/// The edit distance of `a` and `b` in characters, where swapping two neighbours counts once (optimal string
/// alignment).
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b) = differing(a, b);
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, &y) in b.iter().enumerate() {
            let mut cost = (above[j] + usize::from(x != y))
                .min(above[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == y && b[j - 1] == x {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = above;
        above = row;
    }
    above.last().copied().unwrap_or(0)
}

/// `a` and `b` without what both begin with and what both end with: that costs no edits.
fn differing<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        let same = pairs.take_while(|(one, other)| one == other);
        same.map(|(one, _)| one.len_utf8()).sum()
    };
    let start = same(&mut a.chars().zip(b.chars()));
    let (a, b) = (a.get(start..).unwrap_or(""), b.get(start..).unwrap_or(""));
    let end = same(&mut a.chars().rev().zip(b.chars().rev()));
    let cut = |text: &'a str| text.get(..text.len() - end).unwrap_or("");
    (cut(a), cut(b))
}

/// Whether `a` and `b` are one edit apart at most, without the quadratic work.
fn is_one_apart(a: &str, b: &str) -> bool {
    let (a, b) = differing(a, b);
    let mut a = a.chars();
    let mut b = b.chars();
    match (a.next(), a.next(), a.next(), b.next(), b.next(), b.next()) {
        (_, None, None, _, None, None) => true,
        (Some(first), Some(second), None, Some(one), Some(other), None) => {
            first == other && second == one
        }
        _ => false,
    }
}

/// The one candidate nearest to `word`, at most `max` edits away and not `word` itself; `None` where several are
/// equally near.
pub fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    max: usize,
) -> Option<&'a str> {
    let mut best: Option<(usize, &str)> = None;
    let mut tied = false;
    for candidate in candidates {
        // Lengths and letters tell most candidates off, without the quadratic work.
        if !may_be_near(word, candidate, max)
            || candidate == word
            || (max == 1 && !is_one_apart(word, candidate))
        {
            continue;
        }
        let distance = distance(word, candidate);
        match best {
            _ if distance > max => {}
            Some((least, _)) if distance > least => {}
            Some((least, same)) if distance == least => tied |= candidate != same,
            _ => {
                best = Some((distance, candidate));
                tied = false;
            }
        }
    }
    best.filter(|_| !tied).map(|(_, candidate)| candidate)
}

/// False only where more than `max` edits lead from `a` to `b`, whatever their case. Costs next to nothing.
pub fn may_be_near(a: &str, b: &str, max: usize) -> bool {
    let longest = a.len().max(b.len());
    let is_ascii = a.is_ascii() && b.is_ascii();
    // A character has four bytes at most, and its small form may have others.
    !is_ascii && longest <= 4 * (a.len().min(b.len()) + max)
        || is_ascii
            && a.len().abs_diff(b.len()) <= max
            && Letters::of_any_case(a).may_be_within(Letters::of_any_case(b), max)
}

/// Words among which the nearest is looked for many times: what most of them cost is worked out before.
#[derive(Debug, Default)]
pub struct Words {
    /// By their length in bytes.
    by_length: Vec<Vec<(Letters, String)>>,
}

impl Words {
    /// Makes ready to look among `words`.
    pub fn new(words: impl IntoIterator<Item = String>) -> Self {
        let mut by_length: Vec<Vec<_>> = Vec::new();
        for word in words {
            if by_length.len() <= word.len() {
                by_length.resize_with(word.len() + 1, Vec::new);
            }
            if let Some(same) = by_length.get_mut(word.len()) {
                same.push((Letters::of(&word), word));
            }
        }
        Self { by_length }
    }

    /// The same as [`nearest`] among these words.
    pub fn nearest(&self, word: &str, max: usize) -> Option<&str> {
        let letters = Letters::of(word);
        // An edit changes one character, which has four bytes at most.
        let shortest = word.len().saturating_sub(max * 4);
        let longest = (word.len() + max * 4 + 1).min(self.by_length.len());
        let lengths = self.by_length.get(shortest..longest).unwrap_or_default();
        let candidates = lengths.iter().flatten();
        let candidates = candidates.filter(|(other, _)| letters.may_be_within(*other, max));
        nearest(word, candidates.map(|(_, word)| word.as_str()), max)
    }
}

/// Which letters a word has; several share a bit.
#[derive(Debug, Clone, Copy)]
struct Letters(u64);

impl Letters {
    fn of(word: &str) -> Self {
        let bits = word.chars().map(|c| 1 << (u32::from(c) % 64));
        Self(bits.fold(0, |all, bit: u64| all | bit))
    }

    /// The same for ASCII letters of either case.
    fn of_any_case(word: &str) -> Self {
        let bits = word
            .bytes()
            .map(|byte| 1 << (byte.to_ascii_lowercase() % 64));
        Self(bits.fold(0, |all, bit: u64| all | bit))
    }

    /// False only where more than `max` edits lead from one word to the other: each brings one letter at most.
    fn may_be_within(self, other: Self, max: usize) -> bool {
        let missing = |a: Self, b: Self| (a.0 & !b.0).count_ones() as usize;
        missing(self, other) <= max && missing(other, self) <= max
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_counts_once() {
        assert_eq!(distance("heapfiy", "heapify"), 1);
        assert_eq!(distance("collection", "collections"), 1);
        assert_eq!(distance("", "ab"), 2);
    }

    #[test]
    fn one_edit_is_told_from_more() {
        let words = [
            "heapify", "heapfiy", "heapfy", "heapiffy", "heap", "aab", "ab", "", "é", "e",
        ];
        for a in words {
            for b in words {
                assert_eq!(is_one_apart(a, b), distance(a, b) <= 1, "{a} {b}");
                assert_eq!(distance(a, b), distance(b, a), "{a} {b}");
            }
        }
        assert_eq!(distance("abcd", "badc"), 2);
        assert_eq!(distance("kitten", "sitting"), 3);
    }

    #[test]
    fn words_made_ready_give_the_same_answers() {
        let names = [
            "Counter", "counter", "counted", "heapq", "été", "heap", "", "abc",
        ];
        let ready = Words::new(names.map(str::to_owned));
        for word in [
            "coutner", "countex", "hepaq", "hea", "ete", "été", "", "x", "cab", "heaps",
        ] {
            for max in 0..4 {
                assert_eq!(
                    ready.nearest(word, max),
                    nearest(word, names, max),
                    "{word} {max}"
                );
            }
        }
    }

    #[test]
    fn what_is_near_is_never_told_off() {
        let words = [
            "heapq", "Heapq", "hepaq", "heap", "deque", "dequeue", "été", "ete", "", "ab", "ba",
        ];
        for a in words {
            for b in words {
                let distance = distance(&a.to_lowercase(), &b.to_lowercase());
                assert!(distance > 2 || may_be_near(a, b, 2), "{a} {b}");
            }
        }
        assert!(!may_be_near("Counter", "deque", 2));
    }

    #[test]
    fn only_one_nearest_is_an_answer() {
        let names = ["Counter", "counter", "counted"];
        assert_eq!(nearest("coutner", names, 2), Some("counter"));
        assert_eq!(nearest("countex", names, 2), None);
        assert_eq!(nearest("x", ["x"], 2), None);
    }
}
