//! What in a note can be linked to: its headings by the names that GitHub gives them, ids written out, block ids.

use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use memchr::memmem;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use regex::Regex;
use rustc_hash::{FxHashMap, FxHasher};

use super::part::Says;
use super::{Heading, HeadingKind, Note, reader};
use crate::text::Span;

/// What an anchor stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnchorKind {
    /// A heading of any dialect.
    Heading,
    /// An id that is written out: `<a id="x">`, `# title {#x}`.
    Id,
    /// A block: `^x` at the end of its line.
    Block,
}

/// A place in a note that a link can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// What it stands for.
    pub kind: AnchorKind,
    /// What a link says behind `#`, without `^` for a block.
    pub name: String,
    /// What to select: the title of a heading, else the id.
    pub span: Span,
    /// Index of the heading, for a heading.
    pub heading: Option<usize>,
}

/// Every anchor of `note`: its headings in order, then its ids, then its blocks. Time is linear.
pub fn anchors(note: &Note) -> Vec<Anchor> {
    let mut found = headings(note);
    ids(&note.text, &mut found);
    blocks(&note.text, &note.prose, &mut found);
    found
}

/// The same for parts of notes, of the text `text`, that give the anchors of their notes the same names and levels in the
/// same order.
pub(super) fn hash_of(text: &str, says: &Says) -> u64 {
    let mut hasher = FxHasher::default();
    for heading in &says.headings {
        (heading.kind, heading.level, &heading.title).hash(&mut hasher);
    }
    let mut others = Vec::new();
    ids(text, &mut others);
    blocks(text, &says.prose, &mut others);
    for anchor in others {
        (anchor.kind, anchor.name).hash(&mut hasher);
    }
    hasher.finish()
}

/// Names of headings. What Markdown itself calls a heading is numbered first, so that the other dialects do not change
/// what GitHub makes of it.
fn headings(note: &Note) -> Vec<Anchor> {
    let mut names = vec![String::new(); note.headings.len()];
    let mut taken = FxHashMap::default();
    for of_markdown in [true, false] {
        for (name, heading) in names.iter_mut().zip(&note.headings) {
            if is_markdowns(heading) == of_markdown {
                *name = numbered(slug(&plain(&heading.title)), &mut taken);
            }
        }
    }
    let named = names.into_iter().zip(&note.headings).enumerate();
    named
        .map(|(index, (name, heading))| Anchor {
            kind: AnchorKind::Heading,
            name,
            span: heading.title_span,
            heading: Some(index),
        })
        .collect()
}

fn is_markdowns(heading: &Heading) -> bool {
    matches!(heading.kind, HeadingKind::Atx | HeadingKind::Setext)
}

/// `slug`, with a number where that name is taken: the second `a` is `a-1`, as on GitHub.
fn numbered(slug: String, taken: &mut FxHashMap<String, usize>) -> String {
    let mut name = slug.clone();
    while taken.contains_key(&name) {
        let count = taken.entry(slug.clone()).or_default();
        *count += 1;
        name = format!("{slug}-{count}");
    }
    taken.insert(name.clone(), 0);
    name
}

/// The name that GitHub gives a heading with the plain text `title`: in lower case, blanks as hyphens, and of the rest
/// only letters, marks (variation selectors are marks), digits and connecting punctuation
/// (html-pipeline, `TableOfContentsFilter`).
pub fn slug(title: &str) -> String {
    static DROPPED: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\- ]+").ok());
    let lower = title.trim().to_lowercase();
    if lower.is_ascii() {
        let kept = lower
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' '));
        return kept.map(|c| if c == ' ' { '-' } else { c }).collect();
    }
    match DROPPED.as_ref() {
        Some(dropped) => dropped.replace_all(&lower, "").replace(' ', "-"),
        None => lower,
    }
}

/// What a reader sees of `title`, which may hold emphasis, code, links and the like.
pub fn plain(title: &str) -> String {
    let markup = |c: char| matches!(c, '*' | '_' | '`' | '[' | '<' | '\\' | '&' | '$' | '~');
    if !title.contains(markup) {
        return title.to_owned();
    }
    // Behind a full stop nothing in it can begin a list or another block.
    const BEFORE: &str = ". ";
    let paragraph = format!("{BEFORE}{title}");
    let mut text = String::with_capacity(paragraph.len());
    let mut images = 0;
    for event in Parser::new_ext(&paragraph, reader::OPTIONS) {
        match event {
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            Event::Text(part)
            | Event::Code(part)
            | Event::InlineMath(part)
            | Event::DisplayMath(part)
                if images == 0 =>
            {
                text.push_str(&part);
            }
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text.strip_prefix(BEFORE).unwrap_or(&text).trim().to_owned()
}

/// Ids in tags of HTML (`id`, `name`) and in attribute lists (`{#x}`, `{: #x }`).
fn ids(text: &str, found: &mut Vec<Anchor>) {
    static IN_TAG: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"\s(?:id|name)\s*=\s*["']?([^\s"'>]+)"#).ok());
    static IN_LIST: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^\{:?\s*#([^\s}]+)").ok());
    let mut add = |from: usize, stretch: &str, pattern: &Option<Regex>| {
        let captures = pattern.as_ref().and_then(|regex| regex.captures(stretch));
        if let Some(id) = captures.and_then(|captures| captures.get(1)) {
            found.push(Anchor {
                kind: AnchorKind::Id,
                name: id.as_str().to_owned(),
                span: Span::from(id.range()).shifted(from),
                heading: None,
            });
        }
    };
    for tag in memchr::memchr_iter(b'<', text.as_bytes()) {
        let rest = bounded(text, tag);
        if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic())
            && let Some(end) = rest.find('>')
        {
            add(tag, &rest[..end], &IN_TAG);
        }
    }
    for list in
        memmem::find_iter(text.as_bytes(), b"{#").chain(memmem::find_iter(text.as_bytes(), b"{: #"))
    {
        add(list, bounded(text, list), &IN_LIST);
    }
}

