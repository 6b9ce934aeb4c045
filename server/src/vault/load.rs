//! Reading a whole vault: all notes below a folder, in parallel, in batches that are put in under a short lock.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;

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

/// Digests `notes` on the threads of rayon. `each` gets the digests of a batch and how many notes are done; `Break`
/// stops. It is called on the calling thread, which must be none of rayon's: it may wait for a lock that somebody holds
/// who waits for those. What cannot be read is left out and told. A note that is gone when its turn comes was deleted
/// meanwhile: that is no problem.
pub fn load(
    notes: &[Source],
    glossary: &Glossary,
    each: &(dyn Fn(Vec<Digest>, usize) -> ControlFlow<()> + Sync),
) -> Vec<FileProblem> {
    let stopped = AtomicBool::new(false);
    let mut problems = Vec::new();
    let (send, batches) = channel();
    rayon::in_place_scope(|scope| {
        let stopped = &stopped;
        scope.spawn(move |_| {
            notes.par_chunks(BATCH).for_each_with(send, |send, batch| {
                if !stopped.load(Ordering::Relaxed) {
                    // Fails where nobody takes batches any more.
                    _ = send.send(read(batch, glossary));
                }
            });
        });
        let mut done = 0;
        for batch in batches {
            done += batch.notes;
            problems.extend(batch.problems);
            if each(batch.digests, done).is_break() {
                stopped.store(true, Ordering::Relaxed);
                break;
            }
        }
    });
    problems.sort_by(|a: &FileProblem, b| a.path.cmp(&b.path));
    problems
}

/// What became of a batch.
struct Batch {
    notes: usize,
    digests: Vec<Digest>,
    problems: Vec<FileProblem>,
}

fn read(sources: &[Source], glossary: &Glossary) -> Batch {
    let mut batch = Batch {
        notes: sources.len(),
        digests: Vec::with_capacity(sources.len()),
        problems: Vec::new(),
    };
    for source in sources {
        match files::read(&source.path, source.max_bytes) {
            Ok(text) => {
                let note = Note::parse(text.text, &source.options);
                let digest = Digest::of(source.path.as_path(), &note, glossary);
                batch.digests.push(digest);
            }
            Err(problem) if source.path.exists() => batch.problems.push(problem),
            Err(_) => {}
        }
    }
    batch
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn source(path: PathBuf) -> Source {
        Source {
            path,
            options: Arc::default(),
            max_bytes: 1000,
        }
    }

    #[test]
    fn what_is_gone_is_left_out_and_what_cannot_be_read_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("a.md"), "# GIL\n").unwrap();
        std::fs::write(at("long.md"), "x".repeat(2000)).unwrap();
        let sources = ["a.md", "deleted.md", "long.md"].map(|name| source(at(name)));
        let read = Mutex::new(Vec::new());
        let problems = load(&sources, Glossary::builtin(), &|digests, done| {
            let paths = digests.iter().map(|digest| digest.path().to_path_buf());
            read.lock().unwrap().push((paths.collect::<Vec<_>>(), done));
            ControlFlow::Continue(())
        });
        assert_eq!(*read.lock().unwrap(), [(vec![at("a.md")], 3)]);
        let told: Vec<_> = problems.iter().map(|problem| &problem.path).collect();
        assert_eq!(told, [&at("long.md")]);
    }

    #[test]
    fn a_lock_that_is_held_by_who_needs_the_threads_is_no_trap() {
        let sources: Vec<Source> = (0..BATCH * 8)
            .map(|number| source(PathBuf::from(format!("/nowhere/{number}.md"))))
            .collect();
        let shared = Mutex::new(0);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                load(&sources, Glossary::builtin(), &|_, done| {
                    *shared.lock().unwrap() = done;
                    ControlFlow::Continue(())
                })
            });
            for _ in 0..50 {
                let held = shared.lock().unwrap();
                let sum: usize = (0..1000).into_par_iter().sum();
                assert_eq!(sum, 499_500);
                drop(held);
            }
        });
        assert_eq!(*shared.lock().unwrap(), sources.len());
    }
}
