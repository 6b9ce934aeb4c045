//! Mistakes that a note teaches: they are its subject, or their effect is shown. These are lowered to hints. What a note
//! calls wrong outright is not told at all, see `on_purpose` and `Subject::excuses`.

use std::cell::OnceCell;
use std::sync::LazyLock;

use regex::Regex;
use ruff_python_ast::Stmt;
use ruff_python_ast::helpers::is_docstring_stmt;

use super::on_purpose::{comments_about, is_on_purpose};
use super::{Check, Code, Embedded, Rule, Subject, surroundings};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::note::{Fence, Note};
use crate::python::model::span;
use crate::python::snippet::Kind;
use crate::text::Span;

/// How a lesson about one mistake looks.
#[derive(Debug, Clone, Copy)]
pub struct Lesson {
    /// Words of texts about it, in lower case and whatever language: "mutable default".
    pub topic: &'static [&'static str],
    /// As many outputs after the mistake show its effect; 0 where no output does.
    pub outputs: usize,
}

impl Lesson {
    /// Of a mistake that is no subject of its own: only texts about mistakes in general teach it.
    pub const NONE: Self = Self {
        topic: &[],
        outputs: 0,
    };
}

/// How much text before and after a fence is searched for a topic, in bytes.
const WINDOW: usize = 4_000;

/// Words of texts that teach mistakes.
static TEACHING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:pitfalls?|gotchas?|mistakes?|anti[- ]?patterns?|surpris\w+|traps?|beware|tricky|wtf|puzzles?|quiz|code smells?|bugs?|buggy|dangerous|careful|caution|avoid|what (?:is|will be|would be) the output|what (?:does|will|would|gets?|do you think) \w+ (?:be )?print\w*|guess the output|trampa|piège|stolperfalle|evitar|éviter|vermeiden)\b|подводн|ловушк|что выведет|коварн|избега|陷阱|坑|避免|落とし穴|👎|⚠",
    )
    .ok()
});

/// A comment that shows a value: `# [1, 2]`, `# Output: 3`, `# -> True`.
static OUTPUT_COMMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)^#+\s*(?:(?:outputs?|prints?|results?|returns?|shows?|gives?|out|still|also|вывод|выведет|输出|结果)\b[:：]?|=+>|-+>|→|>>>)?\s*(?:[\[({'"]|(?:True|False|None)\b|-?\d[\d\s,.]*$)|^#+\s*(?:outputs?|prints|вывод|输出)\b"#,
    )
    .ok()
});

