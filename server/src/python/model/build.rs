//! The walk that builds a model. Its recursion is the tree's own depth, which is bounded before parsing.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    Comprehension, ExceptHandler, Expr, Identifier, ModModule, Pattern, Stmt, TypeParam,
    TypeParams, WithItem,
};
use rustc_hash::FxHashSet;

use super::builder::Builder;
use super::{
    AttributeStore, BindingKind, Known, Model, NodeId, NoteNames, Reference, ScopeId, ScopeKind,
    Syntax, span,
};

pub(super) fn build<'a>(
    tree: &'a ModModule,
    code: &'a str,
    note: Option<&'a NoteNames>,
) -> Model<'a> {
    let mut builder = Builder {
        model: Model {
            code,
            tree,
            nodes: Vec::new(),
            scopes: Vec::new(),
            bindings: Vec::new(),
            references: Vec::new(),
            imports: Vec::new(),
            attribute_stores: Vec::new(),
            stored_attributes: FxHashSet::default(),
            tested_names: FxHashSet::default(),
            note,
            calls: std::cell::OnceCell::new(),
            comments: std::cell::OnceCell::new(),
            known: Known::default(),
        },
        parent: None,
        scope: ScopeId::MODULE,
        store: BindingKind::Unpacked,
        in_annotation: false,
    };
    builder.open(ScopeKind::Module, None);
    builder.visit_body(&tree.body);
    builder.guard_imports();
    builder.model
}

impl<'a> Builder<'a> {
    /// Opens the scope of type parameters where there are any; gives back the scope that was current in any case.
    fn open_generic(&mut self, parameters: Option<&'a TypeParams>, node: NodeId) -> ScopeId {
        let Some(parameters) = parameters else {
            return self.scope;
        };
        let outer = self.open(ScopeKind::TypeParameters, Some(node));
        self.visit_type_params(parameters);
        outer
    }

    /// Visits a target whose names are bound to `whole` where it is a single name, else to parts of it.
    fn visit_target(&mut self, target: &'a Expr, whole: BindingKind<'a>, part: BindingKind<'a>) {
        let single = matches!(target, Expr::Name(_) | Expr::Attribute(_));
        let before = std::mem::replace(&mut self.store, if single { whole } else { part });
        self.visit_expr(target);
        self.store = before;
    }

