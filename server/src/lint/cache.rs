//! What is known of a note from its last check, so that a keystroke costs what it changes.

use std::hash::BuildHasher;
use std::sync::Arc;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::python::model::{Answers, NoteNames};
use crate::python::snippet::{self, Request, Snippet};

/// Snippets of one note as they were read last, and what was found in them. It holds no more than the note's last
/// state: what a check did not ask for is forgotten at its end.
#[derive(Debug, Default)]
pub struct Cache {
    config: Option<Config>,
    last: FxHashMap<u64, Entry>,
    now: FxHashMap<u64, Entry>,
}

#[derive(Debug)]
struct Entry {
    body: String,
    request: Request,
    snippet: Arc<Snippet>,
    findings: Option<Found>,
}

/// What was found in a snippet.
#[derive(Debug)]
struct Found {
    /// The hash of the note's names that it was found under.
    names: u64,
    /// What was asked of those names.
    answers: Answers,
    findings: Arc<[Diagnostic]>,
}

impl Cache {
    /// Starts a check; under other settings nothing is remembered.
    pub(super) fn begin(&mut self, config: &Config) {
        if self.config.as_ref() != Some(config) {
            self.config = Some(config.clone());
            self.last.clear();
        }
        self.now.clear();
    }

    /// Ends a check.
    pub(super) fn end(&mut self) {
        self.last = std::mem::take(&mut self.now);
    }

    /// The snippet `body`, read now or before.
    pub(super) fn snippet(&mut self, body: &str, request: &Request) -> Arc<Snippet> {
        let key = key(body, request);
        if !self.now.contains_key(&key)
            && let Some(entry) = self.last.remove(&key)
        {
            self.now.insert(key, entry);
        }
        if let Some(entry) = self.now.get(&key).filter(|entry| entry.is(body, request)) {
            return Arc::clone(&entry.snippet);
        }
        let snippet = Arc::new(snippet::read(body, request));
        self.now.insert(
            key,
            Entry {
                body: body.to_owned(),
                request: request.clone(),
                snippet: Arc::clone(&snippet),
                findings: None,
            },
        );
        snippet
    }

    /// What was found in a snippet under `names`, in offsets of its `code`: now, or before under names that gave the
    /// same answers to what was asked of them. So a name that is typed in one snippet concerns those that speak of it.
    pub(super) fn findings(
        &mut self,
        body: &str,
        request: &Request,
        names: &NoteNames,
        find: impl FnOnce() -> Vec<Diagnostic>,
    ) -> Arc<[Diagnostic]> {
        let entry = self
            .now
            .get_mut(&key(body, request))
            .filter(|entry| entry.is(body, request));
        let Some(entry) = entry else {
            return find().into();
        };
        if let Some(found) = &mut entry.findings
            && (found.names == names.hash() || names.agree_with(&found.answers))
        {
            found.names = names.hash();
            return Arc::clone(&found.findings);
        }
        let (findings, answers) = names.watched(find);
        let findings: Arc<[Diagnostic]> = findings.into();
        entry.findings = Some(Found {
            names: names.hash(),
            answers,
            findings: Arc::clone(&findings),
        });
        findings
    }
}

impl Entry {
    /// Two snippets may share a hash; they are the same only when their text is.
    fn is(&self, body: &str, request: &Request) -> bool {
        self.body == body && self.request == *request
    }
}

fn key(body: &str, request: &Request) -> u64 {
    FxBuildHasher.hash_one((body, request))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::python::model::Names;

    #[test]
    fn an_unchanged_snippet_is_not_read_again() {
        let mut cache = Cache::default();
        let request = Request::default();
        cache.begin(&Config::default());
        let first = cache.snippet("x = 1\n", &request);
        cache.end();
        cache.begin(&Config::default());
        let second = cache.snippet("x = 1\n", &request);
        assert!(Arc::ptr_eq(&first, &second));
        let naming = |words: &[&str]| {
            let mut names = Names::default();
            names.add_words(words.iter().map(|&word| word.to_owned()));
            NoteNames::new([&names])
        };
        let found = |cache: &mut Cache, words: &[&str]| {
            let mut asked = false;
            let names = naming(words);
            cache.findings("x = 1\n", &request, &names, || {
                asked = true;
                names.may_bind("x");
                Vec::new()
            });
            asked
        };
        assert!(found(&mut cache, &["a"]));
        assert!(!found(&mut cache, &["a"]));
        assert!(!found(&mut cache, &["a", "b"]), "nobody asked for `b`");
        assert!(found(&mut cache, &["a", "x"]), "another answer");
        cache.end();
        let mut other = Config::default();
        other.lint.ignore.push("syntax-error".to_owned());
        cache.begin(&other);
        assert!(!Arc::ptr_eq(&first, &cache.snippet("x = 1\n", &request)));
    }
}
