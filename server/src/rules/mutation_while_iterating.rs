//! `mutation-while-iterating`: a list, set or dictionary that changes its size while a loop goes through it.

use ruff_python_ast::{Expr, Stmt, StmtFor};
use rustc_hash::FxHashSet;

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, Edit, Fix, RuleId, Severity};
use crate::python::model::{Model, NodeId, Syntax, span};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("mutation-while-iterating"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("mutation-while-iterating.md"),
    checks: &[Check::Mistake(check, LESSON)],
};

const LESSON: Lesson = Lesson {
    topic: &[
        "while iterating",
        "while looping",
        "during iteration",
        "iterating over it",
        "iterating over a list",
        "changed size during iteration",
        "mutated during iteration",
        "modifying a list",
        "modify a list",
        "modifying a dict",
        "modifying the list",
        "во время итерации",
        "при итерации",
        "遍历时",
        "迭代时",
        "遍历列表时",
        "循环中删除",
    ],
    outputs: 1,
};

/// What a loop goes through.
#[derive(Debug, Clone, Copy)]
struct Iterated<'a> {
    /// The list, set or dictionary: a name, or attributes of one.
    object: &'a Expr,
    /// What stands in the `for`.
    whole: &'a Expr,
    /// It goes through the indices.
    by_index: bool,
}

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let model = code.model;
    let mut told: FxHashSet<NodeId> = FxHashSet::default();
    for (id, expr) in model.expressions() {
        let Some((object, change)) = change(model, id, expr) else {
            continue;
        };
        let Some((around, iterated)) = loop_through(model, id, object) else {
            continue;
        };
        if told.contains(&around)
            || !resizes(model, object, change, iterated)
            || model.leaves_after(id, around)
            || model.is_expected(around, &["RuntimeError", "IndexError"])
        {
            continue;
        }
        told.insert(around);
        found.push(finding(code, object, change, iterated));
    }
}

/// A change of an object's size.
#[derive(Debug, Clone, Copy)]
struct Change<'a> {
    /// The method; empty for `del`.
    method: &'a str,
    /// The call, or what `del` deletes.
    at: Span,
}

/// The object that an expression changes, and how.
fn change<'a>(model: &Model<'a>, id: NodeId, expr: &'a Expr) -> Option<(&'a Expr, Change<'a>)> {
    const METHODS: &[&str] = &[
        "remove", "pop", "insert", "append", "appendleft", "extend", "popleft", "popitem", "clear", "add", "discard",
        "update", "setdefault",
    ];
    match expr {
        Expr::Call(call) => {
            let Expr::Attribute(method) = &*call.func else {
                return None;
            };
            let name = method.attr.as_str();
            METHODS.contains(&name).then_some((
                &*method.value,
                Change {
                    method: name,
                    at: span(call),
                },
            ))
        }
        Expr::Subscript(subscript) => {
            let Some((_, Syntax::Stmt(Stmt::Delete(delete)))) = model.ancestors(id).next() else {
                return None;
            };
            Some((
                &*subscript.value,
                Change {
                    method: "",
                    at: span(delete),
                },
            ))
        }
        _ => None,
    }
}

/// The loop around a node that goes through `object`. A function between the two may run at another time.
fn loop_through<'a>(
    model: &Model<'a>,
    id: NodeId,
    object: &Expr,
) -> Option<(NodeId, Iterated<'a>)> {
    if !is_path(object) {
        return None;
    }
    let text = model.code();
    let changed = span(object).of(text);
    for (around, syntax) in model.ancestors(id) {
        match syntax {
            Syntax::Stmt(Stmt::FunctionDef(_) | Stmt::ClassDef(_)) | Syntax::Expr(Expr::Lambda(_)) => {
                return None;
            }
            Syntax::Stmt(Stmt::For(stmt)) => {
                let iterated = iterated(model, stmt)?;
                let is_in_body = span(stmt.body.first()?).start <= span(object).start;
                if is_in_body
                    && span(iterated.object).of(text) == changed
                    && !is_rebound(model, stmt, iterated.object)
                {
                    return Some((around, iterated));
                }
            }
            _ => {}
        }
    }
    None
}

/// True for names and attributes of names, of which the same text means the same object.
fn is_path(expr: &Expr) -> bool {
    let mut object = expr;
    while let Expr::Attribute(attribute) = object {
        object = &attribute.value;
    }
    matches!(object, Expr::Name(_))
}

fn iterated<'a>(model: &Model<'a>, stmt: &'a StmtFor) -> Option<Iterated<'a>> {
    let whole = &*stmt.iter;
    let direct = Iterated {
        object: whole,
        whole,
        by_index: false,
    };
    let Expr::Call(call) = whole else {
        return Some(direct);
    };
    if let Expr::Attribute(method) = &*call.func
        && matches!(method.attr.as_str(), "keys" | "values" | "items")
        && call.arguments.is_empty()
    {
        return Some(Iterated {
            object: &method.value,
            ..direct
        });
    }
    let [argument] = &*call.arguments.args else {
        return Some(direct);
    };
    match (model.resolve(&call.func).as_deref(), argument) {
        (Some("builtins.enumerate"), object) => Some(Iterated { object, ..direct }),
        (Some("builtins.range"), Expr::Call(length)) => match &*length.arguments.args {
            [object] if model.resolve(&length.func).as_deref() == Some("builtins.len") => {
                Some(Iterated {
                    object,
                    by_index: true,
                    ..direct
                })
            }
            _ => Some(direct),
        },
        _ => Some(direct),
    }
}

