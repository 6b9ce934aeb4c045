//! `misspelt-name`: a name that nothing binds, one slip away from one that is imported, defined or built in.

use ruff_python_ast::{Expr, Stmt};

use super::on_purpose::is_on_purpose;
use super::{Check, Code, Group, Rule, suggestion};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{Binding, BindingKind, Model, Reference, Syntax, resolve, span};
use crate::python::snippet::{Kind, Verdict};
use crate::python::stdlib;
use crate::text::{Span, spelling};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("misspelt-name"),
    group: Group::Names,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("misspelt-name.md"),
    checks: &[Check::Snippet(check)],
};

/// Among more definitions than a snippet of notes has, any name is near to some other.
const MOST_DEFINITIONS: usize = 500;

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for reference in unbound(code) {
        let Some(meant) = meant(code, reference) else {
            continue;
        };
        let span = reference.span();
        if is_on_purpose(code, span) {
            continue;
        }
        let message = format!(
            "Nothing is called `{}` here; did you mean `{meant}`?",
            reference.name()
        );
        let fix = Fix::safe(format!("Replace with `{meant}`"), span, meant);
        found.push(RULE.finding(span, message).with_fix(fix));
    }
}

/// The names that a snippet reads and that nothing in the note binds; none where too much of the snippet is unknown.
pub(super) fn unbound<'c>(code: &Code<'c>) -> impl Iterator<Item = &'c Reference<'c>> {
    // Code that is run from a string binds what it likes.
    let runs_strings = code.model.calls().iter().any(|call| {
        matches!(
            call.callee.as_deref(),
            Some("builtins.exec" | "builtins.globals" | "builtins.locals" | "builtins.vars")
        )
    });
    let is_known = code.snippet.verdict == Verdict::Ok
        && code.snippet.kind != Kind::Python2
        && !runs_strings;
    let (model, names) = (code.model, &code.subject.names);
    model.references().iter().filter(move |reference| {
        let name = reference.name();
        is_known
            && !name.starts_with('_')
            && !matches!(name, "self" | "cls")
            && !model.is_bound(reference)
            && !names.may_bind(name)
            && !resolve::is_builtin(name)
            && stdlib::python2_builtin(name).is_none()
            && !model.is_maybe_starred(name)
            && !model.is_caught(reference.id, &["NameError"])
    })
}

/// The one name that an unbound one misspells.
pub(super) fn meant<'c>(code: &Code<'c>, reference: &Reference<'c>) -> Option<String> {
    let name = reference.name();
    if let Some(meant) = constant(code, reference).or_else(|| own_object(code, reference)) {
        return Some(meant.to_owned());
    }
    let place = Place::of(code.model, reference);
    let definitions = code.model.definitions();
    if definitions.len() > MOST_DEFINITIONS {
        return None;
    }
    let here = definitions.iter().filter_map(|&id| {
        let binding = code.model.binding(id)?;
        let meaning = match binding.kind {
            BindingKind::Import(index) => {
                let import = code.model.imports().get(index)?;
                imported(import.target(), import.is_from)?
            }
            _ => Meaning::Thing(None),
        };
        Some((binding.name, meaning))
    });
    // What other snippets define is too much to be near to.
    let imports = code.subject.names.imports_near(name);
    let elsewhere = imports.filter_map(|(name, target)| {
        Some((name, imported(target, target.contains('.'))?))
    });
    let mut near: Vec<&str> = here
        .chain(elsewhere)
        .filter(|(candidate, _)| !candidate.starts_with('_'))
        .filter(|(candidate, meaning)| match (place, meaning) {
            (Place::Object(attribute), Meaning::Module(module)) => {
                module.member(attribute).is_some()
                    && (is_slip(name, candidate)
                        || name.eq_ignore_ascii_case(candidate)
                        || suggestion::is_plural(name, candidate)
                        || is_told_by(attribute, name, candidate))
            }
            (Place::Object(attribute), Meaning::Thing(Some(class))) => {
                class.attribute(attribute).is_some()
                    && (is_slip(name, candidate) || is_recased(name, candidate))
                    // A variable is called like its class, in small letters.
                    && name.contains(char::is_uppercase)
            }
            (Place::Thing, Meaning::Thing(_)) => {
                is_slip(name, candidate)
                    || is_recased(name, candidate)
                    || (is_wild_slip(name, candidate) || suggestion::is_plural(name, candidate))
                        && is_imported_in_vain(code.model, candidate)
                        && !are_neighbours(name, candidate)
            }
            _ => false,
        })
        .map(|(candidate, _)| candidate)
        .collect();
    near.sort_unstable();
    near.dedup();
    match near.as_slice() {
        [] => {}
        [candidate] => return Some((*candidate).to_owned()),
        _ => return None,
    }
    // What has a home wants its import.
    if place != Place::Thing || !stdlib::where_is(name).is_empty() {
        return None;
    }
    let near = spelling::nearest(name, resolve::builtins(), 1)?;
    (is_typing_slip(name, near) || is_capital_of_function(name, near)).then(|| near.to_owned())
}

