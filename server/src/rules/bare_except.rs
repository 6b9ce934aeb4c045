//! `bare-except`: an `except:` that catches everything, Ctrl-C included.

use ruff_python_ast::{ExceptHandler, ExceptHandlerExceptHandler, Stmt};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::span;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("bare-except"),
    group: Group::Mistakes,
    severity: Severity::Hint,
    fixable: true,
    page: include_str!("bare-except.md"),
    checks: &[Check::Mistake(check, Lesson::NONE)],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for (_, stmt) in code.model.statements() {
        let Stmt::Try(stmt) = stmt else { continue };
        for ExceptHandler::ExceptHandler(handler) in &stmt.handlers {
            if handler.type_.is_some() || raises_again(handler) {
                continue;
            }
            let start = span(handler).start;
            let at = Span::new(start, start + "except".len());
            found.push(
                RULE.finding(
                    at,
                    "`except:` catches everything, Ctrl-C and `sys.exit()` included; name the exceptions you expect",
                )
                .with_fix(Fix::safe("Catch `Exception`", at, "except Exception").unsafely()),
            );
        }
    }
}

/// True where nothing is swallowed: the handler ends by raising.
fn raises_again(handler: &ExceptHandlerExceptHandler) -> bool {
    matches!(handler.body.last(), Some(Stmt::Raise(_)))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check_python;

    const ID: &str = "bare-except";

    #[test]
    fn bad() {
        check_python(ID, "try:\n    f()\n«except»:\n    pass\n");
        check_python(ID, "try:\n    f()\nexcept ValueError:\n    pass\n«except»:\n    print('no')\n");
        check_python(ID, "for x in y:\n    try:\n        f(x)\n    «except» :\n        continue\n");
    }

    #[test]
    fn good() {
        check_python(ID, "try:\n    f()\nexcept Exception:\n    pass\n");
        check_python(ID, "try:\n    f()\nexcept (KeyError, ValueError) as e:\n    print(e)\n");
        check_python(ID, "try:\n    f()\nfinally:\n    g()\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "try:\n    f()\nexcept:\n    undo()\n    raise\n");
        check_python(ID, "try:\n    f()\nexcept:  # bad\n    pass\n");
        check_python(ID, "# except:\nx = 'except:'\n");
    }
}
