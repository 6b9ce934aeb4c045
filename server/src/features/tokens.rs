//! What an editor may paint: terms where a reader meets them, and the marks of questions.

use rustc_hash::FxHashSet;

use crate::note::{Note, QuestionStatus};
use crate::terms::{Glossary, TextKind};
use crate::text::Span;

/// A stretch of text with a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands; within one line.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A term of the glossary.
    Term,
    /// The mark of a question.
    Question(QuestionStatus),
}

/// The tokens of `note`, in order, none over another. A term counts where a section mentions it first, as an
/// encyclopedia links words, and an everyday word does not count: a note in which every other word is painted is harder
/// to read than one in which none is. Code has colours of its own.
pub fn tokens(note: &Note, glossary: &Glossary) -> Vec<Token> {
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    let mut headings = note.headings.iter().map(|heading| heading.span.start);
    let mut next = headings.next();
    for prose in &note.prose {
        while next.is_some_and(|start| start <= prose.start) {
            seen.clear();
            next = headings.next();
        }
        for term in glossary.matches(prose.of(&note.text), TextKind::Prose) {
            if !term.ambiguous && seen.insert(term.term) {
                found.push(Token {
                    span: term.span.shifted(prose.start),
                    kind: TokenKind::Term,
                });
            }
        }
    }
    found.extend(note.questions.iter().flat_map(|question| {
        let kind = TokenKind::Question(question.status);
        let markers = question.markers.iter();
        markers.map(move |&span| Token { span, kind })
    }));
    found.sort_by_key(|token| token.span.start);
    let mut end = 0;
    found.retain(|token| {
        let stays = token.span.start >= end && !token.span.is_empty();
        if stays {
            end = token.span.end;
        }
        stays
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteOptions;

    fn painted(text: &str) -> Vec<&str> {
        let note = Note::parse(text, &NoteOptions::default());
        let tokens = tokens(&note, Glossary::builtin());
        tokens.iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn a_term_is_painted_once_a_section() {
        let text = "# GIL\n\nThe GIL and the MRO; the MRO again.\n\n## More\n\nThe MRO.\n";
        assert_eq!(painted(text), ["GIL", "MRO", "MRO"]);
    }

    #[test]
    fn everyday_words_code_and_addresses_are_left_alone() {
        let text = "The key of a lock in a set.\n\n```python\nGIL = 1\n```\n\n`MRO` and [a link](GIL.md).\n";
        assert_eq!(painted(text), Vec::<&str>::new());
    }

    #[test]
    fn marks_of_questions_say_how_far_they_are_answered() {
        let text = "What is the GIL? ❓\n";
        let note = Note::parse(text, &NoteOptions::default());
        let kinds: Vec<TokenKind> = tokens(&note, Glossary::builtin())
            .iter()
            .map(|token| token.kind)
            .collect();
        let status = note.questions[0].status;
        assert_eq!(kinds, [TokenKind::Term, TokenKind::Question(status)]);
    }
}
