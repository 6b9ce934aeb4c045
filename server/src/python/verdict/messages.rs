//! The parser's errors in a learner's words, on the line where CPython reports them.

use crate::python::syntax::{InterpolatedStringErrorType, LexicalErrorType, ParseErrorType};

use super::fragments::wants_block;
use super::mistakes::operators;
use super::repair::{Finding, Site};
use super::tokens::Kind;
use super::work::line_of;
use crate::text::Span;

/// The finding for an error that no named mistake explains.
pub fn finding(site: &Site<'_>) -> Finding {
    let text = site.text();
    let tokens = &site.work.tokens;
    // An unexpected indent is told at once (`_Pypegen_set_syntax_error`).
    if matches!(site.error, ParseErrorType::UnexpectedIndentation) {
        return Finding::new(place(site), message(site));
    }
    // For all else, CPython reads on to the end of the text, and prefers to tell what its tokenizer stumbles over first
    // (`_PyPegen_tokenize_full_source_to_check_for_errors`).
    let stray = tokens
        .list
        .iter()
        .find(|token| matches!(token.kind, Kind::Unclosed | Kind::Stray))
        .map(|token| token.span);
    if let Some(clash) = tokens.clash
        && let Some(close) = site.get(clash.close)
        && stray.is_none_or(|stray| close.span.start < stray.start)
    {
        let shown = close.span.of(text);
        return match clash.open.and_then(|open| site.get(open)) {
            Some(open) => Finding::new(
                close.span,
                format!("`{shown}` does not close `{}`", open.span.of(text)),
            )
            .related(
                open.span,
                format!("`{}` is opened here", open.span.of(text)),
            ),
            None => Finding::new(
                close.span,
                format!("`{shown}` closes a bracket that was never opened"),
            ),
        };
    }
    if let Some(stray) = stray {
        let shown = stray.of(text);
        return match shown
            .find(['"', '\''])
            .filter(|_| shown.len() > 1 || matches!(shown, "\"" | "'"))
        {
            Some(quote) => {
                let triple = shown
                    .get(quote..quote + 3)
                    .is_some_and(|three| matches!(three, "\"\"\"" | "'''"));
                let end = stray.start + quote + if triple { 3 } else { 1 };
                Finding::new(
                    Span::new(stray.start, end),
                    "The string that begins here has no closing quote",
                )
            }
            None => Finding::new(stray, format!("`{shown}` has no meaning in Python")),
        };
    }
    if let Some(open) = tokens.open.last().and_then(|&open| site.get(open))
        && line_of(text, open.span.start).end
            < site
                .get(site.token)
                .map_or(text.len(), |token| token.span.start)
    {
        return Finding::new(
            open.span,
            format!("`{}` is never closed", open.span.of(text)),
        );
    }
    Finding::new(place(site), message(site))
}

/// The token at the error; at the end of a line, the last token before it.
fn place(site: &Site<'_>) -> Span {
    let text = site.text();
    if wants_block(site) {
        // The line that should have been indented; at the end of the code, the header.
        return (site.token..site.work.tokens.list.len())
            .filter_map(|index| site.get(index))
            .find(|token| !matches!(token.kind, Kind::Newline | Kind::Comment))
            .map_or_else(|| site.statement_span(), |token| token.span);
    }
    if let Some(left) = without_comma(site) {
        return left;
    }
    match site.get(site.token) {
        Some(token)
            if !matches!(token.kind, Kind::Newline | Kind::Comment)
                && site.span.touches(token.span.start) =>
        {
            token.span
        }
        _ => {
            let before = site.before().and_then(|before| site.get(before));
            match before {
                Some(before) if line_of(text, before.span.end).touches(site.span.start) => {
                    before.span
                }
                _ if !site.span.of(text).trim().is_empty() => site.span,
                _ => site.statement_span(),
            }
        }
    }
}

