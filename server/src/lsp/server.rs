//! The table of handlers: one line a feature. What changes the session is not here but in `session`.

use serde_json::Value;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeAction, CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, CompletionParams,
    CompletionResponse, ConfigurationItem, DidChangeConfigurationParams,
    DidChangeWorkspaceFoldersParams, DocumentDiagnosticParams, DocumentDiagnosticReportResult,
    DocumentLink, DocumentLinkParams, DocumentSymbolParams, DocumentSymbolResponse,
    ExecuteCommandParams, FoldingRange, FoldingRangeParams, GotoDefinitionParams,
    GotoDefinitionResponse, Hover, HoverParams, InitializeParams, InitializeResult,
    InitializedParams, InlayHint, InlayHintParams, LSPAny, Location, MessageType,
    PrepareRenameResponse, ReferenceParams, RenameFilesParams, RenameParams, SelectionRange,
    SelectionRangeParams, SemanticTokensDeltaParams, SemanticTokensFullDeltaResult,
    SemanticTokensParams, SemanticTokensRangeParams, SemanticTokensRangeResult,
    SemanticTokensResult, ServerInfo, TextDocumentPositionParams, WorkDoneProgressCancelParams,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReportResult, WorkspaceEdit,
    WorkspaceSymbolParams, WorkspaceSymbolResponse,
};
use tower_lsp::{Client, ClientSocket, LanguageServer, LspService};

use super::handlers::semantic_tokens::Painted;
use super::handlers::{
    code_action, code_lens, command, completion, definition, diagnostic, document_links, folding,
    hover, inlay_hints, map, questions, references, related, rename, selection, semantic_tokens,
    symbols, text, workspace_diagnostic, workspace_symbols,
};
use super::library::Library;
use super::outgoing::Outgoing;
use super::reports::Reports;
use super::roots::Roots;
use super::session::Session;
use super::{capabilities, parent, progress, refresh, registration, roots, settings};

/// The server's side of the connection.
#[derive(Debug)]
pub(super) struct Server {
    client: Client,
    session: Session,
    library: Library,
    outgoing: Outgoing,
    painted: Painted,
    reports: Reports,
}

/// The handlers, the protocol's and those of our own.
pub(super) fn service(
    session: &Session,
    library: &Library,
    outgoing: &Outgoing,
) -> (LspService<Server>, ClientSocket) {
    LspService::build(|client| Server {
        client,
        session: session.clone(),
        library: library.clone(),
        outgoing: outgoing.clone(),
        painted: Painted::default(),
        reports: Reports::default(),
    })
    .custom_method("window/workDoneProgress/cancel", Server::stop_progress)
    .custom_method("notelint/map", Server::map)
    .custom_method("notelint/questions", Server::questions)
    .custom_method("notelint/related", Server::related)
    .custom_method("notelint/text", Server::text)
    .finish()
}

impl Server {
    async fn questions(&self, params: questions::Params) -> Result<Vec<questions::Question>> {
        questions::handle(params, &self.library).await
    }

    async fn related(&self, params: related::Params) -> Result<Vec<related::Section>> {
        related::handle(params, &self.library).await
    }

    async fn map(&self, params: map::Params) -> Result<map::Graph> {
        map::handle(params, &self.library).await
    }

    async fn text(&self, params: text::Params) -> Result<Option<String>> {
        text::handle(params).await
    }

    async fn stop_progress(&self, params: WorkDoneProgressCancelParams) {
        if progress::is_ours(&params.token) {
            self.library.stop_reading();
        }
    }

    /// Says which of the folders that were opened are not looked through.
    async fn refuse(&self, opened: &Roots) {
        for folder in opened.refused() {
            let message = roots::refusal(folder);
            self.client
                .show_message(MessageType::WARNING, message)
                .await;
        }
    }

    /// Asks the client for its settings, where it can be asked.
    async fn ask_for_settings(&self) {
        if !self.session.snapshot().client.configuration {
            return;
        }
        let item = ConfigurationItem {
            scope_uri: None,
            section: Some("notelint".to_owned()),
        };
        if let Ok(answer) = self.client.configuration(vec![item]).await
            && let Some(ours) = answer.first().filter(|ours| !ours.is_null())
        {
            let asked = settings::without_defaults(settings::from_editor(ours));
            self.session.configure(asked);
        }
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        parent::watch(params.process_id);
        Ok(InitializeResult {
            capabilities: capabilities::of_server(&self.session.snapshot().client),
            server_info: Some(ServerInfo {
                name: "notelint".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
            offset_encoding: None,
        })
    }

    async fn initialized(&self, _: InitializedParams) {
        let now = self.session.snapshot();
        self.refuse(now.settings.roots()).await;
        if now.client.shows_progress {
            tokio::spawn(progress::run(self.client.clone(), self.library.progress()));
        }
        if now.client.pulls {
            tokio::spawn(refresh::run(self.client.clone(), self.library.revisions()));
        }
        registration::register(&self.client, &now).await;
        self.ask_for_settings().await;
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.refuse(&Roots::default().changed(&params.event)).await;
    }

    async fn did_change_configuration(&self, _: DidChangeConfigurationParams) {
        self.ask_for_settings().await;
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        hover::handle(params, &self.library).await
    }

    async fn goto_definition(
        &self,
        params: GotoDefinitionParams,
    ) -> Result<Option<GotoDefinitionResponse>> {
        definition::handle(params, &self.library).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        references::handle(params, &self.library).await
    }

    async fn symbol(
        &self,
        params: WorkspaceSymbolParams,
    ) -> Result<Option<WorkspaceSymbolResponse>> {
        workspace_symbols::handle(params, &self.library).await
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        completion::handle(params, &self.library).await
    }

    async fn prepare_rename(
        &self,
        params: TextDocumentPositionParams,
    ) -> Result<Option<PrepareRenameResponse>> {
        rename::prepare(params, &self.library).await
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        rename::handle(params, &self.library).await
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        rename::will_rename(params, &self.library).await
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        document_links::handle(params, &self.library).await
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        folding::handle(params).await
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        inlay_hints::handle(params, &self.library).await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        code_lens::handle(params, &self.library).await
    }

    async fn document_symbol(
        &self,
        params: DocumentSymbolParams,
    ) -> Result<Option<DocumentSymbolResponse>> {
        symbols::handle(params).await
    }

    async fn selection_range(
        &self,
        params: SelectionRangeParams,
    ) -> Result<Option<Vec<SelectionRange>>> {
        selection::handle(params).await
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        code_action::handle(params, &self.library).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        code_action::resolve(action).await
    }

    async fn diagnostic(
        &self,
        params: DocumentDiagnosticParams,
    ) -> Result<DocumentDiagnosticReportResult> {
        diagnostic::handle(params, &self.library, &self.reports, &self.client).await
    }

    async fn workspace_diagnostic(
        &self,
        params: WorkspaceDiagnosticParams,
    ) -> Result<WorkspaceDiagnosticReportResult> {
        workspace_diagnostic::handle(params, &self.library, &self.reports, &self.outgoing).await
    }

    async fn semantic_tokens_full(
        &self,
        params: SemanticTokensParams,
    ) -> Result<Option<SemanticTokensResult>> {
        semantic_tokens::full(params, &self.painted).await
    }

    async fn semantic_tokens_full_delta(
        &self,
        params: SemanticTokensDeltaParams,
    ) -> Result<Option<SemanticTokensFullDeltaResult>> {
        semantic_tokens::delta(params, &self.painted).await
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        semantic_tokens::range(params).await
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
        let answer: Option<Value> = command::handle(params, &self.client, &self.library).await?;
        Ok(answer)
    }
}
