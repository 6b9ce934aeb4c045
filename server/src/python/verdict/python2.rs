//! Python 2: statements that became functions, and spellings that went. Each is rewritten as Python 3 to see whether
//! that was all.

use super::repair::{Finding, Meaning, Patch, Site, insert, replace};
use super::tokens::Kind;
use crate::diagnostic::{Applicability, Edit};
use crate::text::Span;

/// What of Python 2 may stand at the error.
pub fn repairs(site: &Site<'_>, patches: &mut Vec<Patch>) {
    print(site, patches);
    exec(site, patches);
    raise(site, patches);
    except(site, patches);
    backticks(site, patches);
    operators(site, patches);
    numbers(site, patches);
    constants(site, patches);
}

fn finding(span: Span, message: impl Into<String>) -> Finding {
    Finding {
        rule: "python2-syntax",
        ..Finding::new(span, message)
    }
}

fn patch(site: &Site<'_>, edits: Vec<Edit>, finding: Finding) -> Patch {
    Patch {
        edits,
        beyond: site.span.start,
        sketch: false,
        meaning: Meaning::Python2(finding),
    }
}

/// The tokens of the simple statement that starts with the token `start`: up to `;`, a comment or the line's end.
fn simple(site: &Site<'_>, start: usize) -> Option<Span> {
    let depth = site.get(start)?.depth;
    let end = (start..site.statement.end)
        .take_while(|&index| {
            site.kind(index) != Some(Kind::Comment)
                && !(site.word(index) == ";"
                    && site.get(index).is_some_and(|token| token.depth == depth))
        })
        .last()?;
    Some(Span::new(
        site.get(start)?.span.start,
        site.get(end)?.span.end,
    ))
}

/// The nearest `word` at or before the error in its line that begins a statement.
fn statement_word(site: &Site<'_>, word: &str) -> Option<usize> {
    (site.statement.start..=site.token.min(site.statement.end))
        .rev()
        .find(|&index| {
            site.word(index) == word
                && (index == site.statement.start
                    || matches!(site.word(index - 1), ":" | ";" | "else"))
        })
}

/// `print "x"`, `print x, y`, `print >>f, x`, `print "%s" % x,`.
fn print(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let Some(start) = statement_word(site, "print") else {
        return;
    };
    let Some(whole) = simple(site, start) else {
        return;
    };
    let name = Span::new(whole.start, whole.start + "print".len());
    let behind = Span::new(name.end, whole.end).of(site.text());
    let arguments = behind.trim();
    if arguments.is_empty() || arguments.starts_with(['=', '.', '[']) {
        return;
    }
    // Words in a row are a sentence about printing, unless they are quoted.
    let prose = super::prose::reads_as_prose(arguments);
    if prose {
        return;
    }
    let mut message = "`print` is a function in Python 3: it needs brackets".to_owned();
    let edits = match arguments.strip_prefix(">>") {
        Some(rest) => {
            message =
                "`print >>file` is Python 2; Python 3 writes `print(…, file=file)`".to_owned();
            let (file, what) = rest.split_once(',').unwrap_or((rest, ""));
            let comma = if what.trim().is_empty() { "" } else { ", " };
            let content = format!("print({}{comma}file={})", what.trim(), file.trim());
            vec![replace(whole, content)]
        }
        None => {
            let ends_with_comma = arguments.ends_with(',');
            let shown = arguments.trim_end_matches(',');
            let end = if ends_with_comma { ", end=\" \"" } else { "" };
            // What is printed stays as it is: it may go on over several lines, with comments between them.
            let first = whole.end - behind.trim_start().len();
            vec![
                replace(Span::new(name.end, first), "("),
                replace(Span::new(first + shown.len(), whole.end), format!("{end})")),
            ]
        }
    };
    let finding = finding(name, message).fixed_by(
        Applicability::Safe,
        "Write `print` as a function",
        edits.clone(),
    );
    patches.push(patch(site, edits, finding));
}

/// `exec "code"`, `exec code in names`.
fn exec(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let Some(start) = statement_word(site, "exec") else {
        return;
    };
    let Some(whole) = simple(site, start) else {
        return;
    };
    let arguments = Span::new(whole.start + "exec".len(), whole.end)
        .of(site.text())
        .trim();
    if arguments.is_empty() || super::prose::reads_as_prose(arguments) {
        return;
    }
    let edit = replace(
        whole,
        format!("exec({})", arguments.replacen(" in ", ", ", 1)),
    );
    let name = Span::new(whole.start, whole.start + "exec".len());
    let finding = finding(name, "`exec` is a function in Python 3: it needs brackets");
    patches.push(patch(site, vec![edit], finding));
}

