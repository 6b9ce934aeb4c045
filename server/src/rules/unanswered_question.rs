//! `unanswered-question`: a question that is marked and has no answer.

use super::{Check, Group, Rule, Subject};
use crate::diagnostic::{Diagnostic, RuleId, Severity};
use crate::note::{Question, QuestionStatus};

pub(super) static RULE: Rule = Rule {
    id: RuleId::new("unanswered-question"),
    group: Group::Questions,
    severity: Severity::Warning,
    fixable: false,
    page: include_str!("unanswered-question.md"),
    checks: &[Check::Note(check)],
};

fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    marked(&RULE, subject, QuestionStatus::Unanswered, found, |question| {
        match question.question.as_str() {
            "" => "This question has no answer yet".to_owned(),
            words => format!("No answer yet: {words}"),
        }
    });
}

/// Reports every marked question of `status` at its first mark, with the words that `message` finds.
pub(super) fn marked(
    rule: &Rule,
    subject: &Subject<'_>,
    status: QuestionStatus,
    found: &mut Vec<Diagnostic>,
    message: impl Fn(&Question) -> String,
) {
    let marked = subject.note.questions.iter();
    for question in marked.filter(|question| question.status == status) {
        // A heading that asks without a mark and has nothing under it is an empty section.
        if let Some(&mark) = question.markers.first() {
            found.push(rule.finding(mark, message(question)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn one_finding_a_question_at_its_mark() {
        check(
            "unanswered-question",
            "## What is MRO? «❓»\n\n❓\n\n## Notes\n\n- What is a slot? «❓»\n- ❓ slots save memory\n",
        );
    }

    #[test]
    fn questions_without_a_mark_are_left_alone() {
        check(
            "unanswered-question",
            "## What is MRO?\n\n## Notes\n\nText.\n",
        );
    }
}
