//! A stretch of a note that a feature points to.

use std::borrow::Cow;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::text::Place;
use crate::vault::{Digest, Unit};

/// A section, an item or a line of some note.
#[derive(Debug, Clone, PartialEq)]
pub struct Passage {
    /// The note.
    pub path: Arc<Path>,
    /// What to select: its title, or where it begins.
    pub place: Place,
    /// Its last line, 1-based, inclusive.
    pub end_line: usize,
    /// What it is called. Text of the note: not to be trusted, nor escaped yet.
    pub title: String,
}

impl Passage {
    /// `unit` of `note`. What has no title is called by the heading over it, or by the file.
    pub fn of(note: &Digest, unit: &Unit) -> Self {
        Self {
            path: Arc::clone(note.path()),
            place: unit.place,
            end_line: unit.end_line as usize,
            title: title(note, unit).to_owned(),
        }
    }
}

/// The title of `unit`, or that of the nearest unit around it which has one, or the name of the file.
pub(super) fn title<'a>(note: &'a Digest, unit: &'a Unit) -> &'a str {
    let around = std::iter::successors(Some(unit), |unit| note.units().get(unit.parent()?));
    around
        .map(|unit| note.title(unit))
        .find(|title| !title.is_empty())
        .or_else(|| note.path().file_stem()?.to_str())
        .unwrap_or_default()
}

/// Gives the text of a note: of the open buffer where there is one, else of the file.
pub type Texts<'a> = dyn Fn(&Path) -> Option<Arc<str>> + 'a;

/// Excerpts are cut behind this many characters.
const LONGEST: usize = 280;

/// What a note says in the 1-based lines `from..=to`, as one line of plain text: without code, markers and rules.
pub(super) fn excerpt(text: &str, from: usize, to: usize) -> String {
    let mut said = String::new();
    let mut in_fence = false;
    let lines = text.lines().skip(from.saturating_sub(1));
    for line in lines.take((to + 1).saturating_sub(from)) {
        let line = line.trim();
        if line.starts_with("```") || line.starts_with("~~~") {
            in_fence = !in_fence;
            continue;
        }
        let line = plain(line);
        if in_fence || line.is_empty() {
            continue;
        }
        if !said.is_empty() {
            said.push(' ');
        }
        said.push_str(&line);
        if said.chars().nth(LONGEST).is_some() {
            return shortened(&said);
        }
    }
    said
}

/// `line` without its marker, emphasis and the bars of a table.
fn plain(line: &str) -> String {
    let unmarked = line.trim_start_matches(['#', '>', ' ', '\t']);
    let item = unmarked.trim_start_matches(|c: char| c.is_ascii_digit());
    let unmarked = match item.strip_prefix(['.', ')', '-', '*', '+']) {
        Some(rest) if rest.starts_with(' ') => rest,
        _ => unmarked,
    };
    let bare = unmarked.replace("**", "");
    let bare = bare.trim_matches(['|', ' ', '\t']);
    if !bare.contains(char::is_alphanumeric) {
        return String::new();
    }
    crate::text::mojibake::repaired(&without_links(bare).replace(" | ", " – "))
}

/// `text` with the words of each link in its place: the label of a wiki link, or what it names where it has none.
fn without_links(text: &str) -> Cow<'_, str> {
    static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]|!?\[([^\[\]]*)\]\([^()\s]*\)").ok()
    });
    match LINK.as_ref() {
        Some(link) => link.replace_all(text, "$1$2"),
        None => text.into(),
    }
}

/// The start of `text` up to a word's end, with an ellipsis.
fn shortened(text: &str) -> String {
    let end = text
        .char_indices()
        .nth(LONGEST)
        .map_or(text.len(), |(at, _)| at);
    let cut = text.get(..end).unwrap_or(text);
    let cut = cut.rsplit_once(' ').map_or(cut, |(before, _)| before);
    format!("{} …", cut.trim_end_matches(['.', ',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_are_plain_and_short() {
        let text = "### DLQ\n\n- **failed** messages wait here\n\n```python\nx = 1\n```\n| a | b |\n|---|---|\n";
        assert_eq!(excerpt(text, 2, 99), "failed messages wait here a – b");
        assert_eq!(excerpt(text, 3, 3), "failed messages wait here");
        let linked =
            "See [[b|the queue]], [[c#d]] and [their DLQ](b.md#dlq); `x[1]` and [maybe] stay.";
        let words = "See the queue, c#d and their DLQ; `x[1]` and [maybe] stay.";
        assert_eq!(excerpt(linked, 1, 1), words);
        let long = "word ".repeat(200);
        let cut = excerpt(&long, 1, 1);
        assert!(cut.ends_with("word …") && cut.chars().count() <= LONGEST + 2);
    }
}
