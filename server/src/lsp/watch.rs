//! Our own watching of files, for clients that do not watch them, and for notes outside the folders that are open.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::{debug, warn};

use crate::config::FILE_NAMES;
use crate::files::{Changes, Waker, Watcher};

/// What is to be watched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// Folders with all that is below them.
    pub trees: Vec<PathBuf>,
    /// Folders alone.
    pub folders: BTreeSet<PathBuf>,
}

/// A thread that watches; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Watching {
    orders: Arc<Mutex<Orders>>,
    plan: Plan,
    waker: Option<Waker>,
}

/// What the thread is to do next.
#[derive(Debug, Default)]
struct Orders {
    plan: Option<Plan>,
    end: bool,
}

impl Watching {
    /// Starts to watch, nothing yet. `told` is called with what changed, `fails` where not everything can be watched.
    pub(super) fn start(
        told: impl Fn(Changes) + Send + 'static,
        fails: impl Fn() + Send + 'static,
    ) -> Self {
        let orders = Arc::<Mutex<Orders>>::default();
        let mut watching = Self {
            orders: Arc::clone(&orders),
            plan: Plan::default(),
            waker: None,
        };
        let mut watcher = match Watcher::new() {
            Ok(watcher) => watcher,
            Err(problem) => {
                warn!("{problem}");
                fails();
                return watching;
            }
        };
        let waker = watcher.waker();
        let work = move || {
            let mut watched = Vec::new();
            loop {
                let mut changes = watcher.wait();
                let Orders { plan, end } =
                    std::mem::take(&mut *orders.lock().unwrap_or_else(PoisonError::into_inner));
                if end {
                    return;
                }
                if let Some(plan) = plan {
                    let folders = with_settings(&plan);
                    let mut problems = watcher.watch(&plan.trees, &folders);
                    // A note may have a name and no folder yet.
                    problems.retain(|problem| problem.path.exists());
                    for problem in &problems {
                        debug!("{problem}");
                    }
                    if let Some(problem) = problems.first() {
                        warn!("{} folders are not watched: {problem}", problems.len());
                        fails();
                    }
                    // Something may have changed between the first look and now.
                    changes.lost |= plan.trees.iter().any(|tree| !watched.contains(tree));
                    changes.paths.extend(settings_in(&folders));
                    watched = plan.trees;
                }
                if !changes.is_empty() {
                    told(changes);
                }
            }
        };
        match std::thread::Builder::new()
            .name("watcher".to_owned())
            .spawn(work)
        {
            Ok(_) => watching.waker = Some(waker),
            Err(problem) => warn!("no thread to watch files: {problem}"),
        }
        watching
    }

    /// From now on watches what `plan` names.
    pub(super) fn follow(&mut self, plan: Plan) {
        if self.plan != plan {
            self.plan = plan.clone();
            self.order(|orders| orders.plan = Some(plan));
        }
    }

    fn order(&self, order: impl FnOnce(&mut Orders)) {
        order(&mut self.orders.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(waker) = &self.waker {
            waker.wake();
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.order(|orders| orders.end = true);
    }
}

/// The folders of `plan`, and those above that hold settings: if the nearest ones go, the next ones count.
fn with_settings(plan: &Plan) -> Vec<PathBuf> {
    let watched = plan.trees.iter().chain(&plan.folders);
    let mut above: BTreeSet<PathBuf> = watched
        .flat_map(|folder| folder.ancestors())
        .map(Path::to_owned)
        .collect();
    above.retain(|folder| {
        let mut files = settings_in(std::slice::from_ref(folder));
        plan.folders.contains(folder) || files.any(|file| file.is_file())
    });
    above.into_iter().collect()
}

/// Where settings may stand in `folders`.
fn settings_in(folders: &[PathBuf]) -> impl Iterator<Item = PathBuf> {
    folders
        .iter()
        .flat_map(|folder| FILE_NAMES.map(|name| folder.join(name)))
}