/// True where the loop's body gives the name another object.
fn is_rebound(model: &Model<'_>, stmt: &StmtFor, object: &Expr) -> bool {
    let Expr::Name(name) = object else {
        return false;
    };
    let whole = span(stmt);
    model
        .bindings_of(name)
        .any(|binding| whole.covers(binding.span))
}

/// True where the change makes the loop skip, stop or fail. To append to a list that is gone through is a way to go on;
/// to go through a growing list's old indices is, too.
fn resizes(model: &Model<'_>, object: &Expr, change: Change<'_>, iterated: Iterated<'_>) -> bool {
    let class = model.type_of(object);
    let class = class.as_deref().and_then(|class| class.rsplit('.').next());
    let is_dict = matches!(class, Some("dict" | "defaultdict" | "OrderedDict" | "Counter"));
    if iterated.by_index {
        return matches!(change.method, "" | "pop" | "remove") && !is_dict;
    }
    match change.method {
        "" | "remove" | "pop" | "popitem" | "insert" | "discard" => {
            class.is_none_or(|class| is_dict || matches!(class, "list" | "set" | "deque"))
        }
        "append" | "appendleft" | "extend" | "popleft" => class == Some("deque"),
        "add" => class == Some("set"),
        "update" => class == Some("set") || is_dict,
        "setdefault" => is_dict,
        "clear" => class.is_some(),
        _ => false,
    }
}

fn finding(
    code: &Code<'_>,
    object: &Expr,
    change: Change<'_>,
    iterated: Iterated<'_>,
) -> Diagnostic {
    let text = code.model.code();
    let name = span(object).of(text);
    let whole = span(iterated.whole);
    let message = if iterated.by_index {
        format!("`{name}` gets shorter while the loop goes through its old indices: it skips elements and runs over the end")
    } else {
        format!("`{name}` changes its size while the loop goes through it, which skips elements or fails; go through a copy")
    };
    let finding = RULE
        .finding(change.at, message)
        .with_related(whole, "the loop goes through it here");
    // What is removed by its position is another element in the copy.
    let by_value = matches!(change.method, "remove" | "discard" | "add" | "update" | "setdefault")
        || code.model.is_a(object, "builtins.dict");
    if iterated.by_index || !by_value {
        return finding;
    }
    let meant = format!("list({})", whole.of(text));
    finding.with_fix(
        Fix {
            edits: vec![
                Edit {
                    span: Span::at(whole.start),
                    content: "list(".to_owned(),
                },
                Edit {
                    span: Span::at(whole.end),
                    content: ")".to_owned(),
                },
            ],
            ..Fix::safe(format!("Go through `{meant}`"), whole, "")
        }
        .unsafely(),
    )
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{check, check_python};

    const ID: &str = "mutation-while-iterating";

    #[test]
    fn bad() {
        check_python(ID, "for x in xs:\n    if x < 0:\n        «xs.remove(x)»\n");
        check_python(ID, "d = {}\nfor k in d:\n    «del d[k]»\n");
        check_python(ID, "d = {}\nfor k, v in d.items():\n    if not v:\n        «d.pop(k)»\n");
        check_python(ID, "for i, x in enumerate(xs):\n    if x:\n        «xs.pop(i)»\n");
        check_python(ID, "for i in range(len(xs)):\n    if xs[i]:\n        «del xs[i]»\n");
        check_python(ID, "seen = set()\nfor x in seen:\n    «seen.add(x + 1)»\n");
        check_python(ID, "for user in self.users:\n    if user.gone:\n        «self.users.remove(user)»\n");
        check_python(ID, "for x in xs:\n    for y in ys:\n        if x == y:\n            «xs.remove(x)»\n            break\n");
        check_python(ID, ">>> for x in xs:\n...     «xs.remove(x)»\n");
    }

    #[test]
    fn good() {
        check_python(ID, "for x in xs[:]:\n    xs.remove(x)\n");
        check_python(ID, "for k in list(d):\n    del d[k]\n");
        check_python(ID, "xs = [x for x in xs if x >= 0]\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "for x in xs:\n    if x == 3:\n        xs.remove(x)\n        break\n");
        check_python(ID, "for x in xs:\n    if x == 3:\n        xs.remove(x)\n        return xs\n");
        check_python(ID, "queue = [root]\nfor node in queue:\n    queue.append(node.left)\n");
        check_python(ID, "for x in xs:\n    ys.remove(x)\n");
        check_python(ID, "for x in xs:\n    xs = [y for y in xs if y]\n    xs.pop()\n");
        check_python(ID, "for key in cache:\n    cache.update(key)\n");
        check_python(ID, "for x in xs:\n    # wrong: skips elements\n    xs.remove(x)\n");
        check_python(ID, "try:\n    for k in d:\n        del d[k]\nexcept RuntimeError:\n    pass\n");
    }

    #[test]
    fn lessons_get_hints() {
        for note in [
            "```python\nfor x in xs:\n    «xs.remove(x)»\nprint(xs)  # [2, 4]\n```\n",
            "Never modify a list you loop over while iterating.\n\n```python\nfor x in xs:\n    «xs.remove(x)»\n```\n",
        ] {
            assert_eq!(check(ID, note)[0].severity, Severity::Hint, "{note}");
        }
    }
}
