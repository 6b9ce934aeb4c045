//! The nearest spelling of a word.

/// The edit distance of `a` and `b` in characters, where swapping two neighbours counts once (optimal string
/// alignment).
pub fn distance(a: &str, b: &str) -> usize {
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
        if word.len().abs_diff(candidate.len()) > max * bytes || candidate == word {
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
    fn only_one_nearest_is_an_answer() {
        let names = ["Counter", "counter", "counted"];
        assert_eq!(nearest("coutner", names, 2), Some("counter"));
        assert_eq!(nearest("countex", names, 2), None);
        assert_eq!(nearest("x", ["x"], 2), None);
    }
}
