//! `notelint check`: lints notes and prints what it found.

use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use rayon::prelude::*;

use crate::cli::args::{CheckArgs, CheckFormat, Global};
use crate::cli::notes;
use crate::cli::output::{self, Checked};
use crate::cli::stand_in::{self as files, FileProblem, WalkOptions};
use crate::cli::status::{self, Status};
use crate::config::Config;
use crate::lint;

/// Runs the command.
pub(in crate::cli) fn run(options: &CheckArgs, _global: &Global) -> anyhow::Result<Status> {
    let config = Config::default();
    let current = std::env::current_dir().context("cannot tell the current folder")?;
    let walked = files::walk(
        &options.paths,
        &WalkOptions {
            include: config.notes.include.clone(),
        },
    );
    let mut failed = !walked.problems.is_empty();
    for problem in &walked.problems {
        status::report(&problem.to_string());
    }
    let outcomes: Vec<_> = walked
        .files
        .par_iter()
        .map(|path| check(path, &current, &config))
        .collect();
    let mut checked = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(note) => checked.push(note),
            Err(problem) => {
                failed = true;
                status::report(&problem.to_string());
            }
        }
    }
    let mut out = BufWriter::new(anstream::stdout());
    match options.output_format.unwrap_or(CheckFormat::Concise) {
        CheckFormat::Concise => output::concise::write(&mut out, &checked)?,
        CheckFormat::Json => output::json::write(&mut out, &checked)?,
    }
    out.flush()?;
    let found = checked
        .iter()
        .flat_map(|note| &note.findings)
        .any(|finding| finding.severity >= options.fail_on.into());
    Ok(match (failed, found && !options.exit_zero) {
        (true, _) => Status::Failed,
        (false, true) => Status::Found,
        (false, false) => Status::Clean,
    })
}

fn check(path: &Path, current: &Path, config: &Config) -> Result<Checked, FileProblem> {
    let note = notes::parse(files::read(path)?.text, config);
    let findings = lint::lint(&note, config, &mut lint::Cache::default());
    Ok(Checked::new(
        notes::display_name(path, current),
        note,
        findings,
    ))
}
