//! The settings for each note: those of the config files over it, with the editor's on top.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value};
use tower_lsp::ls_types::Uri;
use tracing::warn;

use super::roots::Roots;
use crate::config::{self, Config, Configs, FILE_NAMES, TermsConfig};
use crate::features::glossary::{Words, glossary};
use crate::files::{self, Changes, WalkOptions};
use crate::note::NoteOptions;
use crate::rules;
use crate::terms::Glossary;

/// The settings of a session until they change; then there is another one of these.
#[derive(Debug)]
pub(super) struct Settings {
    /// Newer settings have a higher one.
    edition: u64,
    configs: Configs,
    /// What was read, or that there was nothing to read.
    read: Arc<Mutex<Files>>,
    /// What the editor says, in the shape of a config file.
    editor: Value,
    roots: Roots,
    by_note: Mutex<HashMap<PathBuf, Found>>,
    /// How notes are read, by their folders.
    by_folder: Mutex<HashMap<PathBuf, Arc<Manner>>>,
    /// The glossaries with terms of the person's own: few, each large.
    glossaries: Mutex<Vec<(PathBuf, TermsConfig, Words)>>,
    /// Messages that the person has seen.
    told: Mutex<HashSet<Arc<str>>>,
}

/// How notes are read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Manner {
    /// What they are parsed with.
    pub options: Arc<NoteOptions>,
    /// Larger ones are not read.
    pub max_bytes: u64,
}

/// Files where settings may stand, as they were read.
type Files = HashMap<PathBuf, Result<Option<String>, String>>;

/// A note's settings, or why they cannot be used.
type Found = Result<Arc<Config>, Arc<str>>;

impl Default for Settings {
    fn default() -> Self {
        Self::new(Value::Null, Roots::default())
    }
}

impl Settings {
    /// Settings with the `editor`'s on top of the config files', which are read anew. Notes without a file stand in
    /// the first of `roots`.
    pub(super) fn new(editor: Value, roots: Roots) -> Self {
        static EDITIONS: AtomicU64 = AtomicU64::new(0);
        let read = Arc::<Mutex<Files>>::default();
        let remembered = Arc::clone(&read);
        let reader = move |path: &Path| {
            let text = files::read_if_there(path);
            let mut files = remembered.lock().unwrap_or_else(PoisonError::into_inner);
            files.insert(path.to_owned(), text.clone());
            text
        };
        Self {
            edition: EDITIONS.fetch_add(1, Ordering::Relaxed),
            configs: Configs::new(reader, rules::known()),
            read,
            editor,
            roots,
            by_note: Mutex::default(),
            by_folder: Mutex::default(),
            glossaries: Mutex::default(),
            told: Mutex::default(),
        }
    }

    /// What the editor says.
    pub(super) fn editor(&self) -> &Value {
        &self.editor
    }

    /// The folders that the editor has open.
    pub(super) fn roots(&self) -> &Roots {
        &self.roots
    }

    /// Which of two settings are newer: those with the higher edition.
    pub(super) fn edition(&self) -> u64 {
        self.edition
    }

    /// Where notes stand that have no file yet.
    fn root(&self) -> Option<&Path> {
        self.roots.first()
    }

    /// True where `changes` may be of what these settings were read from.
    pub(super) fn are_outdated_by(&self, changes: &Changes) -> bool {
        let is_config = |path: &PathBuf| {
            let name = path.file_name();
            name.is_some_and(|name| FILE_NAMES.iter().any(|known| name == *known))
        };
        if changes.lost || changes.paths.iter().any(is_config) {
            let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
            if read
                .iter()
                .any(|(path, text)| files::read_if_there(path) != *text)
            {
                return true;
            }
        }
        let glossaries = self
            .glossaries
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut files = glossaries
            .iter()
            .flat_map(|(folder, terms, _)| terms.files.iter().map(|file| folder.join(file)));
        files.any(|file| changes.paths.contains(&file))
    }

    /// The settings for notes right in `folder`, but for those that hold for some of them alone; the defaults where
    /// they are broken.
    fn for_folder(&self, folder: &Path) -> Arc<Config> {
        self.look_up(&folder.join("untitled.md"))
            .unwrap_or_default()
    }

    /// Which files below `root` are notes.
    pub(super) fn walk_options(&self, root: &Path) -> WalkOptions {
        let config = self.for_folder(root);
        WalkOptions {
            include: config.notes.include.clone(),
            exclude: config.notes.exclude.clone(),
        }
    }

    /// How notes in `folder` are read, looked up once.
    pub(super) fn manner(&self, folder: &Path) -> Arc<Manner> {
        let mut known = self
            .by_folder
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(manner) = known.get(folder) {
            return Arc::clone(manner);
        }
        let config = self.for_folder(folder);
        let manner = Arc::new(Manner {
            options: Arc::new(NoteOptions::from(&*config)),
            max_bytes: config.notes.max_bytes(),
        });
        known.insert(folder.to_owned(), Arc::clone(&manner));
        manner
    }

    /// The glossary for the first of the open folders.
    pub(super) fn own_glossary(&self) -> Words {
        let note = self.root().map(|root| root.join("untitled.md"));
        match note.and_then(Uri::from_file_path) {
            Some(uri) => {
                let config = self.for_note(&uri).unwrap_or_default();
                self.glossary(&uri, &config)
            }
            None => Words::Builtin(Glossary::builtin()),
        }
    }

