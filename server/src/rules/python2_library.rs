//! What `python2-name` finds in imports and behind modules: modules and members that only the library of Python 2 has.

use ruff_python_ast::Expr;

use super::Code;
use super::often::Told;
use super::python2_name::RULE;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::python::model::{Bound, Import, Model, span};
use crate::python::stdlib::{self, Module};
use crate::text::Span;

/// Names that a module of one's own may have just as well: what is used of them must tell.
const EVERYDAY: &[&str] = &["Cookie", "Dialog", "FileDialog", "Queue", "SimpleDialog"];

/// Names that a module of one's own has more often than not.
const WORDS: &[&str] = &["commands", "repr"];

/// Finds imports of modules of Python 2, and of what only Python 2's modules have.
pub(super) fn imports(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let mut seen: Option<Span> = None;
    let mut told = Told::default();
    for (import, path, at) in code.certain_imports() {
        if stdlib::module(path).is_some() {
            if import.is_from {
                found.extend(member(
                    code,
                    path,
                    import.alias.name.as_str(),
                    span(&import.alias.name),
                ));
            }
        } else if seen != Some(at) {
            seen = Some(at);
            if !told.is_enough(path) {
                found.extend(module(code, import, path, at));
            }
        }
    }
}

/// Finds `itertools.izip`, `string.letters`.
pub(super) fn attributes(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    for (id, attribute) in code.model.attribute_loads() {
        let Some(path) = code.model.resolve(&attribute.value) else {
            continue;
        };
        let name = attribute.attr.as_str();
        if code.has_own_module(&path)
            || stdlib::is_third_party(&path)
            || code.model.is_expected(id, &["AttributeError"])
            || code.model.is_under_version_check(id)
            || code.model.stores_attribute(name)
        {
            continue;
        }
        found.extend(member(code, &path, name, span(&attribute.attr)));
    }
}

/// The finding on a member that Python 2 has and Python 3 does not.
fn member(code: &Code<'_>, path: &str, name: &str, at: Span) -> Option<Diagnostic> {
    let old = stdlib::python2_member(path, name)?;
    if stdlib::module(path)?.member(name).is_some()
        || code.subject.names.get(name) == Some(&Bound::Definition)
    {
        return None;
    }
    let message = match old.now {
        Some(now) => format!("Python 3 has no `{path}.{name}`; it has `{now}`"),
        None => format!("Python 3 has no `{path}.{name}`"),
    };
    let finding = RULE.finding(at, message);
    // Of the same module, only the name is another.
    let renamed = old
        .now
        .and_then(|now| now.strip_prefix(path)?.strip_prefix('.'))
        .filter(|renamed| !renamed.contains('.'));
    Some(match renamed {
        Some(renamed) => {
            finding.with_fix(Fix::safe(format!("Replace with `{renamed}`"), at, renamed))
        }
        None => finding,
    })
}

/// The finding on a module that Python 3 calls otherwise.
fn module<'a>(code: &Code<'a>, import: &Import<'a>, path: &str, at: Span) -> Option<Diagnostic> {
    let now = stdlib::python2_module(path)
        .filter(|_| !WORDS.contains(&path))?
        .now?;
    let module = stdlib::module(now)?;
    let used = used(code.model, import);
    let fits = |name: &&str| module.member(name).is_some();
    let is_known = |name: &&str| fits(name) || stdlib::python2_member(path, name).is_some();
    let tells = match used.as_slice() {
        [] => !EVERYDAY.contains(&path),
        used => {
            used.iter().filter(|name| is_known(name)).count() * 2 > used.len()
                || !EVERYDAY.contains(&path)
        }
    };
    let is_own = used
        .iter()
        .any(|name| code.subject.names.get(name) == Some(&Bound::Definition));
    if !tells || is_own {
        return None;
    }
    let finding = RULE.finding(
        at,
        format!("Python 3 has no module `{path}`; it has `{now}`"),
    );
    // One module may have become several.
    let moves = used.iter().all(fits) && (!used.is_empty() || import.is_star());
    Some(match moves {
        true => finding.with_fix(fix(code.model, import, path, at, module)),
        false => finding,
    })
}

fn fix(model: &Model<'_>, import: &Import<'_>, path: &str, at: Span, module: Module) -> Fix {
    let now = module.name();
    let mut fix = Fix::safe(format!("Replace with `{now}`"), at, now);
    if !import.is_from && import.alias.asname.is_none() {
        // The module is used by the name that it is imported by.
        fix.extend(model.expressions().filter_map(|(_, expr)| {
            let name = expr.as_name_expr().filter(|name| name.ctx.is_load())?;
            (model.resolve_name(name).as_deref() == Some(path)).then(|| Edit {
                span: span(name),
                content: now.to_owned(),
            })
        }));
    }
    fix
}

/// What the snippet uses of a module: the names that it imports from there, or the attributes that it reads of it.
fn used<'a>(model: &Model<'a>, import: &Import<'a>) -> Vec<&'a str> {
    if import.is_from {
        let names = model
            .imports_of(import.node)
            .iter()
            .map(|other| other.alias.name.as_str());
        return names.filter(|name| *name != "*").collect();
    }
    let loads = model.attribute_loads().filter(|(_, attribute)| {
        matches!(&*attribute.value, Expr::Name(name)
            if model.resolve_name(name).as_deref() == Some(import.target()))
    });
    loads
        .map(|(_, attribute)| attribute.attr.as_str())
        .collect()
}
