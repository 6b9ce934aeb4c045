//! `dangling-task`: a task that nobody holds on to.

use ruff_python_ast::Expr;

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::python::model::span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("dangling-task"),
    group: Group::Mistakes,
    severity: Severity::Hint,
    fixable: false,
    page: include_str!("dangling-task.md"),
    checks: &[Check::Mistake(check, Lesson {
            topic: &["garbage"],
            outputs: 0,
        })],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for (_, statement) in code.model.statements() {
        let Some(Expr::Call(call)) = statement.as_expr_stmt().map(|stmt| &*stmt.value) else {
            continue;
        };
        let of_loop = call.func.as_attribute_expr().is_some_and(|method| {
            method.attr.as_str() == "create_task"
                && code.model.is_a(&method.value, "asyncio.AbstractEventLoop")
        });
        let starts_task = of_loop
            || code.resolve(&call.func).is_some_and(|name| {
                name == "asyncio.create_task" || name == "asyncio.ensure_future"
            });
        let at = span(call);
        if starts_task {
            found.push(RULE.finding(
                at,
                "Nothing holds on to this task, so it may vanish before it is done; keep it in a variable or a set",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check_python;

    const ID: &str = "dangling-task";

    #[test]
    fn bad() {
        check_python(ID, "import asyncio\nasync def main():\n    «asyncio.create_task(work())»\n");
        check_python(ID, "from asyncio import create_task\nasync def main():\n    «create_task(work())»\n");
        check_python(ID, "import asyncio as aio\nasync def main():\n    «aio.ensure_future(work())»\n");
        check_python(ID, "import asyncio\nloop = asyncio.get_event_loop()\n«loop.create_task(work())»\n");
        check_python(ID, "async def f():\n    «asyncio.create_task(g())»\n");
    }

    #[test]
    fn good() {
        check_python(ID, "import asyncio\nasync def main():\n    task = asyncio.create_task(work())\n    await task\n");
        check_python(ID, "import asyncio\nasync def main():\n    await asyncio.create_task(work())\n");
        check_python(ID, "import asyncio\nasync def main():\n    tasks.add(asyncio.create_task(work()))\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "import asyncio\nasync def main():\n    async with asyncio.TaskGroup() as group:\n        group.create_task(work())\n");
        check_python(ID, "def create_task(x): ...\ncreate_task(1)\n");
        check_python(ID, "import asyncio\nasync def main():\n    asyncio.create_task(work())  # wrong: it may be collected\n");
    }
}
