//! Which config file is a note's: the nearest one upwards from it.

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::{ConfigError, Known, Loaded, load};

/// The names a config file may have; within one folder the first one counts.
pub const FILE_NAMES: [&str; 3] = [".notelint.toml", "notelint.toml", "pyproject.toml"];

/// What was found for a folder: settings (the defaults where there is no file) or an error, shared by all its notes.
pub type Found = Result<Arc<Loaded>, Arc<ConfigError>>;

/// Reads a file: `Ok(None)` where there is none, a message where there is one that cannot be read.
type Reader = dyn Fn(&Path) -> Result<Option<String>, String> + Send + Sync;

/// The config files of a run, each read once.
pub struct Configs {
    reader: Box<Reader>,
    known: Known,
    by_folder: Mutex<HashMap<PathBuf, Found>>,
}

impl Configs {
    /// Looks for files with `reader`; `known` says what their values may be.
    pub fn new(
        reader: impl Fn(&Path) -> Result<Option<String>, String> + Send + Sync + 'static,
        known: Known,
    ) -> Self {
        Self {
            reader: Box::new(reader),
            known,
            by_folder: Mutex::default(),
        }
    }

    /// The settings for notes in `folder`, an absolute path without `..`.
    pub fn for_folder(&self, folder: &Path) -> Found {
        if let Some(found) = self.folders().get(folder) {
            return found.clone();
        }
        let found = match self.in_folder(folder).transpose() {
            Some(found) => found.map(Arc::new).map_err(Arc::new),
            None => match folder.parent() {
                Some(parent) => self.for_folder(parent),
                None => Ok(Arc::default()),
            },
        };
        self.folders()
            .entry(folder.to_owned())
            .or_insert(found)
            .clone()
    }

    /// The settings of `file`, whatever its name.
    ///
    /// # Errors
    /// It is not there, cannot be read, or something in it is wrong.
    pub fn named(&self, file: &Path) -> Result<Loaded, ConfigError> {
        let problem = |message: String| ConfigError::unreadable(file.to_owned(), message);
        let text = (self.reader)(file)
            .map_err(problem)?
            .ok_or_else(|| problem("no such file".to_owned()))?;
        load(file, &text, &self.known)?
            .ok_or_else(|| problem("it has no [tool.notelint]".to_owned()))
    }

    /// Forgets everything: a config file was changed.
    pub fn clear(&self) {
        self.folders().clear();
    }

    fn in_folder(&self, folder: &Path) -> Result<Option<Loaded>, ConfigError> {
        for name in FILE_NAMES {
            let file = folder.join(name);
            let text = (self.reader)(&file)
                .map_err(|message| ConfigError::unreadable(file.clone(), message))?;
            if let Some(text) = text
                && let Some(loaded) = load(&file, &text, &self.known)?
            {
                return Ok(Some(loaded));
            }
        }
        Ok(None)
    }

    fn folders(&self) -> std::sync::MutexGuard<'_, HashMap<PathBuf, Found>> {
        // A panic elsewhere leaves the map whole: it is only ever added to.
        self.by_folder
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Configs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Configs")
            .field("by_folder", &self.by_folder)
            .finish_non_exhaustive()
    }
}
