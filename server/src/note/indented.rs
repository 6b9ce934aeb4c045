//! What indented text is. CommonMark calls it code; in notes it may as well be an outline, or what stands under a
//! MkDocs tab or admonition. Decided by what announces it and by how its outermost lines look; in doubt it is code.

use super::lines::{dedent, indent, run};

/// What stands right before indented text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Intro {
    /// Nothing that tells.
    #[default]
    None,
    /// `=== "Tab"`, `!!! note`: Markdown follows.
    Container,
    /// A labelled line, or a heading of a writer who does not keep to Markdown: an outline may follow.
    Outline,
}

/// How indented text is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As code.
    Code,
    /// As Markdown that happens to be indented.
    Markdown,
    /// As an outline: each line an item.
    Outline,
}

/// Judges the lines of an indented block.
pub(super) fn reading<'a>(lines: impl Iterator<Item = &'a str> + Clone, intro: Intro) -> Reading {
    if intro == Intro::Container || holds_fence(lines.clone()) {
        return Reading::Markdown;
    }
    let filled = lines.filter(|line| !line.trim().is_empty());
    let outermost = filled.clone().map(indent).min().unwrap_or(0);
    let (mut code, mut prose, mut sure, mut count) = (0_usize, 0_usize, 0_usize, 0_usize);
    for line in filled.filter(|line| indent(line) == outermost) {
        count += 1;
        match look(line.trim()) {
            Look::Code => code += 1,
            Look::Bullet | Look::Sentence => sure += 1,
            Look::Words => prose += 1,
            Look::Unclear => {}
        }
    }
    let outline = match intro {
        Intro::Outline => sure + prose > code,
        // Unannounced, every line must speak for itself, and one line is an example or a message.
        Intro::None | Intro::Container => count > 1 && sure == count,
    };
    if outline {
        Reading::Outline
    } else {
        Reading::Code
    }
}

/// Whether `line` announces indented Markdown: content tabs, admonitions and blocks of MkDocs, `:::` of Pandoc and MyST
/// needs no indent.
pub(super) fn announces(line: &str) -> bool {
    ["=== \"", "=== '", "!!! ", "??? ", "???+ "]
        .iter()
        .any(|marker| line.starts_with(marker))
}

/// A fence that opens and closes: code seldom holds one, indented Markdown often does.
fn holds_fence<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let mut open: Option<(u8, usize)> = None;
    for line in lines {
        let line = dedent(line, usize::MAX);
        let Some(mark) = line.bytes().next().filter(|b| matches!(b, b'`' | b'~')) else {
            continue;
        };
        let length = run(line, mark);
        match open {
            None if length >= 3 && !line.get(length..).unwrap_or("").contains('`') => {
                open = Some((mark, length));
            }
            Some((opened, least))
                if opened == mark && length >= least && line.trim_end().len() == length =>
            {
                return true;
            }
            _ => {}
        }
    }
    false
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Code,
    Bullet,
    Sentence,
    Words,
    Unclear,
}

/// How one line looks, by its shape alone.
fn look(line: &str) -> Look {
    let body = line
        .strip_prefix(['-', '*', '+'])
        .filter(|rest| rest.starts_with([' ', '\t']))
        .map(str::trim_start);
    let Some(body) = body else {
        return look_of_words(line);
    };
    // `- name: value` is YAML as often as it is a bullet.
    let mut words = body.split_whitespace();
    let is_key = words.next().is_some_and(|word| word.ends_with(':'));
    match look_of_words(body) {
        Look::Code => Look::Code,
        _ if is_key => Look::Words,
        _ => Look::Bullet,
    }
}

fn look_of_words(line: &str) -> Look {
    if is_code(line) {
        return Look::Code;
    }
    let words = line.split_whitespace().filter(|word| is_word(word)).count();
    let all = line.split_whitespace().count();
    let upper = line.starts_with(char::is_uppercase);
    let stops = line.ends_with(['.', '?', '!', '？', '。']);
    if words >= 4 && words * 4 >= all * 3 && upper && stops {
        Look::Sentence
    } else if (words >= 3 && words * 2 >= all)
        || (upper && (stops || line.ends_with(':') || words == all))
    {
        Look::Words
    } else {
        Look::Unclear
    }
}

