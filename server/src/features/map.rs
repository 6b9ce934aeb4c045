//! The map of a vault: its topics, and which of them belong together.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::passage::Passage;
use super::related::SAME_TOPIC;
use crate::vault::links::Goal;
use crate::vault::{Digest, Hit, Vault};

/// More topics than this tell nothing when they are drawn, and comparing them takes seconds.
pub const MOST: usize = 2_000;

/// A topic is linked to no more than this many others, the nearest: a map in which everything hangs together shows
/// nothing.
const NEAREST: usize = 4;

/// Topics and what belongs together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Map {
    /// The sections of the notes, by note and line.
    pub topics: Vec<Passage>,
    /// What joins them, each once, in order.
    pub links: Vec<Link>,
    /// How many topics were left out because there are too many.
    pub left_out: usize,
}

/// Two topics that belong together, by their index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    /// Of two that are related, the one that comes first; else the one that links to the other.
    pub from: usize,
    /// The other one.
    pub to: usize,
    /// Why they belong together.
    pub kind: LinkKind,
}

/// Why two topics belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// They are on the same subject.
    Related,
    /// One links to the other.
    Link,
}

/// A section of a note: the index of the unit in it.
type Section<'a> = (&'a Digest, usize);

/// The map of `vault`, with at most `most` topics: those with most to say.
pub fn map(vault: &Vault, most: usize) -> Map {
    let mut sections: Vec<Section<'_>> = vault.notes().flat_map(sections).collect();
    let left_out = sections.len().saturating_sub(most);
    if left_out > 0 {
        sections.sort_by_key(|section| std::cmp::Reverse(words(*section)));
        sections.truncate(most);
    }
    sections.sort_by_key(|&(note, index)| (note.path(), index));
    let numbers: FxHashMap<(&Path, usize), usize> = sections
        .iter()
        .enumerate()
        .map(|(number, &(note, index))| ((&**note.path(), index), number))
        .collect();
    let mut links: BTreeSet<Link> = sections
        .par_iter()
        .enumerate()
        .flat_map_iter(|(number, section)| {
            nearest(vault, *section)
                .into_iter()
                .filter_map(|near| numbers.get(&near).copied())
                .filter(move |near| *near != number)
                .map(move |near| Link {
                    from: number.min(near),
                    to: number.max(near),
                    kind: LinkKind::Related,
                })
                .collect::<Vec<_>>()
        })
        .collect();
    links.extend(vault.notes().flat_map(|note| linked(vault, note, &numbers)));
    Map {
        topics: sections
            .iter()
            .filter_map(|(note, index)| Some(Passage::of(note, note.units().get(*index)?)))
            .collect(),
        links: links.into_iter().collect(),
        left_out,
    }
}

fn sections(note: &Digest) -> impl Iterator<Item = Section<'_>> {
    let units = note.units().iter().enumerate();
    units
        .filter(|(_, unit)| unit.is_section() && !note.title(unit).is_empty())
        .map(move |(index, _)| (note, index))
}

fn words((note, index): Section<'_>) -> u32 {
    note.units().get(index).map_or(0, |unit| unit.words())
}

/// Which sections of `note` link to which others.
fn linked(vault: &Vault, note: &Digest, numbers: &FxHashMap<(&Path, usize), usize>) -> Vec<Link> {
    let links = note.outgoing().links().filter_map(|link| {
        let from = numbers.get(&section_at(note, link.place.line())?)?;
        let target = note.outgoing().target(link);
        let goal = match vault.catalog().resolve(note.path(), &target) {
            Goal::Own => note,
            Goal::Note(path) => vault.note(&path)?,
            _ => return None,
        };
        let line = match &target.fragment {
            Some(fragment) => goal.offered().find(fragment, target.is_wiki)?.place.line(),
            None => goal
                .units()
                .iter()
                .find(|unit| unit.is_section())?
                .place
                .line(),
        };
        let to = numbers.get(&section_at(goal, line)?)?;
        (from != to).then_some(Link {
            from: *from,
            to: *to,
            kind: LinkKind::Link,
        })
    });
    links.collect()
}

