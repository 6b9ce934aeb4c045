//! Making links and what they lead to: the note that a broken link names, a link of a term.

use std::path::{Path, PathBuf};

use super::super::name;
use super::link_at;
use crate::diagnostic::Edit;
use crate::note::Note;
use crate::terms::Glossary;
use crate::vault::Vault;
use crate::vault::links::{Goal, encoded, relative};

/// A note that is linked to and not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Where it would be; inside the workspace.
    pub path: PathBuf,
    /// Its text at first.
    pub text: String,
}

/// The note that the link at byte `offset` of `note`, the note at `path`, leads to, where it is not there.
pub fn missing(vault: &Vault, path: &Path, note: &Note, offset: usize) -> Option<Missing> {
    let target = note.target(link_at(note, offset)?)?;
    let Goal::Missing(path) = vault.catalog().resolve(path, &target) else {
        return None;
    };
    let title = path.file_stem()?.to_str()?.to_owned();
    let mut text = format!("# {title}\n");
    if let Some(heading) = target
        .fragment
        .filter(|name| !name.is_empty() && !name.starts_with('^'))
    {
        text.push_str(&format!("\n## {}\n", heading.replace('\n', " ")));
    }
    Some(Missing { path, text })
}

/// The edit that makes the name at byte `offset` of `note`, the note at `path`, a link to where another note says what it
/// means; with what the link leads to, for people. `None` where no note does, or in a link or a heading.
pub fn term_link(
    vault: &Vault,
    glossary: &Glossary,
    path: &Path,
    note: &Note,
    offset: usize,
) -> Option<(Edit, String)> {
    let in_heading = note
        .headings
        .iter()
        .any(|heading| heading.span.touches(offset));
    let in_code = note
        .inline_code
        .iter()
        .any(|code| code.span.touches(offset));
    if in_heading || in_code || note.fence_at(offset).is_some() || link_at(note, offset).is_some() {
        return None;
    }
    let name = name::at(vault, glossary, note, offset)?;
    let defined = vault
        .definitions_of(&name.name, 8)
        .into_iter()
        .find(|defined| **defined.note.path() != *path)?;
    let to = defined.note.path();
    let line = defined.definition.place.line();
    let offered = defined.note.offered();
    // The heading that holds the definition, or the note.
    let heading = offered
        .headings()
        .filter(|heading| heading.place.line() <= line)
        .last();
    let way = encoded(&relative(path.parent()?, to));
    let (target, shown) = match heading {
        Some(heading) => (
            format!("{way}#{}", encoded(offered.name(heading))),
            offered.title(heading).to_owned(),
        ),
        None => (way, to.file_stem()?.to_string_lossy().into_owned()),
    };
    let words = name.span.of(&note.text);
    let edit = Edit {
        span: name.span,
        content: format!("[{words}]({target})"),
    };
    Some((edit, shown))
}
