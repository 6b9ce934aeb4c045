//! How like a title is to what somebody half remembers of it.

/// Which letters and digits a text has, whatever their case and order: a bit for each, and one for all others.
pub(super) type Letters = u64;

/// The letters of `text`.
pub(super) fn letters(text: &str) -> Letters {
    text.bytes().fold(0, |all, byte| all | bit(byte))
}

fn bit(byte: u8) -> Letters {
    match byte.to_ascii_lowercase() {
        byte @ b'a'..=b'z' => 1 << (byte - b'a'),
        byte @ b'0'..=b'9' => 1 << (26 + byte - b'0'),
        byte if byte.is_ascii() => 0,
        _ => 1 << 36,
    }
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
    others: Vec<String>,
    letters: Letters,
    other_letters: Vec<Letters>,
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

/// Letters in order may be strewn over this many times as many characters.
const WIDEST: usize = 3;

impl Query {
    /// A query for `text`; titles that hold one of `others` match, too.
    pub fn new(text: &str, others: Vec<String>) -> Self {
        let text = text.trim().to_lowercase();
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let others: Vec<String> = others.iter().map(|other| other.to_lowercase()).collect();
        Self {
            joined: words.concat(),
            letters: letters(&text),
            other_letters: others.iter().map(|other| letters(other)).collect(),
            text,
            words,
            others,
        }
    }

    /// False where a title of these letters cannot match: most cannot, and need no look at their text.
    pub fn may_be(&self, title: Letters) -> bool {
        let holds = |wanted: &Letters| title & wanted == *wanted;
        holds(&self.letters) || self.other_letters.iter().any(holds)
    }

    /// From 0 to 1: how like `title` is; `None` where it is not. The empty query matches every title.
    pub fn score(&self, title: &str) -> Option<f32> {
        if title.is_empty() {
            return None;
        }
        let worth = if title.is_ascii() {
            self.worth(title)
        } else {
            self.worth(&title.to_lowercase())
        };
        let length = (title.len() as f32 / 80.0).min(1.0);
        Some(worth? - worth::LENGTH * length)
    }

    /// What a match in `title` is worth; ASCII letters in it may have either case.
    fn worth(&self, title: &str) -> Option<f32> {
        let query = self.text.as_str();
        if title.eq_ignore_ascii_case(query) {
            return Some(worth::SAME);
        }
        if self.others.iter().any(|other| holds_words(title, other)) {
            return Some(worth::OTHER_NAME);
        }
        if begins(title, query) {
            return Some(worth::BEGINS);
        }
        let begins_a_word = |word: &String| word_starts(title).any(|start| begins(start, word));
        if self.words.iter().all(begins_a_word) {
            return Some(worth::WORDS_BEGIN);
        }
        if query.len() > 1 && initials_begin(title, query) {
            return Some(worth::INITIALS);
        }
        // What one or two letters may stand for is not guessed at.
        if self.joined.len() < 3 {
            return None;
        }
        if self.words.iter().all(|word| holds(title, word)) {
            return Some(worth::HOLDS);
        }
        near_in_order(title, &self.joined).then_some(worth::IN_ORDER)
    }
}

/// True where `text` begins with `start`, which is in lower case.
fn begins(text: &str, start: &str) -> bool {
    text.as_bytes()
        .get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
}

/// True where `text` holds `part`, which is in lower case.
fn holds(text: &str, part: &str) -> bool {
    text.as_bytes()
        .windows(part.len().max(1))
        .any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// The rests of `title` from where a word begins in it.
fn word_starts(title: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    title.char_indices().filter_map(move |(at, c)| {
        let before = std::mem::replace(&mut inside, c.is_alphanumeric() || c == '_');
        (inside && !before).then(|| title.get(at..)).flatten()
    })
}

/// True where `title` holds `words` and a word neither begins nor ends within.
fn holds_words(title: &str, words: &str) -> bool {
    word_starts(title).any(|start| {
        let rest = start.get(words.len()..);
        begins(start, words) && rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// `mro` for `method resolution order`.
fn initials_begin(title: &str, query: &str) -> bool {
    let mut initials = word_starts(title).filter_map(|start| start.chars().next());
    query
        .chars()
        .all(|c| initials.next().map(|initial| initial.to_ascii_lowercase()) == Some(c))
}

/// True where the letters stand in order and near each other, from the start of some word.
fn near_in_order(title: &str, letters: &str) -> bool {
    let widest = letters.chars().count() * WIDEST;
    word_starts(title).any(|start| {
        let mut wanted = letters.chars().peekable();
        let mut here = start.chars().map(|c| c.to_ascii_lowercase());
        if here.next() != wanted.next() {
            return false;
        }
        for c in here.take(widest - 1) {
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
        Query::new(query, Vec::new()).score(title)
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
    fn letters_turn_down_what_cannot_match() {
        let query = Query::new("N+1", Vec::new());
        assert!(query.may_be(letters("The 1 and the N")));
        assert!(!query.may_be(letters("Nothing")));
        assert!(Query::new("ü", Vec::new()).may_be(letters("Über")));
    }

    #[test]
    fn another_name_is_nearly_as_good() {
        let query = Query::new("GIL", vec!["Global Interpreter Lock".to_owned()]);
        assert!(query.score("The Global Interpreter Lock, again").unwrap() > 0.7);
        assert_eq!(query.score("Global"), None);
    }
}
