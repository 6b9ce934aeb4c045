//! The copy of a note that pulldown-cmark reads: of the same length, so that offsets are the same, but with headings of
//! other dialects made Markdown's own, lone CR line ends made LF, and nesting without measure cut off.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser, Tag};

use super::dialect::{self, Hashes};
use super::lines::line_end;
use super::stray_fences::{self, Pair, StrayFence};
use super::tie::Tie;
use super::{HeadingKind, NoteOptions, reader};
use crate::text::Span;

/// Containers (quotes, lists) that one line may open or continue. What nests deeper is read as text: each further line
/// costs time in proportion to the containers open.
const MAX_NESTING: usize = 100;

/// Columns of indent behind which a list marker is read as text, for the same reason.
const MAX_INDENT: usize = 400;

/// The copy, with what only the original says.
#[derive(Debug)]
pub(super) struct Masked<'a> {
    /// As long as the original, byte by byte.
    pub text: Cow<'a, str>,
    /// The headings of other dialects, in order.
    pub headings: Vec<DialectHeading>,
    /// Fences that the copy hides and that count none the less, in order.
    pub fences: Vec<StrayFence>,
    /// Whether a title of several words shows that the writer leaves out the blank.
    pub is_unspaced_style: bool,
}

/// A heading that is an ATX heading in the copy alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct DialectHeading {
    /// `Banner` or `Unspaced`.
    pub kind: HeadingKind,
    /// Its first `#`.
    pub start: usize,
    /// How many `#` open it.
    pub hashes: usize,
    /// Its title.
    pub title: Span,
}

impl DialectHeading {
    /// Whether the copy lost the title's first character.
    pub fn covered(&self) -> bool {
        self.hashes == 1
    }
}

/// Makes the copy of `text`; with `dialects`, for the note itself, headings of other dialects are looked for, with what
/// other parts of the note have `given`.
pub(super) fn mask<'a>(
    text: &'a str,
    dialects: bool,
    given: &[Tie],
    options: &NoteOptions,
) -> Masked<'a> {
    let text = bounded(text);
    let pairs = stray_fences::pairs(&text);
    let fences = stray_fences::find(&text, &pairs);
    let text = covered(text, !fences.is_empty(), |text, bytes| {
        for fence in &fences {
            stray_fences::cover(text, fence, bytes);
        }
    });
    let mut lines = if dialects {
        in_running_text(&text, candidates(&text, &pairs, options))
    } else {
        Vec::new()
    };
    let is_unspaced_style = lines.iter().any(|(start, line)| {
        let title = line.title.shifted(*start).of(&text);
        line.kind == Hashes::Unspaced { single: false } && title.contains(char::is_whitespace)
    });
    // Elsewhere single words are tags.
    let singles = is_unspaced_style || given.contains(&Tie::UnspacedStyle);
    lines.retain(|(_, line)| singles || line.kind != Hashes::Unspaced { single: true });
    let headings = lines.iter().filter_map(|&(start, line)| {
        Some(DialectHeading {
            kind: match line.kind {
                Hashes::Banner => HeadingKind::Banner,
                Hashes::Unspaced { .. } => HeadingKind::Unspaced,
                Hashes::Separator => return None,
            },
            start,
            hashes: line.hashes,
            title: line.title.shifted(start),
        })
    });
    Masked {
        headings: headings.collect(),
        text: covered(text, !lines.is_empty(), |text, bytes| {
            for (start, line) in &lines {
                cover(text, *start, line.hashes, bytes);
            }
        }),
        fences,
        is_unspaced_style,
    }
}

/// `text` with what `cover` does to a copy of its bytes, where there is anything to do.
fn covered<'a>(text: Cow<'a, str>, any: bool, cover: impl FnOnce(&str, &mut [u8])) -> Cow<'a, str> {
    if !any {
        return text;
    }
    let mut bytes = text.as_bytes().to_vec();
    cover(&text, &mut bytes);
    String::from_utf8(bytes).map_or(text, Cow::Owned)
}

