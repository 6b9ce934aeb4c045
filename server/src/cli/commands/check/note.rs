//! One note: read, linted, mended where asked, written back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use super::filter::Filter;
use crate::cli::args::CheckArgs;
use crate::cli::links::Catalogs;
use crate::cli::notes::{self, NoteFile};
use crate::cli::output::{Checked, Other};
use crate::cli::settings::{Settings, real};
use crate::config::Config;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::files::{self, FileProblem, Source};
use crate::lint::{self, Among, Cache, Fixed};
use crate::note::Note;

/// What became of one note.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Nothing where it could not be read.
    pub checked: Option<Checked>,
    /// Fixes applied, or to be applied with `--diff`.
    pub applied: usize,
    /// The text before and after them, for `--diff`.
    pub change: Option<(Arc<str>, Arc<str>)>,
    /// What could not be done.
    pub failures: Vec<String>,
    /// What was left undone with good reason.
    pub warnings: Vec<String>,
}

/// Checks `file`. A bug that shows in it must not keep the others from being checked.
pub(super) fn check(
    file: &NoteFile,
    options: &CheckArgs,
    catalogs: &Catalogs<'_>,
    filter: &Filter,
) -> Outcome {
    let check = || on_file(file, options, catalogs, filter);
    catch_unwind(AssertUnwindSafe(check)).unwrap_or_else(|_| Outcome {
        failures: vec![format!(
            "{}: skipped, as notelint failed on it; this is a bug in notelint, please report it",
            file.name
        )],
        ..Outcome::default()
    })
}

fn on_file(
    file: &NoteFile,
    options: &CheckArgs,
    catalogs: &Catalogs<'_>,
    filter: &Filter,
) -> Outcome {
    let settings = catalogs.settings();
    let mut outcome = Outcome::default();
    let failed = |problem: &FileProblem| settings.names().file_problem(problem);
    let mut source = match notes::read(file) {
        Ok(source) => source,
        Err(problem) => {
            outcome.failures.push(failed(&problem));
            return outcome;
        }
    };
    let text = std::mem::take(&mut source.text);
    let mut linter = Linter::new(&file.config, &file.real, catalogs, filter, options);
    let (mut note, mut findings) = linter.lint(text);
    if let Some(fixed) = linter.fix(&note, &findings, options) {
        outcome.warnings = fixed
            .problems
            .iter()
            .map(|problem| format!("{}: {problem}", file.name))
            .collect();
        if options.diff {
            outcome.applied = fixed.applied;
            outcome.change = Some((Arc::clone(&note.text), fixed.note.text));
        } else if fixed.applied > 0 {
            match write(file, &source, &fixed.note.text) {
                Ok(()) => {
                    outcome.applied = fixed.applied;
                    (note, findings) = (fixed.note, fixed.findings);
                }
                Err(problem) => outcome.failures.push(failed(&problem)),
            }
        }
    }
    outcome.checked = Some(checked(file.name.clone(), note, findings, settings));
    outcome
}

/// Reads and lints the states of one note.
#[derive(Debug)]
pub(super) struct Linter<'a> {
    config: &'a Config,
    path: &'a Path,
    catalogs: &'a Catalogs<'a>,
    filter: &'a Filter,
    cache: Cache,
}

impl<'a> Linter<'a> {
    /// For the note at `path`, which is absolute and in a folder without links; `options` say whether several states of it
    /// will be asked for.
    pub fn new(
        config: &'a Config,
        path: &'a Path,
        catalogs: &'a Catalogs<'a>,
        filter: &'a Filter,
        options: &CheckArgs,
    ) -> Self {
        Self {
            config,
            path,
            catalogs,
            filter,
            cache: if mends(options) {
                Cache::default()
            } else {
                Cache::forgetful()
            },
        }
    }

    /// The note that `text` is, and what is to be told of it.
    pub fn lint(&mut self, text: String) -> (Note, Vec<Diagnostic>) {
        let note = notes::parse(text, self.config);
        let catalog = self.catalogs.of(self.path, &note);
        let among = Among {
            path: self.path,
            catalog: &catalog,
        };
        let mut findings = lint::lint_among(&note, Some(among), self.config, &mut self.cache);
        self.filter.apply(self.path, &note, &mut findings);
        (note, findings)
    }

    /// The note after the fixes that `options` ask for; nothing where there is nothing to do.
    pub fn fix(
        &mut self,
        note: &Note,
        findings: &[Diagnostic],
        options: &CheckArgs,
    ) -> Option<Fixed> {
        if !mends(options) {
            return None;
        }
        let allowed = if options.unsafe_fixes {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        };
        let fixable = findings
            .iter()
            .filter_map(|finding| finding.fix.as_ref())
            .any(|fix| fix.applicability <= allowed);
        fixable.then(|| {
            lint::fix(note.clone(), findings.to_vec(), allowed, |text| {
                self.lint(text)
            })
        })
    }
}

/// True where fixes are asked for.
fn mends(options: &CheckArgs) -> bool {
    options.fix || options.diff
}

/// Replaces a note on the disk by `text`.
fn write(file: &NoteFile, source: &Source, text: &str) -> Result<(), FileProblem> {
    let target = std::fs::canonicalize(&file.path).unwrap_or_else(|_| real(&file.path));
    if !target.starts_with(&file.root) {
        return Err(FileProblem::new(
            &file.path,
            format!(
                "not written: it is a link to {}, outside of the folder that was named",
                target.display()
            ),
        ));
    }
    files::write_atomic(&file.path, source, text)
}

/// Keeps what output needs.
pub(super) fn checked(
    name: String,
    note: Note,
    findings: Vec<Diagnostic>,
    settings: &Settings,
) -> Checked {
    Checked::new(name, note, findings, |path: &Path| {
        let source = files::read(path, files::MAX_BYTES).ok()?;
        Some(Other {
            filename: settings.names().show(path),
            text: source.text,
        })
    })
}
