//! The names of a note: what its snippets bind, and what its other text says is imported or defined.

use std::sync::{Arc, LazyLock};

use regex::{Captures, Regex};

use super::subject::Embedded;
use crate::note::Note;
use crate::python::model::{Names, NoteNames};
use crate::python::snippet::Snippet;
use crate::text::Span;

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
        let marked = Marked::of(&note.text);
        said.add_words(said_words(note, snippets, &marked));
        said.add_modules(said_modules(&note.text, &marked));
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
fn said_words(note: &Note, snippets: &[Embedded], marked: &Marked) -> Vec<String> {
    static IMPORT: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\bimport[ \t]+\(?([\w., \t*]+)").ok());
    static DEFINITION: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?m)^[ \t]*(?:>>> |\.\.\. )?(?:(?:class|def|async def)[ \t]+(\w+)|(\w+)[ \t]*=)",
        )
        .ok()
    });
    let mut words = Vec::new();
    // In the order of the fences.
    let mut with_tree = snippets
        .iter()
        .filter(|embedded| embedded.snippet.tree.is_some())
        .map(|embedded| embedded.fence)
        .peekable();
    let is_read: Vec<bool> = (0..note.fences.len())
        .map(|index| with_tree.next_if_eq(&index).is_some())
        .collect();
    let is_in_read = |at: usize| {
        let after = note.fences.partition_point(|fence| fence.span.start <= at);
        after.checked_sub(1).is_some_and(|index| {
            let fence = note.fences.get(index);
            is_read.get(index) == Some(&true) && fence.is_some_and(|it| it.span.contains(at))
        })
    };
    let imports = marked.imports.iter();
    let imports = imports.filter(|line| !is_in_read(line.start));
    let imports: Vec<_> = imports.map(|line| line.of(&note.text)).collect();
    for found in captures(&IMPORT, &imports) {
        let names = found.get(1).map_or("", |names| names.as_str());
        words.extend(
            names
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .filter(|word| !word.is_empty())
                .map(str::to_owned),
        );
    }
    let unread = note.fences.iter().zip(&is_read);
    let unread = unread.filter(|(_, is_read)| !**is_read);
    for text in unread.map(|(fence, _)| fence.body.text()) {
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
fn said_modules(text: &str, marked: &Marked) -> Vec<String> {
    static FILE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"\b(\w+)\.py\b|\b(\w+)/[\w/]+\.py\b|\bpython3? -m (\w+)").ok()
    });
    // A folder in a drawing of the project's: `├── shop/`.
    static FOLDER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?:─|--) (\w+)/").ok());
    static INSTALL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"\b(?:pip3?|conda|poetry|uv|pipenv) (?:install|add) ([^\n`]+)").ok()
    });
    let mut modules = Vec::new();
    let of = |lines: &[Span]| lines.iter().map(|line| line.of(text)).collect::<Vec<_>>();
    let (files, folders) = (of(&marked.files), of(&marked.folders));
    for found in captures(&FILE, &files).chain(captures(&FOLDER, &folders)) {
        modules.extend(
            found
                .iter()
                .skip(1)
                .flatten()
                .map(|name| name.as_str().to_owned()),
        );
    }
    for found in captures(&INSTALL, &of(&marked.installs)) {
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

/// The lines that are worth a closer look, found in one pass. A search for literals costs next to nothing; an expression
/// that begins with any word is tried at every word, and that at every keystroke.
#[derive(Debug, Default)]
struct Marked {
    imports: Vec<Span>,
    files: Vec<Span>,
    folders: Vec<Span>,
    installs: Vec<Span>,
}

impl Marked {
    fn of(text: &str) -> Self {
        static MARKS: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r"import|\.py| -m | install | add |─ |-- ").ok());
        let bytes = text.as_bytes();
        let mut marked = Self::default();
        for found in MARKS.iter().flat_map(|marks| marks.find_iter(text)) {
            let lines = match found.as_str() {
                "import" => &mut marked.imports,
                ".py" | " -m " => &mut marked.files,
                " install " | " add " => &mut marked.installs,
                _ => &mut marked.folders,
            };
            let at = found.start();
            if lines.last().is_some_and(|line: &Span| at < line.end) {
                continue;
            }
            let before = bytes.get(..at).unwrap_or_default();
            let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
            let rest = bytes.get(at..).unwrap_or_default();
            let end = memchr::memchr(b'\n', rest).map_or(text.len(), |end| at + end);
            lines.push(Span::new(start, end));
        }
        marked
    }
}
