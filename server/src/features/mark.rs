//! Marking a place as a question, and as answered.

use crate::diagnostic::Edit;
use crate::note::{Note, Question, QuestionStatus};
use crate::text::Span;

/// The edits that take the marks of the question at byte `offset` away, each with the blank that parted it from the
/// words; `None` where no marked question stands there.
pub fn as_answered(note: &Note, offset: usize) -> Option<Vec<Edit>> {
    let question = open_question(note, offset)?;
    let edits: Vec<Edit> = question
        .markers
        .iter()
        .map(|marker| Edit {
            span: with_blank(note, *marker),
            content: String::new(),
        })
        .collect();
    (!edits.is_empty()).then_some(edits)
}

/// The question at byte `offset` of `note` that is not answered for certain.
pub fn open_question(note: &Note, offset: usize) -> Option<&Question> {
    let line = note.lines.line(offset);
    let open = note.questions.iter();
    open.filter(|question| question.status != QuestionStatus::Answered)
        // The innermost one: it begins last.
        .rfind(|question| {
            let on_line = |span: &Span| note.lines.line(span.start) == line;
            question.markers.iter().any(on_line) || question.span.touches(offset)
        })
}

/// The edit that marks the heading, item or paragraph at byte `offset` as a question; `None` where there is none, it is
/// code, or it is marked already.
pub fn as_question(note: &Note, offset: usize, marker: &str) -> Option<Edit> {
    if note.fence_at(offset).is_some()
        || note.front_matter.is_some_and(|span| span.contains(offset))
    {
        return None;
    }
    let line = note.lines.span(note.lines.line(offset));
    let text = note.lines.text(&note.text, note.lines.line(offset));
    if text.contains(marker) || text.trim().is_empty() {
        return None;
    }
    let heading = note
        .headings
        .iter()
        .find(|heading| line.contains(heading.title_span.start))
        .map(|heading| heading.title_span.start);
    let item = note
        .items
        .iter()
        .find(|item| line.contains(item.content.start))
        .map(|item| item.content.start);
    let paragraph = || {
        let at = note.prose.partition_point(|prose| prose.start < line.start);
        let prose = note.prose.get(at)?;
        line.contains(prose.start).then_some(prose.start)
    };
    let at = heading.or(item).or_else(paragraph)?;
    Some(Edit {
        span: Span::at(at),
        content: format!("{marker} "),
    })
}

/// The mark with the blank behind it, or where nothing follows on its line, with the blanks before it; a mark that
/// stands alone goes with its whole line.
fn with_blank(note: &Note, marker: Span) -> Span {
    let line = note.lines.line(marker.start);
    let start = note.lines.start(line);
    let text = note.lines.text(&note.text, line);
    let end = start + text.len();
    let before = Span::new(start, marker.start).of(&note.text);
    let after = Span::new(marker.end, end).of(&note.text);
    if after.trim().is_empty() {
        if before.trim().is_empty() {
            return note.lines.span(line);
        }
        return Span::new(start + before.trim_end().len(), end);
    }
    let blank = after.chars().next().filter(|c| matches!(c, ' ' | '\t'));
    Span::new(marker.start, marker.end + blank.map_or(0, char::len_utf8))
}
