//! Names in titles and sentences: what `What is a thread?`, `**GIL** is a mutex` or `MRO (Method Resolution Order)`
//! speak of. All spans count from the start of the text that is read.

use super::expansions::expansions;
use super::features;
use super::units::lead;
use crate::text::Span;

/// A name, with what its letters stand for where that is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    pub span: Span,
    pub expansion: Option<Span>,
}

impl Name {
    /// A name of which nothing else is told.
    pub fn plain(span: Span) -> Self {
        Self {
            span,
            expansion: None,
        }
    }
}

/// A sentence that says what something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stating {
    pub name: Name,
    /// True where the name is set in bold or as code.
    pub marked: bool,
    /// True where a colon or a dash stands behind the name, false where a verb does.
    pub by_mark: bool,
}

/// No name is longer.
const MOST_WORDS: usize = 5;

/// What stands before a colon in many notes without being a name.
const LABELS: &[&str] = &[
    "advantage",
    "advantages",
    "also",
    "analogy",
    "answer",
    "answers",
    "avoid",
    "benefit",
    "benefits",
    "best practice",
    "best practices",
    "big",
    "case",
    "common",
    "complexity",
    "con",
    "cons",
    "conclusion",
    "definition",
    "difference",
    "differences",
    "disadvantages",
    "drawback",
    "drawbacks",
    "e.g",
    "example",
    "examples",
    "explanation",
    "feature",
    "features",
    "good",
    "hint",
    "how",
    "important",
    "input",
    "introduction",
    "key",
    "limitations",
    "links",
    "note",
    "notes",
    "output",
    "pattern",
    "patterns",
    "problem",
    "problems",
    "pro",
    "pros",
    "question",
    "questions",
    "reason",
    "reasons",
    "reference",
    "references",
    "remember",
    "result",
    "rule",
    "rules",
    "solution",
    "solutions",
    "step",
    "steps",
    "summary",
    "tip",
    "tips",
    "todo",
    "tool",
    "tools",
    "trade-off",
    "trade-offs",
    "type",
    "types",
    "usage",
    "use case",
    "use cases",
    "use",
    "uses",
    "warning",
    "what",
    "when",
    "where",
    "which",
    "why",
];

/// Number of words in `text`.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// True for `GIL`, `OAuth2`, `CI/CD`, `N+1`, `__slots__`, `functools.wraps`, `asyncio.Lock`: what no plain word
/// looks like.
pub(super) fn is_acronym(name: &str) -> bool {
    let bare = name.trim_matches(['*', '`']);
    if bare.is_empty() || bare.contains(char::is_whitespace) {
        return false;
    }
    let capitals = bare.chars().filter(|c| c.is_uppercase()).count();
    let inner = bare.chars().skip(1).any(char::is_uppercase);
    (capitals >= 2 && inner) || bare.contains('_') || bare.trim_end_matches('.').contains('.')
}

/// `line` without the marker of an item: `- `, `* `, `1. `, `- [ ] `, and without white space before it.
pub(super) fn without_marker(line: &str) -> &str {
    let text = line.trim_start();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 => text.get(digits + 1..),
        Some(b'-' | b'*' | b'+') if digits == 0 => text.get(1..),
        _ => None,
    };
    let Some(rest) = rest.filter(|rest| rest.starts_with([' ', '\t'])) else {
        return text;
    };
    let rest = rest.trim_start();
    for check in ["[ ]", "[x]", "[X]"] {
        if let Some(rest) = rest.strip_prefix(check) {
            return rest.trim_start();
        }
    }
    rest
}

/// Where `part`, a part of `whole`, stands in it.
pub(super) fn within(whole: &str, part: &str) -> Span {
    let start = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    Span::new(start, start + part.len())
}

/// `text` without white space, emphasis and code marks around it.
pub(super) fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '*' | '_' | '`' | '"' | '“' | '”' | ':' | '?' | '？' | '.' | ','
            )
    })
}

