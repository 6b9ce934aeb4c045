//! Bounds the nesting of code before it is parsed. The parser's tree is as deep as the code, and whoever walks, clones
//! or drops it recurses: without a bound, `a.b.b…` of a hundred thousand links ends the process.

use super::tokens::{Kind, Tokens};

/// The deepest tree that is built. Measured: parsing, walking, comparing, cloning and dropping a tree of this depth needs
/// less than half of a 2 MB stack (a tokio or rayon worker's) in a debug build, whatever nests; CPython
/// itself refuses 200 brackets or 100 indents.
pub const LIMIT: usize = 300;

/// What is said of code that is deeper.
pub const REASON: &str = "nested too deeply to be read";

/// True where a tree of `tokens` could be deeper than `LIMIT`: an upper bound, counted in one pass.
///
/// At every bracket level, an operator, a keyword, a call or an attribute since the last comma may be one more step
/// down; so may each indent of the line and each bracket that is open.
pub fn too_deep(text: &str, tokens: &Tokens) -> bool {
    if text.len() < LIMIT {
        return false;
    }
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
