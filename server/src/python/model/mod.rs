//! The one model of a snippet that rules read: its nodes with their parents, its scopes, what each name is bound to,
//! what calls call, and the type of what is certain. Built in one walk of the tree.
//!
//! What it resolves:
//! - names by Python's scoping rules (Language Reference, 4.2.2): functions see enclosing functions and the module but
//!   not the classes between; comprehensions have a scope of their own, `:=` in them binds outside; `global` and
//!   `nonlocal`;
//! - dotted names through imports and their aliases, `from x import *` of the standard library, the imports of other
//!   snippets of the note, and the built-ins: `hq.heappush` after `import heapq as hq` is `heapq.heappush`;
//! - types of literals, of instances of standard classes, of annotated parameters, of `self.x`, where *every* binding
//!   of that name agrees; and of a few methods' results.
//!
//! What it does not: order of execution (a name bound twice to different things is bound to neither), types that
//! depend on a branch (a name that some `isinstance` asks about has none), results of the snippet's own functions, attributes of other objects than
//! `self`, string annotations, `exec`, `globals()`, `setattr`.

mod answers;
mod build;
mod builder;
mod context;
mod guards;
mod names;
pub mod resolve;
mod scope;
#[cfg(test)]
mod tests;
mod types;
mod uses;

use std::cell::{OnceCell, RefCell};

use ruff_python_ast::{Expr, ExprAttribute, ExprCall, HasNodeIndex, ModModule, Stmt};
use ruff_text_size::Ranged;
use rustc_hash::{FxHashMap, FxHashSet};

pub use answers::Answers;
pub use context::Comment;
pub use names::{Bound, Names, NoteNames};
pub use resolve::Call;
pub use scope::{Binding, BindingId, BindingKind, Import, Reference, Scope, ScopeId, ScopeKind};
pub use uses::{Use, is_changing_method};

use crate::python::stdlib;
use crate::text::Span;

/// A node of the tree by its place in `Model::nodes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// A statement or an expression, and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Node<'a> {
    /// The node itself.
    pub syntax: Syntax<'a>,
    /// The statement or expression around it; `None` for a statement of the module.
    pub parent: Option<NodeId>,
    /// The scope it is evaluated in.
    pub scope: ScopeId,
    /// It stands in an annotation.
    pub in_annotation: bool,
}

/// A statement or an expression.
#[derive(Debug, Clone, Copy)]
pub enum Syntax<'a> {
    /// A statement.
    Stmt(&'a Stmt),
    /// An expression.
    Expr(&'a Expr),
}

impl Syntax<'_> {
    /// Where it stands.
    pub fn span(self) -> Span {
        match self {
            Self::Stmt(stmt) => span(stmt),
            Self::Expr(expr) => span(expr),
        }
    }
}

/// `object.name = value`, with what is bound to it.
#[derive(Debug, Clone, Copy)]
pub struct AttributeStore<'a> {
    /// The target.
    pub target: &'a ExprAttribute,
    /// What is bound to it.
    pub kind: BindingKind<'a>,
}

/// The model of one snippet. Every span is of the snippet's `code`.
#[derive(Debug)]
pub struct Model<'a> {
    code: &'a str,
    tree: &'a ModModule,
    nodes: Vec<Node<'a>>,
    scopes: Vec<Scope<'a>>,
    bindings: Vec<Binding<'a>>,
    references: Vec<Reference<'a>>,
    imports: Vec<Import<'a>>,
    attribute_stores: Vec<AttributeStore<'a>>,
    stored_attributes: FxHashSet<&'a str>,
    tested_names: FxHashSet<&'a str>,
    note: Option<&'a NoteNames>,
    calls: OnceCell<Vec<Call<'a>>>,
    comments: OnceCell<Vec<Comment>>,
    known: Known<'a>,
}

