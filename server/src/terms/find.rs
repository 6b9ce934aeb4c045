//! From what a person types to the term that is meant: by name whatever the case, in another form, or behind the words
//! of a question. Rather no term than a wrong one.

use rustc_hash::FxHashMap;

use super::glossary::{Glossary, Term};
use super::matcher::TextKind;
use crate::text::Span;

/// The terms by the names that can be looked up at once.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By names and aliases in lower case.
    lower: FxHashMap<String, usize>,
    /// By names in code.
    code: FxHashMap<String, usize>,
    /// By letters and digits alone: `pubsub` for `pub/sub`.
    squashed: FxHashMap<String, usize>,
    /// By names without the word that says what kind of thing they are: `dining philosophers`.
    bare: FxHashMap<String, Vec<usize>>,
    /// By what many call them for short, see `parts`.
    parts: FxHashMap<String, Vec<usize>>,
}

/// Words behind a name that only say what kind of thing it is.
const KINDS: &[&str] = &[
    "pattern",
    "design pattern",
    "problem",
    "algorithm",
    "principle",
    "theorem",
    "law",
    "rule",
    "data structure",
    "concept",
    "technique",
    "anti-pattern",
    "antipattern",
];

/// Words behind an acronym that only say what kind of thing it is: `TCP protocol`, `REST API`.
const ACRONYM_KINDS: &[&str] = &[
    "protocol",
    "api",
    "apis",
    "properties",
    "property",
    "framework",
    "language",
    "format",
    "attack",
    "record",
    "records",
    "principles",
    "module",
    "library",
    "class",
    "style",
    "standard",
];

/// Fields and technologies that lend a plain word a meaning: who asks for `offset` means the `Kafka offset`, as long as no other
/// term ends in that word.
const QUALIFIERS: &[&str] = &[
    "ai",
    "asyncio",
    "cloud",
    "database",
    "django",
    "docker",
    "domain",
    "drf",
    "fastapi",
    "http",
    "kafka",
    "kubernetes",
    "pytest",
    "python",
    "redis",
    "sql",
    "unix",
];

/// What a question begins with.
const OPENINGS: &[&str] = &[
    "what is meant by ",
    "what do you mean by ",
    "what is ",
    "what are ",
    "what's ",
    "whats ",
    "what does ",
    "what do ",
    "define ",
    "explain ",
    "describe ",
    "meaning of ",
    "definition of ",
    "the ",
    "a ",
    "an ",
];

/// What a question ends with.
const ENDINGS: &[&str] = &[
    " mean",
    " stand for",
    " meaning",
    " definition",
    " explained",
    " in python",
    " in django",
    " in programming",
    " in general",
];

/// A squashed name must be this long, else it could be another one's.
const SHORTEST_SQUASHED: usize = 4;

impl Names {
    pub(super) fn new(terms: &[Term]) -> Self {
        let mut names = Self::default();
        for (number, term) in terms.iter().enumerate() {
            for name in std::iter::once(&term.name).chain(&term.aliases) {
                let lower = name.to_lowercase();
                let squashed = squashed(&lower);
                if let Some(bare) = without(&lower, KINDS) {
                    add(&mut names.bare, bare, number);
                }
                for part in parts(&lower) {
                    add(&mut names.parts, part, number);
                }
                if squashed.len() >= SHORTEST_SQUASHED {
                    names.squashed.entry(squashed).or_insert(number);
                }
                names.lower.entry(lower).or_insert(number);
            }
            for code in &term.code {
                names.code.entry(code.clone()).or_insert(number);
            }
        }
        names
    }
}

/// Several names of one term may come to the same.
fn add(names: &mut FxHashMap<String, Vec<usize>>, name: &str, number: usize) {
    let named = names.entry(name.to_owned()).or_default();
    if named.last() != Some(&number) {
        named.push(number);
    }
}

