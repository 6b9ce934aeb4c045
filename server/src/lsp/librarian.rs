//! The thread that reads the notes and keeps the library up to date. A file whose size and time are the same is not read
//! again; reading is done without the lock, in batches that are put in under a short one.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing::{error, info, warn};

use super::library::Shared;
use super::links;
use super::progress::{self, Progress};
use super::session::Snapshot;
use super::settings::Settings;
use super::shelf::{File, Stamp};
use crate::files::{self, Changes};
use crate::vault::{self, Source};

/// So long without an edit is a pause in typing.
const PAUSE: Duration = Duration::from_millis(25);

/// So long links of other notes may be behind what is typed.
const LONGEST_WAIT: Duration = Duration::from_millis(200);

/// What there is to do.
#[derive(Debug)]
pub(super) enum Job {
    /// Settings changed: some files may have to be read in another way, and there may be others to read.
    SetUp(Arc<Settings>),
    /// Files may have changed.
    Changed(Changes),
    /// Open notes may offer something else to be linked to.
    Edited(Snapshot),
    /// Look whether any did; somebody may wait for it.
    Look(Option<Sender<()>>),
    /// Tell when everything before is done.
    Tell(Sender<()>),
}

/// Starts the thread. It ends when nobody can send jobs any more.
pub(super) fn employ(shared: Arc<Shared>, jobs: Receiver<Job>) {
    let work = move || {
        // The glossary takes some milliseconds to build, while the client and the server make each other's acquaintance;
        // the first hover should not.
        drop(shared.shelf());
        while let Ok(job) = jobs.recv() {
            let mut todo = Todo::default();
            todo.add(job);
            todo.wait_for_a_pause(&jobs);
            jobs.try_iter().for_each(|job| todo.add(job));
            let done = catch_unwind(AssertUnwindSafe(|| todo.do_all(&shared)));
            if done.is_err() {
                error!("reading the notes failed");
            }
            let told = catch_unwind(AssertUnwindSafe(|| shared.listener.tell(&shared)));
            if told.is_err() {
                error!("telling what links lead to failed");
            }
            for waiting in todo.waiting {
                let _ = waiting.send(());
            }
        }
    };
    let started = std::thread::Builder::new()
        .name("librarian".to_owned())
        .stack_size(super::STACK)
        .spawn(work);
    if let Err(problem) = started {
        error!("no thread for the notes: {problem}");
    }
}

/// What is to be done next, whoever asked for it.
#[derive(Debug, Default)]
struct Todo {
    set_up: Option<Arc<Settings>>,
    look: bool,
    /// Somebody asked for all notes.
    is_wanted: bool,
    changes: Changes,
    edited: Option<Snapshot>,
    waiting: Vec<Sender<()>>,
}

impl Todo {
    fn add(&mut self, job: Job) {
        match job {
            Job::SetUp(settings) => self.set_up = Some(settings),
            Job::Changed(changes) => {
                self.changes.paths.extend(changes.paths);
                self.changes.lost |= changes.lost;
            }
            Job::Edited(moment) => self.edited = Some(moment),
            Job::Look(waiting) => {
                self.is_wanted |= waiting.is_some();
                self.look = true;
                self.waiting.extend(waiting);
            }
            Job::Tell(waiting) => self.waiting.push(waiting),
        }
    }

    /// While somebody types and there is nothing else to do, nothing is done: the edit itself comes first, and who
    /// asks about links meanwhile is told of the open notes as they are.
    fn wait_for_a_pause(&mut self, jobs: &Receiver<Job>) {
        let begun = Instant::now();
        while self.is_edits_alone() && begun.elapsed() < LONGEST_WAIT {
            match jobs.recv_timeout(PAUSE) {
                Ok(job) => self.add(job),
                Err(_) => return,
            }
        }
    }

    fn is_edits_alone(&self) -> bool {
        let is_quiet = self.changes.is_empty() && self.waiting.is_empty();
        self.edited.is_some() && self.set_up.is_none() && !self.look && is_quiet
    }

    fn do_all(&mut self, shared: &Shared) {
        if let Some(moment) = self.edited.take() {
            let closed = links::take_open(shared, &moment);
            self.changes.paths.extend(closed);
        }
        let mut look = self.look || self.changes.lost;
        if self.set_up.is_some() || self.is_wanted {
            shared.is_stopped.store(false, Ordering::Relaxed);
        }
        let is_new = self.set_up.is_some();
        if let Some(settings) = self.set_up.take() {
            // The terms are read from disk; nobody should wait for that.
            let glossary = settings.own_glossary();
            shared.shelf().set_up(settings, glossary);
            look = true;
        }
        let desk = Desk {
            settings: Arc::clone(shared.shelf().settings()),
            shared,
            has_changed: Cell::new(is_new),
        };
        let news = if look {
            None
        } else {
            desk.changed(&self.changes)
        };
        match news {
            Some(news) => _ = desk.read(news),
            None if shared.is_stopped.load(Ordering::Relaxed) => {}
            None => desk.look(),
        }
        if desk.has_changed.get() {
            shared.revisions.send_modify(|revision| *revision += 1);
        }
    }
}

