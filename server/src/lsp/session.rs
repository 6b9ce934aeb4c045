//! The session: which notes are open at which version, and under which settings. Changed in wire order alone, see
//! `order`; everybody else looks at a snapshot.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use serde::Deserialize;
use serde_json::Value;
use tower_lsp::jsonrpc::Request;
use tower_lsp::ls_types::{
    DidChangeConfigurationParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    InitializeParams, Uri,
};
use tracing::warn;

use super::client::Client;
use super::convert;
use super::document::OpenNote;
use super::library::Library;
use super::publish::Publisher;
use super::roots::Roots;
use super::settings::{self, Settings};
use super::watch::{Plan, Watching};
use crate::files::Changes;
use crate::vault::links::{Catalog, Outgoing};

/// The session. Clones are the same session.
#[derive(Debug, Clone)]
pub(super) struct Session {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    now: Snapshot,
    publisher: Publisher,
    library: Library,
    watching: Option<Watching>,
    /// What links may lead to, once the notes were read.
    catalog: Option<Arc<Catalog>>,
}

/// How far the session is (LSP 3.17, "Lifecycle Messages").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    New,
    Running,
    ShutDown,
}

/// The session at one moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Snapshot {
    /// What the client can do.
    pub client: Arc<Client>,
    /// The settings.
    pub settings: Arc<Settings>,
    /// The open notes.
    pub notes: Arc<HashMap<Uri, Arc<OpenNote>>>,
    /// Later moments have a higher one.
    pub serial: u64,
    /// The revision of the library at that moment.
    pub revision: u64,
}

impl Session {
    pub(super) fn new(publisher: Publisher, library: Library) -> Self {
        let state = State {
            phase: Phase::New,
            now: Snapshot::default(),
            publisher,
            library,
            watching: None,
            catalog: None,
        };
        Self {
            state: Arc::new(Mutex::new(state)),
        }
    }

    /// The session as it is.
    pub(super) fn snapshot(&self) -> Snapshot {
        let state = self.state();
        Snapshot {
            revision: *state.library.revisions().borrow(),
            ..state.now.clone()
        }
    }

    /// True once the client asked for the end.
    pub(super) fn is_shut_down(&self) -> bool {
        self.state().phase == Phase::ShutDown
    }

    /// Lets a message take effect; true where that is all there is to do.
    pub(super) fn apply(&self, message: &Request) -> bool {
        let mut state = self.state();
        match (state.phase, message.method()) {
            (Phase::New, "initialize") => {
                if let Some(params) = params::<InitializeParams>(message) {
                    state.start(&params);
                }
                return false;
            }
            (Phase::Running, "shutdown") => state.phase = Phase::ShutDown,
            _ => {}
        }
        // A notification that comes as a request is answered with an error and changes nothing.
        if message.id().is_some() {
            return false;
        }
        if state.phase == Phase::Running && message.method() == "initialized" {
            state.begin(Arc::downgrade(&self.state));
        }
        let consumed = state.notified(message);
        consumed.is_some()
    }

