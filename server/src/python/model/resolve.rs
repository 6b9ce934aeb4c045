//! Dotted names: what an expression names, through imports and their aliases.

use std::sync::LazyLock;

use ruff_python_ast::{Expr, ExprCall, ExprName};
use rustc_hash::FxHashSet;

use super::{BindingId, BindingKind, Bound, MANY, Model, NodeId};
use crate::python::stdlib;

/// A call, and what it calls.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    /// The call.
    pub expr: &'a ExprCall,
    /// Its id.
    pub id: NodeId,
    /// The dotted name of what is called: `heapq.heappush`, `builtins.len`; `None` where it is not known.
    pub callee: Option<String>,
    /// For `object.method(…)` on an object whose type is certain: the dotted name of its class, `collections.deque`.
    pub receiver: Option<String>,
}

impl<'a> Call<'a> {
    /// True where the dotted name of what is called is `name`.
    pub fn calls(&self, name: &str) -> bool {
        self.callee.as_deref() == Some(name)
    }

    /// The name after the last dot of what is called, with the object before it.
    pub fn method(&self) -> Option<(&'a Expr, &'a str)> {
        match &*self.expr.func {
            Expr::Attribute(attribute) => Some((&attribute.value, attribute.attr.as_str())),
            _ => None,
        }
    }

    /// True for `object.name(…)` where the object is certainly of the class with that dotted name.
    pub fn calls_method(&self, class: &str, name: &str) -> bool {
        self.receiver.as_deref() == Some(class)
            && self.method().is_some_and(|(_, method)| method == name)
    }
}

impl<'a> Model<'a> {
    /// The dotted name that an expression names: `collections.deque` for `deque` after `from collections import
    /// deque`, `builtins.len` for `len`; `None` where it is no name, or a name bound to something else.
    pub fn resolve(&self, expr: &Expr) -> Option<String> {
        let mut attributes = Vec::new();
        let mut object = expr;
        while let Expr::Attribute(attribute) = object {
            attributes.push(attribute.attr.as_str());
            object = &attribute.value;
        }
        let Expr::Name(name) = object else {
            return None;
        };
        let mut dotted = self.resolve_name(name)?;
        for attribute in attributes.iter().rev() {
            dotted.push('.');
            dotted.push_str(attribute);
        }
        Some(dotted)
    }

    /// The same for a bare name.
    pub fn resolve_name(&self, name: &ExprName) -> Option<String> {
        let Some((home, bindings)) = self.lookup_of(name) else {
            return self.resolve_unbound(name.id.as_str());
        };
        let first = self.binding(*bindings.first()?)?;
        if bindings.len() < MANY {
            return self.target_of(bindings).map(str::to_owned);
        }
        let mut targets = self.known.targets.borrow_mut();
        let target = targets.entry((home, first.name));
        let target = target.or_insert_with(|| self.target_of(bindings).map(str::to_owned));
        target.clone()
    }

    /// What bindings of a name import, where all import the same.
    fn target_of(&self, bindings: &[BindingId]) -> Option<&str> {
        let mut target = None;
        for binding in bindings.iter().filter_map(|&id| self.binding(id)) {
            let BindingKind::Import(index) = binding.kind else {
                return None;
            };
            let import = self.imports.get(index).filter(|import| import.level == 0)?;
            match target {
                Some(target) if target != import.target() => return None,
                _ => target = Some(import.target()),
            }
        }
        target
    }

    /// A name that the snippet does not bind: of a star import, of another snippet, or built in.
    fn resolve_unbound(&self, name: &str) -> Option<String> {
        match self.note.and_then(|note| note.get(name)) {
            Some(Bound::Import(target)) => return Some(target.clone()),
            Some(_) => return None,
            None => {}
        }
        for module in self.star_modules() {
            let module = stdlib::module(module)?;
            if module.member(name).is_some() {
                return Some(format!("{}.{name}", module.name()));
            }
        }
        is_builtin(name).then(|| format!("builtins.{name}"))
    }

    /// The modules of `from … import *` here and in the rest of the note; empty names are relative.
    pub fn star_modules(&self) -> impl Iterator<Item = &str> {
        let here = self.known.stars.get_or_init(|| {
            let stars = self.imports.iter().filter(|import| import.is_star());
            let modules = stars.map(|import| match import.from {
                Some((module, _)) if import.level == 0 => module,
                _ => "",
            });
            let mut seen = FxHashSet::default();
            modules.filter(|module| seen.insert(*module)).collect()
        });
        let elsewhere = self.note.into_iter().flat_map(|note| note.stars());
        here.iter().copied().chain(elsewhere)
    }

    /// True where `name` may be brought by a star import.
    pub fn is_maybe_starred(&self, name: &str) -> bool {
        self.star_modules().any(|module| {
            stdlib::module(module)
                .is_none_or(|module| module.is_dynamic() || module.member(name).is_some())
        })
    }

    pub(super) fn find_calls(&self) -> Vec<Call<'a>> {
        self.expressions()
            .filter_map(|(id, expr)| {
                let Expr::Call(call) = expr else { return None };
                let callee = self.resolve(&call.func);
                let receiver = match &*call.func {
                    Expr::Attribute(attribute) if callee.is_none() => {
                        self.type_of(&attribute.value)
                    }
                    _ => None,
                };
                Some(Call {
                    expr: call,
                    id,
                    callee,
                    receiver,
                })
            })
            .collect()
    }
}

/// True for a name that Python 3 has without an import.
pub fn is_builtin(name: &str) -> bool {
    BUILTINS.contains(name)
}

/// The names that Python 3 has without an import, in no particular order.
pub fn builtins() -> impl Iterator<Item = &'static str> {
    BUILTINS.iter().copied()
}

/// Every name of every snippet is looked up here.
static BUILTINS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    stdlib::module("builtins")
        .into_iter()
        .flat_map(stdlib::Module::members)
        .map(stdlib::Member::name)
        .collect()
});

/// A dotted name cut where its module ends: `os.path.join` is `join` of `os.path`. The rest may be dotted itself.
pub fn split_module(dotted: &str) -> Option<(stdlib::Module, &str)> {
    let mut end = dotted.len();
    while let Some(dot) = dotted.get(..end).and_then(|head| head.rfind('.')) {
        let (module, rest) = (dotted.get(..dot)?, dotted.get(dot + 1..)?);
        if let Some(module) = stdlib::module(module) {
            return Some((module, rest));
        }
        end = dot;
    }
    None
}
