//! What can be folded: sections, fences, items of several lines, front matter and long comments.

use crate::note::Note;
use crate::text::Span;

/// Lines that fold into the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fold {
    /// 1-based line that stays.
    pub first: usize,
    /// 1-based last line.
    pub last: usize,
    /// True for comments, which editors can fold all at once.
    pub is_comment: bool,
}

/// The folds of `note`, by their first line; one a line, the longest.
pub fn folds(note: &Note) -> Vec<Fold> {
    let sections = note
        .headings
        .iter()
        .map(|heading| Span::new(heading.span.start, heading.section_end));
    let fences = note.fences.iter().map(|fence| fence.span);
    let items = note.items.iter().map(|item| item.span);
    let blocks = sections.chain(fences).chain(items).chain(note.front_matter);
    let blocks = blocks.map(|span| (span, false));
    let comments = note.comments.iter().map(|span| (*span, true));
    let mut folds: Vec<Fold> = blocks
        .chain(comments)
        .filter_map(|(span, is_comment)| {
            let words = span.of(&note.text).trim_end();
            let fold = Fold {
                first: note.lines.line(span.start),
                last: note.lines.line(span.start + words.len().max(1) - 1),
                is_comment,
            };
            (fold.first < fold.last).then_some(fold)
        })
        .collect();
    folds.sort_by_key(|fold| (fold.first, std::cmp::Reverse(fold.last)));
    folds.dedup_by_key(|fold| fold.first);
    folds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteOptions;

    #[test]
    fn sections_of_every_dialect_fences_and_items_fold() {
        let text = "---\na: b\n---\n\n#what is it\n\n```python\nx = 1\n```\n\n- a\n  b\n\n#how it works\n\n<!-- c\nd -->\n\nlast\n\n\n";
        let note = Note::parse(text, &NoteOptions::default());
        let folds: Vec<_> = folds(&note)
            .iter()
            .map(|fold| (fold.first, fold.last, fold.is_comment))
            .collect();
        assert_eq!(
            folds,
            [
                (1, 3, false),
                (5, 12, false),
                (7, 9, false),
                (11, 12, false),
                (14, 19, false),
                (16, 17, true)
            ]
        );
    }

    #[test]
    fn what_stands_on_one_line_does_not_fold() {
        let note = Note::parse("- c\n- d\n\n# a\n# b\n", &NoteOptions::default());
        assert_eq!(folds(&note), []);
    }
}
