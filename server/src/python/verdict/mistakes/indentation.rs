//! Indentation that fits no block, and lines that go on without a bracket or a backslash.

use crate::python::syntax::{LexicalErrorType, ParseErrorType};

use crate::diagnostic::{Applicability, Edit};
use crate::python::verdict::fragments::dedented;
use crate::python::verdict::repair::{Finding, Patch, Site, insert, replace};
use crate::python::verdict::tokens::Kind;
use crate::python::verdict::work::{indent_of, line_of};
use crate::text::Span;

/// What may be wrong with the indentation at the error.
pub fn repairs(site: &Site<'_>, patches: &mut Vec<Patch>) {
    continuation(site, patches);
    chain(site, patches);
    unexpected(site, patches);
    unfitting(site, patches);
}

/// Blanks or text behind a line continuation.
fn continuation(site: &Site<'_>, patches: &mut Vec<Patch>) {
    if !matches!(
        site.error,
        ParseErrorType::Lexical(LexicalErrorType::LineContinuationError)
    ) {
        return;
    }
    let line = site.line();
    let rest = Span::new(site.span.start, line.end).of(site.text());
    let Some(backslash) = rest.find('\\') else {
        return;
    };
    let start = site.span.start + backslash + 1;
    let behind = Span::new(start, line.end);
    let span = Span::new(start - 1, line.end);
    if behind.of(site.text()).trim().is_empty() {
        let edits = vec![replace(behind, "")];
        let finding = Finding::new(
            span,
            "Nothing may stand behind the `\\` that continues a line, not even a blank",
        )
        .fixed_by(Applicability::Safe, "Remove the blanks", edits.clone());
        patches.push(site.mend(edits, finding));
    } else {
        let finding = Finding::new(
            span,
            "A `\\` outside a string continues the line: nothing may stand behind it",
        );
        patches.push(site.mend(
            vec![replace(Span::new(start - 1, start), "")],
            finding.clone(),
        ));
        patches.push(site.mend(vec![replace(behind, "")], finding));
    }
}

/// `.filter(…)` on a line of its own.
fn chain(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let text = site.text();
    let line = line_of(text, site.span.end.min(text.len()));
    let content = line.of(text);
    let operators = [".", "+ ", "and ", "or ", "| ", "& ", "if ", "else "];
    let trimmed = content.trim_start();
    if !operators.iter().any(|start| trimmed.starts_with(start)) || trimmed.starts_with("...") {
        return;
    }
    if matches!(trimmed.split(' ').next(), Some("if" | "else")) && trimmed.trim_end().ends_with(':')
    {
        return;
    }
    let Some(before) = site.before().and_then(|before| site.get(before)) else {
        return;
    };
    // Joins this line and the ones after it that go on in the same way.
    let mut edits: Vec<Edit> = Vec::new();
    let mut end_of_code = before.span.end;
    let mut at = line;
    while operators
        .iter()
        .any(|start| at.of(text).trim_start().starts_with(start))
    {
        let start = at.start + indent_of(at.of(text)).len();
        edits.push(replace(Span::new(end_of_code, start), " "));
        end_of_code = site
            .work
            .tokens
            .list
            .iter()
            .rev()
            .find(|token| {
                at.covers(token.span) && !matches!(token.kind, Kind::Comment | Kind::Newline)
            })
            .map_or(at.end, |token| token.span.end);
        if at.end >= text.len() {
            break;
        }
        at = line_of(text, at.end + 1);
    }
    let start = line.start + indent_of(content).len();
    let span = Span::new(start, start + content.trim().len());
    let finding = Finding::new(
        span,
        "This line goes on with the one before it, which is already complete: put the whole expression in brackets",
    )
    .related(before.span, "The statement ends here");
    patches.push(site.mend(edits, finding));
}

/// Deeper than the line before, without a block.
fn unexpected(site: &Site<'_>, patches: &mut Vec<Patch>) {
    // The parser stands at the blanks themselves; behind a decorator it calls them by another name.
    let text = site.text();
    let blanks = site.span.of(text);
    let at_indent = !blanks.is_empty()
        && blanks.trim_matches([' ', '\t']).is_empty()
        && site.column(site.span.start) == 0;
    if !matches!(site.error, ParseErrorType::UnexpectedIndentation) && !at_indent {
        return;
    }
    let line = line_of(text, site.span.end.min(text.len()));
    let indent = indent_of(line.of(text)).len();
    let span = Span::new(
        line.start + indent,
        line.start + line.of(text).trim_end().len(),
    );
    let mut finding = Finding::new(
        span,
        "This line is indented deeper than the one before it, but no block begins here",
    );
    let mut target = 0;
    if let Some(before) = site.before().and_then(|before| site.get(before)) {
        let first = site
            .work
            .tokens
            .logical_line(site.before().unwrap_or(0))
            .start;
        let start = site
            .get(first)
            .map_or(before.span.start, |token| token.span.start);
        let before_line = line_of(text, start);
        target = indent_of(before_line.of(text)).len();
        finding = finding.related(
            Span::new(
                start,
                line_of(text, before.span.end).end.min(before.span.end),
            ),
            "The line before",
        );
    } else {
        finding.message = "The first line is indented, but no block begins here".to_owned();
    }
    if target >= indent {
        return;
    }
    patches.push(site.mend(
        dedented(text, line.start, indent, indent - target),
        finding.clone(),
    ));
    patches.push(site.mend(
        vec![replace(
            Span::new(line.start + target, line.start + indent),
            "",
        )],
        finding,
    ));
}

/// Between two levels: deeper than one block, not as deep as the next.
fn unfitting(site: &Site<'_>, patches: &mut Vec<Patch>) {
    if !matches!(
        site.error,
        ParseErrorType::Lexical(LexicalErrorType::IndentationError)
    ) {
        return;
    }
    let text = site.text();
    let line = line_of(text, site.span.end.min(text.len()));
    let content = line.of(text);
    let indent = indent_of(content).len();
    let span = Span::new(line.start + indent, line.start + content.trim_end().len());
    let tabs = indent_of(content).contains('\t');
    let message = if tabs {
        "Tabs and blanks are mixed: this line's indentation matches no line above it"
    } else {
        "This line's indentation matches no block above it"
    };
    let finding = Finding::new(span, message);
    // The levels above, nearest first.
    let mut levels: Vec<usize> = Vec::new();
    let mut start = line.start;
    while start > 0 && levels.len() < 6 {
        let above = line_of(text, start - 1);
        start = above.start;
        let words = above.of(text);
        let level = indent_of(words).len();
        if !words.trim().is_empty() && !levels.contains(&level) {
            levels.push(level);
        }
    }
    levels.sort_by_key(|level| level.abs_diff(indent));
    for level in levels {
        let edits = if level < indent {
            dedented(text, line.start, indent, indent - level)
        } else {
            indented(text, line.start, indent, level - indent)
        };
        patches.push(site.mend(edits, finding.clone()));
        let one = if level < indent {
            replace(Span::new(line.start + level, line.start + indent), "")
        } else {
            insert(line.start, " ".repeat(level - indent))
        };
        patches.push(site.mend(vec![one], finding.clone()));
    }
}

fn indented(text: &str, start: usize, indent: usize, by: usize) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut offset = start;
    for line in text.get(start..).unwrap_or("").split_inclusive('\n') {
        if !line.trim().is_empty() {
            if indent_of(line).len() < indent {
                break;
            }
            edits.push(insert(offset, " ".repeat(by)));
        }
        offset += line.len();
    }
    edits
}
