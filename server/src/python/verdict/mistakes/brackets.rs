//! Brackets and quotes that were opened and not closed, closed and not opened, or closed by another kind.

use crate::diagnostic::{Applicability, Edit};
use crate::python::verdict::repair::{Finding, Patch, Site, insert, replace};
use crate::python::verdict::tokens::{self, Kind, Token};
use crate::python::verdict::work::line_of;
use crate::text::Span;

/// How many line ends are tried for a bracket that was never closed.
const PLACES: usize = 6;

/// What may be wrong with the brackets at the error.
pub fn repairs(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let mut places = Vec::new();
    apostrophe(site, &mut places);
    string(site, &mut places);
    clash(site, &mut places);
    unclosed(site, &mut places);
    // Many places are possible: one that leaves no error at all is better than one that only moves it on.
    let end = site.text().len();
    patches.extend(places.iter().map(|patch| Patch {
        beyond: end,
        ..patch.clone()
    }));
    patches.extend(places);
}

fn bracket(token: Token, text: &str) -> char {
    token.span.of(text).chars().next().unwrap_or('(')
}

fn closer(open: char) -> char {
    char::from(tokens::closing(u8::try_from(open).unwrap_or(b'(')))
}

/// A closing bracket that fits nothing.
fn clash(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let Some(clash) = site.work.tokens.clash else {
        return;
    };
    let text = site.text();
    let Some(close) = site.get(clash.close) else {
        return;
    };
    let shown = bracket(close, text);
    match clash.open.and_then(|open| site.get(open)) {
        Some(open) => {
            let wanted = closer(bracket(open, text));
            let message = format!(
                "`{shown}` does not close `{}`; a `{wanted}` is missing before it",
                bracket(open, text)
            );
            let related = format!("`{}` is opened here", bracket(open, text));
            for edit in [
                insert(close.span.start, wanted),
                replace(close.span, wanted),
            ] {
                let finding =
                    Finding::new(close.span, message.clone()).related(open.span, related.clone());
                patches.push(beyond_line(site, close, vec![edit], finding));
            }
        }
        None => {
            let finding = Finding::new(
                close.span,
                format!("`{shown}` closes a bracket that was never opened"),
            );
            patches.push(beyond_line(
                site,
                close,
                vec![replace(close.span, "")],
                finding.clone(),
            ));
            // Where the opening bracket was lost: behind each name before it on the line.
            let line = line_of(text, close.span.start);
            let open = match shown {
                ')' => "(",
                ']' => "[",
                _ => "{",
            };
            let names = (0..clash.close)
                .rev()
                .filter_map(|index| site.get(index))
                .take_while(|token| line.covers(token.span));
            // … or at the end of a line above, where the rest of the bracket follows.
            let mut above = line;
            let mut ends: Vec<usize> = Vec::new();
            while above.start > 0 && ends.len() < PLACES {
                above = line_of(text, above.start - 1);
                ends.push(above.start + above.of(text).trim_end().len());
            }
            for name in names
                .filter(|token| matches!(token.kind, Kind::Name | Kind::Op))
                .take(PLACES)
            {
                patches.push(beyond_line(
                    site,
                    close,
                    vec![insert(name.span.end, open)],
                    finding.clone(),
                ));
            }
            for end in ends {
                patches.push(beyond_line(
                    site,
                    close,
                    vec![insert(end, open)],
                    finding.clone(),
                ));
            }
        }
    }
}

fn beyond_line(site: &Site<'_>, close: Token, edits: Vec<Edit>, finding: Finding) -> Patch {
    let mut patch = site.mend(edits, finding);
    patch.beyond = close.span.end.max(site.span.start);
    patch
}

