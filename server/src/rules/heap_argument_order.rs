//! `heap-argument-order`: a `heapq` function that is given the item where it wants the heap.

use std::cell::LazyCell;

use ruff_python_ast::Expr;
use rustc_hash::FxHashSet;

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{Call, span};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("heap-argument-order"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("heap-argument-order.md"),
    checks: &[Check::Mistake(check, Lesson::NONE)],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let heaps = LazyCell::new(|| heaps(code));
    let is_heap_elsewhere = |expr| is_heap_elsewhere(code, expr, || &heaps);
    for call in code.model.calls() {
        let Some(function) = call.callee.as_deref().and_then(|name| name.strip_prefix("heapq."))
        else {
            continue;
        };
        // Without keywords or stars each argument is where it seems to be.
        let [first, second] = &*call.expr.arguments.args else {
            continue;
        };
        let starred = first.is_starred_expr() || second.is_starred_expr();
        if starred
            || !call.expr.arguments.keywords.is_empty()
            || code.model.is_caught(call.id, &["TypeError"])
        {
            continue;
        }
        let (wrong, wants) = match function {
            "heappush" | "heappushpop" | "heapreplace" => {
                (
                    !is_item(code, second)
                        && (is_item(code, first)
                            || is_heap_elsewhere(second)
                                && !is_heap_elsewhere(first)
                                && !is_called_heap(first)),
                    "the heap first, then the item",
                )
            }
            "nlargest" | "nsmallest" => (
                is_turned(code, first, second),
                "the number first, then the items",
            ),
            _ => (false, ""),
        };
        if wrong {
            found.push(finding(code, call, function, wants, (first, second)));
        }
    }
}

/// True for what cannot be a heap: numbers, strings, tuples, and what is reckoned.
fn is_item(code: &Code<'_>, expr: &Expr) -> bool {
    let is_number = |class: &str| class == "builtins.int" || class == "builtins.float";
    match expr {
        Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) => false,
        Expr::UnaryOp(_) | Expr::NoneLiteral(_) => true,
        // `[0] * 3` makes a heap, `-1 * x` does not.
        Expr::BinOp(sum) => [&sum.left, &sum.right].into_iter().all(|side| {
            !matches!(&**side, Expr::List(_) | Expr::ListComp(_) | Expr::Call(_))
        }) && [&sum.left, &sum.right]
            .into_iter()
            .any(|side| side.is_number_literal_expr() || side.is_unary_op_expr()),
        _ => code.model.type_of(expr).is_some_and(|class| {
            is_number(&class) || ["builtins.str", "builtins.tuple", "builtins.bool"].contains(&&*class)
        }),
    }
}

/// True for `nlargest(nums, k)`: items first, then what is a number by its type or its name.
fn is_turned(code: &Code<'_>, first: &Expr, second: &Expr) -> bool {
    let is_k = |expr: &Expr| matches!(expr, Expr::Name(name) if matches!(name.id.as_str(), "k" | "n"));
    let are_many = |expr: &Expr| {
        matches!(expr, Expr::Name(name) if name.id.len() > 1 && name.id.ends_with('s'))
    };
    let is_list = code.model.is_a(first, "builtins.list");
    let is_number = second.is_number_literal_expr() || code.model.is_a(second, "builtins.int");
    is_list && is_number || (is_list || are_many(first)) && is_k(second)
}

/// True for `heap`, `self.min_heap`, `pq`.
fn is_called_heap(expr: &Expr) -> bool {
    let name = match expr {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return false,
    };
    name.ends_with("heap") || matches!(name, "pq" | "hq")
}

/// True for a list that is called a heap, or that other calls hand to `heapq` as the heap.
fn is_heap_elsewhere<'h>(
    code: &Code<'_>,
    expr: &Expr,
    heaps: impl FnOnce() -> &'h FxHashSet<&'h str>,
) -> bool {
    !expr.is_list_expr()
        && code.model.is_a(expr, "builtins.list")
        && (is_called_heap(expr) || heaps().contains(span(expr).of(code.model.code())))
}