/// Makes the hashes at `start` an ATX opening: one `#` for banners, one fewer for `##title`, and for `#title` the
/// title's first character gives way.
fn cover(text: &str, start: usize, hashes: usize, bytes: &mut [u8]) {
    let (keep, until) = match hashes {
        1 => {
            let first = text.get(start + 1..).and_then(|rest| rest.chars().next());
            (1, start + 1 + first.map_or(0, char::len_utf8))
        }
        2..=6 => (hashes - 1, start + hashes),
        _ => (1, start + hashes),
    };
    if let Some(covered) = bytes.get_mut(start + keep..until) {
        covered.fill(b' ');
    }
}

/// The `candidates` that stand in running text.
fn in_running_text(
    text: &str,
    mut candidates: Vec<(usize, dialect::HashLine)>,
) -> Vec<(usize, dialect::HashLine)> {
    if candidates.is_empty() {
        return candidates;
    }
    let verbatim = verbatim(text);
    candidates.retain(|&(start, _)| {
        let before = verbatim.partition_point(|span| span.start <= start);
        let last = before.checked_sub(1).and_then(|index| verbatim.get(index));
        last.is_none_or(|span| !span.contains(start))
    });
    candidates
}

/// The lines that would be headings if they stood in running text; without those between the markers of a fence, which
/// spares most notes a closer look.
fn candidates(
    text: &str,
    pairs: &[Pair],
    options: &NoteOptions,
) -> Vec<(usize, dialect::HashLine)> {
    let mut found = Vec::new();
    let mut after = 0;
    let mut pairs = pairs.iter().peekable();
    for at in memchr::memchr_iter(b'#', text.as_bytes()) {
        if at < after {
            continue;
        }
        while pairs.next_if(|pair| pair.span.end <= at).is_some() {}
        if let Some(pair) = pairs.peek()
            && pair.span.start < at
        {
            after = pair.span.end;
            continue;
        }
        let Some(blanks) = blanks_before(text.as_bytes(), at) else {
            continue;
        };
        after = line_end(text, at);
        let Some(line) = dialect::hash_line(Span::new(at, after).of(text)) else {
            continue;
        };
        // Behind two blanks or more `#title` stands in a list item.
        let unspaced = matches!(line.kind, Hashes::Unspaced { .. });
        if unspaced && (blanks > 1 || !options.unspaced_headings) {
            continue;
        }
        found.push((at, line));
    }
    found
}

/// How many blanks, at most three, stand between `at` and the start of its line; `None` where anything else does.
fn blanks_before(bytes: &[u8], at: usize) -> Option<usize> {
    let before = bytes.get(..at)?;
    let blanks = before
        .iter()
        .rev()
        .take(4)
        .take_while(|byte| **byte == b' ');
    let blanks = blanks.count();
    let begins = match before.len().checked_sub(blanks + 1) {
        Some(last) => matches!(before.get(last), Some(b'\n' | b'\r')),
        None => true,
    };
    (begins && blanks <= 3).then_some(blanks)
}

/// Stretches of `text` where nothing is a heading: code, HTML, math.
fn verbatim(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(text, reader::OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => found.push(Span::from(range)),
            _ => {}
        }
    }
    found
}

/// `text` with lone CR as LF and with nesting cut off.
fn bounded(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut changes: Vec<(Span, u8)> = memchr::memchr_iter(b'\r', bytes)
        .filter(|&at| bytes.get(at + 1) != Some(&b'\n'))
        .map(|at| (Span::new(at, at + 1), b'\n'))
        .collect();
    let mut start = 0;
    for end in memchr::memchr2_iter(b'\n', b'\r', bytes).chain([bytes.len()]) {
        // Most lines are shorter than what they would have to hold.
        if end >= start + MAX_NESTING
            && let Some(excess) = excess(bytes.get(start..end).unwrap_or(&[]))
        {
            changes.push((excess.shifted(start), b'x'));
        }
        start = end + 1;
    }
    covered(Cow::Borrowed(text), !changes.is_empty(), |_, bytes| {
        for (span, with) in changes {
            if let Some(place) = bytes.get_mut(span.range()) {
                place.fill(with);
            }
        }
    })
}

