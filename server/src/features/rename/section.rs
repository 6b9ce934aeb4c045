//! Making a section a note of its own, and putting a note back where a link to it stands: what was linked to stays
//! linked to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::rewrite::{Change, Relocated};
use super::{Edited, Notes, Renamed};
use crate::diagnostic::Edit;
use crate::note::anchors::{plain, slug};
use crate::note::{AnchorKind, Heading, HeadingKind, Link, LinkKind, Note};
use crate::text::{Span, mojibake};
use crate::vault::Vault;
use crate::vault::links::{AnchorPlace, Catalog, Goal, Offered, encoded, name_keys, relative};

/// Markdown has no deeper headings (CommonMark 0.31.2, section 4.2).
const DEEPEST: usize = 6;

/// More notes of one name than this have nobody who tells them apart.
const MOST_ALIKE: usize = 99;

/// Makes the section whose heading is at byte `offset` of `note`, the note at `path`, a note of its own in the same
/// folder; a link to it takes its place. `None` where there is no such section, where it is all that the note has, and
/// where it would not read the same on its own.
pub fn extract(
    vault: &Vault,
    path: &Arc<Path>,
    note: &Note,
    offset: usize,
    notes: &dyn Notes,
) -> Option<Renamed> {
    let heading = note
        .headings
        .iter()
        .find(|heading| heading.span.touches(offset))?;
    // Lines of an outline are headings by what stands around them.
    if matches!(heading.kind, HeadingKind::Outline | HeadingKind::Item) {
        return None;
    }
    let stretch = stretch(note, heading);
    let rest = Span::new(stretch.end, note.text.len());
    let is_all = Span::new(0, stretch.start).of(&note.text).trim().is_empty()
        && rest.of(&note.text).trim().is_empty();
    let definitions = definitions(note, stretch)?;
    if is_all {
        return None;
    }
    let to = free_path(vault.catalog(), path, &heading.title)?;

    // The section, its first heading that of a note, the others as much higher.
    let mut levels = releveled(note, stretch, 1 - i32::from(heading.level))?;
    levels.retain(|edit| !edit.span.overlaps(heading.span));
    levels.push(Edit {
        span: Span::new(stretch.start, heading.span.end),
        content: format!("# {}", heading.title),
    });
    let section = |edits: Vec<Edit>| {
        let newline = if note.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let mut text = apply(&note.text, stretch, edits);
        text.push_str(newline);
        if !definitions.is_empty() {
            text.push_str(newline);
        }
        for definition in &definitions {
            text.push_str(definition.of(&note.text));
            text.push_str(newline);
        }
        text
    };
    let link = Edit {
        span: stretch,
        content: link(note, path, &to, &heading.title),
    };
    let made = notes.parse(&to, section(levels.clone()));
    let left = notes.parse(path, applied(note, vec![link.clone()]));
    let (before, after) = (Offered::of(note), Offered::of(&left));
    let offered = Offered::of(&made);
    if before.places().len() != after.places().len() + offered.places().len() {
        return None;
    }
    let lines = note.lines.line(stretch.start)..=note.lines.line(stretch.end);
    let places = numbered(&before, [(path, &after), (&to, &offered)], |place| {
        (usize::from(lines.contains(&place.place.line())), 0)
    })?;

    let mut change = Change::new(vault);
    change.keys.extend(name_keys(path, vault.catalog()));
    change.after.put(path, &Arc::new(after));
    change.after.put(&to, &Arc::new(offered));
    change.relocated.push(Relocated {
        of: Arc::clone(path),
        stretch,
        to: Arc::clone(&to),
        before: Arc::new(before),
        places,
        whole: (Arc::clone(path), None),
    });
    let mut changed = change.rewrite(notes);
    let own = take(&mut changed, path).map_or_else(Vec::new, |own| own.edits);
    let (inside, mut outside): (Vec<Edit>, Vec<Edit>) =
        own.into_iter().partition(|edit| stretch.covers(edit.span));
    levels.extend(inside);
    outside.push(link);
    put(&mut changed, path, note, outside);
    Some(Renamed {
        notes: changed,
        made: Some((to.to_path_buf(), section(levels))),
        ..Renamed::default()
    })
}

