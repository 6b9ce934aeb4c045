//! `empty-section`: a heading with nothing under it.

use super::{Check, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::note::{Heading, HeadingKind, Note};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("empty-section"),
    group: Group::Questions,
    severity: Severity::Hint,
    fixable: false,
    page: include_str!("empty-section.md"),
    checks: &[Check::Note(check)],
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let note = subject.note;
    for heading in subject.headings() {
        let is_part = || {
            let next = note.headings.partition_point(|next| next.span.start <= heading.span.start);
            let next = note.headings.get(next);
            next.is_some_and(|next| is_part(note, heading, next))
        };
        let is_candidate = heading.kind != HeadingKind::Item && is_empty(note, heading);
        if is_candidate && !is_asked(note, heading) && !is_part() {
            let message = format!("Nothing stands under \"{}\" yet", heading.title);
            found.push(RULE.finding(heading.title_span, message));
        }
    }
}

/// Whether `heading` is a banner drawn on both sides over one that is not: the name of a part, and what is in the part
/// comes under banners of its own.
fn is_part(note: &Note, heading: &Heading, next: &Heading) -> bool {
    let is_closed = |heading: &Heading| heading.span.of(&note.text).trim_end().ends_with('#');
    let are_banners = heading.kind == HeadingKind::Banner && next.kind == HeadingKind::Banner;
    are_banners && is_closed(heading) && !is_closed(next)
}

/// Whether only white space, rules and comments stand between the heading and the end of its section.
fn is_empty(note: &Note, heading: &Heading) -> bool {
    let mut start = heading.span.end;
    let from = note.comments.partition_point(|comment| comment.start < start);
    let comments = note.comments.iter().skip(from);
    for comment in comments.take_while(|comment| comment.start < heading.section_end) {
        if !is_blank(Span::new(start, comment.start).of(&note.text)) {
            return false;
        }
        start = comment.end;
    }
    is_blank(Span::new(start, heading.section_end).of(&note.text))
}

fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_whitespace() || matches!(c, '-' | '_' | '*' | '=' | '#' | '>'))
}

/// Whether the heading carries the mark of a question: then another rule speaks.
fn is_asked(note: &Note, heading: &Heading) -> bool {
    let from = note
        .questions
        .partition_point(|question| question.span.start < heading.span.start);
    note.questions
        .get(from)
        .is_some_and(|question| question.span.start == heading.span.start && !question.markers.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn headings_of_every_dialect() {
        check(
            "empty-section",
            "########## GRAPHS ##########\n\n#«depth first search»\n\n#bread first\n- level by level\n\n\
             ## «Trees»\n\n---\n\n«Heaps»\n=====\n",
        );
        check("empty-section", "# «A»\n\n<!-- later -->\n");
    }

    #[test]
    fn a_banner_over_banners_names_a_part() {
        check(
            "empty-section",
            "########## GRAPHS ##########\n\n########## Searching\n- by depth\n\n\
             ########## «Sorting»\n\n########## «TREES» ##########\n\n########## «HEAPS» ##########\n",
        );
    }

    #[test]
    fn sections_with_something_in_them() {
        for text in [
            "# A\n\n## B\n\ntext\n",
            "# A\n\n![](a.png)\n",
            "# A\n\n```\n```\n",
            "# A ❓\n",
            "# A\n\n❓\n",
        ] {
            check("empty-section", text);
        }
    }
}
