//! Python's names in the text of a note: in inline code and in prose, with what the words around them are about.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::LazyLock;

use regex::Regex;

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::note::Note;
use crate::python::stdlib::{self, Class, Module};
use crate::python::verdict::announce;
use crate::text::Span;

/// How many bytes of a line on either side of a stretch tell what it is about.
const NEAR: usize = 2000;

/// What a code span begins with that is an import and nothing else.
const WHOLE_IMPORT: &str = "import ";

/// A stretch of text that may name things of Python: a code span, or prose of one line at most.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'a> {
    /// Where it stands in the note.
    pub span: Span,
    /// Its text.
    pub text: &'a str,
    /// It is a code span.
    pub is_code: bool,
    note: &'a Note,
    dotted: &'a [Dotted<'a>],
    imports: &'a [Imported<'a>],
    bare_names: &'a [(&'a str, Span)],
    last_line: &'a LastLine,
}

/// The line that was looked at last, with the modules that it names.
type LastLine = RefCell<Option<(Span, Rc<[Module]>)>>;

/// A dotted name in a stretch: `collections.deque`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dotted<'a> {
    /// Before the last dot.
    pub object: &'a str,
    /// Where that stands in the note.
    pub object_span: Span,
    /// After it.
    pub name: &'a str,
    /// Where that stands in the note.
    pub name_span: Span,
}

/// `from module import name`, with or without the `from`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Imported<'a> {
    /// The module, which may be dotted.
    pub module: &'a str,
    /// Where that stands in the note.
    pub module_span: Span,
    /// The first name that is imported.
    pub name: &'a str,
    /// Where that stands in the note.
    pub name_span: Span,
    /// It begins with `from`.
    pub has_from: bool,
}

/// What a piece of text is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Topic {
    /// A standard module.
    Module(Module),
    /// A standard class.
    Class(Class),
}

