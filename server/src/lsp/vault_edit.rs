//! Edits of several notes, open or not, as the client takes them: one edit, each note at the version that it is for.

use std::collections::HashMap;
use std::path::Path;

use tower_lsp::ls_types::{
    AnnotatedTextEdit, ChangeAnnotation, CreateFile, CreateFileOptions, DeleteFile,
    DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier,
    Range, RenameFile, RenameFileOptions, ResourceOp, TextDocumentEdit, TextEdit, Uri,
    WorkspaceEdit,
};

use super::convert;
use super::library::Reading;
use super::session::Snapshot;
use crate::features::rename::{Edited, Notes, Renamed};
use crate::files;
use crate::note::{Note, NoteOptions};

const OPEN: &str = "open";
const CLOSED: &str = "closed";

/// A request that is well formed and cannot be done (LSP 3.17, `LSPErrorCodes.RequestFailed`).
pub(super) const REQUEST_FAILED: i64 = -32803;

/// The notes with their text, at one moment.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    notes: &'a Reading<'a>,
    moment: &'a Snapshot,
}

impl<'a> Desk<'a> {
    pub(super) fn new(notes: &'a Reading<'a>, moment: &'a Snapshot) -> Self {
        Self { notes, moment }
    }

    fn options(&self, path: &Path) -> NoteOptions {
        let uri = Uri::from_file_path(path);
        let config = uri.and_then(|uri| self.moment.settings.for_note(&uri).ok());
        NoteOptions::from(&*config.unwrap_or_default())
    }

    /// All of `renamed` in one edit.
    ///
    /// # Errors
    /// The client cannot move files.
    pub(super) fn workspace_edit(&self, renamed: &Renamed) -> Result<WorkspaceEdit, String> {
        let client = &self.moment.client;
        if !client.versioned_edits {
            if renamed.moves.is_some() {
                return Err("this editor cannot move files".to_owned());
            }
            let edits = renamed
                .notes
                .iter()
                .filter_map(|edited| Some((self.notes.uri(&edited.path)?, self.edits(edited))));
            return Ok(WorkspaceEdit {
                changes: Some(edits.collect::<HashMap<_, _>>()),
                ..WorkspaceEdit::default()
            });
        }
        let mut operations = Vec::with_capacity(renamed.notes.len() + 2);
        if let Some((path, text)) = &renamed.made {
            let uri = Uri::from_file_path(path).ok_or("the note has no file")?;
            operations.extend(making(uri, text));
        }
        for edited in &renamed.notes {
            let Some(uri) = self.notes.uri(&edited.path) else {
                continue;
            };
            let version = self.notes.open(&uri).map(|(open, _)| open.version);
            let group = if version.is_some() { OPEN } else { CLOSED };
            operations.push(DocumentChangeOperation::Edit(TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
                edits: self
                    .edits(edited)
                    .into_iter()
                    .map(|edit| self.grouped(edit, group))
                    .collect(),
            }));
        }
        if let Some((from, to)) = &renamed.moves {
            if !client.renames_files {
                return Err("this editor cannot move files".to_owned());
            }
            let (Some(old_uri), Some(new_uri)) = (self.notes.uri(from), Uri::from_file_path(to))
            else {
                return Err("the note has no file".to_owned());
            };
            operations.push(DocumentChangeOperation::Op(ResourceOp::Rename(
                RenameFile {
                    old_uri,
                    new_uri,
                    options: Some(RenameFileOptions {
                        overwrite: Some(false),
                        ignore_if_exists: Some(false),
                    }),
                    annotation_id: None,
                },
            )));
        }
        if let Some(path) = &renamed.gone {
            let uri = self.notes.uri(path).ok_or("the note has no file")?;
            operations.push(DocumentChangeOperation::Op(ResourceOp::Delete(
                DeleteFile {
                    uri,
                    options: None,
                    annotation_id: None,
                },
            )));
        }
        Ok(WorkspaceEdit {
            document_changes: Some(DocumentChanges::Operations(operations)),
            change_annotations: client.annotates_edits.then(groups),
            ..WorkspaceEdit::default()
        })
    }

    /// `edit` as one of a group of a preview, for clients that show such.
    fn grouped(&self, edit: TextEdit, group: &str) -> OneOf<TextEdit, AnnotatedTextEdit> {
        if !self.moment.client.annotates_edits {
            return OneOf::Left(edit);
        }
        OneOf::Right(AnnotatedTextEdit {
            text_edit: edit,
            annotation_id: group.to_owned(),
        })
    }

    fn edits(&self, edited: &Edited) -> Vec<TextEdit> {
        let encoding = self.moment.client.encoding;
        let edits = edited.edits.iter();
        edits
            .map(|edit| {
                let range = convert::range_in(&edited.note, edit.span, encoding);
                TextEdit::new(range, edit.content.clone())
            })
            .collect()
    }
}

/// The groups in which a preview shows edits (LSP 3.17, `ChangeAnnotation`): what changes where it can be seen, and what
/// changes out of sight.
fn groups() -> HashMap<String, ChangeAnnotation> {
    let group = |label: &str| ChangeAnnotation {
        label: label.to_owned(),
        needs_confirmation: Some(false),
        description: None,
    };
    HashMap::from([
        (OPEN.to_owned(), group("In open notes")),
        (CLOSED.to_owned(), group("In notes that are not open")),
    ])
}

/// The operations that make a note with a text; where there is a file already they fail, or leave it.
pub(super) fn making(uri: Uri, text: &str) -> [DocumentChangeOperation; 2] {
    let create = CreateFile {
        uri: uri.clone(),
        options: Some(CreateFileOptions {
            overwrite: Some(false),
            ignore_if_exists: Some(false),
        }),
        annotation_id: None,
    };
    let write = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: vec![OneOf::Left(TextEdit::new(
            Range::default(),
            text.to_owned(),
        ))],
    };
    [
        DocumentChangeOperation::Op(ResourceOp::Create(create)),
        DocumentChangeOperation::Edit(write),
    ]
}

impl Notes for Desk<'_> {
    fn note(&self, path: &Path) -> Option<Note> {
        let uri = self.notes.uri(path)?;
        if let Some((open, _)) = self.notes.open(&uri) {
            return Some(open.reading().note.clone());
        }
        let max_bytes = self.moment.settings.manner(path.parent()?).max_bytes;
        let source = files::read(path, max_bytes).ok()?;
        Some(self.parse(path, source.text))
    }

    fn parse(&self, path: &Path, text: String) -> Note {
        Note::parse(text, &self.options(path))
    }
}
