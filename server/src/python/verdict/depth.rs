//! Bounds the nesting of code before it is parsed. The parser's tree is as deep as the code, and whoever walks, clones
//! or drops it recurses: without a bound, `a.b.b…` of a hundred thousand links ends the process.

use super::tokens::{Kind, Tokens};

/// The deepest tree that is built. Measured: parsing, walking, comparing, cloning and dropping a tree of this depth needs
/// less than half of a 2 MB stack (a tokio or rayon worker's) in a debug build, whatever nests; CPython
/// itself refuses 200 brackets or 100 indents.
pub const LIMIT: usize = 300;

/// What is said of code that is deeper.
pub const REASON: &str = "nested too deeply to be read";

/// True where a tree of `text` could be deeper than `LIMIT`: an upper bound, counted in one pass.
///
/// At every bracket level, an operator, a keyword, a call or an attribute since the last comma may be one more step
/// down; so may each indent of the line and each bracket that is open.
pub fn too_deep(text: &str) -> bool {
    steps_at_most(text) >= LIMIT && is_too_deep(text, &Tokens::new(text))
}

fn is_too_deep(text: &str, tokens: &Tokens) -> bool {
    let bytes = text.as_bytes();
    let mut indents: Vec<usize> = vec![0];
    // Steps down since the last separator, for each open bracket.
    let mut chains: Vec<usize> = vec![0];
    let mut sum = 0usize;
    let mut line_begins = true;
    for token in &tokens.list {
        if line_begins && token.kind != Kind::Comment {
            line_begins = false;
            let column = token.span.start - super::tokens::line_start(bytes, token.span.start);
            while indents.len() > 1 && indents.last().is_some_and(|&last| last > column) {
                indents.pop();
            }
            if indents.last().is_some_and(|&last| last < column) {
                indents.push(column);
            }
            chains.clear();
            chains.push(0);
            sum = 0;
        }
        let steps = match token.kind {
            Kind::Newline => {
                line_begins = true;
                0
            }
            Kind::Op => match bytes[token.span.start] {
                b',' | b';' => {
                    if let Some(chain) = chains.last_mut() {
                        sum -= std::mem::take(chain);
                    }
                    0
                }
                b'(' | b'[' | b'{' => {
                    step(&mut chains, &mut sum);
                    chains.push(0);
                    0
                }
                b')' | b']' | b'}' => {
                    if chains.len() > 1 {
                        sum -= chains.pop().unwrap_or(0);
                    }
                    0
                }
                _ => 1,
            },
            Kind::Name => usize::from(super::words::is_keyword(token.span.of(text))),
            // Replacement fields nest inside one token, and the parser goes on where a quote is missing.
            Kind::String | Kind::Unclosed if token.span.of(text).contains('{') => {
                nesting(token.span.of(text))
            }
            _ => 0,
        };
        if steps == 1 {
            step(&mut chains, &mut sum);
        }
        let inside = if steps > 1 { steps } else { 0 };
        if sum + inside + chains.len() + indents.len() > LIMIT {
            return true;
        }
    }
    false
}

/// At least as many steps down as `text` could make if all of it were one expression, which spares most snippets a
/// closer look: its lines, its words and every byte that may be a step by itself.
fn steps_at_most(text: &str) -> usize {
    if text.len() < LIMIT {
        return text.len();
    }
    let mut steps = 2;
    let mut in_word = false;
    for byte in text.bytes() {
        let is_word = byte.is_ascii_alphanumeric() || !byte.is_ascii();
        let begins = is_word && !in_word;
        in_word = is_word;
        let is_blank = matches!(byte, b' ' | b'\t');
        // An opening bracket counts twice, and `n` is what `nesting` counts.
        steps += usize::from(begins || byte == b'n' || !is_word && !is_blank);
        steps += usize::from(matches!(byte, b'(' | b'[' | b'{'));
    }
    steps
}

fn step(chains: &mut [usize], sum: &mut usize) {
    if let Some(chain) = chains.last_mut() {
        *chain += 1;
        *sum += 1;
    }
}

/// An upper bound of how deep the replacement fields of one string nest, with what stands in them.
fn nesting(string: &str) -> usize {
    let mut open = 0usize;
    let mut deepest = 0;
    let mut chain = 0usize;
    for byte in string.bytes() {
        match byte {
            b'{' | b'(' | b'[' => {
                open += 1;
                chain += 1;
            }
            b'}' | b')' | b']' => {
                open = open.saturating_sub(1);
                if open == 0 {
                    chain = 0;
                }
            }
            b'.' | b'+' | b'-' | b'*' | b'~' | b'n' | b'/' if open > 0 => chain += 1,
            _ => {}
        }
        deepest = deepest.max(chain.max(open));
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quick_bound_hides_nothing() {
        for unit in [
            "(",
            "[",
            "{",
            ".b",
            "-",
            "not ",
            "a+",
            "a if b else ",
            "lambda:",
            "f(",
            "x[",
            "await ",
            "f'{n}'",
            "f'{(n.n",
            "'{', ",
            "é.",
            "a,",
            "if a:\n",
            "\t",
            "\"{{",
            "()",
            "(,",
            ")(",
        ] {
            let nested: String = (0..400)
                .map(|depth| " ".repeat(depth) + "if a:\n")
                .collect();
            for text in (1..400).map(|times| unit.repeat(times)).chain([nested]) {
                let is_deep = text.len() >= LIMIT && is_too_deep(&text, &Tokens::new(&text));
                assert!(!is_deep || steps_at_most(&text) >= LIMIT, "{text}");
            }
        }
    }
}
