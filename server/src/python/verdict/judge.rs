//! One question after another about code that does not compile: at each error, the first repair that gets the parser
//! further says what the error is. When nothing is left, the repairs that were needed tell a mistake from a fragment,
//! and both from what is no Python.

use super::repair::{Finding, Meaning, Patch, Site};
use super::tokens::{Kind, Tokens};
use super::work::{Work, line_of};
use super::{fragments, ipython, messages, mistakes, output, python2};
use crate::text::Span;

/// How often the parser may be asked about one snippet: bounds the time for any input.
const TRIALS: usize = 60;
/// How many bytes it may be asked to read again.
const TRIED_BYTES: usize = 8 << 20;
/// How many places one repair may change.
const EDITS: usize = 2_000;
/// How many errors one snippet may have before it is taken for something else than Python.
const ERRORS: usize = 24;

/// What the repairs said.
#[derive(Debug)]
pub struct Judgement {
    /// The code with every repair made.
    pub work: Work,
    /// Mistakes with a name, in order; spans of the code as it was.
    pub mistakes: Vec<Finding>,
    /// Errors that nothing explains.
    pub unexplained: Vec<Finding>,
    /// Python 2.
    pub python2: Vec<Finding>,
    /// Lines that are no Python.
    pub foreign: Vec<output::Foreign>,
    /// How many repairs filled in what was left out on purpose.
    pub fragments: usize,
    /// How many lines were a shell's or a notebook's.
    pub ipython: usize,
    /// Where mistakes and unexplained errors were mended, in offsets of the repaired text.
    pub broken: Vec<Span>,
    /// True where it was given up.
    pub hopeless: bool,
}

/// Repairs `text` until it compiles or nothing helps.
pub fn judge(text: String, tokens: Tokens, minor_version: u8, excerpt: bool) -> Judgement {
    let mut judgement = Judgement {
        work: Work::new(text, tokens, minor_version),
        mistakes: Vec::new(),
        unexplained: Vec::new(),
        python2: Vec::new(),
        foreign: Vec::new(),
        fragments: 0,
        ipython: 0,
        broken: Vec::new(),
        hopeless: false,
    };
    // A very long text gets fewer, so that the time stays bounded by its length.
    let allowed = TRIALS
        .min(TRIED_BYTES / judgement.work.text.len().max(1))
        .max(2);
    let mut trials = TRIALS - allowed;
    let mut labelled = false;
    // Where the logical lines began that hold a placeholder.
    let mut sketched: Vec<usize> = Vec::new();
    // Where those began in which a mistake was mended.
    let mut mended: Vec<usize> = Vec::new();
    for _ in 0..ERRORS {
        let Some(site) = Site::new(&judgement.work, labelled, excerpt) else {
            return judgement;
        };
        let was_label = label_at(&site);
        let Some((next, mut patch)) = explain(&site, &mut trials) else {
            break;
        };
        let statement = judgement.work.original(site.statement_span().start);
        if patch.sketch {
            sketched.push(statement);
        } else if sketched.contains(&statement) && !matches!(patch.meaning, Meaning::Foreign) {
            patch.meaning = Meaning::Fragment;
        }
        if let Some(finding) = patch.meaning.mistake() {
            if mended.contains(&statement) {
                // By itself it would leave the line as broken as before.
                finding.fix = None;
            }
            mended.push(statement);
        }
        labelled |= was_label && matches!(patch.meaning, Meaning::Fragment);
        judgement.accept(next, patch);
    }
    judgement.hopeless = judgement.work.error().is_some();
    judgement
}

fn label_at(site: &Site<'_>) -> bool {
    site.text()
        .lines()
        .any(|line| fragments::label_width(line).is_some())
}

