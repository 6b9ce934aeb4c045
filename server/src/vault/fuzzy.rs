//! How like a title is to what somebody half remembers of it.

use std::borrow::Cow;

/// Which letters and digits a text has, whatever their case and order: a bit for each, two for what joins words, and one
/// for all others beyond ASCII.
type Letters = u64;

/// What a title is made of, to rule out by it nearly all that cannot match without a look at their text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    letters: Letters,
    /// The letters that its words begin with.
    initials: Letters,
    pairs: Pairs,
}

/// The bytes that stand side by side in a text: a bit for each such pair, shared with others.
type Pairs = u128;

impl Shape {
    /// The shape of `title`, which is folded.
    pub fn of(title: &str) -> Self {
        Self {
            letters: letters(title),
            initials: word_starts(title).fold(0, |all, word| all | initial(word)),
            pairs: pairs(title),
        }
    }
}

/// `title` as it is compared and told from others: in lower case.
pub(super) fn folded(title: &str) -> Cow<'_, str> {
    if title
        .bytes()
        .any(|b| b.is_ascii_uppercase() || !b.is_ascii())
    {
        Cow::Owned(title.to_lowercase())
    } else {
        Cow::Borrowed(title)
    }
}

fn letters(text: &str) -> Letters {
    text.bytes().fold(0, |all, byte| all | bit(byte))
}

/// The letter that `word` begins with, if a word can.
fn initial(word: &str) -> Letters {
    let first = word.chars().next().filter(|c| is_of_word(*c));
    first.and(word.bytes().next()).map_or(0, bit)
}

fn pairs(text: &str) -> Pairs {
    let after = text.bytes().skip(1);
    let pairs = text.bytes().zip(after);
    pairs.fold(0, |all, (a, b)| {
        all | 1 << (a.wrapping_mul(37).wrapping_add(b) % 128)
    })
}

fn bit(byte: u8) -> Letters {
    match byte.to_ascii_lowercase() {
        byte @ b'a'..=b'z' => 1 << (byte - b'a'),
        byte @ b'0'..=b'9' => 1 << (26 + byte - b'0'),
        b'_' => 1 << 37,
        b'-' => 1 << 38,
        byte if byte.is_ascii() => 0,
        _ => 1 << 36,
    }
}

fn has(all: Letters, wanted: Letters) -> bool {
    all & wanted == wanted
}

fn has_pairs(all: Pairs, wanted: Pairs) -> bool {
    all & wanted == wanted
}

/// What is typed into a search for topics.
#[derive(Debug, Clone)]
pub(super) struct Query {
    /// In lower case, as all that follows.
    text: String,
    words: Vec<String>,
    /// The words, one behind the other.
    joined: String,
    /// Other names of what it names: the expansion of an acronym.
    others: Vec<Other>,
    letters: Letters,
    /// Of the words.
    initials: Letters,
    pairs: Pairs,
}

/// Another name.
#[derive(Debug, Clone)]
struct Other {
    name: String,
    shape: Shape,
}

impl Other {
    /// False where a title of this shape cannot hold the name.
    fn may_be_in(&self, title: Shape) -> bool {
        has(title.letters, self.shape.letters)
            && has(title.initials, self.shape.initials)
            && has_pairs(title.pairs, self.shape.pairs)
    }
}

/// What each way to match is worth, the surest first.
mod worth {
    pub const SAME: f32 = 1.0;
    pub const OTHER_NAME: f32 = 0.9;
    pub const BEGINS: f32 = 0.8;
    pub const WORDS_BEGIN: f32 = 0.7;
    pub const INITIALS: f32 = 0.6;
    pub const HOLDS: f32 = 0.5;
    pub const IN_ORDER: f32 = 0.3;
    /// What a long title loses against a short one of the same kind.
    pub const LENGTH: f32 = 0.09;
}

/// Titles that hold what was typed, and no word of theirs begins with it, have no more than this; what is surer has more.
pub(super) const HOLDING: f32 = worth::HOLDS;

/// Letters in order may be strewn over this many times as many characters.
const WIDEST: usize = 3;

