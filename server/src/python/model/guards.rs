//! What is meant to fail, or to run on some versions alone: handlers, contexts and conditions around a node.

use ruff_python_ast::helpers::any_over_expr;
use ruff_python_ast::{ExceptHandler, Expr, Stmt, StmtTry, StmtWith};

use super::context::{holds, last_name};
use super::{Model, NodeId, Syntax};
use crate::text::Span;

/// Names of exceptions.
type Exceptions = &'static [&'static str];

/// What a statement or an expression is asked for the sake of what it holds. The answer is remembered: it may have
/// thousands of clauses, and hold thousands of nodes that ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Guard {
    /// Does a handler catch one of these, or everything?
    Catches(Exceptions),
    /// Does a handler name one of these?
    Names(Exceptions),
    /// Does a `with` expect a failure?
    ExpectsFailure,
    /// Is the version asked for, or `TYPE_CHECKING`, or `hasattr`?
    ChecksVersion,
}

impl Model<'_> {
    /// True where a node stands in the body of a `try` that catches one of `exceptions` or all of them, or of a `with`
    /// that expects or suppresses one (`pytest.raises`, `assertRaises`, `suppress`): it is meant to fail.
    pub fn is_caught(&self, id: NodeId, exceptions: Exceptions) -> bool {
        self.fails_in_body(id, Guard::Catches(exceptions))
    }

    /// True where a node stands in the body of a `try` that names one of `exceptions`, or of a `with` that expects or
    /// suppresses one: what it does is meant to raise it. To catch everything is not to expect it.
    pub fn is_expected(&self, id: NodeId, exceptions: Exceptions) -> bool {
        self.fails_in_body(id, Guard::Names(exceptions))
    }

    /// True where a node stands in a `try` that names one of `exceptions` or catches all of them, whether in its body or
    /// in what is done instead.
    pub fn is_tried(&self, id: NodeId, exceptions: Exceptions) -> bool {
        let guard = Guard::Catches(exceptions);
        self.ancestors(id)
            .any(|(around, syntax)| self.is_guard(around, syntax, guard))
    }

    /// True where a node stands under an `if` that asks for the version, for `TYPE_CHECKING` or for `hasattr`.
    pub fn is_under_version_check(&self, id: NodeId) -> bool {
        self.ancestors(id)
            .any(|(around, syntax)| self.is_guard(around, syntax, Guard::ChecksVersion))
    }

    /// See `Import::is_guarded`. Either side of a `try` is: what stands in its handlers is the other version's name.
    pub(super) fn guards_import(&self, import: NodeId) -> bool {
        const FAILURES: Exceptions = &["ImportError", "ModuleNotFoundError"];
        self.is_caught(import, FAILURES)
            || self.is_under_version_check(import)
            || self.is_tried(import, FAILURES)
    }

    fn fails_in_body(&self, id: NodeId, handlers: Guard) -> bool {
        let Some(at) = self.start(id).map(Span::at) else {
            return false;
        };
        self.ancestors(id).any(|(around, syntax)| match syntax {
            Syntax::Stmt(Stmt::Try(stmt)) => {
                holds(&stmt.body, at) && self.is_guard(around, syntax, handlers)
            }
            Syntax::Stmt(Stmt::With(with)) => {
                holds(&with.body, at) && self.is_guard(around, syntax, Guard::ExpectsFailure)
            }
            _ => false,
        })
    }

    /// Whether `syntax`, the node `around` others, is such a guard.
    fn is_guard(&self, around: NodeId, syntax: Syntax<'_>, guard: Guard) -> bool {
        let answer: &dyn Fn() -> bool = match (syntax, guard) {
            (Syntax::Stmt(Stmt::Try(stmt)), Guard::Catches(exceptions)) => {
                &|| catches(stmt, exceptions)
            }
            (Syntax::Stmt(Stmt::Try(stmt)), Guard::Names(exceptions)) => {
                &|| names(stmt, exceptions)
            }
            (Syntax::Stmt(Stmt::With(with)), Guard::ExpectsFailure) => &|| expects_failure(with),
            (Syntax::Stmt(Stmt::If(stmt)), Guard::ChecksVersion) => &|| {
                let clauses = stmt.elif_else_clauses.iter();
                let tests = clauses.filter_map(|clause| clause.test.as_ref());
                std::iter::once(&*stmt.test)
                    .chain(tests)
                    .any(is_version_check)
            },
            (Syntax::Expr(Expr::If(choice)), Guard::ChecksVersion) => {
                &|| is_version_check(&choice.test)
            }
            _ => return false,
        };
        let mut guards = self.known.guards.borrow_mut();
        *guards.entry((around, guard)).or_insert_with(answer)
    }
}

/// True where a handler of `stmt` catches one of `exceptions`, or everything.
fn catches(stmt: &StmtTry, exceptions: &[&str]) -> bool {
    let is_bare = |ExceptHandler::ExceptHandler(handler): &ExceptHandler| handler.type_.is_none();
    stmt.handlers.iter().any(is_bare)
        || names(stmt, &["Exception", "BaseException"])
        || names(stmt, exceptions)
}

/// True where a handler of `stmt` names one of `exceptions`.
fn names(stmt: &StmtTry, exceptions: &[&str]) -> bool {
    stmt.handlers.iter().any(|handler| {
        let ExceptHandler::ExceptHandler(handler) = handler;
        handler
            .type_
            .as_deref()
            .is_some_and(|caught| names_of(caught).any(|name| exceptions.contains(&name)))
    })
}

/// The exceptions that an `except` clause names.
fn names_of(caught: &Expr) -> impl Iterator<Item = &str> {
    let names = match caught {
        Expr::Tuple(tuple) => tuple.elts.as_slice(),
        one => std::slice::from_ref(one),
    };
    names.iter().filter_map(last_name)
}

/// True for `with pytest.raises(…)` and the like.
fn expects_failure(with: &StmtWith) -> bool {
    with.items.iter().any(|item| match &item.context_expr {
        Expr::Call(call) => last_name(&call.func).is_some_and(|name| {
            matches!(
                name,
                "raises" | "assertRaises" | "assertRaisesRegex" | "suppress"
            )
        }),
        _ => false,
    })
}

fn is_version_check(test: &Expr) -> bool {
    any_over_expr(test, |expr| {
        last_name(expr).is_some_and(|name| {
            matches!(
                name,
                "TYPE_CHECKING"
                    | "version_info"
                    | "hexversion"
                    | "PY2"
                    | "PY3"
                    | "platform"
                    | "hasattr"
            )
        })
    })
}
