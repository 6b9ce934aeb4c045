//! What the text of a note says of Python's names, in prose as in code: what is imported or defined, which modules are
//! the note's own or installed.

use std::sync::LazyLock;

use regex::Regex;

/// What a text says.
#[derive(Debug, Default)]
pub(super) struct Said<'a> {
    /// The names behind each `import`, as written, with the byte where that word stands.
    pub imports: Vec<(usize, &'a str)>,
    /// Modules that are named as files (`stack.py`, `shop/__init__.py`), as folders, as runnable (`python -m shop`) or
    /// as installed (`pip install arrays`).
    pub modules: Vec<String>,
}

impl<'a> Said<'a> {
    /// Reads `text` in one pass. A search for literals costs next to nothing; an expression that begins with any word is
    /// tried at every word, and that at every keystroke.
    pub fn of(text: &'a str) -> Self {
        static MARKS: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r"import|\.py| -m | install | add |─ |-- ").ok());
        let mut said = Self::default();
        // What was read is not read again, or a line of nothing but `import` would take its time.
        let (mut imports_end, mut installs_end) = (0, 0);
        for mark in MARKS.iter().flat_map(|marks| marks.find_iter(text)) {
            let at = mark.start();
            let before = text.get(..at).unwrap_or_default();
            let behind = text.get(mark.end()..).unwrap_or_default();
            match mark.as_str() {
                "import" if at >= imports_end && !before.ends_with(is_word) => {
                    if let Some(names) = imported(behind) {
                        imports_end = mark.end() + names.len();
                        said.imports.push((at, names));
                    }
                }
                ".py" if !behind.starts_with(is_word) => said.add(top_folder(before)),
                " -m " if ends_in(before, &["python", "python3"]) => said.add(first_word(behind)),
                " install " | " add " if at >= installs_end && ends_in(before, INSTALLERS) => {
                    let packages = behind.split(['\n', '`']).next().unwrap_or_default();
                    installs_end = mark.end() + packages.len();
                    let packages = packages.split(|c: char| !is_word(c) && c != '-');
                    said.modules
                        .extend(packages.map(|package| package.replace('-', "_")));
                }
                // A folder in a drawing of the project's: `├── shop/`.
                "─ " | "-- " => {
                    let name = first_word(behind);
                    if behind
                        .get(name.len()..)
                        .is_some_and(|rest| rest.starts_with('/'))
                    {
                        said.add(name);
                    }
                }
                _ => {}
            }
        }
        said
    }

    fn add(&mut self, module: &str) {
        if !module.is_empty() {
            self.modules.push(module.to_owned());
        }
    }
}

/// What installs packages by the words `install` or `add`.
const INSTALLERS: &[&str] = &["pip", "pip3", "conda", "poetry", "uv", "pipenv"];

/// What stands behind the word `import`: names, commas, dots, stars and blanks.
fn imported(behind: &str) -> Option<&str> {
    let rest = behind.trim_start_matches([' ', '\t']);
    if rest.len() == behind.len() {
        return None;
    }
    let rest = rest.strip_prefix('(').unwrap_or(rest);
    let end = rest.find(|c: char| !is_word(c) && !"., \t*".contains(c));
    let names = rest.get(..end.unwrap_or(rest.len()))?;
    (!names.is_empty()).then_some(names)
}

/// The first folder of the path that `text` ends in, or its file.
fn top_folder(text: &str) -> &str {
    let path = text.trim_end_matches(|c| is_word(c) || c == '/').len();
    let path = text.get(path..).unwrap_or_default().trim_start_matches('/');
    path.split('/').next().unwrap_or_default()
}

/// True where the last word of `text` is one of `words`.
fn ends_in(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let before = text.strip_suffix(word);
        before.is_some_and(|before| !before.ends_with(is_word))
    })
}

/// The name that `line` defines: `class Name`, `def name`, `name = …`, at a prompt or without one.
pub(super) fn definition(line: &str) -> Option<&str> {
    let blanks = [' ', '\t'];
    let line = line.trim_start_matches(blanks);
    let line = [">>> ", "... "]
        .iter()
        .find_map(|prompt| line.strip_prefix(prompt))
        .unwrap_or(line);
    let header = ["class", "def", "async def"]
        .iter()
        .find_map(|keyword| line.strip_prefix(keyword))
        .filter(|rest| rest.starts_with(blanks))
        .map(|rest| first_word(rest.trim_start_matches(blanks)))
        .filter(|name| !name.is_empty());
    header.or_else(|| {
        let name = first_word(line);
        let rest = line.get(name.len()..)?.trim_start_matches(blanks);
        (!name.is_empty() && rest.starts_with('=')).then_some(name)
    })
}

/// The words of `text`.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_word(c)).filter(|word| !word.is_empty())
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c| !is_word(c));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_are_named_in_many_ways() {
        for (text, modules) in [
            ("see stack.py and ./shop/models/x.py", vec!["stack", "shop"]),
            (
                "`python -m shop.main`, python3 -m pip install a-b[c] d\ne",
                vec!["shop", "pip", "a_b", "c", "", "d"],
            ),
            ("├── shop/\n│   └── x.md\n|-- lib/", vec!["shop", "lib"]),
            ("poetry add arrays` and uv add rows", vec!["arrays", "rows"]),
            ("a.pyc, x -m y, we install it, -- shop", vec![]),
        ] {
            assert_eq!(Said::of(text).modules, modules, "{text}");
        }
    }

    #[test]
    fn imports_are_read_wherever_they_stand() {
        let said = Said::of(
            "from a import (b, c as d)\nreimport x; import y, z.w\nimporter; import import q",
        );
        let words: Vec<_> = said
            .imports
            .iter()
            .flat_map(|(_, names)| words(names))
            .collect();
        assert_eq!(words, ["b", "c", "as", "d", "y", "z", "w", "import", "q"]);
        assert_eq!(said.imports.first().map(|(at, _)| *at), Some(7));
    }

    #[test]
    fn definitions_are_lines_that_bind_a_name() {
        for (line, name) in [
            ("  class Stack(Base):", Some("Stack")),
            (">>> async def run():", Some("run")),
            ("\tdefault = 3", Some("default")),
            ("x == y", Some("x")),
            ("def", None),
            ("x.y = 3", None),
            ("print(x)", None),
        ] {
            assert_eq!(definition(line), name, "{line}");
        }
    }
}
