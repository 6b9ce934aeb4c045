//! The glossary: terms from the files that notelint carries, and from files and settings of the user's own.

use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use super::find::Names;
use super::matcher::Index;
use crate::text::{packed, spelling};

/// A term and what it means. Everything is plain text; `definition` may hold code in backticks.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// As one would look it up.
    pub name: String,
    /// Other names for the same thing.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Identifiers and dotted names that mean it in code.
    #[serde(default)]
    pub code: Vec<String>,
    /// True for an everyday word, which means the term only where something speaks for it.
    #[serde(default)]
    pub ambiguous: bool,
    /// What the letters of an acronym stand for.
    #[serde(default)]
    pub expansion: Option<String>,
    /// One to three sentences.
    pub definition: String,
    /// Names of terms to read next.
    #[serde(default)]
    pub see: Vec<String>,
    /// Where the fact can be read: official documentation, an RFC, a paper. Empty for terms of the user's own.
    #[serde(default)]
    pub source: String,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    term: Vec<Term>,
}

/// Why a glossary file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct GlossaryError(#[from] toml::de::Error);

/// Terms, and the ways to find them.
#[derive(Debug)]
pub struct Glossary {
    terms: Vec<Term>,
    index: Index,
    names: Names,
}

/// A glossary, shared.
#[derive(Debug, Clone)]
pub enum Words {
    /// The carried terms alone.
    Builtin(&'static Glossary),
    /// With terms of the user's own.
    Own(Arc<Glossary>),
}

impl Deref for Words {
    type Target = Glossary;

    fn deref(&self) -> &Glossary {
        match self {
            Self::Builtin(glossary) => glossary,
            Self::Own(glossary) => glossary,
        }
    }
}

/// The carried files: each field, and its file's text.
static FIELDS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/terms"));
    static TEXT: LazyLock<String> = LazyLock::new(|| packed::unpack(PACKED));
    let mut pieces = TEXT.split_terminator('\0');
    std::iter::from_fn(|| Some((pieces.next()?, pieces.next()?))).collect()
});

/// The fields that the carried glossary covers, each with its terms in the order of their file.
///
/// # Errors
/// A file that cannot be read as a glossary; a test sees to it that there is none.
pub fn fields() -> impl Iterator<Item = (&'static str, Result<Vec<Term>, GlossaryError>)> {
    FIELDS
        .iter()
        .map(|(field, text)| (*field, Glossary::read(text)))
}

impl Glossary {
    /// The terms that notelint carries; read on first use.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Glossary> = LazyLock::new(|| {
            Glossary::of(
                fields()
                    .flat_map(|(_, terms)| terms.unwrap_or_default())
                    .collect(),
            )
        });
        &BUILTIN
    }

    /// The carried terms, with `own` in front of them: where both have a name, the user's own wins.
    pub fn with(own: Vec<Term>) -> Self {
        let carried = &Self::builtin().terms;
        Self::of(own.into_iter().chain(carried.iter().cloned()).collect())
    }

    /// A glossary of exactly `terms`; of two that share a name, the first wins.
    pub fn of(terms: Vec<Term>) -> Self {
        let index = Index::new(&terms);
        let names = Names::new(&terms);
        Self {
            terms,
            index,
            names,
        }
    }

    /// Reads the text of a glossary file: TOML with one `[[term]]` for each term.
    ///
    /// # Errors
    /// The text is no TOML, a key is unknown, or a term lacks its name or definition.
    pub fn read(text: &str) -> Result<Vec<Term>, GlossaryError> {
        Ok(toml::from_str::<File>(text)?.term)
    }

    /// Every term.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    /// The names nearest to `query`, best first: those that it misspells, then those that hold its words.
    pub fn nearest(&self, query: &str, most: usize) -> Vec<&str> {
        let query = query.trim().to_lowercase();
        let allowed = 1 + query.chars().count() / 4;
        let mut ranked: Vec<(usize, &str)> = Vec::new();
        for term in &self.terms {
            let best = std::iter::once(&term.name)
                .chain(&term.aliases)
                .filter_map(|name| {
                    let name = name.to_lowercase();
                    let near = name.len().abs_diff(query.len()) <= allowed * 2;
                    let distance = near.then(|| spelling::distance(&name, &query));
                    let misspelt = distance.filter(|distance| *distance <= allowed);
                    // A name that holds the query as a word is as near as one that differs in a letter.
                    let word = name.split([' ', '-', '/']).any(|word| word == query);
                    let holds = query.len() > 2
                        && (name.contains(&query) || query.contains(&name) && name.len() > 3);
                    let far = allowed + 1 + name.len().abs_diff(query.len());
                    misspelt.or(word.then_some(1)).or(holds.then_some(far))
                })
                .min();
            if let Some(rank) = best {
                ranked.push((rank, &term.name));
            }
        }
        ranked.sort_by_key(|(rank, name)| (*rank, name.len(), *name));
        ranked
            .into_iter()
            .take(most)
            .map(|(_, name)| name)
            .collect()
    }
}
