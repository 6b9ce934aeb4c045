//! The glossary that counts for a note: the carried terms, with those of the settings in front.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::config::TermsConfig;
use crate::files;
pub use crate::terms::Words;
use crate::terms::{Glossary, Term};

/// What is wrong with terms of the user's own, for people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems {
    /// Files that cannot be used and were left out.
    pub unusable: Vec<String>,
    /// Entries that repeat another; the first counts.
    pub repeated: Vec<String>,
}

/// The glossary under `config`, whose files are relative to `folder`, and what is wrong with the user's own terms.
pub fn glossary(config: &TermsConfig, folder: &Path) -> (Words, Problems) {
    let mut problems = Problems::default();
    if config.extra.is_empty() && config.files.is_empty() {
        return (Words::Builtin(Glossary::builtin()), problems);
    }
    let extra = config.extra.iter().map(|(name, definition)| Term {
        name: name.clone(),
        definition: definition.clone(),
        ..Term::default()
    });
    let mut own: Vec<(Term, &str)> = extra.map(|term| (term, SETTINGS)).collect();
    for file in &config.files {
        let path = folder.join(file);
        let read = files::read(&path, files::MAX_BYTES)
            .map_err(|problem| problem.to_string())
            .and_then(|source| {
                Glossary::read(&source.text).map_err(|error| format!("{}: {error}", path.display()))
            });
        match read {
            Ok(terms) => own.extend(terms.into_iter().map(|term| (term, file.as_str()))),
            Err(problem) => problems.unusable.push(problem),
        }
    }
    let (own, repeated) = distinct(own);
    problems.repeated = repeated;
    (Words::Own(Arc::new(Glossary::with(own))), problems)
}

/// What the settings themselves are called in messages.
const SETTINGS: &str = "[terms] extra";

/// Of terms, each with where it comes from, those whose name is new, and what is to be said of names that are not.
fn distinct(own: Vec<(Term, &str)>) -> (Vec<Term>, Vec<String>) {
    let mut owners: HashMap<String, (usize, &str)> = HashMap::new();
    let mut kept = Vec::new();
    let mut messages = Vec::new();
    for (number, (term, place)) in own.into_iter().enumerate() {
        let mut is_new = true;
        for name in std::iter::once(&term.name).chain(&term.aliases) {
            let owner = owners.entry(name.to_lowercase());
            let (first, there) = *owner.or_insert((number, place));
            if first == number {
                continue;
            }
            is_new &= *name != term.name;
            messages.push(if there == place {
                format!("`{name}` is defined twice in {place}; the first definition counts")
            } else {
                format!("`{name}` is defined in {there} and in {place}; the first counts")
            });
        }
        if is_new {
            kept.push(term);
        }
    }
    (kept, messages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_terms_come_first_and_bad_files_are_told() {
        let mut config = TermsConfig::default();
        assert!(matches!(
            glossary(&config, Path::new("")).0,
            Words::Builtin(_)
        ));
        config
            .extra
            .insert("GIL".to_owned(), "Our own words.".to_owned());
        config.files.push("missing.toml".to_owned());
        let (words, problems) = glossary(&config, Path::new("/nowhere"));
        assert_eq!(words.find("GIL").unwrap().definition, "Our own words.");
        assert!(words.find("MRO").is_some());
        assert!(
            problems.unusable[0].contains("missing.toml"),
            "{problems:?}"
        );
        assert_eq!(problems.repeated, [""; 0]);
    }

    #[test]
    fn an_entry_that_repeats_another_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let file = "[[term]]\nname = \"slo\"\ndefinition = \"x\"\n\n\
            [[term]]\nname = \"Foo\"\naliases = [\"bar\"]\ndefinition = \"x\"\n\n\
            [[term]]\nname = \"Bar\"\ndefinition = \"y\"\n";
        std::fs::write(folder.path().join("team.toml"), file).unwrap();
        let mut config = TermsConfig::default();
        config.extra.insert("SLO".to_owned(), "ours".to_owned());
        config.files.push("team.toml".to_owned());
        let (words, problems) = glossary(&config, folder.path());
        assert_eq!(
            problems.repeated,
            [
                "`slo` is defined in [terms] extra and in team.toml; the first counts",
                "`Bar` is defined twice in team.toml; the first definition counts",
            ]
        );
        assert_eq!(words.find("slo").unwrap().definition, "ours");
        assert_eq!(words.find("bar").unwrap().name, "Foo");
    }
}
