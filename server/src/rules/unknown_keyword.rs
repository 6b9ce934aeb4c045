//! `unknown-keyword`: an argument given by a name that a standard function does not take.

use ruff_python_ast::{Expr, Keyword};

use super::on_purpose::is_on_purpose;
use super::suggestion::{self, Suggestion};
use super::{Check, Code, Group, Rule};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::python::model::{Call, resolve, span};
use crate::python::snippet::Kind;
use crate::python::stdlib::{self, Member};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unknown-keyword"),
    group: Group::Names,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("unknown-keyword.md"),
    checks: &[Check::Snippet(check)],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    if code.snippet.kind == Kind::Python2 {
        return;
    }
    for call in code.model.calls() {
        if call.expr.arguments.keywords.is_empty() {
            continue;
        }
        let Some((function, dotted, name)) = called(code, call) else {
            continue;
        };
        if is_signature(code, call, function) {
            continue;
        }
        for keyword in &call.expr.arguments.keywords {
            if let Some(finding) = finding(function, (&dotted, &name), heir(call, &name), keyword)
                && !code.model.is_caught(call.id, &["TypeError"])
                && !code.model.is_under_version_check(call.id)
                && !is_on_purpose(code, finding.span)
            {
                found.push(finding);
            }
        }
    }
}

/// The standard function, class or method that is called, its dotted name, and how to speak of it.
fn called(code: &Code<'_>, call: &Call<'_>) -> Option<(Member, String, String)> {
    let dotted = match (&call.callee, &call.receiver) {
        (Some(callee), _) => callee.clone(),
        (None, Some(class)) => format!("{class}.{}", call.method()?.1),
        (None, None) => return None,
    };
    if code.has_own_module(&dotted) {
        return None;
    }
    let (module, rest) = resolve::split_module(&dotted)?;
    // Calling an enumeration makes a new one, with other parameters than its members have.
    if stdlib::is_third_party(module.name()) || module.name() == "enum" {
        return None;
    }
    let mut parts = rest.split('.');
    let first = module.member(parts.next()?)?;
    let member = match (parts.next(), parts.next()) {
        (None, _) => first,
        (Some(method), None) => first.class()?.attribute(method)?,
        _ => return None,
    };
    let rest = rest.to_owned();
    Some((member, dotted, rest))
}

/// True for `tee(iterable, n=2)` alone: it does not call the function but shows its parameters.
fn is_signature(code: &Code<'_>, call: &Call<'_>, function: Member) -> bool {
    let signatures = function.signatures();
    code.model.parent_expr(call.id).is_none()
        && matches!(call.expr.arguments.args.first(), Some(Expr::Name(first))
        if code.model.bindings_of(first).next().is_none()
            && signatures.iter().any(|signature| {
            signature
                .parameters
                .first()
                .is_some_and(|parameter| parameter.name == first.id.as_str())
        }))
}

/// What functions know that take any keyword: they refuse every other one, or, where `false`, hand it on to something
/// that may be the writer's own.
const TAKEN: &[(&str, bool, &[&str])] = &[
    (
        "argparse.ArgumentParser.add_argument",
        false,
        &[
            "action", "choices", "const", "default", "dest", "help", "metavar", "nargs", "required", "type", "version",
        ],
    ),
    (
        "csv.DictReader",
        true,
        &[
            "delimiter", "dialect", "doublequote", "escapechar", "f", "fieldnames", "lineterminator", "quotechar",
            "quoting", "restkey", "restval", "skipinitialspace", "strict",
        ],
    ),
    (
        "csv.DictWriter",
        true,
        &[
            "delimiter", "dialect", "doublequote", "escapechar", "extrasaction", "f", "fieldnames", "lineterminator",
            "quotechar", "quoting", "restval", "skipinitialspace", "strict",
        ],
    ),
    (
        "logging.basicConfig",
        true,
        &[
            "datefmt", "encoding", "errors", "filemode", "filename", "force", "format", "handlers", "level", "stream",
            "style",
        ],
    ),
];

/// Functions that hand the keywords that they do not know on to a class or function that knows all of its own.
const HANDED_ON: &[(&str, &str, &str)] = &[
    ("json.dump", "json", "JSONEncoder"),
    ("json.dumps", "json", "JSONEncoder"),
    ("json.load", "json", "JSONDecoder"),
    ("json.loads", "json", "JSONDecoder"),
    ("subprocess.call", "subprocess", "Popen"),
    ("subprocess.check_call", "subprocess", "Popen"),
    ("subprocess.check_output", "subprocess", "run"),
    ("subprocess.run", "subprocess", "Popen"),
    ("textwrap.fill", "textwrap", "TextWrapper"),
    ("textwrap.shorten", "textwrap", "TextWrapper"),
    ("textwrap.wrap", "textwrap", "TextWrapper"),
];

