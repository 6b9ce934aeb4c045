//! The walk that builds a model. Its recursion is the tree's own depth, which is bounded before parsing.

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{
    Alias, Comprehension, ExceptHandler, Expr, HasNodeIndex, Identifier, ModModule, NodeIndex,
    Parameters, Pattern, Stmt, TypeParam, TypeParams, WithItem,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    AttributeStore, Binding, BindingId, BindingKind, Import, Model, Node, NodeId, NoteNames,
    Reference, Scope, ScopeId, ScopeKind, Syntax, span,
};
use crate::text::Span;

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

struct Builder<'a> {
    model: Model<'a>,
    parent: Option<NodeId>,
    scope: ScopeId,
    /// What the names of the target being visited are bound to.
    store: BindingKind<'a>,
    in_annotation: bool,
}

impl<'a> Builder<'a> {
    /// Opens a scope inside the current one and gives back the one that was current.
    fn open(&mut self, kind: ScopeKind<'a>, node: Option<NodeId>) -> ScopeId {
        let outer = self.scope;
        let is_first = self.model.scopes.is_empty();
        self.scope = ScopeId(index(self.model.scopes.len()));
        self.model.scopes.push(Scope {
            kind,
            parent: (!is_first).then_some(outer),
            node,
            symbols: FxHashMap::default(),
            globals: FxHashSet::default(),
            nonlocals: FxHashSet::default(),
        });
        outer
    }

    /// Opens the scope of type parameters where there are any; gives back the scope that was current in any case.
    fn open_generic(&mut self, parameters: Option<&'a TypeParams>, node: NodeId) -> ScopeId {
        let Some(parameters) = parameters else {
            return self.scope;
        };
        let outer = self.open(ScopeKind::TypeParameters, Some(node));
        self.visit_type_params(parameters);
        outer
    }

    fn enter(&mut self, syntax: Syntax<'a>, node: &impl HasNodeIndex) -> NodeId {
        let id = NodeId(index(self.model.nodes.len()));
        node.node_index().set(NodeIndex::from(id.0));
        self.model.nodes.push(Node {
            syntax,
            parent: self.parent,
            scope: self.scope,
            in_annotation: self.in_annotation,
        });
        id
    }

    fn bind(&mut self, name: &'a str, span: Span, kind: BindingKind<'a>) {
        let mut scope = self.scope;
        if matches!(kind, BindingKind::Assignment(_)) && self.is_walrus() {
            scope = self.skip(scope, |kind| matches!(kind, ScopeKind::Comprehension));
        }
        scope = self.declared(name, scope);
        let id = BindingId(index(self.model.bindings.len()));
        self.model.bindings.push(Binding {
            name,
            span,
            kind,
            scope,
            node: self.parent,
        });
        if let Some(scope) = self.model.scopes.get_mut(scope.0 as usize) {
            scope.symbols.entry(name).or_default().push(id);
        }
    }

    fn is_walrus(&self) -> bool {
        self.parent
            .and_then(|id| self.model.node(id))
            .is_some_and(|node| matches!(node.syntax, Syntax::Expr(Expr::Named(_))))
    }

    /// The nearest scope from `scope` outwards that is not of the given kind.
    fn skip(&self, mut scope: ScopeId, unwanted: impl Fn(&ScopeKind<'a>) -> bool) -> ScopeId {
        while let Some(here) = self.model.scope(scope).filter(|here| unwanted(&here.kind)) {
            let Some(parent) = here.parent else { break };
            scope = parent;
        }
        scope
    }

    /// Where a name that `scope` binds belongs after its `global` and `nonlocal` declarations.
    fn declared(&self, name: &str, scope: ScopeId) -> ScopeId {
        let Some(here) = self.model.scope(scope) else {
            return scope;
        };
        if here.globals.contains(name) {
            return ScopeId::MODULE;
        }
        if !here.nonlocals.contains(name) {
            return scope;
        }
        let mut outer = here.parent;
        while let Some(id) = outer {
            let Some(candidate) = self.model.scope(id) else {
                break;
            };
            if matches!(candidate.kind, ScopeKind::Function(_))
                && candidate.symbols.contains_key(name)
            {
                return id;
            }
            outer = candidate.parent;
        }
        scope
    }

    fn bind_identifier(&mut self, name: &'a Identifier, kind: BindingKind<'a>) {
        self.bind(name.as_str(), span(name), kind);
    }

    /// Visits a target whose names are bound to `whole` where it is a single name, else to parts of it.
    fn visit_target(&mut self, target: &'a Expr, whole: BindingKind<'a>, part: BindingKind<'a>) {
        let single = matches!(target, Expr::Name(_) | Expr::Attribute(_));
        let before = std::mem::replace(&mut self.store, if single { whole } else { part });
        self.visit_expr(target);
        self.store = before;
    }

    /// Parameters are bound inside the function; their defaults and annotations were visited outside.
    fn bind_parameters(&mut self, parameters: &'a Parameters) {
        for parameter in parameters.iter_non_variadic_params() {
            self.bind_identifier(
                &parameter.parameter.name,
                BindingKind::Parameter {
                    annotation: parameter.parameter.annotation(),
                    default: parameter.default(),
                    variadic: false,
                },
            );
        }
        for parameter in parameters.vararg.iter().chain(&parameters.kwarg) {
            self.bind_identifier(
                &parameter.name,
                BindingKind::Parameter {
                    annotation: parameter.annotation(),
                    default: None,
                    variadic: true,
                },
            );
        }
    }

    fn import(
        &mut self,
        alias: &'a Alias,
        from: Option<&'a Identifier>,
        is_from: bool,
        level: u32,
    ) {
        let Some(node) = self.parent else { return };
        let path = match from {
            _ if level > 0 => String::new(),
            Some(module) => format!("{module}.{}", alias.name),
            None => alias.name.to_string(),
        };
        let number = self.model.imports.len();
        self.model.imports.push(Import {
            node,
            alias,
            from: from.map(|module| (module.as_str(), span(module))),
            is_from,
            level,
            path,
            scope: self.scope,
            is_guarded: false,
        });
        let kind = BindingKind::Import(number);
        match &alias.asname {
            Some(name) => self.bind_identifier(name, kind),
            None if alias.name.as_str() == "*" => {}
            None => {
                let name = alias.name.as_str();
                let name = name.split('.').next().unwrap_or(name);
                let start = span(&alias.name).start;
                self.bind(name, Span::new(start, start + name.len()), kind);
            }
        }
    }

    /// Marks the imports that a `try` or an `if` guards.
    fn guard_imports(&mut self) {
        let guarded: Vec<bool> = self
            .model
            .imports
            .iter()
            .map(|import| self.model.guards_import(import.node))
            .collect();
        for (import, is_guarded) in self.model.imports.iter_mut().zip(guarded) {
            import.is_guarded = is_guarded;
        }
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

fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX - 2)
}
