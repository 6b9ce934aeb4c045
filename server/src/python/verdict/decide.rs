//! What the repairs of a snippet come to.

use super::announce;
use super::judge::Judgement;
use super::output::Foreign;
use super::repair::Finding;
use super::work::line_of;
use crate::python::snippet::{Kind, Problem};
use crate::text::Span;

/// Why an error shown on purpose is not told.
pub(super) const ON_PURPOSE: &str = "an error shown on purpose";

/// What the repairs come to.
pub(super) struct Outcome {
    pub kind: Kind,
    pub problems: Vec<Problem>,
    /// What is worth a hint beside them.
    pub remarks: Vec<Problem>,
    /// Why nothing is told.
    pub skipped: Option<String>,
}

impl Outcome {
    fn ok(kind: Kind) -> Self {
        Self {
            kind,
            problems: Vec::new(),
            remarks: Vec::new(),
            skipped: None,
        }
    }

    fn skipped(kind: Kind, reason: &str) -> Self {
        Self {
            skipped: Some(reason.to_owned()),
            ..Self::ok(kind)
        }
    }
}

/// Weighs what was found in `code`, which has so many `lines`.
pub(super) fn decide(judgement: &Judgement, code: &str, lines: usize) -> Outcome {
    let foreign = judgement.foreign.len();
    let unexplained = judgement.unexplained.len();
    let sound = judgement.sound_lines();
    let first = |findings: &[Finding]| {
        findings
            .iter()
            .min_by_key(|finding| finding.span.start)
            .cloned()
    };

    if let Some(finding) = first(&judgement.python2)
        && unexplained <= judgement.python2.len()
    {
        return match announced_in(code, finding.span) {
            true => Outcome::skipped(Kind::Python2, ON_PURPOSE),
            false => Outcome {
                // Beside much that is no Python at all, it may be another language or none.
                problems: vec![
                    finding.problem(judgement.python2.len() > judgement.fragments + foreign),
                ],
                ..Outcome::ok(Kind::Python2)
            },
        };
    }
    if judgement.hopeless
        || (foreign + unexplained) * 2 > lines.max(1) && judgement.mistakes.is_empty()
        || foreign * 2 > lines.max(1)
    {
        return not_python(judgement, code);
    }
    let kind = if judgement.ipython > 0 {
        Kind::Ipython
    } else if judgement.fragments > 0 {
        Kind::Fragment
    } else {
        Kind::Module
    };
    let (mistake, error) = (first(&judgement.mistakes), first(&judgement.unexplained));
    let errors = judgement.mistakes.len() + unexplained;
    let (finding, certain) = match (mistake, error) {
        // What follows an error that nothing explains may follow from it.
        (Some(mistake), Some(error)) if error.span.start < mistake.span.start => {
            (error, errors <= 2 && sound >= 2 && foreign == 0)
        }
        (Some(mistake), _) => (mistake, unexplained <= 1 && foreign == 0),
        (None, Some(error)) => (
            error,
            unexplained == 1 && sound >= 1 && foreign == 0 && judgement.fragments == 0,
        ),
        (None, None) => {
            return match foreign {
                0 => Outcome::ok(kind),
                _ => Outcome {
                    remarks: remark(judgement, code, Kind::Module).into_iter().collect(),
                    ..Outcome::ok(kind)
                },
            };
        }
    };
    if announced_in(code, finding.span) {
        return Outcome::skipped(kind, ON_PURPOSE);
    }
    Outcome {
        problems: vec![finding.problem(certain)],
        ..Outcome::ok(kind)
    }
}

/// What is no Python for the most part.
fn not_python(judgement: &Judgement, code: &str) -> Outcome {
    let kind = match judgement.foreign.first() {
        Some(Foreign::Traceback | Foreign::Result | Foreign::Table | Foreign::Prose) => {
            Kind::Output
        }
        _ => Kind::Other,
    };
    let mut outcome = Outcome::skipped(
        kind,
        judgement
            .foreign
            .first()
            .map_or("not Python", |foreign| foreign.noun()),
    );
    outcome.remarks.extend(remark(judgement, code, kind));
    outcome
}

/// A remark on a fence that is tagged Python and holds something else.
fn remark(judgement: &Judgement, code: &str, kind: Kind) -> Option<Problem> {
    let foreign = judgement.foreign.first()?;
    if kind == Kind::Module {
        return None;
    }
    let start = code.len() - code.trim_start().len();
    let line = line_of(code, start);
    let span = Span::new(start, line.start + line.of(code).trim_end().len());
    Some(
        Finding {
            rule: "mistagged-fence",
            ..Finding::new(
                span,
                format!(
                    "This fence is tagged as Python but holds {}; `{}` fits better",
                    foreign.noun(),
                    foreign.tag()
                ),
            )
        }
        .problem(false),
    )
}

/// True where a comment behind the error, right above it or at the top of the code calls it wrong, or the code names an
/// error of syntax.
pub(super) fn announced_in(code: &str, error: Span) -> bool {
    fn comment(line: &str) -> Option<&str> {
        line.find('#').and_then(|at| line.get(at..))
    }
    let line = line_of(code, error.start);
    let alone = |line: Span| {
        let words = line.of(code).trim();
        words.starts_with('#') && announce::in_comment_above(words)
    };
    let above = line.start.checked_sub(1).map(|end| line_of(code, end));
    let first = line_of(code, code.len() - code.trim_start().len());
    comment(line.of(code)).is_some_and(announce::in_comment)
        || above.is_some_and(alone)
        || alone(first)
        || announce::names_syntax_error(code)
}
