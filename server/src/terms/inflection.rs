//! Word forms: brings plural, past and `-ing` forms together, and nothing else.

/// The part that the inflected forms of a lower-case English word share: `caches`, `cached` and `caching` all give
/// `cach`. These are steps 1a and 1b of Porter's algorithm (M. F. Porter, "An algorithm for suffix stripping", 1980);
/// the further steps would make one word of `container` and `contains`.
pub fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 {
        return word.to_owned();
    }
    let word = singular(word);
    let bare = ["ing", "ed"]
        .iter()
        .find_map(|suffix| word.strip_suffix(suffix))
        .filter(|rest| rest.len() > 2 && rest.bytes().any(is_vowel));
    match bare {
        Some(rest) => undoubled(rest).trim_end_matches('e').to_owned(),
        None => word.trim_end_matches('e').to_owned(),
    }
}

/// Without a plural ending; `ies` becomes `y`.
fn singular(word: &str) -> String {
    if let Some(rest) = word.strip_suffix("ies").filter(|rest| rest.len() > 1) {
        return format!("{rest}y");
    }
    // Behind a hiss the plural takes a vowel: processes, boxes, hashes, branches.
    if let Some(rest) = word.strip_suffix("es")
        && ["ss", "x", "sh", "ch"]
            .iter()
            .any(|hiss| rest.ends_with(hiss))
    {
        return rest.to_owned();
    }
    match word.strip_suffix('s') {
        Some(rest) if !rest.ends_with(['s', 'u', 'i']) => rest.to_owned(),
        _ => word.to_owned(),
    }
}

/// `mapp` of `mapping` is `map`; `call` of `calling`, `pass` of `passing` stay.
fn undoubled(word: &str) -> &str {
    let mut ends = word.bytes().rev();
    match (ends.next(), ends.next()) {
        (Some(a), Some(b)) if a == b && !is_vowel(a) && !matches!(a, b'l' | b's' | b'z') => {
            word.get(..word.len() - 1).unwrap_or(word)
        }
        _ => word,
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_come_together() {
        for forms in [
            &["cache", "caches", "cached", "caching"][..],
            &["process", "processes", "processing", "processed"],
            &["mapping", "mappings", "mapped"],
            &["query", "queries"],
            &["index", "indexes", "indexed", "indexing"],
            &["metaclass", "metaclasses"],
            &["call", "calls", "calling"],
            &["hash", "hashes", "hashing"],
            &["database", "databases"],
        ] {
            let stems: Vec<String> = forms.iter().map(|form| stem(form)).collect();
            assert!(
                stems.iter().all(|one| *one == stems[0]),
                "{forms:?}: {stems:?}"
            );
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (a, b) in [
            ("container", "contains"),
            ("string", "str"),
            ("status", "statu"),
            ("generator", "generic"),
            ("class", "clas"),
            ("iterator", "iterate"),
            ("ring", "r"),
        ] {
            assert_ne!(stem(a), stem(b), "{a} {b}");
        }
    }
}
