//! Text from notes and file names made safe for a terminal: nothing in it can move the cursor, change colours, set the
//! window's title or turn the direction of writing.

use std::borrow::Cow;
use std::fmt::Write;

/// `text` on one line: control characters (C0, DEL, C1), line and paragraph separators, bidirectional marks and other
/// invisible format characters as `\u{…}`, line breaks and tabs as `\n`, `\r`, `\t`.
pub(in crate::cli) fn line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_unsafe(c) {
            push_escaped(&mut safe, c);
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

/// Appends `c` in escaped form.
pub(in crate::cli) fn push_escaped(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        // Writing to a string cannot fail.
        c => _ = write!(out, "\\u{{{:x}}}", u32::from(c)),
    }
}

/// Whether a terminal could be led astray by `c`. The zero-width joiner and variation selectors are not among these:
/// they are parts of emoji.
pub(in crate::cli) fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Arabic letter mark, zero-width space, LRM, RLM
            '\u{061C}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            // line and paragraph separator, bidirectional embeddings and overrides (Unicode UAX #9)
            | '\u{2028}'..='\u{202E}'
            // word joiner, invisible operators, bidirectional isolates, deprecated format characters
            | '\u{2060}'..='\u{206F}'
            // byte order mark, interlinear annotation
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            // tags
            | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_reaches_the_terminal_raw() {
        assert_eq!(line("plain ❓ é"), "plain ❓ é");
        assert_eq!(line("a\x1b[31mb"), "a\\u{1b}[31mb");
        assert_eq!(line("\u{9b}2J"), "\\u{9b}2J");
        assert_eq!(line("x\u{202e}y"), "x\\u{202e}y");
        assert_eq!(line("a\nb\tc\r"), "a\\nb\\tc\\r");
    }
}
