//! A part of a note as a note of its own: under the headings that it stands under, and with what follows it. Whoever looks
//! at windows alone finds the same in a part as long as its window is the same, whatever happens elsewhere.

use std::borrow::Cow;
use std::sync::Arc;

use super::headings::{self, Rank, heading};
use super::part::Says;
use super::{Heading, HeadingKind, Note, PartId};
use crate::text::{LineIndex, Span};

/// So many bytes behind a part, and on to the end of the part they are in, tell what it means.
const REACH: usize = 4096;

/// A part with what is around it.
#[derive(Debug)]
pub struct Window<'a> {
    /// What is seen. Items, links, prose, inline code and questions are those of the part alone.
    pub note: Cow<'a, Note>,
    /// The part in it; of the first one, with the front matter.
    pub own: Span,
    /// Where that begins in the whole note, see [`Note::start_of_window`].
    pub start: usize,
}

/// What a window is made of. Windows of the same make are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Make {
    /// The text before the part: titles of the headings around it, or the front matter.
    before: String,
    /// The part and those that follow it.
    parts: Vec<PartId>,
}

impl Note {
    /// What the window on the part `index` is made of.
    pub fn make(&self, index: usize) -> Make {
        let before = match index {
            0 => self.text_before_parts().to_owned(),
            _ => self.headings_around(index).map(line).collect(),
        };
        let parts = self.parts.get(index..self.end_of_window(index));
        let parts = parts.unwrap_or_default().iter();
        Make {
            before,
            parts: parts.map(|part| part.id()).collect(),
        }
    }

    /// The window on the part `index`, counted from 0. Made in time linear in what is seen.
    pub fn window(&self, index: usize) -> Window<'_> {
        let Some(part) = self.parts.get(index).filter(|_| self.parts.len() > 1) else {
            return Window {
                note: Cow::Borrowed(self),
                own: Span::new(0, self.text.len()),
                start: 0,
            };
        };
        let end = self.end_of_window(index);
        let following = self.parts.get(index + 1..end).unwrap_or_default();
        let mut text = String::new();
        let mut says = Says::default();
        if index == 0 {
            text.push_str(self.text_before_parts());
        } else {
            for (of_note, rank) in self.headings_around(index).map(|it| (it, rank_around(it))) {
                let at = Span::new(text.len(), text.len() + "# ".len() + of_note.title.len());
                text.push_str(&line(of_note));
                let title = Span::new(at.start + "# ".len(), at.end);
                let heading = heading(&text, of_note.kind, of_note.level, at, title);
                says.headings.push(heading);
                says.ranks.push(rank);
            }
        }
        says.lines = LineIndex::new(&text);
        let before = text.len();
        says.append(&part.part.says, before);
        let mut at = before + part.span.len();
        let own = Span::new(if index == 0 { 0 } else { before }, at);
        for next in following {
            says.append_around(&next.part.says, at);
            at += next.span.len();
        }
        let seen = Span::new(part.span.start, part.span.start + at - before);
        text.push_str(seen.of(&self.text));
        headings::sections(&mut says.headings, &says.ranks, text.len());
        let front_matter = self.front_matter.filter(|_| index == 0);
        Window {
            note: Cow::Owned(says.into_note(Arc::from(text), front_matter)),
            own,
            start: self.start_of_window(index),
        }
    }

    /// Where the part `index` begins, the first one with the front matter.
    pub fn start_of_window(&self, index: usize) -> usize {
        let part = self.parts.get(index).filter(|_| index > 0);
        part.map_or(0, |part| part.span.start)
    }

    /// The front matter.
    fn text_before_parts(&self) -> &str {
        let start = self.parts.first().map_or(0, |part| part.span.start);
        self.text.get(..start).unwrap_or_default()
    }

    /// Behind the last part that is seen from the part `index`.
    fn end_of_window(&self, index: usize) -> usize {
        let own = self.parts.get(index).map_or(0, |part| part.span.end);
        let rest = self.parts.get(index + 1..).unwrap_or_default();
        let before_end = rest.partition_point(|next| next.span.end < own + REACH);
        (index + 2 + before_end).min(self.parts.len())
    }

    /// The headings of earlier parts in whose sections the part `index` stands, the outermost first.
    fn headings_around(&self, index: usize) -> impl Iterator<Item = &Heading> {
        let start = self.parts.get(index).map_or(0, |part| part.span.start);
        // Each part but the first begins with a heading.
        let first = self.headings.partition_point(|it| it.span.start < start);
        let mut around = Vec::new();
        let mut next = self.headings.get(first).and_then(|first| first.parent);
        while let Some(heading) = next.and_then(|parent| self.headings.get(parent)) {
            around.push(heading);
            next = heading.parent;
        }
        around.into_iter().rev()
    }
}

