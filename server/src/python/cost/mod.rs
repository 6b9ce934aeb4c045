//! What code costs at least, in the size of what it works on: operations whose cost is known, times the loops around
//! them. Costs are those of CPython (wiki.python.org/moin/TimeComplexity; documentation of `heapq`).

mod size;

use std::fmt;

use ruff_python_ast::{CmpOp, Expr, ExprCall, ExprSubscript, Operator, Stmt, StmtFor, StmtWhile};

use size::source;

use super::model::{Model, NodeId, span};
use crate::text::Span;

/// n to a power, times logarithms. The order is that of growth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cost {
    power: u8,
    /// Half logarithms: log n is two, log k, which is less, one.
    logs: u8,
}

impl Cost {
    const LINEAR: Self = Self { power: 1, logs: 0 };
    const LOGARITHM: Self = Self { power: 0, logs: 2 };
    const SORT: Self = Self { power: 1, logs: 2 };
    const SELECT: Self = Self { power: 1, logs: 1 };

    fn times(self, other: Self) -> Self {
        Self {
            power: self.power + other.power,
            logs: self.logs + other.logs,
        }
    }

    /// Reads what stands between the brackets of `O(…)`; `None` for what is not in n alone.
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text
            .to_lowercase()
            .replace("**", "^")
            .replace('²', "^2")
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '(' | ')' | '·'))
            .collect();
        let (power, logs) = match plain.as_str() {
            "1" => (0, 0),
            "logn" | "lgn" | "log2n" => (0, 2),
            "n" => (1, 0),
            "nlogk" => (1, 1),
            "nlogn" | "nlgn" | "nlog2n" => (1, 2),
            "n^2" => (2, 0),
            "n^3" => (3, 0),
            _ => return None,
        };
        Some(Self { power, logs })
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let power = match self.power {
            0 => String::new(),
            1 => "n".to_owned(),
            more => format!("n^{more}"),
        };
        let logs = match self.logs {
            0 => String::new(),
            1 => "log k".to_owned(),
            2 => "log n".to_owned(),
            more => format!("log^{} n", more / 2),
        };
        match (power.is_empty(), logs.is_empty()) {
            (true, true) => write!(f, "O(1)"),
            (false, false) => write!(f, "O({power} {logs})"),
            _ => write!(f, "O({power}{logs})"),
        }
    }
}

/// An operation and what it costs with the loops around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Costly {
    /// The cost.
    pub cost: Cost,
    /// The operation.
    pub span: Span,
    /// In words: "`sorted` sorts".
    pub what: String,
    /// What its size is counted in: the name of a parameter or variable; empty where that is not known.
    source: String,
}

impl Costly {
    /// The same, done once for each item.
    fn in_a_loop(mut self) -> Self {
        self.cost = self.cost.times(Cost::LINEAR);
        self.what = format!("{}, in a loop", self.what.trim_end_matches(", in a loop"));
        self
    }
}

/// What a loop takes every item of: `while nums: nums.pop(0)`, where nothing is put back.
fn emptied(model: &Model<'_>, looped: &StmtWhile) -> Option<String> {
    let name = looped.test.as_name_expr()?;
    let mut pops = false;
    for read in model.reads_in(&name.id, span(looped)) {
        let Some((_, method)) = model.method_called_on(read) else {
            continue;
        };
        match method {
            "pop" | "popleft" => pops = true,
            "append" | "extend" | "insert" | "appendleft" => return None,
            _ => {}
        }
    }
    if pops {
        source(model, &looped.test)
    } else {
        None
    }
}

/// The costliest thing done within `range`, worked out with the loops inside of `range` alone. With `one_source`,
/// only where everything that costs is counted in the size of one and the same thing: of two inputs, nobody knows
/// which one is n.
pub fn worst(model: &Model<'_>, range: Span, one_source: bool) -> Option<Costly> {
    let mut found: Vec<Costly> = model
        .nodes_near(range)
        .filter(|(id, node)| {
            range.covers(node.syntax.span()) && !is_in_inner_function(model, *id, range)
        })
        .filter_map(|(id, _)| costly(model, id, range))
        .collect();
    if one_source {
        let first = found.first()?.source.clone();
        if first.is_empty() || found.iter().any(|other| other.source != first) {
            return None;
        }
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.cost));
    found.into_iter().next()
}

