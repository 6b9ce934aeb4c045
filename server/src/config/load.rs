//! From the text of a config file to settings, or to everything that is wrong with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::pattern_place::{self, ExampleLines, PatternPlace};
use super::validate::Validation;
use super::{Config, ConfigError, ConfigProblem, PatternConfig, PatternProblem, schema};
use crate::text::LineIndex;

/// What the rooms above say of the values of settings.
#[derive(Debug, Clone)]
pub struct Known {
    /// The names of the built-in rules.
    pub rules: Vec<&'static str>,
    /// Checks a pattern of the user's own.
    pub check_pattern: fn(&PatternConfig) -> Result<(), PatternProblem>,
}

/// The settings of one config file, or the defaults.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The file; `None` for the defaults.
    pub file: Option<PathBuf>,
    /// Dotted keys that the file sets, with their 1-based lines.
    pub set: BTreeMap<String, usize>,
    /// The settings.
    pub config: Arc<Config>,
    /// Where the examples of each pattern stand, in the order of `config.pattern`.
    pub examples: Vec<ExampleLines>,
    /// `lint.per-file-ignores`: which files, which rules.
    per_file: Vec<(GlobSet, Vec<String>)>,
    /// The folder that those patterns are relative to.
    folder: PathBuf,
}

impl Loaded {
    /// Settings that come from no file; patterns in them are relative to `folder`.
    ///
    /// # Errors
    /// A pattern of `lint.per-file-ignores` that cannot be read.
    pub fn new(config: Config, folder: &Path) -> Result<Self, String> {
        let per_file = config
            .lint
            .per_file_ignores
            .iter()
            .map(|(pattern, rules)| Ok((matcher(pattern)?, rules.clone())))
            .collect::<Result<_, globset::Error>>()
            .map_err(|error| format!("`lint.per-file-ignores`: {error}"))?;
        Ok(Self {
            config: Arc::new(config),
            per_file,
            folder: folder.to_owned(),
            ..Self::default()
        })
    }

