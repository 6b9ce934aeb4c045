//! Characters that look right and are not: typographic quotes and dashes, full-width punctuation, blanks that are no
//! blanks, characters that cannot be seen.

use crate::diagnostic::{Applicability, Edit};
use crate::python::verdict::repair::{Finding, Patch, Site, replace};
use crate::python::verdict::tokens::{Kind, Token};
use crate::python::verdict::work::line_of;
use crate::text::Span;

/// Replaces the characters of the family that the error's line shows first, everywhere in the code.
pub fn repairs(site: &Site<'_>, patches: &mut Vec<Patch>) {
    let text = site.text();
    let tokens = &site.work.tokens.list;
    let region = Span::new(
        site.broken_span().start.min(site.line().start),
        site.line().end,
    );
    let Some((first, meant)) = tokens
        .iter()
        .filter(|token| token.kind == Kind::Stray && region.covers(token.span))
        .find_map(|token| meant(token.span.of(text)).map(|meant| (token.span, meant)))
    else {
        return;
    };
    let quote = matches!(meant, "\"" | "'");
    let mut edits: Vec<Edit> = Vec::new();
    let on_line = |token: &Token, edit: &Edit| line_of(text, token.span.start).covers(edit.span);
    for token in tokens {
        match token.kind {
            Kind::Stray => {
                if let Some(ascii) = self::meant(token.span.of(text))
                    && matches!(ascii, "\"" | "'") == quote
                {
                    edits.push(replace(token.span, ascii));
                }
            }
            // A quote that was meant to close may have been swallowed by a string that a straight quote opened.
            Kind::Unclosed if quote && edits.last().is_some_and(|edit| on_line(token, edit)) => {
                for (at, c) in token.span.of(text).char_indices() {
                    if let Some(ascii @ ("\"" | "'")) = self::meant(c.encode_utf8(&mut [0; 4])) {
                        let start = token.span.start + at;
                        edits.push(replace(Span::new(start, start + c.len_utf8()), ascii));
                    }
                }
            }
            _ => {}
        }
    }
    let character = first.of(text).chars().next().unwrap_or(' ');
    let finding = describe(character, first, meant, &edits);
    patches.push(site.mend(edits, finding));
}

fn describe(character: char, span: Span, meant: &str, edits: &[Edit]) -> Finding {
    let code = format!("U+{:04X}", u32::from(character));
    let invisible = meant.is_empty() || meant == " ";
    let message = match meant {
        "" => format!("An invisible character {code} stands here; Python refuses it"),
        " " => format!(
            "This is no plain blank but {code} ({}); Python refuses it",
            name(character)
        ),
        "\"" | "'" => format!(
            "`{character}` is a typographic quote; Python strings need the straight `{meant}`"
        ),
        _ => format!("`{character}` ({code}) is not Python's `{meant}`"),
    };
    let finding = Finding::new(span, message);
    let (rule, fix) = if invisible {
        (
            "broken-fence",
            if meant.is_empty() {
                "Remove the invisible characters"
            } else {
                "Write plain blanks"
            },
        )
    } else {
        (
            "syntax-error",
            if matches!(meant, "\"" | "'") {
                "Write straight quotes"
            } else {
                "Write the ASCII character"
            },
        )
    };
    Finding { rule, ..finding }.fixed_by(Applicability::Safe, fix, edits.to_vec())
}

fn name(character: char) -> &'static str {
    match character {
        '\u{a0}' => "a no-break space",
        '\u{3000}' => "a full-width space",
        _ => "another kind of space",
    }
}

/// The ASCII that a character stands for; empty for one that cannot be seen.
pub fn meant(character: &str) -> Option<&'static str> {
    Some(match character.chars().next()? {
        '“' | '”' | '„' | '‟' | '″' | '＂' => "\"",
        '‘' | '’' | '‚' | '‛' | '′' | '＇' => "'",
        '–' | '—' | '−' | '‐' | '‑' | '－' => "-",
        '×' => "*",
        '÷' => "/",
        '（' => "(",
        '）' => ")",
        '［' | '【' => "[",
        '］' | '】' => "]",
        '｛' => "{",
        '｝' => "}",
        '：' => ":",
        '，' | '、' => ",",
        '；' => ";",
        '。' => ".",
        '＝' => "=",
        '＋' => "+",
        '＜' => "<",
        '＞' => ">",
        '＊' => "*",
        '／' => "/",
        '％' => "%",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            " "
        }
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{2028}'
        | '\u{2029}'
        | '\0'..='\u{8}'
        | '\u{b}'
        | '\u{e}'..='\u{1f}'
        | '\u{7f}' => "",
        _ => return None,
    })
}

/// True for a character that cannot be seen or that looks like a blank and is none.
pub fn is_invisible(c: char) -> bool {
    !matches!(c, ' ' | '\t' | '\n' | '\r')
        && matches!(meant(c.encode_utf8(&mut [0; 4])), Some("" | " "))
}
