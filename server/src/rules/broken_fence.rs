//! `broken-fence`: a fence that Markdown or an invisible character breaks.

use super::{Check, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, RuleId, Severity};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("broken-fence"),
    group: Group::Syntax,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("broken-fence.md"),
    checks: &[Check::Note(check)],
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    subject.problems(&RULE, found);
}
