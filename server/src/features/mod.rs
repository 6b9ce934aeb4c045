//! What an editor offers on a note: one file a feature, each from a note and a place to plain data. No protocol types.

pub mod answers;
pub mod code;
pub mod completion;
pub mod define;
pub mod definition;
pub mod fix_all;
pub mod folding;
pub mod glossary;
pub mod hover;
pub mod links;
pub mod map;
pub mod mark;
pub mod name;
pub mod passage;
pub mod references;
pub mod related;
pub mod rename;
pub mod selection;
pub mod suppress;
pub mod symbols;
pub mod term_names;
pub mod toc;
pub mod tokens;
