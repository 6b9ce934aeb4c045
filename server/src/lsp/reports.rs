//! What a client that pulls is told of a note: its diagnostics, with an id that is the same while they are.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tower_lsp::ls_types::{Diagnostic, FullDocumentDiagnosticReport, Uri};

use super::client::Client;
use super::convert::Converter;
use super::document::OpenNote;
use super::settings::Settings;
use super::shelf::Stamp;
use crate::files;
use crate::vault::links::{Catalog, Outgoing};

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
    kept: Arc<Mutex<Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    notes: HashMap<PathBuf, Known>,
    /// What their links may lead to, once all notes are known.
    catalog: Option<Arc<Catalog>>,
}

/// A report that was made.
#[derive(Debug, Clone)]
struct Known {
    stamp: Stamp,
    /// The edition of the settings that it was made under.
    edition: u64,
    id: String,
    /// What another catalog may make another report of.
    links: Outgoing,
}

impl Reports {
    /// From now on links may lead to what is in `catalog`; reports that this may concern are forgotten.
    pub(super) fn among(&self, catalog: Option<Arc<Catalog>>) {
        let mut kept = self.lock();
        if generation(kept.catalog.as_deref()) == generation(catalog.as_deref()) {
            return;
        }
        let before = std::mem::replace(&mut kept.catalog, catalog.clone());
        match (before, catalog) {
            (Some(before), Some(now)) => {
                let changed = now.changed_since(&before);
                kept.notes
                    .retain(|_, known| !known.links.asks_for(&changed));
            }
            _ => kept.notes.clear(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The id of the report on the note at `path`, where that is known without reading it.
    pub(super) fn id(&self, path: &Path, settings: &Settings) -> Option<String> {
        let kept = self.lock();
        let known = kept.notes.get(path)?;
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
        let catalog = self.lock().catalog.clone();
        let note = OpenNote::new(uri, 0, &text, Arc::clone(settings)).among(catalog.clone());
        let report = of_open(&note, client);
        let known = Known {
            stamp,
            edition: settings.edition(),
            id: report.result_id.clone().unwrap_or_default(),
            links: Outgoing::of(&note.reading().note),
        };
        let mut kept = self.lock();
        // Another catalog may have come meanwhile.
        if generation(kept.catalog.as_deref()) == generation(catalog.as_deref()) {
            kept.notes.insert(path.to_owned(), known);
        }
        Some(report)
    }

    /// Forgets the notes that are not among `there`.
    pub(super) fn keep(&self, there: &[PathBuf]) {
        let notes = &mut self.lock().notes;
        if notes.len() > there.len() {
            let there: std::collections::HashSet<&PathBuf> = there.iter().collect();
            notes.retain(|path, _| there.contains(path));
        }
    }
}

fn generation(catalog: Option<&Catalog>) -> Option<u64> {
    catalog.map(Catalog::generation)
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