/// `true`, `false` and `null` of other languages, but for what was pasted from JSON.
fn constant(code: &Code<'_>, reference: &Reference<'_>) -> Option<&'static str> {
    let meant = match reference.name() {
        "true" => "True",
        "false" => "False",
        "none" | "null" | "nil" => "None",
        // Letters that changed places: `ture`, `Flase`.
        name => ["True", "False", "None"]
            .into_iter()
            .find(|constant| {
                let (name, constant) = (name.to_lowercase(), constant.to_lowercase());
                suggestion::is_swap(&name, &constant) && spelling::distance(&name, &constant) == 1
            })?,
    };
    let in_display = code.model.ancestors(reference.id).any(|(_, syntax)| {
        matches!(syntax, Syntax::Expr(Expr::Dict(_) | Expr::List(_) | Expr::Set(_)))
    });
    (!in_display).then_some(meant)
}

/// `slef` in a method.
fn own_object(code: &Code<'_>, reference: &Reference<'_>) -> Option<&'static str> {
    let function = code.model.enclosing_function(reference.id)?;
    let first = function.parameters.iter_non_variadic_params().next()?;
    (first.name().as_str() == "self" && suggestion::is_swap(reference.name(), "self")).then_some("self")
}

/// What an import brings; `None` for a module that is not known.
fn imported(target: &str, is_from: bool) -> Option<Meaning> {
    match stdlib::module(target) {
        Some(module) => Some(Meaning::Module(module)),
        None => is_from.then(|| {
            let class = resolve::split_module(target)
                .and_then(|(module, name)| module.member(name)?.class());
            Meaning::Thing(class)
        }),
    }
}

/// What a bound name may stand for.
#[derive(Debug, Clone, Copy)]
enum Meaning {
    /// A class or function, or what a module offers; the class, where it is a standard one.
    Thing(Option<stdlib::Class>),
    /// A standard module.
    Module(stdlib::Module),
}

/// How a name is used: fragments leave their variables undefined, but not the things that they call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'a> {
    /// It is called, or stands where a class does: in an annotation, among bases, after `except` or `raise`.
    Thing,
    /// This attribute of it is read.
    Object(&'a str),
    /// Anything else.
    Variable,
}

impl<'a> Place<'a> {
    /// How a reference is used.
    pub(super) fn of(model: &Model<'a>, reference: &Reference<'a>) -> Self {
        if reference.in_annotation {
            return Self::Thing;
        }
        let parent = model.node(reference.id).and_then(|node| node.parent);
        match parent.and_then(|id| model.node(id)).map(|node| node.syntax) {
            Some(Syntax::Expr(Expr::Attribute(attribute))) => {
                Self::Object(attribute.attr.as_str())
            }
            Some(Syntax::Expr(Expr::Call(call))) if is_same(&call.func, reference) => Self::Thing,
            Some(Syntax::Stmt(Stmt::ClassDef(_) | Stmt::Raise(_) | Stmt::Try(_))) => Self::Thing,
            // As a decorator: what else is evaluated around a function stands behind its name.
            Some(Syntax::Stmt(Stmt::FunctionDef(function)))
                if reference.span().end < span(&function.name).start =>
            {
                Self::Thing
            }
            _ => Self::Variable,
        }
    }
}

