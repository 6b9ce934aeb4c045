//! Which files below the given paths are notes.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::FileProblem;

/// What counts as a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkOptions {
    /// Patterns in the syntax of .gitignore; a file found in a folder must match one.
    pub include: Vec<String>,
    /// Patterns in the syntax of .gitignore; a file or folder that matches one is left out.
    pub exclude: Vec<String>,
}

/// What a walk found.
#[derive(Debug, Clone, Default)]
pub struct Walked {
    /// The notes, each once, in the order of the given paths and by name below them.
    pub files: Vec<PathBuf>,
    /// What could not be looked at.
    pub problems: Vec<FileProblem>,
}

/// Walks `paths`. A file that is named itself is taken whatever it is called; below a folder, .gitignore and hidden
/// names are respected and links are not followed.
pub fn walk(paths: &[PathBuf], options: &WalkOptions) -> Walked {
    let mut walked = Walked::default();
    let mut seen = rustc_hash::FxHashSet::default();
    for path in paths {
        if path.is_dir() {
            walk_folder(path, options, &mut walked);
        } else if path.exists() {
            walked.files.push(path.clone());
        } else {
            walked
                .problems
                .push(FileProblem::new(path, "no such file or folder"));
        }
    }
    walked.files.retain(|path| seen.insert(path.clone()));
    walked
}

fn walk_folder(root: &Path, options: &WalkOptions, walked: &mut Walked) {
    let include = patterns(root, &options.include, walked);
    let exclude = patterns(root, &options.exclude, walked);
    let entries = WalkBuilder::new(root)
        .require_git(false)
        .sort_by_file_name(std::ffi::OsStr::cmp)
        .filter_entry(move |entry| {
            let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
            !exclude.matched(entry.path(), is_dir).is_ignore()
        })
        .build();
    for entry in entries {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if is_file && include.matched(entry.path(), false).is_ignore() {
                    walked.files.push(entry.into_path());
                }
            }
            Err(error) => walked
                .problems
                .push(FileProblem::new(root, error.to_string())),
        }
    }
}

/// `root` and the folders below it that a walk looks into, whatever it is told to leave out.
pub(super) fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = WalkBuilder::new(root)
        .require_git(false)
        .filter_entry(|entry| entry.file_type().is_some_and(|kind| kind.is_dir()))
        .build();
    // A root that is a link is followed, and so it is no folder by its own type.
    let below = entries.flatten().map(ignore::DirEntry::into_path);
    let below = below.filter(|path| path != root);
    std::iter::once(root.to_owned()).chain(below).collect()
}

/// True for a file that says which others are ignored.
pub fn says_what_is_ignored(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name == ".gitignore" || name == ".ignore")
}

impl WalkOptions {
    /// True where a file at `path` below `root` would be a note if nothing left it out.
    pub fn includes(&self, root: &Path, path: &Path) -> bool {
        let include = patterns(root, &self.include, &mut Walked::default());
        include.matched(path, false).is_ignore()
    }
}

/// A matcher for patterns; upper and lower case are one, as `README.MD` is a note too.
fn patterns(root: &Path, lines: &[String], walked: &mut Walked) -> Gitignore {
    let mut builder = GitignoreBuilder::new(root);
    let built = builder.case_insensitive(true).and_then(|builder| {
        for line in lines {
            builder.add_line(None, line)?;
        }
        builder.build()
    });
    built.unwrap_or_else(|error| {
        walked.problems.push(FileProblem::new(
            root,
            format!("pattern cannot be read: {error}"),
        ));
        Gitignore::empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path, options: &WalkOptions) -> Vec<String> {
        let mut walked = walk(&[folder.to_owned()], options).files;
        walked.sort();
        walked
            .iter()
            .map(|path| {
                let path = path.strip_prefix(folder).unwrap();
                path.to_string_lossy().replace('\\', "/")
            })
            .collect()
    }

    #[test]
    fn takes_notes_and_leaves_what_is_ignored() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "a.md",
            "B.MD",
            "c.txt",
            ".hidden.md",
            "built/d.md",
            "deep/e & f/ü.markdown",
            "drafts/g.md",
        ] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        std::fs::write(folder.path().join(".gitignore"), "built/\n").unwrap();
        let mut options = WalkOptions {
            include: vec!["*.md".to_owned(), "*.markdown".to_owned()],
            exclude: vec!["drafts/".to_owned()],
        };
        assert_eq!(
            names(folder.path(), &options),
            ["B.MD", "a.md", "deep/e & f/ü.markdown"]
        );
        options.include.push("*.txt".to_owned());
        assert!(names(folder.path(), &options).contains(&"c.txt".to_owned()));
    }

    #[test]
    fn a_named_file_is_taken_once_and_a_missing_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.txt");
        std::fs::write(&file, "x").unwrap();
        let missing = folder.path().join("nope.md");
        let walked = walk(
            &[file.clone(), file.clone(), missing.clone()],
            &WalkOptions {
                include: Vec::new(),
                exclude: Vec::new(),
            },
        );
        assert_eq!(walked.files, [file]);
        assert_eq!(walked.problems.len(), 1);
        assert_eq!(walked.problems[0].path, missing);
    }
}
