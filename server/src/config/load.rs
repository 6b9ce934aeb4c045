//! From the text of a config file to settings, or to everything that is wrong with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::validate::Validation;
use super::{Config, ConfigError, ConfigProblem, schema};
use crate::text::LineIndex;

/// The settings of one config file, or the defaults.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The file; `None` for the defaults.
    pub file: Option<PathBuf>,
    /// Dotted keys that the file sets, with their 1-based lines.
    pub set: BTreeMap<String, usize>,
    /// The settings.
    pub config: Arc<Config>,
    /// `lint.per-file-ignores`: which files, which rules.
    per_file: Vec<(Gitignore, Vec<String>)>,
}

impl Loaded {
    /// Settings that come from no file; patterns in them are relative to `folder`.
    ///
    /// # Errors
    /// A pattern of `lint.per-file-ignores` that cannot be read.
    pub fn new(config: Config, folder: &Path) -> Result<Self, String> {
        let per_file = per_file(&config, folder)?;
        Ok(Self {
            config: Arc::new(config),
            per_file,
            ..Self::default()
        })
    }

    /// The settings for `note`: those of the file, with the rules that `lint.per-file-ignores` turns off there.
    pub fn for_note(&self, note: &Path) -> Arc<Config> {
        let off: Vec<&String> = self
            .per_file
            .iter()
            .filter(|(pattern, _)| {
                // The matcher panics on paths outside its folder.
                note.starts_with(pattern.path())
                    && pattern.matched_path_or_any_parents(note, false).is_ignore()
            })
            .flat_map(|(_, rules)| rules)
            .collect();
        if off.is_empty() {
            return Arc::clone(&self.config);
        }
        let mut config = Config::clone(&self.config);
        config.lint.ignore.extend(off.into_iter().cloned());
        Arc::new(config)
    }
}

/// Reads the config file `file`, whose content is `text`. `rules` are the names of the known rules. `None` for a
/// `pyproject.toml` that has no `[tool.notelint]`.
///
/// # Errors
/// Everything that is wrong in the file, each with its line.
pub fn load(file: &Path, text: &str, rules: &[&str]) -> Result<Option<Loaded>, ConfigError> {
    let lines = LineIndex::new(text);
    let line = |offset| lines.line(offset);
    let failed = |problems| ConfigError {
        file: file.to_owned(),
        problems,
    };
    let root = DeTable::parse(text).map_err(|error| failed(vec![from_toml(&error, &line)]))?;
    let is_pyproject = file.file_name().is_some_and(|name| name == "pyproject.toml");
    let table = if is_pyproject {
        match tool_table(root) {
            Some(table) => table,
            None => return Ok(None),
        }
    } else {
        root
    };
    let mut validation = Validation {
        line: &line,
        rules,
        problems: Vec::new(),
        set: Vec::new(),
    };
    validation.table(table.get_ref(), schema(), "");
    let Validation { problems, set, .. } = validation;
    if !problems.is_empty() {
        return Err(failed(in_order(problems)));
    }
    let config = Config::deserialize(toml::Deserializer::from(table))
        .map_err(|error| failed(vec![from_toml(&error, &line)]))?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut loaded = Loaded::new(config, folder).map_err(|message| {
        failed(vec![ConfigProblem {
            line: set
                .iter()
                .find(|(key, _)| key == "lint.per-file-ignores")
                .map(|(_, line)| *line),
            message,
        }])
    })?;
    loaded.file = Some(file.to_owned());
    loaded.set = set.into_iter().collect();
    Ok(Some(loaded))
}

fn in_order(mut problems: Vec<ConfigProblem>) -> Vec<ConfigProblem> {
    problems.sort_by_key(|problem| problem.line);
    problems
}

/// `[tool.notelint]` of a `pyproject.toml`.
fn tool_table(root: Spanned<DeTable<'_>>) -> Option<Spanned<DeTable<'_>>> {
    let DeValue::Table(mut tools) = root.into_inner().remove("tool")?.into_inner() else {
        return None;
    };
    let ours = tools.remove("notelint")?;
    let span = ours.span();
    match ours.into_inner() {
        DeValue::Table(table) => Some(Spanned::new(span, table)),
        _ => None,
    }
}

fn from_toml(error: &toml::de::Error, line: &dyn Fn(usize) -> usize) -> ConfigProblem {
    ConfigProblem {
        line: error.span().map(|span| line(span.start)),
        message: error.message().to_owned(),
    }
}

fn per_file(config: &Config, folder: &Path) -> Result<Vec<(Gitignore, Vec<String>)>, String> {
    config
        .lint
        .per_file_ignores
        .iter()
        .map(|(pattern, rules)| {
            let mut builder = GitignoreBuilder::new(folder);
            let matcher = builder
                .add_line(None, pattern)
                .and_then(|builder| builder.build())
                .map_err(|error| format!("`lint.per-file-ignores`: {error}"))?;
            Ok((matcher, rules.clone()))
        })
        .collect()
}