/// Puts the note that the link at byte `offset` of `note`, the note at `path`, leads to in the place of the link, which
/// must have its line for itself; that note goes. `None` where there is no such link, and where the other note would
/// not read the same here.
pub fn inline(
    vault: &Vault,
    path: &Arc<Path>,
    note: &Note,
    offset: usize,
    notes: &dyn Notes,
) -> Option<Renamed> {
    let link = note.links.iter().find(|link| {
        let kinds = [LinkKind::Inline, LinkKind::Wiki, LinkKind::Embed];
        kinds.contains(&link.kind) && link.span.touches(offset)
    })?;
    let line = note.lines.line(link.span.start);
    let alone = note.lines.text(&note.text, line).trim_end() == link.span.of(&note.text);
    let target = note
        .target(link)
        .filter(|target| alone && target.fragment.is_none())?;
    let from = match vault.catalog().resolve(path, &target) {
        Goal::Note(from) if from != *path => from,
        _ => return None,
    };
    let other = notes.note(&from)?;
    // What is said of a note before its text has no place in another one; labels would meet others of the same name.
    let labels = [LinkKind::Definition, LinkKind::FootnoteDefinition];
    if other.text.starts_with("---") || other.links.iter().any(|link| labels.contains(&link.kind)) {
        return None;
    }
    let all = Span::new(0, other.text.trim_end().len());
    let above = note.headings.iter().rev();
    let level = above
        .skip_while(|heading| heading.span.start > link.span.start)
        .map(|heading| i32::from(heading.level))
        .next();
    let mut levels = releveled(&other, all, level.unwrap_or(0))?;
    let text = apply(&other.text, all, levels.clone());
    let put_in = |content: String| Edit {
        span: link.span,
        content,
    };
    let whole = notes.parse(path, applied(note, vec![put_in(text)]));
    let after = Offered::of(&whole);
    let (before, theirs) = (Offered::of(note), Offered::of(&other));
    if before.places().len() + theirs.places().len() != after.places().len() {
        return None;
    }
    let is_above = |place: &AnchorPlace| place.place.line() < line;
    let (above, put_in_between) = (counts(&before, is_above), counts(&theirs, |_| true));
    let own = numbered(&before, [(path, &after)], |place| {
        (
            0,
            if is_above(place) {
                0
            } else {
                of_kind(&put_in_between, place)
            },
        )
    })?;
    let moved = numbered(&theirs, [(path, &after)], |place| {
        (0, of_kind(&above, place))
    })?;
    let title = theirs.headings().next().and_then(|_| moved.first());
    let whole_then = (Arc::clone(path), title.map(|(_, number)| *number));

    let mut change = Change::new(vault);
    for path in [path, &from] {
        change.keys.extend(name_keys(path, vault.catalog()));
    }
    change.after.put(path, &Arc::new(after));
    change.after.remove(&from);
    change.relocated = vec![
        Relocated {
            of: Arc::clone(path),
            stretch: Span::default(),
            to: Arc::clone(path),
            before: Arc::new(before),
            places: own,
            whole: (Arc::clone(path), None),
        },
        Relocated {
            of: Arc::clone(&from),
            stretch: Span::new(0, other.text.len()),
            to: Arc::clone(path),
            before: Arc::new(theirs),
            places: moved,
            whole: whole_then,
        },
    ];
    let mut changed = change.rewrite(notes);
    levels.extend(take(&mut changed, &from).map_or_else(Vec::new, |other| other.edits));
    let mut edits = take(&mut changed, path).map_or_else(Vec::new, |own| own.edits);
    edits.retain(|edit| !link.span.covers(edit.span));
    edits.push(put_in(apply(&other.text, all, levels)));
    put(&mut changed, path, note, edits);
    Some(Renamed {
        notes: changed,
        gone: Some(from.to_path_buf()),
        ..Renamed::default()
    })
}

