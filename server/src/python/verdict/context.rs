//! The scopes around a place in a snippet: what ruff's checker asks while the tree is walked, see `semantic`.

use std::cell::{OnceCell, RefCell};

use ruff_python_ast::PythonVersion;
use ruff_text_size::TextRange;
use rustc_hash::{FxHashMap, FxHashSet};

use super::semantic::{Issue, span};
use crate::python::syntax::semantic_errors::{
    LazyImportContext, SemanticSyntaxContext, SemanticSyntaxError,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Class,
    Function { is_async: bool },
    Lambda,
    Comprehension { is_async: bool },
    Generator,
}

#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub kind: ScopeKind,
    pub loops: usize,
    pub parameters: FxHashSet<&'a str>,
    /// Names declared global here, with the place of the first declaration.
    pub globals: FxHashMap<&'a str, TextRange>,
    /// Names that functions inside may declare nonlocal.
    pub bound: FxHashSet<&'a str>,
    /// Names met so far, where something here is declared.
    pub seen: FxHashSet<&'a str>,
}

impl Scope<'_> {
    pub fn new(kind: ScopeKind) -> Self {
        Self {
            kind,
            loops: 0,
            parameters: FxHashSet::default(),
            globals: FxHashMap::default(),
            bound: FxHashSet::default(),
            seen: FxHashSet::default(),
        }
    }
}

pub(super) struct Context<'a> {
    pub source: &'a str,
    pub version: PythonVersion,
    /// Whether there is any `global` or `nonlocal`, without which names need not be tracked.
    pub declares: bool,
    pub future_annotations: OnceCell<bool>,
    pub scopes: Vec<Scope<'a>>,
    /// With whether each stands in no function and no class.
    pub found: RefCell<Vec<(SemanticSyntaxError, bool)>>,
    pub own: Vec<Issue>,
}

impl<'a> Context<'a> {
    pub fn scope(&mut self) -> Option<&mut Scope<'a>> {
        self.scopes.last_mut()
    }

    pub fn report(&mut self, range: TextRange, message: impl Into<String>) {
        self.own.push(Issue {
            span: span(range),
            message: message.into(),
            mistake: true,
        });
    }

    pub fn see(&mut self, name: &'a str) {
        if self.declares
            && let Some(scope) = self.scope()
        {
            scope.seen.insert(name);
        }
    }

    /// `__debug__` is a constant: nothing may bind it (language reference, 6.2.1 and built-in constants).
    pub fn refuse_debug(&mut self, name: &str, range: TextRange) {
        if name == "__debug__" {
            self.report(range, "`__debug__` is a constant: it cannot be assigned");
        }
    }
}

impl SemanticSyntaxContext for Context<'_> {
    fn future_annotations_or_stub(&self) -> bool {
        // Every function asks.
        *self.future_annotations.get_or_init(|| {
            let import = "from __future__ import annotations";
            self.source.contains(import)
        })
    }

    // `lazy` is newer than every version that can be configured, so it is refused as such.
    fn lazy_import_context(&self) -> Option<LazyImportContext> {
        None
    }

    fn python_version(&self) -> PythonVersion {
        self.version
    }

    fn source(&self) -> &str {
        self.source
    }

    fn global(&self, name: &str) -> Option<TextRange> {
        self.scopes.last()?.globals.get(name).copied()
    }

    fn has_nonlocal_binding(&self, name: &str) -> bool {
        self.scopes
            .iter()
            .rev()
            .skip(1)
            .any(|scope| scope.bound.contains(name))
    }

    fn in_async_context(&self) -> bool {
        for scope in self.scopes.iter().rev() {
            match scope.kind {
                ScopeKind::Class | ScopeKind::Lambda => return false,
                ScopeKind::Function { is_async } => return is_async,
                ScopeKind::Module | ScopeKind::Comprehension { .. } | ScopeKind::Generator => {}
            }
        }
        false
    }

    fn in_await_allowed_context(&self) -> bool {
        for scope in self.scopes.iter().rev() {
            match scope.kind {
                ScopeKind::Class => return false,
                ScopeKind::Function { .. } | ScopeKind::Lambda => return true,
                ScopeKind::Module | ScopeKind::Comprehension { .. } | ScopeKind::Generator => {}
            }
        }
        false
    }

    fn in_yield_allowed_context(&self) -> bool {
        matches!(
            self.scopes.last().map(|scope| scope.kind),
            Some(ScopeKind::Function { .. } | ScopeKind::Lambda)
        )
    }

    fn in_sync_comprehension(&self) -> bool {
        self.scopes
            .iter()
            .any(|scope| scope.kind == ScopeKind::Comprehension { is_async: false })
    }

    fn in_class_body_comprehension(&self) -> bool {
        for scope in self.scopes.iter().rev() {
            match scope.kind {
                ScopeKind::Class => return true,
                ScopeKind::Comprehension { .. } | ScopeKind::Generator => {}
                ScopeKind::Module | ScopeKind::Function { .. } | ScopeKind::Lambda => return false,
            }
        }
        false
    }

    fn in_module_scope(&self) -> bool {
        self.scopes.len() == 1
    }

    fn in_function_scope(&self) -> bool {
        matches!(
            self.scopes.last().map(|scope| scope.kind),
            Some(ScopeKind::Function { .. })
        )
    }

    fn in_generator_context(&self) -> bool {
        self.scopes
            .iter()
            .any(|scope| scope.kind == ScopeKind::Generator)
    }

    fn in_notebook(&self) -> bool {
        false
    }

    fn report_semantic_error(&self, error: SemanticSyntaxError) {
        let at_top = !self
            .scopes
            .iter()
            .any(|scope| matches!(scope.kind, ScopeKind::Class | ScopeKind::Function { .. }));
        self.found.borrow_mut().push((error, at_top));
    }

    fn in_loop_context(&self) -> bool {
        self.scopes.last().is_some_and(|scope| scope.loops > 0)
    }

    fn is_bound_parameter(&self, name: &str) -> bool {
        self.scopes
            .last()
            .is_some_and(|scope| scope.parameters.contains(name))
    }
}
