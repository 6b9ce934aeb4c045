//! Sessions: only their inputs are code, and what they print may show that an error is meant.

use super::decide::ON_PURPOSE;
use super::judge::judge;
use super::read::{push_mapped, sound, to_body, verdict};
use super::tokens::{Kind as TokenKind, Tokens};
use super::transcript::{self, Input};
use super::work::line_of;
use super::{announce, dedent, output};
use crate::python::snippet::{Kind, Problem, Request, Snippet, Verdict};
use crate::python::syntax;
use crate::text::{Extract, Span};

/// A `>>>` or `In [1]:` session: only its inputs are code.
pub(super) fn session(body: &str, request: &Request) -> Snippet {
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
