//! The features by which notes are found: words, terms and names, each as a number. Words that mean the same thing
//! have the same number: inflected forms, an acronym and its expansion.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::terms::{Word, WordKey, name_key, words};
use crate::text::mojibake::{self, Repair};

/// A word, a term or a name in one of the fields of a note: the field in the upper three bits, a hash in the others.
/// Thirty-two bits, so that a vault of 20,000 notes fits into memory. In a vocabulary of 90,000 words some seven pairs
/// share a number, which blurs a rank and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Feature(u32);

/// Where a word or a term stands; the same word in two fields makes two features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Field {
    /// A word in the text.
    Word,
    /// A term of the glossary in the text.
    Term,
    /// A word in the title of a unit, where it is no part of a term.
    TitleWord,
    /// A word in the title of a unit, where it is a part of a term.
    TitlePart,
    /// A term in the title of a unit.
    TitleTerm,
    /// What the note defines.
    Defines,
    /// What a link of the note looks for: the name of a file or a title.
    Link,
}

const HASH_BITS: u32 = 29;

impl Feature {
    /// The feature of `key` in `field`.
    pub fn new(field: Field, key: WordKey) -> Self {
        // The upper bits: what a multiplicative hash mixes best.
        let hash = (key >> (u64::BITS - HASH_BITS)) as u32;
        Self(hash | (field as u32) << HASH_BITS)
    }

    /// The same word or term in another field.
    pub fn in_field(self, field: Field) -> Self {
        Self(self.0 & ((1 << HASH_BITS) - 1) | (field as u32) << HASH_BITS)
    }

    /// Another feature of the same field for each `number`.
    pub fn variant(self, number: u32) -> Self {
        let other = number.wrapping_mul(0x9E37_79B1) >> (u32::BITS - HASH_BITS);
        Self(self.0 ^ other)
    }

    /// True where it is a feature of `field`.
    pub fn is_in(self, field: Field) -> bool {
        self.0 >> HASH_BITS == field as u32
    }

    /// The least feature of `field`.
    pub fn first_of(field: Field) -> Self {
        Self((field as u32) << HASH_BITS)
    }
}

/// The key of the term called `name`.
pub(super) fn term_key(name: &str) -> WordKey {
    name_key(name)
}

/// `text` with its damaged runs blanked where they were symbols or emoji, of the same length. Damaged letters stay:
/// they are parts of words.
pub(super) fn without_damage(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let damages = mojibake::damages(text);
    if damages.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut from = 0;
    for damage in damages {
        let holds_letter = match &damage.repair {
            Repair::Exact(repaired) => repaired.chars().any(char::is_alphabetic),
            Repair::Lost(readings) => readings
                .first()
                .is_none_or(|reading| reading.chars().any(char::is_alphabetic)),
        };
        if !holds_letter {
            whole.push_str(text.get(from..damage.span.start).unwrap_or_default());
            whole.extend(std::iter::repeat_n(' ', damage.span.len()));
            from = damage.span.end;
        }
    }
    whole.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(whole)
}

/// A title as it is shown: repaired where that is certain, without what cannot be repaired.
pub(super) fn shown(title: &str) -> String {
    if title.is_ascii() {
        return title.trim().to_owned();
    }
    let repaired = mojibake::repaired(title);
    without_damage(&repaired).trim().to_owned()
}

/// Words that carry no topic: the function words of English, and what questions and headings are put together with.
const EMPTY: &str = "\
a about above after again against all also am an and any are aren as at be because been before being below between \
both but by can cannot could couldn did didn do does doesn doing don done down during each either else etc ever every \
few for from further get gets give given gives go goes got had has hasn have haven having he her here hers him his how \
however i if in into is isn it its itself just ll let lets like made make makes many may me might mine more most much \
must my need needs neither no nor not now of off often on once one only or other our ours out over own per re really \
same shall she should so some such than that the their theirs them then there these they this those though through \
thus to too two under until up upon us use used uses using usually ve very via vs was way we well were what when where \
whether which while who whom whose why will with within without would yes yet you your yours \
compare comparison describe difference differences different discuss eg example examples explain ie important issue issues key \
mean meaning means note notes overview problem problems question questions solve solves solving thing things versus \
work works";

/// True for the stem of a word that carries no topic.
pub(super) fn is_empty(stem: WordKey) -> bool {
    static STEMS: LazyLock<FxHashSet<WordKey>> =
        LazyLock::new(|| words(EMPTY).into_iter().map(|word| word.stem).collect());
    STEMS.contains(&stem)
}

/// True for a word of `text` that may say what a text is about: no number, no single letter, no word without a topic.
pub(super) fn is_topical(word: &Word, text: &str) -> bool {
    let characters = word.span.of(text);
    let is_number = characters.bytes().all(|byte| byte.is_ascii_digit());
    !is_number && characters.len() > 1 && !is_empty(word.stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_emoji_vanish_and_letters_stay() {
        for (text, expected) in [
            ("ðŸ”’ Lock", "Lock"),
            ("🔒 Lock", "🔒 Lock"),
            ("a â†’ b", "a          b"),
            ("cafÃ©", "cafÃ©"),
        ] {
            let whole = without_damage(text);
            assert_eq!(whole.len(), text.len());
            assert_eq!(whole.trim_start(), expected);
        }
    }

    #[test]
    fn fields_are_told_apart() {
        let key = words("cache")[0].stem;
        let word = Feature::new(Field::Word, key);
        let title = Feature::new(Field::TitleWord, key);
        assert_ne!(word, title);
        assert_eq!(word.in_field(Field::TitleWord), title);
        assert!(title.is_in(Field::TitleWord) && title >= Feature::first_of(Field::TitleWord));
        assert!(is_empty(words("Differences")[0].stem));
        assert!(!is_empty(key));
    }
}
