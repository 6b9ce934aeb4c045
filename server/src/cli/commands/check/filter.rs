//! Which findings are told: all, or those on changed lines (`--since`), or those that are new (`--baseline`).

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::cli::args::CheckArgs;
use crate::cli::baseline::Baseline;
use crate::cli::git::Changes;
use crate::cli::notes::NoteFile;
use crate::cli::output::{self, Checked};
use crate::cli::status;
use crate::diagnostic::Diagnostic;
use crate::note::Note;

/// What the options let through.
#[derive(Debug, Default)]
pub(super) struct Filter {
    since: Option<Changes>,
    baseline: Option<Baseline>,
    /// The file to write a new baseline to.
    to_write: Option<PathBuf>,
    known: AtomicUsize,
}

impl Filter {
    /// Reads what `options` name; `notes` are those that will be checked.
    ///
    /// # Errors
    /// The git reference or the baseline cannot be used.
    pub fn new(options: &CheckArgs, notes: &[NoteFile]) -> anyhow::Result<Self> {
        let since = match &options.since {
            Some(reference) => {
                let paths = notes.iter().map(|note| note.real.clone());
                Some(Changes::since(reference, paths)?)
            }
            None => None,
        };
        let (mut baseline, mut to_write) = (None, None);
        match &options.baseline {
            Some(file) if options.write_baseline => to_write = Some(file.clone()),
            Some(file) => baseline = Some(Baseline::read(file)?),
            None => {}
        }
        Ok(Self {
            since,
            baseline,
            to_write,
            known: AtomicUsize::new(0),
        })
    }

    /// Drops those of `findings` in the note at `path`, absolute and in a folder without links, that are not to be told.
    pub fn apply(&self, path: &Path, note: &Note, findings: &mut Vec<Diagnostic>) {
        if self.since.is_none() && self.baseline.is_none() {
            return;
        }
        if let Some(baseline) = &self.baseline {
            let known = baseline.drop_known(path, note, findings);
            self.known.fetch_add(known, Ordering::Relaxed);
        }
        if let Some(changes) = &self.since {
            findings.retain(|finding| {
                let first = note.lines.line(finding.span.start);
                let last = note
                    .lines
                    .line(finding.span.end.max(finding.span.start + 1) - 1);
                changes.touch(path, first, last)
            });
        }
    }

    /// Writes the findings of `notes` as the new baseline.
    ///
    /// # Errors
    /// The file cannot be written, or is something else.
    pub fn write_baseline(&self, notes: &[Checked]) -> anyhow::Result<()> {
        let Some(file) = &self.to_write else {
            return Ok(());
        };
        let count = Baseline::write(file, notes)?;
        status::note(&format!(
            "Wrote {} to {}; they are known from now on.",
            output::counted(count, "finding"),
            file.display()
        ));
        Ok(())
    }

    /// What was held back, in words.
    pub fn summary(&self) -> Option<String> {
        let known = self.known.load(Ordering::Relaxed);
        (known > 0).then(|| format!("Known findings not told: {known}."))
    }
}
