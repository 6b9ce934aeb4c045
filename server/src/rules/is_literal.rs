//! `is-literal`: a value compared by `is`, which asks for the same object.

use ruff_python_ast::{CmpOp, Expr, UnaryOp};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::span;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("is-literal"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("is-literal.md"),
    checks: &[Check::Mistake(check, LESSON)],
};

const LESSON: Lesson = Lesson {
    topic: &[
        "identity",
        "identical object",
        "same object",
        "interning",
        "interned",
        "object id",
        "is vs",
        "`is` vs",
        "is and ==",
        "`is` and `==`",
        "== and is",
        "`==` and `is`",
        "тождеств",
        "идентич",
        "интерн",
        "同一",
        "驻留",
        "小整数",
    ],
    outputs: 1,
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for (_, expr) in code.model.expressions() {
        let Expr::Compare(compare) = expr else {
            continue;
        };
        let mut left = &*compare.left;
        for (op, right) in compare.ops.iter().zip(&compare.comparators) {
            if matches!(op, CmpOp::Is | CmpOp::IsNot)
                && let Some(finding) = finding(code, left, *op, right)
            {
                found.push(finding);
            }
            left = right;
        }
    }
}

fn finding(code: &Code<'_>, left: &Expr, op: CmpOp, right: &Expr) -> Option<Diagnostic> {
    // `'text' is not None` asks for `None`, whatever stands on the other side.
    if left.is_none_literal_expr() || right.is_none_literal_expr() {
        return None;
    }
    let literal = [right, left].into_iter().find(|side| is_value(side))?;
    let text = code.model.code();
    let operator = operator(text, span(left).end, span(right).start)?;
    let meant = if op == CmpOp::Is { "==" } else { "!=" };
    let literal = span(literal);
    // A bracket between the two would be cut in half.
    let whole = operator.to(literal);
    let between = Span::new(operator.end.min(literal.end), operator.start.max(literal.start));
    let at = if between.of(text).contains(['(', ')']) {
        operator
    } else {
        whole
    };
    let shown = operator.of(text);
    Some(
        RULE.finding(
            at,
            format!("`{shown}` asks whether both are the same object; to compare values write `{meant}`"),
        )
        .with_fix(Fix::safe(format!("Replace with `{meant}`"), operator, meant)),
    )
}

/// Where `is` or `is not` stands between two operands; `None` beside a comment.
fn operator(text: &str, from: usize, to: usize) -> Option<Span> {
    let between = Span::new(from, to);
    let shown = between.of(text);
    if shown.contains('#') {
        return None;
    }
    let start = shown.find("is")?;
    let end = shown.rfind("not").map_or(start + 2, |not| not + 3);
    Some(Span::new(from + start, from + end))
}

/// True for what is written out and has a value of its own; `None`, `True`, `False` and `...` exist once, so `is` fits.
fn is_value(expr: &Expr) -> bool {
    match expr {
        Expr::NumberLiteral(_)
        | Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::FString(_)
        | Expr::List(_)
        | Expr::Dict(_)
        | Expr::Set(_)
        | Expr::Tuple(_) => true,
        Expr::UnaryOp(unary) => {
            matches!(unary.op, UnaryOp::USub) && matches!(*unary.operand, Expr::NumberLiteral(_))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{check, check_python, fixed_python};

    const ID: &str = "is-literal";

    #[test]
    fn bad() {
        check_python(ID, "if x «is 3»:\n    pass\n");
        check_python(ID, "while name «is not 'end'»:\n    name = f()\n");
        check_python(ID, "ok = «'a' is» x and y «is -1»\n");
        check_python(ID, "if x «is []» or x «is ()»:\n    pass\n");
        check_python(ID, ">>> if x «is 3»:\n...     y = 1\n");
    }

    #[test]
    fn good() {
        check_python(ID, "if x == 3:\n    pass\n");
        check_python(ID, "if x is None or x is not True:\n    pass\n");
        check_python(ID, "if type(x) is int:\n    pass\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "if x is ...:\n    pass\n");
        check_python(ID, "x is 3  # wrong: use ==\n");
        check_python(ID, "text = 'x is 3'\n");
        check(ID, "Don't do this:\n\n```python\nx is 3\n```\n");
    }

    #[test]
    fn lessons_get_hints() {
        for note in [
            "## Interning\n\n```python\nprint(a «is 3»)\n```\n",
            "```python\n>>> a «is 257»\nFalse\n```\n",
            "```python\nprint(a «is 257»)  # False\n```\n",
        ] {
            let found = check(ID, note);
            assert_eq!(found[0].severity, Severity::Hint, "{note}");
        }
    }

    #[test]
    fn is_mended() {
        assert_eq!(
            fixed_python(ID, "if x is 3 and y is  not 'a' and z is (4):\n    pass\n"),
            "if x == 3 and y != 'a' and z == (4):\n    pass\n"
        );
    }
}