fn is_same(expr: &Expr, reference: &Reference<'_>) -> bool {
    matches!(expr, Expr::Name(name) if std::ptr::eq(name, reference.expr))
}

/// One slip between two words long enough for it; a plural is another word.
fn is_slip(name: &str, candidate: &str) -> bool {
    let long_enough = match name.chars().count() {
        0..=3 => false,
        4 => suggestion::is_swap(name, candidate),
        _ => true,
    };
    long_enough
        && !suggestion::is_plural(name, candidate)
        && !is_numbered(name, candidate)
        && spelling::distance(name, candidate) == 1
}

/// One slip in a short name for a module, told by what is read of it: `heap.heapify` for `heapq.heapify`.
fn is_told_by(attribute: &str, name: &str, candidate: &str) -> bool {
    attribute.len() >= 5
        && name.len() >= 3
        && !is_numbered(name, candidate)
        && spelling::distance(name, candidate) == 1
}

/// Two slips, as of `dequeue` for `deque`: too many for a name that is used elsewhere.
fn is_wild_slip(name: &str, candidate: &str) -> bool {
    name.len() >= 6 && spelling::distance(name, candidate) == 2 && name.get(..3) == candidate.get(..3)
}

/// True for `field` and `fields`, which one module has: it is the import that is missing.
fn are_neighbours(name: &str, candidate: &str) -> bool {
    let homes = stdlib::where_is(candidate);
    stdlib::where_is(name)
        .iter()
        .any(|home| homes.iter().any(|other| other.name() == home.name()))
}

/// True for a name that the snippet imports and never reads: what is near to it may be all it was imported for.
fn is_imported_in_vain(model: &Model<'_>, name: &str) -> bool {
    let is_import = |binding: &Binding<'_>| {
        binding.name == name && matches!(binding.kind, BindingKind::Import(_))
    };
    model.bindings().iter().any(is_import)
        && model.reads_in(name, Span::new(0, model.code().len())).next().is_none()
}

/// `Print(x)`, `Len(x)`: most built-in functions have a class of some framework for a namesake, these have none.
fn is_capital_of_function(name: &str, builtin: &str) -> bool {
    matches!(builtin, "print" | "len" | "sorted" | "isinstance") && name.eq_ignore_ascii_case(builtin)
}

/// True for `copy1` and `copy_` beside `copy`, `copy2` beside `copy1` and `step_b` beside `step_a`: another one, called so
/// on purpose.
fn is_numbered(name: &str, candidate: &str) -> bool {
    let digit = |c: char| c.is_ascii_digit() || c == '_';
    let letter = |name: &str| {
        name.rsplit_once('_')
            .is_some_and(|(_, last)| last.chars().count() == 1)
    };
    name.ends_with(digit)
        && (!candidate.ends_with(digit)
            || name.trim_end_matches(digit) == candidate.trim_end_matches(digit))
        || letter(name) && letter(candidate)
}

/// The same letters in other cases.
fn is_recased(name: &str, candidate: &str) -> bool {
    name.len() >= 4 && name != candidate && candidate.eq_ignore_ascii_case(name)
}

