//! What `textDocument/codeAction` offers on links: making the note that is missing, making a term a link, the table of
//! contents.

use std::path::Path;

use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CreateFile, CreateFileOptions, DocumentChangeOperation,
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, Range, ResourceOp,
    TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::Context;
use crate::features::links::make::{Missing, missing, term_link};
use crate::features::toc::{Toc, toc};
use crate::lsp::library::Reading;

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
    let name = missing.path.file_name()?.to_string_lossy().into_owned();
    Some(CodeAction {
        title: format!("Create the note {name}"),
        kind: Some(CodeActionKind::QUICKFIX),
        edit: Some(creating(&missing)?),
        ..CodeAction::default()
    })
}

fn creating(missing: &Missing) -> Option<WorkspaceEdit> {
    let uri = Uri::from_file_path(&missing.path)?;
    let create = CreateFile {
        uri: uri.clone(),
        options: Some(CreateFileOptions {
            overwrite: Some(false),
            ignore_if_exists: Some(true),
        }),
        annotation_id: None,
    };
    let write = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: vec![OneOf::Left(TextEdit::new(
            Range::default(),
            missing.text.clone(),
        ))],
    };
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(vec![
            DocumentChangeOperation::Op(ResourceOp::Create(create)),
            DocumentChangeOperation::Edit(write),
        ])),
        ..WorkspaceEdit::default()
    })
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
