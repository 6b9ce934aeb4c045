//! What code does with an object: changes it, keeps it, hands it on, or only reads it.

use ruff_python_ast::{ExceptHandler, Expr, Stmt};
use ruff_text_size::Ranged;

use super::context::holds;
use super::{Model, NodeId, Syntax, span};
use crate::text::Span;

/// What happens to the object that an expression gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// It is changed in place: `x.append(1)`, `x[0] = 1`, `del x[0]`, `x.name = 1`.
    Changed,
    /// It is kept in another object: `other.append(x)`, `other[0] = x`, `self.x = x`, an element of a display that is.
    Kept,
    /// It is given back: `return x`, `yield x`, the body of a lambda.
    Returned,
    /// It gets another name or goes to a function that may do anything with it.
    Passed,
    /// It is looked at.
    Read,
}

/// Methods of the built-in containers that change them.
const CHANGING: &[&str] = &[
    "append",
    "appendleft",
    "extend",
    "extendleft",
    "insert",
    "remove",
    "pop",
    "popleft",
    "popitem",
    "clear",
    "sort",
    "reverse",
    "rotate",
    "add",
    "discard",
    "update",
    "setdefault",
    "subtract",
    "intersection_update",
    "difference_update",
    "symmetric_difference_update",
];

/// Methods that keep what they are given.
const KEEPING: &[&str] = &[
    "append",
    "appendleft",
    "insert",
    "add",
    "setdefault",
    "extend",
    "put",
    "put_nowait",
    "push",
];

/// Built-in functions that only look at what they are given, or copy it.
const READING: &[&str] = &[
    "all",
    "any",
    "bool",
    "dict",
    "dir",
    "enumerate",
    "filter",
    "frozenset",
    "hash",
    "id",
    "isinstance",
    "iter",
    "len",
    "list",
    "map",
    "max",
    "min",
    "next",
    "print",
    "repr",
    "reversed",
    "set",
    "sorted",
    "str",
    "sum",
    "tuple",
    "type",
    "zip",
];

/// True for the name of a method that changes a built-in container in place.
pub fn is_changing_method(name: &str) -> bool {
    CHANGING.contains(&name)
}

impl<'a> Model<'a> {
    /// What becomes of the object that the expression `id` gives.
    pub fn use_of(&self, id: NodeId) -> Use {
        let mut id = id;
        loop {
            let Some(Syntax::Expr(own)) = self.node(id).map(|node| node.syntax) else {
                return Use::Read;
            };
            let Some((parent, syntax)) = self.ancestors(id).next() else {
                return Use::Read;
            };
            match syntax {
                Syntax::Stmt(stmt) => return in_statement(stmt, own),
                Syntax::Expr(expr) => match self.in_expression(parent, expr, own) {
                    Some(found) => return found,
                    // What happens to the whole happens to its part.
                    None => id = parent,
                },
            }
        }
    }

    /// `None` where the expression gives the object on.
    fn in_expression(&self, id: NodeId, expr: &'a Expr, own: &'a Expr) -> Option<Use> {
        let is_own = |part: &Expr| part.range() == own.range();
        Some(match expr {
            Expr::Attribute(attribute) if !attribute.ctx.is_load() => Use::Changed,
            Expr::Attribute(attribute) => match self.parent_expr(id) {
                Some(Expr::Call(call))
                    if call.func.range() == attribute.range()
                        && is_changing_method(attribute.attr.as_str()) =>
                {
                    Use::Changed
                }
                _ => Use::Read,
            },
            Expr::Subscript(subscript) if is_own(&subscript.value) => {
                if subscript.ctx.is_load() {
                    Use::Read
                } else {
                    Use::Changed
                }
            }
            Expr::Call(call) if !is_own(&call.func) => match &*call.func {
                Expr::Attribute(method) if KEEPING.contains(&method.attr.as_str()) => Use::Kept,
                func => match self.resolve(func) {
                    Some(callee)
                        if callee
                            .strip_prefix("builtins.")
                            .is_some_and(|name| READING.contains(&name)) =>
                    {
                        Use::Read
                    }
                    Some(callee) if callee.starts_with("heapq.heappush") => Use::Kept,
                    _ => Use::Passed,
                },
            },
            Expr::Tuple(_)
            | Expr::List(_)
            | Expr::Set(_)
            | Expr::Dict(_)
            | Expr::Named(_)
            | Expr::BoolOp(_) => {
                return None;
            }
            Expr::If(choice) if !is_own(&choice.test) => return None,
            Expr::ListComp(comp) if is_own(&comp.elt) => Use::Kept,
            Expr::SetComp(comp) if is_own(&comp.elt) => Use::Kept,
            Expr::DictComp(comp) if is_own(&comp.value) => Use::Kept,
            Expr::Generator(comp) if is_own(&comp.elt) => Use::Passed,
            Expr::Yield(_) | Expr::Lambda(_) => Use::Returned,
            _ => Use::Read,
        })
    }

