//! What may come in a link: notes, paths, headings and blocks; tags; kinds of callouts.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::super::completion::{Candidate, Completion, Kind, Place};
use crate::note::{AnchorKind, Target, decoded};
use crate::text::Span;
use crate::vault::links::{Goal, Offered, encoded, relative};

/// More candidates than this are not looked through by anybody.
const MOST: usize = 200;

/// Callouts that Obsidian and GitHub draw (Obsidian Help, "Callouts"; GitHub Docs, "Alerts").
const CALLOUTS: [&str; 14] = [
    "note",
    "tip",
    "important",
    "warning",
    "caution",
    "abstract",
    "info",
    "todo",
    "success",
    "question",
    "failure",
    "danger",
    "bug",
    "example",
];

/// What may come at `place`; `None` where no link, tag or callout is being written.
pub fn completion(place: &Place<'_>) -> Option<Completion> {
    if place.note.fence_at(place.offset).is_some() {
        return None;
    }
    let line_start = place.note.lines.start(place.note.lines.line(place.offset));
    let before = Span::new(line_start, place.offset).of(&place.note.text);
    let in_code = before.matches('`').count() % 2 == 1;
    if in_code {
        return None;
    }
    if place.note.lists_tags(place.offset) {
        let length = before.chars().rev().take_while(|c| is_of_tag(*c));
        let length: usize = length.map(char::len_utf8).sum();
        let typed = before.get(before.len() - length..).unwrap_or_default();
        return Some(all_of(tags(place, typed)?));
    }
    let found = callout(place, before)
        .or_else(|| wiki(place, before))
        .or_else(|| inline(place, before))
        .or_else(|| tag(place, before))?;
    Some(all_of(found))
}

fn all_of(found: Vec<Candidate>) -> Completion {
    let is_cut = found.len() > MOST;
    let candidates = found.into_iter().take(MOST).collect();
    Completion { candidates, is_cut }
}

/// `> [!` at the start of a line.
fn callout(place: &Place<'_>, before: &str) -> Option<Vec<Candidate>> {
    let typed = before
        .trim_start()
        .strip_prefix('>')?
        .trim_start_matches(['>', ' '])
        .strip_prefix("[!")?;
    if typed.contains([']', ' ']) {
        return None;
    }
    let after = rest_of_line(place);
    let close = if after.starts_with(']') { "" } else { "] " };
    let lower = typed.to_lowercase();
    let kinds = CALLOUTS.iter().filter(|kind| kind.starts_with(&lower));
    Some(
        kinds
            .map(|kind| {
                candidate(
                    place,
                    typed,
                    kind,
                    &format!("{kind}{close}"),
                    Kind::Callout,
                    None,
                )
            })
            .collect(),
    )
}

/// `[[note#heading`.
fn wiki(place: &Place<'_>, before: &str) -> Option<Vec<Candidate>> {
    let open = before.rfind("[[")?;
    let typed = &before[open + 2..];
    if typed.contains("]]") || typed.contains('|') {
        return None;
    }
    let close = if rest_of_line(place).starts_with("]]") {
        ""
    } else {
        "]]"
    };
    if let Some((note, fragment)) = typed.split_once('#') {
        let target = Target {
            is_wiki: true,
            path: note.trim().to_owned(),
            fragment: None,
            path_span: Span::default(),
            fragment_span: None,
        };
        let found = places(place, &target, fragment, |offered, anchor| {
            let name = match anchor.kind {
                AnchorKind::Block => format!("^{}", offered.name(anchor)),
                _ => words(offered.title(anchor)),
            };
            format!("{name}{close}")
        });
        return Some(found);
    }
    let catalog = place.vault.catalog();
    let root = catalog.root_of(place.path).unwrap_or(Path::new(""));
    let notes = catalog
        .paths()
        .filter(|path| ***path != *place.path)
        .map(|path| {
            let way = relative(root, path);
            let stem = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let insert = if catalog.is_only(path) {
                stem.clone()
            } else {
                way.strip_suffix(".md").unwrap_or(&way).to_owned()
            };
            let title = catalog
                .offered(path)
                .and_then(|offered| offered.note_title());
            let known = format!("{} {way}", title.unwrap_or_default());
            (stem, known, insert, title.map(str::to_owned).or(Some(way)))
        });
    let found = notes.filter_map(|(label, known, insert, detail)| {
        let rank = rank(typed, &label, &known)?;
        let insert = format!("{insert}{close}");
        Some((
            rank,
            candidate(place, typed, &label, &insert, Kind::Note, detail),
        ))
    });
    Some(in_order(found.collect()))
}

