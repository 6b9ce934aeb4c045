//! `format-mismatch`: a template that asks for other values than it is given.

use ruff_python_ast::{Arguments, Expr, ExprCall, Operator};

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::python::model::{BindingKind, Call, Model, span};
use crate::python::template;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("format-mismatch"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: false,
    page: include_str!("format-mismatch.md"),
    checks: &[Check::Mistake(check, LESSON)],
};

const LESSON: Lesson = Lesson {
    topic: &[
        "keyerror",
        "indexerror",
        "not enough arguments",
        "not all arguments converted",
        "out of range for positional args",
    ],
    outputs: 0,
};

/// What Python raises where template and values do not match.
const ERRORS: &[&str] = &["IndexError", "KeyError", "TypeError", "ValueError"];

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let model = code.model;
    let calls = model
        .calls()
        .iter()
        .filter_map(|call| Some((call.id, of_format(model, call).or_else(|| of_log(model, call))?)));
    let operations = model.expressions().filter_map(|(id, expr)| match expr {
        Expr::BinOp(operation) if operation.op == Operator::Mod => {
            let template = template_of(model, &operation.left)?;
            let message = of_percent(model, template, &operation.right)?;
            Some((id, RULE.finding(span(expr), message)))
        }
        _ => None,
    });
    found.extend(
        calls
            .chain(operations)
            .filter(|(id, _)| !model.is_expected(*id, ERRORS))
            .map(|(_, finding)| finding),
    );
}

/// The text of a template: a string, or the only one that a name stands for.
fn template_of<'a>(model: &Model<'a>, expr: &'a Expr) -> Option<&'a str> {
    match expr {
        Expr::StringLiteral(string) => Some(string.value.to_str()),
        Expr::Name(name) => match model.only_binding(name)?.kind {
            BindingKind::Assignment(Expr::StringLiteral(string)) => Some(string.value.to_str()),
            _ => None,
        },
        _ => None,
    }
}

/// `"{} {}".format(1)`
fn of_format<'a>(model: &Model<'a>, call: &Call<'a>) -> Option<Diagnostic> {
    let Expr::Attribute(method) = &*call.expr.func else {
        return None;
    };
    if method.attr.as_str() != "format" {
        return None;
    }
    let wanted = template::braces(template_of(model, &method.value)?)?;
    let whole = span(call.expr);
    if wanted.mixed {
        return Some(RULE.finding(
            whole,
            "This template counts some fields by itself (`{}`) and numbers others (`{0}`); Python refuses both together",
        ));
    }
    let arguments = &call.expr.arguments;
    let (is_open, has_mapping) = unpacked(arguments);
    let given = arguments.args.len();
    let needed = wanted.positions.iter().max().map_or(0, |most| most + 1);
    if !is_open {
        if needed > given {
            let values = count(given, "value");
            return Some(RULE.finding(
                whole,
                format!("The template asks for {} by position, but gets {values}", count(needed, "value")),
            ));
        }
        let spare = (0..given).find(|position| !wanted.positions.contains(position));
        if let Some(argument) = spare.and_then(|position| arguments.args.get(position)) {
            return Some(RULE.finding(span(argument), "The template has no field for this value"));
        }
    }
    if has_mapping {
        return None;
    }
    let names: Vec<&str> = arguments
        .keywords
        .iter()
        .filter_map(|keyword| keyword.arg.as_deref())
        .collect();
    if let Some(missing) = wanted.names.iter().find(|name| !names.contains(&name.as_str())) {
        return Some(RULE.finding(
            whole,
            format!("The template asks for a value named `{missing}`, which it does not get"),
        ));
    }
    arguments
        .keywords
        .iter()
        .find(|keyword| {
            keyword
                .arg
                .as_deref()
                .is_some_and(|name| !wanted.names.iter().any(|wanted| wanted == name))
        })
        .map(|keyword| RULE.finding(span(keyword), "The template has no field for this value"))
}

/// Whether there is a `*args`, and a `**kwargs`.
fn unpacked(arguments: &Arguments) -> (bool, bool) {
    (
        arguments.args.iter().any(Expr::is_starred_expr),
        arguments.keywords.iter().any(|keyword| keyword.arg.is_none()),
    )
}

/// `logging.info("%s %s", 1)`, also on a logger.
fn of_log(model: &Model<'_>, call: &Call<'_>) -> Option<Diagnostic> {
    const LEVELS: &[&str] = &["debug", "info", "warning", "error", "critical", "exception"];
    let (object, level) = call.method()?;
    if !LEVELS.contains(&level) || !is_logger(model, call.expr, object) {
        return None;
    }
    let (first, values) = call.expr.arguments.args.split_first()?;
    let Expr::StringLiteral(string) = first else {
        return None;
    };
    // Without values nothing is put in; one dictionary may hold them all.
    if values.is_empty() || values.iter().any(|value| value.is_starred_expr() || value.is_dict_expr()) {
        return None;
    }
    let wanted = template::percents(string.value.to_str())?;
    if !wanted.names.is_empty() || wanted.conversions.len() == values.len() {
        return None;
    }
    let (wanted, given) = (wanted.conversions.len(), values.len());
    Some(RULE.finding(span(call.expr), mismatch(wanted, given)))
}

