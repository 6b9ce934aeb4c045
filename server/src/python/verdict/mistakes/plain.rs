//! Errors that say by themselves what is wrong: the parser understood the code and refuses it. There is nothing to
//! rewrite; the statement is set aside to see whether the rest is sound.

use crate::python::syntax::ParseErrorType;

use crate::python::verdict::messages;
use crate::python::verdict::repair::{Finding, Meaning, Patch, Site};
use crate::python::verdict::tokens::Kind;
use crate::text::Span;

/// Sets the error's statement aside, where the error is one that only code shows.
pub fn repairs(site: &Site<'_>, patches: &mut Vec<Patch>) {
    if let Some(finding) = digit_name(site) {
        patches.push(aside(site, finding));
        return;
    }
    let telling = matches!(
        site.error,
        ParseErrorType::PositionalAfterKeywordArgument
            | ParseErrorType::PositionalAfterKeywordUnpacking
            | ParseErrorType::InvalidArgumentUnpackingOrder
            | ParseErrorType::NonDefaultParamAfterDefaultParam
            | ParseErrorType::ParamAfterVarKeywordParam
            | ParseErrorType::VarParameterWithDefault
            | ParseErrorType::ExpectedKeywordParam
            | ParseErrorType::UnparenthesizedGeneratorExpression
            | ParseErrorType::UnparenthesizedNamedExpression
            | ParseErrorType::UnparenthesizedTupleExpression
            | ParseErrorType::IterableUnpackingInComprehension
            | ParseErrorType::InvalidStarredExpressionUsage
            | ParseErrorType::InvalidNamedAssignmentTarget
            | ParseErrorType::InvalidAugmentedAssignmentTarget
            | ParseErrorType::InvalidDeleteTarget
            | ParseErrorType::FStringError(_)
            | ParseErrorType::TStringError(_)
    );
    if telling {
        patches.push(aside(site, messages::finding(site)));
    }
}

fn aside(site: &Site<'_>, finding: Finding) -> Patch {
    let mut patch = site.mend(site.blank_statement(), finding.clone());
    patch.meaning = Meaning::Mistake(finding);
    patch
}

/// `def 2sum(…)`, `2nd = …`.
fn digit_name(site: &Site<'_>) -> Option<Finding> {
    let start = site.statement.start;
    let named = if matches!(site.word(start), "def" | "class") {
        start + 1
    } else {
        start
    };
    let token = site.get(named)?;
    let word = site.word(named);
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let letters = word.get(digits..)?;
    let is_name = token.kind == Kind::Number
        && digits > 0
        && letters.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && letters.chars().all(|c| c.is_alphanumeric() || c == '_');
    let used = named > start || matches!(site.word(named + 1), "=" | "+=");
    (is_name && used).then(|| {
        Finding::new(
            Span::new(token.span.start, token.span.end),
            format!("A name cannot begin with a digit: `{word}`"),
        )
    })
}