/// True for what a function inside of `range` does: its inputs are not those of the code around it.
fn is_in_inner_function(model: &Model<'_>, id: NodeId, range: Span) -> bool {
    model.enclosing_function(id).is_some_and(|function| {
        let around = span(function);
        range.covers(around) && around != range
    })
}

/// What a node itself does, with the loops around it.
fn costly(model: &Model<'_>, id: NodeId, range: Span) -> Option<Costly> {
    let (mut one, at_loop) = match model.node(id)?.syntax {
        super::model::Syntax::Expr(expr) => (expression(model, expr)?, None),
        super::model::Syntax::Stmt(Stmt::For(looped)) => (for_loop(model, looped)?, Some(looped)),
        super::model::Syntax::Stmt(stmt @ (Stmt::AugAssign(_) | Stmt::Assign(_))) => {
            let grows = grown(stmt).is_some_and(|text| model.is_a(text, "builtins.str"));
            let (_, around) = model.enclosing_loop(id)?;
            let Stmt::For(around) = around else {
                return None;
            };
            if !grows {
                return None;
            }
            let one = Costly {
                cost: Cost::LINEAR,
                span: span(stmt),
                what: "adding to a string copies it".to_owned(),
                source: source(model, &around.iter)?,
            };
            (one, None)
        }
        super::model::Syntax::Stmt(_) => return None,
    };
    let mut here = id;
    while let Some((outer, statement)) = model.enclosing_loop(here) {
        here = outer;
        // What is done on the way out of a loop is done once.
        if model.leaves_after(id, outer) || model.statement_of(id).is_some_and(Stmt::is_return_stmt)
        {
            continue;
        }
        if let Stmt::While(looped) = statement {
            let empties =
                range.covers(span(looped)) && emptied(model, looped).as_ref() == Some(&one.source);
            if empties {
                one = one.in_a_loop();
            }
            continue;
        }
        let Stmt::For(looped) = statement else {
            continue;
        };
        if at_loop.is_some_and(|own| span(own) == span(looped)) || !range.covers(span(looped)) {
            continue;
        }
        // What a loop runs over is worked out once.
        if span(&*looped.iter).covers(one.span) {
            continue;
        }
        let around = for_loop(model, looped)?;
        if around.source == one.source {
            one = one.in_a_loop();
        }
    }
    Some(one)
}

/// What a statement adds to: `text` of `text += more` and of `text = text + more`.
fn grown(stmt: &Stmt) -> Option<&Expr> {
    match stmt {
        Stmt::AugAssign(assign) => (assign.op == Operator::Add).then_some(&*assign.target),
        Stmt::Assign(assign) => {
            let ([Expr::Name(target)], Expr::BinOp(sum)) = (&*assign.targets, &*assign.value)
            else {
                return None;
            };
            let same = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id == target.id);
            (sum.op == Operator::Add && same(&sum.left)).then_some(&*sum.left)
        }
        _ => None,
    }
}

/// A `for` loop over something; `None` where it ends in its first round.
fn for_loop(model: &Model<'_>, looped: &StmtFor) -> Option<Costly> {
    if looped
        .body
        .iter()
        .any(|stmt| stmt.is_return_stmt() || stmt.is_break_stmt())
    {
        return None;
    }
    Some(Costly {
        cost: Cost::LINEAR,
        span: span(&*looped.iter),
        what: "a loop goes through all items".to_owned(),
        source: source(model, &looped.iter)?,
    })
}

