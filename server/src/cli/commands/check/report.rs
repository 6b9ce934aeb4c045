//! Prints what became of the notes, and tells the exit code.

use std::io::Write;

use super::filter::Filter;
use super::note::Outcome;
use crate::cli::args::{CheckArgs, CheckFormat};
use crate::cli::output::{self, Checked, Report, Stdout, Summary};
use crate::cli::status::{self, Status};

/// Prints `outcomes`; `failures` is what stderr was already told of.
pub(super) fn finish(
    options: &CheckArgs,
    filter: &Filter,
    outcomes: Vec<Outcome>,
    mut failures: Vec<String>,
) -> anyhow::Result<Status> {
    let mut notes = Vec::new();
    let mut total = 0;
    let (mut applied, mut notes_fixed) = (0, 0);
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
            write_diff(&mut diff, &checked.filename, before, after)?;
        }
        if !checked.findings.is_empty() {
            notes.push(checked);
        }
    }
    diff.flush()?;
    drop(diff);
    let failed = !failures.is_empty();
    if options.write_baseline {
        anyhow::ensure!(
            !failed,
            "no baseline was written, as not every note could be checked"
        );
        filter.write_baseline(&notes)?;
        return Ok(Status::Clean);
    }
    let mut summary = Summary::new(total, &notes);
    (summary.applied, summary.notes_fixed) = (applied, notes_fixed);
    if !options.diff {
        let report = Report {
            notes: &notes,
            failures: &failures,
        };
        print(options, &report, &mut stdout(options))?;
    }
    tell(options, &summary, filter);
    Ok(exit(options, &notes, failed))
}

/// Writes the difference that fixes make.
pub(super) fn write_diff(
    out: &mut Stdout,
    filename: &str,
    before: &str,
    after: &str,
) -> std::io::Result<()> {
    if before == after {
        return Ok(());
    }
    output::write_diff(out, filename, before, after, output::is_terminal())
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

/// Stdout as the format needs it.
pub(super) fn stdout(options: &CheckArgs) -> Stdout {
    if is_for_people(format(options)) {
        Stdout::for_people()
    } else {
        Stdout::for_programs()
    }
}

/// Writes the findings, or their numbers.
pub(super) fn print(
    options: &CheckArgs,
    report: &Report<'_>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    if options.statistics {
        output::write_statistics(out, format(options), report.notes)?;
    } else {
        output::write(out, format(options), report)?;
    }
    out.flush()?;
    Ok(())
}

/// The last lines, where people read.
pub(super) fn tell(options: &CheckArgs, summary: &Summary, filter: &Filter) {
    if !is_for_people(format(options)) {
        return;
    }
    if options.fix || options.diff {
        status::note(&summary.fixes(options.diff));
    }
    if !options.diff {
        status::note(&summary.findings());
    }
    if let Some(text) = filter.summary() {
        status::note(&text);
    }
}

/// The exit code.
pub(super) fn exit(options: &CheckArgs, notes: &[Checked], failed: bool) -> Status {
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
