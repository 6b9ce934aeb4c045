//! `untagged-python`: a fence without a language that holds Python for certain.

use std::sync::Arc;

use ruff_python_ast::Stmt;

use super::{Check, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::snippet::{Kind, Request, Snippet, Verdict};
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
    let fences = subject.untagged.iter();
    for fence in fences.filter_map(|&index| subject.note.fences.get(index)) {
        if fence.marker.is_empty() || !fence.info.is_empty() {
            continue;
        }
        found.push(
            RULE.finding(fence.marker, "This fence holds Python but has no language tag")
                .with_fix(Fix::safe("Tag it as `python`", Span::at(fence.marker.end), "python")),
        );
    }
}

/// True for code that, `read` as Python, compiles and that nothing else could be: a session, or definitions and imports
/// beside more code.
pub(super) fn is_python_for_certain(body: &str, read: impl FnOnce(Request) -> Arc<Snippet>) -> bool {
    let says = |mark: &&str| memchr::memmem::find(body.as_bytes(), mark.as_bytes()).is_some();
    if !["def ", "class ", "import ", ">>> "].iter().any(says) {
        return false;
    }
    let snippet = read(Request {
        minor_version: 14,
        ..Request::default()
    });
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