    /// The settings for `note`: those of the file, with the rules that `lint.per-file-ignores` turns off there.
    pub fn for_note(&self, note: &Path) -> Arc<Config> {
        let below = note.strip_prefix(&self.folder).unwrap_or(note);
        let off: Vec<&String> = self
            .per_file
            .iter()
            .filter(|(pattern, _)| pattern.is_match(below))
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

/// Reads the config file `file`, whose content is `text`. `None` for a `pyproject.toml` that has no `[tool.notelint]`.
///
/// # Errors
/// Everything that is wrong in the file, each with its line.
pub fn load(file: &Path, text: &str, known: &Known) -> Result<Option<Loaded>, ConfigError> {
    let lines = LineIndex::new(text);
    let failed = |problems| ConfigError {
        file: file.to_owned(),
        problems,
    };
    let is_pyproject = file
        .file_name()
        .is_some_and(|name| name == "pyproject.toml");
    if is_pyproject && !text.contains("notelint") {
        // Somebody else's file: whatever it holds is not ours to judge.
        return Ok(None);
    }
    let root = DeTable::parse(text).map_err(|error| failed(vec![from_toml(&error, &lines)]))?;
    let table = if is_pyproject {
        match tool_table(root) {
            Some(table) => table,
            None => return Ok(None),
        }
    } else {
        root
    };
    let places = PatternPlace::all(table.get_ref());
    let own = places.iter().map(|place| place.name.as_str());
    let rules: Vec<&str> = own.chain(known.rules.iter().copied()).collect();
    let mut validation = Validation {
        lines: &lines,
        rules: &rules,
        problems: Vec::new(),
        set: Vec::new(),
    };
    validation.table(table.get_ref(), schema(), "");
    let Validation { problems, set, .. } = validation;
    if !problems.is_empty() {
        return Err(failed(in_order(problems)));
    }
    let config = Config::deserialize(toml::Deserializer::from(table))
        .map_err(|error| failed(vec![from_toml(&error, &lines)]))?;
    let patterns = config.pattern.iter().zip(&places);
    let wrong: Vec<ConfigProblem> = patterns
        .filter_map(|(pattern, place)| {
            let problem = pattern_place::check(pattern, &config, known).err()?;
            Some(place.locate(&problem, text, &lines))
        })
        .collect();
    if !wrong.is_empty() {
        return Err(failed(in_order(wrong)));
    }
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut loaded = Loaded::new(config, folder).map_err(|message| {
        failed(vec![ConfigProblem {
            line: set
                .iter()
                .find(|(key, _)| key == "lint.per-file-ignores")
                .map(|(_, line)| *line),
            column: None,
            message,
        }])
    })?;
    loaded.file = Some(file.to_owned());
    loaded.set = set.into_iter().collect();
    loaded.examples = places
        .iter()
        .map(|place| place.example_lines(&lines))
        .collect();
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

fn from_toml(error: &toml::de::Error, lines: &LineIndex) -> ConfigProblem {
    ConfigProblem {
        line: error.span().map(|span| lines.line(span.start)),
        column: None,
        message: error.message().to_owned(),
    }
}

/// A pattern in the manner of .gitignore: without a slash inside it matches at any depth, and a folder stands for all
/// that is in it.
fn matcher(pattern: &str) -> Result<GlobSet, globset::Error> {
    let bare = pattern.trim_end_matches('/');
    let anywhere = if bare.contains('/') { "" } else { "**/" };
    let bare = bare.trim_start_matches('/');
    let mut set = GlobSetBuilder::new();
    for pattern in [format!("{anywhere}{bare}"), format!("{anywhere}{bare}/**")] {
        set.add(GlobBuilder::new(&pattern).literal_separator(true).build()?);
    }
    set.build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known {
            rules: vec!["syntax-error", "unknown-module"],
            check_pattern: |pattern| match pattern.query.find("nonsense") {
                None => Ok(()),
                Some(at) => Err(PatternProblem {
                    key: "query",
                    line: 1 + pattern.query[..at].matches('\n').count(),
                    column: 1 + at - pattern.query[..at].rfind('\n').map_or(0, |end| end + 1),
                    message: "nonsense".to_owned(),
                }),
            },
        }
    }

    fn wrong(text: &str) -> String {
        load(Path::new("notelint.toml"), text, &known())
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn sets_what_is_written_and_leaves_the_rest() {
        let text = "[lint]\nignore = [\"syntax-error\"]\n\n[python]\nversion = \"3.9\"\n";
        let loaded = load(Path::new("notelint.toml"), text, &known())
            .unwrap()
            .unwrap();
        assert_eq!(loaded.config.lint.ignore, ["syntax-error"]);
        assert_eq!(loaded.config.python.version.minor(), 9);
        assert_eq!(loaded.config.questions, Config::default().questions);
        assert_eq!(loaded.set["lint.ignore"], 2);
        assert_eq!(loaded.set["python.version"], 5);
    }

    #[test]
    fn a_mistake_is_named_with_its_line_and_what_was_meant() {
        for (text, message) in [
            (
                "\n[lint]\nselct = []\n",
                "notelint.toml:3: unknown key `lint.selct`; did you mean `select`?",
            ),
            (
                "[lnt]\n",
                "notelint.toml:1: unknown key `lnt`; did you mean `lint`?",
            ),
            (
                "lint.ignore = \"x\"\n",
                "notelint.toml:1: `lint.ignore` must be a list, not a string",
            ),
            (
                "[lint]\nignore = [\"syntax-eror\"]\n",
                "notelint.toml:2: no rule is called `syntax-eror`; did you mean `syntax-error`? (in `lint.ignore`)",
            ),
            (
                "[lint.severity]\nsyntax-error = \"warn\"\n",
                "notelint.toml:2: `lint.severity.syntax-error` cannot be \"warn\"; did you mean `warning`?",
            ),
            (
                "[lint.per-file-ignores]\n\"a.md\" = [\"nope\"]\n",
                "notelint.toml:2: no rule is called `nope` (in `lint.per-file-ignores.a.md`)",
            ),
            (
                "[python]\nversion = 3.12\n",
                "notelint.toml:2: `python.version` must be a string such as \"3.14\", not a number",
            ),
        ] {
            assert_eq!(wrong(text), message);
        }
        assert!(wrong("[lint\n").starts_with("notelint.toml:1: "));
        assert!(wrong("[python]\nversion = \"2.7\"\n").contains("cannot be \"2.7\"; "));
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        assert_eq!(
            wrong("[python]\nversion = 3\n[lint]\nuntagged = 1\n")
                .lines()
                .count(),
            2
        );
    }

    #[test]
    fn pyproject_counts_only_with_our_table() {
        let file = Path::new("pyproject.toml");
        assert!(load(file, "[tool.ruff]\n", &known()).unwrap().is_none());
        assert!(load(file, "not toml", &known()).unwrap().is_none());
        let text = "[tool.notelint.lint]\nuntagged = true\n";
        let loaded = load(file, text, &known()).unwrap().unwrap();
        assert!(loaded.config.lint.untagged);
        let error = load(file, "[tool.notelint]\nx = 1\n", &known()).unwrap_err();
        assert_eq!(error.to_string(), "pyproject.toml:2: unknown key `x`");
    }

    #[test]
    fn rules_are_off_in_files_that_match() {
        let text = "[lint.per-file-ignores]\n\"drafts/\" = [\"syntax-error\"]\n\"a/*.md\" = [\"unknown-module\"]\n";
        let loaded = load(Path::new("/v/notelint.toml"), text, &known())
            .unwrap()
            .unwrap();
        let off = |note: &str| loaded.for_note(Path::new(note)).lint.ignore.clone();
        assert_eq!(off("/v/x/drafts/deep/n.md"), ["syntax-error"]);
        assert_eq!(off("/v/a/n.md"), ["unknown-module"]);
        assert!(off("/v/a/b/n.md").is_empty());
        assert!(off("/v/n.md").is_empty());
    }

    #[test]
    fn a_wrong_pattern_is_named_with_its_place() {
        let pattern = "[[pattern]]\nname = \"x\"\nmessage = \"m\"\n";
        for (rest, message) in [
            (
                "query = '''\n(call\n  nonsense)'''\n",
                "notelint.toml:6:3: pattern `x`, `query`: nonsense",
            ),
            (
                "query = 'nonsense'\n",
                "notelint.toml:4:10: pattern `x`, `query`: nonsense",
            ),
            (
                "[[pattern]]\nname = \"syntax-error\"\n",
                "notelint.toml:5:9: pattern `syntax-error`, `name`: a built-in rule has this name",
            ),
        ] {
            assert_eq!(wrong(&format!("{pattern}{rest}")), message);
        }
        let ignored = format!("lint.ignore = [\"x\"]\n{pattern}");
        let loaded = load(Path::new("notelint.toml"), &ignored, &known());
        assert_eq!(loaded.unwrap().unwrap().config.pattern.len(), 1);
    }
}
