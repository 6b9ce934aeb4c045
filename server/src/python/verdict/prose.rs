//! Words for a reader where code should be: prose, pseudo-code, and how they differ from code with a quote missing.

use super::tokens::{Kind, Tokens};
use super::words;

/// True where a line is made of words for a reader: several names in a row that no operator joins, an apostrophe inside
/// a word, or an end mark that no code has.
pub fn reads_as_prose(line: &str) -> bool {
    let words = line.trim();
    if is_code_with_lost_quote(words) {
        return false;
    }
    let first = words.split(' ').next().unwrap_or("");
    if matches!(
        first,
        "def" | "class" | "import" | "from" | "return" | "print" | "lambda" | "async" | "@"
    ) && !words.contains("...")
    {
        // Code that begins so is meant as code, unless many words follow.
        return adjoining(words) >= 4;
    }
    let spoken = words
        .split(' ')
        .filter(|word| {
            word.chars()
                .all(|c| c.is_alphabetic() || matches!(c, '\'' | ',' | '!' | '.'))
        })
        .count();
    let adjoining = adjoining(words);
    let contraction = ["n't ", "'s ", "'re ", "'ll ", "'ve ", "'m ", "’s ", "’t "]
        .iter()
        .any(|end| words.contains(end));
    let ends = words.ends_with(['!', '?'])
        || words.ends_with("...")
        || words.ends_with('.') && !words.ends_with("..");
    adjoining >= 2 && !words::opens_block(first)
        || adjoining >= 3
        || contraction && spoken >= 3
        || ends
            && (adjoining >= 1
                || words
                    .chars()
                    .all(|c| c.is_alphabetic() || "!?. ,".contains(c)))
}

/// True for text in a script that puts no blanks between words, with no ASCII name in it: CJK pseudo-code.
pub fn is_unspaced_script(text: &str) -> bool {
    let wide = text.chars().filter(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')).count();
    let ascii_names = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| {
            word.starts_with(|c: char| c.is_ascii_alphabetic())
                && !words::is_keyword(word)
                && !words::opens_block(word)
        })
        .count();
    wide >= 2 && ascii_names <= 1 && !text.contains(['"', '\''])
}

/// True for keywords and full-width punctuation alone: `else：`.
pub fn is_keyword_sketch(line: &str) -> bool {
    let wide = line
        .chars()
        .any(|c| matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}'));
    wide && line
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .all(words::is_keyword)
}

/// How many pairs of words follow each other with only blanks between them, neither being an operator word of Python.
/// Quoted text and comments do not count; nor do brackets in a line that begins as an assignment or a call.
fn adjoining(line: &str) -> usize {
    let tokens = Tokens::new(line);
    let code = tokens
        .list
        .iter()
        .find(|token| token.kind != Kind::Name && token.span.of(line) != ".")
        .is_some_and(|token| {
            token.span.start > 0 && matches!(token.span.of(line), "(" | "=" | "[" | "+=")
        });
    let mut quoted = false;
    let mut before = false;
    let mut pairs = 0;
    for token in &tokens.list {
        let word = token.span.of(line);
        match word {
            "“" | "„" | "‘" => quoted = true,
            "”" | "’" => quoted = false,
            _ => {}
        }
        let plain = token.kind == Kind::Name
            && !quoted
            && (!code || token.depth == 0)
            && !joins(word)
            && word.chars().any(char::is_alphabetic);
        pairs += usize::from(before && plain);
        before = plain;
    }
    pairs
}

/// Words that stand between values in Python, or begin a statement.
fn joins(word: &str) -> bool {
    words::is_keyword(word)
        && !matches!(
            word,
            "True"
                | "False"
                | "None"
                | "try"
                | "pass"
                | "break"
                | "continue"
                | "finally"
                | "nonlocal"
        )
        || word == "print"
}

/// True where a line begins as an assignment, a call or a string, and has a string with one quote: code, whatever its
/// words say.
pub fn is_code_with_lost_quote(line: &str) -> bool {
    if !line.contains(['"', '\'']) {
        return false;
    }
    let tokens = Tokens::new(line);
    let after_name = tokens
        .list
        .iter()
        .skip_while(|token| {
            matches!(
                token.span.of(line),
                "raise" | "return" | "await" | "yield" | "."
            )
        })
        .find(|token| token.kind != Kind::Name && token.span.of(line) != ".");
    has_lost_quote(line, &tokens)
        && after_name.is_some_and(|token| {
            matches!(token.span.of(line), "(" | "=" | "+=" | "[" | ":")
                || token.kind == Kind::Unclosed && token.span.start == 0
        })
}

/// True where a string is not closed, and what opens it is no apostrophe.
pub fn has_lost_quote(line: &str, tokens: &Tokens) -> bool {
    tokens.list.iter().any(|token| {
        let in_word = line
            .get(..token.span.start)
            .is_some_and(|head| head.ends_with(char::is_alphanumeric));
        token.kind == Kind::Unclosed && !(in_word && token.span.of(line).starts_with('\''))
    })
}
