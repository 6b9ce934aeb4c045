//! What CPython would say of a snippet, and whether its writer meant it to say so.
//!
//! The questions, in order: is it nested too deeply to parse, does it compile as it stands, is it a transcript, does it
//! compile dedented, and which repairs does it need otherwise (`judge`)? What needs none but repairs of things left
//! out is a fragment; what needs one of a named mistake is a mistake.

pub mod announce;
mod context;
mod decide;
mod declarations;
mod dedent;
mod depth;
mod fence;
mod fragments;
mod ipython;
mod judge;
mod messages;
mod mistakes;
mod module;
mod output;
mod prose;
mod python2;
mod read;
mod repair;
mod semantic;
mod session;
mod shell;
mod tokens;
mod transcript;
mod versions;
mod words;
mod work;

pub use read::read;
