//! What stands for something else: `<name>`, `[, optional]`, `…`, a path, a comment in the place of a value.

use crate::python::syntax::ParseErrorType;

use crate::diagnostic::Edit;
use crate::python::verdict::prose;
use crate::python::verdict::repair::{Patch, Site, insert, replace};
use crate::python::verdict::tokens::Kind;
use crate::python::verdict::work::indent_of;
use crate::text::Span;

/// `<name>`, `<api key>`, `<class 'int'>`.
pub fn angle(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let region = region(site);
    let text = region.of(site.text());
    let mut edits = Vec::new();
    let mut from = 0;
    while let Some(open) = text
        .get(from..)
        .and_then(|rest| rest.find('<'))
        .map(|at| from + at)
    {
        from = open + 1;
        let Some(rest) = text.get(open + 1..) else {
            break;
        };
        let Some(length) = rest.find(['<', '>', '\n']) else {
            continue;
        };
        let inside = rest.get(..length).unwrap_or("");
        let closes = rest[length..].starts_with('>');
        let begins = inside.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '/');
        let ends = inside.ends_with(|c: char| !c.is_whitespace() && !"=(-,".contains(c));
        if closes && begins && ends {
            let span = Span::new(region.start + open, region.start + open + length + 2);
            edits.push(replace(span, "_"));
            from = open + length + 2;
        }
    }
    if !edits.is_empty() {
        patches.push(site.sketch(edits));
    }
}

/// The error's logical line, or its physical one where a bracket was never closed.
fn region(site: &Site<'_>) -> Span {
    let span = site.broken_span();
    let line = site.line();
    Span::new(span.start.min(line.start), span.end.max(line.end))
}

/// `range([start,] stop[, step])`: brackets around what may be left out.
pub fn optional(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let region = region(site);
    let text = region.of(site.text());
    if !has_optional(text) {
        return;
    }
    let edits = text
        .bytes()
        .enumerate()
        .filter(|(_, byte)| matches!(byte, b'[' | b']'))
        .map(|(at, _)| replace(Span::new(region.start + at, region.start + at + 1), " "))
        .collect();
    patches.push(site.sketch(edits));
}

/// True where a bracket marks an optional part: `a[, b]`, `[a,] b`, `(a, [b=None])`.
pub fn has_optional(text: &str) -> bool {
    let bytes = text.as_bytes();
    let next = |at: usize| {
        bytes
            .get(at + 1..)
            .unwrap_or(&[])
            .iter()
            .copied()
            .find(|&byte| byte != b' ')
    };
    let last = |at: usize| {
        bytes
            .get(..at)
            .unwrap_or(&[])
            .iter()
            .rev()
            .copied()
            .find(|&byte| byte != b' ')
    };
    let word = |byte: Option<u8>| {
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'*' | b'>'))
    };
    (0..bytes.len()).any(|at| match bytes[at] {
        b'[' => {
            let comma_inside = next(at) == Some(b',')
                && (word(last(at)) || matches!(last(at), Some(b']' | b')' | b'\'' | b'"')));
            let keyword = || {
                let rest = text.get(at + 1..).unwrap_or("");
                let name = rest
                    .trim_start()
                    .trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
                name.len() < rest.trim_start().len()
                    && name.trim_start().starts_with('=')
                    && !name.trim_start().starts_with("==")
            };
            comma_inside || keyword()
        }
        b',' => {
            next(at) == Some(b']') && {
                let close = bytes[at..]
                    .iter()
                    .position(|&byte| byte == b']')
                    .map_or(at, |found| at + found);
                word(next(close))
            }
        }
        _ => false,
    })
}

/// What stands for code that is not shown. Also the marks of books: `--snip--`.
const ELISIONS: &[&str] = &[
    "...",
    "…",
    "--snip--",
    "-- snip --",
    "[snip]",
    "···",
    "⋮",
    "。。。",
    ". . .",
];

/// True where a stretch of text says that something is left out.
pub fn has_elision(text: &str) -> bool {
    ELISIONS.iter().any(|mark| text.contains(mark))
}

