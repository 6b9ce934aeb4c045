//! `cached-method`: a cache on a method, which keeps every object alive.

use ruff_python_ast::{Expr, Stmt};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::python::model::span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("cached-method"),
    group: Group::Mistakes,
    severity: Severity::Hint,
    fixable: false,
    page: include_str!("cached-method.md"),
    checks: &[Check::Mistake(check, Lesson::NONE)],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let model = code.model;
    for (_, stmt) in model.statements() {
        let Stmt::FunctionDef(function) = stmt else {
            continue;
        };
        if function.decorator_list.is_empty() {
            continue;
        }
        let cache = function.decorator_list.iter().find(|decorator| {
            let callee = match &decorator.expression {
                Expr::Call(call) => &*call.func,
                other => other,
            };
            matches!(
                model.resolve(callee).as_deref(),
                Some("functools.lru_cache" | "functools.cache")
            )
        });
        let Some(cache) = cache else { continue };
        let is_shared = function.decorator_list.iter().any(|decorator| {
            matches!(&decorator.expression, Expr::Name(name)
                if matches!(name.id.as_str(), "staticmethod" | "classmethod"))
        });
        let takes_self = function.parameters.posonlyargs.first().or(function.parameters.args.first());
        let Some(class) = model.class_of_method(function) else {
            continue;
        };
        if is_shared || takes_self.is_none() || lives_for_ever(class) {
            continue;
        }
        let is_alone = function.parameters.len() == 1;
        let way_out = if is_alone {
            "; `functools.cached_property` keeps the value in the object itself"
        } else {
            ""
        };
        found.push(RULE.finding(
            span(&cache.expression),
            format!("This cache belongs to the class and holds `self`, so no object is ever freed{way_out}"),
        ));
    }
}

/// True for classes whose objects live as long as the program.
fn lives_for_ever(class: &ruff_python_ast::StmtClassDef) -> bool {
    class.arguments.iter().flat_map(|arguments| &arguments.args).any(|base| {
        let name = match base {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            _ => return false,
        };
        matches!(name, "Enum" | "IntEnum" | "StrEnum" | "Flag" | "IntFlag" | "type")
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check_python;

    const ID: &str = "cached-method";

    #[test]
    fn bad() {
        check_python(ID, "from functools import lru_cache\nclass A:\n    @«lru_cache»\n    def f(self, x):\n        return x\n");
        check_python(ID, "import functools\nclass A:\n    @«functools.lru_cache(maxsize=None)»\n    def f(self):\n        return 1\n");
        check_python(ID, "from functools import cache\nclass A:\n    @property\n    @«cache»\n    def f(self):\n        return 1\n");
    }

    #[test]
    fn good() {
        check_python(ID, "from functools import cache\n@cache\ndef f(x):\n    return x\n");
        check_python(ID, "from functools import cached_property\nclass A:\n    @cached_property\n    def f(self):\n        return 1\n");
        check_python(ID, "class A:\n    def f(self):\n        return 1\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "from functools import cache\nclass A:\n    @staticmethod\n    @cache\n    def f(x):\n        return x\n");
        check_python(ID, "from functools import cache\nclass A:\n    def f(self):\n        @cache\n        def g(x):\n            return x\n        return g(1)\n");
        check_python(ID, "from functools import cache\nfrom enum import Enum\nclass A(Enum):\n    @cache\n    def f(self):\n        return 1\n");
    }
}
