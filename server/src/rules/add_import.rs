//! The fix that adds an import to a snippet.

use ruff_python_ast::{Expr, Stmt};

use super::Code;
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::python::model::{ScopeId, span};
use crate::python::snippet::Kind;
use crate::text::Span;

/// An import to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The module.
    pub module: &'static str,
    /// The name to import from it; `None` for the module itself.
    pub name: Option<String>,
}

impl Wanted {
    /// The import as a statement.
    pub(super) fn statement(&self) -> String {
        match &self.name {
            Some(name) => format!("from {} import {name}", self.module),
            None => format!("import {}", self.module),
        }
    }
}

/// Adds the import to the snippet: to an import from the same module, else behind docstring and `__future__` imports.
/// `None` where lines need more than code, as the prompts of a transcript.
pub(super) fn fix(code: &Code<'_>, wanted: &Wanted) -> Option<Fix> {
    if !matches!(code.snippet.kind, Kind::Module | Kind::Fragment) {
        return None;
    }
    let edit = join(code, wanted).or_else(|| insert(code, wanted))?;
    Some(Fix {
        applicability: Applicability::Safe,
        message: format!("Add `{}`", wanted.statement()),
        edits: vec![edit],
    })
}

fn join(code: &Code<'_>, wanted: &Wanted) -> Option<Edit> {
    let name = wanted.name.as_ref()?;
    let last = code.model.imports_from(wanted.module).rfind(|import| {
        import.level == 0
            && import.scope == ScopeId::MODULE
            && !import.is_guarded
            && !import.is_star()
    })?;
    Some(Edit {
        span: Span::at(span(last.alias).end),
        content: format!(", {name}"),
    })
}

fn insert(code: &Code<'_>, wanted: &Wanted) -> Option<Edit> {
    let first = code
        .model
        .body()
        .iter()
        .enumerate()
        .find(|(index, stmt)| {
            let is_docstring = *index == 0
                && matches!(stmt, Stmt::Expr(stmt) if matches!(*stmt.value, Expr::StringLiteral(_)));
            let is_future = matches!(stmt, Stmt::ImportFrom(import)
                if import.module.as_ref().is_some_and(|module| module.as_str() == "__future__"));
            !is_docstring && !is_future
        })
        .map(|(_, stmt)| span(stmt).start)?;
    let indent = code.indent_before(first)?;
    Some(Edit {
        span: Span::at(first),
        content: format!("{}\n{indent}", wanted.statement()),
    })
}
