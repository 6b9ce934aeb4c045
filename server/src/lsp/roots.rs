//! The folders that the editor has open, and which of them are too much to look through.

use std::path::{Path, PathBuf};

use tower_lsp::ls_types::{InitializeParams, WorkspaceFoldersChangeEvent};

use super::settings::file_path;

/// The folders that the editor has open, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Roots {
    named: Vec<PathBuf>,
}

impl Roots {
    /// Those that `initialize` names; none where a single file was opened.
    #[expect(deprecated, reason = "older clients know no other way to name it")]
    pub(super) fn new(params: &InitializeParams) -> Self {
        let folders = params.workspace_folders.iter().flatten();
        let mut named: Vec<PathBuf> = folders
            .filter_map(|folder| file_path(&folder.uri))
            .collect();
        if named.is_empty() {
            named.extend(params.root_uri.as_ref().and_then(file_path));
        }
        Self { named }
    }

    /// These after some came and others went.
    pub(super) fn changed(&self, event: &WorkspaceFoldersChangeEvent) -> Self {
        let paths = |folders: &[tower_lsp::ls_types::WorkspaceFolder]| -> Vec<PathBuf> {
            folders
                .iter()
                .filter_map(|folder| file_path(&folder.uri))
                .collect()
        };
        let gone = paths(&event.removed);
        let mut named = self.named.clone();
        named.retain(|folder| !gone.contains(folder));
        for folder in paths(&event.added) {
            if !named.contains(&folder) {
                named.push(folder);
            }
        }
        Self { named }
    }

    /// The first one: where notes stand that have no file yet.
    pub(super) fn first(&self) -> Option<&Path> {
        self.named.first().map(PathBuf::as_path)
    }

    /// Those that are looked through.
    pub(super) fn of_notes(&self) -> impl Iterator<Item = &Path> {
        let folders = self.named.iter().map(PathBuf::as_path);
        folders.filter(|folder| is_of_notes(folder, home().as_deref()))
    }

    /// Those that are not, as nobody's notes are so many.
    pub(super) fn refused(&self) -> impl Iterator<Item = &Path> {
        let folders = self.named.iter().map(PathBuf::as_path);
        folders.filter(|folder| !is_of_notes(folder, home().as_deref()))
    }

    /// True where `path` is below a folder that is looked through.
    pub(super) fn hold(&self, path: &Path) -> bool {
        self.of_notes().any(|root| path.starts_with(root))
    }
}

/// What a person is told about a folder that is not looked through.
pub(super) fn refusal(folder: &Path) -> String {
    format!(
        "notelint does not look through {}: that is far more than notes. Notes that you open are checked; for links, \
         definitions and questions across notes, open the folder that holds them.",
        folder.display()
    )
}

fn home() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| home.is_absolute())
}

/// False for the whole disk, for a person's home, and for what holds homes.
fn is_of_notes(folder: &Path, home: Option<&Path>) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = real(folder);
    folder.parent().is_some() && home.is_none_or(|home| !real(home).starts_with(&folder))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_home_and_what_holds_it_are_too_much() {
        let home = Some(Path::new("/home/ada"));
        for (folder, wanted) in [
            ("/", false),
            ("/home", false),
            ("/home/ada", false),
            ("/home/ada/", false),
            ("/home/ada/notes", true),
            ("/home/adam", true),
            ("/srv/notes", true),
        ] {
            assert_eq!(is_of_notes(Path::new(folder), home), wanted, "{folder}");
        }
        assert!(!is_of_notes(Path::new("/"), None));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_home_is_the_home() {
        let folder = tempfile::tempdir().unwrap();
        let (home, link) = (folder.path().join("ada"), folder.path().join("link"));
        std::fs::create_dir(&home).unwrap();
        std::os::unix::fs::symlink(&home, &link).unwrap();
        assert!(!is_of_notes(&link, Some(&home)));
        assert!(!is_of_notes(&home, Some(&link)));
    }

    #[test]
    fn folders_come_and_go() {
        let folder = |path: &str| json!({ "uri": format!("file://{path}"), "name": "x" });
        let params =
            json!({ "capabilities": {}, "workspaceFolders": [folder("/a"), folder("/b")] });
        let roots = Roots::new(&serde_json::from_value(params).unwrap());
        let event = json!({ "added": [folder("/c"), folder("/b")], "removed": [folder("/a")] });
        let roots = roots.changed(&serde_json::from_value(event).unwrap());
        let left: Vec<&Path> = roots.of_notes().collect();
        assert_eq!(left, [Path::new("/b"), Path::new("/c")]);
        assert_eq!(roots.first(), Some(Path::new("/b")));
        assert!(roots.hold(Path::new("/c/d/e.md")));
        assert!(!roots.hold(Path::new("/cd/e.md")));
    }
}
