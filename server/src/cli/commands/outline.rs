//! `notelint outline`: the headings of a note, as notelint reads them.

use std::io::Write;

use serde::Serialize;

use crate::cli::args::{Format, Global, OutlineArgs};
use crate::cli::output::{self, Stdout, escape};
use crate::cli::settings::Settings;
use crate::cli::status::Status;
use crate::cli::{notes, status};
use crate::files;
use crate::note::{HeadingKind, Note};

/// A heading as JSON shows it.
#[derive(Debug, Serialize)]
struct HeadingJson<'a> {
    title: &'a str,
    level: u8,
    line: usize,
    end_line: usize,
    kind: HeadingKind,
}

/// Runs the command.
pub(in crate::cli) fn run(options: &OutlineArgs, global: &Global) -> anyhow::Result<Status> {
    let settings = Settings::new(global)?;
    let config = settings
        .for_note(&options.file)
        .map_err(|error| anyhow::anyhow!(settings.names().config_error(&error)))?;
    let source = match files::read(&options.file, config.notes.max_bytes()) {
        Ok(source) => source,
        Err(problem) => {
            status::error(&settings.names().file_problem(&problem));
            return Ok(Status::Failed);
        }
    };
    let note = notes::parse(source.text, &config);
    let headings: Vec<HeadingJson<'_>> = headings(&note);
    let format = options.output.format();
    let mut out = format.stdout();
    match format {
        Format::Json => output::write_json(&mut out, &headings)?,
        Format::Concise => {
            let name = settings.names().show(&options.file);
            for heading in headings {
                writeln!(
                    out,
                    "{}:{}: {} {}",
                    escape::line(&name),
                    heading.line,
                    "#".repeat(usize::from(heading.level)),
                    escape::line(heading.title)
                )?;
            }
        }
        Format::Full => full(&mut out, &headings)?,
    }
    out.flush()?;
    Ok(Status::Clean)
}

fn headings(note: &Note) -> Vec<HeadingJson<'_>> {
    note.headings
        .iter()
        .map(|heading| {
            let line = note.lines.line(heading.span.start);
            // The section ends where the next one begins: its last line is the one before that.
            let end = heading.section_end.max(heading.span.end);
            let end_line = note.lines.line(end.saturating_sub(1)).max(line);
            HeadingJson {
                title: &heading.title,
                level: heading.level,
                line,
                end_line,
                kind: heading.kind,
            }
        })
        .collect()
}

fn full(out: &mut Stdout, headings: &[HeadingJson<'_>]) -> std::io::Result<()> {
    const FAINT: anstyle::Style = anstyle::Style::new().dimmed();
    let widest = headings
        .last()
        .map_or(1, |heading| heading.line.to_string().len());
    for heading in headings {
        writeln!(
            out,
            "{FAINT}{:widest$}{FAINT:#} {:indent$}{}",
            heading.line,
            "",
            escape::line(heading.title),
            indent = usize::from(heading.level) * 2,
        )?;
    }
    Ok(())
}
