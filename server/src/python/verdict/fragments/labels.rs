//! `Yes:`, `No:`, `Good:`, `Before:` in front of code.

use crate::python::verdict::repair::{Patch, Site, replace};
use crate::python::verdict::words;
use crate::python::verdict::work::{indent_of, line_of};
use crate::text::Span;

/// `Yes:`, `No:`, `Good:`, `Before:` in front of code: the label goes, and what it labels is dedented.
pub fn label(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let text = site.text();
    let mut edits = Vec::new();
    let mut labels = 0;
    // The columns to take off the lines under the present label; `None` before the first one with code.
    let mut strip: Option<usize> = None;
    let mut pending = false;
    let mut start = 0;
    while start < text.len() {
        let line = line_of(text, start);
        let content = line.of(text);
        let next = (line.end + 1).min(text.len());
        let next = if text.as_bytes().get(line.end) == Some(&b'\r')
            && text.as_bytes().get(line.end + 1) == Some(&b'\n')
        {
            line.end + 2
        } else {
            next.max(line.end + 1)
        };
        if let Some(width) = label_width(content) {
            labels += 1;
            let rest = content.get(width..).unwrap_or("");
            let blanks = indent_of(rest).len();
            if rest.trim().is_empty() {
                edits.push(replace(Span::new(line.start, line.end), ""));
                pending = true;
                strip = None;
            } else {
                edits.push(replace(
                    Span::new(line.start, line.start + width + blanks),
                    "",
                ));
                strip = Some(width + blanks);
                pending = false;
            }
        } else if !content.trim().is_empty() {
            let indent = indent_of(content).len();
            if pending {
                strip = Some(indent);
                pending = false;
            }
            let off = strip.unwrap_or(0).min(indent);
            if off > 0 {
                edits.push(replace(Span::new(line.start, line.start + off), ""));
            }
        }
        start = next;
    }
    if labels > 0 {
        patches.push(site.fill(edits));
    }
}

/// The width of a label at the start of a line: one capitalized word and its colon, not a keyword with a big letter.
pub fn label_width(line: &str) -> Option<usize> {
    let word = line.find(|c: char| !c.is_alphabetic())?;
    let name = line.get(..word)?;
    let begins =
        name.starts_with(char::is_uppercase) && name.chars().skip(1).all(char::is_lowercase);
    let ends = line.get(word..)?.starts_with(':') && !line.get(word..)?.starts_with(":=");
    let after = line.get(word + 1..)?.chars().next();
    (begins
        && ends
        && word <= 24
        && words::meant(name).is_none()
        && after.is_none_or(char::is_whitespace))
    .then_some(word + 1)
}
