//! Asks the client to ask again for what may have become another: notes changed on disk, or settings did.

use std::time::Duration;

use tokio::sync::watch;
use tower_lsp::Client;
use tracing::debug;

/// Changes come in rows; this much silence ends one.
const QUIET: Duration = Duration::from_millis(200);

/// Asks whenever `revisions` change, until the server ends.
pub(super) async fn run(connection: Client, mut revisions: watch::Receiver<u64>) {
    while revisions.changed().await.is_ok() {
        tokio::time::sleep(QUIET).await;
        revisions.mark_unchanged();
        if let Err(error) = connection.workspace_diagnostic_refresh().await {
            debug!("the client does not refresh: {error}");
        }
    }
}
