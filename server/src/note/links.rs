//! Links: where each one's target and words stand; bare addresses and tags in prose; HTML comments.

use pulldown_cmark::LinkType;

use super::dialect::is_colour;
use super::found::Found;
use super::lines::trimmed;
use super::{Link, LinkKind};
use crate::text::Span;

/// A link whose end is still to come.
#[derive(Debug)]
pub(super) struct Pending {
    kind: LinkType,
    image: bool,
    span: Span,
    /// Where the last thing inside it ends.
    pub inner_end: usize,
}

impl Pending {
    pub fn new(kind: LinkType, span: Span, image: bool) -> Self {
        Self {
            kind,
            image,
            span,
            inner_end: span.start + 1 + usize::from(image),
        }
    }

    /// Whether the text inside is there to be read: not an address, not a note's name.
    pub fn shows_text(&self) -> bool {
        !matches!(
            self.kind,
            LinkType::Autolink | LinkType::Email | LinkType::WikiLink { has_pothole: false }
        )
    }

    /// The link, read from `text`, the note.
    pub fn finish(self, text: &str) -> Option<Link> {
        let span = self.span;
        let open = span.start + usize::from(self.image);
        let inside = |start: usize, end: usize| Span::new(start.min(end), end);
        let (kind, target, words) = match self.kind {
            LinkType::Inline => {
                // Behind the words comes `](`; the target goes on to a title or to the bracket that ends the link.
                let rest = text.get(self.inner_end..span.end)?;
                let start = self.inner_end + rest.find("](")? + 2;
                (
                    LinkKind::Inline,
                    destination(text, inside(start, span.end - 1)),
                    inside(open + 1, self.inner_end),
                )
            }
            LinkType::Reference | LinkType::ReferenceUnknown => {
                let rest = text.get(self.inner_end..span.end)?;
                let start = self.inner_end + rest.find("][")? + 2;
                (
                    LinkKind::Reference,
                    inside(start, span.end - 1),
                    inside(open + 1, self.inner_end),
                )
            }
            LinkType::Collapsed
            | LinkType::CollapsedUnknown
            | LinkType::Shortcut
            | LinkType::ShortcutUnknown => {
                let label = inside(open + 1, self.inner_end);
                (LinkKind::Reference, label, label)
            }
            LinkType::Autolink | LinkType::Email => (
                LinkKind::Url,
                inside(span.start + 1, span.end - 1),
                Span::at(span.end - 1),
            ),
            LinkType::WikiLink { .. } => {
                let inner = inside(open + 2, span.end - 2);
                let bar = inner.of(text).find('|').map(|at| inner.start + at);
                let target = trimmed(text, inside(inner.start, bar.unwrap_or(inner.end)));
                let words = bar.map_or(Span::at(inner.end), |bar| inside(bar + 1, inner.end));
                (LinkKind::Wiki, target, words)
            }
        };
        let kind = match kind {
            LinkKind::Wiki if self.image => LinkKind::Embed,
            _ if self.image => LinkKind::Image,
            kind => kind,
        };
        Some(Link {
            kind,
            span,
            target,
            text: words,
        })
    }
}

/// The destination at the start of `span`: between angle brackets, or up to white space.
fn destination(text: &str, span: Span) -> Span {
    let span = trimmed(text, span);
    let inside = span.of(text);
    if let Some(rest) = inside.strip_prefix('<') {
        let end = rest.find('>').unwrap_or(rest.len());
        return Span::new(span.start + 1, span.start + 1 + end);
    }
    let end = inside.find(char::is_whitespace).unwrap_or(inside.len());
    Span::new(span.start, span.start + end)
}

/// A definition at `span`: `[label]: target` or `[^label]: text`, by `kind`.
pub(super) fn definition(text: &str, span: Span, kind: LinkKind) -> Option<Link> {
    let span = trimmed(text, span);
    let inside = span.of(text);
    let colon = inside.find("]:")?;
    let behind = trimmed(text, Span::new(span.start + colon + 2, span.end));
    let (target, words) = if kind == LinkKind::FootnoteDefinition {
        (Span::new(span.start + 2, span.start + colon), behind)
    } else {
        (
            destination(text, behind),
            Span::new(span.start + 1, span.start + colon),
        )
    };
    Some(Link {
        kind,
        span,
        target,
        text: words,
    })
}

