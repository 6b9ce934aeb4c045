//! `missing-import`: a name of the standard library that nothing in the note imports.

use ruff_python_ast::{Expr, Stmt};
use rustc_hash::FxHashSet;

use super::add_import::{self, Wanted};
use super::excerpt::{is_bare, is_excerpt};
use super::misspelt_name;
use super::on_purpose::is_on_purpose;
use super::{Check, Code, Group, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{Reference, ScopeId, Syntax, span};
use crate::python::snippet::Kind;
use crate::python::stdlib;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("missing-import"),
    group: Group::Names,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("missing-import.md"),
    checks: &[Check::Snippet(check)],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let mut told: Vec<(&Reference<'_>, Wanted)> = Vec::new();
    let mut names: FxHashSet<&str> = FxHashSet::default();
    for reference in misspelt_name::unbound(code) {
        if names.contains(reference.name()) {
            continue;
        }
        let Some(wanted) = wanted(code, reference) else {
            continue;
        };
        if misspelt_name::meant(code, reference).is_some() || is_on_purpose(code, reference.span())
        {
            continue;
        }
        names.insert(reference.name());
        told.push((reference, wanted));
    }
    let Some((_, first)) = told.first() else {
        return;
    };
    let is_one_import = told.iter().all(|(_, wanted)| wanted.module == first.module);
    let is_whole = code.snippet.kind != Kind::Fragment
        && is_one_import
        // A misspelt name is not missing.
        && !is_excerpt(code, |reference| {
            names.contains(reference.name())
                || misspelt_name::meant(code, reference).is_some()
        });
    let imports = imports_something(code);
    for (reference, wanted) in told {
        let statement = wanted.statement();
        let mut finding = RULE.finding(
            reference.span(),
            format!("`{}` is not imported: `{statement}`", reference.name()),
        );
        finding.fix = add_import::fix(code, &wanted);
        // A snippet that imports nothing leaves its imports to the reader; an annotation is evaluated all the same.
        let is_annotation = reference.in_annotation && wanted.name.is_some();
        let is_needed = imports || is_annotation && is_of_whole_function(code, reference);
        if !(is_whole && is_needed) {
            finding.severity = Severity::Hint;
            finding.fix = finding.fix.map(Fix::unsafely);
        }
        found.push(finding);
    }
}

/// True where the snippet has imports of its own at its top.
fn imports_something(code: &Code<'_>) -> bool {
    code.model
        .imports()
        .iter()
        .any(|import| import.scope == ScopeId::MODULE && !import.is_guarded)
}

/// True in the annotations of a function that does something, or in one; `name: List[int]` alone and a signature whose
/// body is left out show what they look like.
fn is_of_whole_function(code: &Code<'_>, reference: &Reference<'_>) -> bool {
    let function = match code.model.statement_of(reference.id) {
        Some(Stmt::FunctionDef(function)) => Some(function),
        _ => code.model.enclosing_function(reference.id),
    };
    function.map_or(reference.scope != ScopeId::MODULE, |function| {
        !is_bare(&function.body)
    })
}

/// True where the snippet is nothing but this expression, called or not: it shows what there is.
fn is_display<'c>(code: &Code<'c>, reference: &Reference<'c>) -> bool {
    matches!(code.model.body(), [Stmt::Expr(_)])
        && code
            .model
            .body()
            .first()
            .is_some_and(|stmt| span(stmt).start == reference.span().start)
}

/// The import that a name wants; `None` where the name may well be something else.
fn wanted<'c>(code: &Code<'c>, reference: &Reference<'c>) -> Option<Wanted> {
    let name = reference.name();
    let parent = code
        .model
        .node(reference.id)
        .and_then(|node| node.parent)
        .and_then(|id| code.model.node(id))
        .map(|node| node.syntax);
    if let Some(Syntax::Expr(Expr::Attribute(attribute))) = parent {
        if is_display(code, reference) {
            return None;
        }
        return of_module(code, name, attribute.attr.as_str());
    }
    let homes = stdlib::where_is(name);
    let known = || homes.iter().filter(|home| VOCABULARY.contains(&home.name()));
    // `field(…)` where `dataclass` is imported: whoever imports from a module calls its functions.
    let is_kin = |home: &stdlib::Module| {
        homes.iter().all(|home| VOCABULARY.contains(&home.name()))
            && stdlib::module(name).is_none()
            && code.model.imports_from(home.name()).next().is_some()
    };
    let kin = known().find(|home| is_kin(home));
    let home = kin.or_else(|| known().next())?.name();
    let is_typing = homes.iter().all(|home| home.name() == "typing" || home.name() == "ast");
    let is_class_like = name.starts_with(char::is_uppercase);
    let is_base = matches!(parent, Some(Syntax::Stmt(Stmt::ClassDef(_))));
    let is_called = match parent {
        Some(Syntax::Expr(Expr::Call(call))) => span(&*call.func) == reference.span(),
        // A decorator is called.
        Some(Syntax::Stmt(Stmt::FunctionDef(_) | Stmt::ClassDef(_))) => true,
        _ => false,
    };
    let is_subscripted = matches!(parent, Some(Syntax::Expr(Expr::Subscript(subscript)))
        if span(&*subscript.value) == reference.span());
    let fits = if is_typing {
        (reference.in_annotation || is_subscripted || is_base || (is_called && name == "TypeVar"))
            && !FRAMEWORKS.contains(&name)
    } else if is_class_like {
        // Frameworks have an `Enum` of their own to be called, but none to be derived from.
        (is_called || is_base || reference.in_annotation || is_tested(code, parent))
            && (is_base || kin.is_some() || !FRAMEWORKS.contains(&name))
            && (home != "pathlib" || is_path(reference, parent))
    } else {
        let is_class = || stdlib::class(home, name).is_some();
        is_called && (kin.is_some() || name.len() >= 4 && !EVERYDAY.contains(&name))
            || reference.in_annotation && is_class()
    };
    fits.then(|| Wanted {
        module: home,
        name: Some(name.to_owned()),
    })
}

