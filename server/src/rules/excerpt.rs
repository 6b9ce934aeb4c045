//! Whether a snippet is an excerpt: a piece of a program that stands elsewhere, as do that program's imports.

use ruff_python_ast::helpers::is_docstring_stmt;
use ruff_python_ast::{Expr, Stmt};

use super::Code;
use super::misspelt_name::{Place, unbound};
use crate::python::model::{NodeId, Reference, Syntax};

/// True where parts of the snippet are left out, or where more is missing than `is_told` speaks of: who forgets an
/// import forgets one, who shows an excerpt leaves out whatever stands above it.
pub(super) fn is_excerpt<'c>(code: &Code<'c>, is_told: impl Fn(&Reference<'c>) -> bool) -> bool {
    leaves_out(code)
        || is_judged(code)
        || unbound(code).any(|reference| {
            !matches!(Place::of(code.model, reference), Place::Variable) && !is_told(reference)
        })
}

/// True for `# ...`, `# imports omitted`, and for `...` among other statements; alone, an ellipsis may be all that there
/// is.
fn leaves_out(code: &Code<'_>) -> bool {
    let text = code.model.code();
    let says_so = |comment: &str| {
        let words = comment.trim_start_matches(['#', ' ', '\t', '<', '[', '(']);
        let lower = words.to_lowercase();
        words.starts_with("...")
            || words.starts_with('…')
            || [
                "omitted",
                "left out",
                "as above",
                "as before",
                "other imports",
            ]
            .iter()
            .any(|said| lower.contains(said))
    };
    code.model
        .comments()
        .iter()
        .any(|comment| says_so(comment.span.of(text)))
        || code
            .model
            .statements()
            .any(|(id, stmt)| is_ellipsis(stmt) && !is_body(code, id))
}

/// True where a statement is all that a function or class holds, but for a docstring.
fn is_body(code: &Code<'_>, id: NodeId) -> bool {
    let parent = code.model.node(id).and_then(|node| node.parent);
    match parent
        .and_then(|id| code.model.node(id))
        .map(|node| node.syntax)
    {
        Some(Syntax::Stmt(Stmt::FunctionDef(function))) => is_alone(&function.body),
        Some(Syntax::Stmt(Stmt::ClassDef(class))) => is_alone(&class.body),
        _ => false,
    }
}

fn is_alone(body: &[Stmt]) -> bool {
    body.len() <= 2 && is_bare(body)
}

/// True for a body in which nothing is done: `pass`, `...`, a docstring.
pub(super) fn is_bare(body: &[Stmt]) -> bool {
    body.iter()
        .all(|stmt| stmt.is_pass_stmt() || is_ellipsis(stmt) || is_docstring_stmt(stmt))
}

fn is_ellipsis(stmt: &Stmt) -> bool {
    matches!(stmt, Stmt::Expr(stmt) if matches!(*stmt.value, Expr::EllipsisLiteral(_)))
}

/// True for what is handed in to an online judge, as LeetCode names it: what such a class needs is imported there.
fn is_judged(code: &Code<'_>) -> bool {
    code.model.imports().is_empty()
        && code
            .model
            .body()
            .iter()
            .any(|stmt| matches!(stmt, Stmt::ClassDef(class) if class.name.as_str() == "Solution"))
}