    /// True where the code after a node leaves `around`, a loop or a function, before it goes on: a `break`, `return` or
    /// `raise` follows in the same block, or in one of the blocks around it up to `around`.
    pub fn leaves_after(&self, id: NodeId, around: NodeId) -> bool {
        let Some(at) = self.statement_of(id).map(|stmt| span(stmt).start) else {
            return false;
        };
        let is_loop = |stmt: &Stmt| matches!(stmt, Stmt::For(_) | Stmt::While(_));
        let around_it: Vec<(NodeId, &Stmt)> = self
            .ancestors(id)
            .filter_map(|(ancestor, syntax)| match syntax {
                Syntax::Stmt(stmt) => Some((ancestor, stmt)),
                Syntax::Expr(_) => None,
            })
            .collect();
        for (number, &(ancestor, stmt)) in around_it.iter().enumerate() {
            // A `break` leaves the loop next to it.
            let breaks = around_it
                .iter()
                .skip(number)
                .find(|(_, stmt)| is_loop(stmt))
                .is_some_and(|(id, _)| *id == around);
            let leaves = |stmt: &Stmt| match stmt {
                Stmt::Return(_) | Stmt::Raise(_) => true,
                Stmt::Break(_) => breaks,
                _ => false,
            };
            let after = |stmt: &&Stmt| span(*stmt).end > at;
            let block = block_around(stmt, Span::new(at, at + 1)).unwrap_or_default();
            if block.iter().rev().take_while(after).any(leaves) {
                return true;
            }
            if ancestor == around {
                break;
            }
        }
        false
    }
}

fn in_statement(stmt: &Stmt, own: &Expr) -> Use {
    match stmt {
        Stmt::Return(_) => Use::Returned,
        Stmt::Assign(assign) if assign.value.range() == own.range() => {
            if assign.targets.iter().any(|target| !is_plain(target)) {
                Use::Kept
            } else {
                Use::Passed
            }
        }
        Stmt::AnnAssign(assign)
            if assign
                .value
                .as_ref()
                .is_some_and(|value| value.range() == own.range()) =>
        {
            if is_plain(&assign.target) {
                Use::Passed
            } else {
                Use::Kept
            }
        }
        _ => Use::Read,
    }
}

fn is_plain(target: &Expr) -> bool {
    !matches!(target, Expr::Attribute(_) | Expr::Subscript(_))
}

/// The block of a compound statement that holds all of `range`. Of many clauses few are looked at.
pub(super) fn block_around(stmt: &Stmt, range: Span) -> Option<&[Stmt]> {
    /// The clause that ends behind `range`: clauses stand in order.
    fn clause<T: Ranged>(clauses: &[T], range: Span) -> Option<&T> {
        clauses.get(clauses.partition_point(|clause| span(clause).end < range.end))
    }
    let blocks: [Option<&[Stmt]>; 4] = match stmt {
        Stmt::FunctionDef(stmt) => [Some(&stmt.body), None, None, None],
        Stmt::ClassDef(stmt) => [Some(&stmt.body), None, None, None],
        Stmt::With(stmt) => [Some(&stmt.body), None, None, None],
        Stmt::For(stmt) => [Some(&stmt.body), Some(&stmt.orelse), None, None],
        Stmt::While(stmt) => [Some(&stmt.body), Some(&stmt.orelse), None, None],
        Stmt::If(stmt) => {
            let other = clause(&stmt.elif_else_clauses, range);
            [Some(&stmt.body), other.map(|it| &*it.body), None, None]
        }
        Stmt::Match(stmt) => {
            let case = clause(&stmt.cases, range);
            [case.map(|case| &*case.body), None, None, None]
        }
        Stmt::Try(stmt) => {
            let handler = clause(&stmt.handlers, range).map(|handler| {
                let ExceptHandler::ExceptHandler(handler) = handler;
                &*handler.body
            });
            [
                Some(&stmt.body),
                handler,
                Some(&stmt.orelse),
                Some(&stmt.finalbody),
            ]
        }
        _ => return None,
    };
    blocks
        .into_iter()
        .flatten()
        .find(|block| holds(block, range))
}