/// What fewer letters may stand for, strewn over a title, is not guessed at.
const FEWEST: usize = 3;

impl Query {
    /// A query for `text`; titles that hold one of `others` match, too.
    pub fn new(text: &str, others: Vec<String>) -> Self {
        let text = text.trim().to_lowercase();
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let others = others.iter().map(|other| {
            let name = other.to_lowercase();
            let shape = Shape::of(&name);
            Other { name, shape }
        });
        Self {
            others: others.collect(),
            letters: letters(&text),
            initials: words.iter().fold(0, |all, word| all | initial(word)),
            pairs: words.iter().fold(0, |all, word| all | pairs(word)),
            joined: words.concat(),
            text,
            words,
        }
    }

    /// What was typed, folded.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// True where what was typed is called otherwise, too.
    pub fn has_other_names(&self) -> bool {
        !self.others.is_empty()
    }

    /// False where a title of this shape has no `score`.
    pub fn may_be(&self, title: Shape) -> bool {
        self.may_begin_words(title) || self.may_hold(title)
    }

    /// False where a title of this shape has no `score` above `HOLDING`.
    pub fn may_begin_words(&self, title: Shape) -> bool {
        let by_words = || has(title.initials, self.initials) && has_pairs(title.pairs, self.pairs);
        let by_name =
            has(title.letters, self.letters) && (by_words() || has(title.initials, self.letters));
        by_name || self.may_hold_other(title)
    }

    /// False where a title of this shape does not hold all words that were typed, or they are too short to tell.
    pub fn may_hold(&self, title: Shape) -> bool {
        self.joined.len() >= FEWEST
            && has(title.letters, self.letters)
            && has_pairs(title.pairs, self.pairs)
    }

    /// False where a title of this shape holds none of the other names.
    pub fn may_hold_other(&self, title: Shape) -> bool {
        self.others.iter().any(|other| other.may_be_in(title))
    }

    /// True where `title`, which is folded and of that `shape`, holds one of the other names.
    pub fn holds_other(&self, title: &str, shape: Shape) -> bool {
        let mut others = self.others.iter();
        others.any(|other| other.may_be_in(shape) && holds_words(title, &other.name))
    }

    /// From 0 to 1: how like `title`, which is folded and of that `shape`, is; `None` where it is not, or not but for some letters. The
    /// empty query matches every title.
    pub fn score(&self, title: &str, shape: Shape) -> Option<f32> {
        Some(self.worth(title, shape)? - shortened(title))
    }

    /// False where a title of this shape has no `loose_score`.
    pub fn may_be_loosely(&self, title: Shape) -> bool {
        self.joined.len() >= FEWEST
            && has(title.letters, self.letters)
            && has(title.initials, initial(&self.joined))
    }

    /// How like `title` is that has the letters in order, and may have no `score`; below every score.
    pub fn loose_score(&self, title: &str) -> Option<f32> {
        near_in_order(title, &self.joined).then(|| worth::IN_ORDER - shortened(title))
    }

    fn worth(&self, title: &str, shape: Shape) -> Option<f32> {
        let query = self.text.as_str();
        if title == query {
            return Some(worth::SAME);
        }
        if self.holds_other(title, shape) {
            return Some(worth::OTHER_NAME);
        }
        if title.starts_with(query) {
            return Some(worth::BEGINS);
        }
        let begins_a_word = |word: &String| words_with(title, word).next().is_some();
        if self.words.iter().all(begins_a_word) {
            return Some(worth::WORDS_BEGIN);
        }
        if query.len() > 1 && initials_begin(title, query) {
            return Some(worth::INITIALS);
        }
        let holds = |word: &String| title.contains(word);
        let holds_all = self.joined.len() >= FEWEST && self.words.iter().all(holds);
        holds_all.then_some(worth::HOLDS)
    }
}

/// What a match in `title` loses by its length.
fn shortened(title: &str) -> f32 {
    worth::LENGTH * (title.len() as f32 / 80.0).min(1.0)
}

