//! `defaultdict-factory`: a `defaultdict` that is given a value where it wants a function that makes values.

use ruff_python_ast::{Expr, Number};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("defaultdict-factory"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("defaultdict-factory.md"),
    checks: &[Check::Mistake(check, Lesson {
            topic: &["callable"],
            outputs: 0,
        })],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for call in code.model.calls() {
        if !call.calls("collections.defaultdict") {
            continue;
        }
        let Some(first) = call.expr.arguments.args.first() else {
            continue;
        };
        let at = span(first);
        let Some(factory) = factory(code, first) else {
            continue;
        };
        if code.model.is_caught(call.id, &["TypeError"]) {
            continue;
        }
        let shown = at.of(code.model.code());
        let message = format!(
            "`defaultdict` wants a function that makes the default, not a value: `{factory}` instead of `{shown}`"
        );
        found.push(RULE.finding(at, message).with_fix(Fix::safe(
            format!("Replace with `{factory}`"),
            at,
            factory,
        )));
    }
}

/// What makes the value that was handed in; `None` where that is no plain value, and for `None`, which is allowed.
fn factory(code: &Code<'_>, value: &Expr) -> Option<String> {
    let empty = match value {
        Expr::List(list) => list.elts.is_empty().then_some("list"),
        Expr::Dict(dict) => dict.items.is_empty().then_some("dict"),
        Expr::Tuple(tuple) => tuple.elts.is_empty().then_some("tuple"),
        Expr::Set(_) => None,
        Expr::StringLiteral(text) => text.value.is_empty().then_some("str"),
        Expr::BooleanLiteral(truth) => (!truth.value).then_some("bool"),
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(int) => (int.as_u8() == Some(0)).then_some("int"),
            Number::Float(float) => (*float == 0.0).then_some("float"),
            Number::Complex { .. } => None,
        },
        Expr::Call(call) if call.arguments.is_empty() => {
            return code
                .model
                .resolve(&call.func)?
                .strip_prefix("builtins.")
                .filter(|name| ["list", "dict", "set", "int", "str", "float", "tuple"].contains(name))
                .map(str::to_owned);
        }
        _ => return None,
    };
    let text = || span(value).of(code.model.code());
    Some(empty.map_or_else(|| format!("lambda: {}", text()), str::to_owned))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_python, fixed_python};

    const ID: &str = "defaultdict-factory";

    #[test]
    fn bad() {
        check_python(ID, "from collections import defaultdict\nd = defaultdict(«[]»)\n");
        check_python(ID, "import collections\nd = collections.defaultdict(«0»)\n");
        check_python(ID, "from collections import defaultdict as dd\nd = dd(«set()»)\n");
        check_python(ID, "from collections import defaultdict\nd = defaultdict(«'n/a'»)\n");
    }

    #[test]
    fn good() {
        check_python(ID, "from collections import defaultdict\nd = defaultdict(list)\n");
        check_python(ID, "from collections import defaultdict\nd = defaultdict(lambda: [])\n");
        check_python(ID, "from collections import defaultdict\nd = defaultdict()\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "from collections import defaultdict\nd = defaultdict(None, {1: 2})\n");
        check_python(ID, "from collections import defaultdict\nd = defaultdict(make())\n");
        check_python(ID, "from collections import defaultdict\nd = defaultdict([])  # TypeError\n");
        check_python(ID, "def defaultdict(x): ...\nd = defaultdict([])\n");
    }

    #[test]
    fn the_factory_comes_in() {
        let import = "from collections import defaultdict\n";
        for (bad, good) in [("[]", "list"), ("0", "int"), ("0.0", "float"), ("''", "str"), ("{}", "dict"), ("5", "lambda: 5")] {
            assert_eq!(
                fixed_python(ID, &format!("{import}d = defaultdict({bad})\n")),
                format!("{import}d = defaultdict({good})\n")
            );
        }
    }
}
