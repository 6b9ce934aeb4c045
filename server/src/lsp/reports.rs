//! What a client that pulls is told of a note: its diagnostics, with an id that is the same while they are.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tower_lsp::ls_types::{Diagnostic, FullDocumentDiagnosticReport, Uri};

use super::client::Client;
use super::convert::Converter;
use super::document::OpenNote;
use super::settings::Settings;
use super::shelf::Stamp;
use crate::files;

/// The report on an open note.
pub(super) fn of_open(note: &OpenNote, client: &Client) -> FullDocumentDiagnosticReport {
    let items = Converter::new(note, client).diagnostics(note.findings());
    FullDocumentDiagnosticReport {
        result_id: Some(id(&items)),
        items,
    }
}

/// An id for diagnostics: of those that differ, the ids differ.
fn id(items: &[Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    // The protocol's types always have a JSON form.
    hasher.write(&serde_json::to_vec(items).unwrap_or_default());
    format!("{:016x}", hasher.finish())
}

/// The ids of the reports on notes that are not open, by which those need not be read again that did not change.
/// Clones share them.
#[derive(Debug, Clone, Default)]
pub(super) struct Reports {
    known: Arc<Mutex<HashMap<PathBuf, Known>>>,
}

/// A report that was made.
#[derive(Debug, Clone)]
struct Known {
    stamp: Stamp,
    /// The edition of the settings that it was made under.
    edition: u64,
    id: String,
}

impl Reports {
    /// The id of the report on the note at `path`, where that is known without reading it.
    pub(super) fn id(&self, path: &Path, settings: &Settings) -> Option<String> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.get(path)?;
        let is_current =
            known.edition == settings.edition() && Stamp::of(path) == Some(known.stamp);
        is_current.then(|| known.id.clone())
    }

    /// The report on the note at `path`, as it is on disk; `None` where it cannot be read.
    pub(super) fn of_closed(
        &self,
        path: &Path,
        settings: &Arc<Settings>,
        client: &Client,
    ) -> Option<FullDocumentDiagnosticReport> {
        let stamp = Stamp::of(path)?;
        let limit = settings.manner(path.parent()?).max_bytes;
        let text = files::read(path, limit).ok()?.text;
        let uri = Uri::from_file_path(path)?;
        let report = of_open(&OpenNote::new(uri, 0, &text, Arc::clone(settings)), client);
        let known = Known {
            stamp,
            edition: settings.edition(),
            id: report.result_id.clone().unwrap_or_default(),
        };
        let mut all = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(path.to_owned(), known);
        Some(report)
    }

    /// Forgets the notes that are not among `there`.
    pub(super) fn keep(&self, there: &[PathBuf]) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > there.len() {
            let there: std::collections::HashSet<&PathBuf> = there.iter().collect();
            known.retain(|path, _| there.contains(path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_note_is_known_until_it_or_its_settings_change() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        std::fs::write(&path, "```python\nx = (1\n```\n").unwrap();
        let (reports, client) = (Reports::default(), Client::default());
        let settings = Arc::<Settings>::default();
        assert_eq!(reports.id(&path, &settings), None);
        let report = reports.of_closed(&path, &settings, &client).unwrap();
        assert_eq!(report.items.len(), 1);
        assert_eq!(reports.id(&path, &settings), report.result_id);
        assert_eq!(reports.id(&path, &Settings::default()), None);
        std::fs::write(&path, "All is well.\n").unwrap();
        assert_eq!(reports.id(&path, &settings), None);
        let after = reports.of_closed(&path, &settings, &client).unwrap();
        assert_ne!(after.result_id, report.result_id);
        reports.keep(&[]);
        assert_eq!(reports.id(&path, &settings), None);
        assert!(
            reports
                .of_closed(&folder.path().join("b.md"), &settings, &client)
                .is_none()
        );
    }
}
