//! `missing-self`: a method that does not take the object it is called on.

use ruff_python_ast::{Decorator, Expr, Stmt, StmtClassDef, StmtFunctionDef};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{BindingKind, span};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("missing-self"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("missing-self.md"),
    checks: &[Check::Mistake(check, Lesson {
            topic: &["without self", "without `self`", "no self", "forgot", "forget", "positional argument"],
            outputs: 0,
        })],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for (_, statement) in code.model.statements() {
        let Stmt::ClassDef(class) = statement else {
            continue;
        };
        if is_namespace(class) {
            continue;
        }
        for statement in &class.body {
            let Stmt::FunctionDef(method) = statement else {
                continue;
            };
            if lacks_self(code, class, method) {
                found.push(finding(code, method));
            }
        }
    }
}

/// True for a class of several functions none of which takes anything: it only groups them.
fn is_namespace(class: &StmtClassDef) -> bool {
    let mut functions = class.body.iter().filter_map(Stmt::as_function_def_stmt);
    functions.clone().count() > 1 && functions.all(|function| function.parameters.is_empty())
}

/// True for a body that is yet to be written.
fn is_stub(method: &StmtFunctionDef) -> bool {
    method.body.iter().all(|statement| match statement {
        Stmt::Pass(_) => true,
        Stmt::Expr(expr) => expr.value.is_ellipsis_literal_expr() || expr.value.is_string_literal_expr(),
        _ => false,
    })
}

/// True where a stub is meant to be a method like the others: they take `self`, or it is a special one.
fn is_among_methods(class: &StmtClassDef, method: &StmtFunctionDef) -> bool {
    let mut functions = class.body.iter().filter_map(Stmt::as_function_def_stmt);
    functions.any(|other| {
        let first = other.parameters.iter_non_variadic_params().next();
        first.is_some_and(|first| first.name().as_str() == "self")
    }) || method.name.as_str() == "__init__"
}

/// True where the snippet expects a call of it to fail.
fn is_tried(code: &Code<'_>, method: &StmtFunctionDef) -> bool {
    code.model.attribute_loads().any(|(id, attribute)| {
        attribute.attr.as_str() == method.name.as_str()
            && code.model.is_expected(id, &["TypeError"])
    })
}

fn lacks_self(code: &Code<'_>, class: &StmtClassDef, method: &StmtFunctionDef) -> bool {
    let parameters = &method.parameters;
    // A decorator may take care of it: staticmethod does, and so do validators of other libraries.
    let is_property = |decorator: &Decorator| {
        matches!(
            code.model.resolve(&decorator.expression).as_deref(),
            Some("builtins.property" | "functools.cached_property")
        )
    };
    if !method.decorator_list.iter().all(is_property)
        || parameters.vararg.is_some()
        || is_stub(method) && !is_among_methods(class, method)
        || is_tried(code, method)
        || IMPLICITLY_STATIC.contains(&method.name.as_str())
        || is_used_as_function(code, class, method)
    {
        return false;
    }
    if parameters.is_empty() {
        return true;
    }
    // With parameters it may be named otherwise; certain only where the body speaks of a `self` that nobody binds, or
    // where it is called with as many arguments as it takes.
    !parameters.iter().any(|parameter| parameter.name() == "self" || parameter.name() == "cls")
        && (uses_unbound_self(code, method) || is_called_with_all(code, class, method))
}

/// True for `box.add(1, 2)` where `add` takes two, and `box` is an object of the class.
fn is_called_with_all(code: &Code<'_>, class: &StmtClassDef, method: &StmtFunctionDef) -> bool {
    let makes_it = |expr: &Expr| {
        matches!(expr, Expr::Call(call) if matches!(&*call.func, Expr::Name(name) if name.id == class.name.id))
    };
    let is_object = |object: &Expr| match object {
        Expr::Name(name) if name.id == "self" => code
            .model
            .class_of_self(name)
            .is_some_and(|of| std::ptr::eq(of, class)),
        Expr::Name(name) => code.model.only_binding(name).is_some_and(|binding| {
            matches!(binding.kind, BindingKind::Assignment(value) if makes_it(value))
        }),
        other => makes_it(other),
    };
    code.model.calls().iter().any(|call| {
        let arguments = &call.expr.arguments;
        call.method().is_some_and(|(object, name)| {
            name == method.name.as_str()
                && arguments.len() == method.parameters.len()
                && arguments.keywords.iter().all(|keyword| keyword.arg.is_some())
                && !arguments.args.iter().any(Expr::is_starred_expr)
                && is_object(object)
        })
    })
}

