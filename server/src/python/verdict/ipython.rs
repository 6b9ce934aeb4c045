//! Lines of IPython and of notebooks: magics, shell escapes, help, prompts.

use super::repair::{Meaning, Patch, Site, replace};
use super::work::{indent_of, line_of};
use crate::text::Span;

/// Takes one such line out, where the error stands on it.
pub fn repairs(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let text = site.text();
    let line = line_of(text, site.statement_span().start.min(site.span.start));
    for line in [line, site.line()] {
        let content = line.of(text);
        let words = content.trim();
        let start = line.start + indent_of(content).len();
        let code = Span::new(start, start + words.len());
        let edit = if is_escape(words) {
            replace(code, "pass")
        } else if let Some(value) = words.find('=').filter(|&at| {
            let (name, rest) = words.split_at(at);
            // In a call it would end within the brackets, and IPython knows no such thing.
            !name.contains(['(', '[', '{', '"', '\''])
                && !rest.starts_with("==")
                && rest
                    .trim_start_matches('=')
                    .trim_start()
                    .starts_with(['!', '%'])
        }) {
            // files = !ls
            replace(Span::new(start + value + 1, code.end), " _")
        } else {
            continue;
        };
        patches.push(Patch {
            edits: vec![edit],
            meaning: Meaning::Ipython,
            beyond: site.span.start,
            sketch: false,
        });
    }
}

/// `%magic`, `!command`, `name?`, `?name`.
fn is_escape(words: &str) -> bool {
    let magic = words.trim_start_matches('%');
    let is_magic = magic.len() < words.len() && magic.starts_with(|c: char| c.is_ascii_lowercase());
    let shell = words.trim_start_matches('!');
    let is_shell =
        shell.len() < words.len() && shell.starts_with(|c: char| !c.is_whitespace() && c != '=');
    let asked = words.trim_matches('?');
    let is_help = asked.len() < words.len()
        && asked.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && asked
            .chars()
            .all(|c| c.is_alphanumeric() || "._*".contains(c));
    is_magic || is_shell || is_help || words == "?"
}

/// True where the first line is a cell magic that makes the rest another language: `%%bash`, `%%html`.
pub fn cell_of_another_language(body: &str) -> Option<&str> {
    let first = body.lines().find(|line| !line.trim().is_empty())?.trim();
    let name = first.strip_prefix("%%")?.split_whitespace().next()?;
    let python = matches!(
        name,
        "time"
            | "timeit"
            | "capture"
            | "prun"
            | "python"
            | "python3"
            | "pypy"
            | "memit"
            | "mprun"
            | "debug"
            | "cython"
            | "px"
            | "snakeviz"
    );
    (!python).then_some(name)
}

/// The code of a line that begins with IPython's input prompt, `In [3]:` or its continuation `   ...:`, as an offset
/// into the line; `None` where there is no prompt.
pub fn prompt(line: &str) -> Option<usize> {
    let indent = indent_of(line).len();
    let rest = line.get(indent..)?;
    if let Some(numbered) = rest.strip_prefix("In") {
        let numbered = numbered.trim_start();
        let inside = numbered.strip_prefix('[')?;
        let digits =
            inside.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '*');
        let after = digits.strip_prefix("]:")?;
        let blank = usize::from(after.starts_with(' '));
        return Some(line.len() - after.len() + blank);
    }
    let dots = rest.trim_start_matches('.');
    if rest.len() - dots.len() >= 3
        && let Some(after) = dots.strip_prefix(':')
    {
        return Some(line.len() - after.len() + usize::from(after.starts_with(' ')));
    }
    None
}

/// True for `Out[3]: …`.
pub fn is_output(line: &str) -> bool {
    line.trim_start().starts_with("Out[")
}
