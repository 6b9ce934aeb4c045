//! A progress bar on stderr, for runs that take long and only where somebody watches.

use std::io::IsTerminal;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shorter runs show no bar: it would only flicker.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts what is done of a known number of steps.
#[derive(Debug)]
pub(super) struct Progress {
    total: u64,
    done: AtomicU64,
    started: Instant,
    visible: bool,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// Over `total` steps.
    pub fn new(total: usize) -> Self {
        Self {
            total: total as u64,
            done: AtomicU64::new(0),
            started: Instant::now(),
            visible: std::io::stderr().is_terminal(),
            bar: OnceLock::new(),
        }
    }

    /// One more step is done.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if !self.visible || self.started.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} notes, {eta} to go")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::with_draw_target(Some(self.total), ProgressDrawTarget::stderr())
                .with_style(style)
                .with_elapsed(self.started.elapsed())
        });
        bar.set_position(done);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
