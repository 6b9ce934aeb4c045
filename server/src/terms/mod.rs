//! The glossary and its matcher: which terms stand in a text, and what they mean.

mod find;
mod glossary;
mod inflection;
mod matcher;
mod word;

pub use glossary::{Glossary, GlossaryError, Term, Words, fields};
pub use inflection::{root, stem};
pub use matcher::{Match, TextKind};
pub use word::{Word, WordKey, any_key, name_key, words};
