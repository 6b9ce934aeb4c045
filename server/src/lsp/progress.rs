//! Shows how far the notes are read, where there are many, and lets the person stop it.

use std::time::Duration;

use tokio::sync::watch;
use tower_lsp::Client;
use tower_lsp::ls_types::ProgressToken;
use tracing::debug;

/// Fewer notes are read before anybody could see a bar.
pub(super) const MANY: usize = 500;
/// How often the bar moves.
const TICK: Duration = Duration::from_millis(100);
/// What our tokens begin with.
const TOKEN: &str = "notelint/reading/";

/// How far the notes are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// Notes that were read.
    pub done: usize,
    /// All of them.
    pub all: usize,
    /// True while they are being read.
    pub goes_on: bool,
}

/// True for the token of a bar of ours.
pub(super) fn is_ours(token: &ProgressToken) -> bool {
    matches!(token, ProgressToken::String(token) if token.starts_with(TOKEN))
}

/// Shows what `readings` say, until the server ends.
pub(super) async fn run(connection: Client, mut readings: watch::Receiver<Progress>) {
    for number in 1.. {
        if readings.wait_for(|reading| reading.goes_on).await.is_err() {
            return;
        }
        let token = ProgressToken::String(format!("{TOKEN}{number}"));
        match connection.create_work_done_progress(token.clone()).await {
            Ok(()) => show(&connection, token, &mut readings).await,
            Err(error) => {
                debug!("the client shows no progress: {error}");
                let _ = readings.wait_for(|reading| !reading.goes_on).await;
            }
        }
    }
}

/// Shows one reading until it is over.
async fn show(connection: &Client, token: ProgressToken, readings: &mut watch::Receiver<Progress>) {
    let bar = connection
        .progress(token, "notelint: reading notes")
        .with_percentage(0)
        .with_cancel_button();
    let bar = bar.begin().await;
    loop {
        let Progress { done, all, goes_on } = *readings.borrow_and_update();
        let told = format!("{done} of {all} notes");
        if !goes_on {
            bar.finish_with_message(told).await;
            return;
        }
        let percentage = u32::try_from(done * 100 / all.max(1)).unwrap_or(100);
        bar.report_with_message(told, percentage, None).await;
        tokio::time::sleep(TICK).await;
        if readings.changed().await.is_err() {
            return;
        }
    }
}