/// From the line of `heading` to the last words of its section: blank lines and rules before the next heading stay.
fn stretch(note: &Note, heading: &Heading) -> Span {
    let start = note.lines.start(note.lines.line(heading.span.start));
    let text = Span::new(heading.span.end, heading.section_end).of(&note.text);
    let mut kept = text.trim_end();
    while let Some((before, last)) = kept.rsplit_once('\n') {
        let is_rule =
            last.trim().len() > 2 && last.trim().chars().all(|c| matches!(c, '-' | '*' | '_'));
        // A rule right under words makes a heading of them.
        if !is_rule || !before.trim_end_matches(['\r', ' ', '\t']).ends_with('\n') {
            break;
        }
        kept = before.trim_end();
    }
    Span::new(start, heading.span.end + kept.len())
}

/// The definitions behind the rest of `note` that links in `stretch` need; `None` where footnotes, or definitions in
/// `stretch`, tie the two together.
fn definitions(note: &Note, stretch: Span) -> Option<Vec<Span>> {
    let name = |span: Span| span.of(&note.text).to_lowercase();
    let mut defined: FxHashMap<(LinkKind, String), &Link> = FxHashMap::default();
    for link in &note.links {
        let label = match link.kind {
            LinkKind::Definition => link.text,
            LinkKind::FootnoteDefinition => link.target,
            _ => continue,
        };
        defined.entry((link.kind, name(label))).or_insert(link);
    }
    let mut needed = Vec::new();
    for link in &note.links {
        let kind = match link.kind {
            LinkKind::Reference => LinkKind::Definition,
            LinkKind::Footnote => LinkKind::FootnoteDefinition,
            _ => continue,
        };
        let Some(definition) = defined.get(&(kind, name(link.target))) else {
            continue;
        };
        let goes = stretch.covers(link.span);
        if goes == stretch.covers(definition.span) {
            continue;
        }
        let leads_out = note
            .target(definition)
            .is_none_or(|target| !target.path.is_empty());
        if kind != LinkKind::Definition || !goes || !leads_out {
            return None;
        }
        needed.push(definition.span);
    }
    needed.sort();
    needed.dedup();
    Some(needed)
}

/// A path next to `path` for a note called `title` that no note has.
fn free_path(catalog: &Catalog, path: &Path, title: &str) -> Option<Arc<Path>> {
    let name = slug(&plain(&mojibake::repaired(title)));
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    let name = if name.is_empty() { "section" } else { name };
    let extension = path.extension()?.to_str()?;
    let called = |number: usize| -> PathBuf {
        path.with_file_name(match number {
            1 => format!("{name}.{extension}"),
            number => format!("{name}-{number}.{extension}"),
        })
    };
    let is_free = |path: &PathBuf| catalog.offered(path).is_none();
    (1..=MOST_ALIKE).map(called).find(is_free).map(Arc::from)
}

/// A link to the note at `to`, in the manner of the other links of `note`, the note at `path`.
fn link(note: &Note, path: &Path, to: &Path, title: &str) -> String {
    let has = |kind| note.links.iter().any(|link| link.kind == kind);
    let title = plain(title).replace(['[', ']', '|', '\\', '<'], "");
    if has(LinkKind::Wiki) && !has(LinkKind::Inline) {
        let name = to.file_stem().unwrap_or_default().to_string_lossy();
        return format!("[[{name}|{title}]]");
    }
    let way = relative(path.parent().unwrap_or(path), to);
    format!("[{title}]({})", encoded(&way))
}

