//! Runs the rules over the parts of a note, applies suppressions and settings, sorts.

mod cache;
mod fix;
mod part;
mod snippets;
mod sound;
mod suppress;
#[cfg(test)]
mod tests;

pub use cache::Cache;
pub use fix::{Fixed, fix};
pub use vault_rules::{Among, asks_for_others};

use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::note::{Fence, Note, Window};
use crate::python::model::Model;
use crate::rules::{Check, Code, Contents, RULES, Subject, lesson, mentions, pattern};
use crate::text::Span;
use crate::vault::links::Catalog;
use crate::vault_rules;
use part::Part;
use snippets::Found;

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
    let mut parts: Vec<Part> = (0..note.parts.len())
        .map(|index| cache.part(note, index, config))
        .collect();
    let names = cache.names(&parts);
    let is_damaged = parts.iter().any(|part| part.contents().is_damaged);
    let mut found = Vec::new();
    for (index, part) in parts.iter_mut().enumerate() {
        let check = |contents: &Contents, text| {
            let window = note.window(index);
            let subject = Subject::new(&window, config, contents, &names, is_damaged);
            check_part(&window, &subject, text, cache)
        };
        let start = note.start_of_window(index);
        let here = part.findings(&names, is_damaged, check).iter();
        found.extend(here.map(|finding| finding.clone().map_spans(|span| span.shifted(start))));
    }
    let alone = Catalog::default();
    let alone = Among {
        path: Path::new(""),
        catalog: &alone,
    };
    vault_rules::check(note, among.unwrap_or(alone), config, &mut found);
    if parts.iter().any(|part| part.contents().names_us) {
        let python = python_fences(note, &parts);
        suppress::apply(note, python, config, among.is_some(), &mut found);
    }
    cache.end(note, parts, names);
    for finding in &mut found {
        finding.severity = severity(finding, config);
    }
    found.sort_by(|a, b| (a.span, &a.rule, &a.message).cmp(&(b.span, &b.rule, &b.message)));
    found.dedup();
    found
}

/// Every finding in one part of a note, in offsets from its start, with what they depend on; `text` is what was found in
/// text before, where that is so.
fn check_part(
    window: &Window<'_>,
    subject: &Subject<'_>,
    text: Option<Arc<Found>>,
    cache: &mut Cache,
) -> (Vec<Diagnostic>, Vec<Arc<Found>>) {
    let (note, config, names) = (subject.note, subject.config, subject.names);
    let active = RULES
        .iter()
        .copied()
        .filter(|rule| config.runs(rule.id.as_str()));
    let text = text.unwrap_or_else(|| {
        let (found, answers) = cache.watched(names, || {
            let mut found = Vec::new();
            for check in active.clone().flat_map(|rule| rule.checks) {
                if let Check::Note(check) = check {
                    check(subject, &mut found);
                }
            }
            pattern::check_prose(subject, &mut found);
            mentions::check(note, window.own, &mut found, |stretch, found| {
                for check in active.clone().flat_map(|rule| rule.checks) {
                    if let Check::Text(check) = check {
                        check(subject, stretch, found);
                    }
                }
            });
            found
        });
        Arc::new(Found::new(found, answers))
    });
    let mut found = text.findings().to_vec();
    let mut by = vec![text];
    for (index, embedded) in subject.snippets.iter().enumerate() {
        let snippet = &*embedded.snippet;
        let here = cache.in_snippet(&embedded.snippet, names, || {
            let mut here = Vec::new();
            pattern::check_snippet(snippet, config, &mut here);
            let Some(tree) = &snippet.tree else {
                return here;
            };
            let model = Model::new(tree, snippet.code.text(), Some(names));
            let code = Code {
                subject,
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
        let findings = here.findings();
        let excuses = !findings.is_empty() && subject.excuses(embedded);
        let source = snippet.code.text();
        found.extend(
            findings
                .iter()
                .filter(|finding| !excuses && !subject.denies(embedded, finding.span.of(source)))
                .cloned()
                .map(|finding| lesson::judge_around(subject, embedded.fence, finding))
                .map(|finding| finding.map_spans(|span| subject.code_span(embedded, span))),
        );
        by.push(here);
    }
    fix::fit(note, &mut found);
    let start = window.own.start;
    let from_start = |span: Span| Span::new(span.start - start, span.end - start);
    let found = found
        .into_iter()
        .map(|finding| finding.map_spans(from_start));
    (found.collect(), by)
}

/// The fences of `note` that were read as Python, in order.
fn python_fences<'a>(note: &'a Note, parts: &'a [Part]) -> impl Iterator<Item = &'a Fence> {
    let parts = note.parts.iter().zip(parts);
    parts.flat_map(move |(placed, part)| {
        let first = note
            .fences
            .partition_point(|fence| fence.span.start < placed.span.start);
        let snippets = part.contents().snippets.iter();
        snippets.filter_map(move |embedded| note.fences.get(first + embedded.fence))
    })
}

fn severity(finding: &Diagnostic, config: &Config) -> Severity {
    config
        .lint
        .severity
        .get(finding.rule.as_str())
        .copied()
        .unwrap_or(finding.severity)
}
