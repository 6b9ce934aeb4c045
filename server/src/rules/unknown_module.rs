//! `unknown-module`: the import of a module that does not exist, one slip away from a standard one.

use std::sync::LazyLock;

use ruff_python_ast::Expr;
use rustc_hash::FxHashMap;

use super::often::Told;
use super::on_purpose::is_on_purpose;
use super::mentions::{self, Stretch};
use super::{Check, Code, Group, Rule, Subject, suggestion};
use crate::diagnostic::{Diagnostic, Edit, Fix, RuleId, Severity};
use crate::python::model::{Import, Model, span};
use crate::python::stdlib;
use crate::text::{Span, spelling};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unknown-module"),
    group: Group::Names,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("unknown-module.md"),
    checks: &[Check::Snippet(check), Check::Text(check_text)],
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen: Option<Span> = None;
    let mut told = Told::default();
    for import in code.model.imports() {
        let Some((path, span)) = module_of(import) else {
            continue;
        };
        // `from x import a, b` is one mistake.
        if import.is_guarded || seen == Some(span) || code.has_own_module(path) {
            continue;
        }
        seen = Some(span);
        let Some(slip) = slip(path) else { continue };
        if told.is_enough(path) || !slip.fits(&members_used(code.model, import)) || is_on_purpose(code, span) {
            continue;
        }
        let mut finding = slip.finding(span.start);
        if !import.is_from && import.alias.asname.is_none() {
            // The module is used by the name that it is imported by.
            if let Some(fix) = &mut finding.fix {
                fix.extend(uses(code.model, &slip).map(|span| Edit {
                    span,
                    content: slip.right.to_owned(),
                }));
            }
        }
        found.push(finding);
    }
}

/// Inline code and prose: `collection.deque`, `collection import deque`. Only a member of the module that was meant
/// makes it certain that a module is meant at all.
fn check_text(subject: &Subject<'_>, stretch: Stretch<'_>, found: &mut Vec<Diagnostic>) {
    let dotted = stretch
        .dotted()
        // At the beginning of a sentence even modules have capitals.
        .filter(|dotted| stdlib::module(&dotted.object.to_ascii_lowercase()).is_none())
        .map(|dotted| (dotted.object, dotted.object_span.start, dotted.name));
    let imported = stretch
        .imports()
        .map(|import| (import.module, import.module_span.start, import.name));
    let named = dotted
        .chain(imported)
        .map(|(path, start, member)| (path, start, vec![member]));
    let whole = stretch
        .whole_import()
        .map(|(path, span)| (path, span.start, Vec::new()));
    for (path, start, members) in named.chain(whole) {
        let top = path.split('.').next().unwrap_or(path);
        if mentions::is_own(subject, top) || subject.names.get(top).is_some() {
            continue;
        }
        if let Some(slip) = slip(path).filter(|slip| slip.fits(&members)) {
            found.push(slip.finding(start));
        }
    }
}

/// Where the wrong part of a module's name stands in the code that uses it.
fn uses(model: &Model<'_>, slip: &Slip) -> impl Iterator<Item = Span> {
    model.expressions().filter_map(|(_, expr)| {
        let span = match expr {
            Expr::Name(name) if name.ctx.is_load() => span(name),
            Expr::Attribute(attribute) => span(&attribute.attr),
            _ => return None,
        };
        (model.resolve(expr).as_deref() == Some(slip.wrong.as_str())).then_some(span)
    })
}

/// The module that an import names, as written, and where; `None` for relative imports.
fn module_of<'a>(import: &Import<'a>) -> Option<(&'a str, Span)> {
    if import.level > 0 {
        return None;
    }
    if import.is_from {
        return import.from;
    }
    let name = &import.alias.name;
    Some((name.as_str(), span(name)))
}

/// The members of the module that the snippet uses: the imported one, or the attributes read of the bound name.
fn members_used<'a>(model: &Model<'a>, import: &Import<'a>) -> Vec<&'a str> {
    if import.is_star() {
        return Vec::new();
    }
    if import.is_from {
        return model
            .imports_of(import.node)
            .iter()
            .map(|other| other.alias.name.as_str())
            .collect();
    }
    let target = import.path.as_str();
    model
        .attribute_loads()
        .filter(|(_, attribute)| {
            model.resolve(&attribute.value).as_deref() == Some(target)
        })
        .map(|(_, attribute)| attribute.attr.as_str())
        .collect()
}

/// A part of a module's dotted name that is one slip away from a standard one.
#[derive(Debug)]
pub(super) struct Slip {
    /// Where the wrong part stands in the dotted name.
    span: Span,
    wrong: String,
    right: &'static str,
    /// The module that was meant; the dotted name may go on behind it.
    module: stdlib::Module,
    /// The part behind the wrong one, which must be in `module`.
    next: Option<String>,
    /// The name may as well be a module of one's own, unless what is used of it is there: only a final `s` differs, or
    /// it is too short, or too far off, to be near to one word alone.
    is_doubtful: bool,
}