/// A footnote reference at `span`: `[^label]`.
pub(super) fn footnote(span: Span) -> Link {
    Link {
        kind: LinkKind::Footnote,
        span,
        target: Span::new(span.start + 2, span.end.saturating_sub(1)),
        text: Span::at(span.end),
    }
}

/// Adds the HTML comments in the HTML at `span`; one that never ends goes on to the end of that HTML.
pub(super) fn comments(text: &str, span: Span, found: &mut Vec<Span>) {
    let mut start = span.start;
    while let Some(rest) = text.get(start..span.end) {
        let Some(at) = rest.find("<!--") else { break };
        let open = start + at;
        let inside = text.get(open + 4..span.end).unwrap_or("");
        let end = inside
            .find("-->")
            .map_or(span.start + span.of(text).trim_end().len(), |close| {
                open + 4 + close + 3
            });
        found.push(Span::new(open, end));
        start = end.max(open + 4);
    }
}

/// Every link of the note, in document order; takes bare addresses out of its prose.
pub(super) fn all(text: &str, found: &mut Found) -> Vec<Link> {
    let mut links = std::mem::take(&mut found.links);
    links.extend(in_prose(text, &mut found.prose));
    links.sort_by_key(|link| link.span);
    links
}

/// Takes bare addresses out of `prose` and gives them as links, with the tags.
fn in_prose(text: &str, prose: &mut Vec<Span>) -> Vec<Link> {
    let mut links = Vec::new();
    let mut kept = Vec::with_capacity(prose.len());
    for &span in prose.iter() {
        let span = behind_callout(text, span);
        let bytes = span.of(text).as_bytes();
        if memchr::memchr2(b':', b'#', bytes).is_none() {
            kept.push(span);
            continue;
        }
        let mut start = span.start;
        for at in memchr::memchr2_iter(b':', b'#', bytes) {
            let at = span.start + at;
            if at < start {
                continue;
            }
            let before = Span::new(start, at).of(text);
            let behind = Span::new(at, span.end).of(text);
            if let Some(url) = url(before, behind).map(|url| url.shifted(at)) {
                let url = Span::new(url.start - scheme(before), url.end);
                kept.push(Span::new(start, url.start));
                links.push(link(LinkKind::Url, url, url));
                start = url.end;
            } else if let Some(length) = tag(text, at, behind) {
                let tag = Span::new(at, at + length);
                links.push(link(LinkKind::Tag, tag, Span::new(at + 1, tag.end)));
            }
        }
        kept.push(Span::new(start, span.end));
    }
    kept.retain(|span| !span.is_empty());
    *prose = kept;
    links
}

fn link(kind: LinkKind, span: Span, target: Span) -> Link {
    Link {
        kind,
        span,
        target,
        text: Span::at(span.end),
    }
}

/// The length of the scheme that `before` ends with; 0 for none that is a link by itself.
fn scheme(before: &str) -> usize {
    ["https", "http", "ftp"]
        .iter()
        .find(|scheme| before.ends_with(**scheme))
        .map_or(0, |scheme| scheme.len())
}

