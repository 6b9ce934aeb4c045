//! Finds terms in text: acronyms by case, words in all their forms, the longest match first.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::glossary::{Glossary, Term};
use super::word::{Word, WordKey, is_exact, is_word, spans, words};
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
    forms: FxHashMap<WordKey, Vec<Form>>,
    code: FxHashMap<String, InCode>,
}

#[derive(Debug)]
struct Form {
    /// The words after the first, each with what stands before it.
    rest: Vec<(Separator<'static>, WordKey)>,
    term: usize,
    ambiguous: bool,
}

/// A name in code.
#[derive(Debug, Clone, Copy)]
struct InCode {
    term: usize,
    ambiguous: bool,
}

/// Parts of the longest dotted name that a term has in code.
const MOST_PARTS: usize = 4;

/// What stands between two words of a term; a blank and a hyphen are one.
type Separator<'a> = Cow<'a, str>;

/// `None` where no term goes on: over the end of a paragraph, or over a gap too long to be part of a name.
fn separator(gap: &str) -> Option<Separator<'_>> {
    if gap == " " {
        return Some(Cow::Borrowed(gap));
    }
    if gap.len() > 8 || gap.matches('\n').count() > 1 {
        return None;
    }
    if gap
        .chars()
        .all(|c| c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}'))
    {
        return Some(Cow::Borrowed(" "));
    }
    let gap = gap.trim();
    Some(if gap.contains('\u{2019}') {
        Cow::Owned(gap.replace('\u{2019}', "'"))
    } else {
        Cow::Borrowed(gap)
    })
}

impl Index {
    pub(super) fn new(terms: &[Term]) -> Self {
        let mut index = Self::default();
        for (number, term) in terms.iter().enumerate() {
            for name in std::iter::once(&term.name).chain(&term.aliases) {
                if let Some(function) = name.strip_suffix("()") {
                    // `iterator()` names a function, and `iterator` in prose something else.
                    index.code.entry(function.to_owned()).or_insert(InCode {
                        term: number,
                        ambiguous: term.ambiguous,
                    });
                    continue;
                }
                index.add(name, number, term.ambiguous);
                if is_identifier(name) && !is_exact(name) {
                    index.code.entry(name.clone()).or_insert(InCode {
                        term: number,
                        ambiguous: term.ambiguous,
                    });
                }
            }
        }
        // Names that are meant for code come after, and win.
        for (number, term) in terms.iter().enumerate().rev() {
            for code in &term.code {
                let name = InCode {
                    term: number,
                    ambiguous: false,
                };
                index.code.insert(code.clone(), name);
            }
        }
        // The longest first, so that the first that fits is the right one; of equals, the earlier term.
        for forms in index.forms.values_mut() {
            forms.sort_by_key(|form| std::cmp::Reverse(form.rest.len()));
        }
        index
    }

    fn add(&mut self, name: &str, term: usize, ambiguous: bool) {
        let words = words(name);
        let Some((first, others)) = words.split_first() else {
            return;
        };
        let mut end = first.span.end;
        let mut rest = Vec::new();
        for word in others {
            let gap = name.get(end..word.span.start).unwrap_or_default();
            let Some(separator) = separator(gap) else {
                return;
            };
            end = word.span.end;
            rest.push((Cow::Owned(separator.into_owned()), word.key()));
        }
        let form = Form {
            rest,
            term,
            ambiguous,
        };
        self.forms.entry(first.key()).or_default().push(form);
    }

    /// The longest form that begins at `words[at]`: it, and how many words it has.
    fn at(&self, text: &str, words: &[Word], at: usize) -> Option<(&Form, usize)> {
        let first = words.get(at)?;
        let mut best: Option<(&Form, usize)> = None;
        for key in first.exact.into_iter().chain([first.stem]) {
            let forms = self.forms.get(&key).map_or(&[][..], Vec::as_slice);
            let longer = |form: &&Form| best.is_none_or(|(_, words)| form.rest.len() + 1 > words);
            let found = forms
                .iter()
                .filter(longer)
                .find(|form| form.goes_on(text, words, at));
            if let Some(form) = found {
                best = Some((form, form.rest.len() + 1));
            }
        }
        best
    }
}

impl Form {
    fn goes_on(&self, text: &str, words: &[Word], at: usize) -> bool {
        let mut pairs = words.get(at..).unwrap_or_default().windows(2);
        self.rest.iter().all(|(wanted, key)| {
            let Some([before, next]) = pairs.next() else {
                return false;
            };
            // The word first: that takes no look at the text.
            next.reads(*key)
                && text
                    .get(before.span.end..next.span.start)
                    .and_then(separator)
                    .is_some_and(|separator| separator == *wanted)
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
            TextKind::Prose => self.matches_in(text, &words(text)),
            TextKind::Code => self.in_code(text),
        }
    }

    /// The term at byte `offset` of `text`.
    pub fn at(&self, text: &str, offset: usize, kind: TextKind) -> Option<Match> {
        self.matches(text, kind)
            .into_iter()
            .find(|found| found.span.touches(offset))
    }

    /// The terms in `words`, the words of `text`, as prose.
    pub fn matches_in(&self, text: &str, words: &[Word]) -> Vec<Match> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(first) = words.get(at) {
            let Some((form, count)) = self.index().at(text, words, at) else {
                at += 1;
                continue;
            };
            let end = words
                .get(at + count - 1)
                .map_or(first.span.end, |last| last.span.end);
            found.push(Match {
                span: Span::new(first.span.start, end),
                term: form.term,
                ambiguous: form.ambiguous,
            });
            at += count;
        }
        found
    }

    /// Dotted names are looked up whole, then without their first parts: `functools.wraps`, then `wraps`.
    fn in_code(&self, text: &str) -> Vec<Match> {
        let mut found = Vec::new();
        let names: Vec<Span> = spans(text).collect();
        let mut at = 0;
        while at < names.len() {
            let mut last = at;
            while let (Some(this), Some(next)) = (names.get(last), names.get(last + 1)) {
                if text.get(this.end..next.start) != Some(".") {
                    break;
                }
                last += 1;
            }
            for from in at..=last {
                // What a dotted name ends in counts whole; what it begins with counts alone. No term has more parts
                // than `MOST_PARTS`, so longer ends of an endless `a.b.b…` need not be looked up.
                let near_end = last - from < MOST_PARTS;
                let whole = near_end
                    .then(|| self.code_name(text, &names, from, last))
                    .flatten();
                let alone = || self.code_name(text, &names, from, from);
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

    fn code_name(&self, text: &str, names: &[Span], from: usize, to: usize) -> Option<Match> {
        let span = Span::new(names.get(from)?.start, names.get(to)?.end);
        let name = self.index().code.get(span.of(text))?;
        Some(Match {
            span,
            term: name.term,
            ambiguous: name.ambiguous,
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