/// The first repair that gets the parser further.
fn explain(site: &Site<'_>, trials: &mut usize) -> Option<(Work, Patch)> {
    // In the order of how much a repair explains: marks that can mean nothing else, then mistakes, then guesses.
    let questions: [fn(&Site<'_>, &mut Vec<Patch>); 8] = [
        ipython::repairs,
        python2::repairs,
        fragments::marked,
        foreign_line,
        mistakes::repairs,
        fragments::cut_out,
        fragments::pseudo,
        unexplained,
    ];
    let mut patches = Vec::new();
    for question in questions {
        patches.clear();
        question(site, &mut patches);
        for patch in patches.drain(..).filter(|patch| patch.edits.len() <= EDITS) {
            *trials += 1;
            if *trials > TRIALS {
                return None;
            }
            let next = site.work.with(&patch.edits);
            if gets_further(site.work, &next, patch.beyond) {
                return Some((next, patch));
            }
        }
    }
    None
}

/// True where `next`'s first error, if any, lies behind `beyond` of `before`. Both are measured from the end, which
/// a repair further up does not move.
fn gets_further(before: &Work, next: &Work, beyond: usize) -> bool {
    match (next.error(), before.error()) {
        (None, _) => true,
        (Some((_, now)), Some((_, then))) => {
            let left = next.text.len() - now.start.min(next.text.len());
            let left_before = before.text.len() - then.start.min(before.text.len());
            let wanted = before.text.len() - beyond.min(before.text.len());
            left < left_before && left <= wanted
                || left == 0
                    && left_before == 0
                    && before.text.len() != next.text.len()
                    && beyond < before.text.len()
        }
        _ => false,
    }
}

/// A line that is no Python: it goes, and the rest is looked at.
fn foreign_line(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let text = site.text();
    for line in [site.line(), line_of(text, site.statement_span().start)] {
        let content = line.of(text);
        if output::classify(content).is_none() && !is_printed(text, line) {
            continue;
        }
        let start = line.start + super::work::indent_of(content).len();
        let span = Span::new(start, line.start + content.trim_end().len());
        let mut patch = site.fill(vec![super::repair::replace(span, "pass")]);
        patch.meaning = Meaning::Foreign;
        patches.push(patch);
        let mut patch = site.fill(vec![super::repair::replace(
            Span::new(line.start, line.end),
            "",
        )]);
        patch.meaning = Meaning::Foreign;
        patches.push(patch);
    }
}

/// True for a line under a comment that announces output.
fn is_printed(text: &str, line: Span) -> bool {
    let head = text.get(..line.start).unwrap_or("");
    let block = head
        .lines()
        .rev()
        .take_while(|above| !above.trim().is_empty());
    block
        .map(str::trim)
        .find(|above| above.starts_with('#'))
        .is_some_and(output::announces_output)
}

/// Sets aside the statement, then the line, that nothing explains.
fn unexplained(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let finding = messages::finding(site);
    let line = site.line();
    let content = line.of(site.text());
    let start = line.start + super::work::indent_of(content).len();
    let whole = Span::new(start, line.end);
    let choices = [
        site.blank_statement(),
        vec![super::repair::replace(whole, "pass")],
        vec![super::repair::replace(
            whole,
            if content.trim_end().ends_with(':') {
                "if _:"
            } else {
                ""
            },
        )],
        vec![super::repair::replace(
            Span::new(site.statement_span().start, line.end),
            "pass",
        )],
        vec![super::repair::replace(Span::new(line.start, line.end), "")],
    ];
    for edits in choices {
        patches.push(Patch {
            edits,
            meaning: Meaning::Unexplained(finding.clone()),
            beyond: site.span.start,
            sketch: false,
        });
    }
}

impl Judgement {
    fn accept(&mut self, next: Work, patch: Patch) {
        let before = &self.work;
        let original = |finding: Finding| -> Finding {
            let mut finding = finding;
            finding.span = before.original_span(finding.span);
            if let Some(fix) = &mut finding.fix {
                for edit in &mut fix.edits {
                    edit.span = before.original_span(edit.span);
                }
            }
            for (span, _) in &mut finding.related {
                *span = before.original_span(*span);
            }
            finding
        };
        let mut broken = None;
        match patch.meaning {
            Meaning::Fragment => self.fragments += 1,
            Meaning::Ipython => self.ipython += 1,
            Meaning::Foreign => {
                let line = patch.edits.first().map_or("", |edit| {
                    line_of(&before.text, edit.span.start).of(&before.text)
                });
                self.foreign
                    .push(output::classify(line).unwrap_or(output::Foreign::Prose));
            }
            Meaning::Python2(finding) => self.python2.push(original(finding)),
            Meaning::Mistake(finding) => {
                broken = patch.edits.first().map(|edit| edit.span.start);
                self.mistakes.push(original(finding));
            }
            Meaning::Unexplained(finding) => {
                broken = patch.edits.first().map(|edit| edit.span.start);
                self.unexplained.push(original(finding));
            }
        }
        // Places are kept from the end, which later repairs further down would move: so all are moved along.
        let shift = next.text.len() as isize - before.text.len() as isize;
        let first = patch.edits.first().map_or(0, |edit| edit.span.start);
        for span in &mut self.broken {
            if span.start > first {
                *span = Span::at(span.start.saturating_add_signed(shift));
            }
        }
        self.broken.extend(broken.map(Span::at));
        self.work = next;
    }

    /// How many logical lines of the code were left as they were, and are more than a word or a number.
    pub fn sound_lines(&self) -> usize {
        let text = &self.work.text;
        self.work
            .tokens
            .list
            .split(|token| token.kind == Kind::Newline)
            .filter(|line| {
                line.iter()
                    .filter(|token| token.kind != Kind::Comment)
                    .count()
                    > 1
            })
            .filter(|line| {
                line.first()
                    .is_some_and(|first| !matches!(first.span.of(text), "pass"))
            })
            .filter(|line| !line.iter().any(|token| token.span.of(text) == "_"))
            .count()
    }
}
