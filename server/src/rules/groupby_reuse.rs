//! `groupby-reuse`: a group of `itertools.groupby` that is used when it is already empty.

use ruff_python_ast::{Comprehension, Expr, Stmt, StmtFor};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::python::model::{Model, NodeId, Reference, Syntax, Use, span};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("groupby-reuse"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("groupby-reuse.md"),
    checks: &[Check::Mistake(check, LESSON)],
};

const LESSON: Lesson = Lesson {
    topic: &["exhausted", "consumed", "shares the underlying", "_grouper"],
    outputs: 0,
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let model = code.model;
    if !model.calls().iter().any(|call| call.calls("itertools.groupby")) {
        return;
    }
    for (id, stmt) in model.statements() {
        if let Stmt::For(stmt) = stmt
            && let Some(group) = group_of(model, &stmt.iter, &stmt.target)
        {
            found.extend(in_loop(code, id, stmt, group));
        }
    }
    for (id, expr) in model.expressions() {
        let generators = match expr {
            Expr::ListComp(comp) => &comp.generators,
            Expr::SetComp(comp) => &comp.generators,
            Expr::DictComp(comp) => &comp.generators,
            Expr::Call(_) => {
                found.extend(gathered(code, id));
                continue;
            }
            _ => continue,
        };
        found.extend(generators.iter().filter_map(|generator| in_comprehension(code, expr, generator)));
    }
}

/// The name of the group in `for key, group in groupby(…)`.
fn group_of<'a>(model: &Model<'_>, iter: &Expr, target: &'a Expr) -> Option<&'a str> {
    let Expr::Call(call) = iter else { return None };
    let Expr::Tuple(tuple) = target else {
        return None;
    };
    if model.resolve(&call.func).as_deref() != Some("itertools.groupby") {
        return None;
    }
    match &*tuple.elts {
        [_, Expr::Name(group)] => Some(group.id.as_str()),
        _ => None,
    }
}

/// `dict(groupby(…))`, and `list(groupby(…))` where more than its length is wanted.
fn gathered(code: &Code<'_>, id: NodeId) -> Option<Diagnostic> {
    let model = code.model;
    let outer = model.call_at(id)?;
    let [Expr::Call(inner)] = &*outer.arguments.args else {
        return None;
    };
    let is_gathered = matches!(
        model.resolve(&outer.func).as_deref(),
        Some("builtins.dict" | "builtins.list" | "builtins.tuple")
    ) && model.resolve(&inner.func).as_deref() == Some("itertools.groupby");
    let is_kept = matches!(model.use_of(id), Use::Kept | Use::Passed | Use::Returned)
        && !matches!(model.parent_expr(id), Some(Expr::Call(_)));
    (is_gathered && is_kept).then(|| {
        RULE.finding(
            span(outer),
            "All groups but the last are empty by the time this is done; make a list of each group on the way",
        )
    })
}

fn in_comprehension(code: &Code<'_>, comprehension: &Expr, generator: &Comprehension) -> Option<Diagnostic> {
    let group = group_of(code.model, &generator.iter, &generator.target)?;
    let (scope, _) = code.model.scope_opened_by(comprehension)?;
    code.model
        .reads_of(group, scope, span(comprehension))
        .find(|reference| code.model.use_of(reference.id) == Use::Kept)
        .map(|reference| kept(reference.span(), group))
}

fn in_loop(code: &Code<'_>, id: NodeId, stmt: &StmtFor, group: &str) -> Option<Diagnostic> {
    let model = code.model;
    let (scope, bindings) = model.lookup(group, model.node(id)?.scope)?;
    let whole = span(stmt);
    // `group = list(group)` makes it what the writer takes it for.
    let rebound = model.bindings_in(bindings, whole).len();
    if rebound > 1 {
        return None;
    }
    let is_rebound_elsewhere = bindings.len() > rebound;
    let inside: Vec<&Reference<'_>> = model.reads_of(group, scope, whole).collect();
    if inside.iter().any(|reference| is_stepwise(model, reference.id)) {
        return None;
    }
    if let Some(reference) = inside
        .iter()
        .find(|reference| model.use_of(reference.id) == Use::Kept)
    {
        return Some(kept(reference.span(), group));
    }
    if let Some(reference) = inside
        .iter()
        .find(|reference| is_repeated(model, reference, id))
    {
        return Some(RULE.finding(
            reference.span(),
            format!("The first turn of this loop empties `{group}`; make a list of it before"),
        ));
    }
    if let Some((first, second)) = inside
        .first()
        .zip(inside.get(1))
        .filter(|(first, second)| are_in_turn(model, first.id, second.id, id))
    {
        return Some(
            RULE.finding(
                second.span(),
                format!("`{group}` can be gone through once, and is empty by now; make a list of it before"),
            )
            .with_related(first.span(), "here it is used up"),
        );
    }
    let behind = Span::new(whole.end + 1, model.code().len());
    let mut after = model.reads_of(group, scope, behind);
    after.next().filter(|_| !is_rebound_elsewhere).map(|reference| {
        RULE.finding(
            reference.span(),
            format!("`{group}` is empty after the loop: `groupby` moved on; make a list of it inside"),
        )
    })
}

