//! The links of a note, each with what opens when it is followed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::goals;
use crate::note::{LinkKind, Note};
use crate::text::Span;
use crate::vault::Vault;
use crate::vault::links::Goal;

/// A link that can be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLink {
    /// What is clicked: the target as it is written.
    pub span: Span,
    /// What opens.
    pub opens: Opens,
}

/// What a link opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opens {
    /// A note at a 1-based line.
    Note(Arc<Path>, usize),
    /// A file of another kind in the workspace.
    File(PathBuf),
    /// An address on the web.
    Web(String),
}

/// The links of `note`, the note at `path`, that lead somewhere; never out of the workspace.
pub fn document_links(vault: &Vault, path: &Path, note: &Note) -> Vec<DocumentLink> {
    let links = note.links.iter().filter_map(|link| {
        let written = link.target.of(&note.text);
        let opens = match note.target(link) {
            Some(target) => match vault.catalog().resolve(path, &target) {
                Goal::File(file) => Opens::File(file),
                Goal::Own | Goal::Note(_) => {
                    let at = link.target.start;
                    let to = goals::definition(vault, path, note, at)?
                        .into_iter()
                        .next()?;
                    Opens::Note(to.path, to.place.line())
                }
                Goal::Several(_) | Goal::Missing(_) | Goal::Elsewhere => return None,
            },
            None if is_web(link.kind, written) => Opens::Web(written.to_owned()),
            None => return None,
        };
        Some(DocumentLink {
            span: link.target,
            opens,
        })
    });
    links.collect()
}

/// True for an address that a browser may be sent to.
fn is_web(kind: LinkKind, address: &str) -> bool {
    let may_be = matches!(
        kind,
        LinkKind::Url | LinkKind::Inline | LinkKind::Image | LinkKind::Definition
    );
    may_be && (address.starts_with("https://") || address.starts_with("http://"))
}