/// The container markers of `line` that nest too deeply.
fn excess(line: &[u8]) -> Option<Span> {
    let mut markers = 0;
    let mut columns = 0;
    let mut from = None;
    let mut at = 0;
    while let Some(&byte) = line.get(at) {
        let blank_follows = matches!(line.get(at + 1), None | Some(b' ' | b'\t'));
        match byte {
            b' ' => columns += 1,
            b'\t' => columns += 4,
            b'>' => markers += 1,
            b'-' | b'+' | b'*' | b'.' | b')' if blank_follows => markers += 1,
            b'0'..=b'9' => {}
            _ => break,
        }
        if from.is_none()
            && !byte.is_ascii_whitespace()
            && (markers > MAX_NESTING || columns > MAX_INDENT)
        {
            from = Some(at);
        }
        at += 1;
    }
    // A rule of hyphens or stars with blanks between opens nothing.
    let marks = || line.iter().filter(|byte| !byte.is_ascii_whitespace());
    let rule = marks().all(|&byte| byte == b'-') || marks().all(|&byte| byte == b'*');
    from.filter(|_| !rule).map(|from| Span::new(from, at))
}

#[cfg(test)]
mod tests {
    use super::super::Note;
    use super::*;

    #[test]
    fn the_copy_is_as_long_as_the_text() {
        for text in [
            "#é title here\n##Two\n########### Three ###\n",
            "a\rb\r\nc",
            "1. x\n   - y\n    ```py\n é\n    ```\n",
            "",
        ] {
            let masked = mask(text, true, &[], &NoteOptions::default());
            assert_eq!(masked.text.len(), text.len(), "{text}");
        }
        let masked = mask("#é title\n", true, &[], &NoteOptions::default());
        assert_eq!(masked.text, "#   title\n");
    }

    #[test]
    fn one_word_is_a_heading_only_in_notes_of_that_style() {
        let count = |text| {
            mask(text, true, &[], &NoteOptions::default())
                .headings
                .len()
        };
        assert_eq!(count("#queue\n\n#stack\n"), 0);
        assert_eq!(count("#queue\n\n#what is a stack\n"), 2);
        assert_eq!(count("#queue\n\n```\n#what is a stack\n```\n"), 0);
    }

    #[test]
    fn nesting_is_cut_off_and_rules_are_left_alone() {
        let deep = "> ".repeat(1000) + "x";
        assert_eq!(
            mask(&deep, true, &[], &NoteOptions::default())
                .text
                .matches('>')
                .count(),
            MAX_NESTING
        );
        let rule = "- ".repeat(300);
        assert_eq!(mask(&rule, true, &[], &NoteOptions::default()).text, rule);
    }

    #[test]
    fn hostile_notes_are_read() {
        let admonitions: String = (0..500).map(|n| "    ".repeat(n) + "!!! a\n").collect();
        let stairs: String = (1..500)
            .map(|n| "\t".repeat(n) + "Some words.\n\n")
            .collect();
        for text in [
            "[".repeat(100_000),
            ">".repeat(100_000),
            "- ".repeat(50_000),
            "\t- ".repeat(50_000),
            "`a ".repeat(50_000),
            "❓".repeat(50_000),
            "#".repeat(100_000),
            "x #a [b](c) ".repeat(10_000),
            format!("#{}", "a b ".repeat(50_000)),
            format!("Part 1: a\n\n{stairs}"),
            admonitions,
        ] {
            let note = Note::parse(text.as_str(), &NoteOptions::default());
            assert_eq!(*note.text, text);
        }
    }
}