/// True for `Path` in an annotation and for `Path("notes.md")`; that of web frameworks takes an ellipsis or keywords.
fn is_path<'c>(reference: &Reference<'c>, parent: Option<Syntax<'_>>) -> bool {
    reference.name() == "Path"
        && match parent {
            Some(Syntax::Expr(Expr::Call(call))) => {
                call.arguments.keywords.is_empty()
                    && matches!(&*call.arguments.args, [Expr::StringLiteral(_) | Expr::Name(_), ..])
            }
            _ => reference.in_annotation,
        }
}

/// True for an argument of `isinstance` and `issubclass`.
fn is_tested(code: &Code<'_>, parent: Option<Syntax<'_>>) -> bool {
    let Some(Syntax::Expr(Expr::Call(call))) = parent else {
        return false;
    };
    matches!(
        code.model.resolve(&call.func).as_deref(),
        Some("builtins.isinstance" | "builtins.issubclass")
    )
}

/// `math.sqrt(…)` wants `import math`; `datetime.now()` wants the class of that name.
fn of_module(code: &Code<'_>, name: &str, attribute: &str) -> Option<Wanted> {
    let module = stdlib::module(name)?;
    if code.has_own_module(name) || stdlib::is_third_party(name) || attribute.starts_with('_') {
        return None;
    }
    match module.member(attribute) {
        // `http.client` may be an attribute of anything.
        Some(member) if member.kind() == stdlib::Kind::Module => None,
        Some(_) => Some(Wanted {
            module: module.name(),
            name: None,
        }),
        None => stdlib::class(name, name)?
            .attribute(attribute)
            .map(|_| Wanted {
                module: module.name(),
                name: Some(name.to_owned()),
            }),
    }
}

/// The modules whose names are used bare: everybody writes `deque()` and `@lru_cache`, nobody `ast.List`.
const VOCABULARY: &[&str] = &[
    "collections",
    "typing",
    "dataclasses",
    "functools",
    "itertools",
    "heapq",
    "bisect",
    "contextlib",
    "abc",
    "enum",
    "copy",
    "datetime",
    "decimal",
    "fractions",
    "operator",
    "concurrent.futures",
    "math",
    "pathlib",
    "random",
    "threading",
];

/// Classes that well-known packages have too, for something else.
const FRAMEWORKS: &[&str] = &[
    "Barrier", "Condition", "Enum", "Event", "Field", "Flag", "Lock", "Semaphore", "Text", "Timer", "Type",
];

