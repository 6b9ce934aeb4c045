//! `python2-name`: names and methods that only Python 2 has. Modules and their members are in `python2_library`.

use ruff_python_ast::{Expr, UnaryOp};

use super::add_import::{self, Wanted};
use super::{Check, Code, Group, Lesson, Rule, python2_library};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{Call, Reference, span};
use crate::python::snippet::Kind;
use crate::python::stdlib;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("python2-name"),
    group: Group::Names,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("python2-name.md"),
    checks: &[Check::Mistake(check, LESSON)],
};

/// Texts about Python 2 show it on purpose.
pub(super) const LESSON: Lesson = Lesson {
    topic: &["python 2", "python2", "python-2", "py2", "2.7", "2.x", "2to3"],
    outputs: 0,
};

/// Names that say Python 2 wherever they stand; the others of Python 2 are also good names for variables.
const UNMISTAKABLE: &[&str] = &["xrange", "raw_input", "unicode", "basestring", "unichr", "execfile"];

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    // The syntax of Python 2 says it all.
    if code.snippet.kind == Kind::Python2 {
        return;
    }
    let model = code.model;
    for reference in model.references() {
        if let Some(finding) = builtin(code, reference) {
            found.push(finding);
        }
    }
    for call in model.calls() {
        if let Some(finding) = method(code, call) {
            found.push(finding);
        }
    }
    python2_library::imports(code, found);
    python2_library::attributes(code, found);
}

fn builtin<'c>(code: &Code<'c>, reference: &Reference<'c>) -> Option<Diagnostic> {
    let name = reference.name();
    let old = stdlib::python2_builtin(name)?;
    let model = code.model;
    let is_brought = model.is_bound(reference)
        || code.subject.names.may_bind(name)
        || model.is_maybe_starred(name);
    let fits = UNMISTAKABLE.contains(&name) || is_called_so(code, reference, name);
    if is_brought
        || !fits
        || model.is_expected(reference.id, &["NameError"])
        || model.is_under_version_check(reference.id)
    {
        return None;
    }
    let at = reference.span();
    let Some(now) = old.now else {
        return Some(RULE.finding(at, format!("Python 3 has no `{name}`")));
    };
    let finding = RULE.finding(at, format!("Python 3 has no `{name}`; it has `{now}`"));
    let fix = match now.rsplit_once('.') {
        None => Some(Fix::safe(format!("Replace with `{now}`"), at, now)),
        Some((module, name)) => add_import::fix(
            code,
            &Wanted {
                module,
                name: Some(name.to_owned()),
            },
        ),
    };
    Some(match fix {
        Some(fix) => finding.with_fix(fix),
        None => finding,
    })
}

/// True where a name is called as the function of Python 2 was.
fn is_called_so(code: &Code<'_>, reference: &Reference<'_>, name: &str) -> bool {
    let Some(Expr::Call(call)) = code.model.parent_expr(reference.id) else {
        return false;
    };
    if span(&*call.func) != reference.span() || !call.arguments.keywords.is_empty() {
        return false;
    }
    let arguments = call.arguments.args.len();
    match name {
        "reduce" => matches!(arguments, 2 | 3),
        "cmp" => arguments == 2,
        "long" | "intern" | "reload" => arguments == 1,
        _ => false,
    }
}

/// `d.has_key(k)`, `d.iteritems()` on a dictionary.
fn method(code: &Code<'_>, call: &Call<'_>) -> Option<Diagnostic> {
    const DICTS: &[&str] = &[
        "builtins.dict",
        "collections.defaultdict",
        "collections.OrderedDict",
        "collections.Counter",
    ];
    let (object, name) = call.method()?;
    if call.receiver.as_deref() == Some("builtins.str") {
        return of_text(code, call, name);
    }
    let is_dict = call.receiver.as_deref().is_some_and(|class| DICTS.contains(&class));
    if !is_dict
        || !stdlib::python2_method("dict", name)
        || code.model.is_expected(call.id, &["AttributeError"])
        || code.model.is_under_version_check(call.id)
    {
        return None;
    }
    let text = code.model.code();
    let Expr::Attribute(attribute) = &*call.expr.func else {
        return None;
    };
    let at = span(&attribute.attr);
    if name == "has_key" {
        let finding = RULE.finding(at, "Python 3 has no `has_key`; it writes `key in dictionary`");
        let [key] = &*call.expr.arguments.args else {
            return Some(finding);
        };
        let (whole, is_not) = negation(code, call);
        let word = if is_not { "not in" } else { "in" };
        let meant = format!("{} {word} {}", span(key).of(text), span(object).of(text));
        let is_apart = !matches!(
            code.model.parent_expr(call.id),
            Some(Expr::Compare(_) | Expr::BinOp(_) | Expr::Attribute(_) | Expr::Await(_))
        );
        let is_plain = matches!(key, Expr::Name(_) | Expr::StringLiteral(_) | Expr::NumberLiteral(_) | Expr::Attribute(_) | Expr::Subscript(_));
        return Some(if is_apart && is_plain {
            finding.with_fix(Fix::safe(format!("Replace with `{meant}`"), whole, meant))
        } else {
            finding
        });
    }
    let now = name.strip_prefix("iter").or_else(|| name.strip_prefix("view"))?;
    Some(
        RULE.finding(at, format!("Python 3 has no `{name}`; its `{now}` does the same"))
            .with_fix(Fix::safe(format!("Replace with `{now}`"), at, now)),
    )
}

