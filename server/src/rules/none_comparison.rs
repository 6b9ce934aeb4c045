//! `none-comparison`: `None` compared by `==`.

use std::cell::LazyCell;

use ruff_python_ast::{CmpOp, Expr, Stmt};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{NodeId, Syntax, span};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("none-comparison"),
    group: Group::Mistakes,
    severity: Severity::Hint,
    fixable: true,
    page: include_str!("none-comparison.md"),
    checks: &[Check::Mistake(check, Lesson::NONE)],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let defines_equality = LazyCell::new(|| {
        code.model.statements().any(|(_, stmt)| {
            matches!(stmt, Stmt::FunctionDef(function)
                if matches!(function.name.as_str(), "__eq__" | "__ne__"))
        })
    });
    for (id, expr) in code.model.expressions() {
        let Expr::Compare(compare) = expr else {
            continue;
        };
        if !compare.ops.iter().any(|op| matches!(op, CmpOp::Eq | CmpOp::NotEq)) {
            continue;
        }
        let mut left = &*compare.left;
        for (op, right) in compare.ops.iter().zip(&compare.comparators) {
            let (sign, meant) = match op {
                CmpOp::Eq => ("==", "is"),
                CmpOp::NotEq => ("!=", "is not"),
                _ => {
                    left = right;
                    continue;
                }
            };
            let none = [right, left].into_iter().find(|side| side.is_none_literal_expr());
            if let Some(none) = none
                && !builds_a_query(code, id)
                && !*defines_equality
                && let Some(operator) = operator(code.model.code(), left, sign, right)
            {
                found.push(
                    RULE.finding(
                        operator.to(span(none)),
                        format!("There is only one `None`: ask for it with `{meant}`"),
                    )
                    .with_fix(Fix::safe(format!("Replace with `{meant}`"), operator, meant)),
                );
            }
            left = right;
        }
    }
}

fn operator(text: &str, left: &Expr, sign: &str, right: &Expr) -> Option<Span> {
    let between = Span::new(span(left).end, span(right).start);
    let start = between.start + between.of(text).find(sign)?;
    Some(Span::new(start, start + sign.len()))
}

/// True where `==` does not compare but builds something: a condition of a query, a mask over a table.
fn builds_a_query(code: &Code<'_>, id: NodeId) -> bool {
    const QUERIES: &[&str] = &[
        "filter", "where", "having", "select", "join", "outerjoin", "and_", "or_", "not_", "case", "exists", "find",
        "query", "get", "delete", "update",
    ];
    let model = code.model;
    model.ancestors(id).any(|(_, syntax)| match syntax {
        Syntax::Expr(Expr::Subscript(_)) => true,
        Syntax::Expr(Expr::BinOp(_)) => true,
        Syntax::Expr(Expr::Call(call)) => match &*call.func {
            Expr::Attribute(method) => QUERIES.contains(&method.attr.as_str()),
            Expr::Name(name) => QUERIES.contains(&name.id.as_str()),
            _ => false,
        },
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_python, fixed_python};

    const ID: &str = "none-comparison";

    #[test]
    fn bad() {
        check_python(ID, "if x «== None»:\n    pass\n");
        check_python(ID, "if x «!= None» and «None ==» y:\n    pass\n");
        check_python(ID, ">>> found «== None»\n");
        check_python(ID, "while node.next «!= None»:\n    node = node.next\n");
    }

    #[test]
    fn good() {
        check_python(ID, "if x is None or x is not None:\n    pass\n");
        check_python(ID, "if x == 0:\n    pass\n");
        check_python(ID, "x = None\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "session.query(User).filter(User.email == None)\n");
        check_python(ID, "rows = table[table.price == None]\n");
        check_python(ID, "class A:\n    def __eq__(self, other):\n        return True\nprint(A() == None)\n");
        check_python(ID, "x == None  # bad\n");
    }

    #[test]
    fn is_mended() {
        assert_eq!(
            fixed_python(ID, "if x == None != y:\n    pass\n"),
            "if x is None is not y:\n    pass\n"
        );
    }
}
