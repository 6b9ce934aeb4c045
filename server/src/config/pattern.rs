//! `[[pattern]]`: known mistakes of the user's own.

use crate::diagnostic::Severity;

/// A mistake to look for: a tree-sitter query over Python, or a regular expression over prose.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, serde::Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PatternConfig {
    /// What the finding is called, in output and in suppressions.
    pub name: String,
    /// Where to look: in Python snippets with `query`, or in prose with `regex`.
    pub language: PatternLanguage,
    /// A tree-sitter query. What it captures as `@mark`, from the first such capture to the last, is reported; else its
    /// first capture.
    pub query: String,
    /// A regular expression. Its group `mark` is reported, else the whole match.
    pub regex: String,
    /// What the finding says; `{name}` stands for what was captured under that name.
    pub message: String,
    /// How grave it is.
    pub severity: PatternSeverity,
    /// What to put in place of the capture `@fix`, else of what is reported; `{name}` as in the message.
    pub fix: Option<String>,
    /// Apply the fix with `--fix`, not only with `--unsafe-fixes`.
    pub safe: bool,
    /// Snippets or lines that must be found, tried by `notelint check-patterns`.
    pub bad: Vec<String>,
    /// Snippets or lines that must not be found.
    pub good: Vec<String>,
}

/// Where a pattern looks.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Deserialize, serde::Serialize,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PatternLanguage {
    /// In Python snippets.
    #[default]
    Python,
    /// In prose.
    Text,
}

/// A severity that is `warning` unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct PatternSeverity(pub Severity);

impl Default for PatternSeverity {
    fn default() -> Self {
        Self(Severity::Warning)
    }
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternProblem {
    /// The key that is wrong: `query`.
    pub key: &'static str,
    /// 1-based line in that key's text.
    pub line: usize,
    /// 1-based column there, in bytes.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}