impl Slip {
    /// True where what is used of the module is in the one that was meant.
    pub(super) fn fits(&self, members: &[&str]) -> bool {
        let members: Vec<&str> = match &self.next {
            Some(next) => vec![next.as_str()],
            None => members.to_vec(),
        };
        let known = members
            .iter()
            .filter(|member| self.module.member(member).is_some())
            .count();
        if members.is_empty() {
            !self.is_doubtful
        } else {
            known * 2 > members.len()
        }
    }

    /// The finding where the dotted name stands at `offset`.
    pub(super) fn finding(&self, offset: usize) -> Diagnostic {
        let span = self.span.shifted(offset);
        RULE.finding(
            span,
            format!(
                "There is no module `{}`; did you mean `{}`?",
                self.wrong, self.right
            ),
        )
        .with_fix(Fix::safe(
            format!("Replace with `{}`", self.right),
            span,
            self.right,
        ))
    }
}

/// The modules that stand in no other.
static TOPS: LazyLock<Modules> = LazyLock::new(|| {
    let tops = stdlib::modules().map(stdlib::Module::name);
    Modules::new(tops.filter(|name| !name.contains('.') && !name.starts_with('_')))
});

/// Modules beside each other, among which a misspelt one is looked for.
#[derive(Debug)]
struct Modules {
    /// Their names, by those in small letters.
    names: FxHashMap<String, &'static str>,
    words: spelling::Words,
}

impl Modules {
    fn new(names: impl Iterator<Item = &'static str>) -> Self {
        let names: FxHashMap<_, _> = names.map(|name| (name.to_ascii_lowercase(), name)).collect();
        Self {
            words: spelling::Words::new(names.keys().cloned()),
            names,
        }
    }

    /// The one module that `name` differs from by its capitals alone, by its plural or by one slip, or by two in a
    /// long word.
    fn near(&self, name: &str) -> Option<&'static str> {
        let lower = name.to_ascii_lowercase();
        let called = |name: &str| self.names.get(name).copied();
        let forms = [format!("{lower}s"), format!("{lower}es")];
        let same = called(&lower).or_else(|| {
            let longer = forms.iter().map(String::as_str);
            let shorter = ["s", "es"].iter().filter_map(|end| lower.strip_suffix(end));
            longer
                .chain(shorter)
                .filter_map(called)
                .find(|module| suggestion::is_plural(name, module))
        });
        if same.is_some() || name.len() < 3 {
            return same;
        }
        let near = self.words.nearest(&lower, if name.len() < 8 { 1 } else { 2 })?;
        // `pysqlite3` is no slip.
        let is_slip = lower.get(..3) == near.get(..3) || spelling::distance(&lower, near) == 1;
        called(near).filter(|_| is_slip)
    }
}

/// The slip in a dotted module name; `None` where it is known, or not near to anything known.
pub(super) fn slip(path: &str) -> Option<Slip> {
    let top = path.split('.').next()?;
    if stdlib::module(top).is_none() {
        let known = stdlib::is_third_party(top)
            || stdlib::python2_module(top).is_some()
            || stdlib::python2_module(path).is_some();
        if known || top.starts_with('_') || top.ends_with('_') {
            return None;
        }
        let right = TOPS.near(top)?;
        // `contextlib2` is another package on purpose.
        let is_digit = |c: char| c.is_ascii_digit();
        if top.ends_with(is_digit) && !right.ends_with(is_digit) {
            return None;
        }
        return of_part(path, Span::new(0, top.len()), right, right);
    }
    // The first part that its package does not have.
    let mut dots = path.match_indices('.').map(|(dot, _)| dot);
    let (package, start) = dots.find_map(|dot| {
        let package = stdlib::module(path.get(..dot)?)?;
        let rest = path.get(dot + 1..)?;
        let part = rest.split('.').next()?;
        (package.member(part).is_none()).then_some((package, dot + 1))
    })?;
    let part = path.get(start..)?.split('.').next()?;
    if package.is_dynamic() || part.starts_with('_') {
        return None;
    }
    // `os.path` is no sub-module by its place, but by its name.
    let name = package.name();
    let names = package
        .members()
        .map(|member| member.name())
        .filter(|member| stdlib::module(&format!("{name}.{member}")).is_some());
    let right = Modules::new(names).near(part)?;
    let module = format!("{name}.{right}");
    of_part(path, Span::new(start, start + part.len()), right, &module)
}

