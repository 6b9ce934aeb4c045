//! `shadowed-builtin`: a variable with the name of a built-in function that is called later.

use ruff_python_ast::{Expr, ExprCall};
use rustc_hash::FxHashMap;

use super::on_purpose::is_on_purpose;
use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::python::model::{Binding, BindingKind, NodeId, ScopeId, span};
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
    let mut variables: FxHashMap<(ScopeId, &str), Variable<'_>> = FxHashMap::default();
    for binding in code.model.bindings() {
        if !is_builtin(binding.name) {
            continue;
        }
        let variable = variables.entry((binding.scope, binding.name));
        let variable = variable.or_insert_with(|| Variable::of(code, binding));
        if variable.is_told {
            continue;
        }
        let Some((id, call)) = variable.later_call(code, binding) else {
            continue;
        };
        if !is_no_function(code, binding) && !is_told_by_call(binding, call) {
            continue;
        }
        // The failure may be announced where it happens instead of where it is caused.
        let at = span(&*call.func);
        if code.model.is_caught(id, &["TypeError"]) || is_on_purpose(code, at) {
            continue;
        }
        let name = binding.name;
        variable.is_told = true;
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

/// Built-in functions that may give something to call.
const GIVE_FUNCTIONS: &[&str] = &[
    "__import__", "classmethod", "eval", "getattr", "next", "object", "property", "staticmethod", "super", "type",
];

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
            | Expr::Compare(_)
    ) || is_own_result(binding, value)
        || code
        .model
        .type_of(value)
        .is_some_and(|class| class.starts_with("builtins.") && class != "builtins.type")
}

/// True for `max = nums[0]` where `max(max, n)` follows, and for what a function or loop is given and hands on: what is
/// compared or gone through is no function.
fn is_told_by_call(binding: &Binding<'_>, call: &ExprCall) -> bool {
    let is_item = matches!(binding.kind, BindingKind::Assignment(Expr::Subscript(_) | Expr::Call(_)));
    // `def f(list): return list(set(list))`: what is made into a list is no class.
    let is_given = matches!(
        binding.kind,
        BindingKind::Parameter { variadic: false, .. } | BindingKind::Loop
    ) && ["list", "tuple", "set", "dict", "str"].contains(&binding.name);
    let is_itself = |argument: &Expr| matches!(argument, Expr::Name(name) if name.id == binding.name);
    let is_within = |argument: &Expr| match argument {
        Expr::Call(inner) => inner.arguments.args.iter().any(is_itself),
        other => is_itself(other),
    };
    let arguments = &call.arguments.args;
    is_item && arguments.iter().any(is_itself) || is_given && arguments.iter().any(is_within)
}

/// True for `sum = sum(xs)`.
fn is_own_result(binding: &Binding<'_>, value: &Expr) -> bool {
    matches!(value, Expr::Call(call)
        if matches!(&*call.func, Expr::Name(name) if name.id == binding.name)
            && !GIVE_FUNCTIONS.contains(&binding.name))
}

/// A variable that is called like a built-in: it may be bound and called again and again.
struct Variable<'a> {
    /// Where it is called, in order.
    calls: Vec<(NodeId, &'a ExprCall)>,
    /// Where it is bound to what may well be a function.
    functions: Vec<Span>,
    is_told: bool,
}

impl<'a> Variable<'a> {
    /// The variable that a binding binds.
    fn of(code: &Code<'a>, binding: &Binding<'a>) -> Self {
        let model = code.model;
        let (name, home) = (binding.name, binding.scope);
        let calls = model.reads_of(name, home, model.scope_span(home)).filter_map(|reference| {
            let (id, _) = model.ancestors(reference.id).next()?;
            let call = model.call_at(id)?;
            (span(&*call.func) == reference.span()).then_some((id, call))
        });
        let bindings = model.scope(home).map_or(&[][..], |scope| scope.bindings(name));
        let others = bindings.iter().filter_map(|&id| model.binding(id));
        let functions = others.filter(|other| !stays_a_value(code, other));
        Self {
            calls: calls.collect(),
            functions: functions.map(|other| other.span).collect(),
            is_told: false,
        }
    }

    /// The first call behind the binding, where all other bindings leave the variable a value.
    fn later_call(&self, code: &Code<'a>, binding: &Binding<'_>) -> Option<(NodeId, &'a ExprCall)> {
        let statement = binding.node.and_then(|id| code.model.statement_of(id));
        let end = match statement {
            // Of a function or loop, only what stands before its body binds.
            Some(stmt) if !stmt.is_function_def_stmt() && !stmt.is_for_stmt() => span(stmt).end,
            _ => binding.span.end,
        };
        let is_only = self.functions.iter().take(2).all(|other| *other == binding.span);
        let later = self.calls.partition_point(|(_, call)| span(*call).start < end);
        self.calls.get(later).copied().filter(|_| is_only)
    }
}

/// True where another binding gives the variable a value of the same kind: what is added or compared is no function.
fn stays_a_value(code: &Code<'_>, other: &Binding<'_>) -> bool {
    match other.kind {
        BindingKind::Augmented(_) => true,
        BindingKind::Assignment(value) => match value {
            Expr::Lambda(_) | Expr::Attribute(_) => false,
            Expr::Name(name) => !code
                .model
                .bindings_of(name)
                .any(|binding| matches!(binding.kind, BindingKind::Function(_) | BindingKind::Import(_))),
            Expr::Call(_) => is_no_function(code, other),
            _ => true,
        },
        _ => false,
    }
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
        check_python(ID, "«max» = 0\nfor x in xs:\n    if x > max:\n        max = x\nprint(max(xs))\n");
        check_python(ID, "«sum» = sum([1, 2])\nprint(sum([3]))\n");
        check_python(ID, "def f(«list»):\n    return list(set(list))\n");
        check_python(ID, "for «str» in words:\n    print(str(str))\n");
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
        check_python(ID, "def f(list, xs):\n    return list(xs)\ndef g(filter):\n    return filter(filter)\n");
        check_python(ID, "sum = sum(xs)\nprint(sum)\n");
        check_python(ID, "def total(xs): ...\nsum = 0\nsum = total\nsum([1])\n");
    }
}
