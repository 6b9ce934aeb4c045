//! `mutable-default`: a default that is made once and shared by all calls.

use ruff_python_ast::helpers::is_docstring_stmt;
use ruff_python_ast::{Expr, ParameterWithDefault, Stmt, StmtFunctionDef};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Edit, Fix, RuleId, Severity};
use crate::python::model::{BindingKind, Scope, Use, span};
use crate::python::snippet::Kind;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("mutable-default"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("mutable-default.md"),
    checks: &[Check::Mistake(check, LESSON)],
};

const LESSON: Lesson = Lesson {
    topic: &[
        "mutable",
        "mutability",
        "evaluated once",
        "evaluated only once",
        "created once",
        "shared between calls",
        "shared across calls",
        "between calls",
        "__defaults__",
        "изменяем",
        "可变",
        "可變",
        "ミュータブル",
        "가변",
        "veränderlich",
        "modifiable",
    ],
    outputs: 2,
};

/// What a function does with a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It changes the default, or lets it out.
    Shared,
    /// It only looks at it.
    Read,
    /// It is given another value first.
    Replaced,
}

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for (_, stmt) in code.model.statements() {
        let Stmt::FunctionDef(function) = stmt else {
            continue;
        };
        for parameter in function.parameters.iter_non_variadic_params() {
            let Some(default) = parameter.default() else {
                continue;
            };
            if !code.model.makes_mutable(default) || is_unchangeable(parameter) {
                continue;
            }
            let fate = fate(code, function, parameter);
            if fate == Fate::Replaced {
                continue;
            }
            let mut finding = finding(code, function, parameter, default);
            if fate == Fate::Read || is_signature(code, function) || is_memory(parameter, default) {
                finding.severity = Severity::Hint;
            }
            found.push(finding);
        }
    }
}

fn finding(
    code: &Code<'_>,
    function: &StmtFunctionDef,
    parameter: &ParameterWithDefault,
    default: &Expr,
) -> Diagnostic {
    let name = parameter.name().as_str();
    let at = span(default);
    let made = at.of(code.model.code());
    let finding = RULE.finding(
        at,
        format!(
            "This `{made}` is made once, and all calls share it; write `{name}=None` and make it inside"
        ),
    );
    let Some(edits) = inside(code, function, name, at) else {
        return finding;
    };
    finding.with_fix(
        Fix {
            edits,
            ..Fix::safe(format!("Make `{name}` inside of `{}`", function.name), at, "")
        }
        .unsafely(),
    )
}

/// The edits that make the default inside of the function. `None` where its body is on the line of the `def`.
fn inside(
    code: &Code<'_>,
    function: &StmtFunctionDef,
    name: &str,
    default: Span,
) -> Option<Vec<Edit>> {
    if !matches!(code.snippet.kind, Kind::Module | Kind::Fragment) {
        return None;
    }
    let text = code.model.code();
    let first = function.body.iter().find(|stmt| !is_docstring_stmt(stmt))?;
    let start = span(first).start;
    let indent = code.indent_before(start).filter(|indent| !indent.is_empty())?;
    let made = default.of(text);
    let deeper = if indent.contains('\t') { "\t" } else { "    " };
    Some(vec![
        Edit {
            span: default,
            content: "None".to_owned(),
        },
        Edit {
            span: Span::at(start),
            content: format!("if {name} is None:\n{indent}{deeper}{name} = {made}\n{indent}"),
        },
    ])
}

fn fate(code: &Code<'_>, function: &StmtFunctionDef, parameter: &ParameterWithDefault) -> Fate {
    let model = code.model;
    let name = parameter.name().as_str();
    let Some((own, scope)) = model.scope_opened_by(function) else {
        return Fate::Shared;
    };
    if let Some(fate) = rebound(code, scope, name) {
        return fate;
    }
    let mut is_read = false;
    for reference in model.reads_of(name, own, span(function)) {
        match model.use_of(reference.id) {
            Use::Changed | Use::Kept | Use::Returned => return Fate::Shared,
            Use::Passed | Use::Read => is_read = true,
        }
    }
    if is_read { Fate::Read } else { Fate::Shared }
}

/// What the function's own bindings of the parameter say.
fn rebound(code: &Code<'_>, scope: &Scope<'_>, name: &str) -> Option<Fate> {
    scope
        .bindings(name)
        .iter()
        .filter_map(|&id| code.model.binding(id))
        .find_map(|binding| match binding.kind {
            BindingKind::Parameter { .. } => None,
            BindingKind::Augmented(_) => Some(Fate::Shared),
            _ => Some(Fate::Replaced),
        })
}

