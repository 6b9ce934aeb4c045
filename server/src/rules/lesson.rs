//! Mistakes that a note shows on purpose: it calls them wrong, or they are what it teaches. To report the first would
//! be to repeat what the note says; the second are lowered to hints.

use std::sync::LazyLock;

use regex::Regex;
use ruff_python_ast::Stmt;
use ruff_python_ast::helpers::is_docstring_stmt;

use super::{Check, Code, Rule, Subject, surroundings};
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::note::{Fence, Note};
use crate::python::model::span;
use crate::python::snippet::Kind;
use crate::python::verdict::announce;
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
    /// Of a mistake that is nobody's subject: only the words that call it wrong count.
    pub const NONE: Self = Self {
        topic: &[],
        outputs: 0,
    };
}

/// How a mistake is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Showing {
    /// Nothing says that its writer knows of it.
    Unaware,
    /// It is what the text is about.
    Taught,
    /// It is called wrong.
    CalledWrong,
}

/// How much text before and after a fence is searched for a topic, in bytes.
const WINDOW: usize = 4_000;

/// Words of texts that teach mistakes.
static TEACHING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:pitfalls?|gotchas?|mistakes?|anti[- ]?patterns?|surpris\w+|traps?|beware|tricky|wtf|puzzles?|quiz|code smells?|bugs?|buggy|careful|caution|avoid|what (?:is|will be|would be) the output|what (?:does|will|would|gets?|do you think) \w+ (?:be )?print\w*|guess the output|trampa|piège|stolperfalle|evitar|éviter|vermeiden)\b|подводн|ловушк|что выведет|коварн|избега|陷阱|坑|避免|落とし穴|👎|⚠",
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

/// Words of names that call what they name wrong: `bad_append`, `WrongWay`.
static WRONG_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|_)(?:bad|wrong|buggy|broken|incorrect|dont|naive|unsafe)(?:_|\d|$)|(?:Bad|Wrong|Buggy|Broken|Incorrect)(?:[A-Z_\d]|$)|^(?:bad|wrong|buggy|broken)[A-Z]",
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
    found.extend(
        here.into_iter()
            .filter_map(|finding| told(in_code(code, finding.span, lesson), finding)),
    );
}

/// Judges what a check of mistakes found by the text around the snippet.
pub fn judge_around(
    subject: &Subject<'_>,
    fence: usize,
    finding: Diagnostic,
) -> Option<Diagnostic> {
    let lesson = super::rule(finding.rule.as_str()).and_then(lesson_of);
    match lesson {
        Some(lesson) => told(around(subject.note, fence, lesson), finding),
        None => Some(finding),
    }
}