/// What many call `name` for short: the word behind a technology (`offset` for `kafka offset`), all words of a longer
/// name but the last (`read-your-writes` for `read-your-writes consistency`), either of a pair (`map and filter`).
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let qualified = name
        .split_once(' ')
        .filter(|(before, _)| QUALIFIERS.contains(before))
        .map(|(_, after)| after);
    let most = name
        .rsplit_once(' ')
        .map(|(before, _)| before)
        .filter(|before| before.contains([' ', '-']) && !before.ends_with(" and"));
    let pair = name
        .split_once(" and ")
        .filter(|(before, after)| !before.contains(' ') && !after.contains(' '));
    let pair = pair.map(|(before, after)| [before, after]);
    qualified
        .into_iter()
        .chain(most)
        .chain(pair.into_iter().flatten())
}

/// Letters and digits alone.
fn squashed(lower: &str) -> String {
    lower.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// `text` without one of `endings` behind a blank.
fn without<'a>(text: &'a str, endings: &[&str]) -> Option<&'a str> {
    endings
        .iter()
        .filter_map(|ending| text.strip_suffix(ending)?.strip_suffix(' '))
        .min_by_key(|rest| rest.len())
        .map(str::trim_end)
        .filter(|rest| !rest.is_empty())
}

impl Glossary {
    /// The term that `query` names: by name or alias whatever the case, by a name in code, in another form (plural,
    /// with or without hyphens), with a word more or less that says what kind of thing it is (`observer pattern`), with
    /// its expansion in brackets, or as a question (`What is a deadlock?`).
    pub fn find(&self, query: &str) -> Option<&Term> {
        let query = query.trim();
        let found = self
            .named(query)
            .or_else(|| self.named(asked(query)))
            .or_else(|| self.in_brackets(asked(query)));
        self.terms().get(found?)
    }

    /// The term called `query`, in whatever form.
    fn named(&self, query: &str) -> Option<usize> {
        if query.is_empty() {
            return None;
        }
        // By case first: `Go` is not `GO`.
        let names = self.names();
        let lower = query.to_lowercase().replace('\u{2019}', "'");
        self.terms()
            .iter()
            .position(|term| term.name == query)
            .or_else(|| names.lower.get(&lower).copied())
            .or_else(|| names.code.get(query).copied())
            .or_else(|| names.code.get(query.trim_end_matches("()")).copied())
            .or_else(|| self.whole(query))
            .or_else(|| self.whole(&query.to_uppercase()))
            .or_else(|| self.other_kind(&lower))
            .or_else(|| names.squashed.get(&squashed(&lower)).copied())
            .or_else(|| {
                let singular = lower.strip_suffix('s')?;
                names.squashed.get(&squashed(singular)).copied()
            })
            .or_else(|| {
                let singular = lower.strip_suffix('s').unwrap_or(&lower);
                [lower.as_str(), singular].iter().find_map(|part| {
                    match names.parts.get(*part).map(Vec::as_slice) {
                        Some([only]) => Some(*only),
                        _ => None,
                    }
                })
            })
    }

    /// The term that `text` is from end to end.
    fn whole(&self, text: &str) -> Option<usize> {
        let found = self.matches(text, TextKind::Prose);
        let first = found.first()?;
        (first.span == Span::new(0, text.len())).then_some(first.term)
    }

    /// The term with a word more or less that says what kind of thing it is. A word of everyday use needs that word:
    /// no `graph` for `graph algorithm`.
    fn other_kind(&self, lower: &str) -> Option<usize> {
        let names = self.names();
        if let Some([only]) = names.bare.get(lower).map(Vec::as_slice) {
            return Some(*only);
        }
        let find = |name: &str| {
            let found = names.lower.get(name).copied().or_else(|| self.whole(name));
            found.or_else(|| names.squashed.get(&squashed(name)).copied())
        };
        let bare = without(lower, KINDS).and_then(find).filter(|number| {
            self.terms()
                .get(*number)
                .is_some_and(|term| !term.ambiguous)
        });
        let acronym = || {
            let rest = without(lower, ACRONYM_KINDS)?;
            let number = self.whole(&rest.to_uppercase())?;
            let term = self.terms().get(number)?;
            is_acronym(&term.name).then_some(number)
        };
        bare.or_else(acronym)
    }

