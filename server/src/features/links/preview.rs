//! What stands where a link leads, in a few words.

use std::path::Path;
use std::sync::Arc;

use super::super::passage::{Texts, excerpt};
use super::{goals, link_at};
use crate::note::{LinkKind, Note};
use crate::text::Span;
use crate::vault::{Digest, Vault};

/// What a link leads to. All of it is text of notes: not to be trusted, nor escaped yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The link.
    pub span: Span,
    /// The note, by its way from the top of the workspace.
    pub note: String,
    /// The heading or the title of the note.
    pub title: String,
    /// What is said there; cut where it is long.
    pub excerpt: String,
    /// Where to go on reading.
    pub path: Arc<Path>,
    /// 1-based line there.
    pub line: usize,
}

/// A preview of what the link at byte `offset` of `note`, the note at `path`, leads to. Of a footnote it is its text.
pub fn preview(
    vault: &Vault,
    path: &Path,
    note: &Note,
    offset: usize,
    texts: &Texts<'_>,
) -> Option<Preview> {
    let link = link_at(note, offset)?;
    if matches!(link.kind, LinkKind::Tag | LinkKind::Url) {
        return None;
    }
    let to = goals::definition(vault, path, note, offset)?
        .into_iter()
        .next()?;
    let is_own = *to.path == *path;
    let text = if is_own {
        Some(Arc::clone(&note.text))
    } else {
        texts(&to.path)
    }?;
    let line = to.place.line();
    let excerpt = if link.kind == LinkKind::Footnote {
        to.title.clone()
    } else {
        let end = vault
            .note(&to.path)
            .map_or(line, |digest| end_of(digest, line));
        // The heading itself is the title.
        let from = if text
            .lines()
            .nth(line - 1)
            .is_some_and(|first| first.contains(&*to.title))
        {
            line + 1
        } else {
            line
        };
        excerpt(&text, from, end.max(from))
    };
    let root = vault.catalog().root_of(&to.path);
    let shown = root.and_then(|root| to.path.strip_prefix(root).ok());
    Some(Preview {
        span: link.span,
        note: shown.unwrap_or(&to.path).display().to_string(),
        title: if link.kind == LinkKind::Footnote {
            format!("[^{}]", link.target.of(&note.text))
        } else {
            to.title
        },
        excerpt,
        path: to.path,
        line,
    })
}

/// The last line of what begins at `line`; as excerpts are short, of the whole note that is its end.
fn end_of(digest: &Digest, line: usize) -> usize {
    let section = digest
        .units()
        .iter()
        .find(|unit| unit.place.line() == line && unit.is_section());
    match section {
        Some(section) if line > 1 => section.end_line as usize,
        _ => line + 40,
    }
}
