//! Where something is said to be what it is: the sections that define a term, and of a heading, those on the same topic.

use std::path::Path;

use super::define::passage_of;
use super::name;
use super::passage::Passage;
use super::related::{SAME_TOPIC, related};
use crate::note::Note;
use crate::vault::Vault;

/// More places to go than this are no help.
const MOST: usize = 10;

/// Where to go from byte `offset` of `note`, the note at `path`: on a heading, to the same topic in other notes, the
/// best first; on a name, to what defines it, except to where the cursor is already.
pub fn definition(vault: &Vault, path: &Path, note: &Note, offset: usize) -> Vec<Passage> {
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
        let defined = vault.definitions_of(&name.name, MOST + 1);
        for passage in defined.iter().filter_map(passage_of) {
            let here = &*passage.path == path && passage.place.line() == line;
            let known = |other: &Passage| {
                other.path == passage.path && other.place.line() == passage.place.line()
            };
            if !here && !found.iter().any(known) {
                found.push(passage);
            }
        }
    }
    found.truncate(MOST);
    found
}
