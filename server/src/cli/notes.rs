//! From the paths a person names to notes at hand: walked, decoded, parsed, in a fixed order.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::settings::{self, RealPaths, Settings};
use super::status;
use crate::config::{Config, ConfigError};
use crate::files::{self, FileProblem, Source, WalkOptions};
use crate::note::{Note, NoteOptions};

/// A note that a command was asked to look at.
#[derive(Debug)]
pub(super) struct NoteFile {
    /// Where it is, as it was named.
    pub path: PathBuf,
    /// The same, absolute and in a folder without links.
    pub real: PathBuf,
    /// How it is shown.
    pub name: String,
    /// The settings for it.
    pub config: Arc<Config>,
    /// The folder named on the command line that it was found in, or the folder of the file that was named; links
    /// resolved. Nothing outside of it is ever written.
    pub root: PathBuf,
}

/// The notes among some paths.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The notes, each once, in the order of the paths and by name below them.
    pub notes: Vec<NoteFile>,
    /// What could not be looked at; stderr was told.
    pub failures: Vec<String>,
    /// The folders that were named, links resolved: their notes are all here.
    pub folders: Vec<PathBuf>,
}

/// Finds the notes in `paths`. What is missing or wrong is told on stderr, and the rest is gathered all the same.
pub(super) fn gather(paths: &[PathBuf], settings: &Settings) -> Gathered {
    let mut gathered = Gathered::default();
    let mut seen = FxHashSet::default();
    let mut real_paths = RealPaths::default();
    let mut broken_configs = FxHashSet::default();
    let mut config_failed = |error: &ConfigError, failures: &mut Vec<String>| {
        if broken_configs.insert(error.file.clone()) {
            let messages = settings.names().config_error(error);
            status::error_lines(&messages);
            failures.push(messages);
        }
    };
    for path in paths {
        let root = root(path);
        let options = match settings.for_folder(&root) {
            Ok(loaded) => walk_options(&loaded.config),
            Err(error) => {
                config_failed(&error, &mut gathered.failures);
                continue;
            }
        };
        let walked = files::walk(std::slice::from_ref(path), &options);
        for problem in &walked.problems {
            let message = settings.names().file_problem(problem);
            status::error(&message);
            gathered.failures.push(message);
        }
        if walked.files.is_empty() && walked.problems.is_empty() {
            let patterns = options.include.join(", ");
            let folder = settings.names().show(path);
            status::warning(&format!("no notes in {folder} (looked for {patterns})"));
        }
        if path.is_dir() {
            gathered.folders.push(root.clone());
        }
        for file in walked.files {
            let real = real_paths.of(&file);
            if !seen.insert(real.clone()) {
                continue;
            }
            match settings.for_real(&real) {
                Ok(config) => gathered.notes.push(NoteFile {
                    name: settings.names().show(&file),
                    path: file,
                    real,
                    config,
                    root: root.clone(),
                }),
                Err(error) => config_failed(&error, &mut gathered.failures),
            }
        }
    }
    gathered
}

/// The paths of the notes in `paths`, without a word about what is wrong there.
pub(super) fn list(paths: &[PathBuf], settings: Option<&Settings>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in paths {
        let config = settings
            .and_then(|settings| settings.for_folder(&root(path)).ok())
            .map(|loaded| Arc::clone(&loaded.config))
            .unwrap_or_default();
        let walked = files::walk(std::slice::from_ref(path), &walk_options(&config));
        found.extend(walked.files);
    }
    found
}

/// The folder that `path` names or lies in, links resolved.
fn root(path: &Path) -> PathBuf {
    if path.is_dir() {
        return std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    }
    let real = settings::real(path);
    real.parent().map_or(real.clone(), Path::to_owned)
}

/// How notes are looked for under `config`.
pub(super) fn walk_options(config: &Config) -> WalkOptions {
    WalkOptions {
        include: config.notes.include.clone(),
        exclude: config.notes.exclude.clone(),
    }
}

/// Reads a note.
///
/// # Errors
/// It cannot be read or decoded.
pub(super) fn read(file: &NoteFile) -> Result<Source, FileProblem> {
    files::read(&file.path, file.config.notes.max_bytes())
}

/// Reads the note that stands on stdin.
///
/// # Errors
/// It cannot be read or decoded, or is too large.
pub(super) fn read_stdin() -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(files::MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| anyhow::anyhow!("stdin: {error}"))?;
    if bytes.len() as u64 > files::MAX_BYTES {
        anyhow::bail!("stdin: more than the limit of {} bytes", files::MAX_BYTES);
    }
    let (text, _) = files::decode(bytes).map_err(|message| anyhow::anyhow!("stdin: {message}"))?;
    Ok(text)
}

/// Parses `text` as the settings say.
pub(super) fn parse(text: String, config: &Config) -> Note {
    Note::parse(text, &NoteOptions::from(config))
}