    /// A comprehension: its first iterable belongs to the scope around it, the rest to its own.
    fn visit_comprehensions(
        &mut self,
        id: NodeId,
        generators: &'a [Comprehension],
        elements: [Option<&'a Expr>; 2],
    ) {
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
        let outer = self.open(ScopeKind::Comprehension, Some(id));
        for (number, generator) in generators.iter().enumerate() {
            if number > 0 {
                self.visit_expr(&generator.iter);
            }
            self.visit_target(&generator.target, BindingKind::Loop, BindingKind::Loop);
            for test in &generator.ifs {
                self.visit_expr(test);
            }
        }
        for element in elements.into_iter().flatten() {
            self.visit_expr(element);
        }
        self.scope = outer;
    }

    fn visit_statement(&mut self, id: NodeId, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(function) => {
                for decorator in &function.decorator_list {
                    self.visit_decorator(decorator);
                }
                self.bind_identifier(&function.name, BindingKind::Function(function));
                let outer = self.open_generic(function.type_params.as_deref(), id);
                self.visit_parameters(&function.parameters);
                if let Some(returns) = &function.returns {
                    self.visit_annotation(returns);
                }
                self.open(ScopeKind::Function(function), Some(id));
                self.bind_parameters(&function.parameters);
                self.visit_body(&function.body);
                self.scope = outer;
            }
            Stmt::ClassDef(class) => {
                for decorator in &class.decorator_list {
                    self.visit_decorator(decorator);
                }
                self.bind_identifier(&class.name, BindingKind::Class(class));
                let outer = self.open_generic(class.type_params.as_deref(), id);
                if let Some(arguments) = &class.arguments {
                    self.visit_arguments(arguments);
                }
                self.open(ScopeKind::Class(class), Some(id));
                self.visit_body(&class.body);
                self.scope = outer;
            }
            Stmt::Assign(assign) => {
                self.visit_expr(&assign.value);
                for target in &assign.targets {
                    self.visit_target(
                        target,
                        BindingKind::Assignment(&assign.value),
                        BindingKind::Unpacked,
                    );
                }
            }
            Stmt::AugAssign(assign) => {
                self.visit_expr(&assign.value);
                self.visit_target(
                    &assign.target,
                    BindingKind::Augmented(assign),
                    BindingKind::Unpacked,
                );
            }
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                }
                self.visit_annotation(&assign.annotation);
                self.visit_target(
                    &assign.target,
                    BindingKind::Annotated {
                        annotation: &assign.annotation,
                        value: assign.value.as_deref(),
                    },
                    BindingKind::Unpacked,
                );
            }
            Stmt::For(for_loop) => {
                self.visit_expr(&for_loop.iter);
                self.visit_target(&for_loop.target, BindingKind::Loop, BindingKind::Loop);
                self.visit_body(&for_loop.body);
                self.visit_body(&for_loop.orelse);
            }
            Stmt::Delete(delete) => {
                for target in &delete.targets {
                    self.visit_target(target, BindingKind::Deleted, BindingKind::Deleted);
                }
            }
            Stmt::TypeAlias(alias) => {
                let outer = self.open_generic(alias.type_params.as_deref(), id);
                self.visit_expr(&alias.value);
                self.scope = outer;
                self.visit_target(&alias.name, BindingKind::TypeAlias, BindingKind::TypeAlias);
            }
            Stmt::Import(import) => {
                for alias in &import.names {
                    self.import(alias, None, false, 0);
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    self.import(alias, import.module.as_ref(), true, import.level);
                }
            }
            Stmt::Global(declaration) => {
                let names = declaration.names.iter().map(Identifier::as_str);
                if let Some(scope) = self.model.scopes.get_mut(self.scope.0 as usize) {
                    scope.globals.extend(names);
                }
            }
            Stmt::Nonlocal(declaration) => {
                let names = declaration.names.iter().map(Identifier::as_str);
                if let Some(scope) = self.model.scopes.get_mut(self.scope.0 as usize) {
                    scope.nonlocals.extend(names);
                }
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expression(&mut self, id: NodeId, expr: &'a Expr) {
        match expr {
            Expr::Name(name) => {
                if name.ctx.is_load() {
                    self.model.references.push(Reference {
                        expr: name,
                        id,
                        scope: self.scope,
                        in_annotation: self.in_annotation,
                    });
                } else if !name.ctx.is_invalid() {
                    // The name is its own node, but what binds it is around it.
                    let own = std::mem::replace(
                        &mut self.parent,
                        self.model.node(id).and_then(|node| node.parent),
                    );
                    self.bind(name.id.as_str(), span(name), self.store);
                    self.parent = own;
                    // `x += 1` reads `x` too, but binding it is what matters to names.
                }
            }
            Expr::Attribute(attribute) => {
                if !attribute.ctx.is_load() {
                    self.model.stored_attributes.insert(attribute.attr.as_str());
                    self.model.attribute_stores.push(AttributeStore {
                        target: attribute,
                        kind: self.store,
                    });
                }
                self.visit_expr(&attribute.value);
            }
            Expr::Call(call) => {
                if let (Expr::Name(function), Some(Expr::Name(name))) =
                    (&*call.func, call.arguments.args.first())
                    && matches!(function.id.as_str(), "isinstance" | "hasattr" | "type")
                {
                    self.model.tested_names.insert(name.id.as_str());
                }
                visitor::walk_expr(self, expr);
            }
            Expr::Named(named) => {
                self.visit_expr(&named.value);
                self.visit_target(
                    &named.target,
                    BindingKind::Assignment(&named.value),
                    BindingKind::Unpacked,
                );
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.visit_parameters(parameters);
                }
                let outer = self.open(ScopeKind::Lambda(lambda), Some(id));
                if let Some(parameters) = &lambda.parameters {
                    self.bind_parameters(parameters);
                }
                self.visit_expr(&lambda.body);
                self.scope = outer;
            }
            Expr::ListComp(comp) => {
                self.visit_comprehensions(id, &comp.generators, [Some(&comp.elt), None]);
            }
            Expr::SetComp(comp) => {
                self.visit_comprehensions(id, &comp.generators, [Some(&comp.elt), None]);
            }
            Expr::Generator(comp) => {
                self.visit_comprehensions(id, &comp.generators, [Some(&comp.elt), None]);
            }
            Expr::DictComp(comp) => {
                let elements = [comp.key.as_deref(), Some(&*comp.value)];
                self.visit_comprehensions(id, &comp.generators, elements);
            }
            _ => visitor::walk_expr(self, expr),
        }
    }
}

impl<'a> Visitor<'a> for Builder<'a> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let id = self.enter(Syntax::Stmt(stmt), stmt);
        let outer = self.parent.replace(id);
        self.visit_statement(id, stmt);
        self.parent = outer;
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        let id = self.enter(Syntax::Expr(expr), expr);
        let outer = self.parent.replace(id);
        self.visit_expression(id, expr);
        self.parent = outer;
    }

    fn visit_annotation(&mut self, expr: &'a Expr) {
        let before = std::mem::replace(&mut self.in_annotation, true);
        self.visit_expr(expr);
        self.in_annotation = before;
    }

    fn visit_except_handler(&mut self, handler: &'a ExceptHandler) {
        let ExceptHandler::ExceptHandler(handler) = handler;
        if let Some(exception) = &handler.type_ {
            self.visit_expr(exception);
        }
        if let Some(name) = &handler.name {
            self.bind_identifier(name, BindingKind::Exception);
        }
        self.visit_body(&handler.body);
    }

    fn visit_with_item(&mut self, item: &'a WithItem) {
        self.visit_expr(&item.context_expr);
        if let Some(target) = &item.optional_vars {
            let whole = BindingKind::With(&item.context_expr);
            self.visit_target(target, whole, BindingKind::Unpacked);
        }
    }

    fn visit_type_param(&mut self, parameter: &'a TypeParam) {
        self.bind_identifier(parameter.name(), BindingKind::TypeParameter);
        visitor::walk_type_param(self, parameter);
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let captured = match pattern {
            Pattern::MatchAs(pattern) => pattern.name.as_ref(),
            Pattern::MatchStar(pattern) => pattern.name.as_ref(),
            Pattern::MatchMapping(pattern) => pattern.rest.as_ref(),
            _ => None,
        };
        if let Some(name) = captured {
            self.bind_identifier(name, BindingKind::Capture);
        }
        visitor::walk_pattern(self, pattern);
    }
}
