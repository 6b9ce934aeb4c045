//! A snippet of Python: what it is, what CPython would say of it, and the tree and names that rules read.
//! Knows nothing of Markdown: it takes the code of a fence as a string, and speaks in offsets of that string.

pub mod cost;
pub mod language;
pub mod model;
pub mod query;
pub mod snippet;
pub mod stdlib;
pub mod syntax;
pub mod template;
pub mod tree;
pub mod verdict;