fn expression(model: &Model<'_>, expr: &Expr) -> Option<Costly> {
    let (cost, what, of) = match expr {
        Expr::Call(call) => call_cost(model, call)?,
        Expr::Subscript(subscript) => (
            Cost::LINEAR,
            "a slice copies".to_owned(),
            sliced(model, subscript)?,
        ),
        Expr::Compare(compare) => {
            let [CmpOp::In | CmpOp::NotIn] = &*compare.ops else {
                return None;
            };
            let container = compare.comparators.first()?;
            let name = searched(model, container)?;
            (
                Cost::LINEAR,
                format!("`in` looks through the {name}"),
                container,
            )
        }
        _ => return None,
    };
    Some(Costly {
        cost,
        span: span(expr),
        what,
        source: source(model, of).unwrap_or_default(),
    })
}

/// What `in` looks through one by one, in a word; `None` for what has the same few items always.
fn searched(model: &Model<'_>, container: &Expr) -> Option<&'static str> {
    let is_constant = match container {
        Expr::List(_) | Expr::Tuple(_) => true,
        Expr::Name(name) => !name.id.contains(|c: char| c.is_lowercase()) && name.id.len() > 1,
        _ => false,
    };
    if is_constant {
        return None;
    }
    match model.type_of(container).as_deref() {
        Some("builtins.list") => Some("list"),
        Some("builtins.tuple") => Some("tuple"),
        Some("collections.deque") => Some("deque"),
        // A name may tell.
        None => container
            .as_name_expr()
            .is_some_and(|name| name.id == "lst" || name.id.ends_with("list"))
            .then_some("list"),
        Some(_) => None,
    }
}

fn sliced<'a>(model: &Model<'_>, subscript: &'a ExprSubscript) -> Option<&'a Expr> {
    let Expr::Slice(slice) = &*subscript.slice else {
        return None;
    };
    // `x[:k]` and `x[i:j]` may be short.
    if slice.upper.is_some() || !subscript.ctx.is_load() {
        return None;
    }
    let Some(class) = model.type_of(&subscript.value) else {
        // Of arrays of other libraries a slice is but a view.
        let is_reversed = slice.lower.is_none() && slice.step.is_some();
        return (is_reversed && !model.imports_third_party()).then_some(&*subscript.value);
    };
    matches!(
        class.as_str(),
        "builtins.list" | "builtins.tuple" | "builtins.str"
    )
    .then_some(&*subscript.value)
}

/// The cost of a call, in words, and what its size is counted in.
fn call_cost<'a>(model: &Model<'_>, call: &'a ExprCall) -> Option<(Cost, String, &'a Expr)> {
    let first = call.arguments.args.first();
    if let Some(name) = model.resolve(&call.func) {
        let single = first.filter(|_| call.arguments.args.len() == 1);
        let of = match name.as_str() {
            "builtins.sorted" => return Some((Cost::SORT, "`sorted` sorts".to_owned(), single?)),
            "builtins.sum"
            | "builtins.max"
            | "builtins.min"
            | "builtins.list"
            | "builtins.set"
            | "builtins.tuple"
            | "collections.Counter"
            | "heapq.heapify" => single?,
            "heapq.nlargest" | "heapq.nsmallest" => {
                let items = call.arguments.args.get(1)?;
                let cost = if first?.is_number_literal_expr() {
                    Cost::LINEAR
                } else {
                    Cost::SELECT
                };
                return Some((cost, format!("`{}` keeps a heap", short(&name)), items));
            }
            "heapq.heappush" | "heapq.heappop" | "heapq.heapreplace" | "heapq.heappushpop" => {
                return Some((
                    Cost::LOGARITHM,
                    format!("`{}` moves items up or down the heap", short(&name)),
                    first?,
                ));
            }
            _ => return None,
        };
        return Some((
            Cost::LINEAR,
            format!("`{}` goes through all items", short(&name)),
            of,
        ));
    }
    let Expr::Attribute(attribute) = &*call.func else {
        return None;
    };
    let (object, method) = (&*attribute.value, attribute.attr.as_str());
    let class = model.type_of(object);
    let is_list = class.as_deref() == Some("builtins.list");
    let at_front = first.is_some_and(|index| matches!(index, Expr::NumberLiteral(n) if n.value.as_int().and_then(ruff_python_ast::Int::as_u8) == Some(0)));
    match method {
        // Only lists sort themselves, but for the frames and arrays of other libraries.
        "sort" if is_list || (class.is_none() && !model.imports_third_party()) => {
            Some((Cost::SORT, "`sort` sorts".to_owned(), object))
        }
        "pop" | "insert" if is_list && at_front => Some((
            Cost::LINEAR,
            format!("`{method}` at the front moves every item"),
            object,
        )),
        "remove" | "reverse" | "copy" if is_list => Some((
            Cost::LINEAR,
            format!("`{method}` goes through the list"),
            object,
        )),
        // Whatever has them looks at one item after the other, but for the frames of other libraries.
        "index" | "count"
            if is_list || (class.is_none() && first.is_some() && !model.imports_third_party()) =>
        {
            Some((
                Cost::LINEAR,
                format!("`{method}` goes through all items"),
                object,
            ))
        }
        _ => None,
    }
}