/// The edits that put the headings with `#` in `span` `by` levels deeper; `None` where there are no such levels.
fn releveled(note: &Note, span: Span, by: i32) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for heading in &note.headings {
        if heading.kind != HeadingKind::Atx || !span.covers(heading.span) || by == 0 {
            continue;
        }
        let text = heading.span.of(&note.text);
        let marker = text.len() - text.trim_start_matches('#').len();
        let level = usize::try_from(i32::try_from(marker).ok()? + by).ok()?;
        if !(1..=DEEPEST).contains(&level) {
            return None;
        }
        edits.push(Edit {
            span: Span::new(heading.span.start, heading.span.start + marker),
            content: "#".repeat(level),
        });
    }
    Some(edits)
}

/// A note and what it offers.
type Place<'a> = (&'a Arc<Path>, &'a Offered);

/// Where each of the places of `before` is then: in which of the notes `then`, as `goes` says, with how many places of
/// its kind from elsewhere before it. `None` where a place would be another one than before.
fn numbered<const NOTES: usize>(
    before: &Offered,
    then: [Place<'_>; NOTES],
    goes: impl Fn(&AnchorPlace) -> (usize, usize),
) -> Option<Vec<(Arc<Path>, usize)>> {
    // Places come in the order of their kinds.
    let mut next = then.map(|(_, offered)| KINDS.map(|kind| first(offered, kind)));
    let places = before.places().iter().map(|place| {
        let (note, skipped) = goes(place);
        let (path, offered) = then.get(note)?;
        let next = next.get_mut(note)?.get_mut(index(place.kind))?;
        let number = *next + skipped;
        *next += 1;
        let found = offered.places().get(number)?;
        let is_same = found.kind == place.kind && offered.title(found) == before.title(place);
        is_same.then(|| (Arc::clone(path), number))
    });
    places.collect()
}

/// The kinds of places in the order in which notes offer them.
const KINDS: [AnchorKind; 3] = [AnchorKind::Heading, AnchorKind::Id, AnchorKind::Block];

fn index(kind: AnchorKind) -> usize {
    KINDS
        .iter()
        .position(|other| *other == kind)
        .unwrap_or_default()
}

/// The number of the first place of `kind`.
fn first(offered: &Offered, kind: AnchorKind) -> usize {
    let places = offered.places();
    places.partition_point(|place| index(place.kind) < index(kind))
}

/// How many places of each kind are `wanted`.
fn counts(offered: &Offered, wanted: impl Fn(&AnchorPlace) -> bool) -> [usize; 3] {
    let places = || offered.places().iter().filter(|place| wanted(place));
    KINDS.map(|kind| places().filter(|place| place.kind == kind).count())
}

fn of_kind(counts: &[usize; 3], place: &AnchorPlace) -> usize {
    counts.get(index(place.kind)).copied().unwrap_or_default()
}

fn take(changed: &mut Vec<Edited>, path: &Path) -> Option<Edited> {
    let at = changed.iter().position(|edited| *edited.path == *path)?;
    Some(changed.remove(at))
}

fn put(changed: &mut Vec<Edited>, path: &Arc<Path>, note: &Note, mut edits: Vec<Edit>) {
    Edit::sort(&mut edits);
    changed.push(Edited {
        path: Arc::clone(path),
        note: note.clone(),
        edits,
    });
    Edited::sort(changed);
}

fn applied(note: &Note, edits: Vec<Edit>) -> String {
    apply(&note.text, Span::new(0, note.text.len()), edits)
}

/// What stands in `span` after `edits`, which lie in it and do not overlap.
fn apply(text: &str, span: Span, mut edits: Vec<Edit>) -> String {
    Edit::sort(&mut edits);
    let mut after = String::with_capacity(span.len());
    let mut from = span.start;
    for edit in &edits {
        after.push_str(Span::new(from, edit.span.start.max(from)).of(text));
        after.push_str(&edit.content);
        from = edit.span.end;
    }
    after.push_str(Span::new(from, span.end.max(from)).of(text));
    after
}
