//! Text put together from stretches of a longer one (a fence's lines without their `> `), and the way back.

use super::Span;

/// Text assembled from pieces of a source, with each piece's place there. An offset in the extract maps back to the
/// source in `O(log pieces)`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Extract {
    text: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    /// Where the piece begins in the extract; it runs on to the next piece.
    at: usize,
    /// Where it begins in the source.
    source: usize,
}

impl Extract {
    /// The whole of `text`, as one piece that begins at `source` in its source.
    pub fn whole(text: &str, source: usize) -> Self {
        let mut extract = Self::default();
        extract.push(text, source);
        extract
    }

    /// Appends `text`, which stands at byte `source` of the source. Pieces that adjoin there are joined.
    pub fn push(&mut self, text: &str, source: usize) {
        let at = self.text.len();
        let adjoins = self
            .pieces
            .last()
            .is_some_and(|last| last.source + (at - last.at) == source);
        if !adjoins && !text.is_empty() {
            self.pieces.push(Piece { at, source });
        }
        self.text.push_str(text);
    }

    /// The assembled text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The source's byte of the extract's byte `offset`. An offset past the end maps as far past its last piece.
    pub fn source_offset(&self, offset: usize) -> usize {
        let after = self.pieces.partition_point(|piece| piece.at <= offset);
        match after
            .checked_sub(1)
            .and_then(|index| self.pieces.get(index))
        {
            Some(piece) => piece.source + (offset - piece.at),
            None => self.pieces.first().map_or(offset, |piece| piece.source),
        }
    }

    /// The source's span of `span`: from its first byte to behind its last one, so a span that ends where a piece
    /// ends does not run into what the source has between the pieces.
    pub fn source_span(&self, span: Span) -> Span {
        let start = self.source_offset(span.start);
        if span.is_empty() {
            return Span::at(start);
        }
        Span::new(start, self.source_offset(span.end - 1) + 1)
    }

    /// The extract's offset of the source's byte `offset`; `None` where that byte is not in any piece.
    pub fn offset_of(&self, offset: usize) -> Option<usize> {
        // Pieces stand in source order.
        let after = self.pieces.partition_point(|piece| piece.source <= offset);
        let index = after.checked_sub(1)?;
        let piece = self.pieces.get(index)?;
        let end = self
            .pieces
            .get(index + 1)
            .map_or(self.text.len(), |next| next.at);
        let mapped = piece.at + (offset - piece.source);
        (mapped < end || (index + 1 == self.pieces.len() && mapped == end)).then_some(mapped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_back_across_prefixes() {
        let source = "> ab\n> cd\n";
        let mut extract = Extract::default();
        extract.push("ab\n", 2);
        extract.push("cd\n", 7);
        assert_eq!(extract.text(), "ab\ncd\n");
        assert_eq!(extract.source_span(Span::new(3, 5)).of(source), "cd");
        assert_eq!(extract.source_span(Span::new(0, 3)).of(source), "ab\n");
        assert_eq!(extract.offset_of(7), Some(3));
        assert_eq!(extract.offset_of(5), None);
    }

    #[test]
    fn joins_adjoining_pieces() {
        let mut extract = Extract::whole("ab", 4);
        extract.push("cd", 6);
        assert_eq!(extract.pieces.len(), 1);
        assert_eq!(extract.source_offset(3), 7);
    }
}
