//! Code cut out of something longer: a clause without its statement, a header without its body, lines of another
//! place, the inside of a bracket.

use crate::python::syntax::{LexicalErrorType, ParseErrorType};

use super::placeholders::{has_elision, is_elision_line};
use crate::diagnostic::Edit;
use crate::python::verdict::repair::{Patch, Site, insert, replace};
use crate::python::verdict::tokens::Kind;
use crate::python::verdict::words;
use crate::python::verdict::work::{indent_of, line_of};
use crate::text::Span;

/// True where the parser missed the body of a block.
pub fn wants_block(site: &Site<'_>) -> bool {
    matches!(site.error, ParseErrorType::OtherError(message) if message.starts_with("Expected an indented block"))
}

/// The header whose body is missing: the indices of its tokens.
pub fn header_before(site: &Site<'_>) -> Option<std::ops::Range<usize>> {
    let colon = (0..site.token)
        .rev()
        .find(|&index| !matches!(site.kind(index), Some(Kind::Comment | Kind::Newline)))?;
    (site.word(colon) == ":").then(|| site.work.tokens.logical_line(colon))
}

/// A header with a comment for a body (`# TODO`), or a lone header quoted for its own sake.
pub fn bodiless(site: &Site<'_>, patches: &mut Vec<Patch>) {
    if !wants_block(site) {
        return;
    }
    let Some(header) = header_before(site) else {
        return;
    };
    let Some(colon) = header
        .clone()
        .rev()
        .find(|&index| site.kind(index) != Some(Kind::Comment))
    else {
        return;
    };
    // A comment that stands where the body should, deeper than the header; or behind the header, and no code follows.
    let column = |index: usize| {
        site.get(index)
            .map_or(0, |token| site.column(token.span.start))
    };
    let mut commented = false;
    for index in colon + 1..site.work.tokens.list.len() {
        match site.kind(index) {
            Some(Kind::Newline) => {}
            Some(Kind::Comment) => {
                let own_line =
                    (colon + 1..index).any(|before| site.kind(before) == Some(Kind::Newline));
                commented |= own_line && column(index) > column(header.start);
            }
            _ => break,
        }
    }
    let ends = (colon + 1..site.work.tokens.list.len())
        .all(|index| matches!(site.kind(index), Some(Kind::Newline | Kind::Comment)));
    let behind = site.kind(colon + 1) == Some(Kind::Comment);
    let commented = commented || behind && ends;
    if commented || site.labelled || only_headers(site) {
        let end = site.get(colon).map_or(0, |token| token.span.end);
        patches.push(site.fill(vec![insert(end, " pass")]));
    }
}

/// True where every logical line is a header, a decorator or the `pass` that was put under one.
fn only_headers(site: &Site<'_>) -> bool {
    let tokens = &site.work.tokens.list;
    tokens
        .split(|token| token.kind == Kind::Newline)
        .filter_map(|line| {
            let mut code = line.iter().filter(|token| token.kind != Kind::Comment);
            let first = code.next()?.span.of(site.text());
            let last = code.next_back()?.span.of(site.text());
            Some(first == "@" || last == ":" && words::opens_block(first) || last == "pass")
        })
        .all(|header| header)
}

/// `except`, `else`, `elif`, `finally`, `case` as the first thing: the statement they belong to is not shown.
pub fn clause(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let before = match site.first_word() {
        "except" | "finally" => "try:\n    pass\n",
        "else" | "elif" => "if _:\n    pass\n",
        "case" => "match _:\n",
        _ => return,
    };
    let first = site.statement.start;
    let shown_before = (0..first).any(|index| {
        !matches!(site.kind(index), Some(Kind::Comment | Kind::Newline))
            && !matches!(site.word(index), "..." | "pass")
    });
    if shown_before {
        return;
    }
    let line = line_of(site.text(), site.statement_span().start);
    if !indent_of(line.of(site.text())).is_empty() {
        return;
    }
    let mut edits = vec![insert(line.start, before)];
    if site.first_word() == "case" {
        // The cases belong under `match`.
        let rest = Span::new(line.start, site.text().len()).of(site.text());
        edits = vec![insert(line.start, format!("{before} "))];
        let mut offset = line.start;
        for piece in rest.split_inclusive('\n') {
            if offset > line.start && !piece.trim().is_empty() {
                edits.push(insert(offset, " "));
            }
            offset += piece.len();
        }
    }
    let mut patch = site.fill(edits);
    patch.beyond = site.span.start;
    patches.push(patch);
}

/// A decorator with nothing under it.
pub fn decorator(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let wants = matches!(site.error, ParseErrorType::OtherError(message) if message.contains("after decorator"));
    let Some(before) = site.before().and_then(|before| site.get(before)) else {
        return;
    };
    let last = (site.token..site.work.tokens.list.len())
        .all(|index| matches!(site.kind(index), Some(Kind::Comment | Kind::Newline)));
    if wants && last {
        let indent = indent_of(line_of(site.text(), before.span.start).of(site.text()));
        patches.push(site.fill(vec![insert(
            before.span.end,
            format!("\n{indent}def _(): pass"),
        )]));
    }
}

