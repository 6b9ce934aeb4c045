//! A tolerant tokenizer: one pass over code that may not be Python at all. The parser's own tokens are no help here,
//! because it lexes anew where it recovers; CPython reads on, and so does this.

use crate::text::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word, keywords included.
    Name,
    /// Begins with a digit, whatever follows it.
    Number,
    /// A string literal with its prefix.
    String,
    /// A string literal whose closing quote is missing: to the end of the line, or of the text for triple quotes.
    Unclosed,
    /// An operator, bracket or delimiter.
    Op,
    /// The end of a logical line.
    Newline,
    /// `#` to the end of the line.
    Comment,
    /// A character that no Python token begins with.
    Stray,
}

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
    /// How many brackets are open before it.
    pub depth: usize,
}

/// A closing bracket that does not close what was opened last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    /// Index of the opening bracket's token; `None` where nothing is open.
    pub open: Option<usize>,
    /// Index of the closing bracket's token.
    pub close: usize,
}

/// All tokens of a text and its brackets.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    /// In order, without blanks.
    pub list: Vec<Token>,
    /// Tokens of the brackets that are still open at the end, outermost first.
    pub open: Vec<usize>,
    /// The first closing bracket that does not fit.
    pub clash: Option<Clash>,
}

impl Tokens {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        let mut tokens = Self::default();
        tokens.list.reserve(text.len() / 4);
        let bytes = text.as_bytes();
        let mut at = 0;
        // Whether the current line has a token, so that blank lines end nothing.
        let mut line_has_token = false;
        while let Some(&byte) = bytes.get(at) {
            let start = at;
            let kind = match byte {
                b' ' | b'\t' | b'\x0c' => {
                    at += 1;
                    continue;
                }
                b'\n' | b'\r' => {
                    at += 1;
                    if tokens.open.is_empty() && line_has_token {
                        line_has_token = false;
                        Kind::Newline
                    } else {
                        continue;
                    }
                }
                b'\\' if matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => {
                    at += if bytes.get(at + 1) == Some(&b'\r') && bytes.get(at + 2) == Some(&b'\n')
                    {
                        3
                    } else {
                        2
                    };
                    continue;
                }
                b'#' => {
                    at = line_end(bytes, at);
                    Kind::Comment
                }
                b'"' | b'\'' => {
                    let (end, closed) = string_end(bytes, at, false);
                    at = end;
                    if closed { Kind::String } else { Kind::Unclosed }
                }
                b'0'..=b'9' => {
                    at = number_end(text, at);
                    Kind::Number
                }
                b'.' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                    at = number_end(text, at);
                    Kind::Number
                }
                _ => {
                    let word = word_end(text, at);
                    if word > at {
                        at = word;
                        match bytes.get(at) {
                            Some(b'"' | b'\'') if is_prefix(&bytes[start..at]) => {
                                let formatted = bytes[start..at]
                                    .iter()
                                    .any(|byte| matches!(byte, b'f' | b'F' | b't' | b'T'));
                                let (end, closed) = string_end(bytes, at, formatted);
                                at = end;
                                if closed { Kind::String } else { Kind::Unclosed }
                            }
                            _ => Kind::Name,
                        }
                    } else if let Some(length) = operator(&bytes[at..]) {
                        at += length;
                        Kind::Op
                    } else {
                        at += text
                            .get(at..)
                            .and_then(|rest| rest.chars().next())
                            .map_or(1, char::len_utf8);
                        Kind::Stray
                    }
                }
            };
            if !matches!(kind, Kind::Newline | Kind::Comment) {
                line_has_token = true;
            }
            tokens.push(kind, Span::new(start, at), bytes);
        }
        tokens
    }

    fn push(&mut self, kind: Kind, span: Span, bytes: &[u8]) {
        let mut depth = self.open.len();
        let index = self.list.len();
        if kind == Kind::Op {
            match bytes[span.start] {
                b'(' | b'[' | b'{' => self.open.push(index),
                close @ (b')' | b']' | b'}') => {
                    let open = self.open.pop();
                    depth = self.open.len();
                    let fits = open.is_some_and(|open| {
                        let start = self.list[open].span.start;
                        closing(bytes[start]) == close
                    });
                    if !fits && self.clash.is_none() {
                        self.clash = Some(Clash { open, close: index });
                    }
                }
                _ => {}
            }
        }
        self.list.push(Token { kind, span, depth });
    }

    /// Index of the first token that ends behind `offset`.
    pub fn at(&self, offset: usize) -> usize {
        self.list.partition_point(|token| token.span.end <= offset)
    }

    /// The tokens of the logical line that holds the token `index`: a range of indices, its newline excluded.
    pub fn logical_line(&self, index: usize) -> std::ops::Range<usize> {
        let before = self.list.get(..index).unwrap_or(&self.list);
        let start = before
            .iter()
            .rposition(|token| token.kind == Kind::Newline)
            .map_or(0, |at| at + 1);
        // Comments above a statement are no part of it.
        let start = (start..index)
            .find(|&at| {
                self.list
                    .get(at)
                    .is_some_and(|token| token.kind != Kind::Comment)
            })
            .unwrap_or(index);
        let end = self.list.get(index..).map_or(self.list.len(), |rest| {
            rest.iter()
                .position(|token| token.kind == Kind::Newline)
                .map_or(self.list.len(), |at| index + at)
        });
        start..end.max(start)
    }
}

