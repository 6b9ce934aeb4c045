//! What is around a node: functions, classes, loops, comments.

use ruff_python_ast::{Expr, Stmt, StmtClassDef, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::{Model, NodeId, Reference, ScopeId, ScopeKind, Syntax, span};
use crate::text::Span;

/// A comment, from its `#` to the end of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// Where it stands, `#` included, line end excluded.
    pub span: Span,
    /// No code stands before it on its line.
    pub is_own_line: bool,
}

impl<'a> Model<'a> {
    /// The statements and expressions around a node, from the inside out, without the node itself.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = (NodeId, Syntax<'a>)> {
        let mut current = self.node(id).and_then(|node| node.parent);
        std::iter::from_fn(move || {
            let id = current?;
            let node = self.node(id)?;
            current = node.parent;
            Some((id, node.syntax))
        })
    }

    /// The statement that a node is or stands in.
    pub fn statement_of(&self, id: NodeId) -> Option<&'a Stmt> {
        let own = self.node(id)?.syntax;
        std::iter::once(own)
            .chain(self.ancestors(id).map(|(_, syntax)| syntax))
            .find_map(|syntax| match syntax {
                Syntax::Stmt(stmt) => Some(stmt),
                Syntax::Expr(_) => None,
            })
    }

    /// The call of a method of the object that a name is: its id, and the method's name.
    pub fn method_called_on(&self, object: &Reference<'a>) -> Option<(NodeId, &'a str)> {
        let mut around = self.ancestors(object.id);
        let (_, Syntax::Expr(Expr::Attribute(method))) = around.next()? else {
            return None;
        };
        let (id, _) = around.next()?;
        let call = self.call_at(id)?;
        (call.func.range() == method.range()).then_some((id, method.attr.as_str()))
    }

    /// The expression right around a node; `None` where a statement is.
    pub fn parent_expr(&self, id: NodeId) -> Option<&'a Expr> {
        match self.node(self.node(id)?.parent?)?.syntax {
            Syntax::Expr(expr) => Some(expr),
            Syntax::Stmt(_) => None,
        }
    }

    /// The scopes around a node, from the inside out.
    pub fn scopes_around(&self, id: NodeId) -> impl Iterator<Item = (ScopeId, ScopeKind<'a>)> {
        let mut current = self.node(id).map(|node| node.scope);
        std::iter::from_fn(move || {
            let id = current?;
            let scope = self.scope(id)?;
            current = scope.parent;
            Some((id, scope.kind))
        })
    }

    /// The function in whose body a node is evaluated; comprehensions are part of it, lambdas are not.
    pub fn enclosing_function(&self, id: NodeId) -> Option<&'a StmtFunctionDef> {
        self.scopes_around(id)
            .map(|(_, kind)| kind)
            .find(|kind| !matches!(kind, ScopeKind::Comprehension | ScopeKind::TypeParameters))
            .and_then(|kind| match kind {
                ScopeKind::Function(function) => Some(function),
                _ => None,
            })
    }

    /// The innermost class whose body, methods included, holds a node.
    pub fn enclosing_class(&self, id: NodeId) -> Option<&'a StmtClassDef> {
        self.scopes_around(id).find_map(|(_, kind)| match kind {
            ScopeKind::Class(class) => Some(class),
            _ => None,
        })
    }

    /// The class whose method `function` is: the `def` stands in its body.
    pub fn class_of_method(&self, function: &'a StmtFunctionDef) -> Option<&'a StmtClassDef> {
        let node = self.node(self.id(function)?)?;
        match self.scope(node.scope)?.kind {
            ScopeKind::Class(class) => Some(class),
            _ => None,
        }
    }

    /// The innermost `for` or `while` whose body a node stands in, without crossing a function or class.
    pub fn enclosing_loop(&self, id: NodeId) -> Option<(NodeId, &'a Stmt)> {
        let at = self.start(id)?;
        for (id, syntax) in self.ancestors(id) {
            let Syntax::Stmt(stmt) = syntax else { continue };
            let body = match stmt {
                Stmt::For(for_loop) => &for_loop.body,
                Stmt::While(while_loop) => &while_loop.body,
                Stmt::FunctionDef(_) | Stmt::ClassDef(_) => return None,
                _ => continue,
            };
            if holds(body, Span::at(at)) {
                return Some((id, stmt));
            }
        }
        None
    }

    pub(super) fn start(&self, id: NodeId) -> Option<usize> {
        Some(self.node(id)?.syntax.span().start)
    }

    pub(super) fn find_comments(&self) -> Vec<Comment> {
        // A `#` inside a string is no comment; strings are all that can hold one.
        let mut strings: Vec<Span> = self
            .expressions()
            .filter(|(_, expr)| {
                matches!(
                    expr,
                    Expr::StringLiteral(_)
                        | Expr::BytesLiteral(_)
                        | Expr::FString(_)
                        | Expr::TString(_)
                )
            })
            .flat_map(|(_, expr)| string_parts(expr))
            .collect();
        strings.sort_unstable();
        let mut comments = Vec::new();
        let mut strings = strings.into_iter().peekable();
        let mut at = 0;
        while let Some(found) = self
            .code
            .get(at..)
            .and_then(|rest| memchr::memchr(b'#', rest.as_bytes()))
        {
            let start = at + found;
            while strings.next_if(|string| string.end <= start).is_some() {}
            if let Some(string) = strings.peek().filter(|string| string.start < start) {
                at = string.end;
                continue;
            }
            let rest = self.code.get(start..).unwrap_or("");
            let end = start + memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
            let line_start = self
                .code
                .get(..start)
                .and_then(|before| memchr::memrchr2(b'\n', b'\r', before.as_bytes()))
                .map_or(0, |newline| newline + 1);
            comments.push(Comment {
                span: Span::new(start, end),
                is_own_line: Span::new(line_start, start).of(self.code).trim().is_empty(),
            });
            at = end;
        }
        comments
    }

    /// The comment at the end of the line that `offset` is on.
    pub fn trailing_comment(&self, offset: usize) -> Option<Comment> {
        let rest = self.code.get(offset..)?;
        let end = offset + memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let comments = self.comments();
        let after = comments.partition_point(|comment| comment.span.end < end);
        let comment = comments.get(after)?;
        (comment.span.end == end).then_some(*comment)
    }
}

/// Where the parts of a string literal stand, quotes included.
fn string_parts(expr: &Expr) -> Vec<Span> {
    match expr {
        Expr::StringLiteral(string) => string.value.iter().map(span).collect(),
        Expr::BytesLiteral(bytes) => bytes.value.iter().map(span).collect(),
        Expr::FString(string) => string.value.iter().map(span).collect(),
        Expr::TString(string) => string.value.iter().map(span).collect(),
        _ => Vec::new(),
    }
}

/// Whether all of `range` is in `block`.
pub(super) fn holds(block: &[Stmt], range: Span) -> bool {
    let ends = block.first().zip(block.last());
    ends.is_some_and(|(first, last)| Span::new(span(first).start, span(last).end).covers(range))
}

/// The last name of a dotted expression: `raises` of `pytest.raises`.
pub(super) fn last_name(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}
