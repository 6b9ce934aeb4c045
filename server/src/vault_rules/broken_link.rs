//! `broken-link`: to a note, a heading or, where the config says so, a file that is not there.

use std::path::Path;

use super::{Links, is_fragment};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Fix};
use crate::files;
use crate::note::{AnchorKind, Link, Target};
use crate::rules::{self, Rule};
use crate::text::Span;
use crate::vault::links::{AnchorPlace, Goal, Offered, encoded, is_note, relative};

/// More notes than this are no help.
const MOST: usize = 4;

pub(super) fn check(
    links: &mut Links<'_>,
    link: &Link,
    target: &Target,
    goal: &Goal,
    config: &Config,
    found: &mut Vec<Diagnostic>,
) {
    let Some(rule) = rules::rule("broken-link") else {
        return;
    };
    let finding = match goal {
        Goal::Own => fragment(rule, target, links.own(), "this note"),
        Goal::Note(path) if **path == *links.among.path => {
            fragment(rule, target, links.own(), "this note")
        }
        // What a note offers may have to be read from disk, which a link to the note as a whole does not ask for.
        Goal::Note(path) if target.fragment.is_some() => {
            let name = format!("`{}`", name(path));
            let offered = links.among.catalog.offered(path);
            offered.and_then(|offered| fragment(rule, target, offered, &name))
        }
        Goal::Missing(path) => note(rule, links, target, path),
        Goal::File(path) if config.lint.linked_files && !files::exists(path) => {
            let message = format!("There is no file `{}`", target.path);
            Some(rule.finding(target.path_span, message))
        }
        Goal::Note(_) | Goal::File(_) | Goal::Several(_) | Goal::Elsewhere => None,
    };
    if let Some(mut finding) = finding {
        if finding.span.is_empty() {
            finding.span = link.span;
        }
        found.push(finding);
    }
}

/// A note that is not there. Files that the catalog leaves out, such as ignored ones, are there all the same.
fn note(rule: &Rule, links: &mut Links<'_>, target: &Target, path: &Path) -> Option<Diagnostic> {
    if files::exists(path) {
        return None;
    }
    let message = format!("There is no note `{}`", target.path);
    let mut finding = rule.finding(target.path_span, message);
    if !links.may_suggest() {
        return Some(finding);
    }
    let catalog = links.among.catalog;
    let here = links.among.path;
    let folder = here.parent().unwrap_or(Path::new(""));
    let last = path.file_name()?.to_str()?;
    // The same name somewhere else (the note was moved), or one that is all but the same.
    let meant = catalog
        .called_like(last)
        .iter()
        .filter(|other| ***other != *here);
    for other in meant.take(MOST) {
        let way = relative(catalog.root_of(here).unwrap_or(folder), other);
        let content = if !target.is_wiki {
            encoded(&relative(folder, other))
        } else if catalog.is_only(other) {
            name(other).to_owned()
        } else {
            way.strip_suffix(".md").unwrap_or(&way).to_owned()
        };
        let fix = Fix::safe(format!("Link to `{way}`"), target.path_span, content);
        finding.alternatives.push(fix.unsafely());
    }
    if finding.alternatives.len() == 1 {
        finding.fix = finding.alternatives.pop();
    }
    Some(finding)
}

/// A heading or a block that is not there. `whose` is how the note is called.
fn fragment(rule: &Rule, target: &Target, offered: &Offered, whose: &str) -> Option<Diagnostic> {
    let fragment = target.fragment.as_deref()?;
    let span = target.fragment_span?;
    let is_known = offered.find(fragment, target.is_wiki).is_some();
    if is_known || !names_a_place(target, fragment) {
        return None;
    }
    let what = if fragment.starts_with('^') {
        "block"
    } else {
        "heading"
    };
    let message = format!("There is no {what} `{fragment}` in {whose}");
    let finding = rule.finding(span, message);
    let nearest = offered.nearest(fragment);
    Some(match nearest {
        Some(place) if what == "heading" => {
            finding.with_fix(to_heading(target, span, offered, place))
        }
        _ => finding,
    })
}

fn to_heading(target: &Target, span: Span, offered: &Offered, place: &AnchorPlace) -> Fix {
    let title = offered.title(place);
    let is_words = target.is_wiki && place.kind == AnchorKind::Heading;
    let content = if is_words && !title.contains(['#', '|', '[', ']', '^']) {
        title.to_owned()
    } else {
        offered.name(place).to_owned()
    };
    Fix::safe(format!("Link to the heading `{title}`"), span, content).unsafely()
}

/// False for fragments that browsers and web sites make sense of: the top, lines, text, scripts.
fn names_a_place(target: &Target, fragment: &str) -> bool {
    let lower = fragment.to_ascii_lowercase();
    let is_line = lower
        .strip_prefix('l')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let of_page = lower.is_empty()
        || lower == "top"
        || is_line
        || lower.starts_with([':', '/', '!', '?'])
        || lower.starts_with("fn")
        || fragment.contains('=');
    let of_note = target.is_wiki
        || target.path.is_empty()
        || is_note(Path::new(&target.path))
        || !target.path.contains('.');
    of_note && !of_page && (!target.is_wiki || is_fragment(fragment))
}

/// What a note is called by people: its file name without extension.
fn name(path: &Path) -> &str {
    path.file_stem()
        .and_then(|name| name.to_str())
        .unwrap_or_default()
}
