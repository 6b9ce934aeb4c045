//! The names of a note: what its snippets bind, and what its other text says is imported or defined.

use std::sync::LazyLock;

use regex::Regex;

use super::subject::Embedded;
use crate::note::Note;
use crate::python::model::{Names, NoteNames};

/// The names of `note`, whose Python snippets are `snippets`.
pub(super) fn note_names(note: &Note, snippets: &[Embedded]) -> NoteNames {
    let mut said = Names::default();
    said.add_words(said_words(note, snippets));
    said.add_modules(said_modules(&note.text));
    let read = snippets
        .iter()
        .filter_map(|embedded| embedded.snippet.names());
    NoteNames::new(read.chain(std::iter::once(&said)))
}

/// Words that text outside of the snippets that could be read imports (`from x import a, b as c`, in prose as in
/// fences without a language) or, in fences, defines. Some are no names at all: too many silence a rule, no more.
fn said_words(note: &Note, snippets: &[Embedded]) -> Vec<String> {
    static IMPORT: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\bimport[ \t]+\(?([\w., \t*]+)").ok());
    static DEFINITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?m)^[ \t]*(?:>>> |\.\.\. )?(?:(?:class|def|async def)[ \t]+(\w+)|(\w+)[ \t]*=)",
        )
        .ok()
    });
    let mut words = Vec::new();
    let mut take = |text: &str| {
        for found in IMPORT.iter().flat_map(|regex| regex.captures_iter(text)) {
            let names = found.get(1).map_or("", |names| names.as_str());
            words.extend(
                names
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .filter(|word| !word.is_empty())
                    .map(str::to_owned),
            );
        }
    };
    let is_read = |index: usize| {
        snippets
            .iter()
            .any(|embedded| embedded.fence == index && embedded.snippet.tree.is_some())
    };
    let mut unread = Vec::new();
    let mut at = 0;
    for (index, fence) in note.fences.iter().enumerate() {
        take(note.text.get(at..fence.span.start).unwrap_or(""));
        at = fence.span.end.max(at);
        if !is_read(index) {
            take(fence.body.text());
            unread.push(fence.body.text());
        }
    }
    take(note.text.get(at..).unwrap_or(""));
    for text in unread {
        for found in DEFINITION
            .iter()
            .flat_map(|regex| regex.captures_iter(text))
        {
            words.extend(
                found
                    .get(1)
                    .or(found.get(2))
                    .map(|name| name.as_str().to_owned()),
            );
        }
    }
    words
}

/// Modules that the text names as files (`stack.py`, `shop/__init__.py`), as runnable (`python -m shop`) or as installed
/// (`pip install arrays`).
fn said_modules(text: &str) -> Vec<String> {
    static FILE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"\b(\w+)\.py\b|\b(\w+)/(?:[\w/]+\.py\b|$)|\bpython3? -m (\w+)").ok()
    });
    static INSTALL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"\b(?:pip3?|conda|poetry|uv|pipenv) (?:install|add) ([^\n`]+)").ok()
    });
    let mut modules = Vec::new();
    for found in FILE.iter().flat_map(|regex| regex.captures_iter(text)) {
        modules.extend(
            found
                .iter()
                .skip(1)
                .flatten()
                .map(|name| name.as_str().to_owned()),
        );
    }
    for found in INSTALL.iter().flat_map(|regex| regex.captures_iter(text)) {
        let packages = found.get(1).map_or("", |packages| packages.as_str());
        modules.extend(
            packages
                .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
                .map(|package| package.replace('-', "_")),
        );
    }
    modules
}
