//! The checks of one note that need to know other notes: its links. They ask a catalog alone, so they need to run again
//! only when the note itself or what its links ask for has changed.

mod ambiguous_link;
mod broken_link;

use std::path::Path;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::note::{Link, LinkKind, Note, Target};
use crate::vault::links::{Catalog, Goal, Offered};

/// The rules whose findings are made here.
pub const RULES: [&str; 2] = ["ambiguous-link", "broken-link"];

/// Where a note stands among others.
#[derive(Debug, Clone, Copy)]
pub struct Among<'a> {
    /// Where the note is.
    pub path: &'a Path,
    /// The notes that its links may lead to.
    pub catalog: &'a Catalog,
}

/// Adds what is wrong with the links of `note`. Time is linear in its links.
pub fn check(note: &Note, among: Among<'_>, config: &Config, found: &mut Vec<Diagnostic>) {
    let [ambiguous, broken] = RULES.map(|rule| config.runs(rule));
    if !ambiguous && !broken {
        return;
    }
    let mut links = Links::new(note, among);
    for link in &note.links {
        let Some(target) = note.target(link) else {
            continue;
        };
        if !may_be_link(note, link, &target) {
            continue;
        }
        match among.catalog.resolve(among.path, &target) {
            Goal::Several(paths) if ambiguous => {
                ambiguous_link::check(&links, &target, &paths, found);
            }
            goal if broken => broken_link::check(&mut links, link, &target, &goal, config, found),
            _ => {}
        }
    }
}

/// True where `note` has links that only a catalog can judge.
pub fn asks_for_others(note: &Note) -> bool {
    let mut targets = note.links.iter().filter_map(|link| note.target(link));
    targets.any(|target| !target.path.is_empty())
}

/// A note while its links are looked at.
#[derive(Debug)]
struct Links<'a> {
    note: &'a Note,
    among: Among<'a>,
    /// What the note itself offers, once a link into it was seen: the catalog may know an older state of it.
    own: Option<Offered>,
    /// For how many more broken links a note with a similar name is looked for.
    suggestions: usize,
}

/// So many links that are broken at once were not misspelt; looking through all names for each would take its time.
const MOST_SUGGESTIONS: usize = 50;

impl<'a> Links<'a> {
    fn new(note: &'a Note, among: Among<'a>) -> Self {
        Self {
            note,
            among,
            own: None,
            suggestions: MOST_SUGGESTIONS,
        }
    }

    fn own(&mut self) -> &Offered {
        let note = self.note;
        self.own.get_or_insert_with(|| Offered::of(note))
    }

    fn may_suggest(&mut self) -> bool {
        let may = self.suggestions > 0;
        self.suggestions = self.suggestions.saturating_sub(1);
        may
    }
}

/// False for brackets that look like a link and are code or a template: notes about Python write `[[0, 1], [2, 3]]` and
/// `table[key](argument)` in prose, too.
fn may_be_link(note: &Note, link: &Link, target: &Target) -> bool {
    let before = note.text.get(..link.span.start).unwrap_or_default();
    let behind = note.text.get(link.span.end..).unwrap_or_default();
    let path = &target.path;
    if target.is_wiki {
        let is_index = behind.starts_with(['[', '(', '.', ']'])
            && !behind.starts_with(". ")
            && !behind.starts_with(".\n")
            && behind.len() > 1;
        let is_value = before.trim_end_matches(' ').ends_with(['=', '[', '\\'])
            || before
                .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | ']' | '`'));
        let is_name = path.chars().any(char::is_alphabetic)
            && !path.contains(['"', '\'', '=', '$', '[', ']', '{', '}', '<', '>', '`', ','])
            && !path.contains("...");
        let is_name =
            is_name || path.is_empty() && target.fragment.as_deref().is_some_and(is_fragment);
        return link.kind == LinkKind::Embed || is_name && !is_index && !is_value;
    }
    !path.contains(['{', '}', '<', '>', '*', '$'])
}

/// True for what names a place in a note.
fn is_fragment(fragment: &str) -> bool {
    let name = fragment.trim_start_matches('^');
    name.chars().any(char::is_alphabetic) && !name.contains(['{', '}', '$', '"', '='])
}
