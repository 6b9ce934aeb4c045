//! What is known of a note from its last check, so that a keystroke costs what it changes.

use std::hash::BuildHasher;
use std::sync::Arc;

use rustc_hash::FxBuildHasher;

use super::kept::Kept;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::note::PartId;
use crate::python::model::{Answers, NoteNames};
use crate::python::snippet::{self, Request, Snippet};
use crate::rules::Gathered;
use crate::text::Extract;

/// Snippets and text of one note as they were read last, and what was found in them.
#[derive(Debug, Default)]
pub struct Cache {
    /// Nothing is remembered: nobody will ask again.
    forgets: bool,
    config: Option<Config>,
    names: Option<Gathered>,
    read: Kept<u64, Read>,
    /// By the address of a body that was not read again since, so that not even its text is looked at.
    same: Kept<usize, Read>,
    /// By the snippet's address, which is nobody else's as long as the snippet is kept here.
    in_snippets: Kept<usize, (Arc<Snippet>, Found)>,
    in_text: Kept<PartId, Found>,
}

#[derive(Debug, Clone)]
struct Read {
    body: Extract,
    request: Request,
    snippet: Arc<Snippet>,
}

/// What was found somewhere.
#[derive(Debug)]
struct Found {
    /// The hash of the note's names that it was found under.
    names: u64,
    /// What was asked of those names.
    answers: Answers,
    findings: Arc<[Diagnostic]>,
}

impl Cache {
    /// One that remembers nothing, for a note that is checked once.
    pub fn forgetful() -> Self {
        Self {
            forgets: true,
            ..Self::default()
        }
    }

    /// Starts a check; under other settings nothing is remembered.
    pub(super) fn begin(&mut self, config: &Config) {
        if !self.forgets && self.config.as_ref() != Some(config) {
            *self = Self {
                config: Some(config.clone()),
                ..Self::default()
            };
        }
    }

    /// Ends a check of a note with these names.
    pub(super) fn end(&mut self, names: Gathered) {
        if self.forgets {
            return;
        }
        self.names = Some(names);
        self.read.end();
        self.same.end();
        self.in_snippets.end();
        self.in_text.end();
    }

    /// The names of the last check.
    pub(super) fn take_names(&mut self) -> Option<Gathered> {
        self.names.take()
    }

    /// The snippet `body`, read now or before.
    pub(super) fn snippet(&mut self, body: &Extract, request: Request) -> Arc<Snippet> {
        if self.forgets {
            return Arc::new(snippet::read(body.text(), &request));
        }
        let address = body.address();
        if let Some(read) = self.same.get(address)
            && read.request == request
        {
            return Arc::clone(&read.snippet);
        }
        let text = body.text();
        let key = FxBuildHasher.hash_one((text, request));
        // Two snippets may share a hash; they are the same only when their text is.
        let read = match self.read.get(key) {
            Some(read) if read.body.text() == text && read.request == request => {
                read.body = body.clone();
                read.clone()
            }
            _ => {
                let read = Read {
                    body: body.clone(),
                    request,
                    snippet: Arc::new(snippet::read(text, &request)),
                };
                self.read.insert(key, read.clone());
                read
            }
        };
        let snippet = Arc::clone(&read.snippet);
        self.same.insert(address, read);
        snippet
    }

    /// What was found in a snippet under `names`, in offsets of its `code`: now, or before under names that gave the
    /// same answers to what was asked of them. So a name that is typed in one snippet concerns those that speak of it.
    pub(super) fn in_snippet(
        &mut self,
        snippet: &Arc<Snippet>,
        names: &NoteNames,
        find: impl FnOnce() -> Vec<Diagnostic>,
    ) -> Arc<[Diagnostic]> {
        if self.forgets {
            return find().into();
        }
        let key = Arc::as_ptr(snippet).addr();
        if let Some((_, found)) = self.in_snippets.get(key)
            && found.holds_under(names)
        {
            return Arc::clone(&found.findings);
        }
        let found = Found::under(names, find);
        let findings = Arc::clone(&found.findings);
        let entry = (Arc::clone(snippet), found);
        self.in_snippets.insert(key, entry);
        findings
    }

    /// What was found in the text of a part of the note, in offsets from its start; see [`Cache::in_snippet`].
    pub(super) fn in_text(
        &mut self,
        part: PartId,
        names: &NoteNames,
        find: impl FnOnce() -> Vec<Diagnostic>,
    ) -> Arc<[Diagnostic]> {
        if self.forgets {
            return find().into();
        }
        if let Some(found) = self.in_text.get(part)
            && found.holds_under(names)
        {
            return Arc::clone(&found.findings);
        }
        let found = Found::under(names, find);
        let findings = Arc::clone(&found.findings);
        self.in_text.insert(part, found);
        findings
    }
}

impl Found {
    fn under(names: &NoteNames, find: impl FnOnce() -> Vec<Diagnostic>) -> Self {
        let (findings, answers) = names.watched(find);
        Self {
            names: names.hash(),
            answers,
            findings: findings.into(),
        }
    }

    /// Whether the same would be found under `names`.
    fn holds_under(&mut self, names: &NoteNames) -> bool {
        let holds = self.names == names.hash() || names.agree_with(&self.answers);
        if holds {
            self.names = names.hash();
        }
        holds
    }
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
        let first = cache.snippet(&Extract::whole("x = 1\n", 0), request);
        cache.read.end();
        cache.begin(&Config::default());
        let second = cache.snippet(&Extract::whole("x = 1\n", 0), request);
        assert!(Arc::ptr_eq(&first, &second));
        let naming = |words: &[&str]| {
            let mut names = Names::default();
            names.add_words(words.iter().map(|&word| word.to_owned()));
            NoteNames::new([&names])
        };
        let found = |cache: &mut Cache, words: &[&str]| {
            let mut asked = false;
            let names = naming(words);
            cache.in_snippet(&first, &names, || {
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
        cache.in_snippets.end();
        assert!(!found(&mut cache, &["x"]), "the same answer");
        let mut other = Config::default();
        other.lint.ignore.push("syntax-error".to_owned());
        cache.begin(&other);
        assert!(!Arc::ptr_eq(
            &first,
            &cache.snippet(&Extract::whole("x = 1\n", 0), request)
        ));
    }
}
