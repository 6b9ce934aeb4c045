//! Places as editors name them: 0-based line, and a column in the units that client and server agreed on.

/// What a column counts (LSP 3.17, `PositionEncodingKind`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what every client understands.
    #[default]
    Utf16,
    /// Code points.
    Utf32,
}

impl Encoding {
    /// How many units `character` takes.
    pub fn units(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    /// How many units `text` takes.
    pub fn width(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 | Self::Utf32 => text.chars().map(|c| self.units(c)).sum(),
        }
    }

    /// The byte of `line`, a line without its line end, at column `units`. A column in the middle of a character
    /// means that character's start; one past the end, the end (LSP 3.17, `Position`).
    pub fn byte_of(self, line: impl Iterator<Item = char>, units: usize) -> usize {
        let mut seen = 0;
        let mut byte = 0;
        for character in line {
            seen += self.units(character);
            if seen > units {
                break;
            }
            byte += character.len_utf8();
        }
        byte
    }
}

/// A place as an editor names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    /// 0-based line.
    pub line: usize,
    /// 0-based column in units of the agreed `Encoding`.
    pub column: usize,
}
