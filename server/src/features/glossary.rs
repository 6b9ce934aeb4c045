//! The glossary that counts for a note: the carried terms, with those of the settings in front.

use std::path::Path;
use std::sync::Arc;

use crate::config::TermsConfig;
use crate::files;
pub use crate::terms::Words;
use crate::terms::{Glossary, Term};

/// The glossary under `config`, whose files are relative to `folder`, and what is wrong with them, for people. A file
/// that cannot be used is left out.
pub fn glossary(config: &TermsConfig, folder: &Path) -> (Words, Vec<String>) {
    if config.extra.is_empty() && config.files.is_empty() {
        return (Words::Builtin(Glossary::builtin()), Vec::new());
    }
    let mut own: Vec<Term> = config
        .extra
        .iter()
        .map(|(name, definition)| Term {
            name: name.clone(),
            definition: definition.clone(),
            ..Term::default()
        })
        .collect();
    let mut problems = Vec::new();
    for file in &config.files {
        let path = folder.join(file);
        let read = files::read(&path, files::MAX_BYTES)
            .map_err(|problem| problem.to_string())
            .and_then(|source| {
                Glossary::read(&source.text).map_err(|error| format!("{}: {error}", path.display()))
            });
        match read {
            Ok(terms) => own.extend(terms),
            Err(problem) => problems.push(problem),
        }
    }
    (Words::Own(Arc::new(Glossary::with(own))), problems)
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
        assert!(problems[0].contains("missing.toml"), "{problems:?}");
    }
}
