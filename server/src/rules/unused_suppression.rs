//! `unused-suppression`: the rule's name and page; `lint::suppress` finds it, as it alone knows what was suppressed.

use super::{Group, Rule};
use crate::diagnostic::{RuleId, Severity};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unused-suppression"),
    group: Group::Suppressions,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("unused-suppression.md"),
    checks: &[],
};