/// The bracket that closes `open`.
pub fn closing(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

/// Offset of the line end at or after `at`.
pub fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes
        .get(at..)
        .and_then(|rest| memchr::memchr2(b'\n', b'\r', rest))
        .map_or(bytes.len(), |found| at + found)
}

/// Offset where the line that holds `at` begins.
pub fn line_start(bytes: &[u8], at: usize) -> usize {
    bytes
        .get(..at)
        .and_then(|before| memchr::memrchr2(b'\n', b'\r', before))
        .map_or(0, |found| found + 1)
}

fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'_' || byte.is_ascii_alphanumeric() {
            at += 1;
        } else if byte < 128 {
            break;
        } else {
            match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(c) if c.is_alphanumeric() || is_mark(c) => at += c.len_utf8(),
                _ => break,
            }
        }
    }
    at
}

/// Combining marks, which continue an identifier (Unicode XID_Continue; the blocks that notes in Indic, Arabic and
/// Hebrew script use).
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{e31}'..='\u{e4e}')
}

fn number_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        at = word_end(text, at);
        let exponent = at > start
            && matches!(bytes[at - 1], b'e' | b'E')
            && !text[start..at].starts_with("0x")
            && matches!(bytes.get(at), Some(b'+' | b'-'))
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        let point = bytes.get(at) == Some(&b'.')
            && !text[start..at].contains('.')
            && bytes.get(at + 1) != Some(&b'.');
        if exponent || point {
            at += 1;
        } else {
            return at.max(start + 1);
        }
    }
}

fn is_prefix(word: &[u8]) -> bool {
    word.len() <= 2
        && word
            .iter()
            .all(|byte| matches!(byte.to_ascii_lowercase(), b'r' | b'b' | b'u' | b'f' | b't'))
}

/// How far to look for the end of a string inside a replacement field; bounded, so that reading stays linear.
const NESTED_REACH: usize = 200;

