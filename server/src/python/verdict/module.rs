//! Judging a snippet as a whole module, as `compile()` does, without any leniency.

use super::repair::{Finding, Site};
use super::tokens::Tokens;
use super::work::Work;
use super::{depth, messages, semantic, versions};
use crate::python::snippet::{Kind, Snippet, Verdict};
use crate::text::{Extract, Span};

/// The verdict of `compile(body, …, "exec")` in Python 3.`minor_version`.
pub fn read(body: &str, minor_version: u8) -> Snippet {
    let code = Extract::whole(body, 0);
    let skipped = |reason: &str| Snippet {
        verdict: Verdict::Skipped(reason.to_owned()),
        ..Snippet::untold(Kind::Module, code.clone())
    };
    if depth::too_deep(body) {
        return skipped(depth::REASON);
    }
    let work = Work::new(body.to_owned(), Tokens::new(body), minor_version);
    let finding = error(&work, minor_version);
    let tree = finding.is_none();
    Snippet {
        verdict: finding.map_or(Verdict::Ok, |finding| {
            Verdict::Error(vec![finding.problem(true)])
        }),
        tree: tree.then(|| work.into_module()),
        ..Snippet::untold(Kind::Module, code)
    }
}

/// The first error in the order in which CPython looks: grammar, then version, then scopes.
fn error(work: &Work, minor_version: u8) -> Option<Finding> {
    if work.text.starts_with('\u{feff}') {
        return Some(Finding::new(
            Span::new(0, 3),
            "An invisible character U+FEFF stands here; Python refuses it",
        ));
    }
    if let Some(site) = Site::new(work, false, false) {
        return Some(messages::finding(&site));
    }
    if let Some(finding) = versions::check(work.parsed()) {
        return Some(finding);
    }
    let issues = semantic::check(work.parsed().syntax(), &work.text, minor_version);
    issues
        .into_iter()
        .next()
        .map(|issue| Finding::new(issue.span, issue.message))
}
