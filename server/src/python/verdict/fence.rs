//! The fence itself, as far as its body shows it: a marker glued to code, a marker inside, text that an unclosed fence
//! swallowed. The body is cut there, and only what stands before is code.

use super::prose;
use super::repair::Finding;
use crate::text::Span;

/// A break in a fence.
#[derive(Debug, Clone)]
pub struct Break {
    /// The code before it: this much of the body.
    pub code: Span,
    /// What is wrong.
    pub finding: Finding,
}

fn finding(span: Span, message: impl Into<String>) -> Finding {
    Finding {
        rule: "broken-fence",
        ..Finding::new(span, message)
    }
}

/// The places where a body may be broken, first one first. Asked only of a body that does not compile.
pub fn breaks(body: &str, unclosed: bool) -> Vec<Break> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut blank_before = true;
    for line in body.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_end_matches(['\n', '\r']);
        if let Some(found_break) = marker(body, content, start) {
            found.push(found_break);
        } else if unclosed && start > 0 && blank_before && is_text(content) {
            let words = content.trim();
            let from = start + content.len() - content.trim_start().len();
            found.push(Break {
                code: Span::new(0, start),
                finding: finding(
                    Span::new(from, from + words.len()),
                    "The fence above is never closed: this line and all that follows is shown as code",
                ),
            });
        }
        blank_before = content.trim().is_empty();
        if found.len() >= 3 {
            break;
        }
    }
    found
}

/// A heading, a list or a sentence, which an unclosed fence swallowed.
fn is_text(line: &str) -> bool {
    let words = line.trim();
    let hashes = words.len() - words.trim_start_matches('#').len();
    let heading = (2..=6).contains(&hashes)
        && words
            .get(hashes..)
            .is_some_and(|rest| rest.starts_with(' '));
    heading || words.starts_with("- ") || words.starts_with("* ") || prose::reads_as_prose(words)
}

/// A run of three backticks or tildes in a line of the body.
fn marker(body: &str, line: &str, start: usize) -> Option<Break> {
    for mark in ["```", "~~~"] {
        let Some(at) = line.rfind(mark) else {
            continue;
        };
        let run = line.get(..at + 3)?.trim_end_matches(mark.get(..1)?).len();
        let span = Span::new(start + run, start + at + 3);
        let before = line.get(..run)?;
        let after = line.get(at + 3..)?.trim();
        let visible = before.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        if visible.is_empty() {
            let hidden = before.chars().find(|&c| is_invisible(c));
            let message = match hidden {
                Some(c) => format!(
                    "An invisible character U+{:04X} stands before this marker, so it does not close the fence",
                    u32::from(c)
                ),
                None if after.is_empty() => {
                    "This marker does not close the fence: it is indented too far or too short"
                        .to_owned()
                }
                None => "This fence is opened inside another one that is not closed yet".to_owned(),
            };
            let code = if body.get(..start)?.trim().is_empty() {
                // Opened twice: the code is what follows.
                let from = start + line.len();
                let rest = body.get(from..)?;
                let end = rest.find(mark).map_or(body.len(), |end| from + end);
                Span::new(from, end)
            } else {
                Span::new(0, start)
            };
            return Some(Break {
                code,
                finding: finding(span, message),
            });
        }
        // Glued to the last line of code; two runs on a line are a code span in a sentence or a string.
        if after.is_empty() && before.matches(mark).count() == 0 {
            return Some(Break {
                code: Span::new(0, start + run),
                finding: finding(
                    span,
                    "The closing marker must stand on a line of its own; here it does not close the fence",
                ),
            });
        }
    }
    None
}

fn is_invisible(c: char) -> bool {
    super::mistakes::is_invisible(c)
}
