//! `mistagged-fence`: a fence that is tagged as Python and holds something else.

use super::{Check, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, RuleId, Severity};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("mistagged-fence"),
    group: Group::Syntax,
    severity: Severity::Hint,
    fixable: true,
    page: include_str!("mistagged-fence.md"),
    checks: &[Check::Note(check)],
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    subject.problems(&RULE, found);
}