/// Runs `check` on every stretch of a note's text in `part` that may name something of Python, and drops what it finds
/// on lines that show a mistake.
pub fn check(
    note: &Note,
    part: Span,
    found: &mut Vec<Diagnostic>,
    check: impl Fn(Stretch<'_>, &mut Vec<Diagnostic>),
) {
    let last_line = RefCell::default();
    for (span, is_code) in stretches(note, part) {
        let text = span.of(&note.text);
        // Several checks ask for the same names.
        let dotted: Vec<_> = dotted(text, span.start).collect();
        let imports: Vec<_> = imports(text, span.start).collect();
        let bare_names: Vec<_> = bare_names(text, span.start, is_code).collect();
        if dotted.is_empty()
            && imports.is_empty()
            && bare_names.is_empty()
            && !text.starts_with(WHOLE_IMPORT)
        {
            continue;
        }
        let before = found.len();
        let stretch = Stretch {
            span,
            text,
            is_code,
            note,
            dotted: &dotted,
            imports: &imports,
            bare_names: &bare_names,
            last_line: &last_line,
        };
        check(stretch, found);
        if found.len() > before && stretch.shows_mistake() {
            found.truncate(before);
        }
    }
}

/// Where such stretches are, and whether they are code spans.
fn stretches(note: &Note, part: Span) -> impl Iterator<Item = (Span, bool)> {
    let first = |start: usize| {
        note.inline_code
            .partition_point(|code| code.span.start < start)
    };
    let code = note.inline_code.get(first(part.start)..first(part.end));
    let code = code.unwrap_or_default().iter();
    let first = |start: usize| note.prose.partition_point(|prose| prose.start < start);
    let prose = note.prose.get(first(part.start)..first(part.end));
    let prose = prose.unwrap_or_default().iter();
    let code = code.map(|code| (code.content, true));
    let prose = prose.map(|&prose| (prose, false));
    code.chain(prose)
        .filter(|&(span, is_code)| is_code || could_name(span.of(&note.text)))
}

/// True where a dot or a bracket stands as in a name, not as in a sentence, or something is imported: few stretches of
/// prose are worth a closer look.
fn could_name(text: &str) -> bool {
    let joins = |at: usize, dot: bool| {
        let byte = |at: usize| text.as_bytes().get(at).copied().unwrap_or_default();
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii();
        is_word(byte(at.wrapping_sub(1))) && (!dot || is_word(byte(at + 1)))
    };
    memchr::memchr2_iter(b'.', b'(', text.as_bytes())
        .any(|at| joins(at, text.as_bytes().get(at) == Some(&b'.')))
        || text.contains("import")
}

impl<'a> Stretch<'a> {
    /// The line; of one without measure, what stands near the stretch, as every stretch of it may ask.
    fn line_span(self) -> Span {
        let (lines, text) = (&self.note.lines, &self.note.text);
        let line = lines.span(lines.line(self.span.start));
        let start = text.floor_char_boundary(self.span.start.saturating_sub(NEAR));
        let end = text.ceil_char_boundary(self.span.end + NEAR);
        Span::new(line.start.max(start), line.end.min(end))
    }

    fn line(self) -> &'a str {
        let line = self.line_span().of(&self.note.text);
        line.trim_end_matches(['\n', '\r'])
    }

    /// True where the line says that what it names is wrong, missing, or of another language, or the heading calls wrong
    /// what stands under it.
    fn shows_mistake(self) -> bool {
        static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
            Regex::new(
                r"(?i)\b(?:not an?|instead of|unlike|rather than|do not|don'?t|never|avoid|cannot|can'?t|invalid|incorrect|\w*Error|mistakes?|java|javascript|typescript|js|stl|rust|golang|ruby|php|kotlin|swift|scala|perl)\b|[❌✗✘✖🚫⛔]|C\+\+|C#",
            )
            .ok()
        });
        let line = self.line();
        let heading = self.note.heading_at(self.span.start);
        announce::denies(line)
            || heading.is_some_and(|heading| announce::in_prose(&heading.title))
            || WORDS.as_ref().is_some_and(|words| words.is_match(line))
    }

    /// The dotted names, cut at their last dot.
    pub(super) fn dotted(self) -> impl Iterator<Item = Dotted<'a>> + Clone {
        self.dotted.iter().copied()
    }

    /// The imports.
    pub(super) fn imports(self) -> impl Iterator<Item = Imported<'a>> {
        self.imports.iter().copied()
    }

    /// The bare names that are called (`heapify()`), and the code span that is nothing but one name.
    pub(super) fn bare_names(self) -> impl Iterator<Item = (&'a str, Span)> {
        self.bare_names.iter().copied()
    }

    /// The module of a code span that is nothing but `import module`.
    pub(super) fn whole_import(self) -> Option<(&'a str, Span)> {
        let statement = self.text.strip_prefix(WHOLE_IMPORT)?;
        let module = statement.split(" as ").next()?;
        let is_name = module
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '.');
        let start = self.span.start + WHOLE_IMPORT.len();
        (self.is_code && is_name && !module.is_empty())
            .then(|| (module, Span::new(start, start + module.len())))
    }

    /// True where the line names other methods of `class`: calls or code spans, or two words at least. What stands
    /// beside them is meant to be a method too.
    pub(super) fn lists_methods_of(self, class: Class) -> bool {
        static WORD: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r"(`?)\b([a-z]\w+)(\(|`?)").ok());
        let mut words = 0;
        for found in WORD
            .iter()
            .flat_map(|regex| regex.captures_iter(self.line()))
        {
            let part = |index: usize| found.get(index).map_or("", |part| part.as_str());
            if class.attribute(part(2)).is_none() {
                continue;
            }
            if part(3) == "(" || (part(1) == "`" && part(3) == "`") {
                return true;
            }
            words += 1;
        }
        words >= 2
    }

    /// What the words before the stretch say that it is about: the label of its list item or table row
    /// (`- heapq: …`), of an item around it, or the title of its section.
    pub(super) fn label(self) -> Option<Topic> {
        let note = self.note;
        let row = self.line().trim_start().strip_prefix('|');
        if let Some(topic) = row.and_then(|row| topic_of(row.split('|').next()?)) {
            return Some(topic);
        }
        let after = note
            .items
            .partition_point(|item| item.span.start <= self.span.start);
        let mut current = after.checked_sub(1);
        while let Some(item) = current.and_then(|index| note.items.get(index)) {
            if item.span.contains(self.span.start) {
                let text = item.content.of(&note.text);
                if let Some(topic) = label_of(text).and_then(topic_of) {
                    return Some(topic);
                }
            }
            current = item.parent;
        }
        let after = note
            .headings
            .partition_point(|heading| heading.span.start <= self.span.start);
        let mut heading = note.headings.get(after.checked_sub(1)?)?;
        while heading.section_end <= self.span.start {
            heading = note.headings.get(heading.parent?)?;
        }
        topic_of(&heading.title)
    }

    /// The modules that the line of the stretch names.
    pub(super) fn modules_of_line(self) -> Rc<[Module]> {
        let span = self.line_span();
        let mut last = self.last_line.borrow_mut();
        match &*last {
            // Its stretches stand one behind the other.
            Some((line, modules)) if *line == span => Rc::clone(modules),
            _ => {
                let modules: Rc<[Module]> = modules_in(self.line()).collect();
                *last = Some((span, Rc::clone(&modules)));
                modules
            }
        }
    }
}

fn modules_in(line: &str) -> impl Iterator<Item = Module> {
    // `.venv` and `pytest-asyncio` are other things.
    line.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.' | '/'))
        .map(|word| word.trim_end_matches(['.', '-', '/']))
        .map(|word| word.split_once('.').map_or(word, |(module, _)| module))
        .filter(|word| word.len() >= 4)
        .filter_map(stdlib::module)
}