    /// `GIL (Global Interpreter Lock)`: what stands before the brackets, or in them, and never two different terms.
    fn in_brackets(&self, query: &str) -> Option<usize> {
        let (before, rest) = query.split_once('(')?;
        let inside = rest.split(')').next().unwrap_or_default();
        let before = self.named(before.trim());
        before.or_else(|| self.named(inside.trim()))
    }
}

fn is_acronym(name: &str) -> bool {
    name.chars()
        .filter(|c| c.is_alphabetic())
        .all(char::is_uppercase)
}

/// What a question asks about; the query itself where it is none.
fn asked(query: &str) -> &str {
    let mut text = query.trim_end_matches(['?', '.', '!', ':', ' ']);
    loop {
        let opening = OPENINGS.iter().find_map(|opening| {
            let start = text.get(..opening.len())?;
            start.eq_ignore_ascii_case(opening).then_some(opening.len())
        });
        match opening.and_then(|len| text.get(len..)) {
            Some(rest) if !rest.trim().is_empty() => text = rest.trim_start(),
            _ => break,
        }
    }
    let ending = ENDINGS.iter().find_map(|ending| {
        let start = text.len().checked_sub(ending.len())?;
        text.get(start..)?
            .eq_ignore_ascii_case(ending)
            .then_some(start)
    });
    ending.and_then(|start| text.get(..start)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glossary() -> Glossary {
        let term = |name: &str, aliases: &[&str], ambiguous| Term {
            name: name.to_owned(),
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            definition: "x".to_owned(),
            ambiguous,
            ..Term::default()
        };
        Glossary::of(vec![
            term("GIL", &["global interpreter lock"], false),
            term("observer pattern", &["observer design pattern"], false),
            term("strangler fig", &[], false),
            term("dining philosophers problem", &[], false),
            term("pub/sub", &[], false),
            term("graph", &[], true),
            term("TCP", &[], false),
            term("deadlock", &[], false),
            term("Amdahl's law", &[], false),
            term("N+1 query problem", &["N+1"], false),
            term("Kafka offset", &[], false),
            term("Django signals", &[], false),
            term("Unix signals", &[], false),
            term("read-your-writes consistency", &[], false),
        ])
    }

    #[test]
    fn every_way_of_asking_finds_the_term() {
        let glossary = glossary();
        for (query, name) in [
            ("observer", "observer pattern"),
            ("Observer Pattern", "observer pattern"),
            ("strangler fig pattern", "strangler fig"),
            ("dining philosophers", "dining philosophers problem"),
            ("pubsub", "pub/sub"),
            ("Pub-Sub", "pub/sub"),
            ("What is a deadlock?", "deadlock"),
            ("what does GIL stand for?", "GIL"),
            ("GIL (Global Interpreter Lock)", "GIL"),
            ("Global-Interpreter-Lock", "GIL"),
            ("TCP protocol", "TCP"),
            ("Amdahl\u{2019}s Law", "Amdahl's law"),
            ("amdahls law", "Amdahl's law"),
            ("n+1 problem", "N+1 query problem"),
            ("deadlocks in Python", "deadlock"),
            ("offsets", "Kafka offset"),
            ("read-your-writes", "read-your-writes consistency"),
        ] {
            let found = glossary.find(query).map(|term| term.name.as_str());
            assert_eq!(found, Some(name), "{query}");
        }
    }

    #[test]
    fn no_term_rather_than_a_wrong_one() {
        let glossary = glossary();
        for query in [
            "graph algorithm",
            "the",
            "",
            "lock",
            "what is",
            "observers of stars",
            "()",
            "pattern",
            "signals",
            "writes consistency",
        ] {
            assert!(glossary.find(query).is_none(), "{query}");
        }
    }
}