/// The address that goes on at `behind`, which begins with a colon, without punctuation that ends a sentence or closes
/// a bracket opened before it (GFM, "Autolinks (extension)").
fn url(before: &str, behind: &str) -> Option<Span> {
    let rest = behind.strip_prefix("://")?;
    if scheme(before) == 0 {
        return None;
    }
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`'))
        .unwrap_or(rest.len());
    let mut address = rest.get(..end)?;
    let mut unclosed = address.matches(')').count() as i64 - address.matches('(').count() as i64;
    loop {
        let shorter = address.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '*', '_', ']']);
        let shorter = match shorter.strip_suffix(')') {
            Some(inner) if unclosed > 0 => {
                unclosed -= 1;
                inner
            }
            _ => shorter,
        };
        if shorter.len() == address.len() {
            break;
        }
        address = shorter;
    }
    (!address.is_empty()).then(|| Span::new(0, 3 + address.len()))
}

/// The length of the tag that `behind` begins with. A tag stands behind white space or an opening bracket, and has
/// letters (Obsidian Help, "Tags").
fn tag(text: &str, at: usize, behind: &str) -> Option<usize> {
    let word = behind.strip_prefix('#')?;
    let before = text.get(..at)?.chars().next_back();
    if before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | ',' | ';')) {
        return None;
    }
    let length = word
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '/'))
        .unwrap_or(word.len());
    let word = word.get(..length)?;
    (word.contains(char::is_alphabetic) && !is_colour(word)).then_some(1 + length)
}

/// The words of a line behind the `[!kind]` of a callout; `span` as it is where it has none.
pub(super) fn behind_callout(text: &str, span: Span) -> Span {
    // Asked of every stretch of prose: nothing here may look further than the callout's name.
    let Some(rest) = span.of(text).strip_prefix("[!") else {
        return span;
    };
    let name = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))
        .unwrap_or(rest.len());
    if !rest.get(name..).is_some_and(|rest| rest.starts_with(']')) {
        return span;
    }
    let mut start = span.start + 2 + name + 1;
    if text
        .get(start..)
        .is_some_and(|rest| rest.starts_with(['+', '-']))
    {
        start += 1;
    }
    trimmed(text, Span::new(start.min(span.end), span.end))
}

#[cfg(test)]
mod tests {
    use super::super::{Note, NoteOptions};

    /// Every link as `kind target|text`.
    fn links(text: &str) -> Vec<String> {
        let note = Note::parse(text, &NoteOptions::default());
        note.links
            .iter()
            .map(|link| {
                format!(
                    "{:?} {}|{}",
                    link.kind,
                    link.target.of(text),
                    link.text.of(text)
                )
            })
            .collect()
    }

    #[test]
    fn targets_are_what_is_written() {
        for (text, expected) in [
            ("[a *b*](c.md#d \"e\")", "Inline c.md#d|a *b*"),
            ("[a](<b c.md>)", "Inline b c.md|a"),
            ("[](b)", "Inline b|"),
            ("![a](b.png)", "Image b.png|a"),
            ("[[a b#c|d]]", "Wiki a b#c|d"),
            ("[[a]]", "Wiki a|"),
            ("![[a.png]]", "Embed a.png|"),
            ("<https://a.b>", "Url https://a.b|"),
            ("(see https://a.b/c_(d)).", "Url https://a.b/c_(d)|"),
            ("é #tag/sub-1, #1", "Tag tag/sub-1|"),
        ] {
            assert_eq!(links(text), [expected], "{text}");
        }
    }

    #[test]
    fn references_and_definitions() {
        assert_eq!(
            links("[a][b] [b] [b][] x[^1]\n\n[b]: <c d> 'e'\n[^1]: f\n"),
            [
                "Reference b|a",
                "Reference b|b",
                "Reference b|b",
                "Footnote 1|",
                "Definition c d|b",
                "FootnoteDefinition 1|f",
            ]
        );
    }

    #[test]
    fn no_links() {
        for text in [
            "`[a](b)`",
            "a#b",
            "C# and #fff",
            "[ ] [x]",
            "std::a",
            "#!/bin/sh",
        ] {
            assert_eq!(links(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn prose_is_what_is_read() {
        let text = "---\na: b\n---\n# One\n\n> [!tip] Two **three** `x` four\n\n| five |\n|---|\n| six |\n\nseven <b>eight</b> https://a.b <!-- c --> $y$\n\n```\nd\n```\n\n#nine ten\n";
        let note = Note::parse(text, &NoteOptions::default());
        let prose: Vec<&str> = note.prose.iter().map(|span| span.of(text).trim()).collect();
        let prose: Vec<&str> = prose
            .into_iter()
            .filter(|prose| !prose.is_empty())
            .collect();
        assert_eq!(
            prose,
            [
                "One",
                "Two **three**",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine ten"
            ]
        );
        let comments: Vec<&str> = note.comments.iter().map(|span| span.of(text)).collect();
        assert_eq!(comments, ["<!-- c -->"]);
    }
}