/// `…`, `...statements`, `f(a, ..., z)`, `--snip--`, a column of dots.
pub fn elision(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let text = site.text();
    let line = site.line();
    let words = line.of(text).trim();
    let alone = words.starts_with("...")
        || words.starts_with('…')
        || words.starts_with("[...")
        || words.starts_with("[…")
        || words == "."
        || words == ":"
        || words == "etc."
        || ELISIONS.contains(&words);
    if alone {
        let start = line.start + indent_of(line.of(text)).len();
        let span = Span::new(start, start + words.len());
        let inside_brackets = site.get(site.token).is_some_and(|token| token.depth > 0);
        patches.push(site.sketch(vec![replace(
            span,
            if inside_brackets { "" } else { "pass" },
        )]));
        if inside_brackets {
            patches.push(site.sketch(vec![replace(span, "_=_,")]));
        }
    }
    let region = region(site);
    let elided = site
        .work
        .tokens
        .list
        .iter()
        .enumerate()
        .any(|(index, token)| {
            let word = token.span.of(text);
            // `tuple[int, ...]` leaves nothing out.
            let type_ = site.word(index + 1) == "]";
            region.covers(token.span)
                && (word == "..." && !type_ || token.kind == Kind::Stray && "…⋮·。".contains(word))
        });
    if !elided {
        return;
    }
    // The `...` at the error itself, as an argument, an item, a parameter.
    let near = [Some(site.token), site.before(), Some(site.token + 1)];
    for index in near.into_iter().flatten() {
        if site.word(index) != "..." {
            continue;
        }
        let Some(token) = site.get(index) else {
            continue;
        };
        let comma = [index + 1, index.wrapping_sub(1)]
            .into_iter()
            .find(|&beside| site.word(beside) == ",");
        let mut edits = vec![replace(token.span, "")];
        if let Some(comma) = comma.and_then(|comma| site.get(comma)) {
            edits.push(replace(comma.span, ""));
            Edit::sort(&mut edits);
        }
        patches.push(site.sketch(edits));
        for instead in ["_", "**_", "*_", ""] {
            patches.push(site.sketch(vec![replace(token.span, instead)]));
        }
    }
    if region.of(text).contains(['…', '。', '·']) {
        let edits: Vec<Edit> = region
            .of(text)
            .char_indices()
            .filter(|(_, c)| *c == '…')
            .map(|(at, c)| {
                replace(
                    Span::new(region.start + at, region.start + at + c.len_utf8()),
                    "",
                )
            })
            .collect();
        patches.push(site.sketch(edits));
    }
    // A line that is sketched, not written: the mark stands beside the error, not elsewhere in a long statement.
    if !has_elision(line.of(text)) {
        return;
    }
    let mut sketch = site.sketch(site.blank_statement());
    sketch.beyond = site.broken_span().end;
    patches.push(sketch);
}

/// True for a line that only says that something is left out.
pub fn is_elision_line(line: &str) -> bool {
    let words = line.trim();
    ELISIONS.iter().any(|mark| words.starts_with(mark)) || words == "pass"
}

/// `x = /path/to/file`.
pub fn path(site: &Site<'_>, patches: &mut Vec<Patch>) {
    if site.word(site.token) != "/"
        || !site
            .before()
            .is_some_and(|before| matches!(site.word(before), "=" | "(" | ","))
    {
        return;
    }
    let rest = Span::new(site.span.start, site.line().end).of(site.text());
    let length = rest.find([' ', ',', ')', '#']).unwrap_or(rest.len());
    if length > 1 && !rest[..length].contains(['"', '\'']) {
        let span = Span::new(site.span.start, site.span.start + length);
        patches.push(site.fill(vec![replace(span, "_")]));
    }
}

/// A comment in the place of a value: `from x import  # something`.
pub fn comment(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let Some(before) = site.before().and_then(|before| site.get(before)) else {
        return;
    };
    let commented = (site.token.saturating_sub(1)..=site.token).any(|index| {
        site.kind(index) == Some(Kind::Comment)
            && site
                .get(index)
                .is_some_and(|token| token.span.start >= before.span.end)
    });
    let asks = matches!(
        site.error,
        ParseErrorType::ExpectedExpression | ParseErrorType::EmptyImportNames
    ) || matches!(site.error, ParseErrorType::OtherError(message) if message.starts_with("Expected a"));
    let operator = before.kind == Kind::Op
        || crate::python::verdict::words::is_keyword(before.span.of(site.text()));
    if commented && asks && operator {
        patches.push(site.fill(vec![insert(before.span.end, " _")]));
    }
}

/// A line in a script without blanks between words, with hardly a name of code in it: pseudo-code.
pub fn unspaced(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let span = site.broken_span();
    let line = span.of(site.text());
    if prose::is_unspaced_script(line)
        || prose::is_keyword_sketch(line) && site.text().lines().any(prose::is_unspaced_script)
    {
        let mut patch = site.fill(site.blank_statement());
        patch.beyond = span.end;
        patches.push(patch);
    }
}

/// Lines of plain words where code should be: what a step does, said in prose.
pub fn pseudo(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let span = site.broken_span();
    let text = span.of(site.text());
    if prose::reads_as_prose(text) {
        let mut patch = site.fill(site.blank_statement());
        patch.beyond = span.end;
        patches.push(patch);
    }
}
