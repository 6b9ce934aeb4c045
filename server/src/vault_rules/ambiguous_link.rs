//! `ambiguous-link`: a name that several notes have.

use std::path::Path;
use std::sync::Arc;

use super::Links;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix};
use crate::note::Target;
use crate::rules;
use crate::vault::links::{encoded, relative};

/// More notes than this are counted, not named.
const MOST: usize = 4;

pub(super) fn check(
    links: &Links<'_>,
    target: &Target,
    paths: &[Arc<Path>],
    found: &mut Vec<Diagnostic>,
) {
    let Some(rule) = rules::rule("ambiguous-link") else {
        return;
    };
    let catalog = links.among.catalog;
    let here = links.among.path;
    let root = catalog.root_of(here).unwrap_or(Path::new(""));
    let shown: Vec<String> = paths
        .iter()
        .take(MOST)
        .map(|path| relative(root, path))
        .collect();
    let more = match paths.len().saturating_sub(MOST) {
        0 => String::new(),
        more => format!(" or {more} more"),
    };
    let names: Vec<String> = shown.iter().map(|path| format!("`{path}`")).collect();
    let message = format!("`{}` may be {}{more}", target.path, names.join(" or "));
    let mut finding = rule.finding(target.path_span, message);
    for (path, shown) in paths.iter().zip(&shown) {
        let content = if target.is_wiki {
            shown.strip_suffix(".md").unwrap_or(shown).to_owned()
        } else {
            let folder = here.parent().unwrap_or(root);
            encoded(&relative(folder, path))
        };
        finding.alternatives.push(Fix {
            applicability: Applicability::Unsafe,
            message: format!("Link to `{shown}`"),
            edits: vec![Edit {
                span: target.path_span,
                content,
            }],
        });
    }
    found.push(finding);
}
