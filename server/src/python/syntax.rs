//! The one place that calls ruff's parser: code in, tree and errors out.

use ruff_python_ast::{ModModule, PySourceType, PythonVersion};
use ruff_python_parser::{ParseOptions, parse_unchecked, parse_unchecked_source};
// The parser's types, so that the rest names this module alone.
pub use ruff_python_parser::{
    InterpolatedStringErrorType, LexicalErrorType, ParseErrorType, Parsed,
    UnsupportedSyntaxErrorKind, semantic_errors,
};

/// Parses `code` as a module of Python 3.`minor_version`, errors and all. The depth of `code` must have been bounded
/// before: the tree is as deep as the code.
pub fn parse_for(code: &str, minor_version: u8) -> Parsed<ModModule> {
    let options = ParseOptions::from(PySourceType::Python).with_target_version(PythonVersion {
        major: 3,
        minor: minor_version,
    });
    match parse_unchecked(code, options).try_into_module() {
        Some(parsed) => parsed,
        // Never taken: that source type always gives a module.
        None => parse_unchecked_source("", PySourceType::Python),
    }
}

/// The same for the newest version.
pub fn parse(code: &str) -> Parsed<ModModule> {
    parse_for(code, 14)
}
