//! `notelint questions`: every question in the notes, and whether it is answered.

use std::io::Write;

use rayon::prelude::*;
use serde::Serialize;

use crate::cli::args::{Format, Global, QuestionsArgs};
use crate::cli::notes::{self, NoteFile};
use crate::cli::output::{self, escape};
use crate::cli::settings::Settings;
use crate::cli::status::{self, Status};
use crate::files::FileProblem;
use crate::note::{Note, QuestionStatus};

/// A question as JSON shows it.
#[derive(Debug, Serialize)]
struct QuestionJson {
    filename: String,
    line: usize,
    column: usize,
    status: QuestionStatus,
    question: String,
    marker_lines: Vec<usize>,
}

/// Runs the command.
pub(in crate::cli) fn run(options: &QuestionsArgs, global: &Global) -> anyhow::Result<Status> {
    let settings = Settings::new(global)?;
    let gathered = notes::gather(&options.paths, &settings);
    let read: Vec<Result<Vec<QuestionJson>, FileProblem>> =
        gathered.notes.par_iter().map(questions).collect();
    let mut failed = !gathered.failures.is_empty();
    let mut questions = Vec::new();
    for outcome in read {
        match outcome {
            Ok(found) => questions.extend(found),
            Err(problem) => {
                failed = true;
                status::error(&settings.names().file_problem(&problem));
            }
        }
    }
    let format = options.output.format();
    let mut out = format.stdout();
    match format {
        Format::Json => output::write_json(&mut out, &questions)?,
        Format::Concise | Format::Full => list(&mut out, &questions, format)?,
    }
    out.flush()?;
    drop(out);
    if format != Format::Json {
        status::note(&totals(&questions));
    }
    Ok(Status::failed_if(failed))
}

fn questions(file: &NoteFile) -> Result<Vec<QuestionJson>, FileProblem> {
    let note = notes::parse(notes::read(file)?.text, &file.config);
    Ok(note
        .questions
        .iter()
        .map(|question| {
            // The mark is what the reader looks for; a question without one is where its text is.
            let start = question
                .markers
                .first()
                .map_or(question.span.start, |marker| marker.start);
            let at = note.lines.line_column(&note.text, start);
            QuestionJson {
                filename: file.name.clone(),
                line: at.line,
                column: at.column,
                status: question.status,
                question: question.question.clone(),
                marker_lines: marker_lines(&note, question),
            }
        })
        .collect())
}

fn marker_lines(note: &Note, question: &crate::note::Question) -> Vec<usize> {
    let mut lines: Vec<usize> = question
        .markers
        .iter()
        .map(|marker| note.lines.line(marker.start))
        .collect();
    lines.dedup();
    lines
}

fn list(out: &mut dyn Write, questions: &[QuestionJson], format: Format) -> std::io::Result<()> {
    let mut last = "";
    for question in questions {
        let status = word(question.status);
        let text = escape::line(&question.question);
        if format == Format::Concise {
            let name = escape::line(&question.filename);
            let (line, column) = (question.line, question.column);
            writeln!(out, "{name}:{line}:{column}: {status}: {text}")?;
            continue;
        }
        const NAME: anstyle::Style = anstyle::Style::new().bold().underline();
        if question.filename != last {
            last = &question.filename;
            writeln!(out, "{NAME}{}{NAME:#}", escape::line(last))?;
        }
        let style = match question.status {
            QuestionStatus::Unanswered => anstyle::AnsiColor::Yellow.on_default(),
            QuestionStatus::Unsure => anstyle::AnsiColor::Cyan.on_default(),
            QuestionStatus::Answered => anstyle::AnsiColor::Green.on_default(),
        };
        writeln!(
            out,
            "{:6}  {style}{status:10}{style:#}  {text}",
            question.line
        )?;
    }
    Ok(())
}

fn word(status: QuestionStatus) -> &'static str {
    match status {
        QuestionStatus::Unanswered => "unanswered",
        QuestionStatus::Unsure => "unsure",
        QuestionStatus::Answered => "answered",
    }
}

fn totals(questions: &[QuestionJson]) -> String {
    let of = |status| questions.iter().filter(|q| q.status == status).count();
    format!(
        "{} unanswered, {} unsure, {} answered.",
        of(QuestionStatus::Unanswered),
        of(QuestionStatus::Unsure),
        of(QuestionStatus::Answered)
    )
}
