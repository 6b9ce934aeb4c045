//! What a stretch of a note says in words: without question marks, links, comments and tags.

use super::answers::bare;
use super::lines::line_end;
use super::{Link, LinkKind, links};
use crate::text::Span;

/// A note's text, and what of it is no words; each list is in order.
pub(super) struct Wording<'a> {
    pub text: &'a str,
    /// Marks of open questions.
    pub marks: &'a [Span],
    pub links: &'a [Link],
    /// Comments of HTML and of other dialects.
    pub comments: &'a [Span],
}

impl Wording<'_> {
    /// Whether a question mark begins in `span`.
    pub(super) fn has_mark(&self, span: Span) -> bool {
        !self.marks_in(span).is_empty()
    }

    /// The text of `span` on one line without marks, as a list of questions shows it.
    pub(super) fn shown(&self, span: Span) -> String {
        let span = links::behind_callout(
            self.text,
            Span::new(span.start, line_end(self.text, span.start).min(span.end)),
        );
        let words = self.without(span, self.marks_in(span).iter().copied());
        let words: Vec<&str> = words.split_whitespace().collect();
        bare(&words.join(" ")).to_owned()
    }

    /// The text of `span` without marks, links, comments and tags of HTML. Pictures stay: they may be the answer.
    pub(super) fn words(&self, span: Span) -> String {
        let links = beginning_in(self.links, span, |link| link.span).iter();
        let links = links
            .filter(|link| !matches!(link.kind, LinkKind::Image | LinkKind::Embed))
            .map(|link| link.span);
        let comments = beginning_in(self.comments, span, |comment| *comment);
        let marks = self.marks_in(span).iter().copied();
        let mut gone: Vec<Span> = links.chain(comments.iter().copied()).chain(marks).collect();
        gone.sort_unstable();
        without_tags(&self.without(span, gone.into_iter()))
    }

    fn marks_in(&self, span: Span) -> &[Span] {
        beginning_in(self.marks, span, |mark| *mark)
    }

    /// The text of `span` without what of it lies in `gone`.
    fn without(&self, span: Span, gone: impl Iterator<Item = Span>) -> String {
        let mut kept = String::with_capacity(span.len());
        let mut start = span.start;
        for gone in gone {
            if gone.end <= start {
                continue;
            }
            if gone.start >= span.end {
                break;
            }
            kept.push_str(Span::new(start, gone.start.max(start)).of(self.text));
            start = gone.end;
        }
        kept.push_str(Span::new(start, span.end).of(self.text));
        kept
    }
}

/// Those of `all`, which stand in order, that begin in `span`.
pub(super) fn beginning_in<T>(all: &[T], span: Span, place: impl Fn(&T) -> Span) -> &[T] {
    let first = all.partition_point(|it| place(it).start < span.start);
    let behind = all.partition_point(|it| place(it).start < span.end);
    all.get(first..behind).unwrap_or_default()
}

/// `text` without `<b>`, `</p>`, `<br/>`.
fn without_tags(text: &str) -> String {
    // Behind the last `>` no tag ends, so that no `<` there is looked up in vain.
    let (tagged, behind) = text.split_at(text.rfind('>').map_or(0, |last| last + 1));
    let mut kept = String::with_capacity(text.len());
    let mut rest = tagged;
    while let Some((before, tag)) = rest.split_once('<') {
        kept.push_str(before);
        rest = tag;
        if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            kept.push('<');
        } else if let Some((_, after)) = tag.split_once('>') {
            rest = after;
        }
    }
    kept.push_str(rest);
    kept.push_str(behind);
    kept
}
