//! What a term means: the glossary's definition, and what the notes say.

use std::path::Path;
use std::sync::Arc;

use super::passage::{self, Passage, Texts};
use crate::terms::Term;
use crate::vault::{Defined, DefinitionKind, Digest, Unit, Vault};

/// What is known of a term.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Entry {
    /// Its name.
    pub term: String,
    /// What the letters of an acronym stand for.
    pub expansion: Option<String>,
    /// What it means: in the words of the user's glossary, of ours, or else of a note.
    pub definition: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Terms to read next.
    pub see: Vec<String>,
    /// Where the definition comes from; empty for the user's own.
    pub source: String,
    /// True where a note says what it means: the definition is what the first passage says.
    pub by_notes: bool,
    /// Entries of the user's glossary notes that define it again, behind the one that counts.
    pub repeated: Vec<Passage>,
    /// Where notes speak of it: what defines it first, then what is most about it.
    pub notes: Vec<NotePassage>,
}

/// What a note says.
#[derive(Debug, Clone, PartialEq)]
pub struct NotePassage {
    /// Where.
    pub passage: Passage,
    /// Its first words, as plain text. Not to be trusted, nor escaped yet.
    pub excerpt: String,
    /// True where it says what the term is, false where it speaks of it.
    pub defines: bool,
}

/// More passages than this help nobody.
const MOST_NOTES: usize = 8;

/// From this score on a section is about a term, and not only near it; see `related`.
pub(super) const ABOUT: f32 = 0.35;

/// Where fewer passages than this are about a term, those that only mention it help, too.
const FEW: usize = 3;

/// Terms that belong to one and are looked for where the notes are silent about it.
const MOST_NEAR: usize = 3;

/// What is known of the term that `query` names; `None` where neither the glossary nor a note knows it.
pub fn define(vault: &Vault, query: &str, texts: &Texts<'_>) -> Option<Entry> {
    let term = vault.glossary().find(query);
    let name = term.map_or(query.trim(), |term| term.name.as_str());
    entry(vault, name, term, texts, &|_| true)
}

/// What is known of `name`: what the glossary says of it is `term`. Passages that are not `wanted` are left out;
/// `None` where nothing is left to say.
pub(super) fn entry(
    vault: &Vault,
    name: &str,
    term: Option<&Term>,
    texts: &Texts<'_>,
    wanted: &dyn Fn(&Passage) -> bool,
) -> Option<Entry> {
    let defined = definitions(vault, name, wanted);
    if term.is_none() && defined.is_empty() {
        return None;
    }
    let notes = passages(vault, name, term, &defined, (texts, MOST_NOTES), wanted);
    let mut entry = term.map(from_glossary).unwrap_or_default();
    let first = defined.first();
    if let Some(first) = first {
        if entry.term.is_empty() {
            first
                .note
                .name(first.definition)
                .clone_into(&mut entry.term);
        }
        let own = first.definition.kind == DefinitionKind::Entry;
        if own || term.is_none() {
            // The user's own words win.
            entry.definition = notes
                .first()
                .map(|note| note.excerpt.clone())
                .unwrap_or_default();
            entry.source = String::new();
            entry.by_notes = true;
        }
    }
    if entry.expansion.is_none() {
        entry.expansion = defined
            .iter()
            .map(|found| found.note.expansion(found.definition))
            .find(|expansion| !expansion.is_empty())
            .map(str::to_owned);
    }
    let entries = defined
        .iter()
        .filter(|found| found.definition.kind == DefinitionKind::Entry);
    entry.repeated = entries.skip(1).filter_map(passage_of).collect();
    entry.notes = notes;
    Some(entry)
}

/// The names nearest to `query`, of the glossary and of the notes, for who mistyped.
pub fn nearest(vault: &Vault, query: &str, most: usize) -> Vec<String> {
    let mut names: Vec<String> = vault
        .glossary()
        .nearest(query, most)
        .into_iter()
        .map(str::to_owned)
        .collect();
    for name in vault.names(query.trim()) {
        if names.len() >= most {
            break;
        }
        if !names.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            names.push(name.to_owned());
        }
    }
    names
}

fn from_glossary(term: &Term) -> Entry {
    Entry {
        term: term.name.clone(),
        expansion: term.expansion.clone(),
        definition: term.definition.clone(),
        aliases: term.aliases.clone(),
        see: term.see.clone(),
        source: term.source.clone(),
        ..Entry::default()
    }
}

/// Where notes say what `name` is.
fn definitions<'a>(
    vault: &'a Vault,
    name: &str,
    wanted: &dyn Fn(&Passage) -> bool,
) -> Vec<Defined<'a>> {
    let mut defined = vault.definitions_of(name, MOST_NOTES * 2);
    defined.retain(|defined| passage_of(defined).is_some_and(|passage| wanted(&passage)));
    defined
}

