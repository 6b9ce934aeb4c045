//! `unknown-method`: an attribute that a standard class does not have, on an object that is certainly of that class.

use ruff_python_ast::{Expr, ExprAttribute};

use super::on_purpose::is_on_purpose;
use super::mentions::{Stretch, Topic};
use super::{Check, Code, Group, Rule, Subject, suggestion};
use crate::diagnostic::{Diagnostic, Edit, Fix, RuleId, Severity};
use crate::python::model::{Bound, NodeId, resolve, span};
use crate::python::snippet::Kind;
use crate::python::stdlib::{self, Class};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unknown-method"),
    group: Group::Names,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("unknown-method.md"),
    checks: &[Check::Snippet(check), Check::Text(check_text)],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    if code.snippet.kind == Kind::Python2 {
        return;
    }
    for (id, attribute) in code.model.attribute_loads() {
        let name = attribute.attr.as_str();
        if name.starts_with('_') {
            continue;
        }
        let certain = class_of(code, &attribute.value);
        let Some(class) = certain.or_else(|| base_of(code, attribute)) else {
            continue;
        };
        let is_there = class.is_open()
            || class.attribute(name).is_some()
            || is_of_python2(class, name)
            || code.model.stores_attribute(name)
            || code.subject.names.stores_attribute(name);
        let at = span(&attribute.attr);
        if is_there
            || code.model.is_caught(id, &["AttributeError"])
            || code.model.is_under_version_check(id)
            || is_on_purpose(code, at)
        {
            continue;
        }
        found.push(finding(code, class, attribute, id));
    }
}

/// True for what Python 2 had, of which another rule speaks; every kind of dictionary had what `dict` did.
fn is_of_python2(class: Class, name: &str) -> bool {
    let is_dict = || class.attribute("fromkeys").is_some();
    stdlib::python2_method(class.name(), name) || is_dict() && stdlib::python2_method("dict", name)
}

/// The standard class that the class of `self` is built on, where `name` is one slip away from what it has: more may be
/// defined elsewhere.
fn base_of(code: &Code<'_>, attribute: &ExprAttribute) -> Option<Class> {
    let name = attribute.attr.as_str();
    let dotted = code
        .model
        .inherited_from(attribute.value.as_name_expr()?, name)
        .filter(|dotted| !code.has_own_module(dotted) && !code.subject.names.may_bind(name))?;
    let (module, class) = resolve::split_module(&dotted)?;
    let class = module.member(class)?.class()?;
    let is_slip = suggestion::of_class(class, name).is_some_and(|meant| meant.is_spelling);
    is_slip.then_some(class)
}

/// Inline code and prose: `deque.push()`, and `add()` under the label `deque:` beside methods that a deque has.
fn check_text(subject: &Subject<'_>, stretch: Stretch<'_>, found: &mut Vec<Diagnostic>) {
    for dotted in stretch.dotted() {
        // A list may be called `list` in text; nothing is called `deque` but a deque.
        let name = dotted.object.strip_prefix("collections.").unwrap_or(dotted.object);
        let bound = subject.names.get(name);
        let class = stdlib::class("collections", name).filter(|_| {
            bound.is_none_or(|bound| *bound == Bound::Import(format!("collections.{name}")))
        });
        let Some(class) = class.filter(|class| !has(*class, dotted.name)) else {
            continue;
        };
        if let Some(suggestion) = suggestion::of_class(class, dotted.name) {
            let finding = missing(class, dotted.name, dotted.name_span);
            found.push(suggestion.add_to(finding, dotted.name_span));
        }
    }
    if stretch.bare_names().next().is_none() {
        return;
    }
    let Some(Topic::Class(class)) = stretch.label() else {
        return;
    };
    if !stretch.lists_methods_of(class) {
        return;
    }
    for (name, span) in stretch.bare_names() {
        let is_other = has(class, name)
            || subject.names.may_bind(name)
            || resolve::is_builtin(name);
        if let Some(suggestion) =
            suggestion::of_class(class, name).filter(|_| !is_other)
        {
            found.push(suggestion.add_to(missing(class, name, span), span));
        }
    }
}

fn has(class: Class, name: &str) -> bool {
    class.is_open()
        || name.starts_with('_')
        || class.attribute(name).is_some()
        || is_of_python2(class, name)
        || name == class.name()
}

fn missing(class: Class, name: &str, span: Span) -> Diagnostic {
    let article = if class.name().starts_with(['a', 'e', 'i', 'o', 'O', 'A', 'E', 'I']) {
        "An"
    } else {
        "A"
    };
    RULE.finding(span, format!("{article} `{}` has no `{name}`", class.name()))
}

/// The standard class that an object is certainly an instance of, or that it is.
fn class_of(code: &Code<'_>, object: &Expr) -> Option<Class> {
    let dotted = code.model.type_of(object).or_else(|| {
        let dotted = code.model.resolve(object)?;
        let (module, name) = resolve::split_module(&dotted)?;
        // A class has what its metaclass gives it besides; those of enumerations give much.
        let class = module.member(name)?.class()?;
        let is_plain = class.module() == "builtins" || class.module() == "collections";
        (is_plain && !matches!(class.name(), "type" | "object" | "super")).then_some(dotted)
    })?;
    if code.has_own_module(&dotted) {
        return None;
    }
    let (module, name) = resolve::split_module(&dotted)?;
    module.member(name)?.class()
}

