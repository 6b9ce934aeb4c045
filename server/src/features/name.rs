//! What is named at a place: a term of the glossary, or a name that only notes define.

use super::code::CodeAt;
use crate::note::Note;
use crate::terms::{self, Glossary, Term, TextKind, Word};
use crate::text::Span;
use crate::vault::Vault;

/// A name that stands somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name<'a> {
    /// Where.
    pub span: Span,
    /// What to look up: the name of the glossary's entry, or the words as they stand.
    pub name: String,
    /// What the glossary says of it; `None` for a name of the notes.
    pub term: Option<&'a Term>,
}

/// Names are looked for this many bytes before and after the cursor: longer than any name, short enough for a note
/// that is one long line.
const AROUND: usize = 400;

/// A name that notes define has at most this many words.
const MOST_WORDS: usize = 5;

/// The name at byte `offset` of `note`, whose glossary is `glossary`; of several, the longest.
pub fn at<'a>(
    vault: &Vault,
    glossary: &'a Glossary,
    note: &Note,
    offset: usize,
) -> Option<Name<'a>> {
    if is_address(note, offset) {
        return None;
    }
    let term = term(note, glossary, offset).map(|(span, term)| Name {
        span,
        name: term.name.clone(),
        term: Some(term),
    });
    let own = defined(vault, note, offset);
    let as_it_stands = match (term, own) {
        (Some(term), Some(own)) if own.span.len() > term.span.len() => Some(own),
        (term, own) => term.or(own),
    };
    as_it_stands.or_else(|| imported(vault, glossary, note, offset))
}

/// The name of code at `offset` by what it was imported as: `heapq.nlargest` for `hq.nlargest` in a fence that says
/// `import heapq as hq`.
fn imported<'a>(
    vault: &Vault,
    glossary: &'a Glossary,
    note: &Note,
    offset: usize,
) -> Option<Name<'a>> {
    let found = CodeAt::new(note, note.fence_at(offset)?, offset)?.name()?;
    if found.name == found.span.of(&note.text) {
        return None;
    }
    let term = glossary.at(&found.name, found.name.len(), TextKind::Code);
    let term = term.and_then(|found| glossary.terms().get(found.term));
    let is_known = term.is_some() || vault.defines(&found.name);
    is_known.then(|| Name {
        span: found.span,
        name: term.map_or(found.name, |term| term.name.clone()),
        term,
    })
}

/// The longest run of words around `offset`, on its line, that some note defines.
fn defined(vault: &Vault, note: &Note, offset: usize) -> Option<Name<'static>> {
    let window = around(note, offset, note.lines.span(note.lines.line(offset)));
    let start = window.start;
    let text = window.of(&note.text);
    let words = terms::words(text);
    let here = offset.checked_sub(start)?;
    let at = words.iter().position(|word| word.span.touches(here))?;
    for count in (1..=MOST_WORDS).rev() {
        for first in (at + 1).saturating_sub(count)..=at {
            let Some(run) = words.get(first..first + count) else {
                continue;
            };
            let Some(span) = name_span(text, run) else {
                continue;
            };
            if vault.defines(span.of(text)) {
                return Some(Name {
                    span: span.shifted(start),
                    name: span.of(text).to_owned(),
                    term: None,
                });
            }
        }
    }
    None
}

/// From the first word to the last, where nothing but blanks, hyphens and the like stands between them.
fn name_span(text: &str, run: &[Word]) -> Option<Span> {
    let span = Span::new(run.first()?.span.start, run.last()?.span.end);
    let joined = run.windows(2).all(|pair| match pair {
        [a, b] => {
            let gap = Span::new(a.span.end, b.span.start).of(text);
            matches!(gap, " " | "-" | "/" | "'" | "\u{2019}" | " + " | ".")
        }
        _ => true,
    });
    joined.then_some(span)
}

