//! The carried glossary: every entry can be read, found, and is of the form that its readers rely on.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::{HashMap, HashSet};

use notelint::terms::{Glossary, Term, fields};

fn entries() -> Vec<(&'static str, Vec<Term>)> {
    fields()
        .map(|(field, terms)| (field, terms.unwrap()))
        .collect()
}

#[test]
fn entries_are_sorted_and_names_are_unique() {
    let mut owners: HashMap<String, String> = HashMap::new();
    for (field, terms) in entries() {
        let names: Vec<String> = terms.iter().map(|term| term.name.to_lowercase()).collect();
        assert!(names.is_sorted(), "{field} is sorted by name");
        for term in &terms {
            let mut written = HashSet::new();
            for name in std::iter::once(&term.name).chain(&term.aliases) {
                let owner = format!("{field}: {}", term.name);
                assert!(written.insert(name), "{owner} repeats `{name}`");
                // With capitals alone, as of an acronym, a term may have two forms of one name.
                let other = owners.insert(name.to_lowercase(), owner.clone());
                if let Some(other) = other.filter(|other| *other != owner) {
                    panic!("{owner} repeats `{name}` of {other}");
                }
            }
        }
    }
}

#[test]
fn definitions_links_and_see_are_well_formed() {
    let all = entries();
    let names: HashSet<&str> = all
        .iter()
        .flat_map(|(_, terms)| terms.iter().map(|term| term.name.as_str()))
        .collect();
    assert!(names.len() >= 800, "{} terms", names.len());
    for (field, terms) in &all {
        for term in terms {
            let place = format!("{field}: {}", term.name);
            let length = term.definition.chars().count();
            assert!((60..=420).contains(&length), "{place}: {length} characters");
            let whole = term.definition.ends_with('.') || term.definition.ends_with(".)");
            assert!(whole, "{place}: a sentence ends with a full stop");
            assert!(term.see.len() <= 5, "{place}: too much to see");
            for see in &term.see {
                assert!(
                    names.contains(see.as_str()),
                    "{place}: see `{see}`, which is no term"
                );
                assert_ne!(see, &term.name, "{place}: see itself");
            }
            let rest = term.source.strip_prefix("https://").unwrap_or_default();
            let host = rest.split('/').next().unwrap_or_default();
            assert!(
                host.contains('.') && !rest.contains(char::is_whitespace),
                "{place}: source `{}`",
                term.source
            );
        }
    }
}

#[test]
fn every_term_is_found_by_each_of_its_names() {
    let glossary = Glossary::builtin();
    for (field, terms) in entries() {
        for term in terms {
            for name in std::iter::once(&term.name).chain(&term.aliases) {
                let found = glossary.find(name).map(|found| found.name.as_str());
                assert_eq!(found, Some(term.name.as_str()), "{field}: `{name}`");
            }
        }
    }
}

#[test]
fn what_the_hover_is_for_comes_first() {
    let glossary = Glossary::builtin();
    let legb = glossary.find("LEGB").unwrap();
    assert_eq!(
        legb.expansion.as_deref(),
        Some("Local, Enclosing, Global, Built-in")
    );
    let mro = glossary.find("MRO").unwrap();
    assert_eq!(mro.expansion.as_deref(), Some("Method Resolution Order"));
}
