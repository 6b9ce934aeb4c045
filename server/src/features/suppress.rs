//! Edits that silence a finding: on its line, or in its whole note.

use crate::diagnostic::{Diagnostic, Edit};
use crate::note::{Fence, Note};
use crate::python::language;
use crate::text::Span;

/// The edit that silences `finding` where it stands; `None` where no comment can stand near it.
pub fn on_line(note: &Note, finding: &Diagnostic) -> Option<Edit> {
    let rule = finding.rule.as_str();
    let at = finding.span.start;
    if let Some(fence) = note.fence_at(at) {
        let in_body = fence.body.offset_of(at).is_some();
        return if in_body && is_python(note, fence) {
            behind_code(note, at, rule)
        } else {
            // A comment cannot stand inside: it goes above, and then counts for the whole fence.
            Some(above(note, fence.span.start, rule))
        };
    }
    let line = note.lines.line(at);
    let before = (line > 1).then(|| note.lines.text(&note.text, line - 1));
    let here = note.lines.text(&note.text, line);
    match before {
        // Between the lines of a table nothing may stand.
        Some(before) if here.trim_start().starts_with('|') && !before.trim().is_empty() => None,
        // A line of its own would part the paragraph in two.
        Some(before) if is_within_paragraph(note, before, here, line) => Some(Edit {
            span: Span::at(note.lines.start(line - 1) + before.trim_end().len()),
            content: format!(" <!-- notelint-disable-next-line {rule} -->"),
        }),
        _ => Some(above(note, at, rule)),
    }
}

/// The edit that silences the rule of `finding` in all of `note`.
pub fn in_note(note: &Note, finding: &Diagnostic) -> Edit {
    let rule = finding.rule.as_str();
    let open = "<!-- notelint-disable-file ";
    let existing = note.comments.iter().find(|span| {
        let comment = span.of(&note.text);
        // One without names silences everything already, so that there is no finding.
        comment.starts_with(open) && comment.ends_with("-->") && !comment.contains('\n')
    });
    if let Some(comment) = existing {
        let inside = comment.of(&note.text).trim_end_matches("-->").trim_end();
        return Edit {
            span: Span::at(comment.start + inside.len()),
            content: format!(" {rule}"),
        };
    }
    let start = note.front_matter.map_or(0, |span| {
        note.lines
            .start(note.lines.line(span.end.saturating_sub(1)) + 1)
    });
    let end = line_end(note);
    Edit {
        span: Span::at(start),
        content: format!("{open}{rule} -->{end}{end}"),
    }
}

fn is_python(note: &Note, fence: &Fence) -> bool {
    language::is_python(&language::language(fence.info(&note.text)))
}

/// A comment behind the code of a line, or one more name in the comment that stands there.
fn behind_code(note: &Note, at: usize, rule: &str) -> Option<Edit> {
    let line = note.lines.line(at);
    let text = note.lines.text(&note.text, line);
    let start = note.lines.start(line);
    if let Some((before, list)) = text.split_once("# notelint: ignore[") {
        let end = list.find(']')?;
        let at = start + before.len() + "# notelint: ignore[".len() + end;
        return Some(Edit {
            span: Span::at(at),
            content: format!(", {rule}"),
        });
    }
    let code = text.trim_end();
    // Behind a line that goes on, a comment is a mistake.
    (!code.ends_with('\\')).then(|| Edit {
        span: Span::at(start + code.len()),
        content: format!("  # notelint: ignore[{rule}]"),
    })
}

/// A comment on a line of its own above the line of `at`, behind the same quote marks and indent.
fn above(note: &Note, at: usize, rule: &str) -> Edit {
    let line = note.lines.line(at);
    let text = note.lines.text(&note.text, line);
    let prefix: String = text
        .chars()
        .take_while(|c| matches!(c, ' ' | '\t' | '>'))
        .collect();
    Edit {
        span: Span::at(note.lines.start(line)),
        content: format!(
            "{prefix}<!-- notelint-disable-next-line {rule} -->{}",
            line_end(note)
        ),
    }
}

/// Whether the line goes on with a paragraph that began above it.
fn is_within_paragraph(note: &Note, before: &str, here: &str, line: usize) -> bool {
    let content = |line: &str| line.trim_start_matches([' ', '\t', '>']).to_owned();
    let (before, here) = (content(before), content(here));
    let starts_block = |line: &str| {
        line.is_empty()
            || line.starts_with(['#', '`', '~', '|', '<', '=', '-', '*', '+'])
            || line.starts_with(|c: char| c.is_ascii_digit())
    };
    let above = note.lines.start(line - 1);
    let heads = |start: usize| {
        note.headings.iter().any(|heading| {
            note.lines
                .span(note.lines.line(start))
                .contains(heading.span.start)
        })
    };
    !starts_block(&here)
        && !before.is_empty()
        && !before.starts_with(['#', '`', '~', '|', '<', '='])
        && !heads(above)
        && !heads(note.lines.start(line))
        && note.fence_at(above).is_none()
}

/// The line end that the note uses.
fn line_end(note: &Note) -> &'static str {
    if note.text.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}