/// `raise ValueError, "message"`.
fn raise(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let Some(start) = statement_word(site, "raise") else {
        return;
    };
    let (Some(whole), Some(depth)) = (
        simple(site, start),
        site.get(start).map(|token| token.depth),
    ) else {
        return;
    };
    let Some(comma) = (start..site.statement.end).find(|&index| {
        site.word(index) == ","
            && site
                .get(index)
                .is_some_and(|token| token.depth == depth && whole.covers(token.span))
    }) else {
        return;
    };
    let Some(comma) = site.get(comma) else {
        return;
    };
    let edits = vec![replace(comma.span, "("), insert(whole.end, ")")];
    let exception = Span::new(whole.start + "raise".len(), comma.span.start)
        .of(site.text())
        .trim();
    let message = Span::new(comma.span.end, whole.end).of(site.text()).trim();
    let mend = vec![replace(whole, format!("raise {exception}({message})"))];
    let finding = finding(
        whole,
        "`raise Error, \"message\"` is Python 2; Python 3 calls the exception",
    )
    .fixed_by(Applicability::Safe, "Call the exception", mend);
    patches.push(patch(site, edits, finding));
}

/// `except ValueError, e:`
fn except(site: &Site<'_>, patches: &mut Vec<Patch>) {
    if site.first_word() != "except" {
        return;
    }
    let Some(depth) = site.get(site.statement.start).map(|token| token.depth) else {
        return;
    };
    let commas: Vec<usize> = site
        .code()
        .filter(|&index| {
            site.word(index) == "," && site.get(index).is_some_and(|token| token.depth == depth)
        })
        .collect();
    let [comma] = commas[..] else {
        return;
    };
    let names = site.kind(comma + 1) == Some(Kind::Name) && site.word(comma + 2) == ":";
    let Some(token) = site.get(comma) else {
        return;
    };
    if !names {
        return;
    }
    let span = Span::new(
        token.span.start,
        site.get(comma + 1)
            .map_or(token.span.end, |name| name.span.end),
    );
    let edit = replace(token.span, " as");
    let finding = finding(
        span,
        format!(
            "`except Error, name` is Python 2; Python 3 writes `except Error as {}`",
            site.word(comma + 1)
        ),
    )
    .fixed_by(Applicability::Safe, "Write `as`", vec![edit.clone()]);
    patches.push(patch(site, vec![edit], finding));
}

/// `` `x` `` for `repr(x)`.
fn backticks(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let ticks: Vec<Span> = site
        .code()
        .filter(|&index| site.word(index) == "`")
        .filter_map(|index| site.get(index).map(|token| token.span))
        .collect();
    let [open, close] = ticks[..] else {
        return;
    };
    let edits = vec![replace(open, "repr("), replace(close, ")")];
    let span = Span::new(open.start, close.end);
    let finding = finding(span, "Backticks are Python 2; Python 3 writes `repr(…)`").fixed_by(
        Applicability::Safe,
        "Write `repr(…)`",
        edits.clone(),
    );
    patches.push(patch(site, edits, finding));
}

/// `<>`, and `x.has_key` is none of syntax's business.
fn operators(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let Some(index) = site.code().find(|&index| site.word(index) == "<>") else {
        return;
    };
    let Some(token) = site.get(index) else {
        return;
    };
    let edit = replace(token.span, "!=");
    let finding = finding(token.span, "`<>` is Python 2; Python 3 writes `!=`").fixed_by(
        Applicability::Safe,
        "Write `!=`",
        vec![edit.clone()],
    );
    patches.push(patch(site, vec![edit], finding));
}

/// `0777`, `10L`, `ur"text"`.
fn numbers(site: &Site<'_>, patches: &mut Vec<Patch>) {
    for index in site.code() {
        let word = site.word(index);
        let Some(token) = site.get(index) else {
            continue;
        };
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (content, message) = match site.kind(index) {
            Some(Kind::Number) if word.ends_with(['L', 'l']) && digits(&word[..word.len() - 1]) => {
                (
                    word[..word.len() - 1].to_owned(),
                    "Long numbers with `L` are Python 2; Python 3 numbers have no limit",
                )
            }
            Some(Kind::Number)
                if word.len() > 1
                    && word.starts_with('0')
                    && word.bytes().all(|byte| matches!(byte, b'0'..=b'7')) =>
            {
                (
                    format!("0o{}", &word[1..]),
                    "An octal number with a plain `0` is Python 2; Python 3 writes `0o`",
                )
            }
            _ => continue,
        };
        let edit = replace(token.span, content.clone());
        let finding = finding(token.span, message).fixed_by(
            Applicability::Safe,
            format!("Write `{content}`"),
            vec![edit.clone()],
        );
        patches.push(patch(site, vec![edit], finding));
        return;
    }
}

/// `True = 1`, as old code did.
fn constants(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let start = site.statement.start;
    if matches!(site.word(start), "True" | "False") && site.word(start + 1) == "=" {
        let Some(name) = site.get(start) else {
            return;
        };
        let message = format!(
            "`{}` is a keyword in Python 3: it cannot be assigned",
            site.word(start)
        );
        patches.push(patch(
            site,
            vec![replace(name.span, "_")],
            finding(name.span, message),
        ));
    }
}
