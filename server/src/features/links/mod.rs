//! What editors offer on links: where they lead, what leads here, previews, completion. From the note at hand and the
//! vault to plain data.

pub mod complete;
pub mod document_links;
pub mod goals;
pub mod make;
pub mod preview;

use crate::note::{Link, LinkKind, Note};

/// The innermost link at byte `offset` of `note`; tags and footnotes are links, too.
fn link_at(note: &Note, offset: usize) -> Option<&Link> {
    let links = note.links.iter().filter(|link| link.span.touches(offset));
    links.min_by_key(|link| link.span.len())
}

/// The definition that the label of a reference link or of a footnote names.
fn definition_of<'a>(note: &'a Note, link: &Link) -> Option<&'a Link> {
    let label = |link: &Link| match link.kind {
        LinkKind::Definition => link.text.of(&note.text).to_lowercase(),
        _ => link.target.of(&note.text).to_lowercase(),
    };
    let kind = match link.kind {
        LinkKind::Reference => LinkKind::Definition,
        LinkKind::Footnote => LinkKind::FootnoteDefinition,
        _ => return None,
    };
    let wanted = label(link);
    let mut links = note.links.iter();
    links.find(|other| other.kind == kind && label(other) == wanted)
}
