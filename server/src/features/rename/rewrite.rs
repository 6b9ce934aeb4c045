//! Rewrites links so that they lead where they led before, after notes were moved or headings renamed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Edited, Notes};
use crate::diagnostic::Edit;
use crate::note::{AnchorKind, Link, LinkKind, Note, Target};
use crate::text::Span;
use crate::vault::Vault;
use crate::vault::links::{Catalog, Goal, Offered, encoded, name_keys, relative};

/// The edits that keep every link alive when files move: each from where it is to where it will be. What is not a note
/// of the vault may be among them: a folder stands for all that is below it.
pub fn moved(vault: &Vault, moves: &[(PathBuf, PathBuf)], notes: &dyn Notes) -> Vec<Edited> {
    let mut change = Change::new(vault);
    change.moves = moves.to_vec();
    let gone: Vec<(Arc<Path>, Arc<Path>)> = vault
        .catalog()
        .paths()
        .filter_map(|path| Some((Arc::clone(path), change.place_after(path)?.into())))
        .collect();
    for (before, _) in &gone {
        change.keys.extend(name_keys(before, vault.catalog()));
        change.after.remove(before);
    }
    for (before, after) in gone {
        if let Some(offered) = vault.catalog().offered(&before) {
            change.after.put(&after, offered);
            change.keys.extend(name_keys(&after, &change.after));
        }
        change.moved.insert(before, after);
    }
    change.rewrite(notes)
}

/// A heading that is called otherwise from now on.
pub(super) struct Retitled {
    /// Its place among the headings of its note.
    pub index: usize,
    /// The new title.
    pub title: String,
    /// What the note offered before.
    pub before: Arc<Offered>,
    /// What it offers then.
    pub after: Arc<Offered>,
}

/// A note of which a part goes to another one.
pub(super) struct Relocated {
    /// The note.
    pub of: Arc<Path>,
    /// What goes, and where to; empty where nothing goes and places only change their names.
    pub stretch: Span,
    pub to: Arc<Path>,
    /// What it offered before.
    pub before: Arc<Offered>,
    /// For each of its places, the note that has it then and its number among the places there.
    pub places: Vec<(Arc<Path>, usize)>,
    /// The same for the note as a whole; without a number for a note as a whole.
    pub whole: (Arc<Path>, Option<usize>),
}

/// What changes, and what the notes are like then.
pub(super) struct Change<'a> {
    vault: &'a Vault,
    pub after: Catalog,
    moves: Vec<(PathBuf, PathBuf)>,
    moved: FxHashMap<Arc<Path>, Arc<Path>>,
    /// Links with one of these keys may lead elsewhere then.
    pub keys: FxHashSet<u32>,
    pub retitled: Option<(Arc<Path>, Retitled)>,
    pub relocated: Vec<Relocated>,
}

impl<'a> Change<'a> {
    pub fn new(vault: &'a Vault) -> Self {
        Self {
            vault,
            after: vault.catalog().clone(),
            moves: Vec::new(),
            moved: FxHashMap::default(),
            keys: FxHashSet::default(),
            retitled: None,
            relocated: Vec::new(),
        }
    }

    fn relocated(&self, path: &Path) -> Option<&Relocated> {
        self.relocated.iter().find(|other| *other.of == *path)
    }

    /// Where `path` is after the moves; `None` where it stays.
    fn place_after(&self, path: &Path) -> Option<PathBuf> {
        self.moves.iter().find_map(|(from, to)| {
            let below = path.strip_prefix(from).ok()?;
            Some(if below.as_os_str().is_empty() {
                to.clone()
            } else {
                to.join(below)
            })
        })
    }

    /// The notes whose links have to be written otherwise, in order.
    pub fn rewrite(&self, notes: &dyn Notes) -> Vec<Edited> {
        let mut concerned: Vec<&Arc<Path>> = self
            .vault
            .notes()
            .filter(|note| {
                let path = note.path();
                let own = self.retitled.as_ref().is_some_and(|(of, _)| of == path);
                let own = own || self.relocated(path).is_some();
                own || self.moved.contains_key(path) || note.outgoing().asks_for(&self.keys)
            })
            .map(|note| note.path())
            .collect();
        concerned.sort();
        let edited = concerned.par_iter().filter_map(|path| {
            let note = notes.note(path)?;
            let edits = self.edits(path, &note);
            (!edits.is_empty()).then(|| Edited {
                path: Arc::clone(path),
                note,
                edits,
            })
        });
        edited.collect()
    }