fn is_logger(model: &Model<'_>, call: &ExprCall, object: &Expr) -> bool {
    if model
        .resolve(&call.func)
        .is_some_and(|callee| callee.starts_with("logging."))
    {
        return true;
    }
    let Expr::Name(name) = object else {
        return false;
    };
    matches!(model.only_binding(name).map(|binding| binding.kind),
        Some(BindingKind::Assignment(Expr::Call(made)))
            if model.resolve(&made.func).as_deref() == Some("logging.getLogger"))
}

/// `"%s %s" % (1,)`: what is wrong with it.
fn of_percent(model: &Model<'_>, text: &str, values: &Expr) -> Option<String> {
    let wanted = template::percents(text)?;
    if let Some(missing) = missing_name(&wanted.names, values) {
        return Some(missing);
    }
    if !wanted.names.is_empty() {
        return None;
    }
    let given: &[Expr] = match values {
        Expr::Tuple(tuple) if tuple.elts.iter().any(Expr::is_starred_expr) => return None,
        Expr::Tuple(tuple) => &tuple.elts,
        single if is_single(model, single) => std::slice::from_ref(single),
        _ => return None,
    };
    if wanted.conversions.len() != given.len() {
        return Some(mismatch(wanted.conversions.len(), given.len()));
    }
    wanted
        .conversions
        .iter()
        .zip(given)
        .find(|(conversion, value)| {
            matches!(conversion, 'd' | 'i' | 'o' | 'u' | 'x' | 'X' | 'e' | 'f' | 'g')
                && value.is_string_literal_expr()
        })
        .map(|(conversion, _)| format!("`%{conversion}` wants a number, but gets a string"))
}

/// What `%(name)s` says of a dictionary that is written out and lacks that name.
fn missing_name(names: &[String], values: &Expr) -> Option<String> {
    let Expr::Dict(dict) = values else { return None };
    let mut keys = Vec::new();
    for item in &dict.items {
        match item.key.as_ref()? {
            Expr::StringLiteral(key) => keys.push(key.value.to_str()),
            _ => return None,
        }
    }
    let missing = names.iter().find(|name| !keys.contains(&name.as_str()))?;
    Some(format!(
        "The template asks for a value named `{missing}`, which it does not get"
    ))
}

/// True for a value that is certainly no tuple and no dictionary.
fn is_single(model: &Model<'_>, value: &Expr) -> bool {
    matches!(
        model.type_of(value).as_deref(),
        Some("builtins.str" | "builtins.int" | "builtins.float" | "builtins.list" | "builtins.bool")
    )
}

fn mismatch(wanted: usize, given: usize) -> String {
    format!(
        "The template asks for {}, but gets {given}",
        count(wanted, "value")
    )
}

fn count(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {noun}"),
        1 => format!("1 {noun}"),
        more => format!("{more} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check_python;

    const ID: &str = "format-mismatch";

    #[test]
    fn bad() {
        check_python(ID, "print(«'{} {}'.format(1)»)\n");
        check_python(ID, "s = '{}'.format(1, «2»)\n");
        check_python(ID, "s = «'{name} is {age}'.format(name='Ann')»\n");
        check_python(ID, "s = '{name}'.format(name=1, «age=2»)\n");
        check_python(ID, "s = «'{} {0}'.format(1)»\n");
        check_python(ID, "s = «'%s is %d' % ('Ann',)»\n");
        check_python(ID, "s = «'%s' % (a, b)»\n");
        check_python(ID, "s = «'%s %s' % 'Ann'»\n");
        check_python(ID, "s = «'%(name)s' % {'nam': 1}»\n");
        check_python(ID, "s = «'%d' % '3'»\n");
        check_python(ID, "import logging\n«logging.info('%s %s', a)»\n");
        check_python(ID, "import logging\nlog = logging.getLogger()\n«log.error('%s', a, b)»\n");
        check_python(ID, "line = '{}, {}'\nprint(«line.format(1)»)\n");
        check_python(ID, ">>> «'{} {}'.format(1)»\n");
    }

    #[test]
    fn good() {
        check_python(ID, "s = '{} {}'.format(1, 2)\nt = '{1} {0}'.format(1, 2)\n");
        check_python(ID, "s = '%s is %d' % (a, b)\nt = '%s' % a\nu = '%(a)s' % d\n");
        check_python(ID, "import logging\nlogging.info('%s %s', a, b)\nlogging.info('100% sure')\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "s = '{} {}'.format(*pair)\nt = '{a} {b}'.format(**d)\n");
        check_python(ID, "s = '{{}} {}'.format(1)\n");
        check_python(ID, "s = '{:{}}'.format(1, 5)\nt = '%*d' % (5, 1)\n");
        check_python(ID, "s = '%s %s' % pair\n");
        check_python(ID, "n = 5 % 3\ns = '100%% of %s' % a\n");
        check_python(ID, "s = '{} {}'.format(1)  # IndexError\n");
        check_python(ID, "try:\n    '{} {}'.format(1)\nexcept IndexError:\n    pass\n");
        check_python(ID, "s = template.format(1)\nx.format('{}')\n");
        check_python(ID, ">>> '{} {}'.format(1)\nTraceback (most recent call last):\nIndexError: x\n");
    }
}
