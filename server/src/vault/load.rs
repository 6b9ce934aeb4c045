//! Reading a whole vault: all notes below a folder, in parallel, in batches that are put in under a short lock.

use std::ops::ControlFlow;
use std::panic::{catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;

use super::Digest;
use crate::files::{self, FileProblem};
use crate::note::{Note, NoteOptions};
use crate::terms::Glossary;

/// Notes in a batch: few enough that progress is seen and a stop is felt at once, many enough that taking the lock
/// costs nothing.
const BATCH: usize = 64;

/// Batches on the way for each thread. Reading is quicker than what is done with a batch: without a bound the notes of a
/// whole branch of git would be held twice.
const AHEAD: usize = 2;

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
    let mut problems = Vec::new();
    let (send, batches) = channel();
    let mut unread = notes.chunks(BATCH);
    rayon::in_place_scope(|scope| {
        // No thread waits for its batch to be taken: the next one is begun where one was.
        let mut begin = || {
            let sources = unread.next()?;
            let send = send.clone();
            scope.spawn(move |_| {
                // Fails where nobody takes batches any more.
                _ = send.send(catch_unwind(|| read(sources, glossary)));
            });
            Some(())
        };
        let ahead = AHEAD * rayon::current_num_threads();
        let mut on_the_way = (0..ahead).map_while(|_| begin()).count();
        let mut done = 0;
        while on_the_way > 0
            && let Ok(batch) = batches.recv()
        {
            on_the_way -= 1;
            let batch = batch.unwrap_or_else(|panic| resume_unwind(panic));
            on_the_way += usize::from(begin().is_some());
            done += batch.notes;
            problems.extend(batch.problems);
            if each(batch.digests, done).is_break() {
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
    use std::time::Duration;

    use rayon::prelude::*;

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
    fn notes_are_read_no_further_than_somebody_takes_them() {
        let folder = tempfile::tempdir().unwrap();
        let ahead = AHEAD * rayon::current_num_threads();
        let sources: Vec<Source> = (0..BATCH * ahead * 3)
            .map(|number| source(folder.path().join(format!("{number}.md"))))
            .collect();
        for source in &sources {
            std::fs::write(&source.path, "# GIL\n").unwrap();
        }
        let read = Mutex::new(0);
        load(&sources, Glossary::builtin(), &|digests, _| {
            let mut read = read.lock().unwrap();
            if *read == 0 {
                // What is not read by now will not be.
                std::thread::sleep(Duration::from_millis(500));
                for source in &sources {
                    std::fs::remove_file(&source.path).unwrap();
                }
            }
            *read += digests.len();
            ControlFlow::Continue(())
        });
        let read = *read.lock().unwrap();
        assert!((BATCH..=BATCH * (ahead + 1)).contains(&read), "{read}");
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
