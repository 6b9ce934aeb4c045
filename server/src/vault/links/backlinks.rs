//! Which links lead to a note.

use std::path::Path;

use rayon::prelude::*;

use super::super::features::{Feature, Field};
use super::super::lookup::FEWEST_NOTES;
use super::super::notes::NoteId;
use super::super::{Digest, Vault};
use super::offered::Place;
use super::outgoing::{OutgoingLink, feature_key, name_keys};
use super::resolve::Goal;

/// A link that leads to a note.
#[derive(Debug, Clone, Copy)]
pub struct Backlink<'a> {
    /// The note that it stands in.
    pub note: &'a Digest,
    /// The link.
    pub link: &'a OutgoingLink,
    /// The place in the note that it leads to; `None` for the note as a whole, or where there is no such place.
    pub goal: Option<&'a Place>,
    /// True where it names something in the note, there or not.
    pub has_fragment: bool,
}

impl Vault {
    /// Every link that leads to the note at `path` or to a place in it, its own among them; in the order of notes and
    /// lines.
    pub fn links_to(&self, path: &Path) -> Vec<Backlink<'_>> {
        let Some(offered) = self.catalog.offered(path) else {
            return Vec::new();
        };
        let keys = name_keys(path, &self.catalog);
        let named = keys
            .iter()
            .map(|key| Feature::new(Field::Link, feature_key(*key)));
        let mut asked: Vec<NoteId> = named
            .flat_map(|name| self.index.ids(name))
            .chain(self.ids.get(path).copied())
            .collect();
        asked.sort_unstable();
        asked.dedup();
        let mut found: Vec<Backlink<'_>> = asked
            .into_par_iter()
            .with_min_len(FEWEST_NOTES)
            .filter_map(|id| self.index.get(id))
            .flat_map_iter(|note| {
                let is_own = **note.path() == *path;
                let links = note.outgoing().links();
                let asked = links.filter(|link| link.may_name(&keys) || is_own && link.is_own());
                asked
                    .filter_map(|link| {
                        let target = note.outgoing().target(link);
                        let leads_here = match self.catalog.resolve(note.path(), &target) {
                            Goal::Own => is_own,
                            Goal::Note(goal) => *goal == *path,
                            _ => false,
                        };
                        let fragment = target.fragment.as_deref();
                        leads_here.then(|| Backlink {
                            note,
                            link,
                            goal: fragment.and_then(|name| offered.find(name, target.is_wiki)),
                            has_fragment: fragment.is_some(),
                        })
                    })
                    // What borrows this note's `is_own` ends here.
                    .collect::<Vec<_>>()
            })
            .collect();
        found.sort_by_key(|link| {
            (
                link.note.path(),
                link.link.place.line(),
                link.link.place.column(),
            )
        });
        found
    }

    /// The notes that have the tag `name` or one below it (`a/b` is below `a`), whatever the case, with those tags.
    pub fn tagged<'a>(
        &'a self,
        name: &str,
    ) -> impl Iterator<Item = (&'a Digest, &'a OutgoingLink)> {
        self.notes().flat_map(move |note| {
            let tags = note.outgoing().tags();
            tags.filter(move |(_, tag)| is_at_or_below(tag, name))
                .map(move |(link, _)| (note, link))
        })
    }
}

/// True where `tag` is `name` or one below it, whatever the case.
pub fn is_at_or_below(tag: &str, name: &str) -> bool {
    let (tag, name) = (tag.to_lowercase(), name.to_lowercase());
    tag.strip_prefix(&name)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{Note, NoteOptions};
    use crate::terms::{Glossary, Words};

    #[test]
    fn links_are_found_by_path_by_name_and_by_title() {
        let notes = [
            ("/v/a.md", "# The title\n\n## Part\n\n[own](#part) #t\n"),
            (
                "/v/b/b.md",
                "[x](../a.md#part) [[a]] [[the title#Part]] [[a#nope]] [y](../c.md) #t/u\n",
            ),
            ("/v/c.md", "[[b/b]]\n"),
        ];
        let glossary = Glossary::builtin();
        let mut vault = Vault::new(Words::Builtin(glossary));
        vault.set_roots([Path::new("/v")]);
        for (path, text) in notes {
            let note = Note::parse(text, &NoteOptions::default());
            vault.put(Digest::of(Path::new(path), &note, glossary));
        }
        let to = |vault: &Vault, path: &str| -> Vec<String> {
            let links = vault.links_to(Path::new(path));
            links
                .iter()
                .map(|link| {
                    let goal = link.goal.map_or(0, |place| place.place.line());
                    let name = link.note.path().display();
                    format!("{name}:{} -> {goal}", link.link.place.column())
                })
                .collect()
        };
        assert_eq!(
            to(&vault, "/v/a.md"),
            [
                "/v/a.md:1 -> 3",
                "/v/b/b.md:1 -> 3",
                "/v/b/b.md:19 -> 0",
                "/v/b/b.md:25 -> 3",
                "/v/b/b.md:44 -> 0"
            ]
        );
        assert_eq!(to(&vault, "/v/b/b.md"), ["/v/c.md:1 -> 0"]);
        assert_eq!(vault.tagged("T").count(), 2);
        vault.remove(Path::new("/v/b/b.md"));
        assert_eq!(to(&vault, "/v/a.md").len(), 1);
        assert_eq!(vault.tagged("t/u").count(), 0);
    }
}