/// The function that gets the keywords that `name` hands on; `None` where a class of the writer's own may get them.
fn heir(call: &Call<'_>, name: &str) -> Option<Member> {
    let callee = call.callee.as_deref()?;
    let (_, module, heir) = HANDED_ON
        .iter()
        .find(|(from, ..)| *from == callee && from.ends_with(name))?;
    let keywords = &call.expr.arguments.keywords;
    let is_own = |keyword: &Keyword| keyword.arg.as_ref().is_none_or(|name| name == "cls");
    if keywords.iter().any(is_own) {
        return None;
    }
    stdlib::module(module)?.member(heir)
}

fn finding(
    function: Member,
    (dotted, name): (&str, &str),
    heir: Option<Member>,
    keyword: &Keyword,
) -> Option<Diagnostic> {
    let argument = keyword.arg.as_ref()?;
    let own = function.keywords();
    let taken = TAKEN.iter().find(|(of, ..)| *of == dotted);
    let keywords = match heir {
        None if taken.is_some() => {
            let (_, is_all, names) = taken?;
            let is_slip = || suggestion::misspelt(argument.as_str(), names.iter().copied()).is_some();
            if names.contains(&argument.as_str()) || !(*is_all || is_slip()) {
                return None;
            }
            names.to_vec()
        }
        None if function.accepts_keyword(argument.as_str()) == Some(false) => own,
        Some(heir) if !own.contains(&argument.as_str()) && heir.accepts_keyword(argument.as_str()) == Some(false) => {
            [own, heir.keywords()].concat()
        }
        _ => return None,
    };
    let at = span(argument);
    let finding = RULE.finding(at, format!("`{name}` takes no argument `{argument}`"));
    let near = suggestion::misspelt(argument.as_str(), keywords.iter().copied());
    let meant = keywords.iter().find(|keyword| Some(**keyword) == near);
    Some(match (meant, keywords.as_slice()) {
        (Some(name), _) => Suggestion {
            name,
            is_spelling: true,
        }
        .add_to(finding, at),
        (None, [only]) => Suggestion {
            name: only,
            is_spelling: false,
        }
        .add_to(finding, at),
        _ => finding,
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_python, fixed_python};

    const ID: &str = "unknown-keyword";

    #[test]
    fn bad() {
        check_python(ID, "from collections import OrderedDict\nd = OrderedDict()\nd.popitem(«first»=True)\n");
        check_python(ID, "from functools import lru_cache\n@lru_cache(«max_size»=1)\ndef f(x): ...\n");
        check_python(ID, "sorted(xs, «cmp»=f)\n");
        check_python(ID, "print(1, 2, «seperator»=',')\n");
        check_python(ID, "xs = []\nxs.sort(«reversed»=True)\n");
        check_python(ID, "from collections import OrderedDict\nclass A:\n    def __init__(self):\n        self.d = OrderedDict()\n    def f(self):\n        self.d.popitem(«first»=True)\n");
        check_python(ID, "import json\njson.dumps(x, «indents»=2)\n");
        check_python(ID, "import subprocess\nsubprocess.run(['ls'], «capture_outputs»=True)\n");
        check_python(ID, "from collections import OrderedDict\ndef f(key):\n    d = OrderedDict()\n    d.move_to_end(key, «first»=True)\n");
        check_python(ID, "import argparse\np = argparse.ArgumentParser()\np.add_argument('--x', «defaults»=1)\n");
        check_python(ID, "import logging\nlogging.basicConfig(«lvl»=1)\n");
    }

    #[test]
    fn good() {
        check_python(ID, "sorted(xs, key=len, reverse=True)\nprint(1, sep=',', end='')\n");
        check_python(ID, "from functools import lru_cache\n@lru_cache(maxsize=None)\ndef f(x): ...\n");
        check_python(ID, "dict(a=1, b=2)\n'{a}'.format(a=1)\nopen('f', encoding='utf-8')\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "def sorted(xs, cmp): ...\nsorted(xs, cmp=f)\n");
        check_python(ID, "sorted(xs, cmp=f)  # TypeError\n");
        check_python(ID, "try:\n    sorted(xs, cmp=f)\nexcept TypeError:\n    pass\n");
        check_python(ID, "import itertools\nitertools.tee(iterable, n=2)\n");
        check_python(ID, "from mine import *\nprint(1, colour='red')\n");
        check_python(ID, "f(**{'first': True})\nd.popitem(first=True)\n");
        check_python(ID, "import json, subprocess\njson.dumps(x, cls=Mine, colour=1)\njson.dumps(x, **options)\njson.dumps(x, default=str, indent=2)\nsubprocess.run('ls', shell=True, cwd='/', check=True)\n");
        check_python(ID, "import argparse\np = argparse.ArgumentParser()\np.add_argument('--x', action=Mine, colour=1)\n");
    }

    #[test]
    fn a_slip_is_mended() {
        assert_eq!(
            fixed_python(ID, "from functools import lru_cache\n@lru_cache(max_size=1)\ndef f(x): ...\n"),
            "from functools import lru_cache\n@lru_cache(maxsize=1)\ndef f(x): ...\n"
        );
        assert_eq!(
            fixed_python(ID, "from collections import OrderedDict\nd = OrderedDict()\nd.popitem(first=True)\n"),
            "from collections import OrderedDict\nd = OrderedDict()\nd.popitem(first=True)\n"
        );
    }
}
