//! `notelint check --watch`: checks again whenever a note or a setting changes, until it is interrupted.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cli::args::{CheckArgs, Global};
use crate::cli::notes;
use crate::cli::settings::Settings;
use crate::cli::status::{self, Status};
use crate::config;
use crate::files::Watcher;

/// What the files looked like: length and time of change.
type Snapshot = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// Checks again and again.
pub(super) fn run(options: &CheckArgs, global: &Global) -> anyhow::Result<Status> {
    let mut watcher = watcher(&options.paths)?;
    loop {
        let seen = snapshot(options, global);
        clear();
        // A config that is broken for a moment, while it is being edited, does not end the watch.
        let checked =
            super::settings(options, global).and_then(|settings| super::once(options, &settings));
        if let Err(error) = checked {
            if status::is_broken_pipe(&error) {
                return Err(error);
            }
            status::error_lines(&format!("{error:#}"));
        }
        status::note("Watching for changes; Ctrl-C ends it.");
        // Other files change, too.
        loop {
            watcher.wait();
            if snapshot(options, global) != seen {
                break;
            }
        }
    }
}

/// Watches `paths`. A file is watched by its folder, as most editors replace it when they save.
fn watcher(paths: &[PathBuf]) -> anyhow::Result<Watcher> {
    let (trees, files): (Vec<PathBuf>, Vec<PathBuf>) =
        paths.iter().cloned().partition(|path| path.is_dir());
    let parents = files.iter().map(|file| match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    });
    let mut watcher = Watcher::new()?;
    let problems = watcher.watch(&trees, &parents.collect::<Vec<_>>());
    match problems.into_iter().next() {
        Some(problem) => Err(problem.into()),
        None => Ok(watcher),
    }
}

/// The notes and the config files in the folders that hold them.
fn snapshot(options: &CheckArgs, global: &Global) -> Snapshot {
    // Where the settings cannot be read, their file is what has to change.
    let settings = Settings::new(global).ok();
    let notes = notes::list(&options.paths, settings.as_ref());
    let mut folders: BTreeSet<&Path> = notes.iter().filter_map(|note| note.parent()).collect();
    folders.extend(options.paths.iter().map(PathBuf::as_path));
    let configs = folders
        .iter()
        .flat_map(|folder| config::FILE_NAMES.map(|name| folder.join(name)));
    configs
        .chain(global.config.clone())
        .chain(notes.iter().cloned())
        .filter_map(|file| {
            let metadata = std::fs::metadata(&file).ok()?;
            Some((file, (metadata.len(), metadata.modified().ok())))
        })
        .collect()
}

/// Clears the terminal, where there is one.
fn clear() {
    let mut stdout = std::io::stdout();
    if stdout.is_terminal() {
        // ECMA-48: erase the screen, cursor home.
        let _ = stdout.write_all(b"\x1b[2J\x1b[H");
        let _ = stdout.flush();
    }
}