/// The value before a missing comma, where CPython's message begins: from the last separator in the bracket on.
fn without_comma(site: &Site<'_>) -> Option<Span> {
    let before = site.before()?;
    let (left, right) = (site.get(before)?, site.get(site.token)?);
    if right.depth == 0
        || !operators::ends_value(site, before, left)
        || !operators::begins_value(site, right)
    {
        return None;
    }
    let first = (0..before)
        .rev()
        .take_while(|&index| {
            site.get(index).is_some_and(|token| {
                token.depth > right.depth
                    || token.depth == right.depth && !matches!(site.word(index), "," | ":" | "=")
            })
        })
        .last()
        .unwrap_or(before);
    Some(Span::new(site.get(first)?.span.start, left.span.end))
}

fn message(site: &Site<'_>) -> String {
    let found = site.word(site.token).trim();
    match site.error {
        ParseErrorType::PositionalAfterKeywordArgument
        | ParseErrorType::PositionalAfterKeywordUnpacking => {
            "An argument without a name cannot follow one with a name (`name=value`)".to_owned()
        }
        ParseErrorType::InvalidArgumentUnpackingOrder => {
            "`*arguments` cannot follow `**arguments`".to_owned()
        }
        ParseErrorType::NonDefaultParamAfterDefaultParam => {
            "A parameter without a default cannot follow one that has a default".to_owned()
        }
        ParseErrorType::ParamAfterVarKeywordParam => {
            "Nothing can follow the `**` parameter".to_owned()
        }
        ParseErrorType::VarParameterWithDefault => {
            "A `*` or `**` parameter cannot have a default".to_owned()
        }
        ParseErrorType::ExpectedKeywordParam => {
            "At least one named parameter must follow the bare `*`".to_owned()
        }
        ParseErrorType::UnparenthesizedGeneratorExpression => {
            "A generator beside other arguments needs its own brackets".to_owned()
        }
        ParseErrorType::UnparenthesizedNamedExpression => {
            "`:=` needs brackets around it here".to_owned()
        }
        ParseErrorType::UnparenthesizedTupleExpression => {
            "This tuple needs brackets around it".to_owned()
        }
        ParseErrorType::IterableUnpackingInComprehension => {
            "A comprehension cannot unpack with `*`".to_owned()
        }
        ParseErrorType::InvalidStarredExpressionUsage => "`*` cannot unpack here".to_owned(),
        ParseErrorType::InvalidNamedAssignmentTarget => {
            "`:=` can only give a value to a plain name".to_owned()
        }
        ParseErrorType::InvalidAssignmentTarget => {
            "This cannot stand left of `=`: only names, attributes and items can be assigned"
                .to_owned()
        }
        ParseErrorType::InvalidAnnotatedAssignmentTarget => {
            "Only a name, an attribute or an item can be annotated".to_owned()
        }
        ParseErrorType::InvalidAugmentedAssignmentTarget => {
            "This cannot stand left of an operator with `=`: only names, attributes and items can"
                .to_owned()
        }
        ParseErrorType::InvalidDeleteTarget => {
            "`del` can only delete names, attributes and items".to_owned()
        }
        ParseErrorType::InvalidLambdaExpressionUsage => {
            "A `lambda` needs brackets around it here".to_owned()
        }
        ParseErrorType::InvalidYieldExpressionUsage => {
            "A `yield` needs brackets around it here".to_owned()
        }
        ParseErrorType::EmptySlice => "An index is missing between `[` and `]`".to_owned(),
        ParseErrorType::EmptyGlobalNames | ParseErrorType::EmptyNonlocalNames => {
            format!("`{}` must name at least one variable", site.first_word())
        }
        ParseErrorType::EmptyDeleteTargets => "`del` must name what it deletes".to_owned(),
        ParseErrorType::EmptyImportNames => "`import` must name what it imports".to_owned(),
        ParseErrorType::EmptyTypeParams => "The list of type parameters is empty".to_owned(),
        ParseErrorType::SimpleStatementsOnSameLine
        | ParseErrorType::SimpleAndCompoundStatementOnSameLine => match found {
            "" => "Two statements stand on one line".to_owned(),
            _ => format!(
                "Python did not expect `{found}` here: is an operator, a comma or a line end missing before it?"
            ),
        },
        ParseErrorType::UnexpectedIndentation => {
            "This line is indented deeper than the one before it, but no block begins here"
                .to_owned()
        }
        ParseErrorType::FStringError(error)
        | ParseErrorType::Lexical(LexicalErrorType::FStringError(error)) => {
            format!("In this f-string, {}", field(error))
        }
        ParseErrorType::TStringError(error)
        | ParseErrorType::Lexical(LexicalErrorType::TStringError(error)) => {
            format!("In this t-string, {}", field(error))
        }
        ParseErrorType::Lexical(error) => lexical(error),
        ParseErrorType::ExpectedToken { .. }
        | ParseErrorType::ExpectedExpression
        | ParseErrorType::UnexpectedExpressionToken => unexpected(site, found),
        ParseErrorType::OtherError(other) => said(site, other, found),
        other => other.to_string(),
    }
}