/// The rests of `title` from where a word begins in it.
fn word_starts(title: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    title.char_indices().filter_map(move |(at, c)| {
        let before = std::mem::replace(&mut inside, is_of_word(c));
        (inside && !before).then(|| title.get(at..)).flatten()
    })
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The rests of `title` from where a word begins that begins with `start`. Most titles hold that letter nowhere, or within
/// words: nothing else of them is looked at.
fn words_with<'a>(title: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    let first = start.chars().next().filter(|c| is_of_word(*c));
    let first = first.and(start.bytes().next()).into_iter();
    let places = first.flat_map(|first| memchr::memchr_iter(first, title.as_bytes()));
    places.filter_map(move |at| {
        let (before, rest) = title.split_at_checked(at)?;
        let is_inside = before.chars().next_back().is_some_and(is_of_word);
        (!is_inside && rest.starts_with(start)).then_some(rest)
    })
}

/// True where `title` holds `words` and a word neither begins nor ends within.
fn holds_words(title: &str, words: &str) -> bool {
    words_with(title, words).any(|start| {
        let rest = start.get(words.len()..);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// `mro` for `method resolution order`.
fn initials_begin(title: &str, query: &str) -> bool {
    let mut initials = word_starts(title).filter_map(|start| start.chars().next());
    query.chars().all(|c| initials.next() == Some(c))
}

/// True where the letters stand in order and near each other, from the start of some word.
fn near_in_order(title: &str, letters: &str) -> bool {
    let widest = letters.chars().count() * WIDEST;
    let Some(first) = letters.chars().next() else {
        return false;
    };
    let (first, others) = letters.split_at(first.len_utf8());
    words_with(title, first).any(|start| {
        let mut wanted = others.chars().peekable();
        for c in start.chars().take(widest).skip(1) {
            wanted.next_if_eq(&c);
            if wanted.peek().is_none() {
                return true;
            }
        }
        wanted.peek().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(query: &str, title: &str) -> Option<f32> {
        scored(&Query::new(query, Vec::new()), title)
    }

    /// What a search finds, which asks first whether it may.
    fn scored(query: &Query, title: &str) -> Option<f32> {
        let title = folded(title);
        let shape = Shape::of(&title);
        let sure = query.score(&title, shape).filter(|_| {
            assert!(query.may_be(shape), "{query:?} {title}");
            true
        });
        sure.or_else(|| {
            let loose = query.loose_score(&title)?;
            query.may_be_loosely(shape).then_some(loose)
        })
    }

    #[test]
    fn surer_matches_score_higher() {
        let titles = [
            "garbage",
            "Garbage Collection",
            "Cyclic Garbage Collector",
            "Ungarbaged things",
        ];
        let scores: Vec<f32> = titles
            .iter()
            .map(|title| score("garbage", title).unwrap())
            .collect();
        assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
        assert!(score("mem man", "Memory Management").is_some());
        assert!(score("mro", "Method Resolution Order").is_some());
        assert!(score("idmpotency", "Idempotency keys").is_some());
        assert_eq!(score("kafka", "Celery"), None);
        assert_eq!(score("cut", "Could anybody test this?"), None);
        assert!(score("ÜBER", "über uns").is_some());
        assert!(score("opt lock", "Locking, optimistic").is_some());
    }

    #[test]
    fn shapes_turn_down_what_cannot_match() {
        let may_be = |query: &str, title: &str| {
            Query::new(query, Vec::new()).may_be(Shape::of(&folded(title)))
        };
        assert!(may_be("N+1", "N+1 queries"));
        assert!(!may_be("N+1", "Nothing"));
        assert!(may_be("ü", "Über uns"));
        assert!(may_be("🔒", "🔒 Lock"));
        assert!(may_be("mro", "Method Resolution Order"));
        assert!(!may_be("ca", "A local act"), "no word begins with it");
        assert!(
            !may_be("lock", "Kilo colour"),
            "no two letters side by side"
        );
    }

    #[test]
    fn another_name_is_nearly_as_good() {
        let query = Query::new("GIL", vec!["Global Interpreter Lock".to_owned()]);
        assert!(scored(&query, "The Global Interpreter Lock, again").unwrap() > 0.7);
        assert_eq!(scored(&query, "Global"), None);
    }
}
