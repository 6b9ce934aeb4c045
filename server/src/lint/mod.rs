//! Runs the rules over a note, applies suppressions and settings, sorts.

mod cache;
mod fix;
mod suppress;

pub use cache::Cache;
pub use fix::{Fixed, fix};

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::note::Note;
use crate::python::model::Model;
use crate::rules::{self, Check, Code, Embedded, Group, RULES, Subject, lesson, pattern};

/// Every finding in `note`, sorted by place. What `cache` remembers of an earlier state of the same note is not
/// worked out again.
pub fn lint(note: &Note, config: &Config, cache: &mut Cache) -> Vec<Diagnostic> {
    cache.begin(config);
    let subject = Subject::new(note, config, |body, request| cache.snippet(body, request));
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
    for (index, embedded) in subject.snippets.iter().enumerate() {
        let snippet = &*embedded.snippet;
        let here = cache.findings(body(&subject, embedded), &embedded.request, names, || {
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
                    Check::Note(_) => {}
                    Check::Snippet(check) => check(&code, &mut here),
                    Check::Mistake(check, lesson) => {
                        lesson::check(&code, *check, lesson, &mut here);
                    }
                }
            }
            here
        });
        // The words around are asked only where there is something to excuse.
        let excuses = here.iter().any(is_excusable) && subject.excuses(embedded);
        found.extend(
            here.iter()
                .filter(|finding| !(excuses && is_excusable(finding)))
                .cloned()
                .map(|finding| lesson::judge_around(&subject, embedded.fence, finding))
                .map(|finding| finding.map_spans(|span| subject.code_span(embedded, span))),
        );
    }
    cache.end();
    suppress::apply(&subject, config, &mut found);
    fix::fit(note, &mut found);
    for finding in &mut found {
        finding.severity = severity(finding, config);
    }
    found.sort_by(|a, b| (a.span, &a.rule, &a.message).cmp(&(b.span, &b.rule, &b.message)));
    found.dedup();
    found
}

/// True for findings about code that runs into its mistake, which lessons show on purpose; what is no rule is a pattern
/// of the user's own, and speaks of mistakes, too.
fn is_excusable(finding: &Diagnostic) -> bool {
    rules::rule(finding.rule.as_str())
        .is_none_or(|rule| matches!(rule.group, Group::Names | Group::Mistakes))
}

fn body<'a>(subject: &'a Subject<'_>, embedded: &Embedded) -> &'a str {
    subject
        .fence(embedded)
        .map_or("", |fence| fence.body.text())
}

fn severity(finding: &Diagnostic, config: &Config) -> Severity {
    config
        .lint
        .severity
        .get(finding.rule.as_str())
        .copied()
        .unwrap_or(finding.severity)
}
