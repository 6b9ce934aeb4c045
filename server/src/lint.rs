//! Runs the rules over a note, applies suppressions and settings, sorts.

use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::note::Note;
use crate::python::language;
use crate::python::snippet::{self, Request};
use crate::rules::{Check, Code, Embedded, RULES, Subject};

/// Every finding in `note`, sorted by place.
pub fn lint(note: &Note, config: &Config) -> Vec<Diagnostic> {
    let subject = Subject {
        note,
        config,
        snippets: snippets(note, config),
    };
    let mut found = Vec::new();
    for rule in RULES {
        for check in rule.checks {
            match check {
                Check::Note(check) => check(&subject, &mut found),
                Check::Snippet(check) => {
                    for (index, embedded) in subject.snippets.iter().enumerate() {
                        if embedded.snippet.tree.is_none() {
                            continue;
                        }
                        let mut here = Vec::new();
                        let code = Code {
                            subject: &subject,
                            index,
                            snippet: &embedded.snippet,
                        };
                        check(&code, &mut here);
                        found.extend(here.into_iter().map(|finding| {
                            finding.map_spans(|span| subject.code_span(embedded, span))
                        }));
                    }
                }
            }
        }
    }
    found.sort_by(|a, b| (a.span, &a.rule).cmp(&(b.span, &b.rule)));
    found
}

fn snippets(note: &Note, config: &Config) -> Vec<Embedded> {
    let mut snippets = Vec::new();
    for (index, fence) in note.fences.iter().enumerate() {
        let language = language::language(fence.info(&note.text));
        if !language::is_python(&language) {
            continue;
        }
        let request = Request {
            language,
            minor_version: config.python.version.minor(),
            ..Request::default()
        };
        snippets.push(Embedded {
            fence: index,
            snippet: Arc::new(snippet::read(fence.body.text(), &request)),
            request,
        });
    }
    snippets
}
