//! `notelint check -`: the note on stdin. With `--fix` the mended note goes to stdout, and what is found to stderr.

use std::io::Write;
use std::path::Path;

use super::filter::Filter;
use super::note::{Linter, checked};
use super::report;
use crate::cli::args::CheckArgs;
use crate::cli::links::Catalogs;
use crate::cli::notes::{self, Gathered};
use crate::cli::output::{Report, Stdout, Summary};
use crate::cli::settings::{Settings, real};
use crate::cli::status::{self, Status};

/// Checks the note on stdin.
pub(super) fn run(options: &CheckArgs, settings: &Settings) -> anyhow::Result<Status> {
    let text = notes::read_stdin()?;
    let named = options.stdin_filename.as_deref();
    let name = named.map_or_else(|| "stdin".to_owned(), |path| settings.names().show(path));
    let path = real(named.unwrap_or(Path::new("stdin.md")));
    let config = settings
        .for_real(&path)
        .map_err(|error| anyhow::anyhow!(settings.names().config_error(&error)))?;
    settings.check_rule_names(std::iter::once(&*config))?;
    let filter = Filter::new(options, &[])?;
    let gathered = Gathered::default();
    let catalogs = Catalogs::new(settings, &gathered);
    let mut linter = Linter::new(&config, &path, &catalogs, &filter, options);
    let (mut note, mut findings) = linter.lint(text);
    let mut applied = 0;
    if let Some(fixed) = linter.fix(&note, &findings, options) {
        for problem in &fixed.problems {
            status::warning(&format!("{name}: {problem}"));
        }
        applied = fixed.applied;
        if options.diff {
            let mut out = Stdout::for_diff();
            report::write_diff(&mut out, &name, &note.text, &fixed.note.text)?;
            out.flush()?;
        } else {
            (note, findings) = (fixed.note, fixed.findings);
        }
    }
    if options.fix && !options.diff {
        let mut out = Stdout::for_programs();
        out.write_all(note.text.as_bytes())?;
        out.flush()?;
    }
    let notes = [checked(name, note, findings, settings)];
    if options.write_baseline {
        filter.write_baseline(&notes)?;
        return Ok(Status::Clean);
    }
    let mut summary = Summary::new(1, &notes);
    (summary.applied, summary.notes_fixed) = (applied, usize::from(applied > 0));
    let found = Report {
        notes: &notes,
        failures: &[],
    };
    if options.diff {
        // The diff is all that stdout holds.
    } else if options.fix {
        report::print(options, &found, &mut anstream::stderr())?;
    } else {
        report::print(options, &found, &mut report::stdout(options))?;
    }
    report::tell(options, &summary, &filter);
    Ok(report::exit(options, &notes, false))
}