/// `def f(): ...` with a body under it all the same.
pub fn one_line_body(site: &Site<'_>, patches: &mut Vec<Patch>) {
    if !matches!(site.error, ParseErrorType::UnexpectedIndentation) {
        return;
    }
    let Some(dots) = site.before() else {
        return;
    };
    if matches!(site.word(dots), "..." | "pass")
        && dots > 0
        && site.word(dots - 1) == ":"
        && let Some(token) = site.get(dots)
    {
        patches.push(site.fill(vec![replace(token.span, "")]));
    }
}

/// Lines from another place: under a comment at the left edge, an elision, or a blank line at the top level. They keep
/// the indent they have there.
pub fn elsewhere(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let text = site.text();
    let indentation = matches!(
        site.error,
        ParseErrorType::UnexpectedIndentation
            | ParseErrorType::Lexical(LexicalErrorType::IndentationError)
    );
    if !indentation {
        return;
    }
    let line = line_of(text, site.span.end.min(text.len()));
    let indent = indent_of(line.of(text)).len();
    let (target, announced) = match line_before(text, line) {
        Some(before) => {
            let content = before.of(text);
            let gap = Span::new(before.end, line.start)
                .of(text)
                .matches('\n')
                .count()
                > 1;
            let target = indent_of(content).len();
            let elided = is_elision_line(content);
            let commented = target == 0 && content.starts_with('#');
            if !(elided || commented || gap && target == 0) {
                return;
            }
            (target, elided || commented)
        }
        // The first lines, up to a blank line.
        None => {
            let rest = text.get(line.start..).unwrap_or("");
            let block = rest
                .split_inclusive('\n')
                .take_while(|line| indent_of(line).len() >= indent && !line.trim().is_empty());
            let length: usize = block.map(str::len).sum();
            let next = rest
                .get(length..)
                .unwrap_or("")
                .lines()
                .next()
                .unwrap_or("");
            // What follows it at once stands indented too: another level of the same excerpt.
            if !next.trim().is_empty() && indent_of(next).is_empty() {
                return;
            }
            (0, true)
        }
    };
    let target = if target < indent {
        target
    } else if announced {
        0
    } else {
        return;
    };
    patches.push(site.fill(dedented(text, line.start, indent, indent - target)));
}

fn line_before(text: &str, line: Span) -> Option<Span> {
    let mut start = line.start;
    while start > 0 {
        let before = line_of(text, start - 1);
        if !before.of(text).trim().is_empty() {
            return Some(before);
        }
        start = before.start;
    }
    None
}

/// Edits that take `by` bytes of indent off the lines from `start` on, as long as they are indented by `indent` at
/// least.
pub fn dedented(text: &str, start: usize, indent: usize, by: usize) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut offset = start;
    for line in text.get(start..).unwrap_or("").split_inclusive('\n') {
        if !line.trim().is_empty() {
            let own = indent_of(line).len();
            if own < indent {
                break;
            }
            edits.push(replace(Span::new(offset, offset + by.min(own)), ""));
        }
        offset += line.len();
    }
    edits
}

/// The inside of a dict, a list or a call.
pub fn pieces(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let text = site.text();
    let before_comma = text.trim_end().ends_with(',');
    let first_statement =
        !(0..site.statement.start).any(|index| site.kind(index) != Some(Kind::Comment));
    if !first_statement && !before_comma {
        return;
    }
    let keyed = site.kind(0) == Some(Kind::String) && site.word(1) == ":"
        || site.word(1) == "=" && before_comma
        || site.word(0) == "**";
    if !keyed && !before_comma {
        return;
    }
    for (open, close) in [
        ("{", "}"),
        ("_(", ")"),
        ("[", "]"),
        ("class _:\n  def _(", "): pass"),
    ] {
        let mut patch = site.fill(vec![
            insert(0, open),
            insert(text.len(), format!("\n{close}")),
        ]);
        patch.beyond = text.len();
        patches.push(patch);
    }
}

/// A bracket that is open at the end, where the inside says that something is left out.
pub fn unfinished(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let tokens = &site.work.tokens;
    let Some(&outermost) = tokens.open.first() else {
        return;
    };
    // `...` as code, in a comment, or as the whole of a string.
    let elided = (outermost..tokens.list.len()).any(|index| match site.kind(index) {
        Some(Kind::Comment) => has_elision(site.word(index)),
        Some(Kind::String) => matches!(site.word(index), "\"...\"" | "'...'"),
        _ => site.word(index) == "..." || site.word(index) == "…",
    });
    if !elided && !site.excerpt {
        return;
    }
    let mut close = String::from("\n");
    for &open in tokens.open.iter().rev() {
        let byte = site.word(open).bytes().next().unwrap_or(b'(');
        close.push(char::from(crate::python::verdict::tokens::closing(byte)));
    }
    let end = site.text().len();
    let mut patch = site.fill(vec![insert(end, close.clone())]);
    patch.beyond = end;
    patches.push(patch);
    let mut patch = site.fill(vec![insert(end, format!("{close}\ndef _(): pass\n"))]);
    patch.beyond = end;
    patches.push(patch);
}