/// Called on the class or on its metaclass, they take no `self` (Data Model, 3.3.3).
const IMPLICITLY_STATIC: [&str; 1] = ["__new__"];

/// True where the class body itself calls it or hands it on, or where the note calls it on the class: `Class.m()`.
fn is_used_as_function(code: &Code<'_>, class: &StmtClassDef, method: &StmtFunctionDef) -> bool {
    let name = method.name.as_str();
    let on_class = code.model.attribute_loads().any(|(_, attribute)| {
        attribute.attr.as_str() == name
            && matches!(&*attribute.value, Expr::Name(object) if object.id == class.name.id)
    });
    let in_body = code.model.references().iter().any(|reference| {
        reference.name() == name && code.model.bindings_of(reference.expr).any(|b| b.span == span(&method.name))
    });
    on_class || in_body
}

fn uses_unbound_self(code: &Code<'_>, method: &StmtFunctionDef) -> bool {
    code.model.references().iter().any(|reference| {
        reference.name() == "self"
            && span(method).covers(reference.span())
            && !code.model.is_bound(reference)
    })
}

fn finding(code: &Code<'_>, method: &StmtFunctionDef) -> Diagnostic {
    let source = code.model.code();
    let parameters = span(&*method.parameters);
    let at = Span::new(span(&method.name).start, parameters.end);
    let inside = Span::new(parameters.start + 1, parameters.end.saturating_sub(1));
    let first = if method.parameters.is_empty() { "self" } else { "self, " };
    let name = &method.name;
    let finding = RULE.finding(
        at,
        format!("`{name}` is called with its object as first argument but takes none; add `self`"),
    );
    if source.get(parameters.start..).is_some_and(|rest| rest.starts_with('(')) {
        return finding.with_fix(Fix::safe("Add `self`", Span::at(inside.start), first));
    }
    finding
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_python, fixed_python};

    const ID: &str = "missing-self";

    #[test]
    fn bad() {
        check_python(ID, "class A:\n    def «m()»:\n        return 1\n");
        check_python(ID, "class A:\n    def __init__(self):\n        pass\n    async def «load()»:\n        return 2\n");
        check_python(ID, "class A:\n    def «add(x)»:\n        self.total += x\n");
        check_python(ID, "class A:\n    def «__str__()»:\n        return 'a'\n");
        check_python(ID, "class A:\n    def «add(a, b)»:\n        return a + b\nbox = A()\nbox.add(1, 2)\n");
        check_python(ID, "class A:\n    @property\n    def «size()»:\n        return 1\n");
    }

    #[test]
    fn good() {
        check_python(ID, "class A:\n    def m(self): ...\n    def n(this): ...\n");
        check_python(ID, "class A:\n    @staticmethod\n    def m(): ...\n    @classmethod\n    def n(cls): ...\n");
        check_python(ID, "def m():\n    return 1\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "class A:\n    def m():\n        return 1\nprint(A.m())\n");
        check_python(ID, "class A:\n    def m(*args): ...\n    def n(): ...\n");
        check_python(ID, "class Tools:\n    def one():\n        return 1\n    def two():\n        return 2\n");
        check_python(ID, "class A:\n    def _make():\n        return 1\n    x = _make()\n");
        check_python(ID, "class A:\n    def m():  # wrong: no self\n        return 1\n");
        check_python(ID, "class A:\n    @validator('x')\n    def check(): ...\n");
        check_python(ID, "class A:\n    def add(this, b):\n        return b\nbox = A()\nbox.add(1)\n");
    }

    #[test]
    fn self_is_added() {
        assert_eq!(
            fixed_python(ID, "class A:\n    def m():  # one\n        return 1\n    def add(x):\n        self.x = x\n"),
            "class A:\n    def m(self):  # one\n        return 1\n    def add(self, x):\n        self.x = x\n"
        );
    }
}