/// True for annotations that promise not to change the value: `Sequence[int]`, `Mapping`.
fn is_unchangeable(parameter: &ParameterWithDefault) -> bool {
    let Some(annotation) = parameter.annotation() else {
        return false;
    };
    let named = match annotation {
        Expr::Subscript(subscript) => &*subscript.value,
        other => other,
    };
    let name = match named {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return false,
    };
    matches!(
        name,
        "Sequence" | "Mapping" | "Iterable" | "Collection" | "Container" | "Final" | "FrozenSet"
    )
}

/// True for a function that is only announced: nothing but `...` and a docstring, or a header cut from documentation.
fn is_signature(code: &Code<'_>, function: &StmtFunctionDef) -> bool {
    let is_cut = code.snippet.kind == Kind::Fragment;
    function.body.iter().all(|stmt| {
        is_docstring_stmt(stmt)
            || is_cut && matches!(stmt, Stmt::Pass(_))
            || matches!(stmt, Stmt::Expr(stmt) if stmt.value.is_ellipsis_literal_expr())
    })
}

/// True where sharing is meant: a dictionary that is called a cache.
fn is_memory(parameter: &ParameterWithDefault, default: &Expr) -> bool {
    let name = parameter.name().as_str().to_lowercase();
    let is_dict = matches!(default, Expr::Dict(_) | Expr::DictComp(_) | Expr::Call(_));
    is_dict && ["memo", "cache", "lookup", "computed", "known"].iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{check, check_python};

    const ID: &str = "mutable-default";

    #[track_caller]
    fn warned(marked: &str) {
        let found = check_python(ID, marked);
        assert!(found.iter().all(|finding| finding.severity == Severity::Warning), "{found:?}");
    }

    #[track_caller]
    fn hinted(marked: &str) {
        let found = check(ID, marked);
        assert!(!found.is_empty());
        assert!(found.iter().all(|finding| finding.severity == Severity::Hint), "{found:?}");
    }

    #[test]
    fn bad() {
        warned("def add(x, xs=«[]»):\n    xs.append(x)\n    return xs\n");
        warned("def add(key, value, table=«{}»):\n    table[key] = value\n");
        warned("class A:\n    def __init__(self, items=«list()»):\n        self.items = items\n");
        warned("def f(a=«[]»):\n    pass\n");
        warned("def f(x, *, seen: set = «set()»):\n    seen.add(x)\n");
        warned("def f(x, xs=«[1, 2]»):\n    xs += [x]\n");
        warned(">>> def f(x, xs=«[]»):\n...     xs.append(x)\n...     return xs\n");
    }

    #[test]
    fn good() {
        check_python(ID, "def f(x, xs=None):\n    if xs is None:\n        xs = []\n    xs.append(x)\n");
        check_python(ID, "def f(x, xs=()):\n    return [*xs, x]\n");
        check_python(ID, "f(xs=[])\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "def f(x, xs=[]):\n    xs = list(xs)\n    xs.append(x)\n");
        check_python(ID, "def bad_append(x, xs=[]):\n    xs.append(x)\n");
        check_python(ID, "# Wrong\ndef add(x, xs=[]):\n    xs.append(x)\n");
        check_python(ID, "def f(names: Sequence[str] = []):\n    return names\n");
        check(ID, "❌ Bad:\n\n```python\ndef f(x, xs=[]):\n    xs.append(x)\n```\n");
    }

    #[test]
    fn harmless_and_meant_ones_get_hints() {
        hinted("```python\ndef f(names=«[]»):\n    for name in names:\n        print(name)\n```\n");
        hinted("```python\ndef fib(n, memo=«{}»):\n    if n not in memo:\n        memo[n] = n\n    return memo[n]\n```\n");
        hinted("```python\ndef read(path, columns=«[]»): ...\n```\n");
    }

    #[test]
    fn lessons_get_hints() {
        let code = "```python\ndef f(x, xs=«[]»):\n    xs.append(x)\n    return xs\n";
        hinted(&format!("## Mutable default arguments\n\n{code}```\n"));
        hinted(&format!("{code}```\n\n**Output:**\n\n```\n[1, 1]\n```\n"));
        hinted(&format!("{code}\nprint(f(1))  # [1]\nprint(f(2))  # [1, 2]\n```\n"));
        hinted(&format!("## Python gotchas\n\n### Lists\n\n{code}```\n"));
        hinted(&format!("Что выведет этот код?\n\n{code}```\n"));
    }
}
