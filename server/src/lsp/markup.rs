//! Text for hovers, as Markdown or plain. Whatever comes from a note or from a person's own glossary is escaped: it can
//! show words and code, never HTML, images or links.

use std::fmt::Write;

use crate::features::define::{Entry, NotePassage};
use crate::features::links::preview::Preview;
use crate::features::passage::Passage;
use crate::features::related::Related;
use crate::note::{Question, QuestionStatus};

/// More places than this make a hover that nobody reads.
const MOST_PLACES: usize = 4;

/// Titles are cut behind this many characters.
const LONGEST_TITLE: usize = 80;

/// How a hover is written for a client.
pub(super) struct Style<'a> {
    /// As Markdown; else as plain text.
    pub markdown: bool,
    /// The address of a note, where it has one that can be opened.
    pub address: &'a dyn Fn(&Passage) -> Option<String>,
}

impl Style<'_> {
    /// A term, its meaning and where to read on, and beneath it what the notes say: of the term, or of those `near` it.
    pub(super) fn term(&self, entry: &Entry, near: &[(String, NotePassage)]) -> String {
        let mut out = self.bold(&entry.term);
        // Writing to a string cannot fail.
        if let Some(expansion) = &entry.expansion {
            _ = write!(out, " ({})", self.text(expansion));
        }
        if !entry.by_notes {
            _ = write!(out, "\n\n{}", self.text(&entry.definition));
        }
        if !entry.see.is_empty() {
            let see: Vec<String> = entry.see.iter().map(|name| self.text(name)).collect();
            _ = write!(out, "\n\nSee {}", see.join(", "));
        }
        if let Some((host, address)) = web_address(&entry.source) {
            _ = if self.markdown {
                write!(out, "\n\n[{}](<{address}>)", escaped(host))
            } else {
                write!(out, "\n\n{address}")
            };
        } else if !entry.source.trim().is_empty() {
            _ = write!(out, "\n\n{}", self.text(&entry.source));
        }
        let has_notes = !entry.notes.is_empty() || !near.is_empty();
        if has_notes && self.markdown && !entry.by_notes {
            out.push_str("\n\n---");
        }
        for note in entry.notes.iter().take(MOST_PLACES) {
            _ = write!(out, "\n\n{}", self.passage(note));
        }
        for (name, note) in near {
            _ = write!(out, "\n\nOn {}: {}", self.text(name), self.passage(note));
        }
        out
    }

    /// Where a note says something, and its first words.
    fn passage(&self, note: &NotePassage) -> String {
        let place = self.place(&note.passage);
        if note.excerpt.is_empty() {
            return place;
        }
        let end = if self.markdown { "  \n" } else { "\n" };
        format!("{place}{end}{}", self.text(&note.excerpt))
    }

    /// What a link leads to: where that is, and what is said there.
    pub(super) fn link(&self, preview: &Preview) -> String {
        let title = self.bold(&cut(&preview.title));
        let mut out = format!("{title} – {}:{}", self.text(&preview.note), preview.line);
        if !preview.excerpt.is_empty() {
            _ = write!(out, "\n\n{}", self.text(&preview.excerpt));
        }
        out
    }

    /// A question, how far it is answered, and where an answer may be.
    pub(super) fn question(&self, question: &Question, answers: &[Related]) -> String {
        let (words, status) = (&question.question, status(question.status));
        let mut out = format!(
            "{}: {}\n\n{status}",
            self.bold("Question"),
            self.text(words)
        );
        if !answers.is_empty() {
            out.push_str("\n\nLikely answers:\n");
        }
        for answer in answers.iter().take(MOST_PLACES) {
            _ = write!(out, "\n- {}", self.place(&answer.passage));
        }
        out
    }

    /// A place in the notes, by its title, its note and its line; with a link that opens it.
    fn place(&self, passage: &Passage) -> String {
        let title = self.text(&cut(&passage.title));
        let file = passage.path.file_name().unwrap_or_default();
        let file = self.text(&file.to_string_lossy());
        let line = passage.place.line();
        match (self.address)(passage).filter(|_| self.markdown) {
            Some(address) => {
                let address = in_brackets(&address);
                format!("[{title}](<{address}#L{line}>) – {file}:{line}")
            }
            None => format!("{title} – {file}:{line}"),
        }
    }

    fn bold(&self, text: &str) -> String {
        if self.markdown {
            format!("**{}**", escaped(text))
        } else {
            one_line(text)
        }
    }

    fn text(&self, text: &str) -> String {
        if self.markdown {
            escaped(text)
        } else {
            one_line(text)
        }
    }
}

/// The start of a title, with an ellipsis where it is long.
fn cut(title: &str) -> String {
    match title.char_indices().nth(LONGEST_TITLE) {
        Some((end, _)) => format!("{} …", title.get(..end).unwrap_or_default().trim_end()),
        None => title.to_owned(),
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
    let broken = |c: char| c.is_whitespace() || c.is_control();
    (!source.contains(broken)).then(|| (host, in_brackets(source)))
}

/// `address` as it may stand between the angle brackets of a link (CommonMark 0.31, "Links").
fn in_brackets(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
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
        let style = Style {
            markdown: true,
            address: &|_| None,
        };
        let with = |source: &str| {
            let entry = Entry {
                term: "X".to_owned(),
                definition: "x".to_owned(),
                source: source.to_owned(),
                ..Entry::default()
            };
            style.term(&entry, &[])
        };
        let link = with("https://docs.python.org/3/a_(b)");
        assert!(link.ends_with("[docs.python.org](<https://docs.python.org/3/a_(b)>)"));
        for source in ["command:x", "javascript:x", "https://a b", "https://x](y)/"] {
            assert!(!with(source).contains("](<"), "{source}");
        }
        assert!(with("https://x/>)<b>").contains("(<https://x/%3E)%3Cb%3E>)"));
    }
}
