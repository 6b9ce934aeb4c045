//! `unspaced-heading`: `#title`, which Markdown takes for text.

use super::{Check, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, Fix, RuleId, Severity};
use crate::note::HeadingKind;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unspaced-heading"),
    group: Group::Markdown,
    severity: Severity::Hint,
    fixable: true,
    page: include_str!("unspaced-heading.md"),
    checks: &[Check::Note(check)],
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let headings = subject.headings().iter();
    for heading in headings.filter(|heading| heading.kind == HeadingKind::Unspaced) {
        let hashes = Span::new(heading.span.start, heading.title_span.start);
        let marker = hashes.of(&subject.note.text);
        let fix = Fix::safe(
            format!("Put a blank after `{marker}`"),
            Span::at(hashes.end),
            " ",
        );
        let message = format!("Without a blank after `{marker}` Markdown makes no heading of this line");
        found.push(RULE.finding(hashes, message).with_fix(fix));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, fixed};

    #[test]
    fn the_hashes_are_marked_and_the_blank_comes_behind_them() {
        let text = "«#»what is a queue\n\n«##»Deque\n\n«#»Heap\n";
        check("unspaced-heading", text);
        assert_eq!(
            fixed("unspaced-heading", text),
            "# what is a queue\n\n## Deque\n\n# Heap\n"
        );
    }

    #[test]
    fn tags_stay_tags() {
        check("unspaced-heading", "# Queues\n\n#python\n\n#python #asyncio\n");
    }
}