/// What is worked out once it is asked for, as many may ask for it.
#[derive(Debug, Default)]
struct Known<'a> {
    /// The modules of the snippet's own star imports, each once.
    stars: OnceCell<Vec<&'a str>>,
    /// The scope that a class, a function or a comprehension opens for what is in it.
    opened: OnceCell<FxHashMap<NodeId, ScopeId>>,
    /// The places that read a name, in order; by index in `Model::references`.
    reads: OnceCell<FxHashMap<&'a str, Vec<usize>>>,
    /// What is imported from each module; by index in `Model::imports`.
    imports: OnceCell<FxHashMap<&'a str, Vec<usize>>>,
    /// Some import is of another library than Python's own.
    third_party: OnceCell<bool>,
    /// What is imported and defined, methods left out.
    definitions: OnceCell<Vec<BindingId>>,
    /// The stores of attributes by name.
    stores: OnceCell<FxHashMap<&'a str, Vec<BindingKind<'a>>>>,
    /// What statements were asked about what they hold, see `guards`.
    guards: RefCell<FxHashMap<(NodeId, guards::Guard), bool>>,
    /// What names with many bindings come to, by the scope that binds them: an import's target.
    targets: RefCell<FxHashMap<(ScopeId, &'a str), Option<String>>>,
    /// The same for their types, and for those of attributes, found in so many steps.
    types: RefCell<FxHashMap<(ScopeId, types::Named<'a>, usize), Option<String>>>,
}

/// From so many bindings of a name on, what they come to is remembered: each place that reads it asks.
const MANY: usize = 8;

impl<'a> Model<'a> {
    /// The model of `tree`, which was parsed from `code`; `note` holds what the snippets of its note bind.
    pub fn new(tree: &'a ModModule, code: &'a str, note: Option<&'a NoteNames>) -> Self {
        build::build(tree, code, note)
    }

    /// The code it models.
    pub fn code(&self) -> &'a str {
        self.code
    }

    /// The statements of the snippet.
    pub fn body(&self) -> &'a [Stmt] {
        &self.tree.body
    }

    /// Every statement and expression with its id, parents before their children, in the order of evaluation.
    pub fn nodes(&self) -> impl Iterator<Item = (NodeId, &Node<'a>)> {
        (0..).map(NodeId).zip(&self.nodes)
    }

    /// Every expression with its id.
    pub fn expressions(&self) -> impl Iterator<Item = (NodeId, &'a Expr)> {
        self.nodes().filter_map(|(id, node)| match node.syntax {
            Syntax::Expr(expr) => Some((id, expr)),
            Syntax::Stmt(_) => None,
        })
    }

    /// Every statement with its id, at whatever depth.
    pub fn statements(&self) -> impl Iterator<Item = (NodeId, &'a Stmt)> {
        self.nodes().filter_map(|(id, node)| match node.syntax {
            Syntax::Stmt(stmt) => Some((id, stmt)),
            Syntax::Expr(_) => None,
        })
    }

    /// The nodes of those statements of the module that touch `range`: what lies in it and what holds it is among them,
    /// found without a look at the rest of the snippet.
    pub fn nodes_near(&self, range: Span) -> impl Iterator<Item = (NodeId, &Node<'a>)> {
        let body = self.body();
        let first = body.partition_point(|stmt| span(stmt).end < range.start);
        let behind = body.partition_point(|stmt| span(stmt).start <= range.end);
        // What is in a statement comes behind it and before the next one.
        let place = |index: usize| {
            let id = body.get(index).and_then(|stmt| self.id(stmt));
            id.map_or(u32::MAX, |NodeId(id)| id)
        };
        (place(first)..place(behind))
            .map_while(|id| Some((NodeId(id), self.nodes.get(id as usize)?)))
    }

    /// The statements that hold `range`, outermost first, found without a look at those beside them.
    pub fn statements_around(&self, range: Span) -> impl Iterator<Item = &'a Stmt> + use<'a> {
        let mut body = self.body();
        std::iter::from_fn(move || {
            let index = body.partition_point(|stmt| span(stmt).end < range.end);
            let stmt = body.get(index).filter(|stmt| span(*stmt).covers(range))?;
            body = uses::block_around(stmt, range).unwrap_or_default();
            Some(stmt)
        })
    }

    /// The statements among [`Model::nodes_near`].
    pub fn statements_near(&self, range: Span) -> impl Iterator<Item = (NodeId, &'a Stmt)> {
        self.nodes_near(range)
            .filter_map(|(id, node)| match node.syntax {
                Syntax::Stmt(stmt) => Some((id, stmt)),
                Syntax::Expr(_) => None,
            })
    }

    /// A node by its id.
    pub fn node(&self, id: NodeId) -> Option<&Node<'a>> {
        self.nodes.get(id.0 as usize)
    }

    /// The id of a statement or expression of this tree: of `&Stmt`, `&Expr` or what is inside of them, such as
    /// `&ExprCall`.
    pub fn id(&self, node: &impl HasNodeIndex) -> Option<NodeId> {
        let id = NodeId(node.node_index().load().as_u32()?);
        self.node(id).is_some().then_some(id)
    }

    /// The scopes; the first is the module's.
    pub fn scopes(&self) -> impl Iterator<Item = (ScopeId, &Scope<'a>)> {
        (0..).map(ScopeId).zip(&self.scopes)
    }

    /// A scope by its id.
    pub fn scope(&self, id: ScopeId) -> Option<&Scope<'a>> {
        self.scopes.get(id.0 as usize)
    }

    /// The scope that a class, a function, a lambda or a comprehension opens for what is in it.
    pub fn scope_opened_by(&self, node: &impl HasNodeIndex) -> Option<(ScopeId, &Scope<'a>)> {
        let opened = self.known.opened.get_or_init(|| {
            // That of its type parameters comes before its own.
            let opened = self.scopes().map(|(id, scope)| (scope.node, id));
            opened.filter_map(|(node, id)| Some((node?, id))).collect()
        });
        let id = *opened.get(&self.id(node)?)?;
        Some((id, self.scope(id)?))
    }

    /// Where the statement or expression stands that opens a scope; all of the code for the module's.
    pub fn scope_span(&self, scope: ScopeId) -> Span {
        let node = self.scope(scope).and_then(|scope| self.node(scope.node?));
        node.map_or_else(|| Span::new(0, self.code.len()), |node| node.syntax.span())
    }

    /// Every binding, in the order of evaluation.
    pub fn bindings(&self) -> &[Binding<'a>] {
        &self.bindings
    }

    /// What the snippet imports and defines, but for what is seen in a class alone, in the order of evaluation.
    pub fn definitions(&self) -> &[BindingId] {
        self.known.definitions.get_or_init(|| {
            let is_definition = |binding: &Binding<'_>| {
                let scope = self.scope(binding.scope);
                matches!(
                    binding.kind,
                    BindingKind::Import(_) | BindingKind::Class(_) | BindingKind::Function(_)
                ) && scope.is_some_and(|scope| !matches!(scope.kind, ScopeKind::Class(_)))
            };
            let all = (0..).map(BindingId).zip(&self.bindings);
            all.filter(|(_, binding)| is_definition(binding))
                .map(|(id, _)| id)
                .collect()
        })
    }

    /// A binding by its id.
    pub fn binding(&self, id: BindingId) -> Option<&Binding<'a>> {
        self.bindings.get(id.0 as usize)
    }

    /// Those of one name's bindings that stand in a statement: statements are evaluated one after the other, so that
    /// theirs come together.
    pub fn bindings_in<'b>(&self, bindings: &'b [BindingId], statement: Span) -> &'b [BindingId] {
        let before = |at: usize| {
            let is_before = |it: &Binding<'_>| it.span.start < at;
            bindings.partition_point(|&id| self.binding(id).is_some_and(is_before))
        };
        let range = before(statement.start)..before(statement.end);
        bindings.get(range).unwrap_or_default()
    }

    /// Every name that is read, in the order of evaluation.
    pub fn references(&self) -> &[Reference<'a>] {
        &self.references
    }

    /// Every place in `within` that reads `name`, in order.
    pub fn reads_in(&self, name: &str, within: Span) -> impl Iterator<Item = &Reference<'a>> {
        let reads = self.known.reads.get_or_init(|| {
            let mut reads: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
            for (index, reference) in self.references.iter().enumerate() {
                reads.entry(reference.name()).or_default().push(index);
            }
            // They come in the order of evaluation.
            let start = |index: &usize| self.references.get(*index).map(|it| it.span().start);
            reads.values_mut().for_each(|of| of.sort_by_key(start));
            reads
        });
        let all = reads.get(name).map_or(&[][..], Vec::as_slice);
        let place = move |index: usize| self.references.get(index);
        let first = all.partition_point(|&index| {
            place(index).is_some_and(|it| it.span().start < within.start)
        });
        let from = all.get(first..).unwrap_or_default().iter();
        from.filter_map(move |&index| place(index))
            .take_while(move |reference| reference.span().start < within.end)
    }

    /// The same for those that mean what `home` binds.
    pub fn reads_of(
        &self,
        name: &str,
        home: ScopeId,
        within: Span,
    ) -> impl Iterator<Item = &Reference<'a>> {
        self.reads_in(name, within).filter(move |reference| {
            let found = self.lookup(reference.name(), reference.scope);
            found.is_some_and(|(scope, _)| scope == home)
        })
    }

    /// Every name that is imported, one entry for each `as` clause.
    pub fn imports(&self) -> &[Import<'a>] {
        &self.imports
    }

    /// The names that one statement imports, in order.
    pub fn imports_of(&self, statement: NodeId) -> &[Import<'a>] {
        let first = self
            .imports
            .partition_point(|import| import.node < statement);
        let behind = self
            .imports
            .partition_point(|import| import.node <= statement);
        self.imports.get(first..behind).unwrap_or_default()
    }

    /// The names that are imported from the module of that name, in order.
    pub fn imports_from(&self, module: &str) -> impl DoubleEndedIterator<Item = &Import<'a>> {
        let by_module = self.known.imports.get_or_init(|| {
            let mut by_module: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
            for (index, import) in self.imports.iter().enumerate() {
                if let Some((module, _)) = import.from {
                    by_module.entry(module).or_default().push(index);
                }
            }
            by_module
        });
        let indices = by_module.get(module).map_or(&[][..], Vec::as_slice);
        indices.iter().filter_map(|&index| self.imports.get(index))
    }

    /// True where it imports something that does not come with Python.
    pub fn imports_third_party(&self) -> bool {
        *self.known.third_party.get_or_init(|| {
            let mut targets = self.imports.iter().map(Import::target);
            targets.any(stdlib::is_third_party)
        })
    }

    /// What is bound to attributes of that name, whatever their objects.
    fn stored_in_attribute(&self, name: &str) -> Option<(&'a str, &[BindingKind<'a>])> {
        let stores = self.known.stores.get_or_init(|| {
            let mut stores: FxHashMap<&str, Vec<BindingKind<'a>>> = FxHashMap::default();
            for store in &self.attribute_stores {
                stores
                    .entry(store.target.attr.as_str())
                    .or_default()
                    .push(store.kind);
            }
            stores
        });
        let (name, stores) = stores.get_key_value(name)?;
        Some((name, stores))
    }

    /// Every attribute that is assigned or deleted.
    pub fn attribute_stores(&self) -> &[AttributeStore<'a>] {
        &self.attribute_stores
    }

    /// True where some object of the snippet is given an attribute of that name.
    pub fn stores_attribute(&self, name: &str) -> bool {
        self.stored_attributes.contains(name)
    }

    /// Every call, in the order of evaluation, with what it calls.
    pub fn calls(&self) -> &[Call<'a>] {
        self.calls.get_or_init(|| self.find_calls())
    }

    /// Every attribute that is read (`x.name`, called or not), with its id.
    pub fn attribute_loads(&self) -> impl Iterator<Item = (NodeId, &'a ExprAttribute)> {
        self.expressions().filter_map(|(id, expr)| match expr {
            Expr::Attribute(attribute) if attribute.ctx.is_load() => Some((id, attribute)),
            _ => None,
        })
    }

    /// Every comment, in order.
    pub fn comments(&self) -> &[Comment] {
        self.comments.get_or_init(|| self.find_comments())
    }

    /// The call that `id` is.
    pub fn call_at(&self, id: NodeId) -> Option<&'a ExprCall> {
        match self.node(id)?.syntax {
            Syntax::Expr(Expr::Call(call)) => Some(call),
            _ => None,
        }
    }
}

/// The span of a node of the tree.
pub fn span(node: &impl Ranged) -> Span {
    Span::new(node.start().to_usize(), node.end().to_usize())
}