/// A bracket that is still open at the end. CPython names the innermost one.
fn unclosed(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let text = site.text();
    let Some(open) = site
        .work
        .tokens
        .open
        .last()
        .and_then(|&open| site.get(open))
    else {
        return;
    };
    if open.span.start > site.span.end {
        return;
    }
    let shown = bracket(open, text);
    let close = closer(shown);
    let error_line = site.line();
    let message = format!("`{shown}` is never closed");
    let finding = Finding::new(open.span, message);
    // At the end of each line from the bracket's own to the one before the error, then right before the error.
    let mut places: Vec<usize> = Vec::new();
    let mut line = line_of(text, open.span.start);
    while places.len() < PLACES && line.start <= error_line.start {
        let tokens_on_line = site.work.tokens.list.iter().rev().find(|token| {
            line.covers(token.span) && token.kind != Kind::Comment && token.kind != Kind::Newline
        });
        if let Some(last) = tokens_on_line.filter(|last| last.span.start > open.span.start) {
            let word = last.span.of(text);
            if matches!(word, ":" | ",") {
                places.push(last.span.start);
            }
            places.push(last.span.end);
        }
        if line.end >= text.len() {
            break;
        }
        line = line_of(text, line.end + 1);
    }
    if let Some(before) = site.before().and_then(|before| site.get(before)) {
        places.push(before.span.end);
    }
    let end = text.trim_end().len();
    places.push(end);
    places.dedup();
    for at in places {
        let edits = vec![insert(at, close)];
        let at_end = at == end;
        let fix = if at_end {
            Applicability::Safe
        } else {
            Applicability::Unsafe
        };
        let finding = finding
            .clone()
            .fixed_by(fix, format!("Add `{close}`"), edits.clone());
        let mut patch = site.mend(edits, finding);
        patch.beyond = patch.beyond.max(at);
        patches.push(patch);
    }
    // Several are open: close them all.
    if site.work.tokens.open.len() > 1 {
        let all: String = site
            .work
            .tokens
            .open
            .iter()
            .rev()
            .filter_map(|&open| site.get(open))
            .map(|open| closer(bracket(open, text)))
            .collect();
        for at in [error_line.of(text).trim_end().len() + error_line.start, end] {
            let mut patch = site.mend(vec![insert(at, all.clone())], finding.clone());
            patch.beyond = patch.beyond.max(at);
            patches.push(patch);
        }
    }
}

/// `'it's'`: an apostrophe that ends the string.
fn apostrophe(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let text = site.text();
    let line = site.line();
    for pair in site.work.tokens.list.windows(2) {
        let [string, word] = pair else {
            continue;
        };
        let adjoins = string.span.end == word.span.start && line.covers(string.span);
        let single = string.kind == Kind::String && string.span.of(text).ends_with('\'');
        if adjoins && single && word.kind == Kind::Name {
            let at = string.span.end - 1;
            let finding = Finding::new(
                Span::new(at, at + 1),
                "This apostrophe ends the string; write it `\\'`, or put the string in double quotes",
            );
            patches.push(site.mend(vec![insert(at, "\\")], finding));
        }
    }
}

/// A string without its closing quote.
fn string(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let text = site.text();
    let line = site.line();
    let Some(token) = site.work.tokens.list.iter().find(|token| {
        token.kind == Kind::Unclosed && (line.covers(token.span) || token.span.start >= line.start)
    }) else {
        return;
    };
    let body = token.span.of(text);
    let Some(quote_at) = body.find(['"', '\'']) else {
        return;
    };
    let rest = body.get(quote_at..).unwrap_or("");
    let quote = if rest.starts_with("\"\"\"") || rest.starts_with("'''") {
        rest.get(..3).unwrap_or("\"")
    } else {
        rest.get(..1).unwrap_or("\"")
    };
    // An apostrophe in a word of prose opens no string.
    let in_word = text
        .get(..token.span.start)
        .is_some_and(|head| head.ends_with(char::is_alphanumeric))
        && quote == "'";
    if in_word {
        return;
    }
    let opening = Span::new(token.span.start, token.span.start + quote_at + quote.len());
    let finding = Finding::new(
        opening,
        format!("The string that begins here has no closing `{quote}`"),
    );
    let end = token.span.start + body.trim_end().len();
    let mut places = vec![end];
    // Before what may follow a string: brackets, commas, colons; from the end, then from the beginning.
    let inside = Span::new(opening.end, end).of(text);
    let delimiters = || {
        inside
            .char_indices()
            .filter(|(_, c)| ")]},:. ".contains(*c))
            .map(|(at, _)| opening.end + at)
    };
    places.extend(delimiters().rev().take(PLACES));
    places.extend(delimiters().take(PLACES));
    places.dedup();
    for at in places {
        for close in [quote.to_owned(), format!("}}{quote}")] {
            let field = body
                .get(..at - token.span.start)
                .is_some_and(|inside| inside.matches('{').count() > inside.matches('}').count());
            if close.starts_with('}') && !field {
                continue;
            }
            let mut patch = site.mend(vec![insert(at, close)], finding.clone());
            patch.beyond = token.span.end.min(line.end).max(site.span.start);
            patches.push(patch);
        }
    }
    // The opening quote was lost, and this one closes: the string begins at one of the words before.
    let line = line_of(text, token.span.start);
    let before = site
        .work
        .tokens
        .list
        .iter()
        .rev()
        .filter(|other| line.covers(other.span) && other.span.end <= token.span.start);
    if quote.len() == 1 && quote_at == 0 {
        for word in before.take(PLACES) {
            let mut patch = site.mend(vec![insert(word.span.start, quote)], finding.clone());
            patch.beyond = line.end.max(site.span.start);
            patches.push(patch);
        }
    }
}
