//! Where something is said to be what it is: the sections that define a term, and of a heading, those on the same topic.

use std::path::Path;

use super::define::{ABOUT, near, passage_of};
use super::links::goals;
use super::name;
use super::passage::Passage;
use super::related::{SAME_TOPIC, related};
use crate::note::Note;
use crate::vault::Vault;

/// More places to go than this are no help.
const MOST: usize = 10;

/// Where to go from byte `offset` of `note`, the note at `path`: on a link, to where it leads; on a heading, to the same
/// topic in other notes, the best first; on a name, to what defines it elsewhere, else to what is about it, else to what is
/// about the terms that it is to be read with, else to where it stands, if that defines it.
pub fn definition(vault: &Vault, path: &Path, note: &Note, offset: usize) -> Vec<Passage> {
    if let Some(found) = goals::definition(vault, path, note, offset) {
        return found;
    }
    let line = note.lines.line(offset);
    let on_heading = note
        .headings
        .iter()
        .any(|heading| heading.span.touches(offset));
    let mut found: Vec<Passage> = Vec::new();
    if on_heading {
        let same = related(vault, path, line, MOST);
        found.extend(
            same.into_iter()
                .filter(|related| related.score >= SAME_TOPIC)
                .map(|related| related.passage),
        );
    }
    if let Some(name) = name::at(vault, vault.glossary(), note, offset) {
        let is_here = |passage: &Passage| {
            &*passage.path == path && (passage.place.line()..=passage.end_line).contains(&line)
        };
        let mut own = None;
        let defined = vault.definitions_of(&name.name, MOST + 1);
        for passage in defined.iter().filter_map(passage_of) {
            let known = |other: &Passage| {
                other.path == passage.path && other.place.line() == passage.place.line()
            };
            if &*passage.path == path && passage.place.line() == line {
                own = Some(passage);
            } else if !found.iter().any(known) {
                found.push(passage);
            }
        }
        if found.is_empty() {
            // Where nobody else says what it is, to what is most about it.
            let hits = vault.search(&vault.topic_of(&name.name), MOST, |_| true);
            let about = hits.iter().filter(|hit| hit.score >= ABOUT);
            let passages = about.map(|hit| Passage::of(hit.note, hit.unit));
            found.extend(passages.filter(|passage| !is_here(passage)));
        }
        if let Some(term) = name.term.filter(|_| found.is_empty()) {
            // Where nobody is, to what it is to be read with, as a hover shows.
            let near = near(vault, term, &|_| None, &|passage| !is_here(passage));
            found.extend(near.into_iter().map(|(_, note)| note.passage));
        }
        if found.is_empty() {
            // Editors take a definition that leads to itself as a wish for its references.
            found.extend(own);
        }
    }
    found.truncate(MOST);
    found
}
