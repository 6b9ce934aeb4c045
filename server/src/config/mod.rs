//! Settings, their documentation and defaults: the one source of the schema, of `config show` and of the editors'
//! settings. A setting is one field here; everything else follows from it. Reads no files: callers hand in the text.

mod discover;
mod error;
mod load;
mod pattern;
mod pattern_place;
mod python_version;
mod schema;
mod validate;

pub use discover::{Configs, FILE_NAMES, Found};
pub use error::{ConfigError, ConfigProblem};
pub use load::{Known, Loaded, load};
pub use pattern::{PatternConfig, PatternLanguage, PatternProblem, PatternSeverity};
pub use pattern_place::ExampleLines;
pub use python_version::PythonVersion;
pub use schema::{Setting, schema, settings};

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::Severity;

/// The effective settings for a note. Field documentation is what users read.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Which rules run, and how grave they are.
    pub lint: LintConfig,
    /// The Python that snippets are judged by.
    pub python: PythonConfig,
    /// What marks an open question.
    pub questions: QuestionsConfig,
    /// Which files are notes, and which dialects they may use.
    pub notes: NotesConfig,
    /// Terms of your own.
    pub terms: TermsConfig,
    /// What an editor shows.
    pub features: FeaturesConfig,
    /// Known mistakes of your own: `[[pattern]]`.
    pub pattern: Vec<PatternConfig>,
}

impl Config {
    /// True where the settings let the rule or pattern called `name` run.
    pub fn runs(&self, name: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|entry| entry == name || entry == "all");
        let lint = &self.lint;
        (lint.select.is_empty() || named(&lint.select)) && !named(&lint.ignore)
    }

    /// True for the name of a pattern of the user's own.
    pub fn has_pattern(&self, name: &str) -> bool {
        self.pattern.iter().any(|pattern| pattern.name == name)
    }
}

/// Which rules run, and how grave they are: `[lint]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LintConfig {
    /// Rules to run; empty means all.
    pub select: Vec<String>,
    /// Rules not to run.
    pub ignore: Vec<String>,
    /// Severities other than the rules' own: `{ unanswered-question = "hint" }`.
    pub severity: BTreeMap<String, Severity>,
    /// Rules not to run in files that match a pattern: `{ "drafts/**" = ["syntax-error"] }`.
    pub per_file_ignores: BTreeMap<String, Vec<String>>,
    /// Check untagged fences that are Python for certain like tagged ones.
    pub untagged: bool,
    /// Report links to files that are not there and are no notes, too.
    pub linked_files: bool,
}

/// `[python]`
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PythonConfig {
    /// The Python that snippets are written for: "3.8" to "3.14".
    pub version: PythonVersion,
    /// Modules of your own that snippets may import.
    pub known_modules: Vec<String>,
}

impl Default for PythonConfig {
    fn default() -> Self {
        Self {
            version: PythonVersion::LATEST,
            known_modules: Vec::new(),
        }
    }
}

/// `[questions]`
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct QuestionsConfig {
    /// Marks of an open question.
    pub markers: Vec<String>,
}

impl Default for QuestionsConfig {
    fn default() -> Self {
        Self {
            markers: vec!["❓".to_owned()],
        }
    }
}

/// `[notes]`
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct NotesConfig {
    /// Files that are notes, as patterns.
    pub include: Vec<String>,
    /// Files and folders to leave out, as patterns.
    pub exclude: Vec<String>,
    /// Notes larger than this many megabytes are skipped, with a message.
    pub max_megabytes: u32,
    /// Whether `#title` without a blank counts as a heading.
    pub unspaced_headings: bool,
    /// Whether `Phase 1: …` lines over indented text count as headings.
    pub outline_headings: bool,
    /// Whether numbered bold items (`1. **GIL**`) count as topics.
    pub item_headings: bool,
}

impl Default for NotesConfig {
    fn default() -> Self {
        Self {
            include: vec!["*.md".to_owned(), "*.markdown".to_owned()],
            exclude: Vec::new(),
            max_megabytes: 100,
            unspaced_headings: true,
            outline_headings: true,
            item_headings: true,
        }
    }
}

impl NotesConfig {
    /// The size above which a note is skipped, in bytes.
    pub fn max_bytes(&self) -> u64 {
        u64::from(self.max_megabytes) * 1024 * 1024
    }
}

/// `[features]`: what an editor shows. Findings are not among it: `[lint]` says what is found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct FeaturesConfig {
    /// Show what a term means and what the notes say of it, and how far a question is answered and where, when the
    /// pointer rests on it.
    pub hover: bool,
    /// Show the headings of every dialect as the outline of a note.
    pub symbols: bool,
    /// Go from a term to what defines it, and from a heading to the same topic in other notes.
    pub definition: bool,
    /// Show over headings how many sections of other notes are on the same topic.
    pub lenses: bool,
    /// Show over headings how many links lead to them.
    pub link_lenses: bool,
    /// Show behind headings how many links lead to them.
    pub link_hints: bool,
    /// Offer names while they are written.
    pub completion: bool,
}

impl Default for FeaturesConfig {
    fn default() -> Self {
        Self {
            hover: true,
            symbols: true,
            definition: true,
            lenses: true,
            link_lenses: false,
            link_hints: false,
            completion: true,
        }
    }
}

/// `[terms]`
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TermsConfig {
    /// Glossary files of your own, relative to the config file.
    pub files: Vec<String>,
    /// Definitions of your own: `{ "SLO" = "What we promise ourselves." }`.
    pub extra: BTreeMap<String, String>,
}

impl Config {
    /// These settings with others on top: `over` is an object of the same shape that holds what differs, such as an
    /// editor's settings.
    ///
    /// # Errors
    /// A message that names what does not fit.
    pub fn with(&self, over: &Value) -> Result<Self, String> {
        let mut merged = serde_json::to_value(self).map_err(|error| error.to_string())?;
        merge(&mut merged, over);
        serde_json::from_value(merged).map_err(|error| error.to_string())
    }
}

/// Lays `over` on `under`: tables key by key, everything else whole. The tables of the config are two deep.
fn merge(under: &mut Value, over: &Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                merge(under.entry(key.as_str()).or_insert(Value::Null), value);
            }
        }
        (under, over) => *under = over.clone(),
    }
}

/// Whether `name` is one of `rules`, or `all`.
///
/// # Errors
/// A message that names the nearest rule.
pub fn check_rule_name(name: &str, rules: &[&str]) -> Result<(), String> {
    if name == "all" || rules.contains(&name) {
        return Ok(());
    }
    Err(format!(
        "no rule is called `{name}`{}",
        validate::suggestion(name, rules.iter().copied())
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editors_settings_lie_on_top() {
        let mut config = Config::default();
        config.lint.untagged = true;
        let over = serde_json::json!({ "lint": { "ignore": ["mojibake"] } });
        let merged = config.with(&over).unwrap();
        assert!(merged.lint.untagged);
        assert_eq!(merged.lint.ignore, ["mojibake"]);
        assert!(config.with(&serde_json::json!({ "lnt": {} })).is_err());
    }
}
