//! Links across the notes of a workspace: what each note offers to be linked to, where its own links lead, and what
//! leads to it. Paths are compared as text; nothing here follows a link on disk.

mod backlinks;
mod catalog;
mod named;
mod offered;
mod outgoing;
mod path;
mod resolve;
mod shards;

pub use backlinks::{Backlink, is_at_or_below};
pub use catalog::{Catalog, Loader};
pub use offered::{Offered, Place as AnchorPlace};
pub use outgoing::{Outgoing, OutgoingLink, name_keys};
pub use path::{encoded, is_note, lexical, relative};
pub use resolve::Goal;
