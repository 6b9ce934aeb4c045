//! Work off the threads that read the wire.

use tokio::task::JoinHandle;
use tower_lsp::jsonrpc::{Error, Result};

/// Does `work` on a thread of its own and gives back what it comes to.
///
/// # Errors
/// It panicked; nothing else is taken down by that.
pub(super) async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let mut task = Task(tokio::task::spawn_blocking(work));
    (&mut task.0).await.map_err(|_| Error::internal_error())
}

/// Takes work back that nobody waits for any more, where it has not begun.
struct Task<T>(JoinHandle<T>);

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
