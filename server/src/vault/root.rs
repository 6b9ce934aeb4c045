//! Which folder is the vault of a note.

use std::path::{Path, PathBuf};

use crate::config::FILE_NAMES;
use crate::files;

/// What else marks the folder of a vault: a repository, a vault of Obsidian.
const MARKS: [&str; 2] = [".git", ".obsidian"];

/// The vault of the note at `note`, an absolute path: the nearest folder upwards with a config, `.git` or `.obsidian`,
/// else the note's own folder. A `pyproject.toml` counts where it has something for us.
pub fn root_of(note: &Path) -> PathBuf {
    let own = note.parent().unwrap_or(note);
    own.ancestors()
        .find(|folder| {
            MARKS.iter().any(|name| folder.join(name).exists())
                || FILE_NAMES.iter().any(|name| is_config(&folder.join(name)))
        })
        .unwrap_or(own)
        .to_owned()
}

/// True for a config file of ours. What is wrong in it is for others to tell.
fn is_config(file: &Path) -> bool {
    if !file.ends_with("pyproject.toml") {
        return file.is_file();
    }
    files::read_if_there(file)
        .ok()
        .flatten()
        .is_some_and(|text| text.contains("[tool.notelint"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_mark_upwards_counts() {
        let top = tempfile::tempdir().unwrap();
        let deep = top.path().join("a/b/c");
        std::fs::create_dir_all(&deep).unwrap();
        let note = deep.join("n.md");
        assert_eq!(root_of(&note), deep);
        std::fs::create_dir(top.path().join(".git")).unwrap();
        assert_eq!(root_of(&note), top.path());
        std::fs::create_dir(top.path().join("a/.obsidian")).unwrap();
        assert_eq!(root_of(&note), top.path().join("a"));
        std::fs::write(deep.join("pyproject.toml"), "[project]\n").unwrap();
        assert_eq!(root_of(&note), top.path().join("a"));
        std::fs::write(deep.join("pyproject.toml"), "[tool.notelint]\n").unwrap();
        assert_eq!(root_of(&note), deep);
    }
}
