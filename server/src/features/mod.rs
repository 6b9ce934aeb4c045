//! Hover, definition, related and the like: (vault, place) to plain data.