/// `text` without an article before it.
fn without_article(text: &str) -> &str {
    let text = text.trim_start();
    ["the ", "a ", "an ", "The ", "A ", "An "]
        .iter()
        .find_map(|article| text.strip_prefix(article))
        .unwrap_or(text)
        .trim_start()
}

/// What joins several things to one title.
const JOINTS: &[&str] = &[
    " vs ", " vs. ", " versus ", " and ", " or ", " & ", " / ", " → ",
];

fn is_name(text: &str) -> bool {
    let count = words(text);
    let is_label = || LABELS.iter().any(|label| label.eq_ignore_ascii_case(text));
    // `Use a list when` and `how it works` are no names.
    let is_empty = || {
        let words = crate::terms::words(text);
        let first = words.first();
        first.is_none_or(|word| features::is_empty(word.stem))
    };
    (1..=MOST_WORDS).contains(&count)
        && text.chars().next().is_some_and(char::is_alphanumeric)
        && text.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !text.contains(['?', '!', ';', '|', ':', ','])
        && !is_label()
        && !JOINTS.iter().any(|joint| text.contains(joint))
        && !is_empty()
}

/// What a title speaks of; nothing where it compares several things or tells a story.
pub(super) fn of_title(title: &str) -> Vec<Name> {
    let mut found = expansions(title);
    let open = title.find(" (").unwrap_or(title.len());
    let mut text = title.get(..open).unwrap_or_default();
    if let Some((label, rest)) = text.split_once(": ")
        && label.ends_with(|c: char| c.is_ascii_digit())
    {
        // "Step 2: "
        text = rest;
    }
    // Emoji and numbers in front: "1. ".
    text = text
        .trim_start_matches(|c: char| !c.is_alphabetic() && !matches!(c, '`' | '_' | '"' | '“'));
    text = asked(text).unwrap_or(text);
    for ending in [
        " in Python",
        " in python",
        " Rule",
        " rule",
        " explained",
        " basics",
    ] {
        if let Some(rest) = text.trim_end().strip_suffix(ending)
            && (ending.starts_with(" in") || is_acronym(rest))
        {
            text = rest;
        }
    }
    let text = bare(text);
    if is_name(text) && !text.contains(" for ") && !text.contains(" to ") {
        let span = within(title, text);
        if !found.iter().any(|name| name.span == span) {
            found.push(Name::plain(span));
        }
    }
    found
}

/// What a question asks the meaning of: `What is a thread`, `What does the CAP theorem really state?`.
fn asked(title: &str) -> Option<&str> {
    let lower = title.to_ascii_lowercase();
    let openings = [
        "what is ",
        "what are ",
        "what's ",
        "what does ",
        "what do ",
        "explain ",
        "define ",
        "understanding ",
        "introduction to ",
        "intro to ",
        "what the ",
    ];
    let opening = openings
        .iter()
        .find(|opening| lower.starts_with(**opening))?;
    let rest = without_article(title.get(opening.len()..)?);
    let lower = rest.to_ascii_lowercase();
    let stops = [
        "?",
        "？",
        ",",
        ":",
        " and ",
        " really ",
        " actually ",
        " mean",
        " state",
        " do?",
        " stand for",
        " in rest",
        " in python",
        " exactly",
    ];
    let end = stops
        .iter()
        .filter_map(|stop| lower.find(stop))
        .min()
        .unwrap_or(rest.len());
    rest.get(..end)
}

/// What a line states the meaning of.
pub(super) fn stated(line: &str) -> Option<Stating> {
    let by_mark = lead(line)
        .map(|end| line.split_at(end))
        .filter(|(before, after)| {
            let after = after.trim_start_matches(|c: char| !c.is_alphanumeric());
            let verb = is_verb(after.split_whitespace().next().unwrap_or_default());
            words(after) >= 2 && !verb && !before.trim().is_empty()
        });
    if let Some((before, _)) = by_mark
        && let Some(stating) = stating(line, before, true)
    {
        return Some(stating);
    }
    let mut end = 0;
    for word in line
        .split_inclusive(char::is_whitespace)
        .take(MOST_WORDS + 2)
    {
        let plain = word.trim();
        if end > 0 && is_verb(plain) {
            let after = line.get(end + word.len()..)?;
            let next = after.split_whitespace().next()?;
            let says = match plain {
                "is" | "are" => {
                    matches!(
                        next,
                        "a" | "an" | "the" | "when" | "where" | "how" | "what" | "one"
                    ) || next.ends_with("ing")
                        || plain == "are"
                }
                // "refers to", "stands for"
                "refer" | "refers" => next == "to",
                "stands" => next == "for",
                _ => true,
            };
            return if says && words(after) >= 2 {
                stating(line, line.get(..end)?, false)
            } else {
                None
            };
        }
        end += word.len();
    }
    None
}

