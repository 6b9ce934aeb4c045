//! Where a `[[pattern]]` stands in its file, so that what is wrong with its query is named with line and column.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, ConfigProblem, Known, PatternConfig, PatternProblem};
use crate::text::LineIndex;

/// The place of one pattern.
#[derive(Debug, Default)]
pub(super) struct PatternPlace {
    /// Its name; empty where it has none.
    pub name: String,
    /// Byte offset of the table.
    start: usize,
    /// The keys, with the byte offsets of their values.
    values: Vec<(String, usize)>,
    /// Where its examples stand.
    bad: Vec<usize>,
    good: Vec<usize>,
}

/// The 1-based lines of a pattern's examples, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExampleLines {
    /// Of `bad`.
    pub bad: Vec<usize>,
    /// Of `good`.
    pub good: Vec<usize>,
}

impl PatternPlace {
    /// The patterns of a config file, in order.
    pub fn all(table: &DeTable<'_>) -> Vec<Self> {
        let Some(DeValue::Array(patterns)) = table.get("pattern").map(Spanned::get_ref) else {
            return Vec::new();
        };
        patterns.iter().map(Self::of).collect()
    }

    fn of(pattern: &Spanned<DeValue<'_>>) -> Self {
        let DeValue::Table(table) = pattern.get_ref() else {
            return Self::default();
        };
        let entries = |key: &str| match table.get(key).map(Spanned::get_ref) {
            Some(DeValue::Array(entries)) => {
                entries.iter().map(|entry| entry.span().start).collect()
            }
            _ => Vec::new(),
        };
        Self {
            bad: entries("bad"),
            good: entries("good"),
            name: match table.get("name").map(Spanned::get_ref) {
                Some(DeValue::String(name)) => name.to_string(),
                _ => String::new(),
            },
            start: pattern.span().start,
            values: table
                .iter()
                .map(|(key, value)| (key.get_ref().to_string(), value.span().start))
                .collect(),
        }
    }

    /// The lines of its examples.
    pub fn example_lines(&self, lines: &LineIndex) -> ExampleLines {
        let lines = |offsets: &[usize]| offsets.iter().map(|&at| lines.line(at)).collect();
        ExampleLines {
            bad: lines(&self.bad),
            good: lines(&self.good),
        }
    }

    /// The problem with its line and column in the file `text`; exact for literal strings, which hold no escapes.
    pub fn locate(&self, problem: &PatternProblem, text: &str, lines: &LineIndex) -> ConfigProblem {
        let value = self.values.iter().find(|(key, _)| key == problem.key);
        let Some((_, value)) = value else {
            return ConfigProblem {
                line: Some(lines.line(self.start)),
                column: None,
                message: format!("pattern `{}`: {}", self.name, problem.message),
            };
        };
        let rest = text.get(*value..).unwrap_or_default();
        let several = rest.starts_with("'''") || rest.starts_with("\"\"\"");
        let start = value + if several { 3 } else { 1 };
        // A line end right behind the opening quotes is not part of the string (TOML 1.0, "String").
        let opens_line = several
            && text
                .get(start..)
                .is_some_and(|rest| rest.starts_with(['\n', '\r']));
        let first = lines.line(start) + usize::from(opens_line);
        let before = if problem.line == 1 && !opens_line {
            start - lines.start(first)
        } else {
            0
        };
        ConfigProblem {
            line: Some(first + problem.line - 1),
            column: Some(before + problem.column),
            message: format!(
                "pattern `{}`, `{}`: {}",
                self.name, problem.key, problem.message
            ),
        }
    }
}

/// What every pattern needs; then what the rooms above say of its query.
pub(super) fn check(
    pattern: &PatternConfig,
    config: &Config,
    known: &Known,
) -> Result<(), PatternProblem> {
    let problem = |key, message: &str| {
        Err(PatternProblem {
            key,
            line: 1,
            column: 1,
            message: message.to_owned(),
        })
    };
    let sound = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if pattern.name.is_empty() || !pattern.name.chars().all(sound) {
        return problem(
            "name",
            "a pattern needs a name of letters, digits and hyphens",
        );
    }
    if known.rules.contains(&pattern.name.as_str()) {
        return problem("name", "a built-in rule has this name");
    }
    let same = |other: &&PatternConfig| other.name == pattern.name;
    if config.pattern.iter().filter(same).count() > 1 {
        return problem("name", "two patterns have this name");
    }
    if pattern.message.is_empty() {
        return problem("message", "a pattern needs a message");
    }
    (known.check_pattern)(pattern)
}
