//! notelint: lints study notes. `server/ARCHITECTURE.md` is the map; `tests/architecture.rs` enforces its arrows.

pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod features;
pub mod files;
pub mod lint;
pub mod lsp;
pub mod note;
pub mod python;
pub mod rules;
pub mod terms;
pub mod text;
pub mod vault;
pub mod vault_rules;
