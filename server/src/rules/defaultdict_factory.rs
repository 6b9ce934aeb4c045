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

/// What makes the value that was handed in; `None` where that may be called, and for `None`, which is allowed.
fn factory(code: &Code<'_>, value: &Expr) -> Option<String> {
    // What an object or a container holds may change.
    if matches!(value, Expr::Attribute(_) | Expr::Subscript(_)) {
        return None;
    }
    let class = code.model.type_of(value)?;
    let is_value = VALUES.contains(&class.as_str());
    let name = class.rsplit('.').next().unwrap_or(&class);
    let is_empty = match value {
        Expr::List(list) => list.elts.is_empty(),
        Expr::Dict(dict) => dict.items.is_empty(),
        Expr::Tuple(tuple) => tuple.elts.is_empty(),
        Expr::StringLiteral(text) => text.value.is_empty(),
        Expr::BooleanLiteral(truth) => !truth.value,
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(int) => int.as_u8() == Some(0),
            Number::Float(float) => *float == 0.0,
            Number::Complex { .. } => false,
        },
        Expr::Call(call) => {
            if call.arguments.is_empty() && !class.starts_with("builtins.") {
                return is_value.then(|| span(&*call.func).of(code.model.code()).to_owned());
            }
            call.arguments.is_empty()
        }
        _ => false,
    };
    is_value.then(|| match is_empty {
        true => name.to_owned(),
        false => format!("lambda: {}", span(value).of(code.model.code())),
    })
}

/// Classes whose objects cannot be called.
const VALUES: &[&str] = &[
    "builtins.bool",
    "builtins.bytes",
    "builtins.dict",
    "builtins.float",
    "builtins.frozenset",
    "builtins.int",
    "builtins.list",
    "builtins.range",
    "builtins.set",
    "builtins.str",
    "builtins.tuple",
    "collections.Counter",
    "collections.OrderedDict",
    "collections.defaultdict",
    "collections.deque",
];

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
        check_python(ID, "from collections import defaultdict\nd = defaultdict(«defaultdict(int)»)\ne = defaultdict(«[0] * 3»)\n");
        check_python(ID, "from collections import defaultdict\nzero = 0\nd = defaultdict(«zero»)\ne = defaultdict(«-1»)\n");
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
        check_python(ID, "from collections import defaultdict\nzero = 0\nd = defaultdict(make())\ne = defaultdict(table[0])\n");
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
