//! `empty-item`: a bullet or number with nothing behind it.

use super::{Check, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("empty-item"),
    group: Group::Markdown,
    severity: Severity::Hint,
    fixable: false,
    page: include_str!("empty-item.md"),
    checks: &[Check::Note(check)],
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let note = subject.note;
    for item in &note.items {
        let behind = Span::new(item.marker.end, item.span.end).of(&note.text).trim();
        let empty = matches!(behind, "" | "[ ]" | "[x]" | "[X]");
        if empty && item.content.is_empty() {
            found.push(RULE.finding(item.marker, "Nothing stands behind this marker"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn only_items_with_nothing_at_all() {
        check("empty-item", "- a\n«-» \n-\n  below\n- [x] c\n«-» [ ]\n");
        check("empty-item", "1.\n   - b\n\n«*»\n");
    }
}
