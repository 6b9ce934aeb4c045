//! What a function body binds and declares, for `global` and `nonlocal`.

use ruff_python_ast::statement_visitor::{StatementVisitor, walk_stmt as walk_statement};
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_text_size::TextRange;
use rustc_hash::{FxHashMap, FxHashSet};

/// What a function body binds and declares, functions inside it left out.
#[derive(Default)]
pub struct Names<'a> {
    /// Names that are bound.
    pub bound: FxHashSet<&'a str>,
    /// Names declared global, with the place of the first declaration.
    pub globals: FxHashMap<&'a str, TextRange>,
}

impl<'a> StatementVisitor<'a> for Names<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::Global(global) => {
                for name in &global.names {
                    self.globals.entry(name.as_str()).or_insert(global.range);
                }
            }
            // Declared there, so bound further out.
            Stmt::Nonlocal(nonlocal) => self
                .bound
                .extend(nonlocal.names.iter().map(ast::Identifier::as_str)),
            Stmt::FunctionDef(function) => {
                self.bound.insert(function.name.as_str());
                return;
            }
            Stmt::ClassDef(class) => {
                self.bound.insert(class.name.as_str());
                return;
            }
            _ => Stores(&mut self.bound).visit_stmt(stmt),
        }
        walk_statement(self, stmt);
    }
}

/// Collects what the expressions of one statement bind.
struct Stores<'s, 'a>(&'s mut FxHashSet<&'a str>);

impl<'a> Visitor<'a> for Stores<'_, 'a> {
    // The statement's own blocks are walked by `Names`.
    fn visit_body(&mut self, _: &'a [Stmt]) {}

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr
            && !name.ctx.is_load()
        {
            self.0.insert(name.id.as_str());
        }
        visitor::walk_expr(self, expr);
    }

    fn visit_alias(&mut self, alias: &'a ast::Alias) {
        let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
        self.0.insert(name.split('.').next().unwrap_or(name));
    }

    fn visit_except_handler(&mut self, handler: &'a ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(handler) = handler;
        self.0
            .extend(handler.name.as_ref().map(ast::Identifier::as_str));
    }

    fn visit_pattern(&mut self, pattern: &'a ast::Pattern) {
        let name = match pattern {
            ast::Pattern::MatchAs(inner) => inner.name.as_ref(),
            ast::Pattern::MatchStar(inner) => inner.name.as_ref(),
            ast::Pattern::MatchMapping(inner) => inner.rest.as_ref(),
            _ => None,
        };
        self.0.extend(name.map(ast::Identifier::as_str));
        visitor::walk_pattern(self, pattern);
    }
}