    fn edits(&self, path: &Arc<Path>, note: &Note) -> Vec<Edit> {
        let here = self.moved.get(path).unwrap_or(path);
        let mut edits = Vec::new();
        let relocated = self.relocated(path);
        for link in &note.links {
            let goes = relocated.filter(|part| part.stretch.covers(link.span));
            let here = goes.map_or(here, |part| &part.to);
            if let Some(target) = note.target(link) {
                self.rewrite_link(path, here, note, link, &target, &mut edits);
            }
        }
        Edit::sort(&mut edits);
        edits.dedup_by(|a, b| a.span.overlaps(b.span) || a.span == b.span);
        edits
    }

    fn rewrite_link(
        &self,
        path: &Path,
        here: &Path,
        note: &Note,
        link: &Link,
        target: &Target,
        edits: &mut Vec<Edit>,
    ) {
        let goal = self.vault.catalog().resolve(path, target);
        let relocated = match &goal {
            Goal::Own => self.relocated(path),
            Goal::Note(goal) => self.relocated(goal),
            _ => None,
        };
        if let Some(relocated) = relocated {
            self.follow(here, note, link, target, relocated, edits);
            return;
        }
        let goal = match goal {
            Goal::Own => {
                self.rewrite_fragment(path, target, edits);
                return;
            }
            Goal::Note(goal) => goal,
            Goal::File(file) => {
                let after = self.place_after(&file);
                if after.is_some() || here != path {
                    let file = after.unwrap_or(file);
                    self.replace_path(here, note, link, target, &file, edits);
                }
                return;
            }
            Goal::Several(_) | Goal::Missing(_) | Goal::Elsewhere => return,
        };
        self.rewrite_fragment(&goal, target, edits);
        let goal = self.moved.get(&goal).unwrap_or(&goal);
        if !self.leads(here, target, &target.path, goal) {
            self.replace_path(here, note, link, target, goal, edits);
        }
    }

    /// True where `path` in the place of the path of `target` leads from `here` to `goal`, then.
    fn leads(&self, here: &Path, target: &Target, path: &str, goal: &Path) -> bool {
        let target = Target {
            path: path.to_owned(),
            ..target.clone()
        };
        matches!(self.after.resolve(here, &target), Goal::Note(found) if *found == *goal)
    }

    /// Writes a link to a place that is in another note then, or is called otherwise.
    fn follow(
        &self,
        here: &Path,
        note: &Note,
        link: &Link,
        target: &Target,
        relocated: &Relocated,
        edits: &mut Vec<Edit>,
    ) {
        let named = target.fragment.as_deref().filter(|name| !name.is_empty());
        let (goal, number) = match named {
            Some(named) => {
                let place = relocated.before.find(named, target.is_wiki);
                let mut places = relocated.before.places().iter();
                let index = place.and_then(|place| places.position(|other| other == place));
                match index.and_then(|index| relocated.places.get(index)) {
                    Some((goal, number)) => (goal, Some(*number)),
                    // It led nowhere before.
                    None => return,
                }
            }
            None => (&relocated.whole.0, relocated.whole.1),
        };
        let Some(offered) = self.after.offered(goal) else {
            return;
        };
        let place = number.and_then(|number| offered.places().get(number));
        let leads = |name: &str| offered.find(name, target.is_wiki) == place;
        let fragment = place.and_then(|place| {
            let title = offered.title(place).replace(['#', '|', '[', ']', '^'], " ");
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            let name = offered.name(place);
            let ways = match place.kind {
                AnchorKind::Heading if target.is_wiki => [named.unwrap_or(&title), &title, name],
                _ => [named.unwrap_or(name), name, name],
            };
            let way = ways.into_iter().find(|way| leads(way))?;
            Some(if target.is_wiki || Some(way) == named {
                way.to_owned()
            } else {
                encoded(way)
            })
        });
        let is_there = match self.after.resolve(here, target) {
            Goal::Own => *here == **goal,
            Goal::Note(found) => found == *goal,
            _ => false,
        };
        let path = if is_there {
            target.path_span.of(&note.text).to_owned()
        } else if *here == **goal && fragment.is_some() {
            String::new()
        } else {
            let Some(path) = self.path_to(here, note, link, target, goal) else {
                return;
            };
            path
        };
        match (fragment, target.fragment_span) {
            (Some(fragment), Some(span)) => {
                replace(note, target.path_span, path, edits);
                if Some(fragment.as_str()) != named {
                    replace(note, span, fragment, edits);
                }
            }
            (Some(fragment), None) => {
                replace(note, target.path_span, format!("{path}#{fragment}"), edits);
            }
            (None, _) => replace(note, target.path_span, path, edits),
        }
    }

    /// Writes the path to `goal` in the manner in which `target` was written.
    fn replace_path(
        &self,
        here: &Path,
        note: &Note,
        link: &Link,
        target: &Target,
        goal: &Path,
        edits: &mut Vec<Edit>,
    ) {
        if let Some(path) = self.path_to(here, note, link, target, goal) {
            replace(note, target.path_span, path, edits);
        }
    }

