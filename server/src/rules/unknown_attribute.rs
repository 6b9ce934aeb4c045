//! `unknown-attribute`: `module.name` where a standard module has no such name.

use std::cell::LazyCell;

use ruff_python_ast::{Expr, ExprAttribute};
use rustc_hash::FxHashSet;

use super::on_purpose::is_on_purpose;
use super::mentions::{self, Stretch, Topic};
use super::{Check, Code, Group, Rule, Subject, suggestion};
use crate::diagnostic::{Applicability, Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{Bound, NodeId, resolve, span};
use crate::python::snippet::Kind;
use crate::python::stdlib::{self, Module, Version};
use crate::text::{Span, spelling};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unknown-attribute"),
    group: Group::Names,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("unknown-attribute.md"),
    checks: &[Check::Snippet(check), Check::Text(check_text)],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    if code.snippet.kind == Kind::Python2 {
        return;
    }
    let imported = LazyCell::new(|| imported(code));
    for (id, attribute) in code.model.attribute_loads() {
        let Some(module) = module_of(code, attribute) else {
            continue;
        };
        let name = attribute.attr.as_str();
        // Of what is imported and not there, another rule tells: the import is what fails.
        if is_there(code, module, name)
            || is_tried(code, id)
            || imported.contains(&(module.name(), name))
        {
            continue;
        }
        let at = span(&attribute.attr);
        let Some(finding) = finding(module, name, at) else {
            continue;
        };
        // A fragment may mean a variable of its own by `queue` or `token`; a slip of a member tells which is meant.
        // What `sys` has depends on the system and on who made the interpreter.
        let is_certain = match module.name() {
            "sys" => finding.fix.is_some(),
            _ => imports_itself(code, &attribute.value) || is_mended(&finding),
        };
        if is_certain && !is_on_purpose(code, at) {
            found.push(finding);
        }
    }
}

/// Each `module` and `name` of what the snippet imports by `import module.name`.
fn imported<'c>(code: &Code<'c>) -> FxHashSet<(&'c str, &'c str)> {
    let plain = code.model.imports().iter().filter(|import| !import.is_from);
    let parts = plain.flat_map(|import| {
        let path = import.alias.name.as_str();
        path.match_indices('.').filter_map(move |(dot, _)| {
            let name = path.get(dot + 1..)?.split('.').next()?;
            Some((path.get(..dot)?, name))
        })
    });
    parts.collect()
}

/// Inline code and prose: `heapq.heapfiy()`, and `heapfiy()` where the words around it are about `heapq`.
fn check_text(subject: &Subject<'_>, stretch: Stretch<'_>, found: &mut Vec<Diagnostic>) {
    for dotted in stretch.dotted() {
        let (path, name) = (dotted.object, dotted.name);
        let Some(module) = stdlib::module(path) else {
            continue;
        };
        let bound = subject.names.get(path);
        let imports = bound == Some(&Bound::Import(path.to_owned()));
        if mentions::is_own(subject, path)
            || stdlib::is_third_party(path)
            || (bound.is_some() && !imports)
            || is_there_for(subject, module, name)
        {
            continue;
        }
        // "The `datetime` methods" are the class's as a rule.
        let is_namesake = stdlib::class(path, path).is_some();
        // A queue may be called `queue`: in text, only a slip or the note's own import tells that such a module is
        // meant.
        let is_module = imports || mentions::is_unmistakable(module);
        // `calendar.day` is a variable's, in small letters, and no slip of `calendar.Day`.
        let is_words = |finding: &Diagnostic| {
            let fix = finding.fix.as_ref().and_then(|fix| fix.edits.first());
            !is_module
                && fix.is_some_and(|edit| edit.content != name && edit.content.to_lowercase() == name)
        };
        if let Some(finding) = finding(module, name, dotted.name_span)
            && !is_words(&finding)
            && !is_namesake
            && (is_mended(&finding) || (is_module && finding.fix.is_some()))
        {
            found.push(finding);
        }
    }
    bare_names(subject, stretch, found);
}

