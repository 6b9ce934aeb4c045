//! `deque-slice`: a slice of a deque, which has none.

use ruff_python_ast::Expr;

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("deque-slice"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: false,
    page: include_str!("deque-slice.md"),
    checks: &[Check::Mistake(check, Lesson {
            topic: &["slic"],
            outputs: 0,
        })],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for (id, expr) in code.model.expressions() {
        let Expr::Subscript(subscript) = expr else {
            continue;
        };
        let Expr::Slice(slice) = &*subscript.slice else {
            continue;
        };
        let at = span(subscript);
        if !code.model.is_a(&subscript.value, "collections.deque")
            || code.model.is_caught(id, &["TypeError"])
        {
            continue;
        }
        let source = code.model.code();
        let queue = span(&*subscript.value).of(source);
        let mut finding = RULE.finding(
            at,
            "A deque has no slices: `sequence index must be integer`; make a list of it first",
        );
        if subscript.ctx.is_load() {
            let whole = format!("list({queue})[{}]", span(slice).of(source));
            finding.alternatives.push(
                Fix::safe(format!("Replace with `{whole}`"), at, whole).unsafely(),
            );
        }
        found.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check_python;

    const ID: &str = "deque-slice";

    #[test]
    fn bad() {
        check_python(ID, "from collections import deque\nq = deque([1, 2, 3])\nfirst = «q[1:2]»\n");
        check_python(ID, "import collections\nprint(«collections.deque('abc')[:-1]»)\n");
        check_python(ID, "from collections import deque\nclass A:\n    def __init__(self):\n        self.q = deque()\n    def f(self):\n        return «self.q[:3]»\n");
        check_python(ID, "from collections import deque\ndef f(q: deque):\n    return «q[::-1]»\n");
        check_python(ID, "from collections import deque\nq = deque([1, 2])\nq = «q[1:]»\n");
    }

    #[test]
    fn good() {
        check_python(ID, "from collections import deque\nq = deque([1, 2])\nq[0], q[-1]\n");
        check_python(ID, "from collections import deque\nq = deque([1, 2])\nlist(q)[1:]\n");
        check_python(ID, "q = [1, 2]\nq[1:]\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "from collections import deque\nq = deque()\nq = list(q)\nq[1:]\n");
        check_python(ID, "from collections import deque\ndef f(q):\n    return q[1:]\n");
        check_python(ID, "from collections import deque\nq = deque()\ntry:\n    q[1:2]\nexcept TypeError:\n    print('no slices')\n");
        check_python(ID, "from collections import deque\nq = deque()\nq[1:2]  # TypeError\n");
    }
}
