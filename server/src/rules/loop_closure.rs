//! `loop-closure`: a function made in a loop that reads the loop's variable when it is called, not when it is made.

use ruff_python_ast::{Expr, Parameters, Stmt};
use rustc_hash::FxHashSet;

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{
    BindingKind, Model, NodeId, Reference, ScopeId, ScopeKind, Syntax, Use, span,
};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("loop-closure"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("loop-closure.md"),
    checks: &[Check::Mistake(check, LESSON)],
};

const LESSON: Lesson = Lesson {
    topic: &[
        "late binding",
        "late-binding",
        "closure",
        "lambda in a loop",
        "lambdas in a loop",
        "lambda in loop",
        "loop variable",
        "free variable",
        "замыкан",
        "позднее связывание",
        "позднего связывания",
        "闭包",
        "延迟绑定",
        "クロージャ",
    ],
    outputs: 1,
};

/// Methods that keep a function and call it later.
const CALLED_LATER: &[&str] = &[
    "connect",
    "bind",
    "after",
    "submit",
    "apply_async",
    "add_done_callback",
    "call_later",
    "call_soon",
    "call_soon_threadsafe",
    "call_at",
    "register",
    "subscribe",
    "add_callback",
    "add_handler",
    "on",
];

/// Parameters that do so.
const CALLED_LATER_AS: &[&str] = &["command", "callback", "target", "on_click", "handler"];

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let model = code.model;
    let mut told: FxHashSet<ScopeId> = FxHashSet::default();
    for reference in model.references() {
        let Some(closure) = closure_over(model, reference) else {
            continue;
        };
        if told.contains(&closure.scope) || !outlives(model, &closure) {
            continue;
        }
        told.insert(closure.scope);
        let name = reference.name();
        let finding = RULE.finding(
            reference.span(),
            format!("`{name}` is looked up when the function is called; by then it has its last value"),
        );
        found.push(match fix(model, &closure, name) {
            Some(fix) => finding.with_fix(fix),
            None => finding,
        });
    }
}

/// A function or lambda that reads a name of the loop it is made in.
#[derive(Debug)]
struct Closure<'a> {
    scope: ScopeId,
    kind: ScopeKind<'a>,
    /// The `def` or the lambda.
    node: NodeId,
    /// The loop or comprehension.
    around: NodeId,
}

fn closure_over<'a>(model: &Model<'a>, reference: &Reference<'a>) -> Option<Closure<'a>> {
    let (home, bindings) = model.lookup(reference.name(), reference.scope)?;
    if home == reference.scope {
        return None;
    }
    // The outermost function between the name and its home: that is what the loop makes.
    let (scope, kind) = model
        .scopes_around(reference.id)
        .take_while(|(scope, _)| *scope != home)
        .filter(|(_, kind)| matches!(kind, ScopeKind::Function(_) | ScopeKind::Lambda(_)))
        .last()?;
    let node = model.scope(scope)?.node?;
    let around = if matches!(model.scope(home)?.kind, ScopeKind::Comprehension) {
        model.scope(home)?.node?
    } else {
        let (around, stmt) = model.enclosing_loop(node)?;
        let is_of_loop = model
            .bindings_in(bindings, span(stmt))
            .iter()
            .filter_map(|&id| model.binding(id))
            .any(|binding| !is_definition(binding.kind));
        if !is_of_loop {
            return None;
        }
        around
    };
    Some(Closure {
        scope,
        kind,
        node,
        around,
    })
}

fn is_definition(kind: BindingKind<'_>) -> bool {
    matches!(
        kind,
        BindingKind::Function(_) | BindingKind::Class(_) | BindingKind::Import(_)
    )
}

/// True where the function is kept beyond the turn of the loop that makes it.
fn outlives(model: &Model<'_>, closure: &Closure<'_>) -> bool {
    match closure.kind {
        ScopeKind::Function(function) => {
            named_outlives(model, function.name.as_str(), closure)
        }
        _ => expression_outlives(model, closure.node, closure),
    }
}

fn expression_outlives(model: &Model<'_>, id: NodeId, closure: &Closure<'_>) -> bool {
    let Some((parent, syntax)) = model.ancestors(id).next() else {
        return false;
    };
    let own = match model.node(id).map(|node| node.syntax) {
        Some(Syntax::Expr(expr)) => span(expr),
        _ => return false,
    };
    match syntax {
        Syntax::Expr(Expr::Call(call)) if is_kept_by(call, own) => true,
        // The element of the comprehension whose variable it reads.
        Syntax::Expr(Expr::Generator(_)) if parent == closure.around => {
            matches!(model.parent_expr(parent), Some(Expr::Call(call))
                if matches!(model.resolve(&call.func).as_deref(),
                    Some("builtins.list" | "builtins.tuple" | "builtins.dict" | "builtins.set")))
        }
        Syntax::Stmt(Stmt::Assign(assign)) => match &*assign.targets {
            [Expr::Name(name)] => named_outlives(model, name.id.as_str(), closure),
            [Expr::Attribute(attribute)] => {
                !matches!(&*attribute.value, Expr::Name(name) if name.id == "self")
            }
            _ => model.use_of(id) == Use::Kept,
        },
        Syntax::Expr(_) => model.use_of(id) == Use::Kept,
        Syntax::Stmt(_) => false,
    }
}

/// True for a call that keeps its argument at `own` to call it later.
fn is_kept_by(call: &ruff_python_ast::ExprCall, own: Span) -> bool {
    let by_keyword = call.arguments.keywords.iter().any(|keyword| {
        span(&keyword.value) == own
            && keyword
                .arg
                .as_ref()
                .is_some_and(|name| CALLED_LATER_AS.contains(&name.as_str()))
    });
    let by_method = matches!(&*call.func, Expr::Attribute(method)
        if CALLED_LATER.contains(&method.attr.as_str()))
        && call.arguments.args.iter().any(|argument| span(argument) == own);
    by_keyword || by_method
}

