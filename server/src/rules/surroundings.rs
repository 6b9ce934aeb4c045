//! Whether the words around a fence announce an error in it, or show the exception that it raises: the heading, the line
//! before, what follows.

use crate::note::{Fence, Note};
use crate::python::verdict::announce;
use crate::text::Span;

/// How many fences after a snippet may show the error that it makes.
const FENCES_AFTER: usize = 3;

/// True where the heading over the fence `index` of `note` or the line before it calls the code wrong, or the text and
/// output that follow in the same section name a syntax error.
pub fn announce_error(note: &Note, index: usize) -> bool {
    call_wrong(note, index)
        || note
            .fences
            .get(index)
            .is_some_and(|fence| followed_by_error(note, index, fence))
}

/// True where the heading over the fence `index` of `note` or the line before it calls the code wrong.
pub fn call_wrong(note: &Note, index: usize) -> bool {
    let heading = note
        .fences
        .get(index)
        .and_then(|fence| note.heading_at(fence.span.start));
    heading.is_some_and(|heading| announce::in_prose(&heading.title))
        || line_before(note, index).is_some_and(announce::in_prose)
}

/// The last line with words, or with a mark that says wrong, before the fence `index` of `note`, back to the fence or heading before it.
pub fn line_before(note: &Note, index: usize) -> Option<&str> {
    let fence = note.fences.get(index)?;
    let heading = note.heading_at(fence.span.start);
    let section = heading.map_or(0, |heading| heading.span.end);
    let earlier = index
        .checked_sub(1)
        .and_then(|before| note.fences.get(before));
    let from = section
        .max(earlier.map_or(0, |before| before.span.end))
        .min(fence.span.start);
    Span::new(from, fence.span.start)
        .of(&note.text)
        .lines()
        .rev()
        .map(str::trim)
        .find(|line| line.chars().any(char::is_alphanumeric) || announce::in_prose(line))
}

/// True where the line before the fence `index`, or the output or the paragraph right behind it, names an exception
/// that a wrong name raises.
pub fn show_exception(note: &Note, index: usize) -> bool {
    const EXCEPTIONS: [&str; 6] = [
        "NameError",
        "AttributeError",
        "ImportError",
        "ModuleNotFoundError",
        "TypeError",
        "UnboundLocalError",
    ];
    let names = |text: &str| EXCEPTIONS.iter().any(|name| text.contains(name));
    let Some(fence) = note.fences.get(index) else {
        return false;
    };
    let before = note.text.get(..fence.span.start).unwrap_or("");
    let said = before.lines().rev().find(|line| !line.trim().is_empty());
    if said.is_some_and(|line| !line.trim_start().starts_with(['`', '~']) && names(line)) {
        return true;
    }
    let next = note.fences.get(index + 1);
    let end = next.map_or(note.text.len(), |next| next.span.start);
    let after = Span::new(fence.span.end, end).of(&note.text);
    let paragraph = after.trim_start().split("\n\n").next().unwrap_or("");
    let is_near = after.lines().filter(|line| !line.trim().is_empty()).count() <= 1;
    let shows = |text: &str| names(text) || text.contains("Traceback (most recent call last)");
    shows(paragraph) || (is_near && next.is_some_and(|next| shows(next.body.text())))
}

/// True where the heading over the fence `index`, the line before it or the one right behind it speaks of `name` as of something that
/// is not there: "`cgi` was removed in 3.13", "lists have no push".
pub fn deny(note: &Note, index: usize, name: &str) -> bool {
    let Some(fence) = note.fences.get(index) else {
        return false;
    };
    let end = note
        .fences
        .get(index + 1)
        .map_or(note.text.len(), |next| next.span.start);
    let after = Span::new(fence.span.end, end).of(&note.text);
    let behind = after.lines().map(str::trim).find(|line| !line.is_empty());
    let heading = note
        .heading_at(fence.span.start)
        .map(|heading| heading.title.as_ref());
    let said = [line_before(note, index), behind, heading];
    said.into_iter()
        .flatten()
        .any(|line: &str| announce::denies(line) && has_word(line, name))
}

