//! The lines that open a block: their keyword, their colon, their body.

use crate::diagnostic::{Applicability, Edit};
use crate::python::verdict::fragments::{header_before, wants_block};
use crate::python::verdict::repair::{Finding, Meaning, Patch, Site, insert, replace};
use crate::python::verdict::tokens::Kind;
use crate::python::verdict::words;
use crate::python::verdict::work::{indent_of, line_of};
use crate::text::Span;

/// What may be wrong with a header at the error.
pub fn repairs(site: &Site<'_>, patches: &mut Vec<Patch>) {
    body(site, patches);
    keyword(site, patches);
    foreign_header(site, patches);
    colon(site, patches);
    stray_colon(site, patches);
}

/// A header with nothing under it: the indentation was lost, or the body is missing.
fn body(site: &Site<'_>, patches: &mut Vec<Patch>) {
    if !wants_block(site) {
        return;
    }
    let Some(header) = header_before(site) else {
        return;
    };
    let tokens = &site.work.tokens.list;
    let (Some(first), Some(colon)) = (
        tokens.get(header.start),
        tokens.get(header.end.saturating_sub(1)),
    ) else {
        return;
    };
    let span = Span::new(first.span.start, colon.span.end);
    let shown = shorten(span.of(site.text()));
    let next = (header.end..tokens.len())
        .find(|&index| !matches!(site.kind(index), Some(Kind::Newline | Kind::Comment)));
    let fill = vec![insert(colon.span.end, " pass")];
    let finding = match next {
        Some(next) => {
            let keyword = site.word(next);
            let next_span = site.get(next).map_or(span, |token| {
                let line = line_of(site.text(), token.span.start);
                Span::new(
                    token.span.start,
                    line.of(site.text()).trim_end().len() + line.start,
                )
            });
            let blank = Span::new(colon.span.end, next_span.start)
                .of(site.text())
                .matches('\n')
                .count()
                > 1;
            let shallower = site.column(next_span.start) < site.column(span.start);
            let message = if shallower || blank || matches!(keyword, "def" | "class" | "@") {
                format!(
                    "`{shown}` has no body: at least one indented line must follow (`pass` if there is nothing to do)"
                )
            } else {
                format!("This line must be indented: it is the first one under `{shown}`")
            };
            Finding::new(next_span, message).related(span, "The block opens here")
        }
        None => Finding::new(
            span,
            format!(
                "`{shown}` has no body: at least one indented line must follow (`pass` if there is nothing to do)"
            ),
        ),
    };
    // The lines that belong to the block are indented again; failing that, the block is left empty.
    if let Some(lines) = next
        .and_then(|next| site.get(next))
        .map(|token| indented(site, span, token.span.start))
    {
        for edits in lines {
            let mut patch = site.mend(edits, finding.clone());
            patch.beyond = site.text().len();
            patches.push(patch);
        }
    }
    patches.push(Patch {
        edits: fill,
        meaning: Meaning::Mistake(finding),
        beyond: site.span.start,
        sketch: false,
    });
}

/// Edits that indent the lines from `start` on under the header: as far as a clause, a line further left or a blank
/// line reaches, and up to the end.
fn indented(site: &Site<'_>, header: Span, start: usize) -> Vec<Vec<Edit>> {
    let text = site.text();
    let first = line_of(text, start);
    let own = indent_of(first.of(text)).len();
    if own < site.column(header.start) {
        return Vec::new();
    }
    let mut edits = Vec::new();
    let mut at_blank = None;
    let mut offset = first.start;
    for line in text.get(first.start..).unwrap_or("").split_inclusive('\n') {
        let words = line.trim();
        let clause = ["else", "elif", "except", "finally"]
            .iter()
            .any(|word| words.starts_with(word));
        if words.is_empty() {
            at_blank.get_or_insert(edits.len());
        } else if indent_of(line).len() < own
            || indent_of(line).len() == own && clause && !edits.is_empty()
        {
            break;
        } else {
            edits.push(insert(offset, "    "));
        }
        offset += line.len();
    }
    let up_to_blank = at_blank.map(|count| edits.get(..count).unwrap_or(&[]).to_vec());
    up_to_blank
        .into_iter()
        .chain([edits])
        .filter(|edits| !edits.is_empty())
        .collect()
}

/// The first words of a header, for a message.
fn shorten(header: &str) -> String {
    let line = header.lines().next().unwrap_or(header);
    if line.len() == header.len() && line.chars().count() <= 40 {
        return line.to_owned();
    }
    let head: String = line.chars().take(36).collect();
    format!("{}…", head.trim_end())
}

