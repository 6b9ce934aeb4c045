//! `unhashable-cache-argument`: a cached function that takes what cannot be a key of its cache.

use ruff_python_ast::{Decorator, Expr, Operator, Stmt, StmtFunctionDef};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::python::model::{NodeId, Syntax, span};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unhashable-cache-argument"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: false,
    page: include_str!("unhashable-cache-argument.md"),
    checks: &[Check::Mistake(check, Lesson {
            topic: &["hashable"],
            outputs: 0,
        })],
};

/// Classes whose instances have no hash (Data Model, `object.__hash__`).
const UNHASHABLE: &[(&str, &str)] = &[
    ("builtins.list", "tuple"),
    ("builtins.dict", "tuple of its items"),
    ("builtins.set", "frozenset"),
    ("builtins.bytearray", "bytes"),
    ("collections.deque", "tuple"),
    ("collections.defaultdict", "tuple of its items"),
    ("collections.Counter", "tuple of its items"),
    ("collections.OrderedDict", "tuple of its items"),
];

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for (id, statement) in code.model.statements() {
        let Stmt::FunctionDef(function) = statement else {
            continue;
        };
        // What stands outside of the cache may turn lists into tuples.
        let outermost = function.decorator_list.iter().find(|decorator| !is_plain(decorator));
        if !outermost.is_some_and(|decorator| is_cache(code, decorator)) {
            continue;
        }
        let before = found.len();
        parameters(code, function, found);
        if found.len() == before {
            arguments(code, id, function, found);
        }
    }
}

fn is_cache(code: &Code<'_>, decorator: &Decorator) -> bool {
    let function = match &decorator.expression {
        Expr::Call(call) => &call.func,
        other => other,
    };
    code.model
        .resolve(function)
        .is_some_and(|name| name == "functools.lru_cache" || name == "functools.cache")
}

/// True for decorators that hand on arguments as they are.
fn is_plain(decorator: &Decorator) -> bool {
    matches!(&decorator.expression, Expr::Name(name)
        if matches!(name.id.as_str(), "staticmethod" | "classmethod" | "property"))
}

/// Parameters that are annotated so.
fn parameters(code: &Code<'_>, function: &StmtFunctionDef, found: &mut Vec<Diagnostic>) {
    for parameter in function.parameters.iter_non_variadic_params() {
        let Some(annotation) = parameter.annotation() else {
            continue;
        };
        let at = span(&parameter.parameter);
        if let Some(class) = code.model.annotated_type(without_none(code, annotation))
            && let Some(message) = message(&class, "takes")
           
        {
            found.push(RULE.finding(at, message));
        }
    }
}

/// `list[int]` of `Optional[list[int]]` and of `list[int] | None`.
fn without_none<'e>(code: &Code<'_>, annotation: &'e Expr) -> &'e Expr {
    match annotation {
        Expr::BinOp(either) if either.op == Operator::BitOr && either.right.is_none_literal_expr() => &either.left,
        Expr::Subscript(subscript)
            if code.model.resolve(&subscript.value).as_deref() == Some("typing.Optional") =>
        {
            &subscript.slice
        }
        other => other,
    }
}

/// Calls in the same snippet that hand such a thing in.
fn arguments(code: &Code<'_>, id: NodeId, function: &StmtFunctionDef, found: &mut Vec<Diagnostic>) {
    let (model, name) = (code.model, function.name.as_str());
    let Some(home) = model.node(id).map(|node| node.scope) else {
        return;
    };
    // One that is defined twice may be either.
    if !model.scope(home).is_some_and(|scope| matches!(scope.bindings(name), [_])) {
        return;
    }
    for reference in model.reads_of(name, home, model.scope_span(home)) {
        let Some((id, Syntax::Expr(Expr::Call(call)))) = model.ancestors(reference.id).next() else {
            continue;
        };
        if span(&*call.func) != reference.span() || model.is_caught(id, &["TypeError"]) {
            continue;
        }
        let values = call.arguments.args.iter();
        for value in values.chain(call.arguments.keywords.iter().map(|k| &k.value)) {
            if let Some(class) = model.type_of(value)
                && let Some(message) = message(&class, "is given")
            {
                found.push(RULE.finding(span(value), message));
                return;
            }
        }
    }
}

fn message(class: &str, verb: &str) -> Option<String> {
    let (class, instead) = UNHASHABLE.iter().find(|(known, _)| *known == class)?;
    let name = class.rsplit('.').next().unwrap_or(class);
    Some(format!(
        "The cached function {verb} a {name}, which has no hash: the call fails with a `TypeError`; use a {instead}"
    ))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check_python;

    const ID: &str = "unhashable-cache-argument";

    #[test]
    fn bad() {
        check_python(ID, "from functools import lru_cache\n@lru_cache(maxsize=None)\ndef f(«nums: list»): ...\n");
        check_python(ID, "from functools import cache\nfrom typing import List\n@cache\ndef f(n: int, «nums: List[int]»): ...\n");
        check_python(ID, "import functools\n@functools.lru_cache\ndef f(nums): ...\nf(«[1, 2]»)\n");
        check_python(ID, "from functools import cache\n@cache\ndef f(x): ...\nd = {'a': 1}\nf(x=«d»)\n");
        check_python(ID, "from functools import cache\n@cache\ndef f(«xs: list[int] | None»): ...\n");
        check_python(ID, "from functools import cache\nfrom typing import List, Optional\n@cache\ndef f(«xs: Optional[List[int]]» = None): ...\n");
    }

    #[test]
    fn good() {
        check_python(ID, "from functools import lru_cache\n@lru_cache\ndef f(n: int, names: tuple): ...\nf(1, ('a',))\n");
        check_python(ID, "def f(nums: list): ...\nf([1])\n");
        check_python(ID, "from functools import cache\n@cache\ndef f(x): ...\nf(frozenset([1]))\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "from functools import cache\n@cache\ndef f(x): ...\ntry:\n    f([1])\nexcept TypeError:\n    print('no')\n");
        check_python(ID, "from functools import cache\n@cache\ndef f(x): ...\nf([1])  # TypeError: unhashable type\n");
        check_python(ID, "@cache\ndef f(x: list): ...\n");
        check_python(ID, "from functools import cache\ndef g(xs: list):\n    @cache\n    def f(i): return xs[i]\n    return f(0)\n");
        check_python(ID, "from functools import cache\n@freeze\n@cache\ndef f(xs: list): ...\nf([1])\n");
    }
}