/// What calls hand to those functions that take nothing but a heap first.
fn heaps<'c>(code: &Code<'c>) -> FxHashSet<&'c str> {
    const TAKE_A_HEAP: [&str; 4] = ["heapify", "heappop", "heapreplace", "heappushpop"];
    let calls = code.model.calls().iter().filter_map(|call| {
        let function = call.callee.as_deref()?.strip_prefix("heapq.")?;
        let first = call.expr.arguments.args.first()?;
        TAKE_A_HEAP.contains(&function).then(|| span(first).of(code.model.code()))
    });
    calls.collect()
}

fn finding(
    code: &Code<'_>,
    call: &Call<'_>,
    function: &str,
    wants: &str,
    (first, second): (&Expr, &Expr),
) -> Diagnostic {
    let both = Span::new(span(first).start, span(second).end);
    let source = code.model.code();
    let (one, other) = (span(first).of(source), span(second).of(source));
    let between = Span::new(span(first).end, span(second).start).of(source);
    let shown = span(&*call.expr.func).of(source);
    RULE.finding(both, format!("`{function}` takes {wants}"))
        .with_fix(Fix::safe(
            format!("Write `{shown}({other}, {one})`"),
            both,
            format!("{other}{between}{one}"),
        ))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_python, fixed_python};

    const ID: &str = "heap-argument-order";

    #[test]
    fn bad() {
        check_python(ID, "import heapq\nheap = []\nheapq.heappush(«1, heap»)\n");
        check_python(ID, "from heapq import heappush as push\npush(«(2, 'a'), queue»)\n");
        check_python(ID, "import heapq as hq\nhq.heapreplace(«'x', h»)\n");
        check_python(ID, "import heapq\nnums = [3, 1]\nheapq.nlargest(«nums, 2»)\n");
        check_python(ID, "import heapq\nfor n in nums:\n    heapq.heappush(«-n, heap»)\n");
        check_python(ID, "import heapq\nheap = []\nfor n in nums:\n    heapq.heappush(«n, heap»)\nheapq.heappop(heap)\n");
        check_python(ID, "import heapq\nheapq.heappush(«len(x), heap»)\nheapq.heappush(«-1 * x, heap»)\n");
        check_python(ID, "import heapq\ndef f(nums, k):\n    return heapq.nlargest(«nums, k»)\n");
        check_python(ID, "import heapq\nclass A:\n    def __init__(self):\n        self.heap = []\n    def push(self, item):\n        heapq.heappush(«item, self.heap»)\n    def pop(self):\n        return heapq.heappop(self.heap)\n");
    }

    #[test]
    fn good() {
        check_python(ID, "import heapq\nheapq.heappush(heap, 1)\n");
        check_python(ID, "import heapq\nheapq.heappush([], (1, 'a'))\n");
        check_python(ID, "import heapq\nheapq.nlargest(2, [3, 1])\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "def heappush(item, heap): ...\nheappush(1, heap)\n");
        check_python(ID, "import heapq\nheapq.heappush(1, heap)  # TypeError: heap argument must be a list\n");
        check_python(ID, "import heapq\nheapq.nlargest(k, nums)\nheapq.heappush(item, heap)\n");
        check_python(ID, "import heapq\ntry:\n    heapq.heappush(1, heap)\nexcept TypeError:\n    pass\n");
        check_python(ID, "import heapq\nitem = []\nheapq.heappush(heap, item)\nheapq.heappop(heap)\n");
        check_python(ID, "import heapq\nheapq.heappush([0] * 3, x)\nheapq.nlargest(n, counts)\n");
    }

    #[test]
    fn arguments_change_places() {
        assert_eq!(
            fixed_python(ID, "import heapq\nheapq.heappush( 1,  heap )  # add\n"),
            "import heapq\nheapq.heappush( heap,  1 )  # add\n"
        );
    }
}
