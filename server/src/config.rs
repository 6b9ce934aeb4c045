//! Settings, their documentation and defaults; the one source of the schema and of the editors' settings.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;

/// The effective settings for a note. Field documentation is what users read.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize, serde::Serialize)]
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
}

/// `[lint]`
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize, serde::Serialize)]
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
}

/// `[python]`
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
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

/// A version of Python 3 by its minor number, 8 to 14.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct PythonVersion(u8);

impl PythonVersion {
    /// The oldest version known: 3.8.
    pub const OLDEST: Self = Self(8);
    /// The newest version known, and the default: 3.14.
    pub const LATEST: Self = Self(14);

    /// The minor number.
    pub fn minor(self) -> u8 {
        self.0
    }
}

impl TryFrom<String> for PythonVersion {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.strip_prefix("3.")
            .and_then(|minor| minor.parse().ok())
            .filter(|minor| (Self::OLDEST.0..=Self::LATEST.0).contains(minor))
            .map(Self)
            .ok_or_else(|| {
                format!(
                    "\"{text}\" is no Python version that notelint knows; use \"3.8\" to \"3.14\""
                )
            })
    }
}

impl From<PythonVersion> for String {
    fn from(version: PythonVersion) -> Self {
        format!("3.{}", version.0)
    }
}

/// `[questions]`
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
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
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct NotesConfig {
    /// Files that are notes, as patterns.
    pub include: Vec<String>,
    /// Files and folders to leave out, as patterns.
    pub exclude: Vec<String>,
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
            unspaced_headings: true,
            outline_headings: true,
            item_headings: true,
        }
    }
}

/// `[terms]`
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct TermsConfig {
    /// Glossary files of your own, relative to the config file.
    pub files: Vec<String>,
    /// Definitions of your own: `{ "SLO" = "What we promise ourselves." }`.
    pub extra: BTreeMap<String, String>,
}
