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
    let loaded = settings
        .for_folder(&root)
        .map_err(|error| anyhow::anyhow!(settings.names().config_error(&error)))?;
    let folder = loaded.file.as_deref().and_then(Path::parent);
    let (words, problems) = glossary(&loaded.config.terms, folder.unwrap_or(&root));
    for problem in &problems.unusable {
        status::error(problem);
    }
    for problem in &problems.repeated {
        status::warning(problem);
    }
    let gathered = notes::gather(std::slice::from_ref(&root), settings);
    let mut failed = !problems.unusable.is_empty() || !gathered.failures.is_empty();
    let mut sources = sources(&gathered.notes);
    if note.is_file() && !sources.iter().any(|source| source.path == note) {
        // Asked about by name, whatever it is called.
        if let Ok(config) = settings.for_note(note) {
            sources.push(source(note.to_owned(), &config));
        }
    }
    let mut vault = Vault::new(words.clone());
    vault.set_roots([&*root]);
    let read = Mutex::new(vault);
    let problems = vault::load(&sources, &words, &|digests, _| {
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
