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
    /// It does not stand in the source: all of it was put in at that place.
    is_made_up: bool,
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
            .is_some_and(|last| !last.is_made_up && last.source + (at - last.at) == source);
        if !adjoins && !text.is_empty() {
            assembled.pieces.push(Piece {
                at,
                source,
                is_made_up: false,
            });
        }
        assembled.text.push_str(text);
    }

    /// Appends `text`, which is not in the source, as if it stood before byte `source` of it.
    pub fn push_made_up(&mut self, text: &str, source: usize) {
        let source = source - self.shift;
        let assembled = Arc::make_mut(&mut self.assembled);
        if !text.is_empty() {
            assembled.pieces.push(Piece {
                at: assembled.text.len(),
                source,
                is_made_up: true,
            });
        }
        assembled.text.push_str(text);
    }

    /// True where `span` begins within text that is not in the source; an empty one before it is still in the source.
    pub fn is_made_up(&self, span: Span) -> bool {
        self.piece(span.start)
            .is_some_and(|piece| piece.is_made_up && (!span.is_empty() || piece.at < span.start))
    }

    /// The piece that holds the extract's byte `offset`, or the last one before it.
    fn piece(&self, offset: usize) -> Option<&Piece> {
        let pieces = &self.assembled.pieces;
        let after = pieces.partition_point(|piece| piece.at <= offset);
        pieces.get(after.checked_sub(1)?)
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
        let source = match self.piece(offset) {
            Some(piece) if piece.is_made_up => piece.source,
            Some(piece) => piece.source + (offset - piece.at),
            None => {
                let first = self.assembled.pieces.first();
                first.map_or(offset, |piece| piece.source)
            }
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
        if piece.is_made_up {
            return None;
        }
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
    fn knows_what_was_put_in() {
        let mut extract = Extract::whole("ab", 5);
        extract.push_made_up("made up", 7);
        extract.push("cd", 7);
        assert_eq!(extract.text(), "abmade upcd");
        assert_eq!(extract.source_offset(4), 7);
        assert_eq!(extract.source_offset(10), 8);
        let spans = [(1, 4), (2, 2), (2, 4), (4, 4), (9, 9), (9, 11)];
        let made_up = spans.map(|(start, end)| extract.is_made_up(Span::new(start, end)));
        assert_eq!(made_up, [false, false, true, true, false, false]);
        assert_eq!(extract.offset_of(7), Some(9));
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