fn unexpected(site: &Site<'_>, found: &str) -> String {
    let before = site.before().map_or("", |before| site.word(before));
    match (found, before) {
        ("", "") => "Python cannot read this line".to_owned(),
        ("", before) => format!("Something is missing after `{before}`"),
        (found, "") => format!("Python did not expect `{found}` here"),
        (found, before) => format!("Python did not expect `{found}` after `{before}`"),
    }
}

fn said(site: &Site<'_>, other: &str, found: &str) -> String {
    if other.starts_with("Expected `except` or `finally`") {
        return "A `try` block needs an `except` or a `finally` after it".to_owned();
    }
    if other.starts_with("Expected an indented block") {
        return "An indented line must follow the line that ends with `:`".to_owned();
    }
    if other == "Expected a statement" {
        return match found {
            "else" | "elif" => format!(
                "`{found}` stands without an `if`, a loop or a `try` at the same indentation"
            ),
            "except" | "finally" => {
                format!("`{found}` stands without a `try` at the same indentation")
            }
            _ => unexpected(site, found),
        };
    }
    if other.starts_with("Expected") {
        return unexpected(site, found);
    }
    other.to_owned()
}

fn lexical(error: &LexicalErrorType) -> String {
    match error {
        LexicalErrorType::UnclosedStringError | LexicalErrorType::StringError => {
            "The string that begins here has no closing quote".to_owned()
        }
        LexicalErrorType::IndentationError => {
            "This line's indentation matches no block above it".to_owned()
        }
        LexicalErrorType::UnrecognizedToken { tok } => format!("`{tok}` has no meaning in Python"),
        LexicalErrorType::LineContinuationError => {
            "Nothing may stand behind the `\\` that continues a line, not even a blank".to_owned()
        }
        LexicalErrorType::InvalidByteLiteral => {
            "A bytes literal can hold ASCII characters alone".to_owned()
        }
        LexicalErrorType::Eof => "The code ends in the middle of a statement".to_owned(),
        LexicalErrorType::UnicodeError
        | LexicalErrorType::MissingUnicodeLbrace
        | LexicalErrorType::MissingUnicodeRbrace => {
            "A `\\` escape in this string is incomplete".to_owned()
        }
        other => other.to_string(),
    }
}

fn field(error: &InterpolatedStringErrorType) -> &'static str {
    match error {
        InterpolatedStringErrorType::UnclosedLbrace => "a `{` is never closed",
        InterpolatedStringErrorType::InvalidConversionFlag => {
            "only `!r`, `!s` and `!a` can follow `!`"
        }
        InterpolatedStringErrorType::SingleRbrace => "a single `}` must be written `}}`",
        InterpolatedStringErrorType::UnterminatedString
        | InterpolatedStringErrorType::UnterminatedTripleQuotedString => {
            "the closing quote is missing"
        }
        InterpolatedStringErrorType::LambdaWithoutParentheses => {
            "a `lambda` needs brackets around it"
        }
        InterpolatedStringErrorType::ConversionFlagNotImmediatelyAfterExclamation => {
            "the letter must follow `!` at once"
        }
        InterpolatedStringErrorType::NewlineInFormatSpec => {
            "the format after `:` cannot go over a line end"
        }
    }
}
