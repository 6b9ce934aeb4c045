//! Publishes diagnostics. One task a note says everything that is said about it, so nothing older ever follows
//! something newer; it takes up the newest version alone and drops what has become stale.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};
use tower_lsp::ls_types::notification::PublishDiagnostics;
use tower_lsp::ls_types::{MessageType, PublishDiagnosticsParams, Uri};
use tracing::{debug, error};

use super::client::Client;
use super::convert::Converter;
use super::document::OpenNote;
use super::outgoing::{Outgoing, notification};
use super::worker;

/// How old a version must be before it is published: long enough to see whether the client is sending more. The time
/// runs while the note is checked, so only small notes wait at all.
const QUIET: Duration = Duration::from_micros(500);
/// The same once an edit came before the one before it was published: a burst, whose end is worth waiting for.
const QUIET_IN_BURST: Duration = Duration::from_millis(2);
/// How long a burst may put off the diagnostics.
const LONGEST_BURST: Duration = Duration::from_millis(100);

/// Where versions of notes are handed in.
#[derive(Debug, Clone)]
pub(super) struct Publisher {
    outgoing: Outgoing,
    feeds: Feeds,
}

/// The newest state of each note, for the task that publishes it.
type Feeds = Arc<Mutex<HashMap<Uri, watch::Sender<State>>>>;

#[derive(Debug, Clone)]
enum State {
    Open(Arc<OpenNote>, Arc<Client>),
    Closed,
}

impl Publisher {
    pub(super) fn new(outgoing: Outgoing) -> Self {
        Self {
            outgoing,
            feeds: Feeds::default(),
        }
    }

    /// Hands in a version of a note.
    pub(super) fn submit(&self, note: Arc<OpenNote>, client: &Arc<Client>) {
        let uri = note.uri.clone();
        let state = State::Open(note, Arc::clone(client));
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(feed) = feeds.get(&uri) {
            feed.send_replace(state);
            return;
        }
        let (feed, newest) = watch::channel(state);
        feeds.insert(uri.clone(), feed);
        let task = Task {
            uri,
            newest,
            outgoing: self.outgoing.clone(),
            feeds: Arc::clone(&self.feeds),
        };
        tokio::spawn(task.run());
    }

    /// Says that a note was closed: its diagnostics go.
    pub(super) fn close(&self, uri: &Uri) {
        let feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(feed) = feeds.get(uri) {
            feed.send_replace(State::Closed);
        }
    }
}

/// What is to be said of a version.
struct Made {
    /// Its diagnostics, as a message.
    message: Vec<u8>,
    /// Why there are none, for the person.
    problem: Option<String>,
}

/// What publishes one note.
struct Task {
    uri: Uri,
    newest: watch::Receiver<State>,
    outgoing: Outgoing,
    feeds: Feeds,
}

impl Task {
    async fn run(mut self) {
        // When the first edit came that is not published yet, where another came on top of it.
        let mut burst: Option<Instant> = None;
        loop {
            let state = self.newest.borrow_and_update().clone();
            let State::Open(note, client) = state else {
                let cleared = message(&self.uri, Vec::new(), None);
                self.outgoing.send(cleared).await;
                if self.is_over() {
                    return;
                }
                burst = None;
                if self.newest.changed().await.is_err() {
                    return;
                }
                continue;
            };
            let made = self.work_out(Arc::clone(&note), client).await;
            let Some(made) = made.filter(|_| !self.is_stale()) else {
                burst = burst.or(Some(note.since));
                continue;
            };
            let due = match burst {
                Some(first) => (note.since + QUIET_IN_BURST).min(first + LONGEST_BURST),
                None => note.since + QUIET,
            };
            if self.changes_before(due).await {
                debug!(version = note.version, "superseded");
                burst = burst.or(Some(note.since));
                continue;
            }
            burst = None;
            self.outgoing.send(made.message).await;
            if let Some(problem) = made.problem {
                self.outgoing.show(MessageType::ERROR, problem).await;
            }
            if self.newest.changed().await.is_err() {
                return;
            }
        }
    }

    /// What is to be said of a version; `None` where a newer one came.
    async fn work_out(&self, note: Arc<OpenNote>, client: Arc<Client>) -> Option<Made> {
        let newest = self.newest.clone();
        let version = note.version;
        let work = move || {
            let is_stale = || newest.has_changed().unwrap_or(true);
            note.reading();
            if is_stale() {
                return None;
            }
            let findings = note.findings();
            if is_stale() {
                return None;
            }
            let diagnostics = Converter::new(&note, &client).diagnostics(findings);
            Some(Made {
                message: message(&note.uri, diagnostics, Some(note.version)),
                problem: note.complaint(),
            })
        };
        match worker::run(work).await {
            Ok(made) => made,
            Err(_) => {
                error!(version, "checking {} failed", self.uri.as_str());
                Some(Made {
                    message: message(&self.uri, Vec::new(), Some(version)),
                    problem: None,
                })
            }
        }
    }

    fn is_stale(&self) -> bool {
        self.newest.has_changed().unwrap_or(true)
    }

    /// Waits until `moment`; true as soon as a newer version comes.
    async fn changes_before(&mut self, moment: Instant) -> bool {
        if self.is_stale() {
            return true;
        }
        if moment <= Instant::now() {
            return false;
        }
        tokio::select! {
            _ = self.newest.changed() => {
                self.newest.mark_changed();
                true
            }
            () = sleep_until(moment) => false,
        }
    }

    /// Ends this task's feed, unless the note was opened again in the meantime.
    fn is_over(&self) -> bool {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        let closed = feeds
            .get(&self.uri)
            .is_none_or(|feed| matches!(*feed.borrow(), State::Closed));
        if closed {
            feeds.remove(&self.uri);
        }
        closed
    }
}

fn message(
    uri: &Uri,
    diagnostics: Vec<tower_lsp::ls_types::Diagnostic>,
    version: Option<i32>,
) -> Vec<u8> {
    let params = PublishDiagnosticsParams::new(uri.clone(), diagnostics, version);
    notification::<PublishDiagnostics>(&params)
}
