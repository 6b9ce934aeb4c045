//! What stands under the cursor: a term of the glossary, or the mark of a question.

use crate::note::{Note, Question};
use crate::terms::{Glossary, Term, TextKind};
use crate::text::Span;

/// Terms are looked for this many bytes before and after the cursor: longer than any name, short enough for a note
/// that is one long line.
const AROUND: usize = 400;

/// What is to be said of a place.
#[derive(Debug, Clone, Copy)]
pub enum Hover<'a> {
    /// A term stands there.
    Term(Span, &'a Term),
    /// It is marked as an open question.
    Question(Span, &'a Question),
}

/// What is to be said of byte `offset` of `note`. An everyday word that is also a term counts, too: whoever points at
/// it asks for it.
pub fn hover<'a>(note: &'a Note, glossary: &'a Glossary, offset: usize) -> Option<Hover<'a>> {
    let question = note.questions.iter().find_map(|question| {
        let marker = question.markers.iter().find(|span| span.touches(offset))?;
        Some(Hover::Question(*marker, question))
    });
    question.or_else(|| {
        let (span, term) = term(note, glossary, offset)?;
        Some(Hover::Term(span, term))
    })
}

/// The term at byte `offset` of `note`, read as what stands there: code in fences and code spans, else prose.
pub fn term<'a>(note: &Note, glossary: &'a Glossary, offset: usize) -> Option<(Span, &'a Term)> {
    if is_address(note, offset) {
        return None;
    }
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
    let text = &note.text;
    let start = within.start.max(offset.saturating_sub(AROUND));
    let end = within.end.min(offset + AROUND);
    let window = Span::new(
        text.ceil_char_boundary(start),
        text.floor_char_boundary(end),
    );
    let found = glossary.at(window.of(text), offset.checked_sub(window.start)?, kind)?;
    let term = glossary.terms().get(found.term)?;
    Some((found.span.shifted(window.start), term))
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
