//! What is named at a place: a term of the glossary, or a name that only notes define.

use super::hover;
use crate::note::Note;
use crate::terms::{self, Word};
use crate::text::Span;
use crate::vault::Vault;

/// A name that stands somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Where.
    pub span: Span,
    /// What to look up: the name of the glossary's entry, or the words as they stand.
    pub name: String,
    /// True where the glossary has it.
    pub in_glossary: bool,
}

/// A name that notes define has at most this many words.
const MOST_WORDS: usize = 5;

/// The name at byte `offset` of `note`; of several, the longest.
pub fn at(vault: &Vault, note: &Note, offset: usize) -> Option<Name> {
    let term = hover::term(note, vault.glossary(), offset).map(|(span, term)| Name {
        span,
        name: term.name.clone(),
        in_glossary: true,
    });
    let own = defined(vault, note, offset);
    match (term, own) {
        (Some(term), Some(own)) if own.span.len() > term.span.len() => Some(own),
        (term, own) => term.or(own),
    }
}

/// The longest run of words around `offset`, on its line, that some note defines.
fn defined(vault: &Vault, note: &Note, offset: usize) -> Option<Name> {
    let line = note.lines.line(offset);
    let start = note.lines.start(line);
    let text = note.lines.text(&note.text, line);
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
                    in_glossary: false,
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