/// Names that are also words for anything: a fragment may have a function of its own called like that.
const EVERYDAY: &[&str] = &[
    "accumulate", "aclosing", "auto", "batched", "cache", "cast", "ceil", "chain", "choice", "choices", "closing",
    "comb", "compress", "concat", "contains", "copy", "count", "cycle", "date", "datetime", "degrees", "dist", "erase",
    "factorial", "field", "fields", "final", "floor", "gamma", "gauss", "index", "invert", "log2", "member", "merge",
    "nonmember", "overload", "override", "pairwise", "partial", "perm", "prod", "product", "property", "radians",
    "random", "reduce", "repeat", "replace", "sample", "seed", "settrace", "shuffle", "suppress", "time", "trunc", "truth", "uniform", "unique", "update", "verify",
];

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{check, check_python, fixed_python};

    const ID: &str = "missing-import";

    #[test]
    fn bad() {
        for (code, severity) in [
            ("def f(xs: «List»[int]):\n    return xs\n", Severity::Warning),
            ("def f(xs: «List»[int]): ...\n", Severity::Hint),
            ("import os\nd = «defaultdict»(list)\n", Severity::Warning),
            ("d = «defaultdict»(list)\n", Severity::Hint),
            ("class A(«ABC»):\n    @«abstractmethod»\n    def f(self): ...\n", Severity::Hint),
            ("import os\n@«dataclass»\nclass A: ...\n", Severity::Warning),
            ("import os\n@«lru_cache»(maxsize=1)\ndef f(x): ...\n", Severity::Warning),
            ("print(«math».sqrt(2))\n", Severity::Hint),
            ("import requests\nprint(«json».dumps(2))\n", Severity::Warning),
            (">>> «Counter»('abc')\n", Severity::Hint),
            ("import os\nnow = «datetime».now()\n", Severity::Warning),
            ("def f(c: «Callable»[[int], int]):\n    return c(1)\n", Severity::Warning),
            ("import os\nisinstance(x, «Iterable»)\n", Severity::Warning),
            ("from enum import Enum\nclass A(Enum):\n    X = «auto»()\n", Severity::Warning),
            ("from threading import Thread\nlock = «RLock»()\n", Severity::Warning),
            ("from collections import Counter\ndef f(xs: «List»[int]):\n    return counter(xs)\n", Severity::Warning),
        ] {
            for finding in check_python(ID, code) {
                assert_eq!(finding.severity, severity, "{code}");
            }
        }
    }

    #[test]
    fn of_an_excerpt_it_is_a_hint() {
        for code in [
            // More is missing: another module, what a package brings, a class.
            "import os\nisinstance(x, «Iterable»)\n«sqrt»(2)\n",
            "def f(a: «Annotated»[int, typer.Option()]):\n    return a\n",
            "def f(root: «Optional»[TreeNode]):\n    return root\n",
            // Parts are left out.
            "import os\nd = «defaultdict»(list)\n# ... as before\n",
            "def f(xs: «List»[int]):\n    ...\n    return xs\n",
            // An online judge imports it.
            "class Solution:\n    def f(self, xs: «List»[int]) -> int:\n        return xs[0]\n",
        ] {
            for finding in check_python(ID, code) {
                assert_eq!(finding.severity, Severity::Hint, "{code}");
            }
        }
        let code = "import os\nclass Solution:\n    def f(self, xs: «List»[int]):\n        return xs\n";
        assert_eq!(check_python(ID, code)[0].severity, Severity::Warning);
        let code = "import json\nclass A(«ABC»):\n    def f(self): ...\n";
        assert_eq!(check_python(ID, code)[0].severity, Severity::Warning);
    }

    #[test]
    fn good() {
        check_python(ID, "from typing import List\ndef f(xs: List[int]): ...\n");
        check_python(ID, "from collections import *\ndefaultdict(list)\n");
        check_python(ID, "import math as m\nm.sqrt(2)\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check(ID, "```python\nfrom collections import deque\n```\n\n```python\nq = deque()\n```\n");
        check(ID, "First `from collections import deque`.\n\n```python\nq = deque()\n```\n");
        check(ID, "```\nfrom collections import deque\n```\n\n```python\nq = deque()\n```\n");
        check_python(ID, "import os\nchoice = product(1)\nqueue.append(time)\nx = join(a)\n");
        check_python(ID, "from mine import *\nd = defaultdict(list)\n");
        check_python(ID, "import os\nd = defaultdict(list)  # NameError\n");
        check(ID, "```python\nimport os\nxs = Counter()\n```\n\n```python\nclass Counter: ...\n```\n");
        check_python(ID, "import sqlalchemy as sa\nsa.Column(Enum(Color), Text)\n");
    }

    #[test]
    fn the_import_is_added() {
        assert_eq!(
            fixed_python(ID, "from typing import Dict\ndef f(xs: List[int]): ...\n"),
            "from typing import Dict, List\ndef f(xs: List[int]): ...\n"
        );
        assert_eq!(
            fixed_python(ID, "\"\"\"What it does.\"\"\"\nfrom __future__ import annotations\n\nimport os\nd = deque()\n"),
            "\"\"\"What it does.\"\"\"\nfrom __future__ import annotations\n\nfrom collections import deque\nimport os\nd = deque()\n"
        );
        assert_eq!(
            fixed_python(ID, ">>> Counter('abc')\n"),
            ">>> Counter('abc')\n"
        );
        let found = check(ID, "- a\n\n  > ```python\n  > import os\n  > «json».dumps(1)\n  > ```\n");
        let fix = found[0].fix.as_ref().unwrap();
        assert_eq!(fix.edits[0].content, "import json\n  > ");
    }
}