/// One round of work, under one state of the settings.
struct Desk<'a> {
    settings: Arc<Settings>,
    shared: &'a Shared,
    /// True once something is known that was not.
    has_changed: Cell<bool>,
}

/// Files to be read.
type News = HashMap<PathBuf, File>;

impl Desk<'_> {
    /// Reads what is new or changed on disk, and forgets what is gone.
    fn look(&self) {
        let there = self.survey();
        let news = {
            let mut shelf = self.shared.shelf();
            if shelf.keep(&there) {
                self.has_changed.set(true);
            }
            let is_new = |path: &Path, file: &File| shelf.file(path) != Some(file);
            there
                .into_iter()
                .filter(|(path, file)| is_new(path, file))
                .collect()
        };
        if self.read(news).is_continue() {
            self.shared.shelf().finish();
        }
    }

    /// Every note on disk.
    fn survey(&self) -> News {
        let mut there = News::new();
        for root in self.settings.roots().of_notes() {
            let walked = files::walk(&[root.to_owned()], &self.settings.walk_options(root));
            for problem in walked.problems {
                warn!("{problem}");
            }
            let found = walked.files.into_iter();
            there.extend(found.filter_map(|path| {
                let file = self.file(&path)?;
                Some((path, file))
            }));
        }
        there
    }

    fn file(&self, path: &Path) -> Option<File> {
        Some(File {
            stamp: Some(Stamp::of(path)?),
            manner: self.settings.manner(path.parent()?),
        })
    }

    /// Which of the files named in `changes` are to be read; `None` where only a look at all of them can tell.
    fn changed(&self, changes: &Changes) -> Option<News> {
        let mut news = News::new();
        for path in &changes.paths {
            let known = self.shared.shelf().file(path).cloned();
            let now = self.file(path);
            match (known, now) {
                (Some(known), Some(now)) if known == now => {}
                (Some(_), Some(now)) => _ = news.insert(path.clone(), now),
                (Some(_), None) => {
                    self.shared.shelf().forget(path);
                    self.has_changed.set(true);
                }
                (None, _) => {
                    let gone = !path.exists() && self.shared.shelf().has_below(path);
                    if gone || self.may_bring_notes(path) {
                        return None;
                    }
                }
            }
        }
        Some(news)
    }

    /// True where something that was not known, and stands at `path` now, may be a note, or hold or uncover some.
    fn may_bring_notes(&self, path: &Path) -> bool {
        let mut roots = self.settings.roots().of_notes();
        roots.any(|root| {
            path.starts_with(root)
                && (files::says_what_is_ignored(path)
                    || path.is_dir()
                    || (path.is_file() && self.settings.walk_options(root).includes(root, path)))
        })
    }

    /// Reads files; `Break` where other settings came.
    fn read(&self, mut news: News) -> ControlFlow<()> {
        if news.is_empty() {
            return ControlFlow::Continue(());
        }
        self.has_changed.set(true);
        let glossary = self.shared.shelf().vault().glossary().clone();
        let sources: Vec<Source> = news
            .iter()
            .map(|(path, file)| Source {
                path: path.clone(),
                options: Arc::clone(&file.manner.options),
                max_bytes: file.manner.max_bytes,
            })
            .collect();
        let edition = self.settings.edition();
        let is_outdated = || self.shared.edition.load(Ordering::Relaxed) != edition;
        let is_stopped = || self.shared.is_stopped.load(Ordering::Relaxed);
        let show = |done, goes_on| {
            let all = sources.len();
            if all >= progress::MANY {
                self.shared
                    .progress
                    .send_replace(Progress { done, all, goes_on });
            }
        };
        show(0, true);
        let unread = Mutex::new(&mut news);
        let problems = vault::load(&sources, &glossary, &|batch, done| {
            let mut unread = unread.lock().unwrap_or_else(PoisonError::into_inner);
            let mut shelf = self.shared.shelf();
            for digest in batch {
                let path = Arc::clone(digest.path());
                if let Some(file) = unread.remove(&*path) {
                    shelf.put(&path, file, Some(digest));
                }
            }
            show(done, true);
            if is_outdated() || is_stopped() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        for problem in problems {
            warn!("{problem}");
        }
        let has_all = !is_outdated() && !is_stopped();
        show(sources.len() - if has_all { 0 } else { news.len() }, false);
        let mut shelf = self.shared.shelf();
        if !has_all {
            if is_stopped() {
                info!("stopped with {} notes known", shelf.vault().len());
                shelf.finish();
            }
            return ControlFlow::Break(());
        }
        // What cannot be read is not tried again until it changes.
        for (path, file) in news {
            shelf.put(&path, file, None);
        }
        info!(
            "{} notes read, {} known",
            sources.len(),
            shelf.vault().len()
        );
        ControlFlow::Continue(())
    }
}
