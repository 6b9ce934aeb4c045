//! Mistakes that a snippet shows on purpose, and says so.

use std::sync::LazyLock;

use regex::Regex;
use ruff_python_ast::Stmt;

use super::Code;
use crate::python::snippet::Kind;
use crate::python::verdict::announce;
use crate::text::Span;

/// So many lines above a place a comment may be about it: every finding looks for its comments.
const MOST_LINES: usize = 200;
/// What is further away on the same line, in bytes, is not about a place: thousands may stand on one line.
const LONGEST_LINE: usize = 4_000;

/// True where a mistake `at` a place of the snippet's code is announced: by a comment about it, by the name of the
/// function or class that holds it, or by the traceback that a transcript prints after it. What the note says around
/// the fence is heeded for all rules at once, by `Subject::excuses`.
pub(super) fn is_on_purpose(code: &Code<'_>, at: Span) -> bool {
    comments_about(code, at).any(announce::in_comment)
        || is_called_wrong(code, at)
        || (code.snippet.kind == Kind::Transcript && output_announces(code, at))
}

/// The comments about a place: on its lines, right below, and above it or above what holds it as far as the paragraph
/// goes.
pub(super) fn comments_about<'c>(code: &Code<'c>, at: Span) -> impl Iterator<Item = &'c str> {
    let text = code.model.code();
    let comments = code.model.comments();
    let first = line_start(text, at.start);
    let last = line_end(text, at.end);
    let after = comments.partition_point(|comment| comment.span.start < last);
    let (before, below) = comments.split_at(after);
    let mut about = Vec::new();
    about.extend(below.first().filter(|comment| {
        let between = Span::new(last, comment.span.start).of(text);
        comment.is_own_line && between.trim().is_empty() && between.matches('\n').count() == 1
    }));
    let mut above = before.iter().rev().peekable();
    while let Some(comment) = above.next_if(|comment| comment.span.start >= first) {
        about.push(comment);
    }
    let mut indent = indent_of(Span::new(first, last).of(text));
    let mut end = first;
    for _ in 0..MOST_LINES {
        let Some(newline) = end.checked_sub(1).filter(|_| above.peek().is_some()) else {
            break;
        };
        let start = line_start(text, newline);
        let line = Span::new(start, newline).of(text);
        end = start;
        if line.trim().is_empty() {
            if indent == 0 {
                break;
            }
            continue;
        }
        let comment = above.next_if(|comment| comment.span.start >= start);
        match comment.filter(|comment| comment.is_own_line) {
            Some(comment) if indent_of(line) <= indent => about.push(comment),
            Some(_) => {}
            None => indent = indent.min(indent_of(line)),
        }
    }
    about.into_iter().map(move |comment| comment.span.of(text))
}

/// True where a function or class around the place is called wrong by its name: `bad_append`, `class WrongWay`.
fn is_called_wrong(code: &Code<'_>, at: Span) -> bool {
    static WRONG: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?:^|_)(?:bad|wrong|buggy|broken|incorrect|dont)(?:_|\d|$)|(?:Bad|Wrong|Buggy|Broken|Incorrect)(?:[A-Z_\d]|$)|^(?:bad|wrong|buggy|broken)[A-Z]",
        )
        .ok()
    });
    code.model
        .statements_around(at)
        .filter_map(|stmt| match stmt {
            Stmt::FunctionDef(function) => Some(&function.name),
            Stmt::ClassDef(class) => Some(&class.name),
            _ => None,
        })
        .any(|name| WRONG.as_ref().is_some_and(|wrong| wrong.is_match(name)))
}

fn line_start(text: &str, at: usize) -> usize {
    let far = text.floor_char_boundary(at.saturating_sub(LONGEST_LINE));
    text.get(far..at)
        .and_then(|before| memchr::memrchr(b'\n', before.as_bytes()))
        .map_or(far, |newline| far + newline + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    let far = text.ceil_char_boundary(at.saturating_add(LONGEST_LINE).min(text.len()));
    text.get(at..far)
        .and_then(|rest| memchr::memchr(b'\n', rest.as_bytes()))
        .map_or(far, |newline| at + newline)
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// The lines that a transcript prints after the input that holds it.
fn output_announces(code: &Code<'_>, at: Span) -> bool {
    static EXCEPTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^\s*(?:Traceback \(|[\w.]*(?:Error|Exception)\b|#.*(?:Error|Exception)\b)|SyntaxWarning:").ok()
    });
    let Some(fence) = code
        .subject
        .snippets
        .get(code.index)
        .and_then(|embedded| code.subject.fence(embedded))
    else {
        return false;
    };
    let body = fence.body.text();
    let start = code.snippet.code.source_offset(at.start);
    body.get(start..)
        .unwrap_or("")
        .lines()
        .skip(1)
        .skip_while(|line| line.trim_start().starts_with("..."))
        .take_while(|line| {
            let line = line.trim_start();
            !line.starts_with(">>>") && !line.starts_with("In [")
        })
        .any(|line| EXCEPTION.as_ref().is_some_and(|regex| regex.is_match(line)))
}