    /// The settings for the note at `uri`, looked up on disk once.
    pub(super) fn for_note(&self, uri: &Uri) -> Found {
        let path = file_path(uri)
            .or_else(|| self.root().map(|root| root.join("untitled.md")))
            .unwrap_or_default();
        let known = |found: &Mutex<HashMap<PathBuf, Found>>| {
            let found = found.lock().unwrap_or_else(PoisonError::into_inner);
            found.get(&path).cloned()
        };
        if let Some(found) = known(&self.by_note) {
            return found;
        }
        let found = self.look_up(&path);
        let mut by_note = self.by_note.lock().unwrap_or_else(PoisonError::into_inner);
        by_note.entry(path).or_insert(found).clone()
    }

    fn look_up(&self, path: &Path) -> Found {
        let path = &files::real(path);
        let config = match path.parent() {
            Some(folder) => self
                .configs
                .for_folder(folder)
                .map_err(|error| Arc::from(error.to_string()))?
                .for_note(path),
            None => Arc::default(),
        };
        if self.editor.as_object().is_none_or(Map::is_empty) {
            return Ok(config);
        }
        match config.with(&self.editor) {
            Ok(config) => Ok(Arc::new(config)),
            Err(message) => Err(Arc::from(format!("in the editor's settings: {message}"))),
        }
    }

    /// The glossary for a note under `config`.
    pub(super) fn glossary(&self, uri: &Uri, config: &Config) -> Words {
        let folder = self.config_folder(uri);
        let mut known = self
            .glossaries
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let same = |(of, terms, _): &&(PathBuf, TermsConfig, Words)| {
            *of == folder && *terms == config.terms
        };
        if let Some((_, _, words)) = known.iter().find(same) {
            return words.clone();
        }
        let (words, problems) = glossary(&config.terms, &folder);
        for problem in problems.unusable.iter().chain(&problems.repeated) {
            warn!("glossary: {problem}");
        }
        known.push((folder, config.terms.clone(), words.clone()));
        words
    }

    /// The folder that paths in the settings for a note are relative to.
    fn config_folder(&self, uri: &Uri) -> PathBuf {
        let note = file_path(uri);
        let folder = note
            .as_deref()
            .and_then(Path::parent)
            .or_else(|| self.root());
        let found = folder.and_then(|folder| self.configs.for_folder(folder).ok());
        let file = found.and_then(|loaded| loaded.file.clone());
        file.as_deref()
            .and_then(Path::parent)
            .or_else(|| self.root())
            .or(folder)
            .unwrap_or(Path::new(""))
            .to_owned()
    }

    /// True the first time that `message` is to be told.
    pub(super) fn is_news(&self, message: &Arc<str>) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.insert(Arc::clone(message))
    }
}

/// The file that `uri` names.
pub(super) fn file_path(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    let path = is_file.then(|| uri.to_file_path()).flatten()?;
    path.is_absolute().then(|| path.into_owned())
}

/// The editor's settings in the shape of a config file: what stands under `notelint`, where that is how they come, and
/// of that what is a section of the config. What else an editor keeps there (the path of the server, say) is its own.
pub(super) fn from_editor(sent: &Value) -> Value {
    let ours = sent.get("notelint").unwrap_or(sent);
    let sections = config::schema()["properties"].as_object();
    let mut kept = Map::new();
    for (name, value) in ours.as_object().into_iter().flatten() {
        if sections.is_some_and(|sections| sections.contains_key(name)) {
            if let Some(value) = given(value) {
                kept.insert(name.clone(), value);
            }
        } else if name != "trace" {
            warn!("not a section of the settings: {name}");
        }
    }
    Value::Object(kept)
}

/// `value` without `null`s, which mean "not set".
fn given(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Object(entries) => Some(Value::Object(
            entries
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), given(value)?)))
                .collect(),
        )),
        value => Some(value.clone()),
    }
}

/// `asked` without what stands at its default. An editor that is asked answers with its defaults, too, and those must
/// not cover what a config file says.
pub(super) fn without_defaults(asked: Value) -> Value {
    let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
    less(asked, &defaults)
}

fn less(value: Value, default: &Value) -> Value {
    match value {
        Value::Object(entries) => Value::Object(
            entries
                .into_iter()
                .filter(|(name, value)| default.get(name) != Some(value))
                .map(|(name, value)| {
                    let value = match default.get(&name) {
                        Some(below @ Value::Object(_)) => less(value, below),
                        _ => value,
                    };
                    (name, value)
                })
                .collect(),
        ),
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_editors_settings_are_taken_from_where_they_stand() {
        let ours = json!({ "lint": { "untagged": true } });
        for sent in [
            json!({ "lint": { "untagged": true } }),
            json!({ "notelint": { "lint": { "untagged": true, "ignore": null } } }),
            json!({ "notelint": { "lint": { "untagged": true }, "trace": { "server": "off" }, "path": "x" } }),
        ] {
            assert_eq!(from_editor(&sent), ours, "{sent}");
        }
        assert_eq!(from_editor(&Value::Null), json!({}));
    }

    #[test]
    fn defaults_say_nothing() {
        let defaults = serde_json::to_value(Config::default()).unwrap();
        assert_eq!(without_defaults(defaults), json!({}));
        let asked = json!({ "lint": { "untagged": true, "ignore": [] } });
        assert_eq!(
            without_defaults(asked),
            json!({ "lint": { "untagged": true } })
        );
    }

    #[test]
    fn wrong_settings_of_the_editor_are_named() {
        let settings = Settings::new(json!({ "lint": { "untagged": 3 } }), Roots::default());
        let uri: Uri = "untitled:Untitled-1".parse().unwrap();
        let message = settings.for_note(&uri).unwrap_err();
        assert!(message.contains("editor"), "{message}");
        assert!(settings.is_news(&message));
        assert!(!settings.is_news(&message));
    }
}