fn lesson_of(rule: &'static Rule) -> Option<&'static Lesson> {
    rule.checks.iter().find_map(|check| match check {
        Check::Mistake(_, lesson) => Some(lesson),
        _ => None,
    })
}

/// What is told of a mistake that is shown so. A lesson is not rewritten unasked.
fn told(showing: Showing, mut finding: Diagnostic) -> Option<Diagnostic> {
    match showing {
        Showing::Unaware => {}
        Showing::Taught => {
            finding.severity = Severity::Hint;
            if let Some(fix) = &mut finding.fix {
                fix.applicability = Applicability::Unsafe;
            }
        }
        Showing::CalledWrong => return None,
    }
    Some(finding)
}

fn in_code(code: &Code<'_>, at: Span, lesson: &Lesson) -> Showing {
    by_comments(code, at, lesson)
        .max(by_definitions(code, at, lesson))
        .max(match code.snippet.kind {
            Kind::Transcript => by_session(code, at, lesson),
            _ => by_output_comments(code, at, lesson),
        })
}

/// What a comment or docstring says.
fn said(text: &str, lesson: &Lesson) -> Showing {
    if announce::in_comment(text) {
        Showing::CalledWrong
    } else if matches(&TEACHING, text) || names_topic(text, lesson) {
        Showing::Taught
    } else {
        Showing::Unaware
    }
}

fn names_topic(text: &str, lesson: &Lesson) -> bool {
    let lower = text.to_lowercase();
    lesson.topic.iter().any(|word| lower.contains(word))
}

/// The comments on the lines of the mistake, above them and above what holds them, as far as the paragraph goes, and the
/// one right below.
fn by_comments(code: &Code<'_>, at: Span, lesson: &Lesson) -> Showing {
    let text = code.model.code();
    let comments = code.model.comments();
    let first = line_start(text, at.start);
    let last = line_end(text, at.end);
    let after = comments.partition_point(|comment| comment.span.start < last);
    let (before, below) = comments.split_at(after);
    let mut most = Showing::Unaware;
    if let Some(comment) = below.first() {
        let between = Span::new(last, comment.span.start).of(text);
        if comment.is_own_line && between.trim().is_empty() && between.matches('\n').count() == 1 {
            most = most.max(said(comment.span.of(text), lesson));
        }
    }
    let mut above = before.iter().rev().peekable();
    while let Some(comment) = above.next_if(|comment| comment.span.start >= first) {
        most = most.max(said(comment.span.of(text), lesson));
    }
    let mut indent = indent_of(Span::new(first, last).of(text));
    let mut end = first;
    while let Some(newline) = end.checked_sub(1) {
        let start = line_start(text, newline);
        let line = Span::new(start, newline).of(text);
        end = start;
        if line.trim().is_empty() {
            if indent == 0 {
                break;
            }
            continue;
        }
        let comment = above.next_if(|comment| comment.span.start >= start);
        if let Some(comment) = comment.filter(|comment| comment.is_own_line) {
            if indent_of(line) <= indent {
                most = most.max(said(comment.span.of(text), lesson));
            }
        } else {
            indent = indent.min(indent_of(line));
        }
    }
    most
}

/// The names and docstrings of the functions and classes that hold the mistake.
fn by_definitions(code: &Code<'_>, at: Span, lesson: &Lesson) -> Showing {
    let text = code.model.code();
    code.model
        .statements()
        .filter(|(_, stmt)| span(*stmt).covers(at))
        .map(|(_, stmt)| {
            let (name, body) = match stmt {
                Stmt::FunctionDef(function) => (&function.name, &function.body),
                Stmt::ClassDef(class) => (&class.name, &class.body),
                _ => return Showing::Unaware,
            };
            if matches(&WRONG_NAME, name.as_str()) {
                return Showing::CalledWrong;
            }
            body.first()
                .filter(|first| is_docstring_stmt(first))
                .map_or(Showing::Unaware, |first| said(span(first).of(text), lesson))
        })
        .max()
        .unwrap_or(Showing::Unaware)
}

/// What a session prints: the traceback of the mistake itself, or the outputs after it.
fn by_session(code: &Code<'_>, at: Span, lesson: &Lesson) -> Showing {
    let embedded = code.subject.snippets.get(code.index);
    let Some(fence) = embedded.and_then(|embedded| code.subject.fence(embedded)) else {
        return Showing::Unaware;
    };
    let start = code.snippet.code.source_offset(at.start);
    let rest = fence.body.text().get(start..).unwrap_or("");
    let (mut is_own, mut outputs, mut in_output) = (true, 0, false);
    for line in rest.lines().skip(1).map(str::trim) {
        let is_input = line.starts_with(">>>") || line.starts_with("In [");
        if is_input || line.is_empty() || line.starts_with("...") {
            is_own &= !is_input;
            in_output &= line.is_empty();
            continue;
        }
        if is_own && (line.starts_with("Traceback (") || is_exception(line)) {
            return Showing::CalledWrong;
        }
        outputs += usize::from(!in_output);
        in_output = true;
    }
    shown(outputs, lesson)
}

/// True for `TypeError: exceptions must derive from BaseException` and for the bare name.
fn is_exception(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or(line);
    (name.ends_with("Error") || name.ends_with("Exception") || name.ends_with("Warning"))
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || c == '.' || c == '_')
}

/// The comments after the mistake that show values.
fn by_output_comments(code: &Code<'_>, at: Span, lesson: &Lesson) -> Showing {
    if lesson.outputs == 0 {
        return Showing::Unaware;
    }
    let text = code.model.code();
    let outputs = code
        .model
        .comments()
        .iter()
        .filter(|comment| comment.span.start > at.end)
        .filter(|comment| matches(&OUTPUT_COMMENT, comment.span.of(text)))
        .count();
    shown(outputs, lesson)
}

fn shown(outputs: usize, lesson: &Lesson) -> Showing {
    if lesson.outputs > 0 && outputs >= lesson.outputs {
        Showing::Taught
    } else {
        Showing::Unaware
    }
}

fn around(note: &Note, index: usize, lesson: &Lesson) -> Showing {
    if surroundings::call_wrong(note, index) {
        return Showing::CalledWrong;
    }
    let Some(fence) = note.fences.get(index) else {
        return Showing::Unaware;
    };
    let mut heading = note.heading_at(fence.span.start);
    let section = heading.map_or(Span::new(0, note.text.len()), |heading| {
        Span::new(heading.span.start, heading.section_end)
    });
    while let Some(here) = heading {
        if matches(&TEACHING, &here.title) || names_topic(&here.title, lesson) {
            return Showing::Taught;
        }
        heading = here.parent.and_then(|parent| note.headings.get(parent));
    }
    let text = &*note.text;
    let before = window(text, Span::new(section.start, fence.span.start), false);
    let after = window(text, Span::new(fence.span.end, section.end), true);
    let line = surroundings::line_before(note, index).unwrap_or("");
    let is_taught = matches(&TEACHING, line)
        || names_topic(before, lesson)
        || names_topic(after, lesson)
        || lesson.outputs > 0 && is_output_next(note, index, fence);
    if is_taught {
        Showing::Taught
    } else {
        Showing::Unaware
    }
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
    is_label || between.is_empty() && next.body.text().trim_start().starts_with(">>>")
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at)
        .and_then(|before| memchr::memrchr(b'\n', before.as_bytes()))
        .map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| memchr::memchr(b'\n', rest.as_bytes()))
        .map_or(text.len(), |newline| at + newline)
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}