/// The same for a function with a name: some place of the loop keeps it.
fn named_outlives(model: &Model<'_>, name: &str, closure: &Closure<'_>) -> bool {
    let Some(Syntax::Stmt(around)) = model.node(closure.around).map(|node| node.syntax) else {
        return false;
    };
    model
        .reads_in(name, span(around))
        .any(|reference| match model.ancestors(reference.id).next() {
            Some((_, Syntax::Expr(Expr::Call(call)))) if is_kept_by(call, reference.span()) => true,
            _ => model.use_of(reference.id) == Use::Kept,
        })
}

/// Binds the name when the function is made.
fn fix(model: &Model<'_>, closure: &Closure<'_>, name: &str) -> Option<Fix> {
    let text = model.code();
    let bound = format!("{name}={name}");
    let (at, content) = match closure.kind {
        ScopeKind::Lambda(lambda) => match lambda.parameters.as_deref() {
            Some(parameters) => (last_positional(parameters)?, format!(", {bound}")),
            None => (span(lambda).start + "lambda".len(), format!(" {bound}")),
        },
        ScopeKind::Function(function) => {
            if function.parameters.is_empty() {
                let header = Span::new(span(&function.name).end, span(function.body.first()?).start);
                (header.start + header.of(text).find("()")? + 1, bound)
            } else {
                (last_positional(&function.parameters)?, format!(", {bound}"))
            }
        }
        _ => return None,
    };
    Some(Fix::safe(format!("Bind `{name}` when the function is made"), Span::at(at), content).unsafely())
}

/// Where a parameter with a default can be added; `None` beside `*args` and the like.
fn last_positional(parameters: &Parameters) -> Option<usize> {
    let is_plain = parameters.vararg.is_none()
        && parameters.kwarg.is_none()
        && parameters.kwonlyargs.is_empty();
    let last = parameters.args.last().filter(|_| is_plain)?;
    Some(span(last).end)
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{check, check_python};

    const ID: &str = "loop-closure";

    #[test]
    fn bad() {
        check_python(ID, "fs = []\nfor i in range(3):\n    fs.append(lambda: «i»)\n");
        check_python(ID, "fs = [lambda x: x * «i» for i in range(3)]\n");
        check_python(ID, "handlers = {}\nfor name in names:\n    handlers[name] = lambda: print(«name»)\n");
        check_python(ID, "fs = []\nfor i in range(3):\n    def f():\n        return «i» ** 2\n    fs.append(f)\n");
        check_python(ID, "for i in range(3):\n    Button(text=i, command=lambda: show(«i»)).pack()\n");
        check_python(ID, "for url in urls:\n    pool.submit(lambda: fetch(«url»))\n");
        check_python(ID, "i = 0\nwhile i < 3:\n    fs.append(lambda: «i»)\n    i += 1\n");
        check_python(ID, "d = {k: lambda: «k» for k in 'abc'}\n");
        check_python(ID, "def make():\n    fs = []\n    for x in range(3):\n        y = x * 2\n        fs.append(lambda: «y»)\n    return fs\n");
        check_python(ID, "fs = list(lambda: «i» for i in range(3))\n");
    }

    #[test]
    fn good() {
        check_python(ID, "fs = []\nfor i in range(3):\n    fs.append(lambda i=i: i)\n");
        check_python(ID, "fs = [lambda x, i=i: x * i for i in range(3)]\n");
        check_python(ID, "def make(i):\n    return lambda: i\nfs = [make(i) for i in range(3)]\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "for i in range(3):\n    best = max(rows, key=lambda row: row[i])\n    found.append(best)\n");
        check_python(ID, "for i in range(3):\n    print((lambda: i)())\n");
        check_python(ID, "for i in range(3):\n    def f():\n        return i\n    print(f())\n");
        check_python(ID, "out = [sorted(xs, key=lambda x: x[i]) for i in range(3)]\n");
        check_python(ID, "fs = []\nfor i in range(3):\n    fs.append(lambda: total)\n");
        check_python(ID, "fs = [lambda: [i for i in range(3)] for _ in range(3)]\n");
        check_python(ID, "# wrong\nfs = [lambda: i for i in range(3)]\n");
        check_python(ID, "for i in range(3):\n    if i == 2:\n        return lambda: i\n");
    }

    #[test]
    fn lessons_get_hints() {
        for note in [
            "```python\nfs = [lambda: «i» for i in range(3)]\nprint([f() for f in fs])  # [2, 2, 2]\n```\n",
            "## Closures\n\n```python\nfs = [lambda: «i» for i in range(3)]\n```\n",
        ] {
            assert_eq!(check(ID, note)[0].severity, Severity::Hint, "{note}");
        }
    }

    #[test]
    fn the_fix_binds_the_name() {
        let fix = |code: &str| {
            let found = check_python(ID, code);
            found[0].fix.clone().map(|fix| fix.edits[0].content.clone())
        };
        assert_eq!(fix("fs = [lambda: «i» for i in x]\n").as_deref(), Some(" i=i"));
        assert_eq!(fix("fs = [lambda a: «i» for i in x]\n").as_deref(), Some(", i=i"));
        assert_eq!(fix("fs = [lambda *a: «i» for i in x]\n"), None);
        assert_eq!(
            fix("for i in x:\n    def f():\n        return «i»\n    fs.append(f)\n").as_deref(),
            Some("i=i")
        );
    }
}
