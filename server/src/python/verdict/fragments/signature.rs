//! A function or class shown by its signature alone.

use super::excerpts::wants_block;
use crate::python::verdict::repair::{Patch, Site, insert, replace};
use crate::python::verdict::tokens::Kind;
use crate::python::verdict::words;
use crate::text::Span;

/// `str.split(sep=None, maxsplit=-1) -> list[str]`, `class logging.Filter()`, `def f(x: int) -> str` without a colon.
pub fn signature(site: &Site<'_>, patches: &mut Vec<Patch>) {
    // A header whose body is missing is another matter.
    if wants_block(site) {
        return;
    }
    let code: Vec<usize> = site.code().collect();
    let Some(open) = code.iter().position(|&index| site.word(index) == "(") else {
        return;
    };
    let Some(opener) = code.get(open).and_then(|&index| site.get(index)) else {
        return;
    };
    let names = code.get(..open).unwrap_or(&[]);
    let dotted = names
        .iter()
        .all(|&index| site.kind(index) == Some(Kind::Name) || site.word(index) == ".");
    let defines = matches!(
        site.first_word(),
        "def" | "class" | "async" | "classmethod" | "staticmethod" | "property"
    );
    let adjoining = names.windows(2).filter(|pair| {
        pair.iter()
            .all(|&index| site.kind(index) == Some(Kind::Name))
    });
    if names.is_empty()
        || !dotted
        || adjoining.count() > usize::from(defines) + usize::from(site.first_word() == "async")
    {
        return;
    }
    if !defines
        && names
            .iter()
            .any(|&index| words::is_keyword(site.word(index)))
    {
        return;
    }
    let Some(close) = code.iter().position(|&index| {
        site.get(index).is_some_and(|token| {
            token.depth == opener.depth
                && site.word(index) == ")"
                && token.span.start > opener.span.start
        })
    }) else {
        return;
    };
    let Some(closer) = code.get(close).and_then(|&index| site.get(index)) else {
        return;
    };
    let tail = code.get(close + 1..).unwrap_or(&[]);
    let returns = tail
        .first()
        .is_none_or(|&index| matches!(site.word(index), "->" | ":"));
    let only_colon = matches!(tail, [colon] if site.word(*colon) == ":");
    // With a block, or as a call that is the error of something else, it is no signature.
    if !returns
        || site.has_block()
        || (only_colon && !matches!(site.first_word(), "def" | "async" | "class"))
    {
        return;
    }
    let span = site.statement_span();
    let ends_with_colon = tail.last().is_some_and(|&index| site.word(index) == ":");
    let mut edits = vec![replace(Span::new(span.start, opener.span.start), "def _")];
    if tail.is_empty() {
        edits.push(insert(closer.span.end, ": pass"));
    } else {
        edits.push(insert(
            span.end,
            if ends_with_colon { " pass" } else { ": pass" },
        ));
    }
    let mut patch = site.fill(edits);
    patch.beyond = span.end;
    patches.push(patch);
}
