//! Text cut into words, each with the keys by which it is compared: a hash of its stem, and for acronyms a hash of
//! the word as it stands. Hashes, so that comparing and counting words needs no strings.

use std::hash::{BuildHasher, Hash};

use rustc_hash::FxBuildHasher;

use super::inflection::{root, stem};
use crate::text::Span;

/// What is compared of a word. Two different words share a key once in about four thousand million vocabularies of
/// a hundred thousand words, so equal keys are taken for equal words.
pub type WordKey = u64;

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Where.
    pub span: Span,
    /// By the stem of its lower-case form: `Caches`, `caching`.
    pub stem: WordKey,
    /// By what derived words share, too: `optimize`, `optimization`.
    pub root: WordKey,
    /// By its letters as they stand, for words that are told from others by their capitals (`REST`, `GIL`, `F`), that
    /// hold no letter, or that are names with `_`; a plural (`APIs`) has the key of its singular.
    pub exact: Option<WordKey>,
}

impl Word {
    /// True where the word may be read as `key`.
    pub fn reads(&self, key: WordKey) -> bool {
        self.stem == key || self.exact == Some(key)
    }

    /// The key that tells a name's word best: exact for acronyms, else by stem.
    pub fn key(&self) -> WordKey {
        self.exact.unwrap_or(self.stem)
    }
}

fn hash(salt: u8, text: &str) -> WordKey {
    FxBuildHasher.hash_one((salt, text))
}

/// A key for `text` as it stands, in a space of its own.
pub fn name_key(text: &str) -> WordKey {
    hash(2, text)
}

/// Anything that hashes, as a key.
pub fn any_key(value: impl Hash) -> WordKey {
    FxBuildHasher.hash_one((3u8, value))
}

/// The words of `text`, in order. Time is linear in `text`.
pub fn words(text: &str) -> Vec<Word> {
    let mut lower = String::new();
    spans(text)
        .map(|span| read(span.of(text), span, &mut lower))
        .collect()
}

/// Where the words, names and numbers of `text` stand, in order.
pub(super) fn spans(text: &str) -> impl Iterator<Item = Span> {
    let mut start = None;
    text.char_indices()
        .chain([(text.len(), ' ')])
        .filter_map(move |(at, c)| match (start, is_word(c)) {
            (None, true) => {
                start = Some(at);
                None
            }
            (Some(from), false) => {
                start = None;
                Some(Span::new(from, at))
            }
            _ => None,
        })
}

/// Reads one word; `lower` is room to work in.
fn read(text: &str, span: Span, lower: &mut String) -> Word {
    lower.clear();
    if text.is_ascii() {
        lower.push_str(text);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(text.chars().flat_map(char::to_lowercase));
    }
    let exact = if is_exact(text) {
        Some(text)
    } else {
        text.strip_suffix('s')
            .filter(|rest| rest.len() > 1 && is_exact(rest))
    };
    let stem = stem(lower);
    Word {
        span,
        stem: hash(0, &stem),
        root: hash(0, &root(&stem)),
        exact: exact.map(|text| hash(1, text)),
    }
}

/// True for what words consist of.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// True for words that are told from others by their capitals or that hold no letter, and for names with `_`.
pub(super) fn is_exact(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_none() || letters.all(char::is_uppercase) || word.contains('_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(text: &str) -> Word {
        words(text)[0]
    }

    #[test]
    fn forms_share_a_key_and_acronyms_keep_their_case() {
        assert_eq!(only("Caches").stem, only("caching").stem);
        assert_eq!(only("APIs").exact, only("API").exact);
        assert_ne!(only("REST").key(), only("rest").key());
        assert!(only("REST").reads(only("rest").key()));
        assert!(!only("rest").reads(only("REST").key()));
    }

    #[test]
    fn words_know_their_places() {
        let text = "é: N+1, x_y";
        let found: Vec<&str> = words(text).iter().map(|word| word.span.of(text)).collect();
        assert_eq!(found, ["é", "N", "1", "x_y"]);
    }
}
