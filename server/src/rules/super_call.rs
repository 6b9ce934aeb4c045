//! `super-call`: `super.method()` where `super().method()` is meant.

use ruff_python_ast::Expr;

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("super-call"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("super-call.md"),
    checks: &[Check::Mistake(check, Lesson::NONE)],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for (id, attribute) in code.model.attribute_loads() {
        let Expr::Name(name) = &*attribute.value else {
            continue;
        };
        // `super.__init__` names the class's own method, which nobody wants inside of a class.
        let is_super = name.id == "super"
            && code.model.resolve_name(name).as_deref() == Some("builtins.super");
        let at = span(name);
        // An excerpt may leave the class out.
        let in_method = code.model.enclosing_class(id).is_some()
            || code.model.enclosing_function(id).is_some_and(|function| {
                let first = function.parameters.iter_non_variadic_params().next();
                first.is_some_and(|first| matches!(first.name().as_str(), "self" | "cls"))
            });
        if is_super && in_method {
            found.push(
                RULE.finding(
                    at,
                    format!("`super` must be called: `super().{}`", attribute.attr),
                )
                .with_fix(Fix::safe("Write `super()`", at, "super()")),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_python, fixed_python};

    const ID: &str = "super-call";

    #[test]
    fn bad() {
        check_python(ID, "class B(A):\n    def __init__(self):\n        «super».__init__()\n");
        check_python(ID, "class B(A):\n    def save(self, *args):\n        return «super».save(*args)\n");
        check_python(ID, "class B(A):\n    @classmethod\n    def make(cls):\n        x = «super».make()\n        return x\n");
        check_python(ID, "def __init__(self):\n    «super».__init__()\n");
    }

    #[test]
    fn good() {
        check_python(ID, "class B(A):\n    def __init__(self):\n        super().__init__()\n");
        check_python(ID, "class B(A):\n    def __init__(self):\n        super(B, self).__init__()\n");
        check_python(ID, "parent = super\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "print(super.__doc__)\n");
        check_python(ID, "class B(A):\n    def f(self, super):\n        return super.f()\n");
        check_python(ID, "class B(A):\n    def __init__(self):\n        super.__init__()  # wrong\n");
    }

    #[test]
    fn brackets_are_added() {
        assert_eq!(
            fixed_python(ID, "class B(A):\n    def f(self):\n        super.f()  # up\n"),
            "class B(A):\n    def f(self):\n        super().f()  # up\n"
        );
    }
}