/// The end of the string whose quote stands at `start`, and whether it is closed. In an f-string, a replacement field
/// may hold strings with the same quote (PEP 701).
fn string_end(bytes: &[u8], start: usize, formatted: bool) -> (usize, bool) {
    struct Level {
        quote: u8,
        triple: bool,
        formatted: bool,
        /// Open brackets in the replacement field; 0 outside one.
        field: usize,
    }
    let open = |at: usize, formatted: bool| {
        let quote = bytes[at];
        let triple = bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote);
        let level = Level {
            quote,
            triple,
            formatted,
            field: 0,
        };
        (level, at + if triple { 3 } else { 1 })
    };
    let (first, mut at) = open(start, formatted);
    let outer_triple = first.triple;
    let mut levels = vec![first];
    while let (Some(level), Some(&byte)) = (levels.last_mut(), bytes.get(at)) {
        if matches!(byte, b'\n' | b'\r') && !outer_triple {
            return (at, false);
        }
        if level.field > 0 {
            match byte {
                b'{' | b'[' | b'(' => level.field += 1,
                b'}' | b']' | b')' => level.field -= 1,
                b'"' | b'\'' => {
                    let closes = byte == level.quote
                        && (!level.triple
                            || bytes.get(at + 1) == Some(&byte)
                                && bytes.get(at + 2) == Some(&byte));
                    // The same quote again: a nested string only where one closes it on this line (PEP 701);
                    // else the field was left open and the quote ends the outer string.
                    let nested = !closes || {
                        let near = bytes.len().min(at + 1 + NESTED_REACH);
                        let rest = bytes[at + 1..near].split(|b| matches!(b, b'\n' | b'\r'));
                        rest.take(1).flatten().filter(|&&b| b == byte).count() >= 2
                    };
                    if nested && levels.len() < 64 {
                        let formatted = at > 0 && matches!(bytes[at - 1], b'f' | b'F');
                        let (inner, next) = open(at, formatted);
                        levels.push(inner);
                        at = next;
                        continue;
                    }
                    levels.pop();
                }
                _ => {}
            }
            at += 1;
            continue;
        }
        match byte {
            b'\\' => {
                at += 2;
                continue;
            }
            b'{' if level.formatted => {
                if bytes.get(at + 1) == Some(&b'{') {
                    at += 1;
                } else {
                    level.field = 1;
                }
            }
            _ if byte == level.quote => {
                if !level.triple {
                    levels.pop();
                } else if bytes.get(at + 1) == Some(&byte) && bytes.get(at + 2) == Some(&byte) {
                    levels.pop();
                    at += 2;
                }
            }
            _ => {}
        }
        at += 1;
    }
    (at.min(bytes.len()), levels.is_empty())
}

fn operator(rest: &[u8]) -> Option<usize> {
    const THREE: [&[u8]; 5] = [b"...", b"**=", b"//=", b"<<=", b">>="];
    const TWO: [&[u8]; 20] = [
        b"**", b"//", b"<<", b">>", b"<=", b">=", b"==", b"!=", b"->", b"+=", b"-=", b"*=", b"/=",
        b"%=", b"&=", b"|=", b"^=", b"@=", b":=", b"<>",
    ];
    let first = *rest.first()?;
    if !b"()[]{},:;.+-*/%@&|^~<>=!".contains(&first) {
        return None;
    }
    if THREE.iter().any(|op| rest.starts_with(op)) {
        return Some(3);
    }
    if TWO.iter().any(|op| rest.starts_with(op)) {
        return Some(2);
    }
    (first != b'!').then_some(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(Kind, &str)> {
        Tokens::new(text)
            .list
            .iter()
            .map(|token| (token.kind, token.span.of(text)))
            .collect()
    }

    #[test]
    fn strings_keep_their_prefix_and_their_nested_quotes() {
        assert_eq!(
            words("rb'a' f\"{x[\"k\"]}\" '''a\nb'''"),
            [
                (Kind::String, "rb'a'"),
                (Kind::String, "f\"{x[\"k\"]}\""),
                (Kind::String, "'''a\nb'''"),
            ]
        );
        assert_eq!(words("'ab\nc")[0], (Kind::Unclosed, "'ab"));
        assert_eq!(
            words("f\"{a} is {b\nc")[0],
            (Kind::Unclosed, "f\"{a} is {b")
        );
        assert_eq!(words("f\"{a\"")[0], (Kind::String, "f\"{a\""));
    }

    #[test]
    fn newlines_end_logical_lines_alone() {
        let text = "a = (1,\n  2)\n\n# c\nb \\\n= 3\n";
        let newlines = words(text)
            .iter()
            .filter(|(kind, _)| *kind == Kind::Newline)
            .count();
        assert_eq!(newlines, 2);
    }

    #[test]
    fn brackets_are_matched() {
        let tokens = Tokens::new("f([1, 2)\n(");
        let clash = tokens.clash.unwrap();
        assert_eq!(tokens.list[clash.open.unwrap()].span.start, 2);
        assert_eq!(tokens.list[clash.close].span.start, 7);
        assert_eq!(tokens.open.len(), 2);
        assert_eq!(Tokens::new("a)").clash.unwrap().open, None);
    }

    #[test]
    fn numbers_and_strays() {
        assert_eq!(
            words("1.5e-3 0x1e+2 2sum $ ?"),
            [
                (Kind::Number, "1.5e-3"),
                (Kind::Number, "0x1e"),
                (Kind::Op, "+"),
                (Kind::Number, "2"),
                (Kind::Number, "2sum"),
                (Kind::Stray, "$"),
                (Kind::Stray, "?"),
            ]
        );
    }
}
