//! The one place that calls ruff's parser: code in, tree and errors out.

use ruff_python_ast::{ModModule, PySourceType};
use ruff_python_parser::{Parsed, parse_unchecked_source};

/// Parses `code` as a module, errors and all. The depth of `code` must have been bounded before: the parser's
/// recursion is not.
pub fn parse(code: &str) -> Parsed<ModModule> {
    parse_unchecked_source(code, PySourceType::Python)
}
