//! Renaming a tag, with those below it.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Edited, Notes, Renamed};
use crate::diagnostic::Edit;
use crate::note::{LinkKind, Note};
use crate::text::Span;
use crate::vault::Vault;
use crate::vault::links::is_at_or_below;

pub(super) fn rename(
    vault: &Vault,
    from: &str,
    to: &str,
    notes: &dyn Notes,
) -> Result<Renamed, String> {
    let to = to.trim_start_matches('#');
    let is_tag = to.contains(char::is_alphabetic)
        && to
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/'));
    if !is_tag {
        return Err("a tag is made of letters, digits, `-`, `_` and `/`".to_owned());
    }
    let mut tagged: Vec<&Arc<Path>> = vault.tagged(from).map(|(note, _)| note.path()).collect();
    tagged.sort();
    tagged.dedup();
    let changed = tagged.par_iter().filter_map(|path| {
        let note = notes.note(path)?;
        let edits = edits(&note, from, to);
        (!edits.is_empty()).then(|| Edited {
            path: Arc::clone(path),
            note,
            edits,
        })
    });
    Ok(Renamed {
        notes: changed.collect(),
        ..Renamed::default()
    })
}

fn edits(note: &Note, from: &str, to: &str) -> Vec<Edit> {
    let tags = note.links.iter().filter(|link| link.kind == LinkKind::Tag);
    let tags = tags.filter_map(|tag| {
        let name = tag.target.of(&note.text);
        if !is_at_or_below(name, from) {
            return None;
        }
        // What is below begins behind as many parts as the old name has.
        let parts = from.split('/').count();
        let end = name
            .match_indices('/')
            .nth(parts - 1)
            .map_or(name.len(), |(at, _)| at);
        Some(Edit {
            span: Span::new(tag.target.start, tag.target.start + end),
            content: to.to_owned(),
        })
    });
    tags.filter(|edit| edit.span.of(&note.text) != edit.content)
        .collect()
}
