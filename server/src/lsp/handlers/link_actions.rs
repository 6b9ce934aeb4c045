//! What `textDocument/codeAction` offers on links: making the note that is missing, making a term a link, making a section
//! a note and back, the table of contents.

use std::path::Path;
use std::sync::Arc;

use tower_lsp::ls_types::{CodeAction, CodeActionKind, DocumentChanges, Uri, WorkspaceEdit};

use super::Context;
use crate::features::links::make::{Missing, missing, term_link};
use crate::features::rename::Renamed;
use crate::features::rename::section::{extract, inline};
use crate::features::toc::{Toc, toc};
use crate::lsp::library::Reading;
use crate::lsp::session::Snapshot;
use crate::lsp::vault_edit::{Desk, making};

/// The action that makes the note which the link at `offset` leads to.
pub(super) fn create(
    notes: &Reading<'_>,
    context: &Context,
    path: &Path,
    offset: usize,
) -> Option<CodeAction> {
    if !context.client.creates_files || !context.client.versioned_edits {
        return None;
    }
    let note = &context.open.reading().note;
    let missing = missing(notes.vault, path, note, offset)?;
    Some(CodeAction {
        title: format!("Create the note {}", name(&missing.path)?),
        kind: Some(CodeActionKind::QUICKFIX),
        edit: Some(creating(&missing)?),
        ..CodeAction::default()
    })
}

fn creating(missing: &Missing) -> Option<WorkspaceEdit> {
    let uri = Uri::from_file_path(&missing.path)?;
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(
            making(uri, &missing.text).into(),
        )),
        ..WorkspaceEdit::default()
    })
}

/// The actions that make the section at `offset` a note of its own, and that put a note in the place of the link there.
pub(super) fn sections(
    notes: &Reading<'_>,
    context: &Context,
    moment: &Snapshot,
    path: &Arc<Path>,
    offset: usize,
) -> Vec<CodeAction> {
    let client = &context.client;
    if !client.versioned_edits {
        return Vec::new();
    }
    let note = &context.open.reading().note;
    let desk = Desk::new(notes, moment);
    let action = |title: String, kind, renamed: &Renamed| {
        Some(CodeAction {
            title,
            kind: Some(kind),
            edit: Some(desk.workspace_edit(renamed).ok()?),
            ..CodeAction::default()
        })
    };
    let extracted = || {
        let renamed = extract(notes.vault, path, note, offset, &desk)?;
        let title = format!("Extract to the note {}", name(&renamed.made.as_ref()?.0)?);
        action(title, CodeActionKind::REFACTOR_EXTRACT, &renamed)
    };
    let inlined = || {
        let renamed = inline(notes.vault, path, note, offset, &desk)?;
        let title = format!("Inline the note {}", name(renamed.gone.as_ref()?)?);
        action(title, CodeActionKind::REFACTOR_INLINE, &renamed)
    };
    let extracted = client.creates_files.then(extracted).flatten();
    let inlined = client.deletes_files.then(inlined).flatten();
    extracted.into_iter().chain(inlined).collect()
}

fn name(path: &Path) -> Option<String> {
    Some(path.file_name()?.to_string_lossy().into_owned())
}

/// The action that makes the term at `offset` a link.
pub(super) fn link(
    notes: &Reading<'_>,
    context: &Context,
    path: &Path,
    offset: usize,
) -> Option<CodeAction> {
    let reading = context.open.reading();
    let glossary = context
        .open
        .settings()
        .glossary(&context.open.uri, &reading.config);
    let (edit, shown) = term_link(notes.vault, &glossary, path, &reading.note, offset)?;
    Some(CodeAction {
        title: format!("Link to “{shown}”"),
        kind: Some(CodeActionKind::REFACTOR_REWRITE),
        edit: Some(context.converter().workspace_edit(&[edit])),
        ..CodeAction::default()
    })
}

/// The action that puts in a table of contents, or brings the one that is there up to date.
pub(super) fn contents(context: &Context, offset: usize) -> Option<CodeAction> {
    let (title, edit) = match toc(&context.open.reading().note, offset)? {
        Toc::Insert(edit) => ("Insert a table of contents", edit),
        Toc::Refresh(edit) => ("Refresh the table of contents", edit),
    };
    Some(CodeAction {
        title: title.to_owned(),
        kind: Some(CodeActionKind::REFACTOR_REWRITE),
        edit: Some(context.converter().workspace_edit(&[edit])),
        ..CodeAction::default()
    })
}
