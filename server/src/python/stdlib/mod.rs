//! What Python's standard library holds, version by version (3.8 to 3.14): modules, their names, classes with
//! their attributes, signatures; where names live, what is gone, what only Python 2 had.
//!
//! The facts come from `data/python/*.txt`, which a script there takes from real interpreters and typeshed.
//! Names that start with `_` are not stored: nothing can be said about them. Start-up costs nothing; what is asked
//! for is parsed when first asked.

mod class;
mod member;
mod module;
mod names;
mod python2;
mod signature;
mod table;
mod version;

#[cfg(test)]
mod facts;

pub use class::{Class, class};
pub use member::{Kind, Member};
pub use module::{Module, Removed, module, modules, removed, removed_module};
pub use names::{is_special_method, is_third_party, special_methods, third_party, where_is};
pub use python2::{Python2Name, python2_builtin, python2_member, python2_method, python2_module};
pub use signature::{Parameter, ParameterKind, Signature};
pub use version::{UnknownVersion, Version, VersionSet};