/// Where notes speak of `name`: those that define it, and where these are fewer than `most`, what else is about it.
fn passages(
    vault: &Vault,
    name: &str,
    term: Option<&Term>,
    defined: &[Defined<'_>],
    (texts, most): (&Texts<'_>, usize),
    wanted: &dyn Fn(&Passage) -> bool,
) -> Vec<NotePassage> {
    let mut found = Vec::new();
    for one in defined {
        let unit = one.note.units().get(one.definition.unit());
        if let (Some(unit), Some(passage)) = (unit, passage_of(one)) {
            push(&mut found, passage, one.note, unit, true, texts);
        }
    }
    if found.len() >= most {
        return found;
    }
    let topic = vault.topic_of(&named(name, term));
    let hits = vault.search(&topic, MOST_NOTES, |_| true);
    for hit in hits {
        // A unit that has all of a term's name mentions it, however little else it has in common.
        let mentions = hit.coverage >= 1.0 && found.len() < FEW;
        let passage = Passage::of(hit.note, hit.unit);
        if (hit.score >= ABOUT || mentions) && wanted(&passage) {
            push(&mut found, passage, hit.note, hit.unit, false, texts);
        }
    }
    found
}

/// Where the notes speak of what `term` is to be read with, for where they are silent about the term itself: the name
/// of such a term with the first passage on it.
pub(super) fn near(
    vault: &Vault,
    term: &Term,
    texts: &Texts<'_>,
    wanted: &dyn Fn(&Passage) -> bool,
) -> Vec<(String, NotePassage)> {
    let known = term.see.iter().filter_map(|name| {
        let other = vault.glossary().find(name)?;
        let defined = definitions(vault, &other.name, wanted);
        let notes = passages(
            vault,
            &other.name,
            Some(other),
            &defined,
            (texts, 1),
            wanted,
        );
        let note = notes.into_iter().next()?;
        Some((other.name.clone(), note))
    });
    let mut found: Vec<(String, NotePassage)> = Vec::new();
    for (name, note) in known.take(MOST_NEAR) {
        if !found.iter().any(|(_, other)| other == &note) {
            found.push((name, note));
        }
    }
    found
}

/// What to look for: the name, and what its letters stand for.
fn named(name: &str, term: Option<&Term>) -> String {
    match term.and_then(|term| term.expansion.as_deref()) {
        Some(expansion) => format!("{name} ({expansion})"),
        None => name.to_owned(),
    }
}

/// Where a definition stands: its unit, from the name on.
pub(super) fn passage_of(defined: &Defined<'_>) -> Option<Passage> {
    let unit = defined.note.units().get(defined.definition.unit())?;
    let mut passage = Passage::of(defined.note, unit);
    passage.place = defined.definition.place;
    Some(passage)
}

/// Adds `passage`, a part of `unit`, unless it is known or there are enough.
fn push(
    found: &mut Vec<NotePassage>,
    passage: Passage,
    note: &Digest,
    unit: &Unit,
    defines: bool,
    texts: &Texts<'_>,
) {
    let line = passage.place.line();
    let known = |other: &NotePassage| {
        let lines = other.passage.place.line()..=other.passage.end_line;
        other.passage.path == passage.path
            && (lines.contains(&line) || (line..=passage.end_line).contains(lines.start()))
    };
    if found.len() >= MOST_NOTES || found.iter().any(known) {
        return;
    }
    let excerpt = texts(&passage.path)
        // Of a note that was changed since, the lines may be others.
        .filter(|text| note.is_of(text))
        .map(|text| excerpt(&text, &passage, unit))
        .unwrap_or_default();
    found.push(NotePassage {
        passage,
        excerpt,
        defines,
    });
}

/// What is said under a title, or on the line that says it.
fn excerpt(text: &str, passage: &Passage, unit: &Unit) -> String {
    let line = passage.place.line();
    let end = passage.end_line;
    if line == unit.place.line() && unit.is_section() && end > line {
        let under = passage::excerpt(text, line + 1, end);
        if !under.is_empty() {
            return under;
        }
    }
    let last = if unit.is_section() {
        line
    } else {
        end.min(line + 2)
    };
    passage::excerpt(text, line, last)
}

/// Reads notes from the disk, for runs without open buffers.
pub fn from_disk(path: &Path) -> Option<Arc<str>> {
    crate::files::read(path, crate::files::MAX_BYTES)
        .ok()
        .map(|source| source.text.into())
}
