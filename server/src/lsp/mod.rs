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
mod library;
mod log;
mod markup;
mod message;
mod order;
mod outgoing;
mod parent;
mod publish;
mod registration;
mod server;
mod session;
mod settings;
mod transport;
mod worker;

pub use capabilities::{CAPABILITIES, Capability};
pub use tracing::level_filters::LevelFilter;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use tokio::io::{AsyncRead, AsyncWrite};

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

/// Serves on stdin and stdout until the client says `exit` or is gone. 0 after `shutdown`, else 1 (LSP 3.17, "Exit
/// Notification").
///
/// # Errors
/// The log cannot be written, or the system gives no threads.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    log::start(options.log_file.as_deref(), options.log_level)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_stack_size(STACK)
        .enable_time()
        .build()
        .context("cannot start the server's threads")?;
    let code = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout()));
    // A thread that waits for stdin would be waited for in turn.
    runtime.shutdown_background();
    Ok(ExitCode::from(code))
}

/// Serves one client, whose messages come on `input`, until it says `exit` or is gone; to be called within a tokio
/// runtime. Returns the exit code of the process.
pub async fn serve(
    input: impl AsyncRead + Unpin,
    output: impl AsyncWrite + Unpin + Send + 'static,
) -> u8 {
    let (outgoing, outbox) = outgoing::channel();
    let session = session::Session::new(publish::Publisher::new(outgoing.clone()));
    let (service, socket) = server::service(&session);
    let service = order::Ordered::new(service, session.clone());
    // The glossary takes some milliseconds to build; the first hover should not.
    drop(tokio::task::spawn_blocking(crate::terms::Glossary::builtin));
    let end = transport::serve(input, output, service, socket, outgoing, outbox).await;
    tracing::info!(?end, "served");
    u8::from(!(end == End::Exit && session.is_shut_down()))
}
