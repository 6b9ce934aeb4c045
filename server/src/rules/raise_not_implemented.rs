//! `raise-not-implemented`: `NotImplemented` raised in place of `NotImplementedError`.

use ruff_python_ast::{Expr, Stmt};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("raise-not-implemented"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("raise-not-implemented.md"),
    checks: &[Check::Mistake(check, Lesson::NONE)],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let model = code.model;
    for (id, stmt) in model.statements() {
        let Stmt::Raise(raise) = stmt else { continue };
        let raised = match raise.exc.as_deref() {
            Some(Expr::Call(call)) => &*call.func,
            Some(other) => other,
            None => continue,
        };
        let is_constant = model.resolve(raised).as_deref() == Some("builtins.NotImplemented");
        if !is_constant || model.is_caught(id, &["TypeError"]) {
            continue;
        }
        found.push(
            RULE.finding(
                span(raised),
                "`NotImplemented` is no exception, so raising it is a `TypeError`; did you mean `NotImplementedError`?",
            )
            .with_fix(Fix::safe(
                "Replace with `NotImplementedError`",
                span(raised),
                "NotImplementedError",
            )),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_python, fixed_python};

    const ID: &str = "raise-not-implemented";

    #[test]
    fn bad() {
        check_python(ID, "class A:\n    def f(self):\n        raise «NotImplemented»\n");
        check_python(ID, "def f():\n    raise «NotImplemented»('later')\n");
        check_python(ID, ">>> def f():\n...     raise «NotImplemented»\n");
    }

    #[test]
    fn good() {
        check_python(ID, "def f():\n    raise NotImplementedError\n");
        check_python(ID, "def f():\n    raise NotImplementedError('later')\n");
        check_python(ID, "def __eq__(self, other):\n    return NotImplemented\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "class NotImplemented(Exception): pass\nraise NotImplemented\n");
        check_python(ID, "raise NotImplemented  # wrong: TypeError\n");
        check_python(ID, ">>> raise NotImplemented\nTraceback (most recent call last):\nTypeError: no\n");
        check(ID, "## Don't\n\n```python\nraise NotImplemented\n```\n");
    }

    #[test]
    fn is_mended() {
        assert_eq!(
            fixed_python(ID, "raise NotImplemented('later')\n"),
            "raise NotImplementedError('later')\n"
        );
    }
}
