//! Where a link leads, and what else leads there.

use std::path::Path;
use std::sync::Arc;

use super::super::passage::Passage;
use super::super::references::Reference;
use super::{definition_of, link_at};
use crate::note::{LinkKind, Note, Target};
use crate::text::{Place, Span};
use crate::vault::Vault;
use crate::vault::links::{Backlink, Goal, Offered};

/// Where the link at byte `offset` of `note`, the note at `path`, leads; `None` where there is no link, nothing where it
/// is broken.
pub fn definition(vault: &Vault, path: &Path, note: &Note, offset: usize) -> Option<Vec<Passage>> {
    let mut link = link_at(note, offset)?;
    if let Some(definition) = definition_of(note, link) {
        let here = note.target(definition).is_none();
        if here {
            return Some(vec![passage(path, note, definition.span, definition.text)]);
        }
        link = definition;
    }
    let target = note.target(link)?;
    Some(match vault.catalog().resolve(path, &target) {
        Goal::Own => own(path, note, &target).into_iter().collect(),
        Goal::Note(goal) if *goal == *path => own(path, note, &target).into_iter().collect(),
        Goal::Note(goal) => in_note(vault, &goal, &target).into_iter().collect(),
        Goal::Several(goals) => goals
            .iter()
            .filter_map(|goal| in_note(vault, goal, &target))
            .collect(),
        Goal::File(_) | Goal::Missing(_) | Goal::Elsewhere => Vec::new(),
    })
}

fn passage(path: &Path, note: &Note, span: Span, title: Span) -> Passage {
    Passage {
        path: path.into(),
        place: Place::of(&note.text, &note.lines, span),
        end_line: note.lines.line(span.end),
        title: title.of(&note.text).to_owned(),
    }
}

/// The place in the note itself, as it stands now.
fn own(path: &Path, note: &Note, target: &Target) -> Option<Passage> {
    to_place(&Arc::from(path), &Offered::of(note), target)
}

fn in_note(vault: &Vault, path: &Arc<Path>, target: &Target) -> Option<Passage> {
    to_place(path, vault.catalog().offered(path)?, target)
}

/// The place that `target` names in the note at `path`; its top where it names none.
fn to_place(path: &Arc<Path>, offered: &Offered, target: &Target) -> Option<Passage> {
    let fragment = target.fragment.as_deref().filter(|name| !name.is_empty());
    let (place, title) = match fragment {
        Some(fragment) => {
            let place = offered.find(fragment, target.is_wiki)?;
            (place.place, offered.title(place).to_owned())
        }
        None => {
            let title = offered.note_title().map(str::to_owned);
            (Place::default(), title.unwrap_or_else(|| name(path)))
        }
    };
    Some(Passage {
        path: Arc::clone(path),
        place,
        end_line: place.line(),
        title,
    })
}

fn name(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// What is asked for at a place: a note, or a place in one.
struct Asked {
    path: Arc<Path>,
    place: Option<Place>,
}

/// Every link to what the link or the heading at byte `offset` of `note` names, every tag like the one there; `None`
/// where there is neither. In the order of notes and lines.
pub fn references<'a>(
    vault: &'a Vault,
    path: &Path,
    note: &Note,
    offset: usize,
) -> Option<Vec<Reference<'a>>> {
    let asked = match link_at(note, offset) {
        Some(link) if link.kind == LinkKind::Tag => {
            let name = link.target.of(&note.text);
            let tags = vault.tagged(name).map(|(note, tag)| Reference {
                path: note.path(),
                place: tag.place,
            });
            let mut tags: Vec<Reference<'a>> = tags.collect();
            tags.sort_by(|a, b| (a.path, a.place.line()).cmp(&(b.path, b.place.line())));
            return Some(tags);
        }
        Some(_) => {
            let leads = definition(vault, path, note, offset)?;
            let to = leads.into_iter().next()?;
            let place = (to.place != Place::default()).then_some(to.place);
            Asked {
                path: to.path,
                place,
            }
        }
        None => {
            let mut headings = note.headings.iter();
            let heading = headings.find(|heading| heading.span.touches(offset))?;
            Asked {
                path: path.into(),
                place: Some(Place::of(&note.text, &note.lines, heading.title_span)),
            }
        }
    };
    let links = vault.links_to(&asked.path);
    let asked_for = |link: &&Backlink<'_>| match asked.place {
        Some(place) => link
            .goal
            .is_some_and(|goal| goal.place.line() == place.line()),
        None => true,
    };
    let found = links.iter().filter(asked_for).map(reference);
    Some(found.collect())
}

fn reference<'a>(link: &Backlink<'a>) -> Reference<'a> {
    Reference {
        path: link.note.path(),
        place: link.link.place,
    }
}

/// The links to the heading at byte `offset` of `note`; where there is none, to the note as a whole.
pub fn to_place_at<'a>(
    vault: &'a Vault,
    path: &Path,
    note: &Note,
    offset: usize,
) -> Vec<Reference<'a>> {
    let line = note.lines.line(offset);
    let links = vault.links_to(path);
    let on_heading = |link: &&Backlink<'_>| link.goal.is_some_and(|goal| goal.place.line() == line);
    let to_heading: Vec<Reference<'a>> = links.iter().filter(on_heading).map(reference).collect();
    if !to_heading.is_empty()
        || note
            .headings
            .iter()
            .any(|heading| heading.span.touches(offset) && offset > 0)
    {
        return to_heading;
    }
    links
        .iter()
        .filter(|link| !link.has_fragment)
        .map(reference)
        .collect()
}

/// A place of a note and how many links of all notes lead there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counted {
    /// A heading; the top of the note for links to all of it.
    pub place: Place,
    /// Links that lead there; never none.
    pub links: usize,
}

/// How many links lead to each heading of the note at `path`, and to the note as a whole; in order.
pub fn counted(vault: &Vault, path: &Path) -> Vec<Counted> {
    let mut places: Vec<Place> = vault
        .links_to(path)
        .iter()
        .filter(|link| link.goal.is_some() || !link.has_fragment)
        .map(|link| link.goal.map_or_else(Place::default, |goal| goal.place))
        .collect();
    places.sort_by_key(|place| (place.line(), place.column()));
    let same = places.chunk_by(|a, b| a == b);
    same.filter_map(|same| {
        Some(Counted {
            place: *same.first()?,
            links: same.len(),
        })
    })
    .collect()
}
