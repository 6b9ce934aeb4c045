//! `broken-link`: the rule's name and page; `vault_rules` finds it, as it takes the other notes.

use super::{Group, Rule};
use crate::diagnostic::{RuleId, Severity};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("broken-link"),
    group: Group::Links,
    severity: Severity::Warning,
    fixable: true,
    page: include_str!("broken-link.md"),
    checks: &[],
};