/// Letters, with the punctuation of prose around them.
fn is_word(word: &str) -> bool {
    let core = word.trim_matches(|c: char| !c.is_alphanumeric());
    !core.is_empty()
        && core
            .chars()
            .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '/'))
}

/// Shapes that code, shells and program output have and prose has not.
fn is_code(line: &str) -> bool {
    const OPENINGS: &[&str] = &[
        ">>>",
        "...",
        "$ ",
        "% ",
        "# ",
        "//",
        "/*",
        "<",
        "{",
        "}",
        "[",
        "]",
        "@",
        "import ",
        "from ",
        "def ",
        "class ",
        "return",
        "print ",
        "print(",
        "raise ",
        "for (",
        "while (",
        "if (",
        "else:",
        "try:",
        "except",
        "Traceback (",
        "File \"",
        "SELECT ",
        "INSERT ",
        "pip ",
        "git ",
        "sudo ",
        "python ",
        "python3 ",
        "docker ",
        "npm ",
        "cd ",
        "In [",
        "Out[",
    ];
    const INSIDE: &[&str] = &[
        " = ", " == ", " += ", " != ", "();", "::", " && ", " || ", "=>", "</", " | grep", "--",
    ];
    OPENINGS.iter().any(|opening| line.starts_with(opening))
        || INSIDE.iter().any(|inside| line.contains(inside))
        || line.ends_with([';', '{', '}', '\\', ','])
        || (line.ends_with(':') && opens_statement(line))
        || is_call(line)
        || is_error(line)
}

/// `ValueError: message`.
fn is_error(line: &str) -> bool {
    line.split_once(": ").is_some_and(|(name, _)| {
        ["Error", "Exception", "Warning"]
            .iter()
            .any(|end| name.ends_with(end) && !name.contains(' '))
    })
}

/// `for x in y:`, `if a:`, `with f as g:`: a keyword in lower case that ends in a colon.
fn opens_statement(line: &str) -> bool {
    let first = line.split([' ', ':', '(']).next().unwrap_or("");
    matches!(
        first,
        "if" | "elif"
            | "else"
            | "for"
            | "while"
            | "with"
            | "try"
            | "finally"
            | "async"
            | "match"
            | "case"
    )
}

/// `name(…)` or `a.name(…)` and nothing else.
fn is_call(line: &str) -> bool {
    line.ends_with(')')
        && line.split_once('(').is_some_and(|(name, _)| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, intro: Intro) -> Reading {
        reading(text.lines(), intro)
    }

    #[test]
    fn outlines_under_a_label() {
        for text in [
            "Memory:\n\n\tThe stack and the heap.\n\t__slots__ saves memory.",
            "threads vs processes (when to use which).\nThe operator (:=).",
            "CI/CD:\n\tLint -> Test -> Build.",
        ] {
            assert_eq!(read(text, Intro::Outline), Reading::Outline, "{text}");
        }
        for text in [
            "pip install flask",
            "x = 1\nprint(x)",
            "for a in b:\n\tuse it now",
        ] {
            assert_eq!(read(text, Intro::Outline), Reading::Code, "{text}");
        }
    }

    #[test]
    fn unannounced_text_is_code_unless_every_line_says_no() {
        for text in [
            "- keeps order\n- has duplicates",
            "A list keeps its order.\nA set knows no order at all!",
        ] {
            assert_eq!(read(text, Intro::None), Reading::Outline, "{text}");
        }
        for text in [
            "Hello World",
            "The whole of the output is this line.",
            "Traceback (most recent call last):\n  File \"a.py\", line 1\nNameError: name 'x' is not defined",
            "- name: build\n- name: test",
            "total 3 files were changed\nA sentence stands in the output.",
            "class Foo:\n    \"\"\"What this class is about.\"\"\"",
        ] {
            assert_eq!(read(text, Intro::None), Reading::Code, "{text}");
        }
    }

    #[test]
    fn fences_and_tabs_hold_markdown() {
        assert_eq!(
            read("```python\nx = 1\n```", Intro::None),
            Reading::Markdown
        );
        assert_eq!(read("x = 1", Intro::Container), Reading::Markdown);
        assert_eq!(read("```python\nx = 1", Intro::None), Reading::Code);
    }
}
