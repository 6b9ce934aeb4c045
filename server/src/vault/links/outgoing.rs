//! The links of a note that may lead to a note or a file, and its tags, packed.

use rustc_hash::FxHashSet;

use super::super::pool::{Pool, Pooled};
use super::catalog::Catalog;
use super::offered::name_key;
use std::path::Path;

use crate::note::{LinkKind, Note, Target};
use crate::text::{Place, Places, Span};

/// The links and tags of a note, in document order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outgoing {
    pool: Box<str>,
    links: Box<[OutgoingLink]>,
}

/// A link or a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutgoingLink {
    /// What kind it is; never one that leads to the web or only within the note's own definitions.
    pub kind: LinkKind,
    has_fragment: bool,
    /// The path, decoded; for a tag its name.
    path: Pooled,
    fragment: Pooled,
    /// What the last part of its path is looked for by; 0 for a link into its own note.
    key: u32,
    /// All of it.
    pub place: Place,
}

impl Outgoing {
    /// The links of `note`.
    pub fn of(note: &Note) -> Self {
        let mut pool = Pool::default();
        let mut places = Places::new(&note.text, &note.lines);
        let links = note.links.iter().filter_map(|link| {
            let place = places.of(link.span);
            if link.kind == LinkKind::Tag {
                return Some(OutgoingLink {
                    kind: link.kind,
                    has_fragment: false,
                    path: pool.add(link.target.of(&note.text)),
                    fragment: Pooled::default(),
                    key: 0,
                    place,
                });
            }
            let target = note.target(link)?;
            Some(OutgoingLink {
                kind: link.kind,
                has_fragment: target.fragment.is_some(),
                path: pool.add(&target.path),
                fragment: pool.add(target.fragment.as_deref().unwrap_or_default()),
                key: link_key(&target.path),
                place,
            })
        });
        let links = links.collect();
        Self {
            pool: pool.finish(),
            links,
        }
    }

    /// Links and tags, in document order.
    pub fn all(&self) -> &[OutgoingLink] {
        &self.links
    }

    /// Links without tags.
    pub fn links(&self) -> impl Iterator<Item = &OutgoingLink> {
        self.links.iter().filter(|link| link.kind != LinkKind::Tag)
    }

    /// The tags with their names, in document order.
    pub fn tags(&self) -> impl Iterator<Item = (&OutgoingLink, &str)> {
        let tags = self.links.iter().filter(|link| link.kind == LinkKind::Tag);
        tags.map(|tag| (tag, tag.path.of(&self.pool)))
    }

    /// True where one of the links may lead to a note that is looked for by one of `keys`.
    pub fn asks_for(&self, keys: &FxHashSet<u32>) -> bool {
        self.links
            .iter()
            .any(|link| link.key != 0 && keys.contains(&link.key))
    }

    /// What its links look for, each as the feature of that name has it; without links into the note itself.
    pub(in super::super) fn keys(&self) -> impl Iterator<Item = u64> {
        let keys = self.links.iter().map(|link| link.key);
        keys.filter(|key| *key != 0).map(feature_key)
    }

    /// Where `link` leads. The spans in it are empty: the text is not at hand.
    pub fn target(&self, link: &OutgoingLink) -> Target {
        Target {
            is_wiki: matches!(link.kind, LinkKind::Wiki | LinkKind::Embed),
            path: link.path.of(&self.pool).to_owned(),
            fragment: link
                .has_fragment
                .then(|| link.fragment.of(&self.pool).to_owned()),
            path_span: Span::default(),
            fragment_span: None,
        }
    }
}

impl OutgoingLink {
    /// True where it may lead to a note that is looked for by one of `keys`; a link into its own note never does.
    pub(in super::super) fn may_name(&self, keys: &[u32]) -> bool {
        self.key != 0 && keys.contains(&self.key)
    }

    /// True for a link into its own note.
    pub fn is_own(&self) -> bool {
        self.key == 0 && self.kind != LinkKind::Tag
    }
}

/// The key of a feature, of which the upper bits count.
pub(super) fn feature_key(key: u32) -> u64 {
    u64::from(key) << 32
}

/// What the last part of `path` is looked for by.
fn link_key(path: &str) -> u32 {
    if path.is_empty() {
        return 0;
    }
    let last = path.rsplit(['/', '\\']).find(|part| !part.is_empty());
    name_key(without_extension(last.unwrap_or(path))).max(1)
}

/// What links to the note at `path` are looked for by: its file name and its title.
pub fn name_keys(path: &Path, catalog: &Catalog) -> Vec<u32> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let title = catalog
        .offered(path)
        .and_then(|offered| offered.note_title());
    let mut keys = vec![name_key(without_extension(&name)).max(1)];
    keys.extend(title.map(|title| name_key(title).max(1)));
    keys
}

/// `name` without the extension of a note.
pub(super) fn without_extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, _)) if super::path::is_note(Path::new(name)) && !stem.is_empty() => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteOptions;

    #[test]
    fn what_leads_to_the_web_is_left_out() {
        let text = "[a](b%20c.md#d) [[E|f]] #tag https://x.y [g](https://x.y) [h][i] [j](#k)\n\n[i]: ../l.md\n";
        let outgoing = Outgoing::of(&Note::parse(text, &NoteOptions::default()));
        let targets: Vec<String> = outgoing
            .links()
            .map(|link| {
                let target = outgoing.target(link);
                format!(
                    "{}|{}|{}",
                    target.path,
                    target.fragment.unwrap_or_default(),
                    link.is_own()
                )
            })
            .collect();
        assert_eq!(
            targets,
            ["b c.md|d|false", "E||false", "|k|true", "../l.md||false"]
        );
        let tags: Vec<&str> = outgoing.tags().map(|(_, name)| name).collect();
        assert_eq!(tags, ["tag"]);
    }

    #[test]
    fn keys_are_of_names() {
        for (a, b) in [
            ("x/The Queue.md", "the-queue"),
            ("..\\Café.md", "cafe\u{301}"),
        ] {
            assert_eq!(link_key(a), link_key(b), "{a}");
        }
        assert_eq!(link_key(""), 0);
        assert_ne!(link_key("a.py"), link_key("a"));
    }
}
