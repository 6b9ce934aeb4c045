//! Text for hovers, as Markdown or plain. Whatever comes from a note or from a person's own glossary is escaped: it can
//! show words and code, never HTML, images or links.

use std::fmt::Write;

use crate::note::{Question, QuestionStatus};
use crate::terms::Term;

/// A term, its meaning and where to read on.
pub(super) fn term(term: &Term, markdown: bool) -> String {
    let text = |text: &str| {
        if markdown {
            escaped(text)
        } else {
            one_line(text)
        }
    };
    let mut out = if markdown {
        format!("**{}**", text(&term.name))
    } else {
        text(&term.name)
    };
    // Writing to a string cannot fail.
    if let Some(expansion) = &term.expansion {
        _ = write!(out, " ({})", text(expansion));
    }
    _ = write!(out, "\n\n{}", text(&term.definition));
    if !term.see.is_empty() {
        let see: Vec<String> = term.see.iter().map(|name| text(name)).collect();
        _ = write!(out, "\n\nSee {}", see.join(", "));
    }
    if let Some((host, address)) = web_address(&term.source) {
        _ = if markdown {
            write!(out, "\n\n[{}](<{address}>)", escaped(host))
        } else {
            write!(out, "\n\n{address}")
        };
    } else if !term.source.trim().is_empty() {
        _ = write!(out, "\n\n{}", text(&term.source));
    }
    out
}

/// A question and how far it is answered.
pub(super) fn question(question: &Question, markdown: bool) -> String {
    let (words, status) = (&question.question, status(question.status));
    if markdown {
        format!("**Question**: {}\n\n{status}", escaped(words))
    } else {
        format!("Question: {}\n\n{status}", one_line(words))
    }
}

fn status(status: QuestionStatus) -> &'static str {
    match status {
        QuestionStatus::Unanswered => "Not answered yet.",
        QuestionStatus::Unsure => "There is an answer, still marked as unsure.",
        QuestionStatus::Answered => "Answered.",
    }
}

/// `text` on one line, without control characters.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// `text` as Markdown that shows just this text, on one line; what stands between backticks stays code.
fn escaped(text: &str) -> String {
    let line = one_line(text);
    let parts: Vec<&str> = line.split('`').collect();
    let mut out = String::with_capacity(line.len() + 16);
    // With an even number of backticks every second part is code; an odd one out is a backtick.
    let pairs = parts.len() % 2 == 1;
    for (index, part) in parts.iter().enumerate() {
        if !pairs && index > 0 {
            out.push_str("\\`");
        }
        if pairs && index % 2 == 1 && !part.trim().is_empty() {
            out.push('`');
            out.push_str(part);
            out.push('`');
        } else {
            escape_into(part, &mut out);
        }
    }
    out
}

/// Puts a backslash before what means something to Markdown (CommonMark 0.31, "Backslash escapes").
fn escape_into(text: &str, out: &mut String) {
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let active = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '~' | '|' => true,
            // Within a word it is no emphasis.
            '_' => !before.is_alphanumeric() || !next.is_alphanumeric(),
            '&' => next == '#' || next.is_alphabetic(),
            '$' => matches!(next, '(' | '$'),
            // These begin a heading, a list or a rule, but only where a paragraph begins.
            '#' | '+' | '-' | '=' => out.is_empty(),
            _ => false,
        };
        if active {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
}

/// Host and address of a source on the web; `None` for anything else, such as a `command:` link.
fn web_address(source: &str) -> Option<(&str, String)> {
    let source = source.trim();
    let rest = source
        .strip_prefix("https://")
        .or_else(|| source.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?;
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
    if host.is_empty() || !host.chars().all(is_host) {
        return None;
    }
    let mut address = String::with_capacity(source.len());
    for c in source.chars() {
        match c {
            '<' => address.push_str("%3C"),
            '>' => address.push_str("%3E"),
            '\\' => address.push_str("%5C"),
            c if c.is_whitespace() || c.is_control() => return None,
            c => address.push(c),
        }
    }
    Some((host, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        for (text, markdown) in [
            ("a `b*c` *d*", "a `b*c` \\*d\\*"),
            ("odd ` tick", "odd \\` tick"),
            ("snake_case _x_", "snake_case \\_x\\_"),
            ("<img src=x>", "\\<img src=x\\>"),
            ("![a](command:x)", "!\\[a\\](command:x)"),
            ("&lt; & b", "\\&lt; & b"),
            ("# a\n# b", "\\# a # b"),
            ("$(gear)", "\\$(gear)"),
            ("a\u{0}b\u{1b}c", "a b c"),
        ] {
            assert_eq!(escaped(text), markdown, "{text}");
        }
    }

    #[test]
    fn only_web_addresses_become_links() {
        let with = |source: &str| {
            let mut one = Term {
                name: "X".to_owned(),
                definition: "x".to_owned(),
                ..Term::default()
            };
            source.clone_into(&mut one.source);
            term(&one, true)
        };
        let link = with("https://docs.python.org/3/a_(b)");
        assert!(link.ends_with("[docs.python.org](<https://docs.python.org/3/a_(b)>)"));
        for source in ["command:x", "javascript:x", "https://a b", "https://x](y)/"] {
            assert!(!with(source).contains("](<"), "{source}");
        }
        assert!(with("https://x/>)<b>").contains("(<https://x/%3E)%3Cb%3E>)"));
    }
}
