//! Code that stands indented as a whole, or with its first line out of step.

use super::tokens::{Kind, Tokens};
use super::work::{indent_of, line_of};
use crate::text::Extract;

/// `body` with the indent of its first line of code taken off every line that has it. `None` where there is none.
pub fn uniform(body: &str) -> Option<Extract> {
    let first = body.lines().find(|line| {
        let words = line.trim();
        !words.is_empty()
    })?;
    let indent = indent_of(first);
    if indent.is_empty() {
        return None;
    }
    // A line of code further left, unless it is the inside of a string.
    let mut extract = Extract::default();
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let cut = if line.starts_with(indent) {
            indent.len()
        } else if line.trim().is_empty() {
            0
        } else {
            indent_of(line).len().min(indent.len())
        };
        extract.push(line.get(cut..).unwrap_or(""), at + cut);
        at += line.len();
    }
    Some(extract)
}

/// True where a logical line stands further left than the first one.
pub fn is_ragged(body: &str, tokens: &Tokens) -> bool {
    let mut lines = tokens
        .list
        .split(|token| token.kind == Kind::Newline)
        .filter_map(|line| line.iter().find(|token| token.kind != Kind::Comment))
        .map(|token| token.span.start - line_of(body, token.span.start).start);
    let Some(first) = lines.next() else {
        return false;
    };
    lines.any(|column| column < first)
}

/// `body` with only its first line moved to the left edge.
pub fn first_line(body: &str) -> Option<Extract> {
    let line = body
        .split_inclusive('\n')
        .find(|line| !line.trim().is_empty())?;
    let start = line.as_ptr() as usize - body.as_ptr() as usize;
    let cut = indent_of(line).len();
    if cut == 0 {
        return None;
    }
    let mut extract = Extract::default();
    extract.push(body.get(..start)?, 0);
    extract.push(body.get(start + cut..)?, start + cut);
    Some(extract)
}

/// `body` with the first line left as it is and the others moved left by the indent of the second.
pub fn other_lines(body: &str) -> Option<Extract> {
    let mut lines = body
        .split_inclusive('\n')
        .filter(|line| !line.trim().is_empty());
    let first = lines.next()?;
    let indent = indent_of(lines.next()?).len();
    if indent == 0 || !indent_of(first).is_empty() {
        return None;
    }
    let mut extract = Extract::default();
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let cut = if line.trim().is_empty() {
            0
        } else {
            indent_of(line).len().min(indent)
        };
        extract.push(line.get(cut..)?, at + cut);
        at += line.len();
    }
    Some(extract)
}

/// `body` with every tab of an indent written as blanks up to the next multiple of `width`.
pub fn expanded(body: &str, width: usize) -> Option<String> {
    if !body.contains('\t') {
        return None;
    }
    let mut text = String::with_capacity(body.len() + 64);
    for line in body.split_inclusive('\n') {
        let indent = indent_of(line);
        let mut column = 0;
        for c in indent.chars() {
            column += if c == '\t' { width - column % width } else { 1 };
        }
        text.extend(std::iter::repeat_n(' ', column));
        text.push_str(line.get(indent.len()..)?);
    }
    Some(text)
}
