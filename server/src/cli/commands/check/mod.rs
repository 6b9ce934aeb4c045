//! `notelint check`: lints notes, mends them where asked, and prints what it found.

mod filter;
mod note;
mod report;
mod stdin;
mod watch;

use rayon::prelude::*;

use crate::cli::args::{CheckArgs, Global};
use crate::cli::links::Catalogs;
use crate::cli::notes;
use crate::cli::progress::Progress;
use crate::cli::settings::Settings;
use crate::cli::status::Status;
use filter::Filter;
use note::Outcome;

/// Runs the command.
pub(in crate::cli) fn run(options: &CheckArgs, global: &Global) -> anyhow::Result<Status> {
    if options.paths.iter().any(|path| path.as_os_str() == "-") {
        anyhow::ensure!(
            options.paths.len() == 1,
            "`-` reads one note from stdin; it cannot stand beside other paths"
        );
        anyhow::ensure!(
            !options.watch && options.since.is_none(),
            "stdin can be checked neither with --watch nor with --since"
        );
        return stdin::run(options, &settings(options, global)?);
    }
    if options.watch {
        return watch::run(options, global);
    }
    once(options, &settings(options, global)?)
}

fn settings(options: &CheckArgs, global: &Global) -> anyhow::Result<Settings> {
    Ok(Settings::new(global)?.with_rules(&options.select, &options.ignore))
}

/// Checks the notes once.
fn once(options: &CheckArgs, settings: &Settings) -> anyhow::Result<Status> {
    let gathered = notes::gather(&options.paths, settings);
    settings.check_rule_names(gathered.notes.iter().map(|note| &*note.config))?;
    let filter = Filter::new(options, &gathered.notes)?;
    let catalogs = Catalogs::new(settings, &gathered);
    let progress = Progress::new(gathered.notes.len());
    let outcomes: Vec<Outcome> = gathered
        .notes
        .par_iter()
        .map(|file| {
            let outcome = note::check(file, options, &catalogs, &filter);
            progress.step();
            outcome
        })
        .collect();
    progress.finish();
    report::finish(options, &filter, outcomes, gathered.failures)
}
