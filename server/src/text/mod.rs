//! Text and places in it: byte spans, lines, editors' positions, edits. Knows nothing of Markdown.

mod document;
mod extract;
mod line_index;
pub mod mojibake;
pub mod packed;
mod place;
mod position;
mod span;
pub mod spelling;

pub use document::{Change, Document};
pub use extract::Extract;
pub use line_index::{LineColumn, LineIndex};
pub use place::{Place, Places};
pub use position::{Encoding, Position};
pub use span::Span;
