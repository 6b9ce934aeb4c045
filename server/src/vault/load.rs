//! Reading a whole vault: all notes below a folder, in parallel, in batches that are put in under a short lock.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use super::Digest;
use crate::files::{self, FileProblem};
use crate::note::{Note, NoteOptions};
use crate::terms::Glossary;

/// Notes in a batch: few enough that progress is seen and a stop is felt at once, many enough that taking the lock
/// costs nothing.
const BATCH: usize = 256;

/// A note to be read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it is; absolute.
    pub path: PathBuf,
    /// What it is parsed with.
    pub options: Arc<NoteOptions>,
    /// Above this size, in bytes, it is left out and told.
    pub max_bytes: u64,
}

/// Digests `notes`. `each` gets the digests of a batch and how many notes are done; `Break` stops. What cannot be read
/// is left out and told. A note that is gone when its turn comes was deleted meanwhile: that is no problem.
pub fn load(
    notes: &[Source],
    glossary: &Glossary,
    each: &(dyn Fn(Vec<Digest>, usize) -> ControlFlow<()> + Sync),
) -> Vec<FileProblem> {
    let stopped = AtomicBool::new(false);
    let done = AtomicUsize::new(0);
    let problems = Mutex::new(Vec::new());
    notes.par_chunks(BATCH).for_each(|batch| {
        if stopped.load(Ordering::Relaxed) {
            return;
        }
        let mut digests = Vec::with_capacity(batch.len());
        for Source {
            path,
            options,
            max_bytes,
        } in batch
        {
            match files::read(path, *max_bytes) {
                Ok(source) => {
                    let note = Note::parse(source.text, options);
                    digests.push(Digest::of(path.as_path(), &note, glossary));
                }
                Err(problem) if path.exists() => {
                    if let Ok(mut problems) = problems.lock() {
                        problems.push(problem);
                    }
                }
                Err(_) => {}
            }
        }
        let done = done.fetch_add(batch.len(), Ordering::Relaxed) + batch.len();
        if each(digests, done).is_break() {
            stopped.store(true, Ordering::Relaxed);
        }
    });
    let mut problems = problems.into_inner().unwrap_or_default();
    problems.sort_by(|a, b| a.path.cmp(&b.path));
    problems
}
