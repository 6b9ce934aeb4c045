//! `untagged-python`: a fence without a language that holds Python for certain.

use ruff_python_ast::Stmt;

use super::{Check, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::language;
use crate::python::snippet::{self, Kind, Request, Verdict};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("untagged-python"),
    group: Group::Syntax,
    severity: Severity::Hint,
    fixable: true,
    page: include_str!("untagged-python.md"),
    checks: &[Check::Note(check)],
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let note = subject.note;
    for fence in &note.fences {
        let untagged = !fence.marker.is_empty() && language::language(fence.info(&note.text)).is_empty();
        if !untagged || !fence.info.is_empty() || !is_python_for_certain(fence.body.text()) {
            continue;
        }
        found.push(
            RULE.finding(fence.marker, "This fence holds Python but has no language tag")
                .with_fix(Fix::safe("Tag it as `python`", Span::at(fence.marker.end), "python")),
        );
    }
}

/// True for code that compiles and that nothing else could be: a session, or definitions and imports beside more code.
pub(super) fn is_python_for_certain(body: &str) -> bool {
    if !["def ", "class ", "import ", ">>> "].iter().any(|mark| body.contains(mark)) {
        return false;
    }
    let request = Request {
        language: "python".to_owned(),
        minor_version: 14,
        ..Request::default()
    };
    let snippet = snippet::read(body, &request);
    let Some(tree) = snippet.tree.as_ref().filter(|_| snippet.verdict == Verdict::Ok) else {
        return false;
    };
    match snippet.kind {
        Kind::Transcript => body.trim_start().starts_with(">>> ") && !tree.body.is_empty(),
        Kind::Module => {
            let defines = tree.body.iter().any(|statement| matches!(statement, Stmt::FunctionDef(_) | Stmt::ClassDef(_)));
            let imports = tree.body.iter().any(|statement| matches!(statement, Stmt::Import(_) | Stmt::ImportFrom(_)));
            defines || imports && tree.body.len() > 1
        }
        _ => false,
    }
}
