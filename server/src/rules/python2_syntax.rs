//! `python2-syntax`: statements and spellings that Python 3 does not have.

use super::{Check, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, RuleId, Severity};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("python2-syntax"),
    group: Group::Syntax,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("python2-syntax.md"),
    checks: &[Check::Note(check)],
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    subject.problems(&RULE, found);
}