/// The slip of one part of `path`, for which `right` was meant: the module of the dotted name `module`.
fn of_part(path: &str, span: Span, right: &'static str, module: &str) -> Option<Slip> {
    let part = span.of(path);
    let next = path.get(span.end + 1..).and_then(|rest| rest.split('.').next());
    Some(Slip {
        span,
        wrong: path.get(..span.end)?.to_owned(),
        right,
        module: stdlib::module(module)?,
        next: next.map(str::to_owned),
        is_doubtful: is_another_ending(part, right)
            || part.len() < 5 && !suggestion::is_swap(part, right) && !part.eq_ignore_ascii_case(right)
            || part.len() < 4
            || spelling::distance(&part.to_ascii_lowercase(), &right.to_ascii_lowercase()) > 1,
    })
}

/// True where only the ends differ, as of `timer` and `time`, `locals` and `locale`: both may be words.
fn is_another_ending(part: &str, right: &str) -> bool {
    let same = part.bytes().zip(right.bytes()).take_while(|(a, b)| a == b).count();
    same + 1 >= part.len().min(right.len()) && part != right
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::rules::testing::{check, check_python, check_with, fixed_python};

    const ID: &str = "unknown-module";

    #[test]
    fn bad() {
        check_python(ID, "from «collection» import Counter, deque\n");
        check_python(ID, "from «Collections» import deque\n");
        check_python(ID, "import «itertool»\nitertool.chain(a, b)\n");
        check_python(ID, "import «colections» as c\n");
        check_python(ID, "from «functols» import *\n");
        check_python(ID, "from «collection».abc import Iterable\n");
        check_python(ID, "from concurrent.«future» import ThreadPoolExecutor\n");
        check_python(ID, "import os, «hepaq»\nhepaq.heappush(h, 1)\n");
        check_python(ID, ">>> from «colections» import deque\n>>> deque()\ndeque([])\n");
        check_python(ID, "from «Math» import sqrt\n");
        check_python(ID, "from «Collection» import deque\n");
        check_python(ID, "from os.«paht» import join\n");
        check_python(ID, "from «dataclass» import dataclass, field\n");
        check_python(ID, "import «cvs»\ncvs.reader(f)\n");
        check_python(ID, "from xml.etree.«elementtree» import ElementTree\n");
        check_python(ID, "from «colection» import Counter\n");
        check_python(ID, "from «copi» import deepcopy\n");
    }

    #[test]
    fn good() {
        check_python(ID, "from collections import Counter\nimport os.path\nimport xml.etree.ElementTree as ET\n");
        check_python(ID, "import concurrent.futures\n");
        check_python(ID, "import numpy as np\nimport requests\nfrom django.db import models\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        // `arrays` is nobody's, and `thing` is not in `array`.
        check_python(ID, "from arrays import thing\n");
        check_python(ID, "from .collection import Counter\n");
        check_python(ID, "try:\n    import jsons\nexcept ImportError:\n    pass\n");
        check_python(ID, "import collection  # ModuleNotFoundError\n");
        check_python(ID, "import queues\nimport signals\n");
        check_python(ID, ">>> import colections\nTraceback (most recent call last):\nModuleNotFoundError: No module\n");
        check(ID, "Save it as `queues.py`:\n\n```python\nclass Queue: ...\n```\n\n```python\nfrom queues import Queue\n```\n");
        check_python(ID, "from Queue import Queue\nimport ConfigParser, urllib2, cPickle\n");
        let mut config = Config::default();
        config.python.known_modules.push("collection".to_owned());
        check_with(ID, "```python\nfrom collection import Counter\n```\n", config);
        check_python(ID, "import cvs\nimport tme\nfrom colector import run\n");
    }

    #[test]
    fn inline_code_and_prose() {
        check(ID, "- enter «collection».deque, fast on both ends\n- you should try «collection» import deque\n");
        check(ID, "Use `from «itertool» import chain` or `«collection».Counter(xs)`.\n");
        check(ID, "`import «colections»`, later `import queues`.\n\nUse «colections».abc.Iterable.\n");
        check(ID, "A collection.filter is no module, nor `collection.find()`; see collections.deque.\n");
        check(ID, "There is no `collection.deque`, it is an error.\n\nhttps://example.org/collection.deque/x\n");
        check(ID, "```python\ncollection = load()\n```\n\nThen `collection.deque` is mine.\n");
    }

    #[test]
    fn the_right_name_is_put_in() {
        assert_eq!(
            fixed_python(ID, "from collection.abc import Iterable\n"),
            "from collections.abc import Iterable\n"
        );
        assert_eq!(
            fixed_python(ID, "import concurrent.future\nconcurrent.future.Future()\n"),
            "import concurrent.futures\nconcurrent.futures.Future()\n"
        );
    }
}
