//! `unawaited-coroutine`: a coroutine that is made and never awaited.

use ruff_python_ast::{Expr, ExprCall};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{BindingKind, resolve, span};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unawaited-coroutine"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("unawaited-coroutine.md"),
    checks: &[Check::Mistake(check, Lesson {
            topic: &["never awaited", "forgot", "forget", "without await", "without `await`", "忘了", "忘记"],
            outputs: 0,
        })],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for (id, statement) in code.model.statements() {
        let Some(Expr::Call(call)) = statement.as_expr_stmt().map(|stmt| &*stmt.value) else {
            continue;
        };
        // Elsewhere `await` would be an error, and what is right depends on the rest of the program.
        let in_async = code
            .model
            .enclosing_function(id)
            .is_some_and(|function| function.is_async);
        let at = span(call);
        if !in_async || !makes_coroutine(code, call) {
            continue;
        }
        let shown = span(&*call.func).of(code.model.code());
        found.push(
            RULE.finding(
                at,
                format!("`{shown}(…)` only makes a coroutine; without `await` it never runs"),
            )
            .with_fix(Fix::safe("Add `await`", Span::at(at.start), "await ")),
        );
    }
}

/// True for the standard library's coroutine functions and for those that the snippet defines once.
fn makes_coroutine(code: &Code<'_>, call: &ExprCall) -> bool {
    if let Expr::Name(name) = &*call.func
        && let Some(binding) = code.model.only_binding(name)
        && let BindingKind::Function(function) = binding.kind
    {
        // A decorator may make anything of it.
        return function.is_async
            && function.decorator_list.is_empty()
            && !is_generator(code, function);
    }
    code.model
        .resolve(&call.func)
        .and_then(|dotted| {
            let (module, rest) = resolve::split_module(&dotted)?;
            Some(module.member(rest)?.is_coroutine())
        })
        .unwrap_or(false)
}

/// True where `function` yields: calling it makes an asynchronous generator.
fn is_generator(code: &Code<'_>, function: &ruff_python_ast::StmtFunctionDef) -> bool {
    code.model.expressions().any(|(id, expr)| {
        expr.is_yield_expr()
            && code
                .model
                .enclosing_function(id)
                .is_some_and(|around| std::ptr::eq(around, function))
    })
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
    }

    #[test]
    fn await_is_added() {
        assert_eq!(
            fixed_python(ID, "import asyncio\nasync def main():\n    asyncio.sleep(1)  # wait\n"),
            "import asyncio\nasync def main():\n    await asyncio.sleep(1)  # wait\n"
        );
    }
}
