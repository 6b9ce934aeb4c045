//! Acronyms and what they stand for, where a text says both: `MRO (Method Resolution Order)`.

use super::naming::{Name, bare, within};

/// No acronym stands for more than this many bytes; looking further would cost the square of a long line.
const LONGEST: usize = 200;

/// Every `ACRONYM (What It Stands For)` and `What It Stands For (ACRONYM)` in `text`.
pub(super) fn expansions(text: &str) -> Vec<Name> {
    let mut found = Vec::new();
    // The first bracket that closes behind an opening one; looked for once, however many open before it.
    let mut closing = memchr::memchr_iter(b')', text.as_bytes()).peekable();
    for (open, _) in text.match_indices('(') {
        while closing.next_if(|&close| close < open).is_some() {}
        let Some(&close) = closing.peek() else {
            break;
        };
        let inside = text.get(open + 1..close).unwrap_or_default();
        if inside.len() > LONGEST {
            continue;
        }
        let cut = text.ceil_char_boundary(open.saturating_sub(LONGEST));
        let before = text.get(cut..open).unwrap_or_default().trim_end();
        let name = if is_capitals(bare(inside)) {
            before_acronym(text, before, bare(inside))
        } else {
            behind_acronym(text, before, inside)
        };
        found.extend(name);
    }
    found
}

fn is_capitals(word: &str) -> bool {
    (2..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// `MRO (Method Resolution Order)`, `LEGB Rule (Local, …)`.
fn behind_acronym(text: &str, before: &str, inside: &str) -> Option<Name> {
    let acronym = before
        .split_whitespace()
        .rev()
        .take(2)
        .map(bare)
        .find(|word| is_capitals(word))?;
    let inside = inside.trim();
    let initials = initials(inside);
    spells(&initials, acronym).then(|| Name {
        span: within(text, acronym),
        expansion: Some(within(text, inside)),
    })
}

/// `Global Interpreter Lock (GIL)`.
fn before_acronym(text: &str, before: &str, acronym: &str) -> Option<Name> {
    let starts: Vec<usize> = word_starts(before);
    // The fewest words that spell it: small words between them have no letter in it.
    let most = acronym.len() + 3;
    let expansion = starts
        .iter()
        .rev()
        .take(most)
        .filter_map(|&start| before.get(start..))
        .find(|words| spells(&initials(words), acronym) && initial_is(words, acronym))?;
    Some(Name {
        span: within(text, acronym),
        expansion: Some(within(text, bare(expansion))),
    })
}

fn initial_is(words: &str, acronym: &str) -> bool {
    let first = |text: &str| text.chars().next().map(|c| c.to_ascii_uppercase());
    first(words) == first(acronym)
}

fn word_starts(text: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut inside = false;
    for (at, c) in text.char_indices() {
        let word = c.is_alphanumeric();
        if word && !inside {
            starts.push(at);
        }
        inside = word;
    }
    starts
}

/// First letters of the words, in capitals; of `Built-in` both.
fn initials(text: &str) -> Vec<(char, bool)> {
    word_starts(text)
        .into_iter()
        .filter_map(|start| {
            let word = text.get(start..)?;
            let first = word.chars().next()?.to_ascii_uppercase();
            let len = word
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(word.len());
            let small = matches!(
                word.get(..len)?,
                "of" | "and" | "the" | "to" | "for" | "in" | "on" | "a" | "by"
            );
            let joined = text.get(..start)?.ends_with('-');
            Some((first, small || joined))
        })
        .collect()
}

/// True where the initials, small and joined words left out or not, are the letters of `acronym`.
fn spells(initials: &[(char, bool)], acronym: &str) -> bool {
    let mut letters = acronym.chars().peekable();
    for (initial, optional) in initials {
        if letters.peek() == Some(initial) {
            letters.next();
        } else if !optional {
            return false;
        }
    }
    letters.peek().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_spelled_out_either_way() {
        let read = |text: &'static str| {
            expansions(text).first().map(|name| {
                (
                    name.span.of(text),
                    name.expansion.map_or("", |e| e.of(text)),
                )
            })
        };
        assert_eq!(
            read("MRO (Method Resolution Order) and more"),
            Some(("MRO", "Method Resolution Order"))
        );
        assert_eq!(
            read("the Dead Letter Queue (DLQ)"),
            Some(("DLQ", "Dead Letter Queue"))
        );
        assert_eq!(read("SoC (separation of concerns)"), None);
        assert_eq!(read("GET (the first one)"), None);
    }
}
