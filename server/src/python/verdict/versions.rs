//! Syntax that is newer than the configured Python.

use crate::python::syntax::{Parsed, UnsupportedSyntaxErrorKind};
use ruff_python_ast::ModModule;

use super::repair::Finding;
use crate::text::Span;

/// The first use of syntax that Python 3.`minor_version` does not have, in offsets of the code.
pub fn check(parsed: &Parsed<ModModule>) -> Option<Finding> {
    let error = parsed
        .unsupported_syntax_errors()
        .iter()
        // `(a)=1` in a call went away with 3.8: older than every version that can be configured.
        .find(|error| {
            !matches!(
                error.kind,
                UnsupportedSyntaxErrorKind::ParenthesizedKeywordArgumentName
            )
        })?;
    let span = Span::new(error.range.start().to_usize(), error.range.end().to_usize());
    Some(Finding {
        rule: "newer-syntax",
        ..Finding::new(span, error.to_string())
    })
}
