//! What the client can do, read once from `initialize`.

use tower_lsp::ls_types::{
    ClientCapabilities, DiagnosticTag, DocumentSymbolClientCapabilities, InitializeParams,
    MarkupKind, PositionEncodingKind, ResourceOperationKind, TextDocumentClientCapabilities,
    WorkspaceClientCapabilities,
};

use crate::text::Encoding;

/// What the client can do; without a word, nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Client {
    /// What columns count.
    pub encoding: Encoding,
    /// Outlines may be trees.
    pub nested_symbols: bool,
    /// Hovers may be Markdown.
    pub markdown: bool,
    /// Diagnostics may name other places.
    pub related_information: bool,
    /// Diagnostics may say that something is of no use.
    pub unnecessary_tag: bool,
    /// Edits may name the version they are for.
    pub versioned_edits: bool,
    /// Edits may say which group of a preview they belong to.
    pub annotates_edits: bool,
    /// Edits may move files.
    pub renames_files: bool,
    /// Edits may make files.
    pub creates_files: bool,
    /// Edits may delete files.
    pub deletes_files: bool,
    /// Asks what would be renamed, first.
    pub prepares_renames: bool,
    /// Actions may be more than commands.
    pub action_literals: bool,
    /// The edit of an action may be asked for later.
    pub resolves_edits: bool,
    /// Edits may be asked for.
    pub applies_edits: bool,
    /// Can be asked to show a place.
    pub shows_documents: bool,
    /// Settings can be asked for.
    pub configuration: bool,
    /// Can be told to send settings when they change.
    pub registers_configuration: bool,
    /// Can be told to watch files.
    pub registers_watching: bool,
    /// Asks for diagnostics, and can be asked to ask again: what is found in a note depends on other notes, so without
    /// the latter (Neovim up to 0.11) it would show what is no more. All other clients are told.
    pub pulls: bool,
    /// Shows progress that it did not ask for.
    pub shows_progress: bool,
}

impl Client {
    pub(super) fn new(params: &InitializeParams) -> Self {
        let all = &params.capabilities;
        let document = all.text_document.clone().unwrap_or_default();
        let workspace = all.workspace.clone().unwrap_or_default();
        let published = document.publish_diagnostics.clone().unwrap_or_default();
        let action = document.code_action.clone().unwrap_or_default();
        Self {
            encoding: encoding(all),
            nested_symbols: nested_symbols(document.document_symbol.as_ref()),
            markdown: markdown(&document),
            related_information: published.related_information == Some(true),
            unnecessary_tag: published
                .tag_support
                .is_some_and(|tags| tags.value_set.contains(&DiagnosticTag::UNNECESSARY)),
            versioned_edits: versioned_edits(&workspace),
            annotates_edits: workspace
                .workspace_edit
                .as_ref()
                .is_some_and(|edits| edits.change_annotation_support.is_some()),
            renames_files: edits_files(&workspace, ResourceOperationKind::Rename),
            creates_files: edits_files(&workspace, ResourceOperationKind::Create),
            deletes_files: edits_files(&workspace, ResourceOperationKind::Delete),
            prepares_renames: document
                .rename
                .as_ref()
                .is_some_and(|rename| rename.prepare_support == Some(true)),
            action_literals: action.code_action_literal_support.is_some(),
            resolves_edits: action
                .resolve_support
                .is_some_and(|support| support.properties.iter().any(|name| name == "edit")),
            applies_edits: workspace.apply_edit == Some(true),
            shows_documents: all
                .window
                .as_ref()
                .and_then(|window| window.show_document.as_ref())
                .is_some_and(|show| show.support),
            configuration: workspace.configuration == Some(true),
            registers_configuration: workspace
                .did_change_configuration
                .is_some_and(|registration| registration.dynamic_registration == Some(true)),
            pulls: document.diagnostic.is_some()
                && workspace
                    .diagnostics
                    .is_some_and(|diagnostics| diagnostics.refresh_support == Some(true)),
            shows_progress: all
                .window
                .as_ref()
                .is_some_and(|window| window.work_done_progress == Some(true)),
            registers_watching: workspace
                .did_change_watched_files
                .is_some_and(|watching| watching.dynamic_registration == Some(true)),
        }
    }
}

/// UTF-8 where it is offered, as everything else here counts bytes; else UTF-16, which every client must understand
/// (LSP 3.17, `PositionEncodingKind`), unless it offers UTF-32 alone.
fn encoding(all: &ClientCapabilities) -> Encoding {
    let offered = all
        .general
        .as_ref()
        .and_then(|general| general.position_encodings.clone())
        .unwrap_or_default();
    let offers = |kind: &PositionEncodingKind| offered.contains(kind);
    if offers(&PositionEncodingKind::UTF8) {
        Encoding::Utf8
    } else if offers(&PositionEncodingKind::UTF32) && !offers(&PositionEncodingKind::UTF16) {
        Encoding::Utf32
    } else {
        Encoding::Utf16
    }
}

fn nested_symbols(symbols: Option<&DocumentSymbolClientCapabilities>) -> bool {
    symbols.is_some_and(|symbols| symbols.hierarchical_document_symbol_support == Some(true))
}

/// The first format in the client's list is the one it likes best.
fn markdown(document: &TextDocumentClientCapabilities) -> bool {
    let hover = document.hover.as_ref();
    let formats = hover.and_then(|hover| hover.content_format.as_deref());
    formats.is_some_and(|formats| formats.first() == Some(&MarkupKind::Markdown))
}

fn versioned_edits(workspace: &WorkspaceClientCapabilities) -> bool {
    let edits = workspace.workspace_edit.as_ref();
    edits.is_some_and(|edits| edits.document_changes == Some(true))
}

fn edits_files(workspace: &WorkspaceClientCapabilities, kind: ResourceOperationKind) -> bool {
    let edits = workspace.workspace_edit.as_ref();
    let kinds = edits.and_then(|edits| edits.resource_operations.as_ref());
    kinds.is_some_and(|kinds| kinds.contains(&kind))
}