/// `[text](path#heading`, and the target of `[label]: path#heading`.
fn inline(place: &Place<'_>, before: &str) -> Option<Vec<Candidate>> {
    let typed = match before.rfind("](") {
        Some(open) => &before[open + 2..],
        None => before.trim_start().strip_prefix('[')?.split_once("]: ")?.1,
    };
    let typed = typed.strip_prefix('<').unwrap_or(typed);
    if typed.contains([')', ' ', '>']) {
        return None;
    }
    if let Some((path, fragment)) = typed.split_once('#') {
        let target = Target {
            is_wiki: false,
            path: decoded(path),
            fragment: None,
            path_span: Span::default(),
            fragment_span: None,
        };
        return Some(places(place, &target, fragment, |offered, anchor| {
            encoded(offered.name(anchor))
        }));
    }
    let catalog = place.vault.catalog();
    let folder = place.path.parent().unwrap_or(place.path);
    let wanted = decoded(typed);
    let wanted = wanted.trim_start_matches("./");
    let notes = catalog.paths().filter(|path| ***path != *place.path);
    let found = notes.filter_map(|path| {
        let way = relative(folder, path);
        let title = catalog
            .offered(path)
            .and_then(|offered| offered.note_title());
        let rank = rank(wanted, &way, title.unwrap_or_default())?;
        let insert = encoded(&way);
        let detail = title.map(str::to_owned);
        Some((
            rank,
            candidate(place, typed, &way, &insert, Kind::Note, detail),
        ))
    });
    Some(in_order(found.collect()))
}

/// The headings and blocks of the note that `target` names, as `insert` writes them.
fn places(
    place: &Place<'_>,
    target: &Target,
    typed: &str,
    insert: impl Fn(&Offered, &crate::vault::links::AnchorPlace) -> String,
) -> Vec<Candidate> {
    let own;
    let offered = match place.vault.catalog().resolve(place.path, target) {
        Goal::Own => {
            own = Offered::of(place.note);
            &own
        }
        Goal::Note(path) => match place.vault.catalog().offered(&path) {
            Some(offered) => offered,
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let typed_words = decoded(typed);
    let found = offered
        .places()
        .iter()
        .enumerate()
        .filter_map(|(index, anchor)| {
            let title = offered.title(anchor);
            let rank = rank(&typed_words, title, offered.name(anchor))?;
            let detail = (anchor.level > 0).then(|| "#".repeat(usize::from(anchor.level)));
            let insert = insert(offered, anchor);
            Some((
                (rank.0, format!("{index:06}")),
                candidate(place, typed, title, &insert, Kind::Heading, detail),
            ))
        });
    in_order(found.collect())
}

/// `#tag`, behind white space or an opening bracket.
fn tag(place: &Place<'_>, before: &str) -> Option<Vec<Candidate>> {
    let open = before.rfind('#')?;
    let typed = &before[open + 1..];
    let stands_alone = before[..open]
        .chars()
        .next_back()
        .is_some_and(|c| c.is_whitespace() || matches!(c, '(' | ',' | ';'))
        || open == 0;
    if !stands_alone || !typed.chars().all(is_of_tag) {
        return None;
    }
    tags(place, typed)
}

/// True for what tags are made of.
fn is_of_tag(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '/')
}

/// The tags of all notes that begin with what is `typed`, the commonest first.
fn tags(place: &Place<'_>, typed: &str) -> Option<Vec<Candidate>> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for note in place.vault.notes() {
        for (_, name) in note.outgoing().tags() {
            *counts.entry(name).or_default() += 1;
        }
    }
    // What is being typed is a tag already.
    if let Some(count) = counts.get_mut(typed) {
        *count -= 1;
    }
    let mut found: Vec<(usize, &str)> = counts
        .into_iter()
        .filter(|(name, count)| {
            *count > 0 && name.to_lowercase().starts_with(&typed.to_lowercase())
        })
        .map(|(name, count)| (count, name))
        .collect();
    if found.is_empty() {
        return None;
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let shown = found.into_iter().map(|(count, name)| {
        let detail = format!("{count} {}", if count == 1 { "time" } else { "times" });
        candidate(place, typed, name, name, Kind::Tag, Some(detail))
    });
    Some(shown.collect())
}

/// How well what is `typed` fits a candidate: by its start, by the start of a word, or by a part; `None` for not at all.
fn rank(typed: &str, label: &str, also: &str) -> Option<(u8, String)> {
    let typed = typed.trim().trim_start_matches('^').to_lowercase();
    let (label, also) = (label.to_lowercase(), also.to_lowercase());
    let begins = |text: &str| {
        text.match_indices(&typed).any(|(at, _)| {
            text[..at]
                .chars()
                .next_back()
                .is_none_or(|c| !c.is_alphanumeric())
        })
    };
    let rank = if label.starts_with(&typed) {
        0
    } else if begins(&label) {
        1
    } else if begins(&also) {
        2
    } else if label.contains(&typed) || also.contains(&typed) {
        3
    } else {
        return None;
    };
    Some((rank, label))
}

fn in_order(mut found: Vec<((u8, String), Candidate)>) -> Vec<Candidate> {
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

fn candidate(
    place: &Place<'_>,
    typed: &str,
    label: &str,
    insert: &str,
    kind: Kind,
    detail: Option<String>,
) -> Candidate {
    Candidate {
        label: label.to_owned(),
        insert: insert.to_owned(),
        replaces: Span::new(place.offset - typed.len(), place.offset),
        kind,
        detail,
        about: None,
    }
}

/// The words of a heading as a wiki link may hold them.
fn words(title: &str) -> String {
    let plain = title.replace(['#', '|', '[', ']', '^'], " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rest_of_line<'a>(place: &Place<'a>) -> &'a str {
    let rest = place.note.text.get(place.offset..).unwrap_or_default();
    rest.lines().next().unwrap_or_default()
}
