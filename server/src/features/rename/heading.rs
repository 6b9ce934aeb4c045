//! Renaming a heading.

use std::path::Path;
use std::sync::Arc;

use super::rewrite::{Change, Retitled};
use super::{Edited, Notes, Renamed};
use crate::diagnostic::Edit;
use crate::vault::Vault;
use crate::vault::links::{Offered, name_keys};

pub(super) fn rename(
    vault: &Vault,
    path: &Arc<Path>,
    index: usize,
    title: &str,
    notes: &dyn Notes,
) -> Result<Renamed, String> {
    let note = notes.note(path).ok_or("the note cannot be read")?;
    let heading = note
        .headings
        .get(index)
        .ok_or("the heading is not there any more")?;
    let edit = Edit {
        span: heading.title_span,
        content: title.to_owned(),
    };
    let mut text = note.text.to_string();
    text.replace_range(edit.span.range(), title);
    let after = notes.parse(path, text);
    let then = after.headings.get(index).map(|heading| &*heading.title);
    if after.headings.len() != note.headings.len() || then != Some(title) {
        return Err(format!("`{title}` would be read as something else"));
    }
    let retitled = Retitled {
        index,
        title: title.to_owned(),
        before: Arc::new(Offered::of(&note)),
        after: Arc::new(Offered::of(&after)),
    };
    let mut change = Change::new(vault);
    // By its title the note may be found otherwise, and another one no more.
    change.keys.extend(name_keys(path, vault.catalog()));
    change.after.put(path, &retitled.after);
    change.keys.extend(name_keys(path, &change.after));
    change.retitled = Some((Arc::clone(path), retitled));
    let mut changed = change.rewrite(notes);
    match changed.iter_mut().find(|other| other.path == *path) {
        Some(own) => {
            // A link in the title goes with the title.
            own.edits.retain(|other| !other.span.overlaps(edit.span));
            own.edits.push(edit);
            Edit::sort(&mut own.edits);
        }
        None => changed.push(Edited {
            path: Arc::clone(path),
            note,
            edits: vec![edit],
        }),
    }
    Edited::sort(&mut changed);
    Ok(Renamed {
        notes: changed,
        ..Renamed::default()
    })
}
