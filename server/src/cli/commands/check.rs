//! `notelint check`: lints notes, mends them where asked, and prints what it found.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::cli::args::{CheckArgs, CheckFormat, Global};
use crate::cli::notes::{self, NoteFile};
use crate::cli::output::{self, Checked, Other, Report, Stdout, Summary};
use crate::cli::progress::Progress;
use crate::cli::settings::{Settings, real};
use crate::cli::status::{self, Status};
use crate::config::Config;
use crate::diagnostic::{Applicability, Diagnostic};
use crate::files::{self, FileProblem, Source};
use crate::lint::{self, Cache, Fixed};
use crate::note::Note;

/// Runs the command.
pub(in crate::cli) fn run(options: &CheckArgs, global: &Global) -> anyhow::Result<Status> {
    let settings = Settings::new(global)?.with_rules(&options.select, &options.ignore)?;
    if options.paths.iter().any(|path| path.as_os_str() == "-") {
        anyhow::ensure!(
            options.paths.len() == 1,
            "`-` reads one note from stdin; it cannot stand beside other paths"
        );
        return stdin(options, &settings);
    }
    let gathered = notes::gather(&options.paths, &settings);
    let progress = Progress::new(gathered.notes.len());
    let outcomes: Vec<Outcome> = gathered
        .notes
        .par_iter()
        .map(|file| {
            let outcome = guarded(file, || on_file(file, options, &settings));
            progress.step();
            outcome
        })
        .collect();
    progress.finish();
    finish(options, outcomes, gathered.failed)
}

/// What became of one note.
#[derive(Debug, Default)]
struct Outcome {
    /// Nothing where it could not be read.
    checked: Option<Checked>,
    /// Fixes applied, or to be applied with `--diff`.
    applied: usize,
    /// The text before and after them, for `--diff`.
    change: Option<(Arc<str>, Arc<str>)>,
    /// What could not be done.
    failures: Vec<String>,
    /// What was left undone with good reason.
    warnings: Vec<String>,
}

/// A bug that shows in one note must not keep the others from being checked.
fn guarded(file: &NoteFile, check: impl FnOnce() -> Outcome) -> Outcome {
    catch_unwind(AssertUnwindSafe(check)).unwrap_or_else(|_| Outcome {
        failures: vec![format!(
            "{}: skipped, as notelint failed on it; this is a bug in notelint, please report it",
            file.name
        )],
        ..Outcome::default()
    })
}

fn on_file(file: &NoteFile, options: &CheckArgs, settings: &Settings) -> Outcome {
    let failed = |problem: &FileProblem| settings.names().file_problem(problem);
    let mut source = match notes::read(file) {
        Ok(source) => source,
        Err(problem) => {
            return Outcome {
                failures: vec![failed(&problem)],
                ..Outcome::default()
            };
        }
    };
    let mut linter = Linter::new(&file.config);
    let (note, findings) = linter.lint(std::mem::take(&mut source.text));
    let mut outcome = Outcome::default();
    let (note, findings) = match linter.fix(&note, &findings, options) {
        None => (note, findings),
        Some(fixed) => {
            let written = match options.diff {
                true => Ok(()),
                false => write(file, &source, &fixed.note.text),
            };
            outcome.warnings = fixed
                .problems
                .iter()
                .map(|problem| format!("{}: {problem}", file.name))
                .collect();
            match written {
                Err(problem) => {
                    outcome.failures.push(failed(&problem));
                    (note, findings)
                }
                Ok(()) => {
                    outcome.applied = fixed.applied;
                    if options.diff {
                        outcome.change = Some((Arc::clone(&note.text), fixed.note.text));
                        (note, findings)
                    } else {
                        (fixed.note, fixed.findings)
                    }
                }
            }
        }
    };
    outcome.checked = Some(checked(file.name.clone(), note, findings, settings));
    outcome
}

/// Reads and checks the states of one note.
struct Linter<'a> {
    config: &'a Config,
    cache: Cache,
}

impl<'a> Linter<'a> {
    fn new(config: &'a Config) -> Self {
        Self {
            config,
            cache: Cache::default(),
        }
    }

    fn lint(&mut self, text: String) -> (Note, Vec<Diagnostic>) {
        let note = notes::parse(text, self.config);
        let findings = lint::lint(&note, self.config, &mut self.cache);
        (note, findings)
    }

