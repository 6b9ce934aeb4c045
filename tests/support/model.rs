//! A text too simple to be wrong, for tests that compare with it.

use notelint::text::{Encoding, Position};

/// The byte of a position by walking the text character by character.
pub fn model_offset(text: &str, position: Position, encoding: Encoding) -> usize {
    let mut here = Position::default();
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let ends_line = matches!(character, '\n' | '\r');
        if here.line == position.line
            && (ends_line || here.column + encoding.units(character) > position.column)
        {
            return at;
        }
        if ends_line {
            if character == '\r' && characters.peek().is_some_and(|next| next.1 == '\n') {
                characters.next();
            }
            here = Position {
                line: here.line + 1,
                column: 0,
            };
        } else {
            here.column += encoding.units(character);
        }
    }
    text.len()
}
