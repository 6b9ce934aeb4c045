//! CPython's errors that no grammar sees: scopes, `await` outside `async def`, names declared `global` too late.
//!
//! ruff's checker knows the rules; `context` is what it asks, and here is what it does not know.

use std::cell::{OnceCell, RefCell};

use crate::python::syntax::semantic_errors::{
    SemanticSyntaxChecker, SemanticSyntaxError, SemanticSyntaxErrorKind,
};
use ruff_python_ast::statement_visitor::StatementVisitor;
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{self as ast, Expr, ModModule, PythonVersion, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::context::{Context, Scope, ScopeKind};
use super::declarations::Names;
use crate::text::Span;

/// An error in code that the grammar accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The characters, in offsets of the code.
    pub span: Span,
    /// In a learner's words.
    pub message: String,
    /// False where snippets do so on purpose, such as a `return` without its function.
    pub mistake: bool,
}

/// Every semantic error of `module`, parsed from `source`, in source order.
pub fn check(module: &ModModule, source: &str, minor_version: u8) -> Vec<Issue> {
    let mut walker = Walker {
        checker: SemanticSyntaxChecker::new(),
        context: Context {
            source,
            version: PythonVersion {
                major: 3,
                minor: minor_version,
            },
            declares: source.contains("global ") || source.contains("nonlocal "),
            future_annotations: OnceCell::new(),
            scopes: vec![Scope::new(ScopeKind::Module)],
            found: RefCell::default(),
            own: Vec::new(),
        },
    };
    walker.visit_body(&module.body);
    let Context { found, own, .. } = walker.context;
    let mut issues: Vec<Issue> = found
        .into_inner()
        .into_iter()
        .map(|(error, at_top)| issue(&error, at_top))
        .collect();
    issues.extend(own);
    issues.sort_by_key(|issue| issue.span);
    issues
}

struct Walker<'a> {
    checker: SemanticSyntaxChecker,
    context: Context<'a>,
}

impl<'a> Walker<'a> {
    fn in_scope(&mut self, scope: Scope<'a>, walk: impl FnOnce(&mut Self)) {
        self.context.scopes.push(scope);
        walk(self);
        self.context.scopes.pop();
    }

    fn function(&mut self, function: &'a ast::StmtFunctionDef) {
        for decorator in &function.decorator_list {
            self.visit_decorator(decorator);
        }
        if let Some(parameters) = &function.type_params {
            self.visit_type_params(parameters);
        }
        self.visit_parameters(&function.parameters);
        if let Some(returns) = &function.returns {
            self.visit_annotation(returns);
        }
        let mut scope = Scope::new(ScopeKind::Function {
            is_async: function.is_async,
        });
        for parameter in &*function.parameters {
            scope.parameters.insert(parameter.name().as_str());
        }
        if self.context.declares {
            let mut names = Names::default();
            names.visit_body(&function.body);
            scope.bound.extend(names.bound);
            scope.bound.extend(scope.parameters.iter().copied());
            for name in names.globals.keys() {
                scope.bound.remove(name);
            }
            scope.globals = names.globals;
        }
        self.in_scope(scope, |walker| walker.visit_body(&function.body));
    }