/// The section that holds 1-based `line` of `note`.
fn section_at(note: &Digest, line: usize) -> Option<(&Path, usize)> {
    let (mut index, mut unit) = note.unit_at(line)?;
    while !unit.is_section() {
        index = unit.parent()?;
        unit = note.units().get(index)?;
    }
    Some((note.path(), index))
}

/// The sections of other notes on the topic of a section, as keys into the sections.
fn nearest<'a>(vault: &'a Vault, (note, index): Section<'_>) -> Vec<(&'a Path, usize)> {
    let topic = vault.topic(note, index);
    let hits = vault.search(&topic, NEAREST, |other| {
        !Arc::ptr_eq(other.path(), note.path())
    });
    hits.iter()
        .filter(|hit| hit.score >= SAME_TOPIC)
        .filter_map(section_of)
        .collect()
}

/// The section that holds what was found: an item or a paragraph stands for the section that it is a part of.
fn section_of<'a>(hit: &Hit<'a>) -> Option<(&'a Path, usize)> {
    let units = hit.note.units();
    let mut index = hit.index;
    while !units.get(index)?.is_section() {
        index = units.get(index)?.parent()?;
    }
    Some((hit.note.path(), index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{Note, NoteOptions};
    use crate::terms::{Glossary, Words};

    fn vault(notes: &[(&str, &str)]) -> Vault {
        let glossary = Glossary::builtin();
        let mut vault = Vault::new(Words::Builtin(glossary));
        for (path, text) in notes {
            let note = Note::parse((*text).to_owned(), &NoteOptions::default());
            vault.put(Digest::of(Path::new(path), &note, glossary));
        }
        vault
    }

    fn titles(map: &Map) -> Vec<&str> {
        map.topics
            .iter()
            .map(|topic| topic.title.as_str())
            .collect()
    }

    fn related(from: usize, to: usize) -> Link {
        Link {
            from,
            to,
            kind: LinkKind::Related,
        }
    }

    #[test]
    fn links_join_the_sections_that_they_are_written_in_and_lead_to() {
        let map = map(
            &vault(&[
                (
                    "/v/a.md",
                    "# One\n\n[b](b.md) [[b#Four]]\n\n## Two\n\n- [up](#one)\n- [own](#two) [x](nowhere.md)\n",
                ),
                ("/v/b.md", "# Three\n\n## Four\n"),
            ]),
            MOST,
        );
        let links: Vec<_> = map.links.iter().map(|link| (link.from, link.to)).collect();
        assert_eq!(links, [(0, 2), (0, 3), (1, 0)]);
    }

    const A: &str = "# GIL\n\nOne thread runs Python code at a time: the lock of the interpreter.\n\n# Caching\n\nLRU and TTL.\n";
    const B: &str = "# Global Interpreter Lock\n\nOne thread at a time runs Python code.\n";

    #[test]
    fn topics_of_two_notes_are_linked_once() {
        let map = map(&vault(&[("/v/a.md", A), ("/v/b.md", B)]), MOST);
        assert_eq!(titles(&map), ["GIL", "Caching", "Global Interpreter Lock"]);
        assert_eq!(map.links, [related(0, 2)]);
        assert_eq!(map.left_out, 0);
    }

    #[test]
    fn too_many_topics_are_cut_to_those_with_most_to_say() {
        let map = map(&vault(&[("/v/a.md", A), ("/v/b.md", B)]), 2);
        assert_eq!(titles(&map), ["GIL", "Global Interpreter Lock"]);
        assert_eq!(map.links, [related(0, 1)]);
        assert_eq!(map.left_out, 1);
    }

    #[test]
    fn an_empty_vault_has_an_empty_map() {
        assert_eq!(map(&vault(&[]), MOST), Map::default());
    }
}