fn short(dotted: &str) -> &str {
    dotted.rsplit('.').next().unwrap_or(dotted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::syntax;

    fn cost(code: &str) -> Option<(String, String)> {
        let parsed = syntax::parse(code);
        let tree = parsed.into_syntax();
        let model = Model::new(&tree, code, None);
        let (_, function) = model
            .statements()
            .find(|(_, stmt)| stmt.is_function_def_stmt())?;
        let worst = worst(&model, span(function), true)?;
        Some((worst.cost.to_string(), worst.span.of(code).to_owned()))
    }

    #[test]
    fn operations_and_loops_multiply() {
        for (code, expected) in [
            ("def f(nums):\n    return sorted(nums)\n", "O(n log n)"),
            (
                "def f(nums):\n    for a in nums:\n        for b in nums:\n            print(a, b)\n",
                "O(n^2)",
            ),
            (
                "def f(nums):\n    n = len(nums)\n    for i in range(n):\n        for j in range(i + 1, n):\n            print(i, j)\n",
                "O(n^2)",
            ),
            ("def f(nums: list):\n    return 3 in nums\n", "O(n)"),
            (
                "def f(nums: list):\n    while nums:\n        nums.pop(0)\n",
                "O(n^2)",
            ),
            (
                "import heapq\ndef f(nums, k):\n    return heapq.nlargest(k, nums)\n",
                "O(n log k)",
            ),
            (
                "def f(words):\n    out = ''\n    for w in words:\n        out += w\n",
                "O(n^2)",
            ),
            (
                "def f(nums):\n    for x in nums:\n        return x\n    return max(nums)\n",
                "O(n)",
            ),
        ] {
            assert_eq!(
                cost(code).map(|(cost, _)| cost).as_deref(),
                Some(expected),
                "{code}"
            );
        }
    }

    #[test]
    fn two_inputs_are_not_compared() {
        assert_eq!(
            cost("def f(a, b):\n    for x in a:\n        sorted(b)\n"),
            None
        );
        assert_eq!(
            cost("def f(grid):\n    for row in grid:\n        sorted(row)\n"),
            None
        );
        assert_eq!(
            cost("def f(nums, k):\n    for x in nums[:k]:\n        print(x)\n"),
            None
        );
    }

    #[test]
    fn claims_are_read() {
        for (text, shown) in [
            ("1", "O(1)"),
            ("log n", "O(log n)"),
            ("N log(N)", "O(n log n)"),
            ("n²", "O(n^2)"),
            ("n**2", "O(n^2)"),
        ] {
            assert_eq!(Cost::parse(text).unwrap().to_string(), shown);
        }
        for other in ["k", "n + m", "V + E", "2^n", "n * m", "n!"] {
            assert_eq!(Cost::parse(other), None, "{other}");
        }
    }
}
