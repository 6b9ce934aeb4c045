//! `none-result`: the result of a function that changes its argument and gives nothing back.

use std::cell::LazyCell;

use ruff_python_ast::{Expr, Stmt};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{Call, span};
use crate::python::snippet::Kind;
use crate::python::stdlib;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("none-result"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("none-result.md"),
    checks: &[Check::Mistake(check, Lesson {
            topic: &["return none", "returns none", "in place", "in-place", "none is returned",
            "возвращает none",
            "возвращают none",
            "возвращает `none`",
            "возвращают `none`"],
            outputs: 0,
        })],
};

/// Methods that work in place and return `None`, by the class of the object.
const METHODS: &[(&str, &[&str])] = &[
    (
        "builtins.list",
        &["append", "clear", "extend", "insert", "remove", "reverse", "sort"],
    ),
    ("builtins.dict", &["clear", "update"]),
    (
        "builtins.set",
        &["add", "clear", "discard", "remove", "update", "difference_update", "intersection_update"],
    ),
    (
        "collections.deque",
        &["append", "appendleft", "clear", "extend", "extendleft", "insert", "remove", "reverse", "rotate"],
    ),
    ("collections.Counter", &["clear", "update", "subtract"]),
    ("collections.defaultdict", &["clear", "update"]),
    ("collections.OrderedDict", &["clear", "update", "move_to_end"]),
];

/// Functions that do the same with their first argument.
const FUNCTIONS: &[&str] = &[
    "heapq.heapify",
    "heapq.heappush",
    "random.shuffle",
    "bisect.insort",
    "bisect.insort_left",
    "bisect.insort_right",
];

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let shows_none = LazyCell::new(|| shows_none(code));
    let uses_other_libraries = LazyCell::new(|| uses_other_libraries(code));
    for call in code.model.calls() {
        let Some(name) = in_place(code, call, || *uses_other_libraries) else {
            continue;
        };
        let at = span(call.expr);
        let Some(usage) = usage(code, call) else {
            continue;
        };
        if *shows_none {
            continue;
        }
        let mut finding = RULE.finding(
            at,
            format!("`{name}` works in place and gives back `None`{}", usage.advice(&name)),
        );
        finding.fix = fix(code, call, &name, usage);
        found.push(finding);
    }
}

/// What is done with the result.
#[derive(Debug, Clone, Copy)]
enum Usage<'a> {
    /// `x = x.sort()`, with the whole statement.
    BackToItself(&'a Stmt),
    /// Anything else that takes the value.
    Value,
}

impl Usage<'_> {
    fn advice(self, name: &str) -> String {
        match self {
            Usage::BackToItself(_) => "; without the assignment the change stays".to_owned(),
            Usage::Value if name == "sort" => "; use `sorted(…)`, or sort on a line of its own".to_owned(),
            Usage::Value if name == "reverse" => {
                "; use `reversed(…)`, or reverse on a line of its own".to_owned()
            }
            Usage::Value => "; call it on a line of its own".to_owned(),
        }
    }
}

/// The name of the function, where it certainly works in place.
fn in_place<'a>(
    code: &Code<'a>,
    call: &Call<'a>,
    uses_other_libraries: impl FnOnce() -> bool,
) -> Option<String> {
    if let Some(callee) = &call.callee {
        let function = FUNCTIONS.iter().find(|function| *function == callee)?;
        return function.rsplit('.').next().map(str::to_owned);
    }
    let (object, method) = call.method()?;
    let of = |class: &str| {
        METHODS
            .iter()
            .find(|(known, _)| *known == class)
            .is_some_and(|(_, methods)| methods.contains(&method))
    };
    let certain = match &call.receiver {
        Some(class) => of(class),
        None if gives_list(object) => fits_list(call, method),
        // `nums = nums.sort()` on a parameter: whatever has such a method works in place, but for the frames and
        // arrays of other libraries.
        None => {
            fits_list(call, method)
                && matches!(usage(code, call), Some(Usage::BackToItself(_)))
                && object.as_name_expr().is_some_and(|name| !name.id.contains("df"))
                && !uses_other_libraries()
                // A class of the note may have a method of that name that gives something back.
                && !code.subject.names.may_bind(method)
        }
    };
    certain.then(|| method.to_owned())
}

