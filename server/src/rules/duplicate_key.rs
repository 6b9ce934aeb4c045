//! `duplicate-key`: a key that stands twice in one dictionary.

use ruff_python_ast::{Expr, Number};
use rustc_hash::FxHashMap;

use super::{Check, Code, Group, Lesson, Rule};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::python::model::span;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("duplicate-key"),
    group: Group::Mistakes,
    severity: Severity::Warning,
    fixable: false,
    page: include_str!("duplicate-key.md"),
    checks: &[Check::Mistake(check, LESSON)],
};

const LESSON: Lesson = Lesson {
    topic: &[
        "duplicate",
        "duplicated",
        "unique",
        "overwrit",
        "overridden",
        "last value",
        "последн",
        "дубл",
        "уникальн",
        "重复",
        "唯一",
        "覆盖",
    ],
    outputs: 1,
};

fn check(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    let text = code.model.code();
    for (_, expr) in code.model.expressions() {
        let Expr::Dict(dict) = expr else { continue };
        let mut seen: FxHashMap<String, Span> = FxHashMap::default();
        for item in &dict.items {
            let Some(key) = &item.key else {
                // What `**other` brings may be meant to be replaced.
                seen.clear();
                continue;
            };
            let Some(value) = value_of(key).filter(|_| !is_placeholder(key)) else {
                continue;
            };
            let at = span(key);
            if let Some(&first) = seen.get(&value) {
                let shown = at.of(text);
                found.push(
                    RULE.finding(
                        at,
                        format!("`{shown}` stands twice in this dictionary; only the last value counts"),
                    )
                    .with_related(first, "the first one"),
                );
            } else {
                seen.insert(value, at);
            }
        }
    }
}

/// True for `"..."`, which stands for whatever key.
fn is_placeholder(key: &Expr) -> bool {
    matches!(key, Expr::StringLiteral(string) if matches!(string.value.to_str(), "..." | "…"))
}

/// The same for keys that are equal, as far as that can be read off: literals by their value, names and tuples of them.
fn value_of(key: &Expr) -> Option<String> {
    Some(match key {
        Expr::Tuple(tuple) => {
            let parts: Option<Vec<String>> = tuple.elts.iter().map(simple_value).collect();
            format!("({})", parts?.join(","))
        }
        _ => simple_value(key)?,
    })
}

fn simple_value(key: &Expr) -> Option<String> {
    Some(match key {
        Expr::StringLiteral(string) => format!("{:?}", string.value.to_str()),
        Expr::BytesLiteral(bytes) => format!("b{:?}", bytes.value.bytes().collect::<Vec<u8>>()),
        Expr::BooleanLiteral(truth) => u8::from(truth.value).to_string(),
        Expr::NoneLiteral(_) => "None".to_owned(),
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(int) => int.to_string(),
            // `1.0` and `1` are one key.
            Number::Float(float) => float.to_string(),
            Number::Complex { .. } => return None,
        },
        Expr::Name(name) => format!("name {}", name.id),
        Expr::Attribute(attribute) => match &*attribute.value {
            Expr::Name(object) => format!("name {}.{}", object.id, attribute.attr),
            _ => return None,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::rules::testing::{check, check_python};

    const ID: &str = "duplicate-key";

    #[test]
    fn bad() {
        check_python(ID, "ages = {'ann': 1, 'bob': 2, «'ann'»: 3}\n");
        check_python(ID, "x = {1: 'a', «1»: 'b', «1.0»: 'c', «True»: 'd'}\n");
        check_python(ID, "x = {a: 1, «a»: 2}\n");
        check_python(ID, "x = {(0, 1): 'a', «(0, 1)»: 'b'}\n");
        check_python(ID, ">>> x = {\"a\": 1, «'a'»: 2}\n");
    }

    #[test]
    fn good() {
        check_python(ID, "x = {'a': 1, 'b': 2}\n");
        check_python(ID, "x = {'a': {'b': 1}, 'c': {'b': 2}}\n");
        check_python(ID, "x = {**a, 'a': 1}\n");
    }

    #[test]
    fn looks_bad_but_is_fine() {
        check_python(ID, "x = {1: 'a', '1': 'b', b'1': 'c'}\n");
        check_python(ID, "x = {'a': 1, 'A': 2}\n");
        check_python(ID, "x = {f(): 1, f(): 2}\n");
        check_python(ID, "x = {'a': 1, **defaults, 'a': 2}\n");
        check_python(ID, "x = {...: ..., ...: ...}\n");
        check_python(ID, "x = {'a': 1, 'a': 2}  # wrong\n");
    }

    #[test]
    fn lessons_get_hints() {
        for note in [
            "```python\nx = {'a': 1, «'a'»: 2}\nprint(x)  # {'a': 2}\n```\n",
            "Keys are unique:\n\n```python\nx = {'a': 1, «'a'»: 2}\n```\n",
        ] {
            assert_eq!(check(ID, note)[0].severity, Severity::Hint, "{note}");
        }
    }
}
