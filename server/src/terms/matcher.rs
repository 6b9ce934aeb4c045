//! Finds terms in text: acronyms by case, words in all their forms, the longest match first.

use rustc_hash::FxHashMap;

use super::glossary::{Glossary, Term};
use super::inflection::stem;
use crate::text::Span;

/// How a text is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextKind {
    /// Words of a natural language.
    Prose,
    /// Source code: identifiers and dotted names.
    Code,
}

/// A term that stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Where.
    pub span: Span,
    /// Its index in `Glossary::terms`.
    pub term: usize,
    /// True where an everyday word matched, which may mean no more than it says.
    pub ambiguous: bool,
}

/// The forms of all terms by their first word.
#[derive(Debug, Default)]
pub(super) struct Index {
    forms: FxHashMap<Word, Vec<Form>>,
    code: FxHashMap<String, usize>,
}

#[derive(Debug)]
struct Form {
    /// The words after the first, each with what stands before it.
    rest: Vec<(Separator, Word)>,
    term: usize,
    ambiguous: bool,
}

/// A word as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Word {
    /// An acronym or a symbol: only in this very case.
    Exact(String),
    /// Any other word: by the stem of its lower-case form.
    Stem(String),
}

/// Parts of the longest dotted name that a term has in code.
const MOST_PARTS: usize = 4;

/// What stands between two words of a term; a blank and a hyphen are one.
type Separator = String;

struct Token<'a> {
    text: &'a str,
    start: usize,
}