/// A heading around a part, as a line of text.
fn line(heading: &Heading) -> String {
    format!("# {}\n", heading.title)
}

/// What the section of a heading around a part is measured by: nothing in the part or behind it is inside of an outline
/// or a list that began before.
fn rank_around(heading: &Heading) -> Rank {
    match heading.kind {
        HeadingKind::Banner => Rank::Banner,
        _ => Rank::Level,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{NoteOptions, Parts};
    use super::*;

    const TEXT: &str =
        "---\na: b\n---\nx\n\n# A\n\n## B\n\n- b\n\n### C\n\n```\nc\n```\n\n## D\n\nd\n";

    #[test]
    fn a_part_stands_under_its_headings_and_before_what_follows() {
        // In unit tests every heading begins a part.
        let note = Note::parse(TEXT, &NoteOptions::default());
        let window = |title: &str| {
            let parts = note.parts.iter();
            let index = parts
                .clone()
                .position(|part| part.span.of(TEXT).starts_with(title));
            note.window(index.unwrap())
        };
        let of_c = window("### C");
        assert_eq!(of_c.own.of(&of_c.note.text), "### C\n\n```\nc\n```\n\n");
        assert_eq!(
            &*of_c.note.text,
            "# A\n# B\n### C\n\n```\nc\n```\n\n## D\n\nd\n"
        );
        let titles = |note: &Note| {
            let all = note.headings.iter().map(|it| {
                let parent = it.parent.and_then(|parent| note.headings.get(parent));
                format!("{}<{}", it.title, parent.map_or("", |it| &it.title))
            });
            all.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(titles(&of_c.note), "A< B<A C<B D<A");
        assert_eq!(of_c.note.fences[0].body.text(), "c\n");
        assert_eq!(TEXT.get(of_c.start..).unwrap().find("### C"), Some(0));
        let of_first = &note.window(0);
        assert_eq!(
            of_first.own.of(&of_first.note.text),
            "---\na: b\n---\nx\n\n"
        );
        assert_eq!(of_first.note.front_matter, note.front_matter);
        assert_eq!(of_first.note.items, [], "those of other parts are theirs");
    }

    #[test]
    fn what_is_seen_makes_the_window() {
        let options = NoteOptions::default();
        let text = format!(
            "# A\n\n## B\n\nb\n\n## C\n\n{}\n## D\n\nd\n",
            "c\n".repeat(REACH)
        );
        let parts = Parts::read(text.as_str(), &options);
        let makes = |note: &Note| -> Vec<Make> {
            let parts = 0..note.parts.len();
            parts.map(|index| note.make(index)).collect()
        };
        let before = makes(&parts.note());
        let same_after = |from: &str, to: &str| -> Vec<bool> {
            let edited = text.replacen(from, to, 1);
            let after = makes(&Parts::reread(edited, &options, Some(&parts)).note());
            let both = before.iter().zip(&after);
            both.map(|(before, after)| before == after).collect()
        };
        assert_eq!(same_after("\nd", "\ne"), [true, true, false, false]);
        assert_eq!(same_after("\nc", "\ne"), [false, false, false, true]);
        assert_eq!(same_after("# A", "# E"), [false; 4]);
    }
}
