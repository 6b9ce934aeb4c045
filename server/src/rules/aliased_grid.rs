//! `aliased-grid`: `[[0] * 3] * 4`, whose rows are all the same list.

use ruff_python_ast::{Expr, ExprBinOp, ExprList, Operator, Stmt};
use rustc_hash::FxHashMap;

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{BindingKind, Model, NodeId, ScopeId, Syntax, Use, span};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("aliased-grid"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("aliased-grid.md"),
    checks: &[Check::Mistake(check, LESSON)],
};

const LESSON: Lesson = Lesson {
    topic: &[
        "same list",
        "same row",
        "same object",
        "same inner",
        "same reference",
        "same sublist",
        "shared reference",
        "shared list",
        "aliasing",
        "aliased",
        "shallow",
        "reference to the same",
        "references to the same",
        "один и тот же",
        "одного и того же",
        "поверхностн",
        "浅拷贝",
        "同一个",
        "引用",
    ],
    outputs: 1,
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let mut grids = Grids::default();
    for (id, expr) in code.model.expressions() {
        let Expr::BinOp(product) = expr else { continue };
        let Some((list, count)) = repeated(product) else {
            continue;
        };
        let Some(row) = list.elts.iter().find(|row| is_row(code, row)) else {
            continue;
        };
        if is_once(count) || !is_kept(code, id, &mut grids) {
            continue;
        }
        found.push(finding(code, product, list, row, count));
    }
}

/// The list and the number of `[…] * n` or `n * […]`.
fn repeated(product: &ExprBinOp) -> Option<(&ExprList, &Expr)> {
    if product.op != Operator::Mult {
        return None;
    }
    match (&*product.left, &*product.right) {
        (Expr::List(_), Expr::List(_)) => None,
        (Expr::List(list), count) | (count, Expr::List(list)) => Some((list, count)),
        _ => None,
    }
}

/// True for an element that can be changed in place: made on the spot, or a name for a list that was.
fn is_row(code: &Code<'_>, row: &Expr) -> bool {
    let made = match row {
        Expr::Name(name) => match code.model.only_binding(name).map(|binding| binding.kind) {
            Some(BindingKind::Assignment(value)) => value,
            _ => return false,
        },
        other => other,
    };
    code.model.makes_mutable(made)
}

fn is_once(count: &Expr) -> bool {
    matches!(count, Expr::NumberLiteral(number)
        if number.value.as_int().and_then(|int| int.as_u8()).is_some_and(|int| int < 2))
}

/// True where the list gets a name, is kept or given back, and rows are not only put in the place of others.
fn is_kept<'a>(code: &Code<'a>, product: NodeId, grids: &mut Grids<'a>) -> bool {
    let model = code.model;
    let mut last = product;
    for (id, syntax) in model.ancestors(product) {
        match syntax {
            Syntax::Expr(Expr::BinOp(outer)) => {
                // The outer product tells it, or a sum has it as a part.
                if repeated(outer).is_some() || !matches!(outer.op, Operator::Add | Operator::Mult) {
                    return false;
                }
            }
            Syntax::Expr(
                Expr::List(_)
                | Expr::ListComp(_)
                | Expr::Dict(_)
                | Expr::DictComp(_)
                | Expr::Tuple(_)
                | Expr::If(_)
                | Expr::Named(_)
                | Expr::Lambda(_),
            ) => {}
            Syntax::Expr(_) => return false,
            Syntax::Stmt(Stmt::Return(_)) => return true,
            Syntax::Stmt(Stmt::Assign(assign)) => {
                return match &*assign.targets {
                    [Expr::Name(name)] if last == product => {
                        let home = model.node(product).and_then(|node| model.lookup(&name.id, node.scope));
                        home.is_none_or(|(home, _)| {
                            let grid = grids.entry((name.id.as_str(), home));
                            *grid.or_insert_with(|| is_grid(model, &name.id, home))
                        })
                    }
                    _ => true,
                };
            }
            Syntax::Stmt(Stmt::AnnAssign(_)) => return true,
            Syntax::Stmt(_) => return false,
        }
        last = id;
    }
    false
}

/// Whether what a name is bound to is used as a grid, by the name and the scope that binds it: it may be bound again and
/// again.
type Grids<'a> = FxHashMap<(&'a str, ScopeId), bool>;

