//! `assert-tuple`: an assertion of a tuple, which is always true.

use ruff_python_ast::{Expr, ExprTuple, Stmt};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Edit, Fix, RuleId, Severity};
use crate::python::model::span;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("assert-tuple"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("assert-tuple.md"),
    checks: &[Check::Mistake(check, Lesson {
            topic: &["always true", "always pass", "never fail"],
            outputs: 0,
        })],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for (_, stmt) in code.model.statements() {
        let Stmt::Assert(assert) = stmt else { continue };
        let Expr::Tuple(tuple) = &*assert.test else {
            continue;
        };
        if tuple.elts.is_empty() {
            continue;
        }
        let finding = RULE.finding(
            span(tuple),
            "A tuple with something in it is always true, so this never fails; write the condition and the message without brackets",
        );
        found.push(match fix(code, tuple) {
            Some(fix) if assert.msg.is_none() => finding.with_fix(fix),
            _ => finding,
        });
    }
}

/// Takes the brackets away from a condition and a message. Over several lines they hold the lines together.
fn fix(code: &Code<'_>, tuple: &ExprTuple) -> Option<Fix> {
    let [condition, message] = &*tuple.elts else {
        return None;
    };
    let whole = span(tuple);
    let after = Span::new(span(message).end, whole.end).of(code.model.code());
    let before = Span::new(whole.start, span(condition).start).of(code.model.code());
    // `assert(x, 'm')` would become one word.
    let is_apart = code.model.code().get(..whole.start).is_some_and(|text| text.ends_with([' ', '\t']));
    let is_message = matches!(
        message,
        Expr::StringLiteral(_) | Expr::FString(_) | Expr::BinOp(_) | Expr::Call(_)
    );
    if !is_apart || !is_message || before != "(" || after != ")" || whole.of(code.model.code()).contains('\n') {
        return None;
    }
    let drop = |at: usize| Edit {
        span: Span::new(at, at + 1),
        content: String::new(),
    };
    Some(Fix {
        edits: vec![drop(whole.start), drop(whole.end - 1)],
        ..Fix::safe("Remove the brackets", whole, "")
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_python, fixed_python};

    const ID: &str = "assert-tuple";

    #[test]
    fn bad() {
        check_python(ID, "assert «(x > 0, 'too small')»\n");
        check_python(ID, "def test_sum():\n    assert «(1 + 1 == 3, f'no {x}')»\n");
        check_python(ID, ">>> assert «(x,)»\n");
        check_python(ID, "assert «(\n    x,\n    'm',\n)»\n");
    }

    #[test]
    fn good() {
        check_python(ID, "assert x > 0, 'too small'\n");
        check_python(ID, "assert (x > 0), 'too small'\n");
        check_python(ID, "assert (x, y) == (1, 2)\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "assert ()\n");
        check_python(ID, "assert (x > 0 and y, )[0]\n");
        check_python(ID, "# Bad: always true\nassert (x, 'm')\n");
        check_python(ID, "assert(x > 0)\n");
    }

    #[test]
    fn is_mended() {
        assert_eq!(
            fixed_python(ID, "assert (x > 0, 'too small')\nassert(x, 'm')\n"),
            "assert x > 0, 'too small'\nassert(x, 'm')\n"
        );
    }
}