/// The dotted names in `text`, which stands at `start` in the note.
fn dotted(text: &str, start: usize) -> impl Iterator<Item = Dotted<'_>> {
    // No `\b` and no `\w`: with letters beyond ASCII they take their time. What adjoins such letters is left out below.
    static DOTTED: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[A-Za-z_][0-9A-Za-z_]*(?:\.[A-Za-z_][0-9A-Za-z_]*)+").ok());
    DOTTED
        .iter()
        .filter(move |_| text.contains('.'))
        .flat_map(move |regex| regex.find_iter(text))
        .filter_map(move |found| {
            let (object, name) = found.as_str().rsplit_once('.')?;
            let before = text.get(..found.start())?.chars().next_back();
            let after = text.get(found.end()..)?.chars().next();
            // Parts of paths, addresses and longer names.
            let is_part = before.is_some_and(|c| c.is_alphanumeric() || "/\\@.-$_".contains(c))
                || after.is_some_and(|c| c.is_alphanumeric() || "/\\@-".contains(c));
            let at = start + found.start();
            (!is_part).then(|| Dotted {
                object,
                object_span: Span::new(at, at + object.len()),
                name,
                name_span: Span::new(at + object.len() + 1, start + found.end()),
            })
        })
}

/// The imports in `text`, which stands at `start` in the note.
fn imports(text: &str, start: usize) -> impl Iterator<Item = Imported<'_>> {
    static IMPORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"\b(from[ \t]+)?([A-Za-z_][\w.]*)[ \t]+import[ \t]+([A-Za-z_]\w*)").ok()
    });
    IMPORT
        .iter()
        .filter(move |_| memchr::memmem::find(text.as_bytes(), b"import").is_some())
        .flat_map(move |regex| regex.captures_iter(text))
        .filter_map(move |found| {
            let (module, name) = (found.get(2)?, found.get(3)?);
            Some(Imported {
                module: module.as_str(),
                module_span: Span::from(module.range()).shifted(start),
                name: name.as_str(),
                name_span: Span::from(name.range()).shifted(start),
                has_from: found.get(1).is_some(),
            })
        })
}

/// The bare names that are called in `text`, which stands at `start` in the note, and `text` itself where it is a code
/// span and nothing but a name.
fn bare_names(text: &str, start: usize, is_code: bool) -> impl Iterator<Item = (&str, Span)> {
    static CALLED: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[A-Za-z_][0-9A-Za-z_]*\(").ok());
    let called = CALLED
        .iter()
        .filter(move |_| text.contains('('))
        .flat_map(move |regex| regex.find_iter(text))
        .filter_map(move |found| {
            let before = text.get(..found.start())?.chars().next_back();
            let is_part = before.is_some_and(|c| c.is_alphanumeric() || "_./@$\\-:".contains(c));
            let name = found.as_str().strip_suffix('(')?;
            (!is_part).then_some((name, Span::new(found.start(), found.start() + name.len())))
        });
    let is_name = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let alone = (is_code && is_name(text)).then(|| (text, Span::new(0, text.len())));
    called
        .chain(alone)
        .map(move |(name, span)| (name, span.shifted(start)))
}

/// What stands before the colon or dash at the beginning of an item.
fn label_of(text: &str) -> Option<&str> {
    let end = text.find([':', '：', '–', '—', '=']).or(text.find(" - "))?;
    text.get(..end)
}

/// The standard module or class that a label or a title names, and nothing else.
fn topic_of(label: &str) -> Option<Topic> {
    let name = label.trim_matches(|c: char| c.is_whitespace() || "*_`()#".contains(c));
    let name = ["module", "class", "library"]
        .iter()
        .find_map(|word| name.strip_suffix(word))
        .unwrap_or(name)
        .trim_matches(|c: char| c.is_whitespace() || "*_`()".contains(c));
    if name.is_empty() || name.contains(char::is_whitespace) {
        return None;
    }
    if let Some((module, class)) = name.rsplit_once('.') {
        return stdlib::class(module, class)
            .map(Topic::Class)
            .or_else(|| stdlib::module(name).map(Topic::Module));
    }
    class_called(name)
        .map(Topic::Class)
        .or_else(|| stdlib::module(name).map(Topic::Module))
}

/// The class that a bare name means to everybody.
pub(super) fn class_called(name: &str) -> Option<Class> {
    ["builtins", "collections"]
        .iter()
        .find_map(|module| stdlib::class(module, name))
}

/// True for modules whose names nobody gives to a variable, so that the module is meant wherever they stand before a
/// dot.
pub(super) fn is_unmistakable(module: Module) -> bool {
    matches!(
        module.name(),
        "argparse"
            | "asyncio"
            | "bisect"
            | "collections"
            | "contextlib"
            | "dataclasses"
            | "functools"
            | "heapq"
            | "itertools"
            | "multiprocessing"
            | "os"
            | "os.path"
            | "pathlib"
            | "subprocess"
            | "sys"
            | "threading"
    )
}

/// True where a note binds a name itself, or installs or writes the module.
pub(super) fn is_own(subject: &Subject<'_>, name: &str) -> bool {
    subject.names.has_module(name)
        || subject
            .config
            .python
            .known_modules
            .iter()
            .any(|known| known == name)
}
