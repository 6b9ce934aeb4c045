//! The names of a note: what its snippets bind, and what its other text says is imported or defined.

use std::sync::{Arc, LazyLock};

use regex::{Captures, Regex};

use super::subject::Embedded;
use crate::note::Note;
use crate::python::model::{Names, NoteNames};
use crate::python::snippet::Snippet;

/// The names of a note, with what they were put together from: the snippets, and what other text says.
#[derive(Debug)]
pub struct Gathered {
    pub(super) names: NoteNames,
    pub(super) said: Names,
    pub(super) snippets: Vec<Arc<Snippet>>,
}

impl Gathered {
    /// The names of `note`, whose Python snippets are `snippets`, and those that other text says; the names of an
    /// `earlier` state of it where nothing gives others.
    pub(super) fn anew(
        note: &Note,
        snippets: &[Embedded],
        earlier: Option<Self>,
    ) -> (NoteNames, Names) {
        let mut said = Names::default();
        said.add_words(said_words(note, snippets));
        said.add_modules(said_modules(&note.text));
        let names = earlier
            .filter(|earlier| earlier.said == said && same_names(&earlier.snippets, snippets))
            .map(|earlier| earlier.names);
        let names = names.unwrap_or_else(|| {
            let read = snippets
                .iter()
                .filter_map(|embedded| embedded.snippet.names());
            NoteNames::new(read.chain(std::iter::once(&said)))
        });
        (names, said)
    }
}

fn same_names(some: &[Arc<Snippet>], others: &[Embedded]) -> bool {
    let same = |(one, other): (&Arc<Snippet>, &Embedded)| {
        Arc::ptr_eq(one, &other.snippet) || one.names() == other.snippet.names()
    };
    some.len() == others.len() && some.iter().zip(others).all(same)
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
        if memchr::memmem::find(text.as_bytes(), b"import").is_none() {
            return;
        }
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
    // In the order of the fences.
    let mut read = snippets
        .iter()
        .filter(|embedded| embedded.snippet.tree.is_some())
        .map(|embedded| embedded.fence)
        .peekable();
    let mut unread = Vec::new();
    let mut at = 0;
    for (index, fence) in note.fences.iter().enumerate() {
        take(note.text.get(at..fence.span.start).unwrap_or(""));
        at = fence.span.end.max(at);
        if read.next_if_eq(&index).is_none() {
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

/// Modules that the text names as files (`stack.py`, `shop/__init__.py`), as folders, as runnable (`python -m shop`) or as installed
/// (`pip install arrays`).
fn said_modules(text: &str) -> Vec<String> {
    static FILE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"\b(\w+)\.py\b|\b(\w+)/[\w/]+\.py\b|\bpython3? -m (\w+)").ok()
    });
    // A folder in a drawing of the project's: `├── shop/`.
    static FOLDER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:─|--) (\w+)/").ok());
    static INSTALL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"\b(?:pip3?|conda|poetry|uv|pipenv) (?:install|add) ([^\n`]+)").ok()
    });
    let mut modules = Vec::new();
    let mut lines = lines_with(text, ".py");
    lines.extend(lines_with(text, " -m "));
    let folders = [lines_with(text, "─ "), lines_with(text, "-- ")].concat();
    for found in captures(&FILE, &lines).chain(captures(&FOLDER, &folders)) {
        modules.extend(
            found
                .iter()
                .skip(1)
                .flatten()
                .map(|name| name.as_str().to_owned()),
        );
    }
    let mut lines = lines_with(text, " install ");
    lines.extend(lines_with(text, " add "));
    for found in captures(&INSTALL, &lines) {
        let packages = found.get(1).map_or("", |packages| packages.as_str());
        modules.extend(
            packages
                .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
                .map(|package| package.replace('-', "_")),
        );
    }
    modules
}

fn captures<'a>(
    regex: &'static LazyLock<Option<Regex>>,
    lines: &[&'a str],
) -> impl Iterator<Item = Captures<'a>> {
    let regexes = regex.iter();
    regexes.flat_map(move |regex| lines.iter().flat_map(|line| regex.captures_iter(line)))
}

/// The lines of `text` that hold `literal`. A search for a literal costs next to nothing; an expression that begins
/// with any word is tried at every word, and that at every keystroke.
fn lines_with<'a>(text: &'a str, literal: &str) -> Vec<&'a str> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut after = 0;
    for at in memchr::memmem::find_iter(bytes, literal) {
        if at < after {
            continue;
        }
        let before = bytes.get(..at).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
        let rest = bytes.get(at..).unwrap_or_default();
        after = memchr::memchr(b'\n', rest).map_or(text.len(), |end| at + end);
        lines.extend(text.get(start..after));
    }
    lines
}
