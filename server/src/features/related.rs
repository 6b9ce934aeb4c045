//! Sections of other notes on the same topic.

use super::passage::Passage;
use crate::vault::{Digest, Hit, Vault};

/// A section on the same topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// The section.
    pub passage: Passage,
    /// From 0 to 1: how far it is on the topic.
    pub score: f32,
    /// The terms and title words that both have, what tells most first.
    pub shared: Vec<String>,
}

impl Related {
    pub(super) fn of(hit: &Hit<'_>, shared: Vec<String>) -> Self {
        Self {
            passage: Passage::of(hit.note, hit.unit),
            score: hit.score,
            shared,
        }
    }
}

/// From this score on a section is shown.
pub const WORTH: f32 = 0.05;

/// From this score on a section is on the same topic, and not only near it: what a heading counts as related.
pub const SAME_TOPIC: f32 = 0.3;

/// The sections of other notes on the topic of 1-based `line` of the note at `path`, best first, at most `most`.
/// Nothing where the vault does not know the note.
pub fn related(vault: &Vault, path: &std::path::Path, line: usize, most: usize) -> Vec<Related> {
    let Some(note) = vault.note(path) else {
        return Vec::new();
    };
    let Some((index, _)) = note.unit_at(line) else {
        return Vec::new();
    };
    of_unit(vault, note, index, most)
}

/// The sections of other notes on the topics of the whole note, best first: those that stand for several of its
/// headings count once.
pub fn related_to_note(vault: &Vault, path: &std::path::Path, most: usize) -> Vec<Related> {
    let Some(note) = vault.note(path) else {
        return Vec::new();
    };
    let mut found: Vec<Related> = Vec::new();
    for (index, unit) in note.units().iter().enumerate() {
        if unit.parent().is_some() {
            continue;
        }
        for related in of_unit(vault, note, index, most) {
            let same = |other: &&mut Related| {
                other.passage.path == related.passage.path
                    && other.passage.place == related.passage.place
            };
            match found.iter_mut().find(same) {
                Some(other) if other.score >= related.score => {}
                Some(other) => *other = related,
                None => found.push(related),
            }
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found.truncate(most);
    found
}

fn of_unit(vault: &Vault, note: &Digest, index: usize, most: usize) -> Vec<Related> {
    let topic = vault.topic(note, index);
    let hits = vault.search(&topic, most, |other| other.path() != note.path());
    hits.iter()
        .filter(|hit| hit.score >= WORTH)
        .map(|hit| Related::of(hit, vault.shared(&topic, hit)))
        .collect()
}
