//! What a note offers to be linked to: its anchors and its title, packed.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::super::pool::{Pool, Pooled};
use crate::note::anchors::{self, plain, slug};
use crate::note::{AnchorKind, Note};
use crate::text;

/// What a note offers to be linked to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offered {
    pool: Box<str>,
    places: Box<[Place]>,
    /// Hashes of names as they are compared, with the number of the place; sorted.
    names: Box<[(u32, u32)]>,
}

/// A place in a note that links can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// What stands there.
    pub kind: AnchorKind,
    /// Level of a heading; 0 for anything else.
    pub level: u8,
    name: Pooled,
    title: Pooled,
    /// What to select.
    pub place: text::Place,
}

impl Offered {
    /// What `note` offers.
    pub fn of(note: &Note) -> Self {
        let mut pool = Pool::default();
        let mut places = Vec::new();
        let mut stand = text::Places::new(&note.text, &note.lines);
        let mut names = Vec::new();
        for anchor in anchors::anchors(note) {
            let heading = anchor.heading.and_then(|index| note.headings.get(index));
            let title =
                heading.map_or_else(|| anchor.name.clone(), |heading| plain(&heading.title));
            let number = u32::try_from(places.len()).unwrap_or(u32::MAX);
            names.push((hash(&compared(anchor.kind, &anchor.name)), number));
            places.push(Place {
                kind: anchor.kind,
                level: heading.map_or(0, |heading| heading.level),
                title: pool.add(&title),
                name: pool.add(&anchor.name),
                place: stand.of(anchor.span),
            });
        }
        names.sort_unstable();
        Self {
            pool: pool.finish(),
            places: places.into(),
            names: names.into(),
        }
    }

    /// True where links find the same here as in `other`, wherever it stands in the note.
    pub fn names_the_same(&self, other: &Self) -> bool {
        let named = |place: &Place| (place.kind, place.level, place.name, place.title);
        self.names == other.names
            && self.pool == other.pool
            && self
                .places
                .iter()
                .map(named)
                .eq(other.places.iter().map(named))
    }

    /// Headings in order, then ids, then blocks.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Headings in order.
    pub fn headings(&self) -> impl Iterator<Item = &Place> {
        self.places
            .iter()
            .filter(|place| place.kind == AnchorKind::Heading)
    }

    /// What a link says behind `#`, without `^` for a block.
    pub fn name(&self, place: &Place) -> &str {
        place.name.of(&self.pool)
    }

    /// The words of a heading, without markup; the name of anything else.
    pub fn title(&self, place: &Place) -> &str {
        place.title.of(&self.pool)
    }

    /// What the note is called: its first heading of the highest level.
    pub fn note_title(&self) -> Option<&str> {
        let first = self.headings().next()?;
        (first.level == 1).then(|| self.title(first))
    }

    /// The place that `fragment` names; of several, the first. A wiki link names a heading by its words, any other
    /// link by the name that GitHub makes of them.
    pub fn find(&self, fragment: &str, is_wiki: bool) -> Option<&Place> {
        let fragment = if is_wiki {
            // Of `#Part#Chapter` the last one counts.
            fragment.rsplit('#').next().unwrap_or(fragment).trim()
        } else {
            fragment.strip_prefix("user-content-").unwrap_or(fragment)
        };
        if let Some(id) = fragment.strip_prefix('^') {
            return self.named(&compared(AnchorKind::Block, id), |place| {
                place.kind == AnchorKind::Block && self.name(place).eq_ignore_ascii_case(id)
            });
        }
        let wanted = slug(fragment);
        let loosely = loose(&wanted);
        self.named(&loosely, |place| match place.kind {
            AnchorKind::Heading if is_wiki => loose(self.name(place)) == loosely,
            AnchorKind::Heading => self.name(place) == wanted,
            AnchorKind::Id => {
                self.name(place).eq_ignore_ascii_case(fragment) || slug(self.name(place)) == wanted
            }
            AnchorKind::Block => false,
        })
    }

