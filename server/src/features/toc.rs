//! The table of contents of a note: made where there is none, brought up to date where there is one.

use crate::diagnostic::Edit;
use crate::note::anchors::{anchors, plain};
use crate::note::{HeadingKind, Note};
use crate::text::Span;
use crate::vault::links::encoded;

/// What a table of contents stands between.
const BEGIN: &str = "<!-- toc -->";
const END: &str = "<!-- /toc -->";

/// What can be done about the table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Toc {
    /// There is none: the edit puts one in.
    Insert(Edit),
    /// There is one: the edit makes it say what the headings say.
    Refresh(Edit),
}

/// The edit that makes the table of contents of `note` right; `None` where it is right, or where there is too little to
/// list. A new one comes under the title, else at the line of byte `offset`.
pub fn toc(note: &Note, offset: usize) -> Option<Toc> {
    let text = &*note.text;
    let is = |comment: &&Span, word: &str| comment.of(text).eq_ignore_ascii_case(word);
    let begin = note.comments.iter().find(|comment| is(comment, BEGIN));
    let end = note.comments.iter().find(|comment| is(comment, END));
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let table = |old: Span| {
        let entries = entries(note, old);
        let mut lines = vec![BEGIN.to_owned(), String::new()];
        lines.extend(entries);
        lines.extend([String::new(), END.to_owned()]);
        lines.join(newline)
    };
    if let (Some(begin), Some(end)) = (begin, end)
        && begin.end <= end.start
    {
        let old = Span::new(begin.start, end.end);
        let content = table(old);
        let edit = Edit { span: old, content };
        return (edit.span.of(text) != edit.content).then_some(Toc::Refresh(edit));
    }
    if entries(note, Span::default()).len() < 2 {
        return None;
    }
    let title = note.headings.first().filter(|heading| heading.level == 1);
    let line = match title {
        Some(title) => note.lines.line(title.span.end) + 1,
        None => note.lines.line(offset),
    };
    let at = note.lines.start(line);
    let content = format!("{newline}{}{newline}", table(Span::default()));
    Some(Toc::Insert(Edit {
        span: Span::at(at),
        content: if title.is_none() {
            format!("{content}{newline}")
        } else {
            content
        },
    }))
}

/// One line for each heading below the title, indented by its depth.
fn entries(note: &Note, table: Span) -> Vec<String> {
    let anchors = anchors(note);
    let named = note.headings.iter().zip(&anchors);
    let listed: Vec<_> = named
        .filter(|(heading, anchor)| {
            let is_title = heading.level == 1 && heading.span == note.headings[0].span;
            let is_item = heading.kind == HeadingKind::Item;
            !is_title && !is_item && !anchor.name.is_empty() && !table.overlaps(heading.span)
        })
        .collect();
    let top = listed
        .iter()
        .map(|(heading, _)| heading.level)
        .min()
        .unwrap_or(1);
    listed
        .iter()
        .map(|(heading, anchor)| {
            let indent = "  ".repeat(usize::from(heading.level - top));
            let title = plain(&heading.title).replace(['[', ']'], "");
            let title = title
                .replace('\\', "\\\\")
                .replace('<', "\\<")
                .replace('*', "\\*")
                .replace('`', "");
            format!("{indent}- [{title}](#{})", encoded(&anchor.name))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteOptions;

    fn after(text: &str) -> Option<String> {
        let note = Note::parse(text, &NoteOptions::default());
        let edit = match toc(&note, 0)? {
            Toc::Insert(edit) | Toc::Refresh(edit) => edit,
        };
        let mut after = text.to_owned();
        after.replace_range(edit.span.range(), &edit.content);
        Some(after)
    }

    #[test]
    fn a_table_is_put_in_and_brought_up_to_date() {
        let text = "# T\n\n## A & *b*\n\n### `c()`\n\n#GIL and locks\n\n## A & b\n";
        let once = after(text).unwrap();
        assert_eq!(
            once,
            "# T\n\n<!-- toc -->\n\n  - [A & b](#a--b)\n    - [c()](#c)\n- [GIL and locks](#gil-and-locks)\n  - [A & b](#a--b-1)\n\n<!-- /toc -->\n\n## A & *b*\n\n### `c()`\n\n#GIL and locks\n\n## A & b\n"
        );
        assert_eq!(after(&once), None, "it is right");
        let changed = once.replace("### `c()`", "### d");
        assert!(after(&changed).unwrap().contains("    - [d](#d)\n"));
    }

    #[test]
    fn too_little_is_not_listed() {
        for text in ["", "# T\n", "# T\n\n## One\n"] {
            assert_eq!(after(text), None, "{text}");
        }
    }
}