    /// The note after the fixes that `options` ask for; nothing where there is nothing to do.
    fn fix(&mut self, note: &Note, findings: &[Diagnostic], options: &CheckArgs) -> Option<Fixed> {
        if !options.fix && !options.diff {
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

/// Replaces a note on the disk by `text`, where that differs.
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

fn checked(name: String, note: Note, findings: Vec<Diagnostic>, settings: &Settings) -> Checked {
    Checked::new(name, note, findings, |path: &Path| {
        let source = files::read(path, files::MAX_BYTES).ok()?;
        Some(Other {
            filename: settings.names().show(path),
            text: source.text,
        })
    })
}

/// Prints what became of the notes.
fn finish(options: &CheckArgs, outcomes: Vec<Outcome>, failed: bool) -> anyhow::Result<Status> {
    let mut notes = Vec::new();
    let mut failures = Vec::new();
    let mut total = 0;
    let mut applied = 0;
    let mut notes_fixed = 0;
    let mut diff = Stdout::for_diff();
    for outcome in outcomes {
        outcome
            .warnings
            .iter()
            .for_each(|text| status::warning(text));
        outcome.failures.iter().for_each(|text| status::error(text));
        failures.extend(outcome.failures);
        applied += outcome.applied;
        notes_fixed += usize::from(outcome.applied > 0);
        let Some(checked) = outcome.checked else {
            continue;
        };
        total += 1;
        if let Some((before, after)) = &outcome.change {
            output::write_diff(
                &mut diff,
                &checked.filename,
                before,
                after,
                output::is_terminal(),
            )?;
        }
        if !checked.findings.is_empty() {
            notes.push(checked);
        }
    }
    diff.flush()?;
    drop(diff);
    let mut summary = Summary::new(total, &notes);
    summary.applied = applied;
    summary.notes_fixed = notes_fixed;
    if !options.diff {
        print(
            options,
            &Report {
                notes: &notes,
                failures: &failures,
            },
            &mut out_for(options),
        )?;
    }
    tell(options, &summary);
    Ok(exit(options, &notes, failed || !failures.is_empty()))
}

/// The format asked for, or the one that suits where the output goes.
fn format(options: &CheckArgs) -> CheckFormat {
    options.output_format.unwrap_or(if output::is_terminal() {
        CheckFormat::Full
    } else {
        CheckFormat::Concise
    })
}

fn is_for_people(format: CheckFormat) -> bool {
    matches!(
        format,
        CheckFormat::Full | CheckFormat::Concise | CheckFormat::Grouped
    )
}

fn out_for(options: &CheckArgs) -> Stdout {
    if is_for_people(format(options)) {
        Stdout::for_people()
    } else {
        Stdout::for_programs()
    }
}

fn print(options: &CheckArgs, report: &Report<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    if options.statistics {
        output::write_statistics(out, format(options), report.notes)?;
    } else {
        output::write(out, format(options), report)?;
    }
    out.flush()?;
    Ok(())
}

/// The last lines, where people read.
fn tell(options: &CheckArgs, summary: &Summary) {
    if !is_for_people(format(options)) {
        return;
    }
    if options.fix || options.diff {
        status::note(&summary.fixes(options.diff));
    }
    if !options.diff {
        status::note(&summary.findings());
    }
}

fn exit(options: &CheckArgs, notes: &[Checked], failed: bool) -> Status {
    let found = notes
        .iter()
        .flat_map(|note| &note.findings)
        .any(|finding| finding.severity >= options.fail_on.into());
    match (failed, found && !options.exit_zero) {
        (true, _) => Status::Failed,
        (false, true) => Status::Found,
        (false, false) => Status::Clean,
    }
}

/// Checks the note on stdin. With `--fix` the mended note goes to stdout, and what is found to stderr.
fn stdin(options: &CheckArgs, settings: &Settings) -> anyhow::Result<Status> {
    let text = notes::read_stdin()?;
    let path = options.stdin_filename.clone();
    let name = match &path {
        Some(path) => settings.names().show(path),
        None => "stdin".to_owned(),
    };
    let config = settings
        .for_note(&path.unwrap_or_else(|| PathBuf::from("stdin.md")))
        .map_err(|error| anyhow::anyhow!(settings.names().config_error(&error)))?;
    let mut linter = Linter::new(&config);
    let (note, findings) = linter.lint(text);
    let fixed = linter.fix(&note, &findings, options);
    for problem in fixed.iter().flat_map(|fixed| &fixed.problems) {
        status::warning(&format!("{name}: {problem}"));
    }
    let before = Arc::clone(&note.text);
    let applied = fixed.as_ref().map_or(0, |fixed| fixed.applied);
    let (note, findings) = match fixed {
        Some(fixed) if options.diff => {
            let mut out = Stdout::for_diff();
            if applied > 0 {
                let after = &fixed.note.text;
                output::write_diff(&mut out, &name, &before, after, output::is_terminal())?;
            }
            out.flush()?;
            (note, findings)
        }
        Some(fixed) => (fixed.note, fixed.findings),
        None => (note, findings),
    };
    if options.fix && !options.diff {
        let mut out = Stdout::for_programs();
        out.write_all(note.text.as_bytes())?;
        out.flush()?;
    }
    let notes = [checked(name, note, findings, settings)];
    let mut summary = Summary::new(1, &notes);
    summary.applied = applied;
    summary.notes_fixed = usize::from(applied > 0);
    let report = Report {
        notes: &notes,
        failures: &[],
    };
    if options.diff {
        // The diff is all that stdout holds.
    } else if options.fix {
        print(options, &report, &mut anstream::stderr())?;
    } else {
        print(options, &report, &mut out_for(options))?;
    }
    tell(options, &summary);
    Ok(exit(options, &notes, false))
}
