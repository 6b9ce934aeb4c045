//! `--since`: which lines changed, asked of git.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, bail};
use rustc_hash::{FxHashMap, FxHashSet};

/// The lines that changed in some files.
#[derive(Debug, Default)]
pub(super) struct Changes {
    by_file: FxHashMap<PathBuf, Lines>,
}

#[derive(Debug, PartialEq, Eq)]
enum Lines {
    /// The file is new.
    All,
    /// 1-based first lines and lines behind the last, in order.
    Some(Vec<(usize, usize)>),
}

impl Changes {
    /// What changed in the working trees that hold `notes` (absolute paths) since `reference`, or, where that is a
    /// branch of its own, since the point where it was left. Files that git does not know are new.
    ///
    /// # Errors
    /// A note is in no working tree, git is missing, or does not know the reference.
    pub fn since(reference: &str, notes: impl Iterator<Item = PathBuf>) -> anyhow::Result<Self> {
        let mut trees: FxHashSet<PathBuf> = FxHashSet::default();
        let mut folders: FxHashSet<PathBuf> = FxHashSet::default();
        for note in notes {
            let folder = note.parent().unwrap_or(&note).to_owned();
            if !folders.insert(folder.clone()) {
                continue;
            }
            let Some(tree) = folder.ancestors().find(|above| above.join(".git").exists()) else {
                bail!("--since: {} is in no git repository", note.display());
            };
            trees.insert(tree.to_owned());
        }
        let mut changes = Self::default();
        for tree in trees {
            changes.add(&tree, reference)?;
        }
        Ok(changes)
    }

    /// Whether one of the lines `first..=last` of the file changed.
    pub fn touch(&self, path: &Path, first: usize, last: usize) -> bool {
        match self.by_file.get(path) {
            None => false,
            Some(Lines::All) => true,
            Some(Lines::Some(ranges)) => {
                let after = ranges.partition_point(|&(_, end)| end <= first);
                ranges.get(after).is_some_and(|&(start, _)| start <= last)
            }
        }
    }

    fn add(&mut self, tree: &Path, reference: &str) -> anyhow::Result<()> {
        let commit = format!("{reference}^{{commit}}");
        let commit = git(
            tree,
            &[
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                &commit,
            ],
        )
        .map_err(|_| {
            anyhow::anyhow!(
                "--since: git knows no commit `{reference}` in {}",
                tree.display()
            )
        })?;
        let commit = String::from_utf8_lossy(&commit).trim().to_owned();
        // Histories that never met have no such point.
        let base = git(tree, &["merge-base", &commit, "HEAD"]).map_or(commit, |base| {
            String::from_utf8_lossy(&base).trim().to_owned()
        });
        let diff = git(
            tree,
            &[
                "-c",
                "core.quotePath=false",
                "diff",
                "--unified=0",
                "--no-color",
                "--no-ext-diff",
                "--no-textconv",
                "--no-relative",
                "--no-renames",
                "--ignore-submodules=all",
                "--text",
                "--src-prefix=a/",
                "--dst-prefix=b/",
                &base,
                "--",
            ],
        )?;
        for (name, ranges) in changed_lines(&diff) {
            self.by_file.insert(tree.join(name), Lines::Some(ranges));
        }
        let new = git(tree, &["ls-files", "--others", "--exclude-standard", "-z"])?;
        for name in new.split(|&byte| byte == 0).filter(|name| !name.is_empty()) {
            self.by_file.insert(tree.join(path(name)), Lines::All);
        }
        Ok(())
    }
}

/// What git prints. It starts nothing that the repository's own config names: a folder that was downloaded brings that
/// along.
fn git(tree: &Path, arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let mut settings = vec![("core.fsmonitor".to_owned(), "false")];
    for filter in own_filters(tree)? {
        // Nothing is to be run, and that is no mistake.
        settings.extend(["clean", "process"].map(|what| (format!("{filter}.{what}"), "")));
        settings.push((format!("{filter}.required"), "false"));
    }
    let output = run_git(tree, &settings, arguments)?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        bail!("--since: git: {}", message.trim());
    }
    Ok(output.stdout)
}

/// `filter.NAME` of every filter that the repository itself, not the person, defines: the programs through which git
/// reads changed files (gitattributes, "filter").
fn own_filters(tree: &Path) -> anyhow::Result<Vec<String>> {
    let arguments = [
        "config",
        "--null",
        "--show-scope",
        "--get-regexp",
        r"^filter\.",
    ];
    // Where there is none it fails, and prints nothing.
    let listed = run_git(tree, &[], &arguments)?.stdout;
    let mut fields = listed.split(|&byte| byte == 0);
    let mut filters = Vec::new();
    while let (Some(scope), Some(setting)) = (fields.next(), fields.next()) {
        let setting = String::from_utf8_lossy(setting);
        let name = setting.split('\n').next().unwrap_or_default();
        if matches!(scope, b"local" | b"worktree")
            && let Some((filter, _)) = name.rsplit_once('.')
        {
            filters.push(filter.to_owned());
        }
    }
    Ok(filters)
}

/// Runs git with settings that outweigh those of its config files; it fetches nothing and takes no locks.
fn run_git(tree: &Path, settings: &[(String, &str)], arguments: &[&str]) -> anyhow::Result<Output> {
    let mut command = Command::new("git");
    command
        .env("GIT_ALLOW_PROTOCOL", "")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_CONFIG_COUNT", settings.len().to_string());
    for (number, (name, value)) in settings.iter().enumerate() {
        command
            .env(format!("GIT_CONFIG_KEY_{number}"), name)
            .env(format!("GIT_CONFIG_VALUE_{number}"), value);
    }
    command
        .arg("-C")
        .arg(tree)
        .args(arguments)
        .output()
        .context("--since: git cannot be run")
}

