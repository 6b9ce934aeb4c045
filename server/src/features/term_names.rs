//! Names to complete a word with: the glossary's terms and what notes define.

use crate::vault::Vault;

/// A name that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The name.
    pub name: String,
    /// What its letters stand for.
    pub expansion: Option<String>,
    /// The glossary's definition; `None` for a name of the notes.
    pub definition: Option<String>,
}

/// Shorter words are begun by too many names.
const SHORTEST: usize = 2;

/// Names that begin with `prefix`, whatever the case: the glossary's first, the shortest first. At most `most`.
pub fn term_names(vault: &Vault, prefix: &str, most: usize) -> Vec<Candidate> {
    let prefix = prefix.trim().to_lowercase();
    if prefix.chars().count() < SHORTEST {
        return Vec::new();
    }
    let mut found: Vec<Candidate> = Vec::new();
    for term in vault.glossary().terms() {
        let mut names = std::iter::once(&term.name).chain(&term.aliases);
        let Some(name) = names.find(|name| name.to_lowercase().starts_with(&prefix)) else {
            continue;
        };
        found.push(Candidate {
            name: name.clone(),
            expansion: term.expansion.clone(),
            definition: Some(term.definition.clone()),
        });
    }
    found.sort_by(|a, b| (a.name.len(), &a.name).cmp(&(b.name.len(), &b.name)));
    found.truncate(most);
    for name in vault.names(&prefix) {
        if found.len() >= most {
            break;
        }
        if !found
            .iter()
            .any(|other| other.name.eq_ignore_ascii_case(name))
        {
            found.push(Candidate {
                name: name.to_owned(),
                expansion: None,
                definition: None,
            });
        }
    }
    found
}