/// True where `name`, or the package that a dotted one begins with, stands in `line` as a word.
fn has_word(line: &str, name: &str) -> bool {
    let name = name.split('.').next().unwrap_or(name);
    !name.is_empty()
        && line
            .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
            .any(|word| word.trim_matches('.') == name || word.ends_with(&format!(".{name}")))
}

fn followed_by_error(note: &Note, index: usize, fence: &Fence) -> bool {
    let end = note
        .heading_at(fence.span.start)
        .map_or(note.text.len(), |heading| heading.section_end);
    let mut at = fence.span.end;
    for after in note.fences.iter().skip(index + 1).take(FENCES_AFTER) {
        if after.span.start >= end {
            break;
        }
        let between = Span::new(at, after.span.start).of(&note.text);
        if announce::names_syntax_error(between) || announce::names_syntax_error(after.body.text())
        {
            return true;
        }
        at = after.span.end;
    }
    // A paragraph ends where a fence begins (CommonMark 4.5), so no text is looked through for more than a few of them.
    let next = note.fences.get(index + 1 + FENCES_AFTER);
    let end = next.map_or(end, |next| next.span.start.min(end));
    let rest = Span::new(at.min(end), end).of(&note.text);
    let paragraph = rest.trim_start().split("\n\n").next().unwrap_or("");
    announce::names_syntax_error(paragraph)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteOptions;

    fn announced(text: &str) -> bool {
        announce_error(&Note::parse(text, &NoteOptions::default()), 0)
    }

    #[test]
    fn heading_line_before_and_traceback_announce() {
        let code = "```python\nx = = 3\n```\n";
        assert!(announced(&format!("## Wrong\n\n{code}")));
        assert!(announced(&format!("This does not work:\n\n{code}")));
        assert!(announced(&format!("❌\n\n{code}")));
        assert!(announced(&format!(
            "{code}\nOutput:\n\n```\nSyntaxError: invalid syntax\n```\n"
        )));
        assert!(announced(&format!("{code}\nThis is a `SyntaxError`.\n")));
    }

    #[test]
    fn an_exception_that_is_shown_is_seen() {
        let shown = |text: &str| show_exception(&Note::parse(text, &NoteOptions::default()), 0);
        let code = "```python\nimport colections\n```\n";
        assert!(shown(&format!(
            "{code}\n```\nModuleNotFoundError: No module\n```\n"
        )));
        assert!(shown(&format!("This raises an `ImportError`:\n\n{code}")));
        let traceback = "Traceback (most recent call last):\nValueError: x";
        assert!(shown(&format!("{code}\n```\n{traceback}\n```\n")));
        assert!(!shown(&format!(
            "{code}\nAnd so on.\n\nLater:\n\n```\nTypeError: x\n```\n"
        )));
    }

    #[test]
    fn a_sentence_may_say_that_a_name_is_not_there() {
        let denied = |text: &str| deny(&Note::parse(text, &NoteOptions::default()), 0, "cgi");
        let code = "```python\nimport cgi\n```\n";
        assert!(denied(&format!("{code}\n`cgi` was removed in 3.13.\n")));
        assert!(denied(&format!("There is no `cgi` any more:\n\n{code}")));
        assert!(!denied(&format!("The old way was removed:\n\n{code}")));
        assert!(!denied(&format!("With `cgi`:\n\n{code}")));
    }

    #[test]
    fn other_sections_do_not() {
        let code = "```python\nx = = 3\n```\n";
        assert!(!announced(&format!(
            "## Errors\n\nHandle them early.\n\n{code}"
        )));
        assert!(!announced(&format!("Wrong:\n\n## Next\n\n{code}")));
        assert!(!announced(&format!(
            "{code}\n## Next\n\nThis is a `SyntaxError`.\n"
        )));
    }
}
