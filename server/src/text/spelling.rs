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
        // The lengths alone tell most candidates off, without the quadratic work.
        let bytes = if word.is_ascii() && candidate.is_ascii() {
            1
        } else {
            4
        };
        if word.len().abs_diff(candidate.len()) > max * bytes
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
    fn only_one_nearest_is_an_answer() {
        let names = ["Counter", "counter", "counted"];
        assert_eq!(nearest("coutner", names, 2), Some("counter"));
        assert_eq!(nearest("countex", names, 2), None);
        assert_eq!(nearest("x", ["x"], 2), None);
    }
}
