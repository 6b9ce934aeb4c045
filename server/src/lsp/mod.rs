//! The language server: the only room that knows tower-lsp and tokio. It turns messages into calls of `features` and
//! `lint`, and what they say into messages; it decides nothing about notes.
//!
//! The way of a message: `frame` -> `message` -> `transport` -> `order` (where `session` changes) -> `server` ->
//! `handlers` -> `worker`. The way of an edit's diagnostics: `session` -> `publish` -> `outgoing`.

mod capabilities;
mod client;
mod convert;
mod document;
mod frame;
mod handlers;
mod librarian;
mod library;
mod links;
mod log;
mod markup;
mod message;
mod order;
mod outgoing;
mod parent;
mod progress;
mod publish;
mod refresh;
mod registration;
mod reports;
mod roots;
mod server;
mod session;
mod settings;
mod shelf;
mod transport;
mod vault_edit;
mod watch;
mod worker;

pub use capabilities::{CAPABILITIES, Capability};
pub use tracing::level_filters::LevelFilter;

use std::convert::Infallible;
use std::path::PathBuf;

use anyhow::Context;
use tokio::io::{AsyncRead, AsyncWrite};

use library::Library;
use order::Ordered;
use publish::Publisher;
use session::Session;
use transport::End;

/// The stack of each thread. Snippets are bounded in depth before they are parsed; this leaves those bounds a wide
/// margin in unoptimized builds, whose frames are several times larger.
const STACK: usize = 32 << 20;

/// How the server is to run.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where to write a log.
    pub log_file: Option<PathBuf>,
    /// How much to write there, or to stderr where there is no file.
    pub log_level: Option<LevelFilter>,
}

/// Serves on stdin and stdout until the client says `exit` or is gone, and ends the process: with 0 after `shutdown`,
/// else with 1 (LSP 3.17, "Exit Notification").
///
/// # Errors
/// The log cannot be written, or the system gives no threads.
pub fn run(options: &Options) -> anyhow::Result<Infallible> {
    log::start(options.log_file.as_deref(), options.log_level)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_stack_size(STACK)
        .enable_time()
        .build()
        .context("cannot start the server's threads")?;
    runtime.block_on(async {
        let (code, _session) = serve_session(tokio::io::stdin(), tokio::io::stdout()).await;
        // Here, as everything after would be waited for: a thread that reads stdin, another that checks a large note,
        // the taking apart of what is open.
        std::process::exit(i32::from(code))
    })
}

/// Serves one client, whose messages come on `input`, until it says `exit` or is gone; to be called within a tokio
/// runtime. Returns the exit code of the process.
pub async fn serve(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
) -> u8 {
    serve_session(input, output).await.0
}

/// The same, with what is left to be taken apart.
async fn serve_session(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
) -> (u8, Session) {
    let (outgoing, outbox) = outgoing::channel();
    let library = Library::new();
    let session = Session::new(Publisher::new(outgoing.clone()), library.clone());
    let (service, socket) = server::service(&session, &library, &outgoing);
    let service = Ordered::new(service, session.clone());
    let end = transport::serve(input, output, service, socket, outgoing, outbox).await;
    tracing::info!(?end, "served");
    let is_orderly = end == End::Exit && session.is_shut_down();
    (u8::from(!is_orderly), session)
}