/// Bare names that are one slip away from a member of the module that the text is about.
fn bare_names(subject: &Subject<'_>, stretch: Stretch<'_>, found: &mut Vec<Diagnostic>) {
    let mut about: Option<About> = None;
    for (name, span) in stretch.bare_names() {
        if name.len() < 5 || is_keyword(name) {
            continue;
        }
        // Few lines are about a module, and asking that is quicker than asking whose name it could be.
        let about = about.get_or_insert_with(|| About::of(subject, stretch));
        if about.modules.is_empty() || is_known_anywhere(subject, name) {
            continue;
        }
        // A name that stands alone may be any word; one that is called, or whose letters are swapped, hardly.
        let is_called = stretch.text.len() > name.len();
        let slip = about.modules.iter().find_map(|&module| {
            let members = module.member_names();
            let public = members.filter(|name| !name.starts_with('_'));
            let meant = spelling::nearest(name, public, 1)?;
            // Beside other members a plural, or another form of the word, is meant to be one too.
            let is_form = name.starts_with(meant) || meant.starts_with(name);
            let is_word = (is_form && !about.lists_members)
                || name.eq_ignore_ascii_case(meant)
                || !(is_called || suggestion::is_swap(name, meant))
                || name.chars().next() != meant.chars().next();
            (!is_word).then_some((module, meant))
        });
        if let Some((module, meant)) = slip {
            let message = format!(
                "The module `{}` has no `{name}`; did you mean `{meant}`?",
                module.name()
            );
            let fix = Fix::safe(format!("Replace with `{meant}`"), span, meant);
            found.push(RULE.finding(span, message).with_fix(fix));
        }
    }
}

/// What the words around a stretch are about.
struct About {
    /// The modules of its label and its line, the note's own left out.
    modules: Vec<Module>,
    /// The stretch names two members of the label's module at least.
    lists_members: bool,
}

impl About {
    fn of(subject: &Subject<'_>, stretch: Stretch<'_>) -> Self {
        let label = match stretch.label() {
            Some(Topic::Module(module)) => Some(module),
            _ => None,
        };
        let members = |module: Module| {
            let names = stretch.bare_names();
            names.filter(|(name, _)| module.member(name).is_some()).count()
        };
        Self {
            lists_members: label.is_some_and(|module| members(module) >= 2),
            modules: label
                .into_iter()
                .chain(stretch.modules_of_line().iter().copied())
                .filter(|module| !mentions::is_own(subject, module.name()))
                .collect(),
        }
    }
}

/// True for names that the note binds, that are built in, or that some standard module or class has.
fn is_known_anywhere(subject: &Subject<'_>, name: &str) -> bool {
    let has = |class: &str| {
        mentions::class_called(class).is_some_and(|class| class.attribute(name).is_some())
    };
    subject.names.may_bind(name)
        || subject.names.has_module(name)
        || stdlib::module(name).is_some()
        || stdlib::is_third_party(name)
        || stdlib::python2_module(name).is_some()
        || resolve::is_builtin(name)
        || stdlib::python2_builtin(name).is_some()
        || !stdlib::where_is(name).is_empty()
        || ["list", "dict", "set", "str", "deque", "Counter", "OrderedDict"]
            .iter()
            .any(|class| has(class))
}

fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "async" | "await" | "break" | "class" | "continue" | "except" | "False" | "finally" | "global" | "import"
            | "lambda" | "match" | "nonlocal" | "raise" | "return" | "while" | "yield"
    )
}

fn is_mended(finding: &Diagnostic) -> bool {
    finding
        .fix
        .as_ref()
        .is_some_and(|fix| fix.applicability == Applicability::Safe)
}

/// The finding on `name`, which `module` does not have.
fn finding(module: Module, name: &str, at: Span) -> Option<Diagnostic> {
    let path = module.name();
    let mut finding = RULE.finding(at, format!("The module `{path}` has no `{name}`"));
    let namesake = path
        .rsplit('.')
        .next()
        .and_then(|last| stdlib::class(path, last))
        .filter(|class| class.attribute(name).is_some());
    if let Some(class) = namesake {
        // `datetime.now()` after `import datetime`.
        let full = format!("{path}.{}.{name}", class.name());
        finding.message = format!("{}; did you mean `{full}`?", finding.message);
        let member = format!("{}.{name}", class.name());
        return Some(finding.with_fix(Fix::safe(format!("Replace with `{full}`"), at, member)));
    }
    if let Some(suggestion) = suggestion::of_module(module, name) {
        return Some(suggestion.add_to(finding, at));
    }
    if resolve::is_builtin(name) {
        finding.message = format!("{}; `{name}` is built in", finding.message);
    }
    Some(finding)
}

/// The standard module that the object of an attribute is.
fn module_of(code: &Code<'_>, attribute: &ExprAttribute) -> Option<Module> {
    let path = code.model.resolve(&attribute.value)?;
    if path.starts_with("builtins.") || code.has_own_module(&path) || stdlib::is_third_party(&path)
    {
        return None;
    }
    stdlib::module(&path)
}

