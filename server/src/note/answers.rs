//! What counts as a question and what as an answer, by the words alone.

/// Words that ask.
const ASKING: &[&str] = &[
    "what", "what's", "why", "how", "when", "where", "which", "who", "whose", "whom",
];

/// Verbs that a question puts before its subject.
const VERBS: &[&str] = &[
    "is", "are", "was", "were", "do", "does", "did", "can", "could", "should", "would", "will",
    "must", "may", "might", "has", "have", "had",
];

/// Words that only promise an answer, or point to one.
const PLACEHOLDERS: &[&str] = &[
    "todo",
    "tbd",
    "tba",
    "fixme",
    "wip",
    "later",
    "pending",
    "unknown",
    "see",
    "also",
    "read",
    "link",
    "links",
    "source",
    "sources",
    "ref",
    "reference",
    "docs",
    "here",
    "cf",
];

/// Whether `title` asks: it ends in a question mark, or begins as an English question does ("What is", "How does";
/// not "When to use", "How decorators work").
pub(super) fn asks(title: &str) -> bool {
    let title = bare(title);
    if title.ends_with(['?', '？']) {
        return true;
    }
    let mut words = words(title);
    let first = words.next().unwrap_or_default();
    first == "what's"
        || (ASKING.contains(&first.as_str())
            && words
                .next()
                .is_some_and(|word| VERBS.contains(&word.as_str())))
}

/// Whether `text` asks and says nothing else: each of its sentences is a question.
pub(super) fn only_asks(text: &str) -> bool {
    const MARKS: [char; 2] = ['?', '？'];
    let text = bare(text);
    if text.ends_with(MARKS) {
        return !states(text);
    }
    // Without a question mark only one sentence, on one line, asks.
    asks(text) && !text.contains(MARKS) && !text.contains(['\n', '\r', ':']) && !states(text)
}

/// Whether a sentence of `text` ends as no question does.
fn states(text: &str) -> bool {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let stops = match character {
            '.' | '!' => characters.peek().is_none_or(|next| next.is_whitespace()),
            '。' | '！' => true,
            _ => false,
        };
        if stops {
            return true;
        }
    }
    false
}

/// Whether `text` uses the words of a question; "O(1)?" doubts, "which is O(1)?" asks.
pub(super) fn uses_question_words(text: &str) -> bool {
    let mut all = words(text).peekable();
    all.peek()
        .is_some_and(|first| VERBS.contains(&first.as_str()))
        || all.any(|word| ASKING.contains(&word.as_str()))
}

/// Whether `text`, without its marks, links and tags of HTML, says anything: "TODO" and "see" do not.
pub(super) fn says_something(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .any(|word| !PLACEHOLDERS.contains(&word.to_lowercase().as_str()))
}

/// `text` without white space, emphasis, quotation marks and edges of a table around it.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '*' | '_' | '~' | '"' | '“' | '”' | '|')
    })
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('’', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_ask() {
        for title in [
            "What is the GIL?",
            "staticmethod or classmethod？",
            "what is a thread",
            "**Why is it slow?**",
            "How does it work",
        ] {
            assert!(asks(title), "{title}");
        }
        for title in [
            "When to use a set",
            "How decorators work",
            "Why background tasks are a must",
            "Locks",
            "",
        ] {
            assert!(!asks(title), "{title}");
        }
    }

    #[test]
    fn texts_that_only_ask() {
        for text in [
            "What is MRO?",
            "Why? And how?",
            "what is a coroutine",
            "MRO?",
        ] {
            assert!(only_asks(text), "{text}");
        }
        for text in [
            "What is MRO? The order of lookup",
            "It is slow.",
            "what is a coroutine: a function that waits",
            "unique index",
            "",
        ] {
            assert!(!only_asks(text), "{text}");
        }
    }

    #[test]
    fn promises_say_nothing() {
        for text in ["", "TODO", "- ", "...", "see: ", "?", "tbd later"] {
            assert!(!says_something(text), "{text}");
        }
        assert!(says_something("42"));
        assert!(says_something("see above, it is O(n)"));
    }
}
