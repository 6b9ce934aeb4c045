//! `unsure-answer`: an answer that still carries the mark of a question.

use super::unanswered_question::marked;
use super::{Check, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::note::QuestionStatus;

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unsure-answer"),
    group: Group::Questions,
    severity: Severity::Info,
    fixable: false,
    page: include_str!("unsure-answer.md"),
    checks: &[Check::Note(check)],
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    marked(&RULE, subject, QuestionStatus::Unsure, found, |_| {
        "This answer is still marked as open: check it, then take the mark away".to_owned()
    });
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn several_marks_of_one_answer_are_one_finding() {
        check(
            "unsure-answer",
            "A «❓» is a list,\nor ❓ a tuple.\n\n«❓» Another.\n",
        );
    }

    #[test]
    fn marks_in_code_are_none() {
        check("unsure-answer", "`❓` and\n\n```\n❓\n```\n\n<!-- ❓ -->\n");
    }
}