impl Token<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_word(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.push(Token {
                    text: text.get(from..at).unwrap_or_default(),
                    start: from,
                });
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// `None` where no term goes on: over the end of a paragraph, or over a gap too long to be part of a name.
fn separator(gap: &str) -> Option<Separator> {
    if gap.len() > 8 || gap.matches('\n').count() > 1 {
        return None;
    }
    if gap
        .chars()
        .all(|c| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}'))
    {
        return Some(" ".to_owned());
    }
    Some(gap.trim().replace('\u{2019}', "'"))
}

/// True for words that are told from others by their capitals (`REST`, `GIL`, `F`) or that hold no letter.
fn is_exact(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_none() || letters.all(char::is_uppercase) || word.contains('_')
}

fn word(text: &str) -> Word {
    if is_exact(text) {
        Word::Exact(text.to_owned())
    } else {
        Word::Stem(stem(&text.to_lowercase()))
    }
}

/// The ways in which a word of the text may be compared: as it stands, as the plural of an acronym (`APIs`), and by
/// its stem.
fn readings(text: &str) -> Vec<Word> {
    let mut readings = vec![Word::Exact(text.to_owned())];
    if let Some(singular) = text
        .strip_suffix('s')
        .filter(|rest| rest.len() > 1 && is_exact(rest))
    {
        readings.push(Word::Exact(singular.to_owned()));
    }
    readings.push(Word::Stem(stem(&text.to_lowercase())));
    readings
}

impl Index {
    pub(super) fn new(terms: &[Term]) -> Self {
        let mut index = Self::default();
        for (number, term) in terms.iter().enumerate() {
            for name in std::iter::once(&term.name).chain(&term.aliases) {
                index.add(name, number, term.ambiguous);
                if is_identifier(name) && !is_exact(name) {
                    index.code.entry(name.clone()).or_insert(number);
                }
            }
            for code in &term.code {
                index.code.entry(code.clone()).or_insert(number);
            }
        }
        // The longest first, so that the first that fits is the right one; of equals, the earlier term.
        for forms in index.forms.values_mut() {
            forms.sort_by_key(|form| std::cmp::Reverse(form.rest.len()));
        }
        index
    }

    fn add(&mut self, name: &str, term: usize, ambiguous: bool) {
        let mut words = tokens(name).into_iter();
        let Some(first) = words.next() else {
            return;
        };
        let mut end = first.end();
        let mut rest = Vec::new();
        for token in words {
            let gap = name.get(end..token.start).unwrap_or_default();
            let Some(separator) = separator(gap) else {
                return;
            };
            end = token.end();
            rest.push((separator, word(token.text)));
        }
        let form = Form {
            rest,
            term,
            ambiguous,
        };
        self.forms.entry(word(first.text)).or_default().push(form);
    }

    /// The longest form that begins at `tokens[at]`: it, and how many words it has.
    fn at(&self, text: &str, tokens: &[Token<'_>], at: usize) -> Option<(&Form, usize)> {
        let first = tokens.get(at)?;
        let mut best: Option<(&Form, usize)> = None;
        for reading in readings(first.text) {
            let forms = self.forms.get(&reading).map_or(&[][..], Vec::as_slice);
            let longer = |form: &&Form| best.is_none_or(|(_, words)| form.rest.len() + 1 > words);
            let found = forms
                .iter()
                .filter(longer)
                .find(|form| form.goes_on(text, tokens, at));
            if let Some(form) = found {
                best = Some((form, form.rest.len() + 1));
            }
        }
        best
    }
}

impl Form {
    fn goes_on(&self, text: &str, tokens: &[Token<'_>], at: usize) -> bool {
        let pairs = tokens.get(at..).unwrap_or_default().windows(2);
        let mut pairs = pairs.map(|pair| match pair {
            [before, next] => {
                let gap = text.get(before.end()..next.start).unwrap_or_default();
                (separator(gap), next.text)
            }
            _ => (None, ""),
        });
        self.rest.iter().all(|(wanted, word)| {
            pairs.next().is_some_and(|(separator, text)| {
                separator.as_ref() == Some(wanted) && readings(text).contains(word)
            })
        })
    }
}

fn is_identifier(name: &str) -> bool {
    name.chars().all(is_word) && !name.starts_with(|c: char| c.is_ascii_digit())
}

impl Glossary {
    /// The terms in `text`, in order, none within another: the longest match wins. Time is linear in `text`.
    pub fn matches(&self, text: &str, kind: TextKind) -> Vec<Match> {
        match kind {
            TextKind::Prose => self.in_prose(text),
            TextKind::Code => self.in_code(text),
        }
    }

    /// The term at byte `offset` of `text`.
    pub fn at(&self, text: &str, offset: usize, kind: TextKind) -> Option<Match> {
        self.matches(text, kind)
            .into_iter()
            .find(|found| found.span.touches(offset))
    }

    fn in_prose(&self, text: &str) -> Vec<Match> {
        let tokens = tokens(text);
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(first) = tokens.get(at) {
            let Some((form, words)) = self.index().at(text, &tokens, at) else {
                at += 1;
                continue;
            };
            let end = tokens.get(at + words - 1).map_or(first.end(), Token::end);
            found.push(Match {
                span: Span::new(first.start, end),
                term: form.term,
                ambiguous: form.ambiguous,
            });
            at += words;
        }
        found
    }

    /// Dotted names are looked up whole, then without their first parts: `functools.wraps`, then `wraps`.
    fn in_code(&self, text: &str) -> Vec<Match> {
        let tokens = tokens(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let mut last = at;
            while let (Some(this), Some(next)) = (tokens.get(last), tokens.get(last + 1)) {
                if text.get(this.end()..next.start) != Some(".") {
                    break;
                }
                last += 1;
            }
            for from in at..=last {
                // What a dotted name ends in counts whole; what it begins with counts alone. No term has more parts
                // than `MOST_PARTS`, so longer ends of an endless `a.b.b…` need not be looked up.
                let near_end = last - from < MOST_PARTS;
                let whole = near_end
                    .then(|| self.code_name(text, &tokens, from, last))
                    .flatten();
                let alone = || self.code_name(text, &tokens, from, from);
                if let Some(one) = whole {
                    found.push(one);
                    break;
                } else if let Some(one) = alone() {
                    found.push(one);
                }
            }
            at = last + 1;
        }
        found
    }

    fn code_name(&self, text: &str, tokens: &[Token<'_>], from: usize, to: usize) -> Option<Match> {
        let span = Span::new(tokens.get(from)?.start, tokens.get(to)?.end());
        let term = *self.index().code.get(span.of(text))?;
        Some(Match {
            span,
            term,
            ambiguous: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glossary() -> Glossary {
        let term = |name: &str, aliases: &[&str], code: &[&str]| Term {
            name: name.to_owned(),
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            code: code.iter().map(|&code| code.to_owned()).collect(),
            definition: "x".to_owned(),
            ..Term::default()
        };
        Glossary::of(vec![
            term("REST", &["representational state transfer"], &[]),
            term("consistency", &[], &[]),
            term("eventual consistency", &[], &[]),
            term("GIL", &["Global Interpreter Lock"], &[]),
            term("N+1 query problem", &["N+1"], &[]),
            term("CI/CD", &[], &[]),
            term("Kahn's algorithm", &[], &[]),
            term("functools.wraps", &["wraps"], &["functools.wraps"]),
            term("deque", &[], &["collections.deque"]),
            term("metaclass", &[], &[]),
        ])
    }

    fn prose(text: &str) -> Vec<&str> {
        let found = glossary().matches(text, TextKind::Prose);
        found.iter().map(|m| m.span.of(text)).collect()
    }

    #[test]
    fn acronyms_match_by_case_and_words_by_form() {
        assert_eq!(prose("the rest is REST, two RESTs"), ["REST", "RESTs"]);
        assert_eq!(
            prose("Metaclasses and a metaclass"),
            ["Metaclasses", "metaclass"]
        );
        assert_eq!(
            prose("global interpreter locks"),
            ["global interpreter locks"]
        );
    }

    #[test]
    fn the_longest_match_wins() {
        assert_eq!(
            prose("Eventual-consistency beats consistency"),
            ["Eventual-consistency", "consistency"]
        );
        assert_eq!(prose("an N+1 problem in CI/CD"), ["N+1", "CI/CD"]);
        assert_eq!(
            prose("Kahn\u{2019}s algorithm"),
            ["Kahn\u{2019}s algorithm"]
        );
        assert_eq!(prose("eventual\n\nconsistency"), ["consistency"]);
    }

    #[test]
    fn code_is_read_by_names() {
        let text = "@functools.wraps(f)\nq = collections.deque()\nrest = x.GIL";
        let found = glossary().matches(text, TextKind::Code);
        let found: Vec<&str> = found.iter().map(|m| m.span.of(text)).collect();
        assert_eq!(found, ["functools.wraps", "collections.deque"]);
    }

    #[test]
    fn terms_are_found_by_any_name() {
        let glossary = glossary();
        for query in [
            "gil",
            "GIL",
            "global interpreter lock",
            "Global Interpreter Locks",
        ] {
            assert_eq!(glossary.find(query).unwrap().name, "GIL", "{query}");
        }
        assert_eq!(glossary.find("collections.deque").unwrap().name, "deque");
        assert!(glossary.find("nothing").is_none());
        assert_eq!(glossary.nearest("metaclas", 3), ["metaclass"]);
    }
}
