//! `notelint related`: sections of other notes on the same topic.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::args::{Format, Global, RelatedArgs};
use crate::cli::output::{self, escape};
use crate::cli::settings::{self, Settings};
use crate::cli::status::{self, Status};
use crate::cli::vault;
use crate::features::related::{related, related_to_note};
use crate::files::FileProblem;

/// A section as JSON shows it.
#[derive(Debug, Serialize)]
struct RelatedJson {
    filename: String,
    line: usize,
    end_line: usize,
    title: String,
    score: f32,
    shared: Vec<String>,
}

/// Runs the command.
pub(in crate::cli) fn run(options: &RelatedArgs, global: &Global) -> anyhow::Result<Status> {
    let settings = Settings::new(global)?;
    let (file, line) = place(&options.place);
    if !file.is_file() {
        let problem = FileProblem::new(&file, "no such file");
        status::error(&settings.names().file_problem(&problem));
        return Ok(Status::Failed);
    }
    let file = settings::real(&file);
    let opened = vault::open(&file, &settings)?;
    let vault = &opened.vault;
    let found = match line {
        Some(line) => related(vault, &file, line, options.limit),
        None => related_to_note(vault, &file, options.limit),
    };
    let found: Vec<RelatedJson> = found
        .into_iter()
        .map(|related| RelatedJson {
            filename: settings.names().show(&related.passage.path),
            line: related.passage.place.line(),
            end_line: related.passage.end_line,
            title: related.passage.title,
            score: related.score,
            shared: related.shared,
        })
        .collect();
    let format = options.output.format();
    let mut out = format.stdout();
    match format {
        Format::Json => output::write_json(&mut out, &found)?,
        Format::Concise | Format::Full => text(&mut out, &found)?,
    }
    out.flush()?;
    Ok(Status::failed_if(opened.failed))
}

/// `FILE` or `FILE:LINE`; a file whose name ends like that counts as it is.
fn place(argument: &Path) -> (PathBuf, Option<usize>) {
    if !argument.exists()
        && let Some((file, line)) = argument.to_str().and_then(|text| text.rsplit_once(':'))
        && let Ok(line) = line.parse()
    {
        return (PathBuf::from(file), Some(line));
    }
    (argument.to_owned(), None)
}

fn text(out: &mut dyn Write, found: &[RelatedJson]) -> std::io::Result<()> {
    const FAINT: anstyle::Style = anstyle::Style::new().dimmed();
    for related in found {
        let place = format!("{}:{}", related.filename, related.line);
        writeln!(
            out,
            "{}: {} {FAINT}({:.2}: {}){FAINT:#}",
            escape::line(&place),
            escape::line(&related.title),
            related.score,
            escape::line(&related.shared.join(", "))
        )?;
    }
    Ok(())
}
