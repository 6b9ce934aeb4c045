//! `increment-operator`: `i++` and `++i`, which Python does not have. `i++` does not parse, so the verdict finds it;
//! `++i` does, and does nothing.

use ruff_python_ast::{Expr, ExprUnaryOp, Stmt, UnaryOp};

use super::{Check, Code, Group, Lesson, Rule, Subject};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{NodeId, Syntax, span};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("increment-operator"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("increment-operator.md"),
    checks: &[
        Check::Note(check_behind),
        Check::Mistake(check_before, LESSON),
    ],
};

const LESSON: Lesson = Lesson {
    topic: &["++", "does nothing", "no effect"],
    outputs: 1,
};

fn check_behind(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    subject.problems(&RULE, found);
}

fn check_before(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let text = code.model.code();
    for (id, expr) in code.model.expressions() {
        let Expr::UnaryOp(outer) = expr else { continue };
        let Some((sign, counted)) = doubled(code, id, outer) else {
            continue;
        };
        let counted = span(counted).of(text);
        let at = span(expr);
        let finding = |rest: String| {
            RULE.finding(
                at,
                format!("Python has no `{sign}{sign}`: these are two signs, and change nothing; {rest}"),
            )
        };
        let assignment = format!("{counted} {sign}= 1");
        found.push(if is_statement(code, id) {
            finding(format!("it writes `{assignment}`")).with_fix(Fix::safe(
                format!("Write `{assignment}`"),
                at,
                assignment,
            ))
        } else {
            finding(format!("write `{assignment}` on a line of its own"))
        });
    }
}

/// The sign of `++x` or `--x`, and the `x`, where a variable is meant to be counted up or down.
fn doubled<'c>(
    code: &Code<'c>,
    id: NodeId,
    outer: &'c ExprUnaryOp,
) -> Option<(&'static str, &'c Expr)> {
    let Expr::UnaryOp(inner) = &*outer.operand else {
        return None;
    };
    let sign = match (outer.op, inner.op) {
        (UnaryOp::UAdd, UnaryOp::UAdd) => "+",
        // Two minus signs are also arithmetic.
        (UnaryOp::USub, UnaryOp::USub) if counts_down(code, id) => "-",
        _ => return None,
    };
    let is_variable = matches!(
        *inner.operand,
        Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_)
    );
    let is_longer = matches!(code.model.parent_expr(id), Some(Expr::UnaryOp(_)));
    let adjoins = span(outer).start + 1 == span(inner).start
        && span(inner).start + 1 == span(&*inner.operand).start;
    (is_variable && adjoins && !is_longer).then_some((sign, &*inner.operand))
}

fn is_statement(code: &Code<'_>, id: NodeId) -> bool {
    matches!(
        code.model.ancestors(id).next(),
        Some((_, Syntax::Stmt(Stmt::Expr(_))))
    )
}

/// True where nobody would write a number with two signs: a statement, an index, the condition of a loop.
fn counts_down(code: &Code<'_>, id: NodeId) -> bool {
    match code.model.ancestors(id).next() {
        Some((_, Syntax::Stmt(stmt))) => matches!(
            stmt,
            Stmt::Expr(_) | Stmt::While(_) | Stmt::Assign(_) | Stmt::Return(_)
        ),
        Some((parent, Syntax::Expr(Expr::Compare(_)))) => matches!(
            code.model.ancestors(parent).next(),
            Some((_, Syntax::Stmt(Stmt::While(_) | Stmt::If(_))))
        ),
        Some((_, Syntax::Expr(expr))) => matches!(expr, Expr::Subscript(_)),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_python, fixed_python};

    const ID: &str = "increment-operator";

    #[test]
    fn bad() {
        check_python(ID, "i = 0\nwhile i < 3:\n    print(i)\n    «i++»\n");
        check_python(ID, "i = 0\nwhile i < 3:\n    print(i)\n    «++i»\n");
        check_python(ID, "n = 3\nwhile «--n» > 0:\n    print(n)\n");
        check_python(ID, "class A:\n    def f(self):\n        «self.count--»\n        return self.count\n");
        check_python(ID, "counts = [0, 1]\nfor x in xs:\n    «counts[x]++»\n");
        check_python(ID, "count = 0\nx = 3\nprint(«count++»)\n");
        check_python(ID, "xs = [1]\ni = 0\nlast = xs[«++i»]\n");
        check_python(ID, ">>> i = 1\n>>> «++i»\n>>> i\n");
    }

    #[test]
    fn good() {
        check_python(ID, "i += 1\nj -= 1\n");
        check_python(ID, "x = -y\nz = +y\n");
        check_python(ID, "x = a + +b - -c\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "x = 5 --y\nz = 5 ++y\n");
        check_python(ID, "assert f(--x) == x\n");
        check_python(ID, "print(++5)\n");
        check_python(ID, "i = 1\ni++  # SyntaxError\n");
        check_python(ID, "++i  # no error, but wrong\n");
        check(ID, "In C one writes `i++`:\n\n```c\ni++;\n```\n");
    }

    #[test]
    fn is_mended() {
        assert_eq!(
            fixed_python(ID, "x = 1\nwhile x < 3:\n    y = x\n    x++\n"),
            "x = 1\nwhile x < 3:\n    y = x\n    x += 1\n"
        );
        assert_eq!(fixed_python(ID, "x = 1\n++x\n--x\n"), "x = 1\nx += 1\nx -= 1\n");
    }
}
