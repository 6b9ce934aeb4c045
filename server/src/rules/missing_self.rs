//! `missing-self`: a method that does not take the object it is called on.

use std::cell::LazyCell;

use ruff_python_ast::{Decorator, Expr, Stmt, StmtClassDef, StmtFunctionDef};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{BindingKind, Model, span};
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
    let uses = LazyCell::new(|| Uses::of(code.model));
    for (_, statement) in code.model.statements() {
        let Stmt::ClassDef(class) = statement else {
            continue;
        };
        if is_namespace(class) {
            continue;
        }
        let has_methods = takes_self(class);
        for method in class.body.iter().filter_map(Stmt::as_function_def_stmt) {
            if lacks_self(code, class, method, has_methods, &uses) {
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

/// True for a class some method of which takes `self`.
fn takes_self(class: &StmtClassDef) -> bool {
    let mut functions = class.body.iter().filter_map(Stmt::as_function_def_stmt);
    functions.any(|function| {
        let first = function.parameters.iter_non_variadic_params().next();
        first.is_some_and(|first| first.name().as_str() == "self")
    })
}

/// True for a body that is yet to be written.
fn is_stub(method: &StmtFunctionDef) -> bool {
    method.body.iter().all(|statement| match statement {
        Stmt::Pass(_) => true,
        Stmt::Expr(expr) => expr.value.is_ellipsis_literal_expr() || expr.value.is_string_literal_expr(),
        _ => false,
    })
}

fn lacks_self<'a>(
    code: &Code<'a>,
    class: &'a StmtClassDef,
    method: &'a StmtFunctionDef,
    has_methods: bool,
    uses: &Uses<'a>,
) -> bool {
    let parameters = &method.parameters;
    let name = method.name.as_str();
    // A decorator may take care of it: staticmethod does, and so do validators of other libraries.
    let is_property = |decorator: &Decorator| {
        matches!(
            code.model.resolve(&decorator.expression).as_deref(),
            Some("builtins.property" | "functools.cached_property")
        )
    };
    // A stub is meant to be a method like the others where they take `self`, or where it is a special one.
    let is_unfinished = is_stub(method) && !has_methods && name != "__init__";
    if parameters.iter().any(|parameter| parameter.name() == "self" || parameter.name() == "cls")
        || parameters.vararg.is_some()
        || !method.decorator_list.iter().all(is_property)
        || is_unfinished
        || IMPLICITLY_STATIC.contains(&name)
        || uses.expected.contains(name)
        || uses.on_classes.contains(&(class.name.as_str(), name))
        || uses.bindings.contains(&span(&method.name))
    {
        return false;
    }
    // With parameters it may be named otherwise; certain only where the body speaks of a `self` that nobody binds, or
    // where it is called with as many arguments as it takes.
    parameters.is_empty() || uses.speaks_of_self(span(method)) || uses.is_called_with_all(class, method)
}

/// Called on the class or on its metaclass, they take no `self` (Data Model, 3.3.3).
const IMPLICITLY_STATIC: [&str; 1] = ["__new__"];

/// What a snippet does with methods, gathered once: there may be as many uses as methods.
struct Uses<'a> {
    /// Names of attributes that are expected to fail with a `TypeError`.
    expected: FxHashSet<&'a str>,
    /// `Class.method`, by both names.
    on_classes: FxHashSet<(&'a str, &'a str)>,
    /// What some name stands for: a class body itself may call a method, or hand it on.
    bindings: FxHashSet<Span>,
    /// Where each `self` begins that nobody binds, in order.
    selves: Vec<usize>,
    /// Calls on objects of a class, by the method's name and the number of arguments.
    calls: FxHashSet<(Object<'a>, &'a str, usize)>,
}

/// What a method is called on.
#[derive(PartialEq, Eq, Hash)]
enum Object<'a> {
    /// The `self` of the class that stands there.
    Self_(Span),
    /// What a call of that name made.
    Made(&'a str),
}

impl<'a> Uses<'a> {
    fn of(model: &Model<'a>) -> Self {
        let loads = || model.attribute_loads();
        let expected = loads().filter(|(id, _)| model.is_expected(*id, &["TypeError"]));
        let on_classes = loads().filter_map(|(_, attribute)| {
            let object = attribute.value.as_name_expr()?;
            Some((object.id.as_str(), attribute.attr.as_str()))
        });
        let places: FxHashSet<_> = model.references().iter().map(|of| (of.name(), of.scope)).collect();
        let meant: FxHashMap<_, _> = places.into_iter().filter_map(|(name, scope)| {
            let (scope, bindings) = model.lookup(name, scope)?;
            Some(((name, scope), bindings))
        }).collect();
        let bindings = meant.into_values().flatten();
        let selves = model.references().iter().filter(|of| of.name() == "self" && !model.is_bound(of));
        let mut selves: Vec<usize> = selves.map(|of| of.span().start).collect();
        selves.sort_unstable();
        let calls = model.calls().iter().filter_map(|call| {
            let arguments = &call.expr.arguments;
            let is_plain = arguments.keywords.iter().all(|keyword| keyword.arg.is_some())
                && !arguments.args.iter().any(Expr::is_starred_expr);
            let (object, name) = call.method().filter(|_| is_plain)?;
            Some((object_of(model, object)?, name, arguments.len()))
        });
        Self {
            expected: expected.map(|(_, attribute)| attribute.attr.as_str()).collect(),
            on_classes: on_classes.collect(),
            bindings: bindings.filter_map(|&id| Some(model.binding(id)?.span)).collect(),
            selves,
            calls: calls.collect(),
        }
    }

    /// True where something in `method` speaks of a `self` that nobody binds.
    fn speaks_of_self(&self, method: Span) -> bool {
        let next = self.selves.partition_point(|&start| start < method.start);
        self.selves.get(next).is_some_and(|&start| start < method.end)
    }

    /// True for `box.add(1, 2)` where `add` takes two, and `box` is an object of the class.
    fn is_called_with_all(&self, class: &'a StmtClassDef, method: &'a StmtFunctionDef) -> bool {
        [Object::Self_(span(class)), Object::Made(class.name.as_str())]
            .into_iter()
            .any(|object| self.calls.contains(&(object, method.name.as_str(), method.parameters.len())))
    }
}

fn object_of<'a>(model: &Model<'a>, object: &'a Expr) -> Option<Object<'a>> {
    let made = match object {
        Expr::Name(name) if name.id == "self" => {
            return model.class_of_self(name).map(|class| Object::Self_(span(class)));
        }
        Expr::Name(name) => match model.only_binding(name)?.kind {
            BindingKind::Assignment(value) => value,
            _ => return None,
        },
        made => made,
    };
    let class = made.as_call_expr()?.func.as_name_expr()?;
    Some(Object::Made(class.id.as_str()))
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