/// One slip that gives no other word: `point` is no misspelt `print`, and `reverse` no `reversed`.
fn is_typing_slip(name: &str, builtin: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (name.chars().collect(), builtin.chars().collect());
    let same_end = a.last() == b.last() && a.first() == b.first();
    let mut single = a.clone();
    single.dedup();
    let is_doubled = a.len() >= 4 && single == b;
    suggestion::is_swap(name, builtin)
        || is_doubled
        || (a.len() >= 5 && a.len() != b.len() && same_end) || a.len() >= 8
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_python, fixed_python};

    const ID: &str = "misspelt-name";

    #[test]
    fn bad() {
        check_python(ID, "from collections import Counter\n«counter»(nums)\n");
        check_python(ID, "from collection import Counter\nsorted(«counter»(nums).items())\n");
        check_python(ID, "from collections import defaultdict\nd = «defualtdict»(list)\n");
        check_python(ID, "import heapq\n«heaqp».heappush(h, 1)\n");
        check_python(ID, "«pritn»('x')\nfor i in «rnage»(3): ...\n«isinstence»(x, int)\n");
        check_python(ID, "from typing import Optional\ndef f(x: «Optonal»[int]): ...\n");
        check(ID, "```python\nfrom collections import OrderedDict\n```\n\n```python\nd = «orderedDict»()\n```\n");
        check_python(ID, "try: ...\nexcept «ValuError»: ...\n");
        check_python(ID, "from datetime import datetime\nnow = «Datetime».now()\n");
        check_python(ID, "from dataclasses import dataclass\n@«dataclas»\nclass A: ...\n");
        check_python(ID, "import itertools\n«itertool».chain(a, b)\n");
        check_python(ID, "from collections import deque\nq = «dequeue»([1])\n");
        check_python(ID, "import heapq\n«heap».heapify(nums)\n");
        check_python(ID, "print(«lenn»(xs))\n«Print»(xs)\nif x == «true»:\n    pass\n");
        check_python(ID, "import math\n«Math».sqrt(4)\n");
        check_python(ID, "from functools import wraps\n@«wrap»(f)\ndef g(): ...\n");
        check_python(ID, "def f():\n    return «ture»\n");
        check_python(ID, "class A:\n    def f(self):\n        return «slef».x\n");
        check_python(ID, "from datetime import datetime\n«dateTime».now()\n");
    }

    #[test]
    fn good() {
        check_python(ID, "from collections import Counter\nCounter(nums)\n");
        check_python(ID, "from collections import Counter\ncounter = Counter(nums)\ncounter.items()\n");
        check_python(ID, "def node(x): ...\nclass Node: ...\nnode(1)\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        // Fragments leave variables undefined.
        check_python(ID, "from queue import Queue\nqueue.append(x)\nfor num in nums: ...\n");
        check_python(ID, "import heapq\nheapq.heappush(heap, 1)\nheaps = [heap]\n");
        check_python(ID, "point(1, 2)\nreverse(url)\ntext('x')\nsort(xs)\n");
        check_python(ID, "from collections import Counter\nfrom mine import *\ncounter(x)\n");
        check(ID, "```python\nfrom collections import Counter\ncounter(x)\n```\n\n```python\ndef counter(xs): ...\n```\n");
        check_python(ID, "pritn('x')  # NameError\n");
        check_python(ID, "class A:\n    def options(self): ...\nOptions(1)\n");
        check_python(ID, "def test1(): ...\ntest2()\ndef step_a(): ...\nstep_b()\n");
        check_python(ID, "from collections import Counter\nexec('counter = Counter')\ncounter(x)\n");
        check_python(ID, "import stock\nStock('x')\ndef f(c: Callable): ...\n");
        check_python(ID, "from datetime import Date\ndate.today()\n");
        check_python(ID, "from collections import deque\nq = deque()\ndequeue(q)\n");
        check_python(ID, "import copy\ncopy1.copy()\n");
        check_python(ID, "data = {'a': true, 'b': [null]}\n");
        check_python(ID, "Sum('price')\nInput(shape=3)\n");
        check_python(ID, "from functools import wraps\nwrap(f)\n@wraps(f)\ndef g(): ...\n");
        check_python(ID, "neon = light\nprint(neon)\nreturn_ = eno\n");
    }

    #[test]
    fn the_right_name_is_put_in() {
        assert_eq!(
            fixed_python(ID, "from collections import Counter\ncounter(nums)\n"),
            "from collections import Counter\nCounter(nums)\n"
        );
    }
}
