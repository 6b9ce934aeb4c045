//! `workspace/diagnostic`: what is wrong in every note, told in parts while the notes are checked where the client
//! takes parts.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::{
    FullDocumentDiagnosticReport, ProgressToken, UnchangedDocumentDiagnosticReport, Uri,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDiagnosticReportResult,
    WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};

use crate::lsp::library::{Library, Look};
use crate::lsp::outgoing::{Outgoing, notification};
use crate::lsp::reports::{self, Reports};
use crate::lsp::session::Snapshot;
use crate::lsp::{order, worker};

/// Notes in a part: few enough that the first ones are seen at once.
const PART: usize = 64;

/// An answer that says nothing new is held back for so long, unless something changes: clients that take parts ask
/// again as soon as they were answered (VS Code after two seconds), with the ids of all notes. Not for longer: edits of
/// an open note that has no tab let no answer go, and show in the next one.
const NOTHING_NEW: Duration = Duration::from_secs(5);

/// Partial results (LSP 3.17, "Partial Result Progress").
#[derive(Debug)]
enum Partial {}

#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct PartialParams {
    token: ProgressToken,
    value: WorkspaceDiagnosticReport,
}

impl Notification for Partial {
    type Params = PartialParams;
    const METHOD: &'static str = "$/progress";
}

/// Answers the request. Where the client takes parts, the answer itself is empty.
pub(in crate::lsp) async fn handle(
    params: WorkspaceDiagnosticParams,
    library: &Library,
    reports: &Reports,
    outgoing: &Outgoing,
) -> Result<WorkspaceDiagnosticReportResult> {
    let mut revisions = library.revisions();
    let token = params.partial_result_params.partial_result_token;
    let previous = params.previous_result_ids.into_iter();
    let moment = order::moment();
    let revision = moment.revision;
    let check = Check {
        moment,
        library: library.clone(),
        reports: reports.clone(),
        previous: previous.map(|known| (known.uri, known.value)).collect(),
    };
    // A request that is cancelled drops its end of the channel: the next part is the last one to be worked out.
    let (sender, mut parts) = mpsc::channel(2);
    let work = worker::run(move || check.run(&sender));
    let mut items = Vec::new();
    let mut is_news = false;
    let collect = async {
        while let Some(part) = parts.recv().await {
            is_news |= part.iter().any(is_full);
            match &token {
                Some(token) => {
                    let params = PartialParams {
                        token: token.clone(),
                        value: WorkspaceDiagnosticReport { items: part },
                    };
                    // The way of the answer, which must not overtake them.
                    outgoing.send(notification::<Partial>(&params)).await;
                }
                None => items.extend(part),
            }
        }
        Ok::<(), Error>(())
    };
    tokio::try_join!(work, collect)?;
    if token.is_some() && !is_news {
        let changed = revisions.wait_for(|now| *now != revision);
        _ = tokio::time::timeout(NOTHING_NEW, changed).await;
    }
    Ok(WorkspaceDiagnosticReport { items }.into())
}

/// What is to be checked.
struct Check {
    moment: Snapshot,
    library: Library,
    reports: Reports,
    /// The ids that the client knows.
    previous: HashMap<Uri, String>,
}

type Part = Vec<WorkspaceDocumentDiagnosticReport>;

impl Check {
    /// Reports on every note, the open ones first, until nobody wants to know.
    fn run(mut self, parts: &mpsc::Sender<Part>) {
        let mut part = Part::new();
        for note in self.moment.clone().notes.values() {
            if parts.is_closed() {
                return;
            }
            let report = reports::of_open(note, &self.moment.client);
            part.push(self.item(note.uri.clone(), Some(note.version.into()), report));
        }
        let closed = self.closed();
        self.reports.keep(&closed);
        for path in closed {
            if part.len() >= PART && parts.blocking_send(std::mem::take(&mut part)).is_err() {
                return;
            }
            if parts.is_closed() {
                return;
            }
            let Some(uri) = Uri::from_file_path(&path) else {
                continue;
            };
            let known = self.reports.id(&path, &self.moment.settings);
            if let Some(id) = known.filter(|id| self.previous.get(&uri) == Some(id)) {
                self.previous.remove(&uri);
                part.push(unchanged(uri, None, id));
                continue;
            }
            let settings = &self.moment.settings;
            let report = self.reports.of_closed(&path, settings, &self.moment.client);
            if let Some(report) = report {
                part.push(self.item(uri, None, report));
            }
        }
        // What the client knows of notes that are gone.
        let gone = self
            .previous
            .drain()
            .map(|(uri, _)| full(uri, None, FullDocumentDiagnosticReport::default()));
        part.extend(gone);
        let _ = parts.blocking_send(part);
    }

    /// The notes of the folders that are not open, by name; from now on they are checked among each other.
    fn closed(&self) -> Vec<PathBuf> {
        let moment = &self.moment;
        let (mut closed, catalog) = self.library.read(moment, Look::WhenRead, |notes| {
            let all = notes.vault.notes().map(|digest| digest.path());
            let closed = all.filter(|path| !notes.is_open(path));
            let closed: Vec<PathBuf> = closed.map(|path| path.to_path_buf()).collect();
            (closed, notes.catalog())
        });
        self.reports.among(catalog);
        closed.sort();
        closed
    }

    fn item(
        &mut self,
        uri: Uri,
        version: Option<i64>,
        report: FullDocumentDiagnosticReport,
    ) -> WorkspaceDocumentDiagnosticReport {
        let previous = self.previous.remove(&uri);
        match report.result_id {
            Some(id) if previous.as_ref() == Some(&id) => unchanged(uri, version, id),
            _ => full(uri, version, report),
        }
    }
}

fn is_full(item: &WorkspaceDocumentDiagnosticReport) -> bool {
    matches!(item, WorkspaceDocumentDiagnosticReport::Full(_))
}

fn full(
    uri: Uri,
    version: Option<i64>,
    report: FullDocumentDiagnosticReport,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceFullDocumentDiagnosticReport {
        uri,
        version,
        full_document_diagnostic_report: report,
    }
    .into()
}

fn unchanged(
    uri: Uri,
    version: Option<i64>,
    result_id: String,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceUnchangedDocumentDiagnosticReport {
        uri,
        version,
        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
    }
    .into()
}