fn finding(code: &Code<'_>, class: Class, attribute: &ExprAttribute, id: NodeId) -> Diagnostic {
    let name = attribute.attr.as_str();
    let at = span(&attribute.attr);
    let finding = missing(class, name, at);
    if matches!(name, "length" | "size" | "len") && is_sized(class) {
        return length(code, finding, attribute, id);
    }
    match suggestion::of_class(class, name) {
        Some(suggestion) => suggestion.add_to(finding, at),
        None => finding,
    }
}

fn is_sized(class: Class) -> bool {
    matches!(class.module(), "builtins" | "collections")
        && !matches!(class.name(), "int" | "float" | "complex" | "bool")
}

/// `xs.length`, `xs.size()`: Python asks `len(xs)`.
fn length(code: &Code<'_>, mut finding: Diagnostic, attribute: &ExprAttribute, id: NodeId) -> Diagnostic {
    let object = span(&*attribute.value);
    let text = object.of(code.model.code());
    finding.message = format!("{}; did you mean `len({text})`?", finding.message);
    let call = match code.model.parent_expr(id) {
        Some(Expr::Call(call)) if span(&*call.func) == span(attribute) => Some(call),
        _ => None,
    };
    let whole = match call {
        Some(call) if call.arguments.is_empty() => span(call),
        Some(_) => return finding,
        None => span(attribute),
    };
    finding.with_fix(Fix {
        edits: vec![
            Edit {
                span: Span::at(whole.start),
                content: "len(".to_owned(),
            },
            Edit {
                span: Span::new(object.end, whole.end),
                content: ")".to_owned(),
            },
        ],
        ..Fix::safe(format!("Replace with `len({text})`"), whole, "")
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_python, fixed_python};

    const ID: &str = "unknown-method";

    #[test]
    fn bad() {
        check_python(ID, "from collections import deque\nq = deque()\nq.«push»(1)\nq.«add»(2)\n");
        check_python(ID, "xs = []\nxs.«push»(1)\nxs.«add»(1)\nprint(xs.«length»)\n");
        check_python(ID, "def f(xs: list[int]):\n    return xs.«size»()\n");
        check_python(ID, "s = 'a'\ns.«trim»()\n");
        check_python(ID, "class A:\n    def __init__(self):\n        self.seen = set()\n    def f(self, x):\n        self.seen.«append»(x)\n");
        check_python(ID, "from collections import defaultdict\ng = defaultdict(list)\ng[1].«add»(2)\n");
        check_python(ID, "dict.«fromkey»([1])\n");
        check_python(ID, ">>> xs = [1]\n>>> xs.«apend»(2)\n");
        check_python(ID, "from unittest import TestCase\nclass Base(TestCase): ...\nclass A(Base):\n    def test_a(self):\n        self.«assertEqal»(1, 1)\n");
        check_python(ID, "with open('a') as f:\n    f.«readLines»()\n");
        check_python(ID, "from datetime import datetime\nnow = datetime.now()\nnow.«toString»()\n");
    }

    #[test]
    fn good() {
        check_python(ID, "xs = []\nxs.append(1)\nlen(xs)\n");
        check_python(ID, "from collections import deque\nq = deque()\nq.popleft()\n");
        check_python(ID, "d = {}\nfor k, v in d.items():\n    d.get(k)\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "xs = []\nxs = Stack()\nxs.push(1)\n");
        check_python(ID, "def f(q):\n    q.push(1)\n");
        check_python(ID, "d = {}\nd.has_key(1)\nd.iteritems()\n");
        check_python(ID, "xs = []\nxs.push(1)  # AttributeError\n");
        check_python(ID, "xs = []\ntry:\n    xs.push(1)\nexcept AttributeError:\n    pass\n");
        check_python(ID, "from enum import Enum\nclass Color(Enum):\n    RED = 1\n    def f(self):\n        return self.RED.value\n");
        check_python(ID, "import numpy as np\nx = [1]\nx = np.array(x)\nx.shape\n");
        check_python(ID, ">>> xs = []\n>>> xs.push(1)\nTraceback (most recent call last):\nAttributeError: x\n");
        check_python(ID, "from threading import Thread\nclass A(Thread):\n    def run(self):\n        self.work()\n        self.fire()\n");
        check_python(ID, "with open('a', mode) as f:\n    f.readinto1(b)\n");
        check_python(ID, "with open('a', 'rb') as f:\n    f.peek()\n");
    }

    #[test]
    fn inline_code_and_prose() {
        check(ID, "- deque: a double queue, `queue = deque([root]) , «add»(), remove(), popleft(), pop()`\n");
        check(ID, "- **deque** - `append()`, `«pushleft»()`\n- deque: append, popleft, «push»()\n");
        check(ID, "## deque\n\n`append()`, `«push»()`, `popleft()`\n\n| list | `append()`, `«push»()` |\n|---|---|\n");
        check(ID, "Then `deque.«push»(x)`, or deque.«addFirst»(x).\n");
        check(ID, "- Stack: `push()`, `pop()`\n- queue: `add()`, `pop()`\n- list: `list.push(x)`\n");
        check(ID, "- deque: what `add()` means\n- In Java a deque: `add()`, `pop()`\n");
        check(ID, "- deque: `add()`, `pop()`\n\n```python\ndef add(): ...\n```\n");
    }

    #[test]
    fn lengths_are_asked_of_len() {
        assert_eq!(
            fixed_python(ID, "xs = []\nxs.length\nxs.size()\nxs.apend(1)\nxs.push(1)\n"),
            "xs = []\nlen(xs)\nlen(xs)\nxs.append(1)\nxs.push(1)\n"
        );
    }
}
