//! The vault that a command looks through: every note around the folder or the note that it was asked about.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::notes;
use super::settings::Settings;
use super::status;
use crate::config::Config;
use crate::features::glossary::glossary;
use crate::note::NoteOptions;
use crate::vault::{self, Source, Vault};

/// A vault as a command sees it.
#[derive(Debug)]
pub(super) struct Opened {
    /// Its notes.
    pub vault: Vault,
    /// Whether some could not be looked at; stderr was told.
    pub failed: bool,
}

/// Reads the vault that holds `note`, an absolute path which need not exist.
///
/// # Errors
/// The config file over the vault cannot be used.
pub(super) fn open(note: &Path, settings: &Settings) -> anyhow::Result<Opened> {
    let root = vault::root_of(note);
    let gathered = notes::gather(std::slice::from_ref(&root), settings);
    let mut sources = sources(&gathered.notes);
    if note.is_file() && !sources.iter().any(|source| source.path == note) {
        // Asked about by name, whatever it is called.
        if let Ok(config) = settings.for_note(note) {
            sources.push(source(note.to_owned(), &config));
        }
    }
    let opened = read(&root, &[&*root], &sources, settings)?;
    Ok(opened.or_failed(!gathered.failures.is_empty()))
}

/// Reads the notes in `paths` and no others.
///
/// # Errors
/// The config file over the first of them cannot be used.
pub(super) fn open_paths(paths: &[PathBuf], settings: &Settings) -> anyhow::Result<Opened> {
    let paths: Vec<PathBuf> = paths.iter().map(|path| whole(path)).collect();
    let gathered = notes::gather(&paths, settings);
    let folder = |path: &PathBuf| match path.is_dir() {
        true => path.clone(),
        false => path.parent().map_or_else(PathBuf::new, Path::to_owned),
    };
    let roots: Vec<PathBuf> = paths.iter().map(folder).collect();
    let root = roots.first().cloned().unwrap_or_default();
    let roots: Vec<&Path> = roots.iter().map(PathBuf::as_path).collect();
    let opened = read(&root, &roots, &sources(&gathered.notes), settings)?;
    Ok(opened.or_failed(!gathered.failures.is_empty()))
}

/// `path` as an absolute one without links.
fn whole(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Digests `sources`, the notes of the folders `roots`, with the terms that are configured over `root`.
fn read(
    root: &Path,
    roots: &[&Path],
    sources: &[Source],
    settings: &Settings,
) -> anyhow::Result<Opened> {
    let loaded = settings
        .for_folder(root)
        .map_err(|error| anyhow::anyhow!(settings.names().config_error(&error)))?;
    let folder = loaded.file.as_deref().and_then(Path::parent);
    let (words, problems) = glossary(&loaded.config.terms, folder.unwrap_or(root));
    for problem in &problems.unusable {
        status::error(problem);
    }
    for problem in &problems.repeated {
        status::warning(problem);
    }
    let mut failed = !problems.unusable.is_empty();
    let mut vault = Vault::new(words.clone());
    vault.set_roots(roots.iter().copied());
    let read = Mutex::new(vault);
    let problems = vault::load(sources, &words, &|digests, _| {
        let mut vault = read.lock().unwrap_or_else(PoisonError::into_inner);
        for digest in digests {
            vault.put(digest);
        }
        ControlFlow::Continue(())
    });
    for problem in &problems {
        failed = true;
        status::error(&settings.names().file_problem(problem));
    }
    Ok(Opened {
        vault: read.into_inner().unwrap_or_else(PoisonError::into_inner),
        failed,
    })
}

impl Opened {
    fn or_failed(mut self, failed: bool) -> Self {
        self.failed |= failed;
        self
    }
}

/// What is to be read; notes under one config share their options.
fn sources(notes: &[notes::NoteFile]) -> Vec<Source> {
    let mut shared: FxHashMap<*const Config, Arc<NoteOptions>> = FxHashMap::default();
    notes
        .iter()
        .map(|note| Source {
            path: note.path.clone(),
            options: Arc::clone(
                shared
                    .entry(Arc::as_ptr(&note.config))
                    .or_insert_with(|| Arc::new(NoteOptions::from(&*note.config))),
            ),
            max_bytes: note.config.notes.max_bytes(),
        })
        .collect()
}

fn source(path: PathBuf, config: &Config) -> Source {
    Source {
        path,
        options: Arc::new(NoteOptions::from(config)),
        max_bytes: config.notes.max_bytes(),
    }
}
