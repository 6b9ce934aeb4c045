//! Inside an expression: a comma or a value that is missing, an operator of another language.

use crate::python::syntax::ParseErrorType;

use crate::diagnostic::Applicability;
use crate::python::verdict::repair::{Finding, Patch, Site, insert, replace};
use crate::python::verdict::tokens::{Kind, Token};
use crate::python::verdict::words;
use crate::text::Span;

/// What may be wrong with the operators at the error.
pub fn repairs(site: &Site<'_>, patches: &mut Vec<Patch>) {
    comparison(site, patches);
    increment(site, patches);
    logical(site, patches);
    comma(site, patches);
    value(site, patches);
}

/// `if x = 3:`, `x => 3`, `x === y`.
fn comparison(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let near = [Some(site.token), site.before(), Some(site.token + 1)];
    for index in near.into_iter().flatten() {
        let (Some(token), Some(next)) = (site.get(index), site.get(index + 1)) else {
            continue;
        };
        let adjoins = token.span.end == next.span.start;
        let pair = (token.span.of(site.text()), next.span.of(site.text()));
        let (meant, span) = match pair {
            ("=", ">") if adjoins => (">=", token.span.start..next.span.end),
            ("=", "<") if adjoins => ("<=", token.span.start..next.span.end),
            ("=", "!") if adjoins => ("!=", token.span.start..next.span.end),
            ("==" | "!=", "=") if adjoins => (pair.0, token.span.start..next.span.end),
            ("=", "=") if !adjoins && tests(site) => ("==", token.span.start..next.span.end),
            ("!", "=") | ("!", "==") => ("!=", token.span.start..next.span.end),
            ("<" | ">", "=") if !adjoins => (
                if pair.0 == "<" { "<=" } else { ">=" },
                token.span.start..next.span.end,
            ),
            ("=", _) if tests(site) => ("==", token.span.range()),
            _ => continue,
        };
        let span = Span::from(span);
        let edits = vec![replace(span, meant)];
        let message = if pair.0 == "=" && meant == "==" {
            "`=` assigns; to compare two values write `==`".to_owned()
        } else {
            format!("Python writes `{meant}`, not `{}`", span.of(site.text()))
        };
        let finding = Finding::new(span, message).fixed_by(
            Applicability::Safe,
            format!("Replace with `{meant}`"),
            edits.clone(),
        );
        patches.push(site.mend(edits, finding));
    }
}

/// True where the logical line asks a question: a condition, not an assignment.
fn tests(site: &Site<'_>) -> bool {
    matches!(
        site.first_word(),
        "if" | "elif" | "while" | "assert" | "return"
    ) || site
        .code()
        .any(|index| matches!(site.word(index), "if" | "lambda" | "and" | "or"))
}

/// `i++`, `i--`.
fn increment(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let (Some(first), Some(second)) = (
        site.before(),
        site.before().and_then(|before| before.checked_sub(1)),
    ) else {
        return;
    };
    let sign = site.word(first);
    let pair = matches!(sign, "+" | "-") && site.word(second) == sign;
    let (Some(last_of_name), Some(last)) = (second.checked_sub(1), site.get(first)) else {
        return;
    };
    let Some(name) = site.get(last_of_name) else {
        return;
    };
    if !pair
        || name.kind != Kind::Name && name.span.of(site.text()) != "]"
        || site
            .get(second)
            .is_none_or(|token| token.span.end != last.span.start)
    {
        return;
    }
    let sign_span = Span::new(name.span.end, last.span.end);
    let span = Span::new(object_start(site, last_of_name), last.span.end);
    let shown = Span::new(span.start, sign_span.start).of(site.text());
    let finding = |rest: &str| {
        let message = format!("Python has no `{sign}{sign}`; {rest}");
        Finding {
            rule: "increment-operator",
            ..Finding::new(span, message)
        }
    };
    let edits = vec![replace(sign_span, format!(" {sign}= 1"))];
    patches.push(site.mend(
        edits.clone(),
        finding(&format!("it writes `{shown} {sign}= 1`")).fixed_by(
            Applicability::Safe,
            format!("Write `{shown} {sign}= 1`"),
            edits,
        ),
    ));
    // Within an expression: without the operator, the rest may be sound.
    patches.push(site.mend(
        vec![replace(sign_span, "")],
        finding(&format!("write `{shown} {sign}= 1` on a line of its own")),
    ));
}

/// Where the object begins whose last token is `index`: `self.count`, `xs[0]`, a name.
fn object_start(site: &Site<'_>, index: usize) -> usize {
    let mut index = index;
    let mut depth = 0usize;
    let mut start = site.get(index).map_or(0, |token| token.span.start);
    while let Some(token) = site.get(index).filter(|_| index >= site.statement.start) {
        let word = token.span.of(site.text());
        match word {
            "]" => depth += 1,
            "[" => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            "." => {}
            _ if token.kind == Kind::Name => {
                start = token.span.start;
                let is_attribute = index
                    .checked_sub(1)
                    .is_some_and(|before| site.word(before) == ".");
                if !is_attribute {
                    break;
                }
            }
            _ => break,
        }
        let Some(before) = index.checked_sub(1) else {
            break;
        };
        index = before;
    }
    start
}

