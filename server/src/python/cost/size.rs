//! What the size of something comes from: the parameter or variable that it is made of.

use ruff_python_ast::{Comprehension, Expr, ExprCall, ExprName, Operator, Stmt};

use super::short;
use crate::python::model::{BindingKind, Model};

/// How many names and calls are followed.
const STEPS: usize = 8;

/// What the size of `expr` comes from: the name of a parameter or a variable. `None` where it may be of any size.
pub(super) fn source(model: &Model<'_>, expr: &Expr) -> Option<String> {
    within(model, expr, STEPS)
}

fn within(model: &Model<'_>, expr: &Expr, steps: usize) -> Option<String> {
    let steps = steps.checked_sub(1)?;
    match expr {
        Expr::Name(name) => {
            let assigned = model
                .only_binding(name)
                .and_then(|binding| match binding.kind {
                    BindingKind::Assignment(Expr::List(list)) if list.elts.is_empty() => {
                        filled(model, name, steps)
                    }
                    BindingKind::Assignment(value) => within(model, value, steps),
                    _ => None,
                });
            Some(assigned.unwrap_or_else(|| name.id.to_string()))
        }
        Expr::Attribute(attribute) => {
            let object = attribute.value.as_name_expr()?;
            Some(format!("{}.{}", object.id, attribute.attr))
        }
        Expr::Call(call) => source_of_call(model, call, steps),
        Expr::Subscript(subscript) => {
            let Expr::Slice(slice) = &*subscript.slice else {
                return None;
            };
            if slice.upper.is_some() {
                return None;
            }
            within(model, &subscript.value, steps)
        }
        Expr::ListComp(comp) => of_comprehension(model, &comp.generators, steps),
        Expr::SetComp(comp) => of_comprehension(model, &comp.generators, steps),
        Expr::Generator(comp) => of_comprehension(model, &comp.generators, steps),
        // `len(x) - 1`, `n + 1`
        Expr::BinOp(operation) if matches!(operation.op, Operator::Add | Operator::Sub) => {
            if operation.right.is_number_literal_expr() || is_loop_variable(model, &operation.right)
            {
                within(model, &operation.left, steps)
            } else {
                None
            }
        }
        _ => None,
    }
}

/// True for the `i` of `range(n - i)`: on the average, half of `n` is left.
fn is_loop_variable(model: &Model<'_>, expr: &Expr) -> bool {
    expr.as_name_expr()
        .and_then(|name| model.only_binding(name))
        .is_some_and(|binding| matches!(binding.kind, BindingKind::Loop))
}

/// What a list that begins empty gets its items from: what the loop runs over that appends to it.
fn filled(model: &Model<'_>, list: &ExprName, steps: usize) -> Option<String> {
    let home = model.only_binding(list)?.scope;
    let reads = model.reads_of(&list.id, home, model.scope_span(home));
    let mut sources = reads.filter_map(|read| {
        let (id, method) = model.method_called_on(read)?;
        if !matches!(method, "append" | "insert" | "extend") {
            return None;
        }
        Some(match model.enclosing_loop(id) {
            Some((_, Stmt::For(looped))) if method != "extend" => {
                within(model, &looped.iter, steps)
            }
            _ => None,
        })
    });
    let first = sources.next()??;
    sources
        .all(|other| other.as_ref() == Some(&first))
        .then_some(first)
}

fn of_comprehension(
    model: &Model<'_>,
    generators: &[Comprehension],
    steps: usize,
) -> Option<String> {
    match generators {
        [only] => within(model, &only.iter, steps),
        _ => None,
    }
}

fn source_of_call(model: &Model<'_>, call: &ExprCall, steps: usize) -> Option<String> {
    let arguments = &call.arguments.args;
    match &*call.func {
        Expr::Attribute(attribute)
            if matches!(
                attribute.attr.as_str(),
                "items" | "keys" | "values" | "copy" | "split" | "most_common" | "elements"
            ) =>
        {
            within(model, &attribute.value, steps)
        }
        function => {
            let name = model
                .resolve(function)
                .map(|dotted| short(&dotted).to_owned())
                .or_else(|| function.as_name_expr().map(|name| name.id.to_string()))?;
            // Whatever its case: `counter(nums)` was meant to be a `Counter`, and is told about elsewhere.
            let of = match name.to_lowercase().as_str() {
                "list" | "set" | "tuple" | "sorted" | "reversed" | "enumerate" | "iter"
                | "counter" | "deque" | "dict" | "len" => arguments.first()?,
                "map" | "filter" => arguments.get(1)?,
                "range" => match &**arguments {
                    [end] | [_, end] => end,
                    _ => return None,
                },
                _ => return None,
            };
            within(model, of, steps)
        }
    }
}
