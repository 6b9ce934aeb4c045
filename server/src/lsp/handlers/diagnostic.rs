//! `textDocument/diagnostic`: what is wrong in a note, for clients that ask instead of being told.

use tower_lsp::Client;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentDiagnosticParams, DocumentDiagnosticReport, DocumentDiagnosticReportResult,
    FullDocumentDiagnosticReport, MessageType, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
};

use crate::lsp::library::{Library, Look};
use crate::lsp::reports::{self, Reports};
use crate::lsp::{order, settings, worker};

/// Answers the request: of an open note as it stands in the editor, of another as it is on disk; nothing is wrong in
/// one that is not there.
pub(in crate::lsp) async fn handle(
    params: DocumentDiagnosticParams,
    library: &Library,
    reports: &Reports,
    connection: &Client,
) -> Result<DocumentDiagnosticReportResult> {
    let moment = order::moment();
    let (library, reports) = (library.clone(), reports.clone());
    let uri = params.text_document.uri;
    let work = move || match moment.notes.get(&uri) {
        Some(open) => (reports::of_open(open, &moment.client), open.complaint()),
        None => {
            reports.among(library.read(&moment, Look::Lately, |notes| notes.catalog()));
            let path = settings::file_path(&uri);
            let report =
                path.and_then(|path| reports.of_closed(&path, &moment.settings, &moment.client));
            (report.unwrap_or_default(), None)
        }
    };
    let (report, complaint) = worker::run(work).await?;
    if let Some(message) = complaint {
        connection.show_message(MessageType::ERROR, message).await;
    }
    Ok(answer(report, params.previous_result_id).into())
}

fn answer(
    report: FullDocumentDiagnosticReport,
    previous: Option<String>,
) -> DocumentDiagnosticReport {
    match report.result_id {
        Some(result_id) if previous.as_ref() == Some(&result_id) => {
            RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                    result_id,
                },
            }
            .into()
        }
        _ => RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: report,
        }
        .into(),
    }
}
