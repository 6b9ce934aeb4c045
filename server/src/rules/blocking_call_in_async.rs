//! `blocking-call-in-async`: a call that stops the event loop, and with it every other task.

use std::cell::LazyCell;

use ruff_python_ast::Expr;

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Edit, Fix, RuleId, Severity};
use crate::python::model::{BindingKind, Bound, Call, span};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("blocking-call-in-async"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("blocking-call-in-async.md"),
    checks: &[Check::Mistake(check, Lesson {
            topic: &["blocks the", "block the", "blocking the", "is blocked", "time.sleep vs", "阻塞"],
            outputs: 0,
        })],
};

/// What to use in place of a client that waits for the network.
const CLIENT: &str = "an asynchronous client such as httpx or aiohttp, or `await asyncio.to_thread(…)`";

/// What clients of HTTP are asked for.
const REQUESTS: &[&str] = &["get", "post", "put", "patch", "delete", "head", "options", "request"];

/// Functions that wait for time, the network, another process or a person, and what to write instead.
const BLOCKING: &[(&str, &[&str], &str)] = &[
    ("time", &["sleep"], "`await asyncio.sleep(…)`"),
    ("requests", REQUESTS, CLIENT),
    ("httpx", REQUESTS, "`httpx.AsyncClient`, or `await asyncio.to_thread(…)`"),
    ("urllib.request", &["urlopen", "urlretrieve"], CLIENT),
    ("urllib3", &["request"], CLIENT),
    (
        "subprocess",
        &["run", "call", "check_call", "check_output", "getoutput", "getstatusoutput"],
        "`await asyncio.create_subprocess_exec(…)`",
    ),
    ("os", &["system", "popen", "wait", "waitpid"], "`await asyncio.create_subprocess_shell(…)`"),
    ("builtins", &["input"], "`await asyncio.to_thread(input)`"),
];

/// Objects of other libraries that wait for the network in each of their requests.
const SESSIONS: &[&str] = &["requests.Session", "requests.session", "httpx.Client"];

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let has_asyncio = LazyCell::new(|| {
        code.model.imports().iter().any(|import| import.target() == "asyncio")
            || matches!(code.subject.names.get("asyncio"), Some(Bound::Import(name)) if name == "asyncio")
    });
    for call in code.model.calls() {
        let in_async = code
            .model
            .enclosing_function(call.id)
            .is_some_and(|function| function.is_async);
        if !in_async {
            continue;
        }
        let Some((name, instead)) = blocking(code, call) else {
            continue;
        };
        let at = span(&*call.expr.func);
                let mut finding = RULE.finding(
            at,
            format!("`{name}` stops every task of the event loop while it waits; use {instead}"),
        );
        if name == "time.sleep" {
            finding.fix = Some(sleep_fix(code, call, at, *has_asyncio));
        }
        found.push(finding);
    }
}

/// The dotted name of what blocks, and what to use instead.
fn blocking(code: &Code<'_>, call: &Call<'_>) -> Option<(String, &'static str)> {
    let name = of_session(code, call).or_else(|| code.resolve(&call.expr.func))?;
    let (module, function) = name.rsplit_once('.')?;
    let (_, _, instead) = BLOCKING
        .iter()
        .find(|(of, functions, _)| *of == module && functions.contains(&function))?;
    let shown = name.strip_prefix("builtins.").unwrap_or(&name).to_owned();
    Some((shown, instead))
}

/// `requests.get` for `session.get` where the only thing that `session` is bound to is a session.
fn of_session(code: &Code<'_>, call: &Call<'_>) -> Option<String> {
    let (object, method) = call.method()?;
    let made = match object {
        Expr::Call(_) => object,
        Expr::Name(name) => match code.model.only_binding(name)?.kind {
            BindingKind::Assignment(value) | BindingKind::With(value) => value,
            _ => return None,
        },
        _ => return None,
    };
    let class = code.model.resolve(&made.as_call_expr()?.func)?;
    let module = class.split('.').next().filter(|_| SESSIONS.contains(&class.as_str()))?;
    Some(format!("{module}.{method}"))
}

/// `await asyncio.sleep`: certain where the note imports asyncio, as the snippet would fail without.
fn sleep_fix(code: &Code<'_>, call: &Call<'_>, func: Span, has_asyncio: bool) -> Fix {
    // `await` binds more loosely than a subscript or a power; alone or assigned it needs no brackets.
    let plain = code.model.parent_expr(call.id).is_none();
    let fix = Fix {
        applicability: crate::diagnostic::Applicability::Safe,
        message: "Replace with `await asyncio.sleep`".to_owned(),
        edits: vec![Edit {
            span: func,
            content: "await asyncio.sleep".to_owned(),
        }],
    };
    if has_asyncio && plain { fix } else { fix.unsafely() }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_python, fixed_python};

    const ID: &str = "blocking-call-in-async";

    #[test]
    fn bad() {
        check_python(ID, "import time\nasync def main():\n    «time.sleep»(1)\n");
        check_python(ID, "from time import sleep\nasync def main():\n    «sleep»(1)\n");
        check_python(ID, "import requests\nasync def load(url):\n    return «requests.get»(url).json()\n");
        check_python(ID, "async def load(url):\n    r = «requests.post»(url)\n");
        check_python(ID, "import subprocess\nclass A:\n    async def f(self):\n        «subprocess.run»(['ls'])\n");
        check_python(ID, "import requests\nasync def f(u):\n    with requests.Session() as s:\n        return «s.get»(u)\n");
        check_python(ID, "async def f():\n    name = «input»('name: ')\n");
    }

    #[test]
    fn good() {
        check_python(ID, "import asyncio\nasync def main():\n    await asyncio.sleep(1)\n");
        check_python(ID, "import time\ndef main():\n    time.sleep(1)\n");
        check_python(ID, "import httpx\nasync def load(client, url):\n    return await client.get(url)\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "import asyncio, time\nasync def main():\n    await asyncio.to_thread(time.sleep, 1)\n");
        check_python(ID, "import time\nasync def main():\n    def work():\n        time.sleep(1)\n    await loop.run_in_executor(None, work)\n");
        check_python(ID, "import time\nasync def main():\n    await asyncio.to_thread(lambda: time.sleep(1))\n");
        check_python(ID, "import time\nasync def main():\n    time.sleep(1)  # bad: blocks the loop\n");
        check_python(ID, "async def main(requests):\n    requests.get('x')\n");
    }

    #[test]
    fn sleep_is_replaced_where_asyncio_is_there() {
        assert_eq!(
            fixed_python(ID, "import asyncio\nimport time\nasync def main():\n    time.sleep(1)  # wait\n"),
            "import asyncio\nimport time\nasync def main():\n    await asyncio.sleep(1)  # wait\n"
        );
        let unsure = "import time\nasync def main():\n    time.sleep(1)\n";
        assert_eq!(fixed_python(ID, unsure), unsure);
    }
}
