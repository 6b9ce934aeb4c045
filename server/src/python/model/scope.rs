//! Scopes, what they bind, and the search of a name through them.

use ruff_python_ast::{
    Alias, Expr, ExprLambda, ExprName, StmtAugAssign, StmtClassDef, StmtFunctionDef,
};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Model, NodeId};
use crate::text::Span;

/// A scope by its place in `Model::scopes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScopeId(pub(super) u32);

impl ScopeId {
    /// The module's.
    pub const MODULE: Self = Self(0);
}

/// A binding by its place in `Model::bindings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BindingId(pub(super) u32);

/// A scope with the names bound in it.
#[derive(Debug)]
pub struct Scope<'a> {
    /// What opens it.
    pub kind: ScopeKind<'a>,
    /// The scope around it.
    pub parent: Option<ScopeId>,
    /// The statement or expression that opens it; `None` for the module.
    pub node: Option<NodeId>,
    pub(super) symbols: FxHashMap<&'a str, Vec<BindingId>>,
    pub(super) globals: FxHashSet<&'a str>,
    pub(super) nonlocals: FxHashSet<&'a str>,
}

/// What opens a scope.
#[derive(Debug, Clone, Copy)]
pub enum ScopeKind<'a> {
    /// The snippet itself.
    Module,
    /// A class body.
    Class(&'a StmtClassDef),
    /// A function body, async or not.
    Function(&'a StmtFunctionDef),
    /// A lambda.
    Lambda(&'a ExprLambda),
    /// A comprehension or generator expression.
    Comprehension,
    /// The type parameters of a generic function, class or alias; around its own scope.
    TypeParameters,
}

/// One place that binds a name.
#[derive(Debug, Clone, Copy)]
pub struct Binding<'a> {
    /// The name.
    pub name: &'a str,
    /// The name where it is bound.
    pub span: Span,
    /// What it is bound to.
    pub kind: BindingKind<'a>,
    /// The scope it is bound in, `global` and `nonlocal` heeded.
    pub scope: ScopeId,
    /// The statement or expression that binds it.
    pub node: Option<NodeId>,
}

/// What a name is bound to.
#[derive(Debug, Clone, Copy)]
pub enum BindingKind<'a> {
    /// An import; index in `Model::imports`.
    Import(usize),
    /// A class.
    Class(&'a StmtClassDef),
    /// A function, async or not.
    Function(&'a StmtFunctionDef),
    /// A parameter; `*args` and `**kwargs` are `variadic`.
    Parameter {
        /// `: annotation`.
        annotation: Option<&'a Expr>,
        /// `= default`.
        default: Option<&'a Expr>,
        /// `*args` or `**kwargs`.
        variadic: bool,
    },
    /// `name = value`, `a = name = value`, `(name := value)`: this whole value.
    Assignment(&'a Expr),
    /// `name: annotation = value`.
    Annotated {
        /// `: annotation`.
        annotation: &'a Expr,
        /// `= value`.
        value: Option<&'a Expr>,
    },
    /// `name += value`.
    Augmented(&'a StmtAugAssign),
    /// `a, name = …`, `[a, *name] = …`: part of a value.
    Unpacked,
    /// The target of a `for` or of a comprehension's `for`, whole or unpacked.
    Loop,
    /// `with expression as name`.
    With(&'a Expr),
    /// `except … as name`.
    Exception,
    /// A capture of a `match` pattern.
    Capture,
    /// `[T]` of a generic class, function or alias.
    TypeParameter,
    /// `type name = …`.
    TypeAlias,
    /// `del name`.
    Deleted,
}

/// One imported name.
#[derive(Debug, Clone)]
pub struct Import<'a> {
    /// The statement.
    pub node: NodeId,
    /// `as` clause by `as` clause; `*` for a star import.
    pub alias: &'a Alias,
    /// The module of `from module import …` as written, with its span; `None` for `import …` and `from . import …`.
    pub from: Option<(&'a str, Span)>,
    /// True for `from … import`.
    pub is_from: bool,
    /// Leading dots: above 0 for relative imports.
    pub level: u32,
    /// The dotted name that the alias names: `collections.deque`, `os.path`; empty for a relative import.
    pub path: String,
    /// The scope it is bound in.
    pub scope: ScopeId,
    /// It stands in a `try` that catches an import's failure (either side), or under `if TYPE_CHECKING` or a check of
    /// the version: a compatibility import, never wrong.
    pub is_guarded: bool,
}

impl Import<'_> {
    /// True for `from module import *`.
    pub fn is_star(&self) -> bool {
        self.alias.name.as_str() == "*"
    }

    /// What the bound name stands for: `import os.path` binds `os` to `os`, `import os.path as p` binds `p` to
    /// `os.path`.
    pub fn target(&self) -> &str {
        if self.is_from || self.alias.asname.is_some() {
            return &self.path;
        }
        self.path.split('.').next().unwrap_or("")
    }
}

/// A name that is read.
#[derive(Debug, Clone, Copy)]
pub struct Reference<'a> {
    /// The expression.
    pub expr: &'a ExprName,
    /// Its id.
    pub id: NodeId,
    /// The scope it is read in.
    pub scope: ScopeId,
    /// It stands in an annotation.
    pub in_annotation: bool,
}

impl<'a> Reference<'a> {
    /// The name.
    pub fn name(&self) -> &'a str {
        self.expr.id.as_str()
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        super::span(self.expr)
    }
}

impl<'a> Scope<'a> {
    /// The names bound in this scope, in no particular order.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.symbols.keys().copied()
    }

    /// Every binding of `name` in this scope, in the order of evaluation.
    pub fn bindings(&self, name: &str) -> &[BindingId] {
        self.symbols.get(name).map_or(&[], Vec::as_slice)
    }

    fn is_class(&self) -> bool {
        matches!(self.kind, ScopeKind::Class(_))
    }
}

impl<'a> Model<'a> {
    /// The scope where `name`, read in `scope`, is bound, with every binding of it there; `None` where the snippet
    /// does not bind it.
    pub fn lookup(&self, name: &str, scope: ScopeId) -> Option<(ScopeId, &[BindingId])> {
        let mut current = Some(scope);
        while let Some(id) = current {
            let here = self.scope(id)?;
            if here.globals.contains(name) {
                let bindings = self.scope(ScopeId::MODULE)?.bindings(name);
                return (!bindings.is_empty()).then_some((ScopeId::MODULE, bindings));
            }
            let bindings = here.bindings(name);
            // The body of a class is seen from its own statements alone.
            let visible = id == scope || !here.is_class() || self.is_first_iterable(scope, id);
            if !bindings.is_empty() && visible {
                return Some((id, bindings));
            }
            current = here.parent;
        }
        None
    }

    /// A name read by a comprehension of a class body is looked up in that body too: only its first iterable is
    /// (Language Reference, 6.2.4), but to doubt less is to be wrong more often.
    fn is_first_iterable(&self, scope: ScopeId, class: ScopeId) -> bool {
        let mut current = self.scope(scope);
        while let Some(here) = current {
            if !matches!(here.kind, ScopeKind::Comprehension) {
                return false;
            }
            if here.parent == Some(class) {
                return true;
            }
            current = here.parent.and_then(|parent| self.scope(parent));
        }
        false
    }

    /// The scope where a read name is bound, with every binding of it there.
    pub(super) fn lookup_of(&self, name: &ExprName) -> Option<(ScopeId, &[BindingId])> {
        let node = self.id(name).and_then(|id| self.node(id));
        let scope = node.map_or(ScopeId::MODULE, |node| node.scope);
        self.lookup(name.id.as_str(), scope)
    }

    /// Every binding that a read name may mean; empty where the snippet does not bind it.
    pub fn bindings_of(&self, name: &ExprName) -> impl Iterator<Item = &Binding<'a>> {
        self.lookup_of(name)
            .map_or(&[][..], |(_, bindings)| bindings)
            .iter()
            .filter_map(|&id| self.binding(id))
    }

    /// The one binding of a read name; `None` where there is none or more than one.
    pub fn only_binding(&self, name: &ExprName) -> Option<&Binding<'a>> {
        let mut bindings = self.bindings_of(name);
        bindings.next().filter(|_| bindings.next().is_none())
    }

    /// True where the snippet itself binds the name of a reference.
    pub fn is_bound(&self, reference: &Reference<'a>) -> bool {
        self.lookup(reference.name(), reference.scope).is_some()
    }
}
