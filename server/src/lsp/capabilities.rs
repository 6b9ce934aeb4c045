//! What the server can do, as `initialize` says it, with the handler and the test of each.

use tower_lsp::ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions,
    CompletionOptions, DiagnosticOptions, DiagnosticServerCapabilities, DocumentLinkOptions,
    ExecuteCommandOptions, FileOperationFilter, FileOperationPattern,
    FileOperationRegistrationOptions, FoldingRangeProviderCapability, HoverProviderCapability,
    OneOf, PositionEncodingKind, RenameOptions, SelectionRangeProviderCapability,
    SemanticTokensFullOptions, SemanticTokensOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    WorkDoneProgressOptions, WorkspaceFileOperationsServerCapabilities,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use super::client::Client;
use super::handlers::{code_action, command, completion, semantic_tokens};
use crate::text::Encoding;

/// A capability: its key in the answer to `initialize`, the file below `server/src/lsp` that serves it, and the file
/// below `tests/lsp` that tests it.
#[derive(Debug, Clone, Copy)]
pub struct Capability {
    /// The key, a member of `ServerCapabilities` (LSP 3.17).
    pub key: &'static str,
    /// The file that serves it.
    pub handler: &'static str,
    /// The file that tests it.
    pub test: &'static str,
}

/// Every capability; a test compares the list with what `initialize` answers.
pub const CAPABILITIES: &[Capability] = &[
    row("positionEncoding", "convert.rs", "positions.rs"),
    row("textDocumentSync", "session.rs", "sync.rs"),
    row("hoverProvider", "handlers/hover.rs", "hover.rs"),
    row(
        "definitionProvider",
        "handlers/definition.rs",
        "definition.rs",
    ),
    row(
        "referencesProvider",
        "handlers/references.rs",
        "references.rs",
    ),
    row(
        "workspaceSymbolProvider",
        "handlers/workspace_symbols.rs",
        "workspace_symbols.rs",
    ),
    row(
        "completionProvider",
        "handlers/completion.rs",
        "completion.rs",
    ),
    row("renameProvider", "handlers/rename.rs", "rename.rs"),
    row(
        "documentLinkProvider",
        "handlers/document_links.rs",
        "links.rs",
    ),
    row("foldingRangeProvider", "handlers/folding.rs", "links.rs"),
    row("inlayHintProvider", "handlers/inlay_hints.rs", "links.rs"),
    row("codeLensProvider", "handlers/code_lens.rs", "code_lens.rs"),
    row(
        "documentSymbolProvider",
        "handlers/symbols.rs",
        "symbols.rs",
    ),
    row(
        "selectionRangeProvider",
        "handlers/selection.rs",
        "selection.rs",
    ),
    row(
        "codeActionProvider",
        "handlers/code_action.rs",
        "code_action.rs",
    ),
    row(
        "executeCommandProvider",
        "handlers/command.rs",
        "command.rs",
    ),
    row("diagnosticProvider", "handlers/diagnostic.rs", "pull.rs"),
    row(
        "semanticTokensProvider",
        "handlers/semantic_tokens.rs",
        "semantic_tokens.rs",
    ),
    row("workspace", "roots.rs", "folders.rs"),
];

const fn row(key: &'static str, handler: &'static str, test: &'static str) -> Capability {
    Capability { key, handler, test }
}

/// What `client` is told.
pub(super) fn of_server(client: &Client) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(match client.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(TextDocumentSyncCapability::Options(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                ..TextDocumentSyncOptions::default()
            },
        )),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(completion::TRIGGERS.map(str::to_owned).into()),
            ..CompletionOptions::default()
        }),
        rename_provider: Some(if client.prepares_renames {
            OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        } else {
            OneOf::Left(true)
        }),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: None,
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        inlay_hint_provider: Some(OneOf::Left(true)),
        code_lens_provider: Some(CodeLensOptions {
            resolve_provider: None,
        }),
        document_symbol_provider: Some(OneOf::Left(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        code_action_provider: client.action_literals.then(|| {
            CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![
                    CodeActionKind::QUICKFIX,
                    CodeActionKind::REFACTOR_EXTRACT,
                    CodeActionKind::REFACTOR_INLINE,
                    CodeActionKind::REFACTOR_REWRITE,
                    code_action::FIX_ALL,
                ]),
                resolve_provider: Some(client.resolves_edits),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        }),
        execute_command_provider: client.applies_edits.then(|| ExecuteCommandOptions {
            commands: [
                command::FIX_ALL,
                command::SHOW_RELATED,
                command::SHOW_LINKS,
                command::SHOW_QUESTIONS,
                command::GO_TO_ANSWER,
            ]
            .map(str::to_owned)
            .into(),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        // Who is told does not have to ask.
        diagnostic_provider: client.pulls.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("notelint".to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                work_done_progress_options: WorkDoneProgressOptions::default(),
            })
        }),
        semantic_tokens_provider: Some(
            SemanticTokensOptions {
                legend: semantic_tokens::legend(),
                range: Some(true),
                full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }
            .into(),
        ),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                will_rename: Some(moves()),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        ..ServerCapabilities::default()
    }
}

/// What is told before it is moved: files of every kind, as notes may link to them, and folders.
fn moves() -> FileOperationRegistrationOptions {
    FileOperationRegistrationOptions {
        filters: vec![FileOperationFilter {
            scheme: Some("file".to_owned()),
            pattern: FileOperationPattern {
                glob: "**/*".to_owned(),
                matches: None,
                options: None,
            },
        }],
    }
}
