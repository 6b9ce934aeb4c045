//! `ambiguous-link`: the rule's name and page; `vault_rules` finds it, as it takes the other notes.

use super::{Group, Rule};
use crate::diagnostic::{RuleId, Severity};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("ambiguous-link"),
    group: Group::Links,
    severity: Severity::Warning,
    fixable: false,
    page: include_str!("ambiguous-link.md"),
    checks: &[],
};
