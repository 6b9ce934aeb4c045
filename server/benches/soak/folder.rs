//! The notes on disk, under git: two branches on which every note says something else.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::vault::Vault;

/// A folder that lives as long as this.
pub struct Folder {
    /// Where it is, without links.
    pub path: PathBuf,
    branch: usize,
}

impl Folder {
    /// Writes `notes` notes, once for each of the branches.
    pub fn new(notes: usize) -> Self {
        let path = std::env::temp_dir().join(format!("notelint-soak-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder for the notes");
        let path = path.canonicalize().expect("a folder");
        let folder = Self { path, branch: 1 };
        folder.git(&["init", "--quiet", "--initial-branch=branch-0"]);
        for branch in 0..2 {
            if branch > 0 {
                folder.git(&["switch", "--quiet", "--create", &format!("branch-{branch}")]);
            }
            let vault = Vault::new(branch + 1, notes);
            vault.write(&folder.path).expect("room on the disk");
            folder.commit();
        }
        folder
    }

    /// Changes to the other branch: how many files that changes.
    pub fn switch(&mut self) -> usize {
        self.commit();
        let other = 1 - self.branch;
        let [from, to] = [self.branch, other].map(|branch| format!("branch-{branch}"));
        let changed = self.git(&["diff", "--name-only", "--no-renames", &from, &to]);
        self.git(&["switch", "--quiet", &to]);
        self.branch = other;
        changed.lines().count()
    }

    /// All notes, in order.
    pub fn notes(&self) -> Vec<PathBuf> {
        let listed = self.git(&["ls-files", "-z", "--cached", "--others", "*.md"]);
        let mut notes: Vec<PathBuf> = listed
            .split('\0')
            .filter(|name| !name.is_empty())
            .map(|name| self.path.join(name))
            .filter(|path| path.exists())
            .collect();
        notes.sort();
        notes.dedup();
        notes
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message=work"]);
    }

    fn git(&self, arguments: &[&str]) -> String {
        // Whatever the person has configured: no signing, no maintenance in the background.
        let settings = [
            "user.name=a",
            "user.email=a@example.com",
            "commit.gpgsign=false",
            "gc.auto=0",
            "core.quotePath=false",
        ];
        let done = Command::new("git")
            .args(settings.iter().flat_map(|setting| ["-c", setting]))
            .args(arguments)
            .current_dir(&self.path)
            .output()
            .expect("git");
        let errors = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "git {arguments:?}: {errors}");
        String::from_utf8(done.stdout).expect("names in UTF-8")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder in the way of temporary files: nothing is lost where that fails.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// The text of a note on disk.
pub fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a note")
}
