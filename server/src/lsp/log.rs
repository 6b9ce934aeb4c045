//! The log: in a file, or on stderr where only a level was asked for; without either, nothing. Editors show what
//! servers write to stderr as errors, and stdout is the protocol.

use std::fs::OpenOptions;
use std::path::Path;
use std::sync::Mutex;

use anyhow::Context;
use tracing::level_filters::LevelFilter;

/// Starts the log.
///
/// # Errors
/// The file cannot be opened for writing.
pub(super) fn start(file: Option<&Path>, level: Option<LevelFilter>) -> anyhow::Result<()> {
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(level.unwrap_or(LevelFilter::INFO));
    // Fails only where a log runs already, as in tests.
    if let Some(path) = file {
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .with_context(|| format!("cannot write the log {}", path.display()))?;
        let _ = subscriber.with_writer(Mutex::new(file)).try_init();
    } else if level.is_some() {
        let _ = subscriber.with_writer(std::io::stderr).try_init();
    }
    Ok(())
}