    /// The editor's settings came, in the shape of a config file.
    pub(super) fn configure(&self, editor: Value) {
        let mut state = self.state();
        if *state.now.settings.editor() != editor {
            let roots = state.now.settings.roots().clone();
            state.set_up(editor, roots);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every change is one assignment, so a panic between them leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn start(&mut self, params: &InitializeParams) {
        self.phase = Phase::Running;
        self.now.client = Arc::new(Client::new(params));
        let editor = params.initialization_options.as_ref();
        let editor = settings::from_editor(editor.unwrap_or(&Value::Null));
        self.now.settings = Arc::new(Settings::new(editor, Roots::new(params)));
    }

    /// The client knows what the server can do: reading the notes and watching for changes may begin.
    fn begin(&mut self, session: Weak<Mutex<State>>) {
        if self.watching.is_some() {
            return;
        }
        let linked = Weak::clone(&session);
        self.library
            .listen(move |catalog| links_changed(&linked, catalog));
        let library = self.library.clone();
        let told = move |changes: Changes| {
            if let Some(state) = session.upgrade() {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                state.changed_on_disk(changes);
            }
        };
        let fails = move || library.look_often();
        self.watching = Some(Watching::start(told, fails));
        self.library.set_up(&self.now.settings);
        self.watch();
    }

    /// Watches what the client does not tell of: the folders that it has open, where it cannot watch them, and the
    /// folders of notes elsewhere, whose settings may change.
    fn watch(&mut self) {
        let Some(watching) = &mut self.watching else {
            return;
        };
        let roots = self.now.settings.roots();
        let notes = self.now.notes.keys().filter_map(settings::file_path);
        let elsewhere = notes.filter(|note| !roots.hold(note));
        watching.follow(Plan {
            trees: match self.now.client.registers_watching {
                true => Vec::new(),
                false => roots.of_notes().map(Into::into).collect(),
            },
            folders: elsewhere
                .filter_map(|note| Some(note.parent()?.to_owned()))
                .collect(),
        });
    }

    /// Files changed on disk. Open notes stay as they are in the editor, whatever is on disk.
    fn changed_on_disk(&mut self, changes: Changes) {
        if self.now.settings.are_outdated_by(&changes) {
            let editor = self.now.settings.editor().clone();
            self.set_up(editor, self.now.settings.roots().clone());
        }
        self.library.changed(changes);
    }

    /// Lets a notification take effect; `None` for those that mean nothing to the session.
    fn notified(&mut self, message: &Request) -> Option<()> {
        let method = message.method();
        let ours = matches!(
            method,
            "textDocument/didOpen"
                | "textDocument/didChange"
                | "textDocument/didClose"
                | "textDocument/didSave"
                | "workspace/didChangeWatchedFiles"
        );
        if self.phase != Phase::Running {
            return ours.then_some(());
        }
        match method {
            "textDocument/didOpen" => _ = params(message).map(|params| self.open(params)),
            "textDocument/didChange" => _ = params(message).map(|params| self.change(params)),
            "textDocument/didClose" => _ = params(message).map(|params| self.close(&params)),
            "workspace/didChangeWatchedFiles" => {
                let told = params::<DidChangeWatchedFilesParams>(message);
                let changes = told.into_iter().flat_map(|told| told.changes);
                self.changed_on_disk(Changes {
                    paths: changes
                        .filter_map(|change| settings::file_path(&change.uri))
                        .collect(),
                    lost: false,
                });
            }
            "workspace/didChangeWorkspaceFolders" => {
                if let Some(told) = params::<DidChangeWorkspaceFoldersParams>(message) {
                    let roots = self.now.settings.roots().changed(&told.event);
                    let editor = self.now.settings.editor().clone();
                    self.set_up(editor, roots);
                }
            }
            "workspace/didChangeConfiguration" => {
                let sent = params::<DidChangeConfigurationParams>(message);
                // Clients that are asked for their settings send none here (LSP 3.17, "DidChangeConfiguration").
                let editor = sent.map(|params| settings::from_editor(&params.settings));
                let editor = editor.filter(|editor| {
                    !self.now.client.configuration
                        || *editor != Value::Object(serde_json::Map::new())
                });
                if let Some(editor) = editor {
                    self.set_up(editor, self.now.settings.roots().clone());
                }
            }
            _ => {}
        }
        ours.then_some(())
    }

    fn open(&mut self, params: DidOpenTextDocumentParams) {
        let opened = params.text_document;
        let settings = Arc::clone(&self.now.settings);
        let note = OpenNote::new(opened.uri, opened.version, &opened.text, settings);
        // A second `didOpen` is the client's mistake; the text that it sends is still the newest one.
        self.store(note);
        self.watch();
    }

    fn change(&mut self, params: DidChangeTextDocumentParams) {
        let changed = params.text_document;
        let Some(note) = self.now.notes.get(&changed.uri) else {
            warn!("edit of a note that is not open: {}", changed.uri.as_str());
            return;
        };
        // Edits are applied in wire order whatever their version says: that is the order in which the client made them.
        let mut text = note.text.clone();
        for change in params.content_changes {
            text.apply(&convert::change(change), self.now.client.encoding);
        }
        let edited = note.edited(changed.version, text);
        self.store(edited);
    }

    fn close(&mut self, params: &DidCloseTextDocumentParams) {
        let uri = &params.text_document.uri;
        if Arc::make_mut(&mut self.now.notes).remove(uri).is_some() {
            self.now.serial += 1;
            self.publisher.close(uri);
            self.watch();
            self.library.edited(self.now.clone());
            self.library.closed();
        }
    }

    fn store(&mut self, note: OpenNote) {
        let note = Arc::new(note.among(self.catalog.clone()));
        let notes = Arc::make_mut(&mut self.now.notes);
        notes.insert(note.uri.clone(), Arc::clone(&note));
        self.now.serial += 1;
        if !self.now.client.pulls {
            self.publisher.submit(note, &self.now.client);
        }
        if self.watching.is_some() {
            self.library.edited(self.now.clone());
        }
    }

    /// Reads every setting anew, with the `editor`'s on top.
    fn set_up(&mut self, editor: Value, roots: Roots) {
        let settings = Arc::new(Settings::new(editor, roots));
        self.now.settings = Arc::clone(&settings);
        let notes: Vec<_> = self.now.notes.values().cloned().collect();
        for note in notes {
            self.store(note.under(Arc::clone(&settings)));
        }
        if self.watching.is_some() {
            self.library.set_up(&settings);
            self.watch();
        }
    }
}

/// Links may lead elsewhere than before: open notes whose links ask for what changed are checked again. What they ask for
/// is found out without the lock, as notes may have to be read for it.
fn links_changed(session: &Weak<Mutex<State>>, catalog: Arc<Catalog>) {
    let Some(session) = session.upgrade() else {
        return;
    };
    let lock = || session.lock().unwrap_or_else(PoisonError::into_inner);
    let (notes, before) = {
        let mut state = lock();
        let before = state.catalog.replace(Arc::clone(&catalog));
        (Arc::clone(&state.now.notes), before)
    };
    let changed = before.map(|before| catalog.changed_since(&before));
    let is_concerned = |note: &OpenNote| {
        let note = &note.reading().note;
        match &changed {
            Some(keys) => Outgoing::of(note).asks_for(keys),
            None => !note.links.is_empty() || !note.comments.is_empty(),
        }
    };
    for (uri, _) in notes.iter().filter(|(_, note)| is_concerned(note)) {
        let mut state = lock();
        if let Some(note) = state.now.notes.get(uri).cloned() {
            state.store(note.again());
        }
    }
}

fn params<'de, T: Deserialize<'de>>(message: &'de Request) -> Option<T> {
    T::deserialize(message.params()?)
        .inspect_err(|error| warn!("{}: {error}", message.method()))
        .ok()
}