fn kept(at: Span, group: &str) -> Diagnostic {
    RULE.finding(
        at,
        format!("`{group}` is empty as soon as `groupby` moves on; keep `list({group})`"),
    )
    .with_fix(Fix::safe(
        format!("Replace with `list({group})`"),
        at,
        format!("list({group})"),
    ))
}

/// True where the group is taken bit by bit: what is left is still there.
fn is_stepwise(model: &Model<'_>, id: NodeId) -> bool {
    matches!(model.parent_expr(id), Some(Expr::Call(call))
        if matches!(model.resolve(&call.func).as_deref(),
            Some("builtins.next" | "builtins.zip" | "builtins.iter" | "itertools.islice" | "itertools.tee" | "itertools.takewhile")))
}

/// True where a loop inside of the group's own loop goes through the group again and again.
fn is_repeated(model: &Model<'_>, reference: &Reference<'_>, outer: NodeId) -> bool {
    model
        .ancestors(reference.id)
        .take_while(|(id, _)| *id != outer)
        .any(|(_, syntax)| match syntax {
            Syntax::Stmt(Stmt::For(inner)) => !span(&*inner.iter).covers(reference.span()),
            Syntax::Stmt(Stmt::While(_)) => true,
            _ => false,
        })
}

/// True where two places run one after the other in each turn: no branch holds only one of them.
fn are_in_turn(model: &Model<'_>, first: NodeId, second: NodeId, outer: NodeId) -> bool {
    let branches = |id: NodeId| {
        model
            .ancestors(id)
            .take_while(|(id, _)| *id != outer)
            .any(|(_, syntax)| {
                matches!(
                    syntax,
                    Syntax::Stmt(
                        Stmt::If(_) | Stmt::Try(_) | Stmt::Match(_) | Stmt::FunctionDef(_) | Stmt::ClassDef(_)
                    ) | Syntax::Expr(Expr::If(_) | Expr::Lambda(_) | Expr::BoolOp(_))
                )
            })
    };
    let stays = |id: NodeId| model.use_of(id) != Use::Returned;
    !branches(first) && !branches(second) && stays(first)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check_python, fixed_python};

    const ID: &str = "groupby-reuse";

    #[track_caller]
    fn case(marked: &str) {
        check_python(ID, &format!("from itertools import groupby\n{marked}"));
    }

    #[test]
    fn bad() {
        case("groups = []\nfor key, group in groupby(words):\n    groups.append(«group»)\n");
        case("d = {}\nfor key, group in groupby(words):\n    d[key] = «group»\n");
        case("for key, group in groupby(words):\n    print(len(list(group)))\n    print(list(«group»))\n");
        case("for key, group in groupby(words):\n    pass\nprint(list(«group»))\n");
        case("pairs = [(k, «g») for k, g in groupby(words)]\n");
        case("d = {k: «g» for k, g in groupby(words, key=len)}\n");
        case("d = «dict(groupby(words))»\n");
        case("for key, group in groupby(words):\n    for x in xs:\n        print(x, list(«group»))\n");
        check_python(ID, "import itertools as it\nd = {k: «g» for k, g in it.groupby(xs)}\n");
    }

    #[test]
    fn good() {
        case("for key, group in groupby(words):\n    print(key, list(group))\n");
        case("d = {k: list(g) for k, g in groupby(words)}\n");
        case("for key, group in groupby(words):\n    group = list(group)\n    print(len(group), group)\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        case("for key, group in groupby(words):\n    first = next(group)\n    rest = list(group)\n");
        case("for key, group in groupby(words):\n    if key:\n        a(list(group))\n    else:\n        b(list(group))\n");
        case("runs = len(list(groupby(words)))\n");
        case("for key, group in df.groupby('a'):\n    frames.append(group)\n    print(group)\n");
        case("keys = [k for k, g in groupby(words)]\n");
        case("for key, group in groupby(words):\n    for word in group:\n        print(word)\n");
        case("for key, group in groupby(words):\n    groups.append(group)  # wrong\n");
    }

    #[test]
    fn is_mended() {
        assert_eq!(
            fixed_python(ID, "from itertools import groupby\nd = {k: g for k, g in groupby(xs)}\n"),
            "from itertools import groupby\nd = {k: list(g) for k, g in groupby(xs)}\n"
        );
    }
}
