//! `python2-syntax`: statements and spellings that Python 3 does not have.

use ruff_python_ast::{ExceptHandler, Expr, Operator, Stmt};

use super::{Check, Code, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::span;
use crate::python::snippet::Kind;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("python2-syntax"),
    group: Group::Syntax,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("python2-syntax.md"),
    checks: &[
        Check::Note(check),
        Check::Mistake(check_what_parses, super::python2_name::LESSON),
    ],
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    subject.problems(&RULE, found);
}

/// What Python 3 reads in another way: `except ValueError, e:` catches two exceptions since 3.14, `print >>f, x` shifts.
fn check_what_parses(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    if code.snippet.kind == Kind::Python2 {
        return;
    }
    for (_, stmt) in code.model.statements() {
        match stmt {
            Stmt::Try(stmt) => found.extend(
                stmt.handlers
                    .iter()
                    .filter_map(|handler| named_by_comma(code, handler)),
            ),
            Stmt::Expr(stmt) => found.extend(print_to(&stmt.value)),
            _ => {}
        }
    }
}

fn named_by_comma(code: &Code<'_>, handler: &ExceptHandler) -> Option<Diagnostic> {
    let ExceptHandler::ExceptHandler(handler) = handler;
    let Some(Expr::Tuple(caught)) = handler.type_.as_deref() else {
        return None;
    };
    let [caught, Expr::Name(name)] = &*caught.elts else {
        return None;
    };
    let is_variable = name.id.chars().all(|c| c.is_lowercase() || c == '_' || c.is_ascii_digit());
    let between = Span::new(span(caught).end, span(name).start);
    let is_bare = code
        .model
        .code()
        .get(span(handler).start..span(caught).start)?
        .trim_start_matches("except")
        .trim()
        .is_empty();
    if !is_variable || !is_bare || code.model.bindings_of(name).next().is_some() {
        return None;
    }
    let at = span(caught).to(span(name));
    Some(
        RULE.finding(at, format!("Python 3 names the exception with `as {}`", name.id))
            .with_fix(Fix::safe("Write `as`", between, " as ")),
    )
}

fn print_to(value: &Expr) -> Option<Diagnostic> {
    let first = match value {
        Expr::Tuple(tuple) => tuple.elts.first()?,
        other => other,
    };
    let Expr::BinOp(shift) = first else { return None };
    let is_print = matches!(&*shift.left, Expr::Name(name) if name.id == "print");
    (is_print && shift.op == Operator::RShift).then(|| {
        RULE.finding(
            span(first),
            "Python 3 writes `print(…, file=f)`; this shifts `print` and is a `TypeError`",
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_python, fixed_python};

    const ID: &str = "python2-syntax";

    #[test]
    fn what_parses_is_found_too() {
        check_python(ID, "try:\n    f()\nexcept «ValueError, e»:\n    g(e)\n");
        check_python(ID, "try:\n    f()\nexcept «(KeyError, OSError), error»:\n    pass\n");
        check_python(ID, "«print >>f», 'x'\n");
        check_python(ID, "try:\n    f()\nexcept ValueError, KeyError:\n    pass\n");
        check_python(ID, "try:\n    f()\nexcept (ValueError, e):\n    pass\n");
        check_python(ID, "print('x' * (1 >> 2))\n");
        assert_eq!(
            fixed_python(ID, "try:\n    f()\nexcept ValueError, e:\n    pass\n"),
            "try:\n    f()\nexcept ValueError as e:\n    pass\n"
        );
    }
}