/// The files of a unified diff without context lines, each with its changed lines (git: "Generating patch text with -p").
fn changed_lines(diff: &[u8]) -> Vec<(PathBuf, Vec<(usize, usize)>)> {
    let mut files: Vec<(PathBuf, Vec<(usize, usize)>)> = Vec::new();
    let mut lines = diff.split(|&byte| byte == b'\n');
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix(b"+++ ") {
            if let Some(name) = file_name(name) {
                files.push((name, Vec::new()));
            } else {
                // A deleted file; the hunks that follow are of no file.
                files.push((PathBuf::new(), Vec::new()));
            }
        } else if let Some((removed, start, added)) = hunk(line) {
            if let Some((_, ranges)) = files.last_mut()
                && added > 0
            {
                ranges.push((start, start + added));
            }
            // Text of a note may look like a header.
            let mut left = removed + added;
            while left > 0 {
                let Some(line) = lines.next() else { break };
                // `\ No newline at end of file` is no line of the file.
                left -= usize::from(!line.starts_with(b"\\"));
            }
        }
    }
    files
}

/// `@@ -1,2 +3,4 @@`: lines removed, first line added, lines added.
fn hunk(line: &[u8]) -> Option<(usize, usize, usize)> {
    // The numbers; a heading of the note may stand behind them, cut by git inside a character.
    let ascii = line.iter().take_while(|byte| byte.is_ascii()).count();
    let line = std::str::from_utf8(line.get(..ascii)?).ok()?;
    let mut words = line.strip_prefix("@@ -")?.split(' ');
    let range = |word: &str| {
        let (start, count) = word.split_once(',').unwrap_or((word, "1"));
        Some((start.parse().ok()?, count.parse().ok()?))
    };
    let (_, removed): (usize, usize) = range(words.next()?)?;
    let (start, added) = range(words.next()?.strip_prefix('+')?)?;
    Some((removed, start, added))
}

/// The name behind `+++ `: `b/…`, in quotes with escapes where it holds special characters, with a tab behind where it
/// holds blanks. Nothing for `/dev/null`.
fn file_name(name: &[u8]) -> Option<PathBuf> {
    let name = name.strip_suffix(b"\t").unwrap_or(name);
    let name = match name.strip_prefix(b"\"") {
        Some(quoted) => unquoted(quoted.strip_suffix(b"\"").unwrap_or(quoted)),
        None => name.to_vec(),
    };
    name.strip_prefix(b"b/").map(path)
}

/// Undoes git's C-style quoting.
fn unquoted(quoted: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(quoted.len());
    let mut bytes = quoted.iter().copied();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        match bytes.next() {
            Some(first @ b'0'..=b'7') => {
                // Always three octal digits.
                let octal = [Some(first), bytes.next(), bytes.next()];
                let value = octal.into_iter().flatten().fold(0_u8, |value, digit| {
                    value.wrapping_mul(8).wrapping_add(digit.wrapping_sub(b'0'))
                });
                out.push(value);
            }
            Some(b'n') => out.push(b'\n'),
            Some(b't') => out.push(b'\t'),
            Some(b'r') => out.push(b'\r'),
            Some(b'a') => out.push(7),
            Some(b'b') => out.push(8),
            Some(b'v') => out.push(11),
            Some(b'f') => out.push(12),
            Some(other) => out.push(other),
            None => {}
        }
    }
    out
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_diff_whose_text_looks_like_headers() {
        let diff = b"diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -2 +2,2 @@ # T\n--- a/x\n+++ b/x\n+@@ -1 +9,9 @@\n\
@@ -9,2 +10,0 @@\n-a\n-b\n@@ -20 +20 @@\n-a\n+b\n\
diff --git a/b c.md b/b c.md\n--- /dev/null\n+++ b/b c.md\t\n@@ -0,0 +1 @@\n+x\n\
diff --git \"a/\\303\\274\\\".md\" \"b/\\303\\274\\\".md\"\n--- \"a/\\303\\274\\\".md\"\n+++ \"b/\\303\\274\\\".md\"\n@@ -1 +1 @@\n-x\n+y\n";
        assert_eq!(
            changed_lines(diff),
            [
                (PathBuf::from("a.md"), vec![(2, 4), (20, 21)]),
                (PathBuf::from("b c.md"), vec![(1, 2)]),
                (PathBuf::from("ü\".md"), vec![(1, 2)]),
            ]
        );
    }

    #[test]
    fn touches_where_any_line_is_changed() {
        let mut changes = Changes::default();
        changes
            .by_file
            .insert("a".into(), Lines::Some(vec![(3, 5), (9, 10)]));
        changes.by_file.insert("new".into(), Lines::All);
        let touch = |first, last| changes.touch(Path::new("a"), first, last);
        assert!(!touch(1, 2));
        assert!(touch(1, 3));
        assert!(touch(4, 4));
        assert!(!touch(5, 8));
        assert!(touch(6, 20));
        assert!(!touch(10, 99));
        assert!(changes.touch(Path::new("new"), 7, 7));
        assert!(!changes.touch(Path::new("other"), 7, 7));
    }
}
