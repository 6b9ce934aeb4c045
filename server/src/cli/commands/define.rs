//! `notelint define`: what a term means, and where the notes speak of it.

use std::io::Write;

use anyhow::Context;
use serde::Serialize;

use crate::cli::args::{DefineArgs, Format, Global};
use crate::cli::output::{self, escape};
use crate::cli::settings::{self, Settings};
use crate::cli::status::{self, Status};
use crate::cli::vault;
use crate::features::define::{self, Entry, define};

/// An entry as JSON shows it.
#[derive(Debug, Serialize)]
struct EntryJson<'a> {
    term: &'a str,
    expansion: Option<&'a str>,
    definition: &'a str,
    aliases: &'a [String],
    see: &'a [String],
    source: Option<&'a str>,
    notes: Vec<NoteJson<'a>>,
}

/// Where a note speaks of it.
#[derive(Debug, Serialize)]
struct NoteJson<'a> {
    filename: String,
    line: usize,
    title: &'a str,
    excerpt: &'a str,
}

/// What is told of a term that nobody knows.
#[derive(Debug, Serialize)]
struct UnknownJson<'a> {
    term: &'a str,
    nearest: &'a [String],
}

/// Names that may have been meant.
const MOST_NEAREST: usize = 5;

/// Runs the command.
pub(in crate::cli) fn run(options: &DefineArgs, global: &Global) -> anyhow::Result<Status> {
    let settings = Settings::new(global)?;
    let current = std::env::current_dir().context("cannot tell the current folder")?;
    // A file that need not exist stands for the folder.
    let opened = vault::open(&settings::real(&current).join("-"), &settings)?;
    let query = options.term.join(" ");
    let format = options.output.format();
    let mut out = format.stdout();
    let Some(entry) = define(&opened.vault, &query, &define::from_disk) else {
        let nearest = define::nearest(&opened.vault, &query, MOST_NEAREST);
        if format == Format::Json {
            let unknown = UnknownJson {
                term: &query,
                nearest: &nearest,
            };
            output::write_json(&mut out, &unknown)?;
            out.flush()?;
        }
        status::warning(&unknown(&query, &nearest));
        return Ok(Status::Found);
    };
    let names = settings.names();
    for again in &entry.repeated {
        let place = format!("{}:{}", names.show(&again.path), again.place.line());
        status::warning(&format!(
            "`{}` is an entry again in {place}; the first one counts",
            entry.term
        ));
    }
    let notes = entry.notes.iter().map(|note| NoteJson {
        filename: names.show(&note.passage.path),
        line: note.passage.place.line(),
        title: &note.passage.title,
        excerpt: &note.excerpt,
    });
    let notes: Vec<NoteJson<'_>> = notes.collect();
    match format {
        Format::Json => output::write_json(&mut out, &json(&entry, notes))?,
        Format::Concise | Format::Full => text(&mut out, &entry, &notes)?,
    }
    out.flush()?;
    Ok(Status::failed_if(opened.failed))
}

fn unknown(query: &str, nearest: &[String]) -> String {
    let query = query.trim();
    if nearest.is_empty() {
        return format!("no term is called `{query}`");
    }
    format!(
        "no term is called `{query}`; the nearest: {}",
        nearest.join(", ")
    )
}

fn json<'a>(entry: &'a Entry, notes: Vec<NoteJson<'a>>) -> EntryJson<'a> {
    EntryJson {
        term: &entry.term,
        expansion: entry.expansion.as_deref(),
        definition: &entry.definition,
        aliases: &entry.aliases,
        see: &entry.see,
        source: Some(entry.source.as_str()).filter(|source| !source.is_empty()),
        notes,
    }
}

fn text(out: &mut dyn Write, entry: &Entry, notes: &[NoteJson<'_>]) -> std::io::Result<()> {
    const NAME: anstyle::Style = anstyle::Style::new().bold();
    const FAINT: anstyle::Style = anstyle::Style::new().dimmed();
    write!(out, "{NAME}{}{NAME:#}", escape::line(&entry.term))?;
    if let Some(expansion) = &entry.expansion {
        write!(out, ": {}", escape::line(expansion))?;
    }
    writeln!(out)?;
    writeln!(out, "{}", escape::line(&entry.definition))?;
    let lists = [("Also", &entry.aliases), ("See", &entry.see)];
    for (label, list) in lists {
        if !list.is_empty() {
            writeln!(
                out,
                "{FAINT}{label}:{FAINT:#} {}",
                escape::line(&list.join(", "))
            )?;
        }
    }
    if !entry.source.is_empty() {
        writeln!(
            out,
            "{FAINT}Source:{FAINT:#} {}",
            escape::line(&entry.source)
        )?;
    }
    for note in notes {
        let place = format!("{}:{}", note.filename, note.line);
        writeln!(
            out,
            "\n{}: {NAME}{}{NAME:#}",
            escape::line(&place),
            escape::line(note.title)
        )?;
        if !note.excerpt.is_empty() {
            writeln!(out, "  {}", escape::line(note.excerpt))?;
        }
    }
    Ok(())
}
