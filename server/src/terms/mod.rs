//! The glossary and its matcher: which terms stand in a text, and what they mean.

mod glossary;
mod inflection;
mod matcher;

pub use glossary::{Glossary, GlossaryError, Term, fields};
pub use inflection::stem;
pub use matcher::{Match, TextKind};
