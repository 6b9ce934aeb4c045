//! `shared-fromkeys`: `dict.fromkeys(keys, [])`, where all keys get the same list.

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{Call, span};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("shared-fromkeys"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("shared-fromkeys.md"),
    checks: &[Check::Mistake(check, LESSON)],
};

const LESSON: Lesson = Lesson {
    topic: &["shared", "same list", "same object", "one list", "fromkeys"],
    outputs: 1,
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for call in code.model.calls() {
        if !is_fromkeys(call) {
            continue;
        }
        let [keys, value] = &*call.expr.arguments.args else {
            continue;
        };
        if !code.model.makes_mutable(value) {
            continue;
        }
        let text = code.model.code();
        let (keys, at) = (span(keys).of(text), span(value));
        let made = at.of(text);
        let whole = span(call.expr);
        let mut finding = RULE.finding(
            at,
            format!("All keys get this one `{made}`; make one for each: `{{key: {made} for key in {keys}}}`"),
        );
        // A subclass would become a plain dictionary.
        if call.calls("builtins.dict.fromkeys") && !whole.of(text).contains(['#', '\n']) {
            finding.fix = Some(Fix::safe(
                "Make one for each key",
                whole,
                format!("{{key: {made} for key in {keys}}}"),
            ));
        }
        found.push(finding);
    }
}

fn is_fromkeys(call: &Call<'_>) -> bool {
    const CLASSES: &[&str] = &[
        "builtins.dict",
        "collections.OrderedDict",
        "collections.defaultdict",
    ];
    CLASSES.iter().any(|class| {
        call.callee
            .as_deref()
            .and_then(|callee| callee.strip_prefix(class))
            == Some(".fromkeys")
            || call.calls_method(class, "fromkeys")
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{check, check_python, fixed_python};

    const ID: &str = "shared-fromkeys";

    #[test]
    fn bad() {
        check_python(ID, "groups = dict.fromkeys(names, «[]»)\n");
        check_python(ID, "from collections import OrderedDict\nd = OrderedDict.fromkeys('abc', «set()»)\n");
        check_python(ID, "groups = {}.fromkeys(range(3), «{}»)\n");
        check_python(ID, ">>> d = dict.fromkeys(['a', 'b'], «[]»)\n");
    }

    #[test]
    fn good() {
        check_python(ID, "d = dict.fromkeys(names, 0)\n");
        check_python(ID, "d = dict.fromkeys(names)\n");
        check_python(ID, "d = {name: [] for name in names}\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "d = dict.fromkeys(names, ())\n");
        check_python(ID, "d = table.fromkeys(names, [])\n");
        check_python(ID, "d = dict.fromkeys(names, [])  # don't\n");
        check_python(ID, "d = dict.fromkeys([], 0)\n");
    }

    #[test]
    fn lessons_get_hints() {
        let found = check(ID, "```python\nd = dict.fromkeys('ab', «[]»)\nd['a'].append(1)\nprint(d)  # {'a': [1], 'b': [1]}\n```\n");
        assert_eq!(found[0].severity, Severity::Hint);
    }

    #[test]
    fn is_mended() {
        assert_eq!(
            fixed_python(ID, "d = dict.fromkeys(sorted(names), [])\n"),
            "d = {key: [] for key in sorted(names)}\n"
        );
    }
}
