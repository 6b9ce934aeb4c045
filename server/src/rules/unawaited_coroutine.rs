//! `unawaited-coroutine`: a coroutine that is made and never awaited.

use std::cell::{OnceCell, RefCell};

use ruff_python_ast::{Expr, ExprAttribute, ExprCall, Stmt, StmtClassDef, StmtFunctionDef};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{BindingKind, resolve, span};
use crate::python::snippet::Kind;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unawaited-coroutine"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("unawaited-coroutine.md"),
    checks: &[Check::Mistake(check, Lesson {
            topic: &["never awaited", "coroutine object", "forgot", "forget", "without await", "without `await`", "忘了", "忘记"],
            outputs: 0,
        })],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let known = Known::default();
    for (id, statement) in code.model.statements() {
        let Some(Expr::Call(call)) = statement.as_expr_stmt().map(|stmt| &*stmt.value) else {
            continue;
        };
        let around = code.model.enclosing_function(id);
        let in_async = around.is_some_and(|function| function.is_async);
        let at = span(call);
        let shown = span(&*call.func).of(code.model.code());
        if in_async {
            if makes_coroutine(code, call, &known) {
                let finding = RULE.finding(
                    at,
                    format!("`{shown}(…)` only makes a coroutine; without `await` it never runs"),
                );
                found.push(finding.with_fix(Fix::safe("Add `await`", Span::at(at.start), "await ")));
            }
        } else if code.snippet.kind != Kind::Transcript && own_function(code, call, &known) {
            // What a session shows of it is that it is a coroutine.
            found.push(RULE.finding(
                at,
                format!("`{shown}(…)` only makes a coroutine; it runs in `asyncio.run({shown}(…))`"),
            ));
        }
    }
}

/// True for a call of an `async def` of the snippet by its name.
fn own_function(code: &Code<'_>, call: &ExprCall, known: &Known<'_>) -> bool {
    call.func.as_name_expr().is_some_and(|name| {
        code.model.only_binding(name).is_some_and(|binding| {
            matches!(binding.kind, BindingKind::Function(function) if is_coroutine(code, function, known))
        })
    })
}

/// True for the standard library's coroutine functions and methods, and for those that the snippet defines once.
fn makes_coroutine<'a>(code: &Code<'a>, call: &ExprCall, known: &Known<'a>) -> bool {
    match &*call.func {
        Expr::Name(name) => {
            if let Some(binding) = code.model.only_binding(name)
                && let BindingKind::Function(function) = binding.kind
            {
                return is_coroutine(code, function, known);
            }
        }
        Expr::Attribute(method) => {
            if let Some(class) = code.model.type_of(&method.value) {
                let attribute = resolve::split_module(&class)
                    .and_then(|(module, name)| module.member(name)?.class()?.attribute(&method.attr));
                return attribute.is_some_and(|attribute| attribute.is_coroutine());
            }
            if let Some(own) = own_method(code, method, known) {
                return is_coroutine(code, own, known);
            }
        }
        _ => {}
    }
    code.resolve(&call.func)
        .and_then(|dotted| {
            let (module, rest) = resolve::split_module(&dotted)?;
            Some(module.member(rest)?.is_coroutine())
        })
        .unwrap_or(false)
}

/// What many calls ask of a snippet, worked out when the first one does. Functions and classes go by their address.
#[derive(Debug, Default)]
struct Known<'a> {
    generators: OnceCell<FxHashSet<*const StmtFunctionDef>>,
    /// Of each class its methods by name; none where several have that name.
    methods: RefCell<FxHashMap<*const StmtClassDef, Methods<'a>>>,
}

type Methods<'a> = FxHashMap<&'a str, Option<&'a StmtFunctionDef>>;

/// The one method that `self.name` means, where the class has it itself.
fn own_method<'a>(
    code: &Code<'a>,
    method: &ExprAttribute,
    known: &Known<'a>,
) -> Option<&'a StmtFunctionDef> {
    let class = code.model.class_of_self(method.value.as_name_expr()?)?;
    let mut classes = known.methods.borrow_mut();
    let methods = classes.entry(class).or_insert_with(|| {
        let mut methods = Methods::default();
        for function in class.body.iter().filter_map(Stmt::as_function_def_stmt) {
            let named = methods.entry(function.name.as_str());
            named.and_modify(|only| *only = None).or_insert(Some(function));
        }
        methods
    });
    let only = methods.get(method.attr.as_str()).copied().flatten();
    only.filter(|_| !code.model.stores_attribute(&method.attr))
}

/// True for an `async def` that nothing makes anything else of: a decorator may.
fn is_coroutine(code: &Code<'_>, function: &StmtFunctionDef, known: &Known<'_>) -> bool {
    // Calling one that yields makes an asynchronous generator.
    let generators = known.generators.get_or_init(|| {
        let all = code.model.expressions();
        let yields = all.filter(|(_, expr)| expr.is_yield_expr());
        let around = yields.filter_map(|(id, _)| code.model.enclosing_function(id));
        around.map(std::ptr::from_ref).collect()
    });
    let is_generator = generators.contains(&std::ptr::from_ref(function));
    function.is_async && function.decorator_list.is_empty() && !is_generator
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_python, fixed_python};

    const ID: &str = "unawaited-coroutine";

    #[test]
    fn bad() {
        check_python(ID, "import asyncio\nasync def main():\n    «asyncio.sleep(1)»\n");
        check_python(ID, "from asyncio import sleep as nap\nasync def main():\n    «nap(1)»\n");
        check_python(ID, "async def work(): ...\nasync def main():\n    «work()»\n");
        check_python(ID, "import asyncio\nasync def main():\n    «asyncio.wait_for(x, 1)»\n");
        check_python(ID, "class A:\n    async def g(self): ...\n    async def f(self):\n        «self.g()»\n");
        check_python(ID, "import asyncio\nasync def f(q: asyncio.Queue):\n    «q.put(1)»\n    q.put_nowait(1)\n");
        check_python(ID, "async def main(): ...\n«main()»\n");
    }

    #[test]
    fn good() {
        check_python(ID, "import asyncio\nasync def main():\n    await asyncio.sleep(1)\n");
        check_python(ID, "import asyncio\nasync def main():\n    nap = asyncio.sleep(1)\n    await nap\n");
        check_python(ID, "import time\nasync def main():\n    work()\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "import asyncio\nasync def main():\n    asyncio.run_coroutine_threadsafe(x, loop)\n");
        check_python(ID, "@task\nasync def work(): ...\nasync def main():\n    work()\n");
        check_python(ID, "import asyncio\nasync def main():\n    asyncio.sleep(1)  # never runs\n");
        check_python(ID, "import asyncio\ndef main():\n    asyncio.sleep(1)\n");
        check_python(ID, "class A:\n    def __init__(self):\n        self.g = print\n    async def g(self): ...\n    async def f(self):\n        self.g()\n");
        check_python(ID, ">>> async def main(): ...\n>>> main()\n<coroutine object main>\n");
    }

    #[test]
    fn await_is_added() {
        assert_eq!(
            fixed_python(ID, "import asyncio\nasync def main():\n    asyncio.sleep(1)  # wait\n"),
            "import asyncio\nasync def main():\n    await asyncio.sleep(1)  # wait\n"
        );
    }
}