fn is_there(code: &Code<'_>, module: Module, name: &str) -> bool {
    code.model.stores_attribute(name) || is_there_for(code.subject, module, name)
}

/// True where a module has a name, had it in Python 2, was given it in the note, or may have any.
fn is_there_for(subject: &Subject<'_>, module: Module, name: &str) -> bool {
    let version = Version::new(subject.config.python.version.minor()).unwrap_or(Version::NEWEST);
    module.is_dynamic()
        || name.starts_with('_')
        || module.member(name).is_some()
        || stdlib::python2_member(module.name(), name).is_some()
        || subject.names.stores_attribute(name)
        // That the module itself is gone is another rule's to say.
        || !module.versions().contains(version)
}

/// True where the snippet itself tells that the attribute may be missing.
fn is_tried(code: &Code<'_>, id: NodeId) -> bool {
    code.model.is_caught(id, &["AttributeError"]) || code.model.is_under_version_check(id)
}

/// True where the module's name is imported in this very snippet.
fn imports_itself(code: &Code<'_>, object: &Expr) -> bool {
    let mut object = object;
    while let Expr::Attribute(attribute) = object {
        object = &attribute.value;
    }
    matches!(object, Expr::Name(name) if code.model.bindings_of(name).next().is_some())
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_python, fixed_python};

    const ID: &str = "unknown-attribute";

    #[test]
    fn bad() {
        check_python(ID, "import heapq\nheapq.«heapfiy»(xs)\n");
        check_python(ID, "import heapq as hq\nhq.«push»(h, 1)\n");
        check_python(ID, "import math\nmath.«square»(2)\n");
        check_python(ID, "import datetime\nprint(datetime.«now»())\n");
        check_python(ID, "import os.path\nos.path.«jion»(a, b)\n");
        check(ID, "```python\nimport heapq\n```\n\n```python\nheapq.«heapfiy»(xs)\n```\n");
        check_python(ID, ">>> import random\n>>> random.«rand_int»(1, 2)\n");
    }

    #[test]
    fn good() {
        check_python(ID, "import heapq\nheapq.heapify(xs)\nheapq.merge(a, b)\n");
        check_python(ID, "import collections\ncollections.abc.Iterable\ncollections.Iterable\n");
        check_python(ID, "from os import path\npath.join(a)\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "import curses\ncurses.LINES\n");
        check_python(ID, "import time\nif hasattr(time, 'perf'):\n    time.perf()\n");
        check_python(ID, "import math\ntry:\n    math.foo\nexcept AttributeError:\n    pass\n");
        check_python(ID, "import sys\nsys.maxint\nsys.pypy_version_info\n");
        check_python(ID, "import math\nmath.foo = 1\nmath.foo\n");
        check_python(ID, "def f(heapq):\n    heapq.push(1)\n");
        check(ID, "```python\nimport queue\n```\n\n```python\nqueue.append(1)\n```\n");
        check_python(ID, "import math\nmath.foo  # AttributeError\n");
    }

    #[test]
    fn inline_code_and_prose() {
        check(ID, "- heapq: a heap, `«heapfiy»(), heapq.heappush(heap, object), heapq.heappop(heap), etc`\n");
        check(ID, "Call `heapq.«heapfiy»(xs)`, or plainly heapq.«heappsuh»(xs, 1).\n");
        check(ID, "# heapq\n\nThere are `heappush()` and `«heapfiy»()`.\n");
        check(ID, "| module | calls |\n|---|---|\n| heapq | `«heapfiy»(xs)` |\n");
        check(ID, "- itertools: chain(), «permutation»(), islice()\n- `collections.«dequeue»` for queues; os.path.«exist»(x)\n");
        check(ID, "From heapq take `«heapfiy»`.\n");
        check(ID, "- queue: `enqueue()`, `dequeue()`, `queue.append(x)`\n- time: `sleeps()`\n");
        check(ID, "heapq has no `heapfiy()`, and `my.heapfiy()` is mine.\n");
        check(ID, "- heapq: `heapfiy()`\n\n```python\ndef heapfiy(xs): ...\n```\n");
    }

    #[test]
    fn one_answer_is_a_fix() {
        assert_eq!(
            fixed_python(ID, "import heapq as hq\nhq.heapfiy(xs)\n"),
            "import heapq as hq\nhq.heapify(xs)\n"
        );
        assert_eq!(
            fixed_python(ID, "import datetime\ndatetime.now()\n"),
            "import datetime\ndatetime.datetime.now()\n"
        );
    }
}
