//! Repairs of what was left out or only sketched, on purpose. Needing one of these is no mistake.

mod excerpts;
mod labels;
mod placeholders;
mod signature;

pub use excerpts::{dedented, header_before, wants_block};
pub use labels::label_width;
pub use placeholders::pseudo;

use super::prose;
use super::repair::{Patch, Site};
use super::tokens::Tokens;

/// Repairs that a mark in the code calls for: tried before any mistake is looked for.
pub fn marked(site: &Site<'_>, patches: &mut Vec<Patch>) {
    excerpts::bodiless(site, patches);
    // Where a quote is missing, what looks like a placeholder may be the inside of the string.
    let line = site.line().of(site.text());
    if !prose::has_lost_quote(line, &Tokens::new(line)) {
        placeholders::angle(site, patches);
        placeholders::optional(site, patches);
        placeholders::elision(site, patches);
        placeholders::path(site, patches);
    }
    placeholders::unspaced(site, patches);
    labels::label(site, patches);
    placeholders::comment(site, patches);
    excerpts::clause(site, patches);
    excerpts::decorator(site, patches);
    excerpts::one_line_body(site, patches);
    excerpts::elsewhere(site, patches);
    excerpts::unfinished(site, patches);
    signature::signature(site, patches);
}

/// Repairs of code cut out of something longer: tried after the mistakes with a name.
pub fn cut_out(site: &Site<'_>, patches: &mut Vec<Patch>) {
    excerpts::pieces(site, patches);
}
