//! A folder on disk that is gone when its test ends.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// A folder of its own.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// An empty folder.
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A folder with these files.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let folder = Self::new();
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    /// Writes a file, with the folders over it.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// The path of a file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The URI of a file in it.
    pub fn uri(&self, name: &str) -> String {
        uri_of(&self.path(name))
    }

    /// It, as an editor names an open folder.
    pub fn as_workspace(&self) -> Value {
        workspace(self.0.path())
    }
}

/// `path`, as an editor names an open folder.
pub fn workspace(path: &Path) -> Value {
    json!({ "uri": uri_of(path), "name": "notes" })
}

/// The URI of a file.
pub fn uri_of(path: &Path) -> String {
    let uri = tower_lsp::ls_types::Uri::from_file_path(path).unwrap();
    uri.as_str().to_owned()
}
