//! How like a title is to what somebody half remembers of it.

/// What is typed into a search for topics.
#[derive(Debug, Clone)]
pub(super) struct Query {
    lower: String,
    words: Vec<String>,
    /// Other names of what it names: the expansion of an acronym.
    others: Vec<String>,
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
        let lower = text.trim().to_lowercase();
        Self {
            words: lower.split_whitespace().map(str::to_owned).collect(),
            others: others.iter().map(|other| other.to_lowercase()).collect(),
            lower,
        }
    }

    /// From 0 to 1: how like `title` is; `None` where it is not. The empty query matches every title.
    pub fn score(&self, title: &str) -> Option<f32> {
        if title.is_empty() {
            return None;
        }
        let lower;
        let title = if title.is_ascii() && !title.bytes().any(|byte| byte.is_ascii_uppercase()) {
            title
        } else {
            // The letters of the query first: that turns most titles down without making a copy.
            if self.lower.is_ascii()
                && !in_order(title.as_bytes(), self.lower.as_bytes())
                && !self.has_others()
            {
                return None;
            }
            lower = title.to_lowercase();
            &lower
        };
        let worth = self.worth(title)?;
        let length = (title.len() as f32 / 80.0).min(1.0);
        Some(worth - worth::LENGTH * length)
    }

    fn has_others(&self) -> bool {
        !self.others.is_empty()
    }

    fn worth(&self, title: &str) -> Option<f32> {
        let query = self.lower.as_str();
        if title == query {
            return Some(worth::SAME);
        }
        if self.others.iter().any(|other| holds_words(title, other)) {
            return Some(worth::OTHER_NAME);
        }
        if title.starts_with(query) {
            return Some(worth::BEGINS);
        }
        let begins =
            |word: &String| word_starts(title).any(|start| start.starts_with(word.as_str()));
        if self.words.iter().all(begins) {
            return Some(worth::WORDS_BEGIN);
        }
        if query.len() > 1 && initials_begin(title, query) {
            return Some(worth::INITIALS);
        }
        if self.words.iter().all(|word| title.contains(word.as_str())) {
            return Some(worth::HOLDS);
        }
        let letters: String = self.words.concat();
        (letters.len() > 2 && near_in_order(title, &letters)).then_some(worth::IN_ORDER)
    }
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
        start
            .strip_prefix(words)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// `mro` for `method resolution order`.
fn initials_begin(title: &str, query: &str) -> bool {
    let mut initials = word_starts(title).filter_map(|start| start.chars().next());
    query.chars().all(|c| initials.next() == Some(c))
}

/// True where the letters of `query` stand in `title` in order, whatever their case and what is between them.
fn in_order(title: &[u8], query: &[u8]) -> bool {
    let mut wanted = query
        .iter()
        .filter(|byte| !byte.is_ascii_whitespace())
        .peekable();
    for byte in title {
        if wanted.peek() == Some(&&byte.to_ascii_lowercase()) {
            wanted.next();
        }
    }
    wanted.peek().is_none()
}

/// True where the letters stand in order and near each other, from the start of some word.
fn near_in_order(title: &str, letters: &str) -> bool {
    let first = letters.chars().next();
    word_starts(title)
        .filter(|start| start.chars().next() == first)
        .any(|start| {
            let mut wanted = letters.chars().peekable();
            let mut taken = 0;
            for c in start.chars() {
                if wanted.peek().is_none() {
                    break;
                }
                wanted.next_if_eq(&c);
                taken += 1;
            }
            wanted.peek().is_none() && taken <= letters.chars().count() * WIDEST
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
    }

    #[test]
    fn another_name_is_nearly_as_good() {
        let query = Query::new("GIL", vec!["Global Interpreter Lock".to_owned()]);
        assert!(query.score("The Global Interpreter Lock, again").unwrap() > 0.7);
        assert_eq!(query.score("Global"), None);
    }
}
