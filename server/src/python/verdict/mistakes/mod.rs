//! Repairs of mistakes that have a name. Each proposes the one edit that would mend what the parser stumbled over; it
//! counts as found only where the parser then gets beyond the statement.

mod brackets;
mod characters;
mod headers;
mod indentation;
pub mod operators;
mod plain;

pub use characters::is_invisible;

use super::repair::{Patch, Site};

/// Every named mistake that the error may be, the most telling first.
pub fn repairs(site: &Site<'_>, patches: &mut Vec<Patch>) {
    characters::repairs(site, patches);
    headers::repairs(site, patches);
    operators::repairs(site, patches);
    brackets::repairs(site, patches);
    indentation::repairs(site, patches);
    plain::repairs(site, patches);
}