fn matches(regex: &LazyLock<Option<Regex>>, text: &str) -> bool {
    regex.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Runs a check of mistakes on a snippet, and judges what it finds by the snippet itself.
pub fn check(
    code: &Code<'_>,
    check: fn(&Code<'_>, &mut Vec<Diagnostic>),
    lesson: &Lesson,
    found: &mut Vec<Diagnostic>,
) {
    let mut here = Vec::new();
    check(code, &mut here);
    here.retain(|finding| !is_on_purpose(code, finding.span));
    let shown = OnceCell::new();
    found.extend(here.into_iter().map(|finding| {
        if is_taught_in(code, finding.span, lesson, &shown) {
            as_hint(finding)
        } else {
            finding
        }
    }));
}

/// Judges what a check of mistakes found by the text around the snippet.
pub fn judge_around(subject: &Subject<'_>, fence: usize, finding: Diagnostic) -> Diagnostic {
    let Some(rule) = super::rule(finding.rule.as_str()) else {
        return finding;
    };
    let is_taught = match lesson_of(rule) {
        Some(lesson) => is_taught_around(subject.note, fence, lesson),
        None => is_taught_right_here(subject.note, fence),
    };
    if is_taught { as_hint(finding) } else { finding }
}

/// Judges what the verdict on a snippet says by its comments and by the text around it, where its rule has a lesson.
pub(super) fn judge_problem(
    subject: &Subject<'_>,
    embedded: &Embedded,
    finding: Diagnostic,
) -> Diagnostic {
    let Some(lesson) = super::rule(finding.rule.as_str()).and_then(lesson_of) else {
        return finding;
    };
    let mut lines = subject.body(embedded).lines().map(str::trim_start);
    let is_taught = is_taught_around(subject.note, embedded.fence, lesson)
        || lines.any(|line| line.starts_with('#') && names_topic(line, lesson));
    if is_taught { as_hint(finding) } else { finding }
}

/// True where the line before a fence announces a lesson on mistakes: "Find the bug:".
fn is_taught_right_here(note: &Note, fence: usize) -> bool {
    surroundings::line_before(note, fence).is_some_and(|line| matches(&TEACHING, line))
}

fn lesson_of(rule: &'static Rule) -> Option<&'static Lesson> {
    rule.checks.iter().find_map(|check| match check {
        Check::Mistake(_, lesson) => Some(lesson),
        _ => None,
    })
}

/// A lesson is not rewritten unasked.
fn as_hint(mut finding: Diagnostic) -> Diagnostic {
    finding.severity = Severity::Hint;
    if let Some(fix) = &mut finding.fix {
        fix.applicability = Applicability::Unsafe;
    }
    finding
}

/// Where the comments of a snippet stand that show a value, or a session's outputs, once that was asked for.
type ShownValues = OnceCell<Vec<usize>>;

fn is_taught_in(code: &Code<'_>, at: Span, lesson: &Lesson, shown: &ShownValues) -> bool {
    let speaks_of_it = |text: &str| matches(&TEACHING, text) || names_topic(text, lesson);
    comments_about(code, at).any(speaks_of_it)
        || docstrings_around(code, at).any(speaks_of_it)
        || lesson.outputs > 0 && lesson.outputs <= outputs_after(code, at, shown)
}

fn names_topic(text: &str, lesson: &Lesson) -> bool {
    let lower = text.to_lowercase();
    lesson.topic.iter().any(|word| lower.contains(word))
}

fn docstrings_around<'c>(code: &Code<'c>, at: Span) -> impl Iterator<Item = &'c str> {
    let text = code.model.code();
    code.model.statements_around(at).filter_map(move |stmt| {
        let body = match stmt {
            Stmt::FunctionDef(function) => &function.body,
            Stmt::ClassDef(class) => &class.body,
            _ => return None,
        };
        let first = body.first().filter(|first| is_docstring_stmt(first))?;
        Some(span(first).of(text))
    })
}

/// As many outputs as are shown after the mistake: by a session, or in comments.
fn outputs_after(code: &Code<'_>, at: Span, shown: &ShownValues) -> usize {
    let is_session = code.snippet.kind == Kind::Transcript;
    let place = if is_session {
        code.snippet.code.source_offset(at.start)
    } else {
        at.end
    };
    let shown = shown.get_or_init(|| {
        if is_session {
            return outputs_of_session(code);
        }
        let comments = code.model.comments().iter().map(|comment| comment.span);
        let values = comments.filter(|span| matches(&OUTPUT_COMMENT, span.of(code.model.code())));
        values.map(|span| span.start).collect()
    });
    shown.len() - shown.partition_point(|start| *start <= place)
}

/// Where each output of a session begins in its fence; it may have several lines.
fn outputs_of_session(code: &Code<'_>) -> Vec<usize> {
    let embedded = code.subject.snippets.get(code.index);
    let fence = embedded.and_then(|embedded| code.subject.fence(embedded));
    let text = fence.map_or("", |fence| fence.body.text());
    let mut outputs = Vec::new();
    let (mut start, mut was_output) = (0, false);
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let is_output = !(words.is_empty()
            || words.starts_with(">>>")
            || words.starts_with("...")
            || words.starts_with("In ["));
        if is_output && !was_output {
            outputs.push(start);
        }
        was_output = is_output;
        start += line.len();
    }
    outputs
}

fn is_taught_around(note: &Note, index: usize, lesson: &Lesson) -> bool {
    let Some(fence) = note.fences.get(index) else {
        return false;
    };
    let mut heading = note.heading_at(fence.span.start);
    let section = heading.map_or(Span::new(0, note.text.len()), |heading| {
        Span::new(heading.span.start, heading.section_end)
    });
    while let Some(here) = heading {
        if matches(&TEACHING, &here.title) || names_topic(&here.title, lesson) {
            return true;
        }
        heading = here.parent.and_then(|parent| note.headings.get(parent));
    }
    let text = &*note.text;
    let before = window(text, Span::new(section.start, fence.span.start), false);
    let after = window(text, Span::new(fence.span.end, section.end), true);
    is_taught_right_here(note, index)
        || names_topic(before, lesson)
        || names_topic(after, lesson)
        || lesson.outputs > 0 && is_output_next(note, index, fence)
}

/// As much of a stretch as is searched, at its beginning or at its end.
fn window(text: &str, stretch: Span, from_start: bool) -> &str {
    let whole = stretch.of(text);
    if whole.len() <= WINDOW {
        return whole;
    }
    let mut cut = if from_start {
        WINDOW
    } else {
        whole.len() - WINDOW
    };
    while !whole.is_char_boundary(cut) {
        cut -= 1;
    }
    let (head, tail) = whole.split_at(cut);
    if from_start { head } else { tail }
}

/// True where the next fence shows what the code printed: a session, or a label says so.
fn is_output_next(note: &Note, index: usize, fence: &Fence) -> bool {
    let Some(next) = note.fences.get(index + 1) else {
        return false;
    };
    let between = Span::new(fence.span.end, next.span.start).of(&note.text);
    let between = between.trim().to_lowercase();
    let is_label = between.lines().count() <= 2
        && [
            "output",
            "result",
            "print",
            "вывод",
            "результат",
            "输出",
            "结果",
            "salida",
            "sortie",
            "ausgabe",
        ]
        .iter()
        .any(|word| between.contains(word));
    let is_short = between.lines().count() <= 1 && between.len() < 80;
    is_label || is_short && next.body.text().trim_start().starts_with(">>>")
}