/// True for calls that give a list whatever they are called on: `text.split()`, `groups.get(key, [])`.
fn gives_list(object: &Expr) -> bool {
    let Expr::Call(call) = object else {
        return false;
    };
    let Expr::Attribute(method) = &*call.func else {
        return false;
    };
    match method.attr.as_str() {
        "split" | "splitlines" => !matches!(&*method.value, Expr::Attribute(_)),
        "get" | "setdefault" => call.arguments.args.get(1).is_some_and(Expr::is_list_expr),
        _ => false,
    }
}

/// True where a call fits the list's method of that name; a database's `sort` takes a column, a frame's `append` a
/// keyword.
fn fits_list(call: &Call<'_>, method: &str) -> bool {
    let arguments = &call.expr.arguments;
    let places = match method {
        "append" | "extend" => 1,
        "insert" => 2,
        "reverse" | "sort" => 0,
        _ => return false,
    };
    let of_sort = |name: &str| method == "sort" && matches!(name, "key" | "reverse");
    arguments.args.len() == places
        && arguments
            .keywords
            .iter()
            .all(|keyword| keyword.arg.as_deref().is_some_and(of_sort))
}

fn uses_other_libraries(code: &Code<'_>) -> bool {
    let mut elsewhere = code.subject.names.imports().map(|(_, target)| target);
    code.model.imports_third_party() || elsewhere.any(stdlib::is_third_party)
}

/// How the result is used; `None` where it is not, or where writers do so knowing that it is `None`: in a lambda, in
/// a comprehension made for its effects, behind `or`, in a conditional used as a statement.
fn usage<'a>(code: &Code<'a>, call: &Call<'a>) -> Option<Usage<'a>> {
    if let Some(parent) = code.model.parent_expr(call.id) {
        let outer = match parent {
            Expr::Call(outer) => outer,
            // Nothing can be done with `None`.
            Expr::Subscript(_) | Expr::Attribute(_) | Expr::BinOp(_) => return Some(Usage::Value),
            _ => return None,
        };
        // A transcript prints the `None` for all to see, and tests look at it.
        let is_argument = span(&outer.arguments).covers(span(call.expr));
        let shown = code.snippet.kind == Kind::Transcript;
        return (is_argument && !shown).then_some(Usage::Value);
    }
    match code.model.statement_of(call.id)? {
        statement @ Stmt::Assign(assign) => {
            let [target] = &*assign.targets else {
                return Some(Usage::Value);
            };
            let itself = call
                .method()
                .is_some_and(|(object, _)| same_name(object, target))
                || call.expr.arguments.args.first().is_some_and(|first| same_name(first, target));
            match target {
                Expr::Name(name) if name.id.starts_with('_') => None,
                _ if itself => Some(Usage::BackToItself(statement)),
                _ => Some(Usage::Value),
            }
        }
        Stmt::AnnAssign(_) | Stmt::If(_) | Stmt::While(_) => Some(Usage::Value),
        // `return items.append(x)` is short for two lines; `return items.sort()` expects the items.
        Stmt::Return(_) => {
            let sorts = call.method().is_some_and(|(_, name)| matches!(name, "sort" | "reverse"));
            (sorts || call.calls("heapq.heapify") || call.calls("random.shuffle"))
                .then_some(Usage::Value)
        }
        Stmt::For(for_loop) => (span(&*for_loop.iter) == span(call.expr)).then_some(Usage::Value),
        _ => None,
    }
}

fn same_name(a: &Expr, b: &Expr) -> bool {
    match (a, b) {
        (Expr::Name(a), Expr::Name(b)) => a.id == b.id,
        (Expr::Attribute(a), Expr::Attribute(b)) => a.attr == b.attr && same_name(&a.value, &b.value),
        _ => false,
    }
}

