//! `notelint snippets`: the code in the notes, and how it was read.

use std::io::Write;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::cli::args::{Format, Global, SnippetsArgs};
use crate::cli::notes::{self, NoteFile};
use crate::cli::output::{self, escape};
use crate::cli::settings::Settings;
use crate::cli::status::{self, Status};
use crate::files::FileProblem;
use crate::note::{Fence, Note};
use crate::python::language;
use crate::python::snippet::{self, Kind, Request, Verdict};
use crate::rules::{Contents, Embedded};
use crate::text::Extract;

/// A snippet as JSON shows it.
#[derive(Debug, Serialize)]
struct SnippetJson {
    filename: String,
    /// Of the opening fence.
    line: usize,
    /// Of the closing fence, or the last line of code where there is none.
    end_line: usize,
    language: String,
    kind: Kind,
    verdict: &'static str,
    message: Option<String>,
}

/// Runs the command.
pub(in crate::cli) fn run(options: &SnippetsArgs, global: &Global) -> anyhow::Result<Status> {
    let settings = Settings::new(global)?;
    let gathered = notes::gather(&options.paths, &settings);
    let read: Vec<Result<Vec<SnippetJson>, FileProblem>> = gathered
        .notes
        .par_iter()
        .map(|file| snippets(file, options.as_module))
        .collect();
    let mut failed = !gathered.failures.is_empty();
    let mut snippets = Vec::new();
    for outcome in read {
        match outcome {
            Ok(found) => snippets.extend(found),
            Err(problem) => {
                failed = true;
                status::error(&settings.names().file_problem(&problem));
            }
        }
    }
    let format = options.output.format();
    let mut out = format.stdout();
    match format {
        Format::Json => output::write_json(&mut out, &snippets)?,
        Format::Concise | Format::Full => list(&mut out, &snippets)?,
    }
    out.flush()?;
    drop(out);
    if format != Format::Json {
        let of = |verdict| snippets.iter().filter(|s| s.verdict == verdict).count();
        status::note(&format!(
            "{} snippets: {} ok, {} with errors, {} skipped.",
            snippets.len(),
            of("ok"),
            of("error"),
            of("skipped")
        ));
    }
    Ok(Status::failed_if(failed))
}

fn snippets(file: &NoteFile, as_module: bool) -> Result<Vec<SnippetJson>, FileProblem> {
    let note = notes::parse(notes::read(file)?.text, &file.config);
    let read = |body: &Extract, request| {
        let request = Request {
            as_module,
            ..request
        };
        Arc::new(snippet::read(body.text(), &request))
    };
    let windows = (0..note.parts.len()).map(|index| note.window(index));
    let python = windows.flat_map(|window| {
        let at = |embedded: &Embedded| {
            let fence = window.note.fences.get(embedded.fence);
            fence.map(|fence| fence.span.start - window.own.start + window.start)
        };
        let snippets = Contents::of(&window, &file.config, read).snippets;
        snippets
            .into_iter()
            .map(|it| (at(&it), it))
            .collect::<Vec<_>>()
    });
    // Python snippets are in document order among the fences of other languages.
    let mut python = python.peekable();
    Ok(note
        .fences
        .iter()
        .map(|fence| {
            let read = python.next_if(|(start, _)| *start == Some(fence.span.start));
            let read = read.map(|(_, embedded)| embedded);
            let (kind, verdict) = read.map_or_else(
                || (Kind::Other, Verdict::Skipped("not Python".to_owned())),
                |embedded| (embedded.snippet.kind, embedded.snippet.verdict.clone()),
            );
            one(&file.name, &note, fence, kind, verdict)
        })
        .collect())
}

fn one(filename: &str, note: &Note, fence: &Fence, kind: Kind, verdict: Verdict) -> SnippetJson {
    let (verdict, message) = match verdict {
        Verdict::Ok => ("ok", None),
        Verdict::Error(problems) => (
            "error",
            problems.into_iter().next().map(|problem| problem.message),
        ),
        Verdict::Skipped(reason) => ("skipped", Some(reason)),
    };
    SnippetJson {
        filename: filename.to_owned(),
        line: note.lines.line(fence.span.start),
        end_line: note.lines.line(fence.span.end.saturating_sub(1)),
        language: language::language(fence.info(&note.text)).into_owned(),
        kind,
        verdict,
        message,
    }
}

fn list(out: &mut dyn Write, snippets: &[SnippetJson]) -> std::io::Result<()> {
    for snippet in snippets {
        let style = match snippet.verdict {
            "error" => anstyle::AnsiColor::Red.on_default().bold(),
            "ok" => anstyle::AnsiColor::Green.on_default(),
            _ => anstyle::Style::new(),
        };
        let kind = serde_json::to_value(snippet.kind)?;
        write!(
            out,
            "{}:{}: {} {} {style}{}{style:#}",
            escape::line(&snippet.filename),
            snippet.line,
            match &*snippet.language {
                "" => "(untagged)".into(),
                language => escape::line(language),
            },
            kind.as_str().unwrap_or_default(),
            snippet.verdict,
        )?;
        match &snippet.message {
            Some(message) => writeln!(out, ": {}", escape::line(message))?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}
