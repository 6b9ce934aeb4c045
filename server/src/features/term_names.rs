//! Names to complete a word with: the glossary's terms and what notes define.

use super::completion::{Candidate, Completion, Kind, Place};
use crate::note::Note;
use crate::text::Span;
use crate::vault::Vault;

/// A name that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermName {
    /// The name.
    pub name: String,
    /// What its letters stand for.
    pub expansion: Option<String>,
    /// The glossary's definition; `None` for a name of the notes.
    pub definition: Option<String>,
}

/// Shorter words are begun by too many names.
const SHORTEST: usize = 2;

/// A name may be begun by so many words before the cursor: `read-your-writes con`.
const MOST_WORDS: usize = 4;

/// Names are looked for in so many bytes before the cursor.
const BEFORE: usize = 100;

/// More names than this nobody looks through.
const MOST: usize = 40;

/// Names that begin with `prefix`, whatever the case: the glossary's first, the shortest first. At most `most`.
pub fn term_names(vault: &Vault, prefix: &str, most: usize) -> Vec<TermName> {
    let prefix = prefix.trim().to_lowercase();
    if prefix.chars().count() < SHORTEST {
        return Vec::new();
    }
    let mut found: Vec<TermName> = Vec::new();
    for term in vault.glossary().terms() {
        let mut names = std::iter::once(&term.name).chain(&term.aliases);
        let Some(name) = names.find(|name| begins(name, &prefix)) else {
            continue;
        };
        found.push(TermName {
            name: name.clone(),
            expansion: term.expansion.clone(),
            definition: Some(term.definition.clone()),
        });
    }
    found.sort_by(|a, b| (a.name.len(), &a.name).cmp(&(b.name.len(), &b.name)));
    found.truncate(most);
    for name in vault.names(&prefix) {
        if found.len() >= most {
            break;
        }
        if !found
            .iter()
            .any(|other| other.name.eq_ignore_ascii_case(name))
        {
            found.push(TermName {
                name: name.to_owned(),
                expansion: None,
                definition: None,
            });
        }
    }
    found
}

/// Names for the words before the cursor, where those are prose: the ones that more words begin come first.
pub(super) fn completion(place: &Place<'_>) -> Option<Completion> {
    let typed = typed(place.note, place.offset)?;
    let mut found = Completion::default();
    for replaces in typed {
        let prefix = replaces.of(&place.note.text);
        // One more than are shown tells that there are more.
        for term in term_names(place.vault, prefix, MOST + 1) {
            let known = |other: &Candidate| other.label == term.name;
            if term.name == prefix || found.candidates.iter().any(known) {
                continue;
            }
            found.candidates.push(Candidate {
                insert: like(prefix, &term.name),
                label: term.name,
                replaces,
                kind: Kind::Term,
                detail: term.expansion,
                about: term.definition,
            });
        }
    }
    found.is_cut = found.candidates.len() > MOST;
    found.candidates.truncate(MOST);
    Some(found)
}

/// The last words before `offset`, the most words first; `None` where no word of prose ends there.
fn typed(note: &Note, offset: usize) -> Option<Vec<Span>> {
    let at = note.prose.partition_point(|prose| prose.end < offset);
    let prose = note.prose.get(at).filter(|prose| prose.touches(offset))?;
    let in_target = |link: &crate::note::Link| link.target.touches(offset);
    if note.links.iter().any(in_target) {
        return None;
    }
    let from = prose.start.max(offset.saturating_sub(BEFORE));
    let from = note.text.ceil_char_boundary(from);
    let before = Span::new(from, offset).of(&note.text);
    if !before.ends_with(|c: char| c.is_alphanumeric() || "+#_.".contains(c)) {
        return None;
    }
    let mut inside = false;
    let starts: Vec<usize> = before
        .char_indices()
        .filter(|(_, c)| {
            let was = std::mem::replace(&mut inside, c.is_alphanumeric() || *c == '_');
            inside && !was
        })
        .map(|(at, _)| from + at)
        .collect();
    let skipped = starts.len().saturating_sub(MOST_WORDS);
    let words = starts.into_iter().skip(skipped);
    Some(words.map(|start| Span::new(start, offset)).collect())
}

/// True where `name` begins with `prefix`, which is in lower case, whatever the case.
fn begins(name: &str, prefix: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    prefix.chars().all(|c| letters.next() == Some(c))
}

/// `name`, with a capital where `typed` begins with one: at the start of a sentence.
fn like(typed: &str, name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if typed.starts_with(char::is_uppercase) && first.is_lowercase() => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteOptions;

    /// The stretches before `|` that may begin a name.
    fn at(marked: &str) -> Option<Vec<String>> {
        let offset = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let note = Note::parse(text.as_str(), &NoteOptions::default());
        let typed = typed(&note, offset)?.into_iter();
        Some(typed.map(|span| span.of(&text).to_owned()).collect())
    }

    #[test]
    fn words_of_prose_before_the_cursor_begin_names() {
        assert_eq!(
            at("with eventual con|").unwrap(),
            ["with eventual con", "eventual con", "con"]
        );
        assert_eq!(at("- **GI|** is").unwrap(), ["GI"]);
        assert_eq!(at("one two three four five|").unwrap().len(), MOST_WORDS);
        for nowhere in [
            "x |",
            "`co|de`",
            "```python\nco|de\n```\n",
            "[text](tar|get.md)",
            "|",
        ] {
            assert_eq!(at(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn a_capital_is_kept() {
        assert_eq!(like("Dead", "deadlock"), "Deadlock");
        assert_eq!(like("gi", "GIL"), "GIL");
    }
}