    fn comprehension(
        &mut self,
        kind: ScopeKind,
        generators: &'a [ast::Comprehension],
        elements: &[&'a Expr],
    ) {
        // The first iterable belongs to the outer scope.
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
        self.in_scope(Scope::new(kind), |walker| {
            for (index, generator) in generators.iter().enumerate() {
                if index > 0 {
                    walker.visit_expr(&generator.iter);
                }
                walker.visit_expr(&generator.target);
                for condition in &generator.ifs {
                    walker.visit_expr(condition);
                }
            }
            for element in elements {
                walker.visit_expr(element);
            }
        });
    }

    fn in_loop(&mut self, body: &'a [Stmt], orelse: &'a [Stmt]) {
        if let Some(scope) = self.context.scope() {
            scope.loops += 1;
        }
        self.visit_body(body);
        if let Some(scope) = self.context.scope() {
            scope.loops -= 1;
        }
        self.visit_body(orelse);
    }

    fn declared(&mut self, names: &[ast::Identifier], range: TextRange, word: &str) {
        for name in names {
            let Some(scope) = self.context.scope() else {
                continue;
            };
            if scope.seen.contains(name.as_str()) && !scope.parameters.contains(name.as_str()) {
                self.context.report(
                    range,
                    format!("`{name}` is used before it is declared `{word}`; the declaration comes first"),
                );
            }
        }
    }
}

impl<'a> Visitor<'a> for Walker<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        self.checker.visit_stmt(stmt, &self.context);
        match stmt {
            Stmt::FunctionDef(function) => {
                self.context.see(function.name.as_str());
                self.context
                    .refuse_debug(&function.name, function.name.range());
                self.function(function);
            }
            Stmt::ClassDef(class) => {
                self.context.see(class.name.as_str());
                self.context.refuse_debug(&class.name, class.name.range());
                for decorator in &class.decorator_list {
                    self.visit_decorator(decorator);
                }
                if let Some(parameters) = &class.type_params {
                    self.visit_type_params(parameters);
                }
                if let Some(arguments) = &class.arguments {
                    self.visit_arguments(arguments);
                }
                self.in_scope(Scope::new(ScopeKind::Class), |walker| {
                    walker.visit_body(&class.body)
                });
            }
            Stmt::For(statement) => {
                self.visit_expr(&statement.iter);
                self.visit_expr(&statement.target);
                self.in_loop(&statement.body, &statement.orelse);
            }
            Stmt::While(statement) => {
                self.visit_expr(&statement.test);
                self.in_loop(&statement.body, &statement.orelse);
            }
            Stmt::Try(statement) => {
                let last = statement.handlers.len().saturating_sub(1);
                for (index, ast::ExceptHandler::ExceptHandler(handler)) in
                    statement.handlers.iter().enumerate()
                {
                    if handler.type_.is_none() && index < last {
                        self.context.report(
                            handler.range(),
                            "A bare `except:` catches everything, so it must be the last `except`",
                        );
                    }
                }
                visitor::walk_stmt(self, stmt);
            }
            Stmt::Expr(statement) => {
                if statement.value.is_starred_expr() {
                    self.context.report(
                        statement.range,
                        "`*` cannot unpack here: there is nothing to unpack into",
                    );
                }
                visitor::walk_stmt(self, stmt);
            }
            Stmt::Global(statement) => self.declared(&statement.names, statement.range, "global"),
            Stmt::Nonlocal(statement) => {
                self.declared(&statement.names, statement.range, "nonlocal")
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_alias(&mut self, alias: &'a ast::Alias) {
        let name = alias.asname.as_ref().unwrap_or(&alias.name);
        self.context.see(name.as_str());
        self.context.refuse_debug(name, alias.range());
    }

    fn visit_except_handler(&mut self, handler: &'a ast::ExceptHandler) {
        let ast::ExceptHandler::ExceptHandler(inner) = handler;
        if let Some(name) = &inner.name {
            self.context.refuse_debug(name, name.range());
        }
        visitor::walk_except_handler(self, handler);
    }

    fn visit_keyword(&mut self, keyword: &'a ast::Keyword) {
        if let Some(name) = &keyword.arg {
            self.context.refuse_debug(name, keyword.range());
        }
        visitor::walk_keyword(self, keyword);
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        self.checker.visit_expr(expr, &self.context);
        match expr {
            Expr::Lambda(lambda) => {
                let mut scope = Scope::new(ScopeKind::Lambda);
                if let Some(parameters) = &lambda.parameters {
                    self.visit_parameters(parameters);
                    scope
                        .parameters
                        .extend(parameters.iter().map(|parameter| parameter.name().as_str()));
                }
                self.in_scope(scope, |walker| walker.visit_expr(&lambda.body));
            }
            Expr::ListComp(ast::ExprListComp {
                elt, generators, ..
            })
            | Expr::SetComp(ast::ExprSetComp {
                elt, generators, ..
            }) => {
                self.comprehension(comprehension_kind(generators), generators, &[elt]);
            }
            Expr::DictComp(ast::ExprDictComp {
                key,
                value,
                generators,
                ..
            }) => {
                let elements: Vec<&Expr> = key.as_deref().into_iter().chain([&**value]).collect();
                self.comprehension(comprehension_kind(generators), generators, &elements);
            }
            Expr::Generator(ast::ExprGenerator {
                elt, generators, ..
            }) => {
                self.comprehension(ScopeKind::Generator, generators, &[elt]);
            }
            Expr::Name(name) => self.context.see(name.id.as_str()),
            Expr::Attribute(attribute) => {
                if !attribute.ctx.is_load() {
                    self.context
                        .refuse_debug(&attribute.attr, attribute.range());
                }
                visitor::walk_expr(self, expr);
            }
            _ => visitor::walk_expr(self, expr),
        }
    }
}

fn comprehension_kind(generators: &[ast::Comprehension]) -> ScopeKind {
    ScopeKind::Comprehension {
        is_async: generators.iter().any(|generator| generator.is_async),
    }
}

pub(super) fn span(range: TextRange) -> Span {
    Span::new(range.start().to_usize(), range.end().to_usize())
}

/// The checker's error in our words.
fn issue(error: &SemanticSyntaxError, at_top: bool) -> Issue {
    use SemanticSyntaxErrorKind as Kind;
    let mut place = span(error.range);
    let message = match &error.kind {
        // CPython points at the declaration, not at the use before it.
        Kind::LoadBeforeGlobalDeclaration { name, start } => {
            place = Span::new(start.to_usize(), start.to_usize() + "global".len());
            format!("`{name}` is used before it is declared `global`; the declaration comes first")
        }
        Kind::DuplicateParameter(name) => format!("There are two parameters called `{name}`"),
        Kind::DuplicateKeywordArgument(name) => format!("The argument `{name}` is given twice"),
        Kind::AwaitOutsideAsyncFunction(kind) => {
            format!("{kind} only works inside `async def`; this function is a plain `def`")
        }
        Kind::FutureFeatureNotDefined(name) => format!("There is no future feature `{name}`"),
        Kind::BreakOutsideLoop => "`break` stands outside a loop".to_owned(),
        Kind::ContinueOutsideLoop => "`continue` stands outside a loop".to_owned(),
        Kind::IrrefutableCasePattern(_) => {
            "This `case` matches everything, so the ones after it are never reached".to_owned()
        }
        Kind::ReturnOutsideFunction => "`return` stands outside a function".to_owned(),
        Kind::YieldOutsideFunction(kind) => format!("`{kind}` stands outside a function"),
        Kind::NonlocalWithoutBinding(name) => {
            format!("No function around this one has a variable `{name}`")
        }
        _ => error.to_string(),
    };
    Issue {
        span: place,
        message,
        mistake: match error.kind {
            // The rest of the function or loop was left out.
            Kind::ReturnOutsideFunction
            | Kind::YieldOutsideFunction(_)
            | Kind::AwaitOutsideAsyncFunction(_)
            | Kind::BreakOutsideLoop
            | Kind::ContinueOutsideLoop
            | Kind::NonlocalDeclarationAtModuleLevel => !at_top,
            // The variable may stand in what was left out; two files may stand in one fence.
            Kind::NonlocalWithoutBinding(_) | Kind::LateFutureImport => false,
            _ => true,
        },
    }
}
