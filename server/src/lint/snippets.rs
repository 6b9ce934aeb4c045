//! Snippets that were read, and what was found in them, as long as a part of the note holds them: those of a part that
//! was edited are mostly the same.

use std::hash::BuildHasher;
use std::sync::{Arc, Weak};

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::diagnostic::Diagnostic;
use crate::python::model::{Answers, NoteNames};
use crate::python::snippet::{self, Request, Snippet};
use crate::text::Extract;

/// So many more entries than were of use last are looked through for those that are not.
const SPARE: usize = 64;

/// What is known of snippets. It does not keep them.
#[derive(Debug, Default)]
pub(super) struct Snippets {
    /// By the hash of text and request.
    read: FxHashMap<u64, Read>,
    /// By the snippet's address, which is nobody else's as long as the entry is here, with the hash of the names that
    /// it was found under.
    found: FxHashMap<usize, (Weak<Snippet>, u64, Arc<Found>)>,
    /// How many entries were of use when that was last looked at.
    useful: usize,
}

#[derive(Debug)]
struct Read {
    body: Extract,
    request: Request,
    snippet: Weak<Snippet>,
}

/// What was found in a snippet or in other text.
#[derive(Debug)]
pub(super) struct Found {
    /// What was asked of the note's names.
    answers: Answers,
    findings: Box<[Diagnostic]>,
}

impl Snippets {
    /// The snippet `body`, read now or before.
    pub fn read(&mut self, body: &Extract, request: Request) -> Arc<Snippet> {
        let text = body.text();
        let key = FxBuildHasher.hash_one((text, request));
        // Two snippets may share a hash; they are the same only when their text is.
        let known = self.read.get(&key);
        let known = known.filter(|read| read.body.text() == text && read.request == request);
        if let Some(snippet) = known.and_then(|read| read.snippet.upgrade()) {
            return snippet;
        }
        let snippet = Arc::new(snippet::read(text, &request));
        let read = Read {
            body: body.clone(),
            request,
            snippet: Arc::downgrade(&snippet),
        };
        self.read.insert(key, read);
        snippet
    }

    /// What was found in a snippet under `names`, in offsets of its `code`: now, or before under names that gave the
    /// same answers to what was asked of them. So a name that is typed in one snippet concerns those that speak of it.
    pub fn findings(
        &mut self,
        snippet: &Arc<Snippet>,
        names: &NoteNames,
        find: impl FnOnce() -> Vec<Diagnostic>,
    ) -> Arc<Found> {
        let key = Arc::as_ptr(snippet).addr();
        if let Some((_, under, found)) = self.found.get_mut(&key)
            && (*under == names.hash() || found.holds_under(names, *under))
        {
            *under = names.hash();
            return Arc::clone(found);
        }
        let (findings, answers) = names.watched(find);
        let found = Arc::new(Found::new(findings, answers));
        let entry = (Arc::downgrade(snippet), names.hash(), Arc::clone(&found));
        self.found.insert(key, entry);
        found
    }

    /// Forgets snippets that nobody holds any more, once there may be many of them.
    pub fn tidy(&mut self) {
        if self.read.len() + self.found.len() > 2 * self.useful + SPARE {
            self.read.retain(|_, read| read.snippet.strong_count() > 0);
            self.found
                .retain(|_, (snippet, ..)| snippet.strong_count() > 0);
            self.useful = self.read.len() + self.found.len();
        }
    }
}

impl Found {
    /// This, where these answers were given.
    pub fn new(findings: Vec<Diagnostic>, answers: Answers) -> Self {
        Self {
            answers,
            findings: findings.into(),
        }
    }

    /// Whether what was found under the names with the hash `under` would be found under `names`.
    pub fn holds_under(&self, names: &NoteNames, under: u64) -> bool {
        names.agree_with(&self.answers, under)
    }

    /// What was found.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::model::Names;

    #[test]
    fn an_unchanged_snippet_is_not_read_again() {
        let mut snippets = Snippets::default();
        let request = Request::default();
        let first = snippets.read(&Extract::whole("x = 1\n", 0), request);
        let second = snippets.read(&Extract::whole("x = 1\n", 0), request);
        assert!(Arc::ptr_eq(&first, &second));
        let naming = |words: &[&str]| {
            let mut names = Names::default();
            names.add_words(words.iter().map(|&word| word.to_owned()));
            NoteNames::new([&names])
        };
        let found = |snippets: &mut Snippets, words: &[&str]| {
            let mut asked = false;
            let names = naming(words);
            snippets.findings(&first, &names, || {
                asked = true;
                names.may_bind("x");
                Vec::new()
            });
            asked
        };
        assert!(found(&mut snippets, &["a"]));
        assert!(!found(&mut snippets, &["a"]));
        assert!(!found(&mut snippets, &["a", "b"]), "nobody asked for `b`");
        assert!(found(&mut snippets, &["a", "x"]), "another answer");
        assert!(!found(&mut snippets, &["x"]), "the same answer");
    }

    #[test]
    fn what_nobody_holds_is_forgotten_in_time() {
        let mut snippets = Snippets::default();
        let mut held = Vec::new();
        for number in 0..1000 {
            let body = Extract::whole(&format!("x = {number}\n"), 0);
            let snippet = snippets.read(&body, Request::default());
            held = if number < 10 {
                [held, vec![snippet]].concat()
            } else {
                held
            };
            snippets.tidy();
        }
        assert!(snippets.read.len() <= 2 * held.len() + SPARE + 1);
        let again = snippets.read(&Extract::whole("x = 7\n", 0), Request::default());
        assert!(Arc::ptr_eq(&held[7], &again));
    }
}