/// `a && b`, `a || b`, `!a`.
fn logical(site: &Site<'_>, patches: &mut Vec<Patch>) {
    for index in [Some(site.token), site.before()].into_iter().flatten() {
        let (Some(token), Some(next)) = (site.get(index), site.get(index + 1)) else {
            continue;
        };
        let before = index.checked_sub(1).and_then(|before| site.get(before));
        let word = token.span.of(site.text());
        let (span, meant) = match (before, word) {
            (_, "&" | "|") if next.span.of(site.text()) == word => (
                Span::new(token.span.start, next.span.end),
                if word == "&" { "and" } else { "or" },
            ),
            (Some(before), "&" | "|") if before.span.of(site.text()) == word => (
                Span::new(before.span.start, token.span.end),
                if word == "&" { "and" } else { "or" },
            ),
            (_, "!") if next.span.of(site.text()) != "=" && index > site.statement.start => {
                (token.span, "not ")
            }
            _ => continue,
        };
        let edits = vec![replace(span, meant)];
        let finding = Finding::new(
            span,
            format!(
                "Python writes `{}`, not `{}`",
                meant.trim(),
                span.of(site.text())
            ),
        )
        .fixed_by(
            Applicability::Safe,
            format!("Replace with `{}`", meant.trim()),
            edits.clone(),
        );
        patches.push(site.mend(edits, finding));
    }
}

/// Two values side by side in a bracket.
fn comma(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let Some(before) = site.before() else {
        return;
    };
    let (Some(left), Some(right)) = (site.get(before), site.get(site.token)) else {
        return;
    };
    let inside = left.depth.max(right.depth) > 0 && right.depth > 0;
    if !inside || !ends_value(site, before, left) || !begins_value(site, right) {
        return;
    }
    let edits = vec![insert(left.span.end, ",")];
    let finding = Finding::new(
        left.span,
        format!(
            "A `,` is missing between `{}` and `{}`",
            shown(site, left),
            shown(site, right)
        ),
    )
    .fixed_by(Applicability::Unsafe, "Add `,`", edits.clone());
    patches.push(site.mend(edits, finding));
}

fn shown<'a>(site: &Site<'a>, token: Token) -> &'a str {
    let word = token.span.of(site.text());
    match word.char_indices().nth(24) {
        Some((end, _)) => word.get(..end).unwrap_or(word),
        None => word,
    }
}

/// True where a value may end with this token.
pub fn ends_value(site: &Site<'_>, index: usize, token: Token) -> bool {
    let word = site.word(index);
    match token.kind {
        Kind::Name => !words::is_keyword(word) || matches!(word, "True" | "False" | "None"),
        Kind::Number | Kind::String => true,
        Kind::Op => matches!(word, ")" | "]" | "}" | "..."),
        _ => false,
    }
}

/// True where a value may begin with this token.
pub fn begins_value(site: &Site<'_>, token: Token) -> bool {
    let word = token.span.of(site.text());
    match token.kind {
        Kind::Name => {
            !words::is_keyword(word)
                || matches!(word, "True" | "False" | "None" | "lambda" | "not" | "await")
        }
        Kind::Number | Kind::String => true,
        Kind::Op => matches!(word, "(" | "[" | "{" | "*" | "**" | "~" | "..."),
        _ => false,
    }
}

/// Nothing where a value must stand: `x =`, `[, 4]`, `a +`.
fn value(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let expected = matches!(
        site.error,
        ParseErrorType::ExpectedExpression
            | ParseErrorType::EmptySlice
            | ParseErrorType::EmptyDeleteTargets
            | ParseErrorType::EmptyImportNames
    ) || matches!(site.error, ParseErrorType::OtherError(message) if message.contains("identifier") || message.contains("statement"));
    let Some(before) = site.before() else {
        return;
    };
    let Some(left) = site.get(before) else {
        return;
    };
    if !expected || before < site.statement.start {
        return;
    }
    // `total:` on a line of its own is a label.
    if site.word(before) == ":" && before == site.statement.start + 1 {
        return;
    }
    let needs = matches!(left.kind, Kind::Op)
        && !matches!(site.word(before), ")" | "]" | "}" | ":" | ";" | "...")
        || left.kind == Kind::Name
            && words::is_keyword(site.word(before))
            && !matches!(site.word(before), "True" | "False" | "None");
    if !needs {
        return;
    }
    let edits = vec![insert(left.span.end, " _")];
    let right = site.word(site.token).trim();
    let message = match site.word(before) {
        "(" | "[" | "{" | "," => format!(
            "A value is missing before `{}`",
            if right.is_empty() {
                "the end of the line"
            } else {
                right
            }
        ),
        "=" if right == "=" => "A value is missing between the two `=`".to_owned(),
        operator => format!("A value is missing after `{operator}`"),
    };
    patches.push(site.mend(edits, Finding::new(left.span, message)));
}
