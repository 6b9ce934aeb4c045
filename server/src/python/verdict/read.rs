//! The order of questions: as what a snippet is read.

use ruff_python_ast::{ModModule, Stmt};
use ruff_text_size::Ranged;

use super::decide::{ON_PURPOSE, announced_in, decide};
use super::judge::judge;
use super::repair::Finding;
use super::session::session;
use super::tokens::Tokens;
use super::{dedent, depth, fence, ipython, module, output, semantic, transcript, versions};
use crate::python::snippet::{Kind, Problem, Request, Snippet, Verdict};
use crate::python::syntax;
use crate::text::{Extract, Span};

/// Reads the body of a fence.
pub fn read(body: &str, request: &Request) -> Snippet {
    if request.as_module {
        return module::read(body, request.minor_version);
    }
    let snippet = read_leniently(body, request);
    let told = match &snippet.verdict {
        Verdict::Error(problems) => problems.first().map_or("", |problem| problem.rule),
        Verdict::Ok | Verdict::Skipped(_) => "",
    };
    if request.is_python2 && matches!(told, "" | "python2-syntax") {
        // It says what it is, and Python 3 has nothing to say about it.
        return Snippet {
            kind: Kind::Python2,
            verdict: match snippet.verdict {
                Verdict::Error(_) => Verdict::Skipped("Python 2".to_owned()),
                verdict => verdict,
            },
            ..snippet
        };
    }
    if request.announced_error
        && matches!(
            told,
            "syntax-error" | "python2-syntax" | "increment-operator"
        )
    {
        return Snippet {
            verdict: Verdict::Skipped(ON_PURPOSE.to_owned()),
            ..snippet
        };
    }
    snippet
}

fn read_leniently(body: &str, request: &Request) -> Snippet {
    let minor = request.minor_version;
    if depth::too_deep(body) {
        return skipped(Kind::Other, body, depth::REASON);
    }
    if let Some(magic) = ipython::cell_of_another_language(body) {
        return skipped(Kind::Ipython, body, &format!("a cell of `%%{magic}`"));
    }
    // `In [1]: x = 2` would be an annotation of `In[1]` to the parser.
    let is_session =
        body.trim_start().starts_with(">>>") || ipython::prompt(body.trim_start()).is_some();
    if is_session && !request.unclosed {
        return session(body, request);
    }
    if let Some(snippet) = sound(Extract::whole(body, 0), Kind::Module, minor) {
        if ends_in_semicolons(body) {
            return skipped(Kind::Other, body, "another language");
        }
        return snippet;
    }
    if let Some(snippet) = in_broken_fence(body, request) {
        return snippet;
    }
    if transcript::is_transcript(body) {
        return session(body, request);
    }
    if output::is_diff(body) {
        return skipped(Kind::Other, body, "a diff");
    }
    let dedented = dedent::uniform(body);
    if let Some(snippet) = dedented
        .clone()
        .and_then(|code| sound(code, Kind::Module, minor))
    {
        return snippet;
    }
    for code in [dedent::first_line(body), dedent::other_lines(body)]
        .into_iter()
        .flatten()
    {
        if let Some(snippet) = sound(code, Kind::Module, minor) {
            return snippet;
        }
    }
    for width in [8, 4] {
        if let Some(snippet) =
            dedent::expanded(body, width).and_then(|text| expanded(body, &text, minor))
        {
            return snippet;
        }
    }
    let code = match dedented {
        Some(code) if !dedent::is_ragged(body, &Tokens::new(body)) => code,
        _ => Extract::whole(body, 0),
    };
    broken(&code, body, request)
}

/// True where every line of code ends in a semicolon, two at least: another language that happens to parse, such as
/// `xs = []; xs.push(1);` line by line.
fn ends_in_semicolons(body: &str) -> bool {
    let mut lines = body
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.clone().count() > 1 && lines.all(|line| line.ends_with(';'))
}

/// The snippet of a fence that is broken itself, where the code before the break is sound.
fn in_broken_fence(body: &str, request: &Request) -> Option<Snippet> {
    if !request.unclosed && !body.contains("```") && !body.contains("~~~") {
        return None;
    }
    fence::breaks(body, request.unclosed)
        .into_iter()
        .find_map(|found| {
            let part = found.code.of(body);
            let inner = read(
                part,
                &Request {
                    unclosed: false,
                    ..*request
                },
            );
            let judged = matches!(inner.verdict, Verdict::Ok)
                && inner.kind != Kind::Output
                && inner.kind != Kind::Other;
            judged.then(|| {
                let mut code = Extract::default();
                push_mapped(&mut code, &inner.code, found.code.start);
                Snippet {
                    verdict: Verdict::Error(vec![found.finding.problem(true)]),
                    remarks: Vec::new(),
                    code,
                    ..inner
                }
            })
        })
}

