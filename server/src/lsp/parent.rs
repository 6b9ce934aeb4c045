//! Ends the server when the process that started it is gone (LSP 3.17, `InitializeParams.processId`). A closed stdin
//! says so, too, but not where another process holds its other end open.

use std::path::Path;
use std::time::Duration;

use tracing::info;

/// How often the client is looked for.
const EVERY: Duration = Duration::from_secs(2);

/// Looks for the client's process from now on. One that cannot be seen from here in the first place, as it runs on
/// another machine or in a container, is not missed.
pub(super) fn watch(client: Option<u32>) {
    let Some(client) = client.filter(|client| is_alive(*client)) else {
        return;
    };
    tokio::spawn(async move {
        let mut ticks = tokio::time::interval(EVERY);
        loop {
            ticks.tick().await;
            if !is_alive(client) {
                info!("the client's process {client} is gone");
                std::process::exit(1);
            }
        }
    });
}

/// Whether `process` lives: as our parent, or in the list of processes.
#[cfg(unix)]
fn is_alive(process: u32) -> bool {
    std::os::unix::process::parent_id() == process
        || Path::new("/proc").join(process.to_string()).exists()
}

/// Elsewhere a closed stdin has to do.
#[cfg(not(unix))]
fn is_alive(_process: u32) -> bool {
    false
}
