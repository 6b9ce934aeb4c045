//! Text put together from stretches of a longer one (a fence's lines without their `> `), and the way back.

use std::sync::Arc;

use super::Span;

/// Text assembled from pieces of a source, with each piece's place there. An offset in the extract maps back to the
/// source in `O(log pieces)`. Clones share text and pieces.
#[derive(Debug, Clone, Default)]
pub struct Extract {
    assembled: Arc<Assembled>,
    /// How far the source was moved since: its places are so much further on.
    shift: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Assembled {
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
        let source = source - self.shift;
        let assembled = Arc::make_mut(&mut self.assembled);
        let at = assembled.text.len();
        let adjoins = assembled
            .pieces
            .last()
            .is_some_and(|last| last.source + (at - last.at) == source);
        if !adjoins && !text.is_empty() {
            assembled.pieces.push(Piece { at, source });
        }
        assembled.text.push_str(text);
    }

    /// The same extract of a source that stands `by` bytes further on.
    pub fn shifted(&self, by: usize) -> Self {
        Self {
            assembled: Arc::clone(&self.assembled),
            shift: self.shift + by,
        }
    }

    /// The same for clones, and for no other extract as long as one of them is there.
    pub fn address(&self) -> usize {
        Arc::as_ptr(&self.assembled).addr()
    }

    /// The assembled text.
    pub fn text(&self) -> &str {
        &self.assembled.text
    }

    /// The source's byte of the extract's byte `offset`. An offset past the end maps as far past its last piece.
    pub fn source_offset(&self, offset: usize) -> usize {
        let pieces = &self.assembled.pieces;
        let after = pieces.partition_point(|piece| piece.at <= offset);
        let source = match after.checked_sub(1).and_then(|index| pieces.get(index)) {
            Some(piece) => piece.source + (offset - piece.at),
            None => pieces.first().map_or(offset, |piece| piece.source),
        };
        source + self.shift
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
        let offset = offset.checked_sub(self.shift)?;
        let Assembled { text, pieces } = &*self.assembled;
        // Pieces stand in source order.
        let after = pieces.partition_point(|piece| piece.source <= offset);
        let index = after.checked_sub(1)?;
        let piece = pieces.get(index)?;
        let end = pieces.get(index + 1).map_or(text.len(), |next| next.at);
        let mapped = piece.at + (offset - piece.source);
        (mapped < end || (index + 1 == pieces.len() && mapped == end)).then_some(mapped)
    }
}

impl PartialEq for Extract {
    fn eq(&self, other: &Self) -> bool {
        if self.shift == other.shift {
            return self.assembled == other.assembled;
        }
        let places = |extract: &Self| {
            let shift = extract.shift;
            let pieces = extract.assembled.pieces.clone().into_iter();
            pieces.map(move |piece| (piece.at, piece.source + shift))
        };
        self.text() == other.text() && places(self).eq(places(other))
    }
}

impl Eq for Extract {}

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
    fn moves_with_its_source() {
        let mut extract = Extract::whole("ab\n", 2);
        extract.push("cd\n", 7);
        let mut further = Extract::whole("ab\n", 12);
        further.push("cd\n", 17);
        let moved = extract.shifted(10);
        assert_eq!(moved, further);
        assert_ne!(moved, extract);
        assert_eq!(moved.source_offset(4), 18);
        assert_eq!(moved.offset_of(17), Some(3));
        assert_eq!(moved.offset_of(7), None);
    }

    #[test]
    fn joins_adjoining_pieces() {
        let mut extract = Extract::whole("ab", 4);
        extract.push("cd", 6);
        assert_eq!(extract.assembled.pieces.len(), 1);
        assert_eq!(extract.source_offset(3), 7);
    }
}