/// Appends `more`, which was taken from a text that begins at `start` of the source.
pub(super) fn push_mapped(code: &mut Extract, more: &Extract, start: usize) {
    let mut at = 0;
    for line in more.text().split_inclusive('\n') {
        code.push(line, start + more.source_offset(at));
        at += line.len();
    }
}

fn skipped(kind: Kind, body: &str, reason: &str) -> Snippet {
    Snippet {
        verdict: Verdict::Skipped(reason.to_owned()),
        ..Snippet::untold(kind, Extract::whole(body, 0))
    }
}

/// The snippet, where `code` compiles.
pub(super) fn sound(code: Extract, kind: Kind, minor_version: u8) -> Option<Snippet> {
    let parsed = syntax::parse_for(code.text(), minor_version);
    if parsed.has_invalid_syntax() {
        return None;
    }
    let problems = beyond_grammar(&parsed, code.text(), minor_version);
    let problems = to_body(problems, &code);
    Some(Snippet {
        verdict: verdict(problems),
        tree: Some(parsed.into_syntax()),
        ..Snippet::untold(kind, code)
    })
}

/// Code with expanded tabs keeps its lines, so each line is mapped on its own.
fn expanded(body: &str, text: &str, minor_version: u8) -> Option<Snippet> {
    let mut code = Extract::default();
    let mut at = 0;
    for (line, before) in text.split_inclusive('\n').zip(body.split_inclusive('\n')) {
        let indent = super::work::indent_of(line);
        let words = line.get(indent.len()..)?;
        code.push(indent, at);
        code.push(words, at + before.len() - words.len());
        at += before.len();
    }
    sound(code, Kind::Module, minor_version)
}

pub(super) fn verdict(problems: Vec<Problem>) -> Verdict {
    if problems.is_empty() {
        Verdict::Ok
    } else {
        Verdict::Error(problems)
    }
}

/// Errors of version and scope in code that the grammar accepts: the first.
fn beyond_grammar(
    parsed: &crate::python::syntax::Parsed<ModModule>,
    code: &str,
    minor_version: u8,
) -> Vec<Problem> {
    if let Some(finding) = versions::check(parsed) {
        return vec![finding.problem(true)];
    }
    let mistake = semantic::check(parsed.syntax(), code, minor_version)
        .into_iter()
        .find(|issue| issue.mistake);
    mistake
        .map(|issue| Finding::new(issue.span, issue.message).problem(true))
        .into_iter()
        .filter(|problem| !announced_in(code, problem.span))
        .collect()
}

pub(super) fn to_body(problems: Vec<Problem>, code: &Extract) -> Vec<Problem> {
    problems
        .into_iter()
        .map(|mut problem| {
            problem.span = code.source_span(problem.span);
            if let Some(fix) = &mut problem.fix {
                for edit in &mut fix.edits {
                    edit.span = code.source_span(edit.span);
                }
            }
            for (span, _) in &mut problem.related {
                *span = code.source_span(*span);
            }
            problem
        })
        .collect()
}

/// True where the first line of code is indented: the snippet was cut out of something longer.
fn is_excerpt(body: &str) -> bool {
    let first = body.lines().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| line.starts_with([' ', '\t']))
}

/// A snippet that needs repairs.
fn broken(code: &Extract, body: &str, request: &Request) -> Snippet {
    let minor = request.minor_version;
    let text = code.text().to_owned();
    let tokens = Tokens::new(&text);
    let excerpt = is_excerpt(body);
    let judgement = judge(text, tokens, minor, excerpt);
    let lines = body.lines().filter(|line| !line.trim().is_empty()).count();
    let outcome = decide(&judgement, code.text(), lines);
    let extract = judgement.work.extract(code);
    let mut problems = outcome.problems;
    let mut tree = None;
    if !judgement.hopeless && outcome.kind != Kind::Output && outcome.kind != Kind::Other {
        if problems.is_empty() && outcome.skipped.is_none() {
            // The grammar is mended: what is wrong beyond it, in the text as it was repaired.
            let repaired = &judgement.work.text;
            let further = beyond_grammar(judgement.work.parsed(), repaired, minor);
            if judgement.fragments + judgement.foreign.len() == 0 {
                problems = to_body(further, &Extract::default())
                    .into_iter()
                    .map(|mut problem| {
                        problem.span = judgement.work.original_span(problem.span);
                        problem
                    })
                    .collect();
            }
        }
        let broken = judgement.broken.clone();
        let mut module = judgement.work.into_module();
        module.body.retain(|statement| is_whole(statement, &broken));
        tree = Some(module);
    }
    Snippet {
        verdict: match outcome.skipped {
            Some(reason) => Verdict::Skipped(reason),
            None => verdict(to_body(problems, code)),
        },
        remarks: to_body(outcome.remarks, code),
        tree,
        ..Snippet::untold(outcome.kind, extract)
    }
}

fn is_whole(statement: &Stmt, broken: &[Span]) -> bool {
    let range = statement.range();
    let span = Span::new(range.start().to_usize(), range.end().to_usize());
    !broken.iter().any(|place| span.touches(place.start))
}
