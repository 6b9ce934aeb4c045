//! Findings as text for people and for programs: one file a format, and what the formats share.

mod checked;
mod concise;
mod diff;
pub(super) mod escape;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod grouped;
mod json;
mod junit;
mod locate;
mod safe_json;
mod sarif;
mod source_line;
mod statistics;
mod stdout;
mod summary;

pub(super) use checked::{Checked, Other};
pub(super) use diff::write as write_diff;
pub(super) use fingerprint::fingerprints;
pub(super) use safe_json::write as write_json;
pub(super) use statistics::write as write_statistics;
pub(super) use stdout::{Stdout, is_terminal};
pub(super) use summary::{Summary, counted};

use std::io::{self, Write};

use super::args::CheckFormat;

/// What a run of `check` has to tell.
#[derive(Debug)]
pub(super) struct Report<'a> {
    /// The notes with findings, in order.
    pub notes: &'a [Checked],
    /// What could not be done; stderr was told, formats with a place for it repeat it.
    pub failures: &'a [String],
}

/// Writes `report` in `format`.
///
/// # Errors
/// Nobody takes the output.
pub(super) fn write(
    out: &mut dyn Write,
    format: CheckFormat,
    report: &Report<'_>,
) -> io::Result<()> {
    match format {
        CheckFormat::Full => full::write(out, report.notes, stdout::width()),
        CheckFormat::Concise => concise::write(out, report.notes),
        CheckFormat::Grouped => grouped::write(out, report.notes),
        CheckFormat::Json => json::write(out, report.notes),
        CheckFormat::JsonLines => json::write_lines(out, report.notes),
        CheckFormat::Github => github::write(out, report.notes),
        CheckFormat::Gitlab => gitlab::write(out, report.notes),
        CheckFormat::Sarif => sarif::write(out, report),
        CheckFormat::Junit => junit::write(out, report),
    }
}
