//! Compares a config file with the schema, so that a mistake is named with its line, its key and what was meant.

use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ConfigProblem;
use crate::text::LineIndex;
use crate::text::spelling::nearest;

/// How many letters a misspelt key may differ in from the one that is meant.
const MAX_DISTANCE: usize = 3;

/// Where the config says something, and what is wrong with it.
#[derive(Debug)]
pub(super) struct Validation<'a> {
    /// The lines of the file.
    pub lines: &'a LineIndex,
    /// Names of rules.
    pub rules: &'a [&'a str],
    /// What is wrong.
    pub problems: Vec<ConfigProblem>,
    /// The dotted keys that are set, with their lines.
    pub set: Vec<(String, usize)>,
}

impl Validation<'_> {
    /// Checks a table against the schema of an object with properties; `prefix` is its dotted name with a dot behind.
    pub fn table(&mut self, table: &DeTable<'_>, schema: &Value, prefix: &str) {
        let properties = schema["properties"].as_object();
        for (name, value) in table {
            let key = format!("{prefix}{}", name.get_ref());
            if let Some(below) = properties.and_then(|known| known.get(name.get_ref().as_ref())) {
                if !below["properties"].is_object() {
                    self.set
                        .push((key.clone(), self.lines.line(name.span().start)));
                }
                self.value(value, below, &key);
            } else if schema["additionalProperties"].is_object() {
                if key.starts_with("lint.severity.") {
                    self.rule(name.get_ref(), name.span(), "lint.severity");
                }
                self.value(value, &schema["additionalProperties"], &key);
            } else {
                let known = properties.into_iter().flatten().map(|(name, _)| &**name);
                let meant = suggestion(name.get_ref(), known);
                self.problem(name.span(), format!("unknown key `{key}`{meant}"));
            }
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, schema: &Value, key: &str) {
        let fits = match (value.get_ref(), expected(schema)) {
            (DeValue::Table(table), "a table") => {
                self.table(table, schema, &format!("{key}."));
                true
            }
            (DeValue::Array(entries), "a list") => {
                for (index, entry) in entries.iter().enumerate() {
                    self.value(entry, &schema["items"], &format!("{key}[{index}]"));
                }
                true
            }
            (DeValue::String(text), "a string") => {
                self.text(text, value.span(), schema, key);
                true
            }
            (DeValue::Boolean(_), "true or false")
            | (DeValue::Integer(_), "a whole number")
            | (DeValue::Integer(_) | DeValue::Float(_), "a number")
            | (_, "anything") => true,
            _ => false,
        };
        if !fits {
            let found = match value.get_ref() {
                DeValue::String(_) => "a string",
                DeValue::Integer(_) | DeValue::Float(_) => "a number",
                DeValue::Boolean(_) => "true or false",
                DeValue::Datetime(_) => "a date",
                DeValue::Array(_) => "a list",
                DeValue::Table(_) => "a table",
            };
            let expected = expected(schema);
            let example = schema["enum"]
                .as_array()
                .and_then(|values| values.last())
                .map_or_else(String::new, |value| format!(" such as {value}"));
            self.problem(
                value.span(),
                format!("`{key}` must be {expected}{example}, not {found}"),
            );
        }
    }

    /// A string: one of the schema's values, or a rule's name where rules are listed.
    fn text(&mut self, text: &str, span: Range<usize>, schema: &Value, key: &str) {
        let values = allowed(schema);
        if !values.is_empty() && !values.contains(&text) {
            let mut meant = suggestion(text, values.iter().copied());
            if meant.is_empty() {
                meant = format!("; it is one of: {}", values.join(", "));
            }
            self.problem(span, format!("`{key}` cannot be \"{text}\"{meant}"));
        } else if let Some((list, _)) = key.rsplit_once('[')
            && (matches!(list, "lint.select" | "lint.ignore")
                || list.starts_with("lint.per-file-ignores."))
        {
            self.rule(text, span, list);
        }
    }

    fn rule(&mut self, name: &str, span: Range<usize>, key: &str) {
        if let Err(message) = super::check_rule_name(name, self.rules) {
            self.problem(span, format!("{message} (in `{key}`)"));
        }
    }

    /// Notes a problem at `span`.
    pub fn problem(&mut self, span: Range<usize>, message: String) {
        self.problems.push(ConfigProblem {
            line: Some(self.lines.line(span.start)),
            column: None,
            message,
        });
    }
}

/// `; did you mean …?` where one of `known` is near.
pub(super) fn suggestion<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, known, MAX_DISTANCE)
        .map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"))
}

/// The strings that a schema allows; empty where it allows any.
fn allowed(schema: &Value) -> Vec<&str> {
    let one_of = schema["oneOf"].as_array().into_iter().flatten();
    schema["enum"]
        .as_array()
        .into_iter()
        .flatten()
        .chain(one_of.map(|variant| &variant["const"]))
        .filter_map(Value::as_str)
        .collect()
}

/// What a schema asks for, in words.
fn expected(schema: &Value) -> &'static str {
    if !allowed(schema).is_empty() {
        return "a string";
    }
    // An optional setting has the types [its own, "null"].
    let kind = schema["type"]
        .as_str()
        .or_else(|| schema["type"].as_array()?.first()?.as_str());
    match kind {
        Some("string") => "a string",
        Some("array") => "a list",
        Some("object") => "a table",
        Some("boolean") => "true or false",
        Some("integer") => "a whole number",
        Some("number") => "a number",
        _ => "anything",
    }
}
