//! Between the domain's byte spans and the protocol's positions: the one place where the two meet.

use std::collections::HashMap;
use std::sync::LazyLock;

use tower_lsp::ls_types::{
    self, CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentChanges, Location, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier,
    TextDocumentContentChangeEvent, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::client::Client;
use super::document::OpenNote;
use crate::diagnostic::{Diagnostic, Edit, Severity};
use crate::note::Note;
use crate::rules::RULES;
use crate::text::{Change, Encoding, Place, Position, Span};

/// Counting the characters of a line this long is quicker than asking the rope.
const SHORT_LINE: usize = 1024;

/// A change as the rope understands it.
pub(super) fn change(change: TextDocumentContentChangeEvent) -> Change {
    Change {
        range: change
            .range
            .map(|range| (from_position(range.start), from_position(range.end))),
        text: change.text,
    }
}

fn from_position(position: ls_types::Position) -> Position {
    // Where `usize` is shorter, no text is that long.
    let number = |value: u32| usize::try_from(value).unwrap_or(usize::MAX);
    Position {
        line: number(position.line),
        column: number(position.character),
    }
}

fn to_position(position: Position) -> ls_types::Position {
    // The protocol counts to `u32::MAX`.
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    ls_types::Position::new(number(position.line), number(position.column))
}

/// The range of a place in a note that is not at hand.
pub(super) fn place(place: Place, encoding: Encoding) -> ls_types::Range {
    let (start, end) = place.range(encoding);
    ls_types::Range::new(to_position(start), to_position(end))
}

/// The range of a span of a note that may not be open.
pub(super) fn range_in(note: &Note, span: Span, encoding: Encoding) -> ls_types::Range {
    let position = |offset: usize| {
        to_position(Position {
            line: note.lines.line(offset) - 1,
            column: note.lines.column(&note.text, offset, encoding),
        })
    };
    ls_types::Range::new(position(span.start), position(span.end))
}

/// Converts places of one version of a note.
#[derive(Debug, Clone, Copy)]
pub(super) struct Converter<'a> {
    open: &'a OpenNote,
    note: &'a Note,
    client: &'a Client,
}

impl<'a> Converter<'a> {
    pub(super) fn new(open: &'a OpenNote, client: &'a Client) -> Self {
        Self {
            open,
            note: &open.reading().note,
            client,
        }
    }

    /// The byte offset of a position, clamped into the text.
    pub(super) fn offset(&self, position: ls_types::Position) -> usize {
        let position = from_position(position);
        self.open.text.offset(position, self.client.encoding)
    }

    /// The span of a range, clamped into the text.
    pub(super) fn span(&self, range: ls_types::Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span::new(start.min(end), start.max(end))
    }

    /// The position of a byte offset, clamped into the text.
    pub(super) fn position(&self, offset: usize) -> ls_types::Position {
        to_position(position(self.note, self.open, self.client.encoding, offset))
    }

    /// The range of a span.
    pub(super) fn range(&self, span: Span) -> ls_types::Range {
        ls_types::Range::new(self.position(span.start), self.position(span.end))
    }

    /// The place of a span in this note.
    fn location(&self, span: Span) -> Location {
        Location::new(self.open.uri.clone(), self.range(span))
    }

    /// Findings as the client shows them.
    pub(super) fn diagnostics(&self, findings: &[Diagnostic]) -> Vec<ls_types::Diagnostic> {
        findings
            .iter()
            .map(|finding| self.diagnostic(finding))
            .collect()
    }

    /// One finding as the client shows it.
    pub(super) fn diagnostic(&self, finding: &Diagnostic) -> ls_types::Diagnostic {
        let rule = finding.rule.as_str();
        let unnecessary = rule == "unused-suppression" && self.client.unnecessary_tag;
        ls_types::Diagnostic {
            range: self.range(finding.span),
            severity: Some(match finding.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Info => DiagnosticSeverity::INFORMATION,
                Severity::Hint => DiagnosticSeverity::HINT,
            }),
            code: Some(NumberOrString::String(rule.to_owned())),
            code_description: page(rule).map(|href| CodeDescription { href: href.clone() }),
            source: Some("notelint".to_owned()),
            message: finding.message.clone(),
            related_information: self.related(finding),
            tags: unnecessary.then(|| vec![DiagnosticTag::UNNECESSARY]),
            data: None,
        }
    }

    fn related(&self, finding: &Diagnostic) -> Option<Vec<DiagnosticRelatedInformation>> {
        if !self.client.related_information || finding.related.is_empty() {
            return None;
        }
        // Spans in other notes cannot be converted without their text.
        let here = finding.related.iter().filter(|place| place.file.is_none());
        let related = here.map(|place| DiagnosticRelatedInformation {
            location: self.location(place.span),
            message: place.message.clone(),
        });
        Some(related.collect())
    }

    /// An edit of this version of the note.
    pub(super) fn workspace_edit(&self, edits: &[Edit]) -> WorkspaceEdit {
        let edits = edits
            .iter()
            .map(|edit| TextEdit::new(self.range(edit.span), edit.content.clone()));
        if self.client.versioned_edits {
            let edit = TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier {
                    uri: self.open.uri.clone(),
                    version: Some(self.open.version),
                },
                edits: edits.map(OneOf::Left).collect(),
            };
            return WorkspaceEdit {
                document_changes: Some(DocumentChanges::Edits(vec![edit])),
                ..WorkspaceEdit::default()
            };
        }
        WorkspaceEdit {
            changes: Some(HashMap::from([(self.open.uri.clone(), edits.collect())])),
            ..WorkspaceEdit::default()
        }
    }
}

fn position(note: &Note, open: &OpenNote, encoding: Encoding, offset: usize) -> Position {
    let line = note.lines.line(offset);
    let before = Span::new(note.lines.start(line), offset);
    if before.len() <= SHORT_LINE
        && let Some(before) = note.text.get(before.range())
    {
        return Position {
            line: line - 1,
            column: encoding.width(before),
        };
    }
    open.text.position(offset, encoding)
}

/// The page of a rule.
fn page(rule: &str) -> Option<&'static Uri> {
    static PAGES: LazyLock<HashMap<&str, Uri>> = LazyLock::new(|| {
        let pages = RULES.iter();
        pages
            .filter_map(|rule| Some((rule.id.as_str(), rule.url().parse().ok()?)))
            .collect()
    });
    PAGES.get(rule)
}