    /// The path to `goal` in the manner in which `target` was written.
    fn path_to(
        &self,
        here: &Path,
        note: &Note,
        link: &Link,
        target: &Target,
        goal: &Path,
    ) -> Option<String> {
        let folder = here.parent().unwrap_or(here);
        let root = self.after.root_of(goal).unwrap_or(folder);
        let way = relative(folder, goal);
        let had_extension = Path::new(&target.path).extension().is_some()
            // A link to its own note says nothing of how paths are written.
            || target.path.is_empty() && !target.is_wiki;
        let shorten = |way: &str| {
            let shorter = way
                .strip_suffix(".md")
                .or_else(|| way.strip_suffix(".markdown"));
            shorter.unwrap_or(way).to_owned()
        };
        let from_root = format!("/{}", relative(root, goal));
        let mut ways: Vec<String> = Vec::new();
        if target.is_wiki {
            let name = goal.file_name().unwrap_or_default().to_string_lossy();
            if target.path.starts_with('.') {
                ways.push(if way.starts_with('.') {
                    way.clone()
                } else {
                    format!("./{way}")
                });
            } else if !target.path.contains('/') {
                if let Some((_, retitled)) = self.retitled.as_ref().filter(|(of, _)| **of == *goal)
                {
                    ways.push(retitled.title.clone());
                }
                ways.push(name.into_owned());
            }
            ways.push(relative(root, goal));
            ways.push(if way.starts_with('.') {
                way
            } else {
                format!("./{way}")
            });
            if !had_extension {
                ways.iter_mut().for_each(|way| *way = shorten(way));
            }
        } else {
            let dotted = target.path.starts_with("./") && !way.starts_with('.');
            let way = if dotted { format!("./{way}") } else { way };
            let ordered = if target.path.starts_with('/') {
                [from_root, way]
            } else {
                [way, from_root]
            };
            for way in ordered {
                if !had_extension {
                    ways.push(shorten(&way));
                }
                ways.push(way);
            }
        }
        let is_file = !self.after.paths().any(|path| **path == *goal) && !target.is_wiki;
        let chosen = ways
            .iter()
            .find(|way| is_file || self.leads(here, target, way, goal))
            .or(ways.first())?;
        Some(if target.is_wiki {
            chosen.clone()
        } else if in_angles(note, link, target.path_span) {
            chosen.replace('<', "%3C").replace('>', "%3E")
        } else {
            encoded(chosen)
        })
    }

    /// Writes the name of a place in `goal` as it is called then.
    fn rewrite_fragment(&self, goal: &Path, target: &Target, edits: &mut Vec<Edit>) {
        let Some((_, retitled)) = self.retitled.as_ref().filter(|(of, _)| **of == *goal) else {
            return;
        };
        let (Some(fragment), Some(span)) = (target.fragment.as_deref(), target.fragment_span)
        else {
            return;
        };
        let Some(place) = retitled.before.find(fragment, target.is_wiki) else {
            return;
        };
        let index = retitled
            .before
            .places()
            .iter()
            .position(|other| other == place);
        let (Some(index), true) = (index, place.level > 0) else {
            return;
        };
        let Some(then) = retitled.after.places().get(index) else {
            return;
        };
        let name = retitled.after.name(then).to_owned();
        let mut ways = Vec::new();
        if index == retitled.index && target.is_wiki {
            // Of `#Part#Chapter` the last one is meant.
            let before = fragment.rsplit_once('#').map_or("", |(before, _)| before);
            let title = retitled.title.replace(['#', '|', '[', ']', '^'], " ");
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            ways.push(if before.is_empty() {
                title
            } else {
                format!("{before}#{title}")
            });
        } else if index != retitled.index {
            ways.push(fragment.to_owned());
        }
        ways.push(name);
        let leads = |way: &&String| retitled.after.find(way, target.is_wiki) == Some(then);
        let Some(chosen) = ways.iter().find(leads).or(ways.last()) else {
            return;
        };
        if chosen == fragment {
            return;
        }
        let content = if target.is_wiki {
            chosen.clone()
        } else {
            encoded(chosen)
        };
        edits.push(Edit { span, content });
    }
}

/// True where the destination of `link` stands in angle brackets.
fn in_angles(note: &Note, link: &Link, path: Span) -> bool {
    link.kind != LinkKind::Wiki
        && path
            .start
            .checked_sub(1)
            .is_some_and(|before| note.text.as_bytes().get(before) == Some(&b'<'))
}

fn replace(note: &Note, span: Span, content: String, edits: &mut Vec<Edit>) {
    if span.of(&note.text) != content {
        edits.push(Edit { span, content });
    }
}