/// True where the snippet speaks of `None` in a comment or in what it prints: then the result is its subject.
fn shows_none(code: &Code<'_>) -> bool {
    let source = code.model.code();
    code.model
        .comments()
        .iter()
        .any(|comment| comment.span.of(source).contains("None"))
}

fn fix(code: &Code<'_>, call: &Call<'_>, name: &str, usage: Usage<'_>) -> Option<Fix> {
    let source = code.model.code();
    let at = span(call.expr);
    match usage {
        Usage::BackToItself(statement) => {
            let gone = Span::new(span(statement).start, at.start);
            let shown = gone.of(source).trim_end();
            Some(Fix::safe(format!("Remove `{shown}`"), gone, ""))
        }
        Usage::Value if name == "sort" => {
            let (object, _) = call.method()?;
            let object = span(object).of(source);
            let arguments = span(&call.expr.arguments).of(source);
            let inside = arguments.get(1..arguments.len().checked_sub(1)?)?.trim();
            let comma = if inside.is_empty() { "" } else { ", " };
            let sorted = format!("sorted({object}{comma}{inside})");
            Some(Fix::safe(format!("Replace with `{sorted}`"), at, sorted).unsafely())
        }
        Usage::Value => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_python, fixed_python};

    const ID: &str = "none-result";

    #[test]
    fn bad() {
        check_python(ID, "x = [3, 1]\ny = «x.sort()»\n");
        check_python(ID, "x = []\nx = «x.append(3)»\n");
        check_python(ID, "import heapq\nxs = [2, 1]\nh = «heapq.heapify(xs)»\n");
        check_python(ID, "def f(nums):\n    nums = «nums.sort()»\n    return nums\n");
        check_python(ID, "import random\ncards = [1, 2]\nfor card in «random.shuffle(cards)»:\n    print(card)\n");
        check_python(ID, "def f():\n    xs = [2, 1]\n    return «xs.sort()»\n");
        check_python(ID, "xs = [2, 1]\nprint(«xs.reverse()»)\n");
        check_python(ID, "a = [3, 1]\na = «a.remove(3)»\n");
        check_python(ID, "class A:\n    def __init__(self):\n        self.items = []\n    def add(self, x):\n        self.items = «self.items.append(x)»\n");
        check_python(ID, "d[k] = «d.get(k, []).append(v)»\n");
        check_python(ID, "xs = [2, 1]\nfirst = «xs.sort()»[0]\nif «xs.sort()»:\n    pass\n");
    }

    #[test]
    fn good() {
        check_python(ID, "x = [3, 1]\nx.sort()\ny = sorted(x)\n");
        check_python(ID, "x = [3, 1]\ny = x.pop()\nz = x.index(3)\n");
        check_python(ID, "import heapq\nheapq.heapify([1])\nx = heapq.heappop([1])\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "x = [3, 1]\nresult = x.sort()\nprint(result)  # None\n");
        check_python(ID, "seen = set()\nout = [x for x in xs if not (x in seen or seen.add(x))]\n");
        check_python(ID, "xs = []\nadd = lambda x: xs.append(x)\n[xs.append(i) for i in range(3)]\n");
        check_python(ID, "import pandas as pd\ndf = load()\ndf = df.append(row)\n");
        check_python(ID, "xs = []\n_ = xs.append(1)\n");
        check(ID, "```python\n>>> x = [3, 1]\n>>> print(x.sort())\nNone\n```\n");
        check_python(ID, "cursor = cursor.sort('name')\n");
        check_python(ID, "df = df.append(row)\n");
        check_python(ID, "a = [3]\na = a.pop()\nb = x.split(',').count('a')\n");
    }

    #[test]
    fn the_assignment_goes() {
        assert_eq!(
            fixed_python(ID, "x = [3, 1]\nx = x.sort(reverse=True)  # big first\n"),
            "x = [3, 1]\nx.sort(reverse=True)  # big first\n"
        );
    }
}