fn is_verb(word: &str) -> bool {
    matches!(word, "is" | "are" | "means" | "refers" | "refer" | "stands")
}

fn stating(line: &str, before: &str, by_mark: bool) -> Option<Stating> {
    let shown = without_article(before).trim();
    let bold = ["**", "`"].iter().find_map(|mark| {
        let rest = shown.strip_prefix(mark)?;
        rest.get(..rest.find(mark)?)
    });
    let marked = bold.is_some();
    let shown = bold.unwrap_or(shown);
    // What stands in brackets behind the name is not a part of it.
    let open = shown.find(" (").unwrap_or(shown.len());
    let name = bare(shown.get(..open)?);
    let name = without_article(name);
    if !is_name(name) {
        return None;
    }
    let span = within(line, name);
    let expansion = expansions(line)
        .into_iter()
        .find(|other| other.span == span)
        .and_then(|other| other.expansion);
    Some(Stating {
        name: Name { span, expansion },
        marked,
        by_mark,
    })
}

/// True where a table's first row calls its columns a name and what it means.
pub(super) fn is_header(first: &str, second: &str) -> bool {
    let is = |cell: &str, names: &[&str]| {
        let cell = bare(cell);
        names.iter().any(|name| name.eq_ignore_ascii_case(cell))
    };
    is(
        first,
        &[
            "term",
            "terms",
            "name",
            "word",
            "acronym",
            "abbreviation",
            "concept",
            "keyword",
            "topic",
            "pattern",
            "letter",
        ],
    ) && is(
        second,
        &[
            "meaning",
            "definition",
            "means",
            "description",
            "explanation",
            "stands for",
            "what it is",
            "what it means",
            "in short",
            "expansion",
            "purpose",
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(title: &str) -> Vec<&str> {
        of_title(title)
            .iter()
            .map(|name| name.span.of(title))
            .collect()
    }

    fn statement(line: &str) -> Option<&str> {
        stated(line).map(|stating| stating.name.span.of(line))
    }

    #[test]
    fn titles_name_their_topic() {
        assert_eq!(titles("What is a mutex?"), ["mutex"]);
        assert_eq!(
            titles("What does the CAP theorem really state?"),
            ["CAP theorem"]
        );
        assert_eq!(
            titles("🔒 Dead Letter Queue (DLQ)"),
            ["DLQ", "Dead Letter Queue"]
        );
        assert_eq!(titles("MRO rule"), ["MRO"]);
        assert_eq!(titles("What is a lease, and who renews it?"), ["lease"]);
        assert!(titles("Threads vs processes").is_empty());
        assert!(titles("Seven mistakes that even seniors make every day").is_empty());
    }

    #[test]
    fn lines_state_what_something_is() {
        assert_eq!(statement("DLQ: where failed messages wait"), Some("DLQ"));
        assert_eq!(
            statement("**Saga** is a chain of local steps"),
            Some("Saga")
        );
        assert_eq!(
            statement("The **saga** pattern - local steps, undone one by one"),
            Some("saga")
        );
        assert_eq!(
            statement("a mutex is a lock that one thread holds"),
            Some("mutex")
        );
        assert_eq!(
            statement("FIFO stands for first in, first out"),
            Some("FIFO")
        );
        assert_eq!(statement("Pros: it is quick"), None);
        assert_eq!(statement("we met at noon: all of us were late"), None);
        assert_eq!(statement("this is it"), None);
    }
}
