//! Runs the rules over a note, applies suppressions and settings, sorts.

mod cache;
mod fix;
mod kept;
mod sound;
mod suppress;

pub use cache::Cache;
pub use fix::{Fixed, fix};
pub use vault_rules::{Among, asks_for_others};

use std::path::Path;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::note::Note;
use crate::python::model::Model;
use crate::rules::{Check, Code, RULES, Subject, lesson, mentions, pattern};
use crate::text::Span;
use crate::vault::links::Catalog;
use crate::vault_rules;

/// Every finding in `note` as far as it can be told without other notes, sorted by place. What `cache` remembers of an
/// earlier state of the same note is not worked out again.
pub fn lint(note: &Note, config: &Config, cache: &mut Cache) -> Vec<Diagnostic> {
    lint_among(note, None, config, cache)
}

/// Every finding in `note`, which stands `among` others, sorted by place.
pub fn lint_among(
    note: &Note,
    among: Option<Among<'_>>,
    config: &Config,
    cache: &mut Cache,
) -> Vec<Diagnostic> {
    cache.begin(config);
    let names = cache.take_names();
    let read = |body: &_, request| cache.snippet(body, request);
    let subject = Subject::new(note, config, names, read);
    let active = RULES
        .iter()
        .copied()
        .filter(|rule| config.runs(rule.id.as_str()));
    let mut found = Vec::new();
    for check in active.clone().flat_map(|rule| rule.checks) {
        if let Check::Note(check) = check {
            check(&subject, &mut found);
        }
    }
    pattern::check_prose(&subject, &mut found);
    let names = &subject.names;
    for &(part, id) in &note.parts {
        let here = cache.in_text(id, names, || {
            let mut here = Vec::new();
            mentions::check(note, part, &mut here, |stretch, found| {
                for check in active.clone().flat_map(|rule| rule.checks) {
                    if let Check::Text(check) = check {
                        check(&subject, stretch, found);
                    }
                }
            });
            let from_start = |span: Span| Span::new(span.start - part.start, span.end - part.start);
            let here = here.into_iter();
            here.map(|finding| finding.map_spans(from_start)).collect()
        });
        let moved = |finding: Diagnostic| finding.map_spans(|span| span.shifted(part.start));
        found.extend(here.iter().cloned().map(moved));
    }
    for (index, embedded) in subject.snippets.iter().enumerate() {
        let snippet = &*embedded.snippet;
        let here = cache.in_snippet(&embedded.snippet, names, || {
            let mut here = Vec::new();
            pattern::check_snippet(snippet, config, &mut here);
            let Some(tree) = &snippet.tree else {
                return here;
            };
            let model = Model::new(tree, snippet.code.text(), Some(&subject.names));
            let code = Code {
                subject: &subject,
                index,
                snippet,
                model: &model,
            };
            pattern::excuse(&code, &mut here);
            for check in active.clone().flat_map(|rule| rule.checks) {
                match check {
                    Check::Note(_) | Check::Text(_) => {}
                    Check::Snippet(check) => check(&code, &mut here),
                    Check::Mistake(check, lesson) => {
                        lesson::check(&code, *check, lesson, &mut here);
                    }
                }
            }
            let body = subject.body(embedded);
            sound::keep(body, &embedded.request, snippet, &mut here);
            here
        });
        // The words around are asked only where there is something to excuse.
        let excuses = !here.is_empty() && subject.excuses(embedded);
        let source = snippet.code.text();
        found.extend(
            here.iter()
                .filter(|finding| !excuses && !subject.denies(embedded, finding.span.of(source)))
                .cloned()
                .map(|finding| lesson::judge_around(&subject, embedded.fence, finding))
                .map(|finding| finding.map_spans(|span| subject.code_span(embedded, span))),
        );
    }
    let alone = Catalog::default();
    let alone = Among {
        path: Path::new(""),
        catalog: &alone,
    };
    vault_rules::check(note, among.unwrap_or(alone), config, &mut found);
    suppress::apply(&subject, config, among.is_some(), &mut found);
    cache.end(subject.into_gathered());
    fix::fit(note, &mut found);
    for finding in &mut found {
        finding.severity = severity(finding, config);
    }
    found.sort_by(|a, b| (a.span, &a.rule, &a.message).cmp(&(b.span, &b.rule, &b.message)));
    found.dedup();
    found
}

fn severity(finding: &Diagnostic, config: &Config) -> Severity {
    config
        .lint
        .severity
        .get(finding.rule.as_str())
        .copied()
        .unwrap_or(finding.severity)
}
