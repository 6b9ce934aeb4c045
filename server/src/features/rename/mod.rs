//! Renaming and moving what links lead to: a heading, a note, a tag or a section, with every link to it in every note.

mod heading;
mod rewrite;
pub mod section;
mod tag;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::Edit;
use crate::note::{LinkKind, Note};
use crate::text::Span;
use crate::vault::Vault;
use crate::vault::links::{Goal, is_note, lexical};

pub use rewrite::moved;

/// The notes, with their text.
pub trait Notes: Sync {
    /// A note: as it stands in the editor where it is open there, else as it is on disk.
    fn note(&self, path: &Path) -> Option<Note>;

    /// Reads `text` as the note at `path` is read.
    fn parse(&self, path: &Path, text: String) -> Note;
}

/// A note and its edits, in order; none of them overlap.
#[derive(Debug)]
pub struct Edited {
    /// Where the note is, before anything is moved.
    pub path: Arc<Path>,
    /// The note that the edits are for.
    pub note: Note,
    /// The edits.
    pub edits: Vec<Edit>,
}

impl Edited {
    /// Puts notes, of which no two are the same, into the order of their paths.
    fn sort(notes: &mut [Edited]) {
        notes.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

/// What a rename comes to.
#[derive(Debug, Default)]
pub struct Renamed {
    /// The notes that change, by path.
    pub notes: Vec<Edited>,
    /// The file that moves, and where to; the edits come first.
    pub moves: Option<(PathBuf, PathBuf)>,
    /// A note that is made, and its text.
    pub made: Option<(PathBuf, String)>,
    /// A note that goes, as all of it is elsewhere.
    pub gone: Option<PathBuf>,
}

/// What can be renamed at some place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// What to select.
    pub span: Span,
    /// What it is called now.
    pub name: String,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// A heading of the note at that path: its place among the headings.
    Heading(Arc<Path>, usize),
    Note(Arc<Path>),
    Tag,
}

/// What can be renamed at byte `offset` of `note`, the note at `path`: the heading or the tag there, or what a link
/// there leads to.
pub fn named(vault: &Vault, path: &Path, note: &Note, offset: usize) -> Option<Named> {
    let link = note
        .links
        .iter()
        .filter(|link| link.span.touches(offset))
        .min_by_key(|link| link.span.len());
    if let Some(link) = link {
        if link.kind == LinkKind::Tag {
            return Some(Named {
                span: link.target,
                name: link.target.of(&note.text).to_owned(),
                what: What::Tag,
            });
        }
        if let Some(named) = behind_link(vault, path, note, link, offset) {
            return Some(named);
        }
    }
    let mut headings = note.headings.iter().enumerate();
    let (index, heading) = headings.find(|(_, heading)| heading.span.touches(offset))?;
    Some(Named {
        span: heading.title_span,
        name: heading.title.clone(),
        what: What::Heading(path.into(), index),
    })
}

fn behind_link(
    vault: &Vault,
    path: &Path,
    note: &Note,
    link: &crate::note::Link,
    offset: usize,
) -> Option<Named> {
    let target = note.target(link)?;
    let goal = match vault.catalog().resolve(path, &target) {
        Goal::Own => path.into(),
        Goal::Note(goal) => goal,
        _ => return None,
    };
    let on_fragment = target
        .fragment_span
        .is_some_and(|span| span.touches(offset) && !span.is_empty());
    if on_fragment || target.path.is_empty() {
        let offered = vault.catalog().offered(&goal)?;
        let place = offered.find(target.fragment.as_deref()?, target.is_wiki)?;
        let index = offered.headings().position(|heading| heading == place)?;
        return Some(Named {
            span: target.fragment_span?,
            name: offered.title(place).to_owned(),
            what: What::Heading(goal, index),
        });
    }
    if !target.path_span.touches(offset) {
        return None;
    }
    Some(Named {
        span: target.path_span,
        name: goal.file_stem()?.to_str()?.to_owned(),
        what: What::Note(goal),
    })
}

/// Renames what is `named` to `name`.
///
/// # Errors
/// Why that cannot be, for people.
pub fn rename(
    vault: &Vault,
    named: &Named,
    name: &str,
    notes: &dyn Notes,
) -> Result<Renamed, String> {
    let name = name.trim();
    if name.is_empty() || name.contains(char::is_control) {
        return Err("a name is one line, and not empty".to_owned());
    }
    match &named.what {
        What::Heading(path, index) => heading::rename(vault, path, *index, name, notes),
        What::Tag => tag::rename(vault, &named.name, name, notes),
        What::Note(path) => {
            let to = file_called(vault, path, name)?;
            let mut renamed = Renamed {
                notes: moved(vault, &[(path.to_path_buf(), to.clone())], notes),
                ..Renamed::default()
            };
            if to != **path {
                renamed.moves = Some((path.to_path_buf(), to));
            }
            Ok(renamed)
        }
    }
}

/// Where the note at `path` is when it is called `name`, which may begin with folders.
fn file_called(vault: &Vault, path: &Path, name: &str) -> Result<PathBuf, String> {
    const FORBIDDEN: [char; 12] = ['<', '>', ':', '"', '|', '?', '*', '\\', '#', '^', '[', ']'];
    if name.contains(FORBIDDEN) {
        return Err(format!(
            "the name of a note has none of {}",
            FORBIDDEN.iter().collect::<String>()
        ));
    }
    let mut file = PathBuf::from(name);
    if !is_note(&file) {
        let extension = path.extension().and_then(|extension| extension.to_str());
        file = PathBuf::from(format!("{name}.{}", extension.unwrap_or("md")));
    }
    let folder = path.parent().unwrap_or(path);
    let to = lexical(&folder.join(file)).ok_or("the note would be outside of the workspace")?;
    let catalog = vault.catalog();
    if catalog.root_of(path).is_some() && catalog.root_of(&to).is_none() {
        return Err("the note would be outside of the workspace".to_owned());
    }
    let is_same = |other: &Arc<Path>| **other == *to && *to != *path;
    if catalog.paths().any(is_same) {
        return Err(format!("there is a note `{name}` already"));
    }
    Ok(to)
}