/// The text from `start` on, no longer than any tag, so that many openings without an end cost no more than one each; to
/// the next heading at most, where another part of the note may begin.
fn bounded(text: &str, start: usize) -> &str {
    const LONGEST: usize = 200;
    let end = text.floor_char_boundary(start.saturating_add(LONGEST));
    let rest = text.get(start..end).unwrap_or("<");
    memmem::find(rest.as_bytes(), b"\n#").map_or(rest, |end| rest.get(..end).unwrap_or(rest))
}

/// Block ids: `^x` as the last word of a line of prose (Obsidian Help, "Link to a block in a note").
fn blocks(text: &str, prose: &[Span], found: &mut Vec<Anchor>) {
    for prose in prose {
        let line = prose.of(text).trim_end();
        let end = prose.start + line.len();
        let Some(at) = memchr::memrchr(b'^', line.as_bytes()) else {
            continue;
        };
        let id = &line[at + 1..];
        let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let apart = line[..at].is_empty() || line[..at].ends_with([' ', '\t']);
        let ends_line = text.get(end..).is_some_and(|rest| {
            rest.trim_start_matches([' ', '\t']).is_empty()
                || rest
                    .trim_start_matches([' ', '\t'])
                    .starts_with(['\n', '\r'])
        });
        if is_id && apart && ends_line {
            found.push(Anchor {
                kind: AnchorKind::Block,
                name: id.to_owned(),
                span: Span::new(prose.start + at + 1, end),
                heading: None,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteOptions;

    fn names(text: &str) -> Vec<String> {
        let note = Note::parse(text, &NoteOptions::default());
        anchors(&note)
            .into_iter()
            .map(|anchor| anchor.name)
            .collect()
    }

    #[test]
    fn headings_are_named_as_on_github() {
        for (title, name) in [
            ("Hello, World!", "hello-world"),
            ("A & B", "a--b"),
            ("`heapq.heappush()` and *more*", "heapqheappush-and-more"),
            ("snake_case _x_ **y**", "snake_case-x-y"),
            ("[a link](x.md) here", "a-link-here"),
            ("1. First", "1-first"),
            ("🚀 Launch", "-launch"),
            ("⚠️ Careful", "\u{fe0f}-careful"),
            ("并发 与 GIL", "并发-与-gil"),
            ("Café ÉTÉ", "café-été"),
            ("C# 🧵 x²", "c--x"),
            ("👩\u{200d}💻 code", "-code"),
            (":ok: No underscore", "ok-no-underscore"),
            ("a\u{300}", "a\u{300}"),
        ] {
            assert_eq!(names(&format!("# {title}\n")), [name], "{title}");
        }
    }

    #[test]
    fn duplicates_are_numbered() {
        assert_eq!(
            names("# a\n# a\n# a-1\n# a\n"),
            ["a", "a-1", "a-1-1", "a-2"]
        );
    }

    #[test]
    fn every_dialect_has_anchors_and_markdowns_own_come_first() {
        let text = "##################\n######## GIL ########\n##################\n\n#what is it\n\n#how it works\n\n## GIL\n\nSetext\n------\n";
        assert_eq!(
            names(text),
            ["gil-1", "what-is-it", "how-it-works", "gil", "setext"]
        );
    }

    #[test]
    fn ids_and_blocks() {
        let text =
            "# One {#uno}\n\n<a id=\"two\"></a>\n\nA block ^b-1\n\n- item ^b2\n- x^2\n\n2 ^ 3 ^\n";
        let note = Note::parse(text, &NoteOptions::default());
        let found: Vec<String> = anchors(&note)
            .into_iter()
            .filter(|anchor| anchor.kind != AnchorKind::Heading)
            .map(|anchor| format!("{:?} {} {}", anchor.kind, anchor.name, anchor.span.of(text)))
            .collect();
        assert_eq!(
            found,
            ["Id two two", "Id uno uno", "Block b-1 b-1", "Block b2 b2"]
        );
    }
}
