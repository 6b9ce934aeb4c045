//! `removed-name`: a module, or a name of one, that the configured Python no longer has.

use ruff_python_ast::ExprAttribute;
use rustc_hash::FxHashSet;

use super::add_import::Wanted;
use super::on_purpose::{comments_about, is_on_purpose};
use super::{Check, Code, Group, Lesson, Rule, add_import};
use crate::diagnostic::{Diagnostic, Edit, Fix, RuleId, Severity};
use crate::python::model::{Import, resolve, span};
use crate::python::snippet::Kind;
use crate::python::stdlib::{self, Removed};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("removed-name"),
    group: Group::Names,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("removed-name.md"),
    checks: &[Check::Mistake(check, Lesson {
            topic: &[
                "removed in", "deprecated", "no longer", "legacy", "obsolete", "before python", "before 3.", "python <",
                "older", "python 2",
            ],
            outputs: 0,
        })],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    if code.snippet.kind == Kind::Python2 {
        return;
    }
    let mut here = Vec::new();
    imports(code, &mut here);
    attributes(code, &mut here);
    // What is announced is meant.
    here.retain(|finding| {
        !is_on_purpose(code, finding.span) && !comments_about(code, finding.span).any(tells)
    });
    found.append(&mut here);
}

/// True for a comment that knows of the removal.
fn tells(comment: &str) -> bool {
    const WORDS: [&str; 8] = [
        "removed", "gone", "no longer", "deprecated", "python 2", " older", "legacy", "obsolete",
    ];
    let lower = comment.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

fn imports(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen: Option<Span> = None;
    for (import, path, at) in code.certain_imports() {
        if let Some(removed) = stdlib::removed_module(path, code.version()) {
            // What the module never had is of a module of one's own.
            let had = |name: &str| stdlib::module(path).is_some_and(|module| module.member(name).is_some());
            if import.is_from && !import.is_star() && !had(&import.alias.name) {
                continue;
            }
            if seen != Some(at) {
                found.push(RULE.finding(at, gone(&format!("The module `{path}`"), removed)));
            }
            seen = Some(at);
            continue;
        }
        if !import.is_from || import.is_star() {
            continue;
        }
        let name = import.alias.name.as_str();
        let Some(removed) = stdlib::removed(path, name, code.version()) else {
            continue;
        };
        let mut finding = RULE.finding(
            span(&import.alias.name),
            gone(&format!("`{path}.{name}`"), removed),
        );
        if let Some(home) = removed.new_home {
            finding.fix = move_import(code, import, home.name(), at);
        }
        found.push(finding);
    }
}

/// Imports the name from its new home: the statement's module is replaced where nothing else comes from it.
fn move_import(
    code: &Code<'_>,
    import: &Import<'_>,
    home: &'static str,
    module: Span,
) -> Option<Fix> {
    let siblings = code.model.imports_of(import.node);
    let message = format!("Import it from `{home}`");
    if siblings.len() == 1 {
        return Some(Fix::safe(message, module, home));
    }
    if import.alias.asname.is_some() {
        return None;
    }
    let own = span(import.alias);
    let index = siblings.partition_point(|sibling| span(sibling.alias).start < own.start);
    // With the comma that goes with it.
    let gap = match siblings.get(index + 1) {
        Some(next) => Span::new(own.start, span(next.alias).start),
        None => Span::new(span(siblings.get(index.checked_sub(1)?)?.alias).end, own.end),
    };
    let mut fix = add_import::fix(
        code,
        &Wanted {
            module: home,
            name: Some(import.alias.name.to_string()),
        },
    )?;
    fix.message = message;
    fix.extend([Edit {
        span: gap,
        content: String::new(),
    }]);
    Some(fix)
}

/// `module.name` and `object.method` where the module or the class no longer has it.
fn attributes(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let mut told = FxHashSet::default();
    for (id, attribute) in code.model.attribute_loads() {
        let name = attribute.attr.as_str();
        let known = code.model.resolve(&attribute.value);
        let removed = match &known {
            Some(path) if code.has_own_module(path) || stdlib::is_third_party(path) => None,
            // Its import was reported.
            Some(path) if stdlib::removed_module(path, code.version()).is_some() => None,
            Some(path) => stdlib::removed(path, name, code.version())
                .map(|removed| (format!("`{path}.{name}`"), removed)),
            None => class_of(code, attribute).and_then(|class| {
                let (module, class) = resolve::split_module(&class)?;
                // Of a module that is gone, the import was reported.
                if !module.versions().contains(code.version()) {
                    return None;
                }
                let attribute = module.member(class)?.class()?.attribute(name)?;
                let versions = attribute.versions();
                let last = versions.last().filter(|last| *last < code.version())?;
                let removed = Removed {
                    last,
                    since: last.next()?,
                    new_home: None,
                };
                Some((format!("`{class}.{name}`"), removed))
            }),
        };
        let Some((what, removed)) = removed else {
            continue;
        };
        if code.model.is_tried(id, &["AttributeError"])
            || code.model.is_under_version_check(id)
            || code.model.stores_attribute(name)
        {
            continue;
        }
        // Once a snippet is enough: there is no name to put in its place.
        if !told.contains(&what) {
            found.push(RULE.finding(span(&attribute.attr), gone(&what, removed)));
            told.insert(what);
        }
    }
}

/// The standard class of an object, or the one that the class of `self` is built on.
fn class_of(code: &Code<'_>, attribute: &ExprAttribute) -> Option<String> {
    let inherited = || {
        let object = attribute.value.as_name_expr()?;
        code.model.inherited_from(object, &attribute.attr)
    };
    code.model.type_of(&attribute.value).or_else(inherited)
}

fn gone(what: &str, removed: Removed) -> String {
    let since = removed.since;
    match removed.new_home {
        Some(home) => format!("{what} is gone since Python {since}; it is in `{}`", home.name()),
        None => format!("{what} is gone since Python {since}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::rules::testing::{check_python, check_with, fixed_python};

    const ID: &str = "removed-name";

    #[test]
    fn bad() {
        let found = check_python(ID, "from collections import «Iterable», deque\n");
        assert_eq!(
            found[0].message,
            "`collections.Iterable` is gone since Python 3.10; it is in `collections.abc`"
        );
        check_python(ID, "import collections\nisinstance(x, collections.«Mapping»)\n");
        check_python(ID, "import «imp»\nimp.reload(m)\n");
        check_python(ID, "from «distutils.core» import setup, Extension\n");
        check_python(ID, "import time\ntime.«clock»()\n");
        check_python(ID, "from threading import Thread\nt = Thread()\nt.«isAlive»()\n");
        check_python(ID, "import unittest\nclass A(unittest.TestCase):\n    def test_a(self):\n        self.«assertEquals»(1, 1)\n");
    }

    #[test]
    fn good() {
        check_python(ID, "from collections.abc import Iterable\n");
        check_python(ID, "import time\ntime.perf_counter()\n");
        check_python(ID, "from collections import deque, Counter as C\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "try:\n    from collections.abc import Iterable\nexcept ImportError:\n    from collections import Iterable\n");
        check_python(ID, "import sys\nif sys.version_info < (3, 12):\n    import imp\n");
        check_python(ID, "from collections import Iterable  # ImportError since 3.10\n");
        check_python(ID, "import distutils  # removed in 3.12\n");
        check_python(ID, "from .imp import thing\n");
        let mut config = Config::default();
        config.python.version = "3.9".to_owned().try_into().unwrap();
        check_with(ID, "```python\nfrom collections import Iterable\n```\n", config);
        check_python(ID, "import unittest\nclass A(unittest.TestCase):\n    def assertEquals(self, a, b): ...\n    def test_a(self):\n        self.assertEquals(1, 1)\nclass B(Mine, unittest.TestCase):\n    def test_b(self):\n        self.assertEquals(1, 1)\n");
    }

    #[test]
    fn what_moved_is_imported_from_there() {
        assert_eq!(
            fixed_python(ID, "from collections import Iterable\n"),
            "from collections.abc import Iterable\n"
        );
        assert_eq!(
            fixed_python(ID, "from collections import deque, Iterable\n"),
            "from collections.abc import Iterable\nfrom collections import deque\n"
        );
    }
}