/// `'abc'.decode('utf-8')`: text is decoded already.
fn of_text(code: &Code<'_>, call: &Call<'_>, name: &str) -> Option<Diagnostic> {
    let Expr::Attribute(attribute) = &*call.expr.func else {
        return None;
    };
    let is_tried = code.model.is_expected(call.id, &["AttributeError"])
        || code.model.is_under_version_check(call.id);
    (stdlib::python2_method("str", name) && !is_tried).then(|| {
        RULE.finding(
            span(&attribute.attr),
            format!("Python 3's `str` has no `{name}`; only `bytes` have"),
        )
    })
}

/// The call, or `not` and the call.
fn negation(code: &Code<'_>, call: &Call<'_>) -> (Span, bool) {
    match code.model.parent_expr(call.id) {
        Some(Expr::UnaryOp(unary)) if matches!(unary.op, UnaryOp::Not) => (span(unary), true),
        _ => (span(call.expr), false),
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{check, check_python, fixed_python};

    const ID: &str = "python2-name";

    #[test]
    fn bad() {
        check_python(ID, "for i in «xrange»(3):\n    print(i)\n");
        check_python(ID, "name = «raw_input»('name: ')\n");
        check_python(ID, "if isinstance(x, «basestring») or isinstance(x, «unicode»):\n    pass\n");
        check_python(ID, "total = «reduce»(lambda a, b: a + b, xs)\n");
        check_python(ID, "d = {}\nif d.«has_key»('a'):\n    pass\n");
        check_python(ID, "d = dict()\nfor k, v in d.«iteritems»():\n    print(k, v)\n");
        check_python(ID, "def f(d: dict):\n    return list(d.«itervalues»())\n");
        check_python(ID, ">>> for i in «xrange»(3):\n...     f(i)\n");
        check_python(ID, "import «ConfigParser», «urllib2»\nfrom «Queue» import Queue, Empty\n");
        check_python(ID, "from itertools import «izip», chain\nimport string\nstring.«letters»\n");
        check_python(ID, "'a'.«decode»('utf-8')\n");
    }

    #[test]
    fn good() {
        check_python(ID, "for i in range(3):\n    print(i)\n");
        check_python(ID, "from functools import reduce\nreduce(f, xs)\n");
        check_python(ID, "d = {}\nfor k, v in d.items():\n    pass\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "try:\n    xrange\nexcept NameError:\n    xrange = range\nxrange(3)\n");
        check_python(ID, "file = open('x')\nfile.read()\nbuffer.append(1)\n");
        check_python(ID, "df.iteritems()\ntable.has_key(1)\n");
        check_python(ID, "def reduce(f, xs):\n    pass\nreduce(f, xs)\n");
        check_python(ID, "from six.moves import xrange\nxrange(3)\n");
        check_python(ID, "print \"x\"\nfor i in xrange(3):\n    print i\n");
        check_python(ID, "xrange(3)  # NameError\n");
        check_python(ID, "import sys\nif sys.version_info[0] == 2:\n    x = unicode('a')\n");
        check_python(ID, "from exceptions import NotFound\nfrom commands import Move\nimport Queue\nfrom Queue import Broker\n");
        check_python(ID, "try:\n    import urllib2\nexcept ImportError:\n    import urllib.request as urllib2\nurllib2.urlopen('x')\n");
        check_python(ID, "import sys\nif sys.version_info[0] < 3:\n    import cPickle\n");
    }

    #[test]
    fn notes_about_python_2_get_hints() {
        let found = check(ID, "In Python 2:\n\n```python\nfor i in «xrange»(3):\n    pass\n```\n");
        assert_eq!(found[0].severity, Severity::Hint);
    }

    #[test]
    fn is_mended() {
        assert_eq!(
            fixed_python(ID, "d = {}\nfor i in xrange(3):\n    if not d.has_key(i):\n        d.iteritems()\n"),
            "d = {}\nfor i in range(3):\n    if i not in d:\n        d.items()\n"
        );
        assert_eq!(
            fixed_python(ID, "total = reduce(f, xs)\n"),
            "from functools import reduce\ntotal = reduce(f, xs)\n"
        );
    }
}
