//! `raise-literal`: a string or another plain value that is raised.

use ruff_python_ast::{Expr, Stmt};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Edit, Fix, RuleId, Severity};
use crate::python::model::span;
use crate::python::snippet::Kind;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("raise-literal"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("raise-literal.md"),
    checks: &[Check::Mistake(check, Lesson::NONE)],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    if code.snippet.kind == Kind::Python2 {
        return;
    }
    let model = code.model;
    for (id, stmt) in model.statements() {
        let Stmt::Raise(raise) = stmt else { continue };
        let Some(raised) = raise.exc.as_deref() else {
            continue;
        };
        let Some(kind) = kind(code, raised) else {
            continue;
        };
        if model.is_expected(id, &["TypeError"]) {
            continue;
        }
        let at = span(raised);
        let mut finding = RULE.finding(
            at,
            format!("Only exceptions can be raised, and {kind} is none: this is a `TypeError`"),
        );
        if kind == "a string" && !matches!(raised, Expr::Name(_)) {
            let insert = |at: usize, content: &str| Edit {
                span: Span::at(at),
                content: content.to_owned(),
            };
            finding.fix = Some(
                Fix {
                    edits: vec![insert(at.start, "Exception("), insert(at.end, ")")],
                    ..Fix::safe("Raise an `Exception` with this message", at, "")
                }
                .unsafely(),
            );
        }
        found.push(finding);
    }
}

/// What a plain value is called; `None` for what may be an exception.
fn kind(code: &Code<'_>, raised: &Expr) -> Option<&'static str> {
    if raised.is_none_literal_expr() {
        return Some("`None`");
    }
    // `"no user " + name` is a string whatever stands behind the plus.
    if let Expr::BinOp(sum) = raised
        && (sum.left.is_string_literal_expr() || sum.left.is_f_string_expr())
    {
        return Some("a string");
    }
    Some(match code.model.type_of(raised)?.strip_prefix("builtins.")? {
        "str" => "a string",
        "bytes" => "a string of bytes",
        "int" | "float" | "complex" => "a number",
        "bool" => "a truth value",
        "list" => "a list",
        "dict" => "a dictionary",
        "set" => "a set",
        "tuple" => "a tuple",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_python};

    const ID: &str = "raise-literal";

    #[test]
    fn bad() {
        check_python(ID, "raise «'no such user'»\n");
        check_python(ID, "def f(x):\n    if x < 0:\n        raise «f'{x} is negative'»\n");
        check_python(ID, "raise «'%s is negative' % x»\n");
        check_python(ID, "raise «'no user ' + name»\n");
        check_python(ID, "message = 'no'\nraise «message»\n");
        check_python(ID, ">>> def f():\n...     raise «'no'»\n");
        check_python(ID, "try:\n    raise «404»\nexcept Exception as e:\n    print(e)\n");
    }

    #[test]
    fn good() {
        check_python(ID, "raise ValueError('no such user')\n");
        check_python(ID, "raise\n");
        check_python(ID, "raise KeyError from None\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "try:\n    raise 'x'\nexcept TypeError:\n    pass\n");
        check_python(ID, "with pytest.raises(TypeError):\n    raise 'x'\n");
        check_python(ID, ">>> raise 'x'\nTraceback (most recent call last):\nTypeError: exceptions must derive from BaseException\n");
        check(ID, "This does not work:\n\n```python\nraise 'x'\n```\n");
        check_python(ID, "raise errors['x']\n");
    }
}
