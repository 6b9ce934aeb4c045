//! Word forms: the stem that inflected forms share, and the root that derived words share.

use std::borrow::Cow;

/// The part that the inflected forms of a lower-case English word share: `caches`, `cached` and `caching` all give
/// `cach`. These are steps 1a and 1b of Porter's algorithm (M. F. Porter, "An algorithm for suffix stripping", 1980);
/// the further steps would make one word of `container` and `contains`.
pub fn stem(word: &str) -> Cow<'_, str> {
    if !word.is_ascii() || word.len() < 4 {
        return Cow::Borrowed(word);
    }
    match singular(word) {
        Cow::Borrowed(word) => Cow::Borrowed(bare(word)),
        Cow::Owned(word) => Cow::Owned(bare(&word).to_owned()),
    }
}

/// A singular without `-ing` or `-ed`, and without the `e` that those take the place of.
fn bare(word: &str) -> &str {
    let bare = ["ing", "ed"]
        .iter()
        .find_map(|suffix| word.strip_suffix(suffix))
        .filter(|rest| rest.len() > 2 && rest.bytes().any(is_vowel));
    bare.map_or(word, undoubled).trim_end_matches('e')
}

/// Without a plural ending; `ies` becomes `y`.
fn singular(word: &str) -> Cow<'_, str> {
    if let Some(rest) = word.strip_suffix("ies").filter(|rest| rest.len() > 1) {
        return Cow::Owned(format!("{rest}y"));
    }
    // Behind a hiss the plural takes a vowel: processes, boxes, hashes, branches.
    if let Some(rest) = word.strip_suffix("es")
        && ["ss", "x", "sh", "ch"]
            .iter()
            .any(|hiss| rest.ends_with(hiss))
    {
        return Cow::Borrowed(rest);
    }
    Cow::Borrowed(match word.strip_suffix('s') {
        Some(rest) if !rest.ends_with(['s', 'u', 'i']) => rest,
        _ => word,
    })
}

/// The part that words derived from each other share, from the stem of one: `validat` for `validate` and `validation`,
/// `idempotent` for `idempotency`. Fewer endings than Porter's steps 2 to 4, which would also make one word of
/// `generator` and `generic`, of `container` and `contains`: in notes these are different topics.
pub fn root(stem: &str) -> Cow<'_, str> {
    // The final `e` is gone from a stem: -ence, -ance.
    for (ending, instead) in [
        ("ability", "abl"),
        ("ency", "ent"),
        ("enc", "ent"),
        ("ancy", "ant"),
        ("anc", "ant"),
    ] {
        if let Some(rest) = without(stem, ending, 4) {
            return Cow::Owned(format!("{rest}{instead}"));
        }
    }
    let noun = without(stem, "ion", 4).filter(|rest| rest.ends_with('t'));
    let word = match noun {
        // optimization, optimize; implementation, implement
        Some(rest) if rest.ends_with("izat") || rest.ends_with("entat") => {
            rest.strip_suffix("at").unwrap_or(rest)
        }
        Some(rest) => rest,
        None => stem,
    };
    let bare = [("ment", 5), ("ful", 4), ("ly", 4)]
        .into_iter()
        .find_map(|(ending, least)| without(word, ending, least));
    match bare {
        Some(rest) => Cow::Owned(self::stem(rest).into_owned()),
        None => Cow::Borrowed(word),
    }
}

/// `word` without `ending`, where at least `least` letters are left.
fn without<'a>(word: &'a str, ending: &str, least: usize) -> Option<&'a str> {
    word.strip_suffix(ending).filter(|rest| rest.len() >= least)
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
    use super::{root, stem};

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
            let stems: Vec<_> = forms.iter().map(|form| stem(form)).collect();
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

    #[test]
    fn derived_words_share_a_root() {
        let of = |word: &str| root(&stem(word)).into_owned();
        for (a, b) in [
            ("management", "manages"),
            ("validation", "validate"),
            ("optimization", "optimize"),
            ("implementation", "implement"),
            ("authentication", "authenticated"),
            ("idempotency", "idempotent"),
            ("persistence", "persistent"),
            ("availability", "available"),
            ("injection", "injecting"),
            ("restful", "rest"),
            ("deployment", "deploys"),
        ] {
            assert_eq!(of(a), of(b), "{a} {b}");
        }
        for (a, b) in [
            ("generator", "generics"),
            ("container", "contains"),
            ("element", "ele"),
            ("format", "form"),
            ("session", "sess"),
            ("version", "verse"),
        ] {
            assert_ne!(of(a), of(b), "{a} {b}");
        }
    }
}
