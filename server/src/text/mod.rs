//! Text and places in it: byte spans, lines, editors' positions, edits. Knows nothing of Markdown.

mod extract;
mod line_index;
mod span;

pub use extract::Extract;
pub use line_index::{LineColumn, LineIndex};
pub use span::Span;