/// A misspelt keyword near the error: `retrun`, `Class`, `fro i in`, `lambad x`.
fn keyword(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let start = site.statement.start;
    let near = [
        Some(start),
        site.before(),
        Some(site.token),
        Some(start + 1),
    ];
    let mut tried: Vec<usize> = Vec::new();
    for index in near.into_iter().flatten() {
        if tried.contains(&index) || site.kind(index) != Some(Kind::Name) {
            continue;
        }
        tried.push(index);
        let word = site.word(index);
        let Some(meant) = words::meant(word) else {
            continue;
        };
        let Some(token) = site.get(index) else {
            continue;
        };
        // A capital begins a sentence as well as a misspelt statement: only what follows a statement's form counts.
        let sentence = word.starts_with(char::is_uppercase)
            && site.last().is_some_and(|last| site.word(last) != ":")
            && !matches!(meant, "import" | "from");
        if sentence || (index == start && site.word(start + 1) == "=") {
            continue;
        }
        let edits = vec![replace(token.span, meant)];
        let message = match word.eq_ignore_ascii_case(meant) {
            true => format!("Keywords are written in small letters: `{meant}`, not `{word}`"),
            false
                if matches!(meant, "def" | "elif" | "except" | "raise" | "None")
                    && word.len() > meant.len() + 1 =>
            {
                format!("Python has no `{word}`; it is called `{meant}`")
            }
            false => format!("`{word}` should probably be `{meant}`"),
        };
        let finding = Finding::new(token.span, message).fixed_by(
            Applicability::Safe,
            format!("Replace with `{meant}`"),
            edits.clone(),
        );
        patches.push(site.mend(edits, finding));
    }
}

/// `else if x:`, `class A extends B:`, `for (…) {`.
fn foreign_header(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let start = site.statement.start;
    if site.word(start) == "else" && site.word(start + 1) == "if" {
        let (Some(first), Some(second)) = (site.get(start), site.get(start + 1)) else {
            return;
        };
        let span = Span::new(first.span.start, second.span.end);
        let edits = vec![replace(span, "elif")];
        let finding = Finding::new(span, "Python has no `else if`; it is called `elif`").fixed_by(
            Applicability::Safe,
            "Replace with `elif`",
            edits.clone(),
        );
        patches.push(site.mend(edits, finding));
    }
    if site.word(start) == "class" && matches!(site.word(start + 2), "extends" | "implements") {
        let (Some(from), Some(base)) = (site.get(start + 2), site.get(start + 3)) else {
            return;
        };
        let span = Span::new(from.span.start, base.span.end);
        let edits = vec![replace(span, format!("({})", base.span.of(site.text())))];
        let message = format!(
            "Python has no `{}`; base classes stand in brackets: `({})`",
            site.word(start + 2),
            site.word(start + 3)
        );
        let finding = Finding::new(from.span, message).fixed_by(
            Applicability::Unsafe,
            "Put the base class in brackets",
            edits.clone(),
        );
        patches.push(site.mend(edits, finding));
    }
}

/// A header without its colon, or with something else in the place of it.
fn colon(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let mut start = site.statement.start;
    if site.word(start) == "async" {
        start += 1;
    }
    if !words::opens_block(site.word(start)) {
        return;
    }
    let text = site.text();
    let shown = site.word(start);
    let missing = |at: usize| {
        let end = text
            .get(..at)
            .map_or("", |head| head)
            .chars()
            .next_back()
            .map_or(0, char::len_utf8);
        Finding::new(
            Span::new(at - end, at),
            format!("The `{shown}` line needs a `:` at its end"),
        )
    };
    // Instead of the colon: `;`, `=`, `{`, `then`.
    if let Some(last) = site.last()
        && (matches!(site.word(last), ";" | "," | "{" | "then" | "do" | ".")
            || site.kind(last) == Some(Kind::Stray))
        && let Some(token) = site.get(last)
    {
        let edits = vec![replace(token.span, ":")];
        let message = format!(
            "The `{shown}` line ends with `:` in Python, not with `{}`",
            site.word(last)
        );
        let finding = Finding::new(token.span, message).fixed_by(
            Applicability::Safe,
            "Write `:`",
            edits.clone(),
        );
        patches.push(site.mend(edits, finding));
    }
    // At the line's end; without a block under it, it may be a sketch.
    if let Some(token) = site.last().and_then(|last| site.get(last))
        && site.has_block()
    {
        // In an unclosed bracket the line's end says nothing.
        let at = token.span.end;
        let edits = vec![insert(at, ":")];
        let finding = missing(at).fixed_by(Applicability::Safe, "Add `:`", edits.clone());
        patches.push(site.mend(edits, finding));
    }
    // In the middle: `if x return y`, `class B(D)   pass`.
    let before = site.before().and_then(|before| site.get(before));
    if let Some(before) = before
        && site.statement.contains(&site.token)
        && site.token > start
    {
        let at = before.span.end;
        let edits = vec![insert(at, ":")];
        let finding = missing(at).fixed_by(Applicability::Safe, "Add `:`", edits.clone());
        let mut patch = site.mend(edits, finding);
        patch.beyond = site.statement_span().end;
        patches.push(patch);
    }
}

/// A colon at the end of a line that opens no block: `x = f():`, `@decorator:`.
fn stray_colon(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let Some(last) = site.last() else {
        return;
    };
    if site.word(last) != ":" || words::opens_block(site.first_word()) || site.token > last {
        return;
    }
    let Some(token) = site.get(last) else {
        return;
    };
    // `total:` is a label or an annotation without a type.
    if last < site.statement.start + 2 {
        return;
    }
    let edits = vec![replace(token.span, "")];
    let what = match site.first_word() {
        "@" => "A decorator line",
        _ => "This line opens no block: it",
    };
    let finding = Finding::new(token.span, format!("{what} takes no `:` at its end")).fixed_by(
        Applicability::Safe,
        "Remove `:`",
        edits.clone(),
    );
    patches.push(site.mend(edits, finding));
}
