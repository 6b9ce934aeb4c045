//! `syntax-error`: a snippet that CPython would refuse, and that was not meant to be refused.

use super::{Check, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, RuleId, Severity};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("syntax-error"),
    group: Group::Syntax,
    severity: Severity::Error,
    fixable: true,
    page: include_str!("syntax-error.md"),
    checks: &[Check::Note(check)],
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    subject.problems(&RULE, found);
}
