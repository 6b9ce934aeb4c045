//! `newer-syntax`: syntax that the configured Python does not have yet.

use super::{Check, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, RuleId, Severity};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("newer-syntax"),
    group: Group::Syntax,
    severity: Severity::Warning,
    fixable: false,
    page: include_str!("newer-syntax.md"),
    checks: &[Check::Note(check)],
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    subject.problems(&RULE, found);
}
