//! `full`: each finding with its source line and carets below what is meant, in colour.

use std::io::{self, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};

use super::checked::Places;
use super::source_line::SourceLine;
use super::{Checked, escape};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::text::{LineIndex, Span};

/// Line numbers, arrows, bars.
const FRAME: Style = AnsiColor::Blue.on_default().bold();
const BOLD: Style = Style::new().bold();

/// More marked lines than this are shown as the first, `...` and the last.
const MAX_LINES: usize = 4;

/// Fixes that are shown; the message names them all where there are more.
const MAX_FIXES: usize = 3;

/// The colour of a severity.
pub(super) fn colour(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Cyan,
        Severity::Hint => AnsiColor::Green,
    }
    .on_default()
    .bold()
}

/// Writes every finding of `notes` for a terminal of `width` columns.
pub(super) fn write(out: &mut dyn Write, notes: &[Checked], width: usize) -> io::Result<()> {
    for note in notes {
        let places = note.places();
        for finding in &note.findings {
            one(out, note, &places, finding, width)?;
        }
    }
    Ok(())
}

fn one(
    out: &mut dyn Write,
    note: &Checked,
    places: &Places<'_>,
    finding: &Diagnostic,
    width: usize,
) -> io::Result<()> {
    let style = colour(finding.severity);
    writeln!(
        out,
        "{style}{}[{}]{style:#}{BOLD}: {}{BOLD:#}",
        finding.severity.as_str(),
        escape::line(finding.rule.as_str()),
        escape::line(&finding.message),
    )?;
    // The gutter is as wide as the widest line number of the finding.
    let gutter = finding
        .related
        .iter()
        .filter_map(|related| places.of(related.file.as_deref(), related.span))
        .chain([places.own(finding.span)])
        .map(|place| place.end.line.to_string().len())
        .max()
        .unwrap_or(1);
    let frame = Frame {
        note,
        places,
        gutter,
        width,
    };
    frame.excerpt(out, None, finding.span, '^', style)?;
    let fixes = finding.fix.iter().chain(&finding.alternatives);
    for fix in fixes.clone().take(MAX_FIXES) {
        frame.fix(out, fix, finding)?;
    }
    let more = fixes.skip(MAX_FIXES).count();
    if more > 0 {
        writeln!(out, "{:gutter$} {FRAME}={FRAME:#} and {more} more", "")?;
    }
    for related in &finding.related {
        writeln!(
            out,
            "{:gutter$} {FRAME}={FRAME:#} {BOLD}note{BOLD:#}: {}",
            "",
            escape::line(&related.message)
        )?;
        frame.excerpt(out, related.file.as_deref(), related.span, '-', FRAME)?;
    }
    writeln!(out)
}

/// What the parts of one finding have in common.
struct Frame<'a> {
    note: &'a Checked,
    places: &'a Places<'a>,
    gutter: usize,
    width: usize,
}

impl Frame<'_> {
    /// Where `span` of `file` is, and its lines with `mark` below.
    fn excerpt(
        &self,
        out: &mut dyn Write,
        file: Option<&Path>,
        span: Span,
        mark: char,
        style: Style,
    ) -> io::Result<()> {
        let Some(place) = self.places.of(file, span) else {
            return Ok(());
        };
        let gutter = self.gutter;
        writeln!(
            out,
            "{:gutter$}{FRAME}-->{FRAME:#} {}:{}:{}",
            "",
            escape::line(place.filename),
            place.start.line,
            place.start.column
        )?;
        let other = file.and_then(|file| self.note.others.get(file));
        let other = other.map(|other| (other.text.as_str(), LineIndex::new(&other.text)));
        let (text, lines) = match &other {
            Some((text, lines)) => (*text, lines),
            None => (&*self.note.text, &self.note.lines),
        };
        let first = place.start.line;
        // A span that ends with a line end does not reach into the next line.
        let last = match place.end.column {
            1 if place.end.line > first => place.end.line - 1,
            _ => place.end.line,
        };
        writeln!(out, "{:gutter$} {FRAME}|{FRAME:#}", "")?;
        let room = self.width.saturating_sub(gutter + 4).max(20);
        for line in first..=last {
            if last - first >= MAX_LINES && line > first && line < last {
                if line == first + 1 {
                    writeln!(out, "{FRAME}...{FRAME:#}")?;
                }
                continue;
            }
            let source = lines.text(text, line);
            let start = lines.start(line);
            let blank = source.len() - source.trim_start().len();
            let marked = Span::new(
                // Below the indent of a further line nothing is marked.
                span.start.max(start + if line > first { blank } else { 0 }) - start,
                span.end.min(start + source.len()).saturating_sub(start),
            );
            let shown = SourceLine::new(source, marked, room);
            writeln!(
                out,
                "{FRAME}{line:gutter$} |{FRAME:#} {}",
                shown.text.trim_end()
            )?;
            let carets: String = std::iter::repeat_n(mark, shown.marked).collect();
            writeln!(
                out,
                "{:gutter$} {FRAME}|{FRAME:#} {:indent$}{style}{carets}{style:#}",
                "",
                "",
                indent = shown.indent
            )?;
        }
        Ok(())
    }

    fn fix(&self, out: &mut dyn Write, fix: &Fix, finding: &Diagnostic) -> io::Result<()> {
        let how = match fix.applicability {
            _ if finding.fix.as_ref() != Some(fix) => "",
            Applicability::Safe => " (--fix)",
            Applicability::Unsafe => " (--fix --unsafe-fixes)",
        };
        writeln!(
            out,
            "{:gutter$} {FRAME}={FRAME:#} {BOLD}help{BOLD:#}: {}{how}",
            "",
            escape::line(&fix.message),
            gutter = self.gutter
        )
    }
}
