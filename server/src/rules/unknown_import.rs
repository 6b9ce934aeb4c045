//! `unknown-import`: `from module import name` where a standard module has no such name.

use super::on_purpose::is_on_purpose;
use super::mentions::{self, Stretch};
use super::{Check, Code, Group, Rule, Subject, suggestion};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{Bound, Import, resolve, span};
use crate::python::snippet::Kind;
use crate::python::stdlib::{self, Module};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unknown-import"),
    group: Group::Names,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("unknown-import.md"),
    checks: &[Check::Snippet(check), Check::Text(check_text)],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    if code.snippet.kind == Kind::Python2 {
        return;
    }
    for import in code.model.imports() {
        if import.level > 0 || import.is_guarded || import.is_star() {
            continue;
        }
        let Some((path, path_span)) = import.from else {
            continue;
        };
        let name = import.alias.name.as_str();
        let Some(module) = stdlib::module(path) else {
            continue;
        };
        if is_there(module, name)
            // Of a module that is gone, another rule speaks.
            || !module.versions().contains(code.version())
            || code.has_own_module(path)
            // The note writes the thing itself: it means a module of its own.
            || code.subject.names.get(name) == Some(&Bound::Definition)
        {
            continue;
        }
        let at = span(&import.alias.name);
        if is_on_purpose(code, at) {
            continue;
        }
        let mut finding = RULE.finding(at, format!("The module `{path}` has no `{name}`"));
        let suggestion = suggestion::of_module(module, name);
        let spelling = suggestion.filter(|suggestion| suggestion.is_spelling);
        if let Some(suggestion) = spelling {
            finding = suggestion.add_to(finding, at);
        } else if let Some(home) = home(name) {
            finding.message = format!("{}; it is in `{home}`", finding.message);
            if is_alone(code, import) {
                finding = finding.with_fix(Fix::safe(
                    format!("Import it from `{home}`"),
                    path_span,
                    home,
                ));
            }
        } else if let Some(suggestion) = suggestion {
            finding = suggestion.add_to(finding, at);
        } else if resolve::is_builtin(name) {
            finding.message = format!("{}; it is built in and needs no import", finding.message);
        } else if stdlib::module(name).is_some() {
            finding.message = format!("{}; it is a module: `import {name}`", finding.message);
        }
        if GENERIC.contains(&path) && spelling.is_none() {
            finding.severity = Severity::Hint;
            finding.fix = finding.fix.map(Fix::unsafely);
        }
        found.push(finding);
    }
}

/// Modules whose names are words for anything: lessons on imports have modules of their own called like that.
const GENERIC: &[&str] = &[
    "array", "calendar", "code", "email", "graphlib", "html", "operator", "parser", "platform", "profile", "queue",
    "select", "signal", "site", "statistics", "string", "struct", "test", "token", "trace", "types",
];

/// Inline code and prose: `from heapq import heapfiy`, one slip away from what is there.
fn check_text(subject: &Subject<'_>, stretch: Stretch<'_>, found: &mut Vec<Diagnostic>) {
    for import in stretch.imports().filter(|import| import.has_from) {
        let Some(module) = stdlib::module(import.module) else {
            continue;
        };
        if !is_there(module, import.name)
            && !mentions::is_own(subject, import.module)
            && subject.names.get(import.name) != Some(&Bound::Definition)
            && let Some(suggestion) =
                suggestion::of_module(module, import.name).filter(|s| s.is_spelling)
        {
            let message = format!("The module `{}` has no `{}`", import.module, import.name);
            let finding = RULE.finding(import.name_span, message);
            found.push(suggestion.add_to(finding, import.name_span));
        }
    }
}

/// True where a module has a name, had it in Python 2, or may have any.
fn is_there(module: Module, name: &str) -> bool {
    module.is_dynamic()
        // `from __future__ import braces` is a syntax error.
        || module.name() == "__future__"
        || name.starts_with('_')
        || module.member(name).is_some()
        || stdlib::python2_member(module.name(), name).is_some()
        || stdlib::is_third_party(module.name())
}

/// The only module that offers `name`.
fn home(name: &str) -> Option<&'static str> {
    let homes = stdlib::where_is(name);
    let home = homes.first()?;
    // A short or a common word is in too many modules to say which was meant.
    (name.len() >= 5 && homes.iter().all(|other| other.name().starts_with(home.name()) || other.name() == "typing"))
        .then(|| home.name())
}

fn is_alone(code: &Code<'_>, import: &Import<'_>) -> bool {
    code.model.imports_of(import.node).len() == 1
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{check, check_python, fixed_python};

    const ID: &str = "unknown-import";

    #[test]
    fn bad() {
        check_python(ID, "from math import «power», sqrt\n");
        check_python(ID, "from collections import «dequeue»\n");
        check_python(ID, "from itertools import «Counter»\n");
        check_python(ID, "from math import «sqroot»\nfrom collections import «heapq»\n");
        check_python(ID, "from functools import «lru_chache»\n");
        check_python(ID, ">>> from heapq import «heappsuh»\n");
    }

    #[test]
    fn good() {
        check_python(ID, "from math import pow, sqrt as s\n");
        check_python(ID, "from os import path\nfrom xml import dom\nfrom collections.abc import Iterable\n");
        check_python(ID, "from numpy import powr\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "from __future__ import braces\n");
        check_python(ID, "from collections import Iterable\nfrom itertools import izip\n");
        check_python(ID, "try:\n    from math import nan0\nexcept ImportError:\n    nan0 = 0\n");
        check_python(ID, "from math import power  # ImportError: cannot import name\n");
        check(ID, "```python\nclass Stack: ...\n```\n\n```python\nfrom queue import Stack\n```\n");
        check(ID, "In `queue.py`:\n\n```python\nfrom queue import push_all\n```\n");
        check_python(ID, "from .math import power\n");
    }

    #[test]
    fn inline_code_and_prose() {
        check(ID, "Begin with `from collections import «defualtdict»`.\n");
        check(ID, "- from heapq import «heapfiy»\n");
        check(ID, "Take `from math import power2` from queue import of things, `from os import X`.\n");
    }

    #[test]
    fn one_answer_is_a_fix() {
        assert_eq!(
            fixed_python(ID, "from itertools import Counter\n"),
            "from collections import Counter\n"
        );
        assert_eq!(
            fixed_python(ID, "from heapq import heapfiy\n"),
            "from heapq import heapify\n"
        );
        let found = check_python(ID, "from calendar import «views_of_mine»\n");
        assert_eq!(found[0].severity, Severity::Hint);
    }
}