/// The term at byte `offset` of `note`, read as what stands there: code in fences and code spans, else prose.
fn term<'a>(note: &Note, glossary: &'a Glossary, offset: usize) -> Option<(Span, &'a Term)> {
    if let Some(fence) = note.fence_at(offset) {
        let line = line(note, offset);
        let in_code = find(note, glossary, offset, line, TextKind::Code);
        // Comments, diagrams and output are prose that happens to stand in a fence.
        let before = Span::new(line.start, offset).of(&note.text);
        let prose = fence.info.is_empty() || before.contains('#');
        return in_code
            .or_else(|| prose.then(|| find(note, glossary, offset, line, TextKind::Prose))?);
    }
    let after = note
        .inline_code
        .partition_point(|code| code.span.start <= offset);
    let code = after.checked_sub(1).and_then(|at| note.inline_code.get(at));
    if let Some(code) = code.filter(|code| code.span.contains(offset)) {
        return find(note, glossary, offset, code.content, TextKind::Code)
            .or_else(|| find(note, glossary, offset, code.content, TextKind::Prose));
    }
    // A name may go on over a line end.
    let line = note.lines.line(offset);
    let lines = Span::new(
        note.lines.start(line.saturating_sub(1)),
        note.lines.start(line + 2),
    );
    find(note, glossary, offset, lines, TextKind::Prose)
}

/// The term at `offset` that stands within `within`.
fn find<'a>(
    note: &Note,
    glossary: &'a Glossary,
    offset: usize,
    within: Span,
    kind: TextKind,
) -> Option<(Span, &'a Term)> {
    let window = around(note, offset, within);
    let found = glossary.at(
        window.of(&note.text),
        offset.checked_sub(window.start)?,
        kind,
    )?;
    let term = glossary.terms().get(found.term)?;
    Some((found.span.shifted(window.start), term))
}

/// The part of `within` that is near `offset`.
fn around(note: &Note, offset: usize, within: Span) -> Span {
    let start = within.start.max(offset.saturating_sub(AROUND));
    let end = within.end.min(offset + AROUND);
    Span::new(
        note.text.ceil_char_boundary(start),
        note.text.floor_char_boundary(end),
    )
}

/// The words of an address are no words.
fn is_address(note: &Note, offset: usize) -> bool {
    note.links.iter().any(|link| {
        link.target.contains(offset) && !link.text.touches(offset) && {
            let target = link.target.of(&note.text);
            target.contains("://") || target.contains('/')
        }
    })
}

fn line(note: &Note, offset: usize) -> Span {
    note.lines.span(note.lines.line(offset))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteOptions;

    /// The name of the term under `|`, and the words that stand for it.
    fn at(marked: &str) -> Option<(String, String)> {
        let offset = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let note = Note::parse(text.as_str(), &NoteOptions::default());
        let (span, term) = term(&note, Glossary::builtin(), offset)?;
        Some((term.name.clone(), span.of(&text).to_owned()))
    }

    fn name(marked: &str) -> Option<String> {
        at(marked).map(|(name, _)| name)
    }

    #[test]
    fn terms_stand_in_prose_headings_and_code() {
        assert_eq!(name("### LE|GB Rule\n").as_deref(), Some("LEGB"));
        assert_eq!(
            at("\tInheritance: MR|O (Method Resolution Order)\n"),
            Some(("MRO".to_owned(), "MRO".to_owned()))
        );
        assert_eq!(
            at("the **global\ninterp|reter lock** again\n").map(|(_, words)| words),
            Some("global\ninterpreter lock".to_owned())
        );
        assert!(name("```python\nimport func|tools\n# LRU\n```\n").is_none_or(|n| n != "LRU"));
        assert_eq!(
            name("```python\nx = 1  # the GI|L\n```\n").as_deref(),
            Some("GIL")
        );
        assert!(name("use `@lru_ca|che` here\n").is_some());
        assert_eq!(name("no such|word\n"), None);
    }

    #[test]
    fn a_note_of_one_long_line_is_no_burden() {
        let long = format!("{}é GIL| é{}", "x é".repeat(50_000), "é y".repeat(50_000));
        assert_eq!(name(&long).as_deref(), Some("GIL"));
    }
}
