//! `shadowed-builtin`: a variable with the name of a built-in function that is called later.

use ruff_python_ast::Expr;

use super::on_purpose::is_on_purpose;
use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::python::model::{Binding, BindingKind, Call, span};
use crate::python::stdlib;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("shadowed-builtin"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: false,
    page: include_str!("shadowed-builtin.md"),
    checks: &[Check::Mistake(check, Lesson {
            topic: &["shadow", "not callable", "overrid", "overwrit"],
            outputs: 0,
        })],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for binding in code.model.bindings() {
        if !is_builtin(binding.name) {
            continue;
        }
        let Some((call, at)) = later_call(code, binding) else {
            continue;
        };
        if !is_no_function(code, binding) && !is_told_by_call(binding, call) {
            continue;
        }
        // The failure may be announced where it happens instead of where it is caused.
        if code.model.is_caught(call.id, &["TypeError"]) || is_on_purpose(code, at) {
            continue;
        }
        let name = binding.name;
        found.push(
            RULE.finding(
                binding.span,
                format!("From here on `{name}` is this value, so `{name}(…)` fails; give the variable another name"),
            )
            .with_related(at, format!("`{name}` is called here")),
        );
    }
}

fn is_builtin(name: &str) -> bool {
    stdlib::module("builtins")
        .and_then(|module| module.member(name))
        .is_some_and(|member| matches!(member.kind(), stdlib::Kind::Class | stdlib::Kind::Function))
        // What a shell adds for people nobody misses.
        && !["copyright", "credits", "exit", "help", "license", "quit"].contains(&name)
}

/// True where the value certainly cannot be called.
fn is_no_function(code: &Code<'_>, binding: &Binding<'_>) -> bool {
    let value = match binding.kind {
        BindingKind::Assignment(value) => value,
        BindingKind::Annotated {
            value: Some(value), ..
        } => value,
        _ => return false,
    };
    matches!(
        value,
        Expr::List(_)
            | Expr::Dict(_)
            | Expr::Set(_)
            | Expr::Tuple(_)
            | Expr::ListComp(_)
            | Expr::DictComp(_)
            | Expr::SetComp(_)
            | Expr::NumberLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::FString(_)
            | Expr::BinOp(_)
    ) || code
        .model
        .type_of(value)
        .is_some_and(|class| class.starts_with("builtins.") && class != "builtins.type")
}

/// True for `max = nums[0]` where `max(max, n)` follows: what is compared is no function.
fn is_told_by_call(binding: &Binding<'_>, call: &Call<'_>) -> bool {
    let is_item = matches!(binding.kind, BindingKind::Assignment(Expr::Subscript(_) | Expr::Call(_)));
    let is_itself = |argument: &Expr| matches!(argument, Expr::Name(name) if name.id == binding.name);
    is_item && call.expr.arguments.args.iter().any(is_itself)
}

/// The first call of the name behind the binding that means just this variable, and where its name stands. What adds
/// to the variable makes no function of it.
fn later_call<'c>(code: &Code<'c>, binding: &Binding<'_>) -> Option<(&'c Call<'c>, Span)> {
    code.model.calls().iter().find_map(|call| {
        let Expr::Name(name) = &*call.expr.func else {
            return None;
        };
        let at = span(name);
        if name.id != binding.name || at.start <= binding.span.end {
            return None;
        }
        let around = code.model.node(call.id).and_then(|node| node.parent);
        // `max = max(max, n)` is the call itself.
        let changes = |other: &Binding<'_>| {
            matches!(other.kind, BindingKind::Augmented(_)) || around.is_some() && other.node == around
        };
        let mut others = code.model.bindings_of(name).filter(|other| other.span != binding.span);
        let is_bound = code.model.bindings_of(name).any(|other| other.span == binding.span);
        (is_bound && others.all(changes)).then_some((call, at))
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_python};

    const ID: &str = "shadowed-builtin";

    #[test]
    fn bad() {
        check_python(ID, "«list» = [1, 2]\nx = list('ab')\n");
        check_python(ID, "def f(nums):\n    «sum» = 0\n    return sum(nums)\n");
        check_python(ID, "«str» = 'abc'\nn = 3\nprint(str(n))\n");
        check_python(ID, "«max» = nums[0] + 1\nprint(max(1, 2))\n");
        check_python(ID, "def f(rows):\n    «sum» = 0\n    for row in rows:\n        sum += row\n    return sum([1])\n");
        check_python(ID, "«max» = nums[0]\nfor n in nums:\n    max = max(max, n)\n");
        check_python(ID, ">>> «list» = [1]\n>>> list('ab')\n");
    }

    #[test]
    fn good() {
        check_python(ID, "items = [1, 2]\nx = list('ab')\n");
        check_python(ID, "list = [1, 2]\nprint(list[0])\n");
        check_python(ID, "x = list('ab')\nlist = [1]\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "def f():\n    list = [1]\n    return list\nx = list('ab')\n");
        check_python(ID, "class A:\n    id = 3\n    def f(self):\n        return id(self)\n");
        check_python(ID, "list = [1]\ndel list\nx = list('ab')\n");
        check_python(ID, "list = [1, 2]\nlist('ab')  # TypeError: 'list' object is not callable\n");
        check_python(ID, "print = logger.info\nprint('x')\n");
        check(ID, "```python\n>>> list = [1]\n>>> list('ab')\nTypeError\n```\n");
        check_python(ID, "list = [1]\ntry:\n    list('ab')\nexcept TypeError:\n    pass\n");
        check_python(ID, "max = table['max']\nmax(1, 2)\n");
    }
}