    /// A heading that `fragment` all but names: one that differs in hyphens alone, or the nearest in spelling.
    pub fn nearest(&self, fragment: &str) -> Option<&Place> {
        let wanted = slug(fragment);
        let loosely = loose(&wanted);
        let same = self.named(&loosely, |place| loose(self.name(place)) == loosely);
        if same.is_some() || wanted.is_empty() {
            return same;
        }
        let most = (wanted.chars().count() / 4).clamp(1, 4);
        let names = self.headings().map(|place| self.name(place));
        let name = text::spelling::nearest(&wanted, names, most)?;
        self.headings().find(|place| self.name(place) == name)
    }

    fn named(&self, compared: &str, is: impl Fn(&Place) -> bool) -> Option<&Place> {
        let hash = hash(compared);
        let from = self.names.partition_point(|(other, _)| *other < hash);
        let same = self.names.get(from..)?.iter();
        same.take_while(|(other, _)| *other == hash)
            .filter_map(|(_, number)| self.places.get(*number as usize))
            .find(|place| is(place))
    }
}

/// How the name of a place is compared, before it is looked at closely.
fn compared(kind: AnchorKind, name: &str) -> String {
    match kind {
        AnchorKind::Heading => loose(name),
        AnchorKind::Id => loose(&slug(name)),
        AnchorKind::Block => format!("^{}", name.to_ascii_lowercase()),
    }
}

/// `slug` without what people and programs disagree about: repeated and outer hyphens, variation selectors.
fn loose(slug: &str) -> String {
    let parts = slug.split(['-', '\u{fe0e}', '\u{fe0f}']);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// A hash that is short, as there are many; who uses it looks closer.
pub(super) fn hash(text: &str) -> u32 {
    (FxBuildHasher.hash_one(text) >> 32) as u32
}

/// What the name of a note is looked for by: its words, whatever is between them.
pub(super) fn name_key(name: &str) -> u32 {
    hash(&loose(&slug(&super::path::folded(name))))
}

/// How a name that is no path is compared with titles.
pub(super) fn title_key(title: &str) -> String {
    loose(&slug(&super::path::folded(title)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteOptions;

    fn offered(text: &str) -> Offered {
        Offered::of(&Note::parse(text, &NoteOptions::default()))
    }

    #[test]
    fn fragments_name_places() {
        let text = "# The *Queue*\n\n## A & B\n\n## ⚠️ Careful\n\n## 并发\n\n## A & B\n\nblock ^b1\n\n<a name=\"Old.Name\"></a>\n";
        let offered = offered(text);
        let find = |fragment: &str, is_wiki| {
            offered
                .find(fragment, is_wiki)
                .map(|place| format!("{}@{}", offered.name(place), place.place.line()))
        };
        for (fragment, is_wiki, found) in [
            ("the-queue", false, Some("the-queue@1")),
            ("The-Queue", false, Some("the-queue@1")),
            ("The Queue", true, Some("the-queue@1")),
            ("a--b", false, Some("a--b@3")),
            ("a--b-1", false, Some("a--b-1@9")),
            ("a-b", false, None),
            ("A B", true, Some("a--b@3")),
            ("The Queue#A & B", true, Some("a--b@3")),
            ("\u{fe0f}-careful", false, Some("\u{fe0f}-careful@5")),
            ("⚠️ Careful", true, Some("\u{fe0f}-careful@5")),
            ("careful", false, None),
            ("并发", false, Some("并发@7")),
            ("^b1", true, Some("b1@11")),
            ("^b2", true, None),
            ("old.name", false, Some("Old.Name@13")),
            ("user-content-the-queue", false, Some("the-queue@1")),
        ] {
            assert_eq!(find(fragment, is_wiki).as_deref(), found, "{fragment}");
        }
        assert_eq!(offered.note_title(), Some("The Queue"));
        let nearest = |fragment| offered.nearest(fragment).map(|place| offered.name(place));
        assert_eq!(nearest("a-b"), Some("a--b"));
        assert_eq!(nearest("careful"), Some("\u{fe0f}-careful"));
        assert_eq!(nearest("the-quue"), Some("the-queue"));
        assert_eq!(nearest("something-else"), None);
    }
}
