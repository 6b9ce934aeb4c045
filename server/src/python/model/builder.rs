//! What the walk writes down: nodes, scopes, bindings and imports.

use ruff_python_ast::{Alias, Expr, HasNodeIndex, Identifier, NodeIndex, Parameters};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    Binding, BindingId, BindingKind, Import, Model, Node, NodeId, Scope, ScopeId, ScopeKind,
    Syntax, span,
};
use crate::text::Span;

/// A model in the making, and where the walk is.
pub(super) struct Builder<'a> {
    pub(super) model: Model<'a>,
    pub(super) parent: Option<NodeId>,
    pub(super) scope: ScopeId,
    /// What the names of the target being visited are bound to.
    pub(super) store: BindingKind<'a>,
    pub(super) in_annotation: bool,
}

impl<'a> Builder<'a> {
    /// Opens a scope inside the current one and gives back the one that was current.
    pub(super) fn open(&mut self, kind: ScopeKind<'a>, node: Option<NodeId>) -> ScopeId {
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

    pub(super) fn enter(&mut self, syntax: Syntax<'a>, node: &impl HasNodeIndex) -> NodeId {
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

    pub(super) fn bind(&mut self, name: &'a str, span: Span, kind: BindingKind<'a>) {
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

    pub(super) fn bind_identifier(&mut self, name: &'a Identifier, kind: BindingKind<'a>) {
        self.bind(name.as_str(), span(name), kind);
    }

    /// Parameters are bound inside the function; their defaults and annotations were visited outside.
    pub(super) fn bind_parameters(&mut self, parameters: &'a Parameters) {
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

    pub(super) fn import(
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
    pub(super) fn guard_imports(&mut self) {
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
}

fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX - 2)
}
