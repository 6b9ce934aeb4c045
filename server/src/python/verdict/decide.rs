//! The order of questions, and what the answers come to.

use ruff_python_ast::{ModModule, Stmt};
use ruff_text_size::Ranged;

use super::judge::{Judgement, judge};
use super::repair::Finding;
use super::tokens::{Kind as TokenKind, Tokens};
use super::transcript::{self, Input};
use super::work::line_of;
use super::{announce, dedent, depth, fence, ipython, module, output, semantic, versions};
use crate::python::snippet::{Kind, Problem, Request, Snippet, Verdict};
use crate::python::syntax;
use crate::text::{Extract, Span};

/// Why an error shown on purpose is not told.
const ON_PURPOSE: &str = "an error shown on purpose";

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
fn push_mapped(code: &mut Extract, more: &Extract, start: usize) {
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
fn sound(code: Extract, kind: Kind, minor_version: u8) -> Option<Snippet> {
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

fn verdict(problems: Vec<Problem>) -> Verdict {
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

fn to_body(problems: Vec<Problem>, code: &Extract) -> Vec<Problem> {
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

/// True where a comment behind the error, right above it or at the top of the code calls it wrong, or the code names an
/// error of syntax.
fn announced_in(code: &str, error: Span) -> bool {
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

/// What the repairs come to.
struct Outcome {
    kind: Kind,
    problems: Vec<Problem>,
    remarks: Vec<Problem>,
    skipped: Option<String>,
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

fn decide(judgement: &Judgement, code: &str, lines: usize) -> Outcome {
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
    use output::Foreign;
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

/// A `>>>` or `In [1]:` session: only its inputs are code.
fn session(body: &str, request: &Request) -> Snippet {
    let minor = request.minor_version;
    let (before, inputs) = transcript::read(body);
    let mut code = Extract::default();
    let mut problems = Vec::new();
    let leading = before.text().trim();
    if !leading.is_empty() && !syntax::parse_for(before.text(), minor).has_invalid_syntax() {
        push_all(&mut code, &before);
    }
    let prefix = code.clone();
    for input in &inputs {
        push_all(&mut code, &input.code);
    }
    if let Some(snippet) = sound(code, Kind::Transcript, minor) {
        return announced(snippet, body);
    }
    let mut code = prefix;
    for input in &inputs {
        let compiles = |code: &Extract| syntax::parse_for(code.text(), minor).has_valid_syntax();
        let shown = input.without_prompt_width();
        if let Some(sound) = [Some(&input.code), shown.as_ref()]
            .into_iter()
            .flatten()
            .find(|code| compiles(code))
        {
            push_all(&mut code, sound);
        } else if problems.is_empty() {
            problems.extend(in_session(body, input, request));
        }
    }
    let snippet = sound(code.clone(), Kind::Transcript, minor)
        .unwrap_or_else(|| Snippet::untold(Kind::Transcript, code));
    if problems.is_empty() {
        return announced(snippet, body);
    }
    Snippet {
        verdict: verdict(problems),
        ..snippet
    }
}

/// Drops what was found beyond the grammar where the session itself shows the error.
fn announced(snippet: Snippet, body: &str) -> Snippet {
    let on_purpose =
        matches!(snippet.verdict, Verdict::Error(_)) && announce::names_syntax_error(body);
    if on_purpose {
        return Snippet {
            verdict: Verdict::Skipped(ON_PURPOSE.to_owned()),
            ..snippet
        };
    }
    snippet
}

fn push_all(code: &mut Extract, more: &Extract) {
    push_mapped(code, more, 0);
    if !code.text().is_empty() && !code.text().ends_with('\n') {
        let end = more.source_offset(more.text().len());
        code.push("\n", end);
    }
}

/// The mistake in one input that does not compile, unless the session shows the error it made.
fn in_session(body: &str, input: &Input, request: &Request) -> Option<Problem> {
    let printed = input.output.of(body);
    let shows_error = printed.lines().take(8).any(|line| {
        matches!(output::classify(line), Some(output::Foreign::Traceback))
            || line.contains("Error")
            || line.contains("File \"")
    });
    let around = Span::new(input.span.start.saturating_sub(0), input.span.end).of(body);
    let above = input
        .span
        .start
        .checked_sub(1)
        .map(|end| line_of(body, end).of(body))
        .unwrap_or("");
    let comments = around
        .lines()
        .chain([above])
        .filter_map(|line| line.find('#').and_then(|at| line.get(at..)));
    if shows_error || comments.into_iter().any(announce::in_comment) {
        return None;
    }
    let code = dedent::uniform(input.code.text());
    let text = code
        .as_ref()
        .map_or(input.code.text(), Extract::text)
        .to_owned();
    let tokens = Tokens::new(&text);
    let words = tokens
        .list
        .iter()
        .filter(|token| token.kind != TokenKind::Newline)
        .count();
    let judgement = judge(text, tokens, request.minor_version, false);
    let mended = judgement.foreign.is_empty()
        && judgement.unexplained.is_empty()
        && !judgement.hopeless
        && judgement.fragments == 0;
    let finding = match judgement.python2.first() {
        Some(finding) => finding,
        None => judgement.mistakes.first().filter(|_| mended && words > 2)?,
    };
    let problem = finding.clone().problem(true);
    let problem = match &code {
        Some(code) => to_body(vec![problem], code),
        None => vec![problem],
    };
    to_body(problem, &input.code).pop()
}