/// False for a grid that the code does nothing with but compare it (`assert result == expected`), and for one of which
/// rows are replaced (`grid[0] = …`) and none is changed.
fn is_grid(model: &Model<'_>, name: &str, home: ScopeId) -> bool {
    let (mut is_read, mut is_more_than_compared, mut is_replaced) = (false, false, false);
    for reference in model.reads_of(name, home, model.scope_span(home)) {
        is_read = true;
        let around = model.ancestors(reference.id).next();
        is_more_than_compared |= !matches!(around, Some((_, Syntax::Expr(Expr::Compare(_)))));
        let Some((row, Syntax::Expr(Expr::Subscript(subscript)))) = around else {
            continue;
        };
        if !subscript.ctx.is_load() {
            is_replaced = true;
        } else if model.use_of(row) == Use::Changed {
            return true;
        }
    }
    !is_replaced && (is_more_than_compared || !is_read)
}

fn finding(
    code: &Code<'_>,
    product: &ExprBinOp,
    list: &ExprList,
    row: &Expr,
    count: &Expr,
) -> Diagnostic {
    let text = code.model.code();
    let whole = span(product);
    let (row_text, count_text) = (span(row).of(text), span(count).of(text));
    let finding = RULE.finding(
        whole,
        format!("`{row_text}` is made once and stands here {count_text} times, so a change in one shows in all"),
    );
    let [_] = &*list.elts else { return finding };
    if whole.of(text).contains(['#', '\n']) {
        return finding;
    }
    let is_name = matches!(row, Expr::Name(_));
    let copy = if is_name { ".copy()" } else { "" };
    let meant = format!("[{row_text}{copy} for _ in range({count_text})]");
    let fix = Fix::safe(format!("Replace with `{meant}`"), whole, meant);
    finding.with_fix(if is_name { fix.unsafely() } else { fix })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{check, check_python, fixed_python};

    const ID: &str = "aliased-grid";

    #[test]
    fn bad() {
        check_python(ID, "grid = «[[0] * 3] * 4»\n");
        check_python(ID, "buckets = «[[]] * n»\nbuckets[0].append(1)\n");
        check_python(ID, "def f(m, n):\n    return «[[False] * n] * m»\n");
        check_python(ID, "class A:\n    def __init__(self, n):\n        self.rows = «n * [{}]»\n");
        check_python(ID, "cube = «[[[0] * 2] * 3] * 4»\n");
        check_python(ID, "cube = [«[[0] * 2] * 3» for _ in range(4)]\n");
        check_python(ID, "row = ['.'] * 8\nboard = «[row] * 8»\n");
        check_python(ID, ">>> grid = «[[0] * 3] * 4»\n>>> grid[0][0] = 1\n");
    }

    #[test]
    fn good() {
        check_python(ID, "grid = [[0] * 3 for _ in range(4)]\n");
        check_python(ID, "zeros = [0] * 3\n");
        check_python(ID, "pairs = [(0, 0)] * 4\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "dp = [[]] * n\nfor i in range(n):\n    dp[i] = [i]\n");
        check_python(ID, "one = [[0] * 3] * 1\n");
        check_python(ID, "a = np.array([[0] * 3] * 4)\n");
        check_python(ID, "assert rows == [[0] * 3] * 4\n");
        check_python(ID, "grid = [[0] * 3] * 4  # wrong: all rows are one list\n");
        check_python(ID, "from numpy import zeros\ngrid = [zeros(3)] * 4\n");
    }

    #[test]
    fn lessons_get_hints() {
        for note in [
            "```python\ngrid = «[[0] * 2] * 2»\ngrid[0][0] = 1\nprint(grid)  # [[1, 0], [1, 0]]\n```\n",
            "## Shallow copies\n\n```python\ngrid = «[[0] * 2] * 2»\n```\n",
            "```python\n>>> grid = «[[0] * 2] * 2»\n>>> grid[0][0] = 1\n>>> grid\n[[1, 0], [1, 0]]\n```\n",
        ] {
            assert_eq!(check(ID, note)[0].severity, Severity::Hint, "{note}");
        }
    }

    #[test]
    fn is_mended() {
        assert_eq!(
            fixed_python(ID, "grid = [[0] * 3] * (n + 1)\n"),
            "grid = [[0] * 3 for _ in range(n + 1)]\n"
        );
    }
}
