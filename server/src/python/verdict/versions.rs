//! Syntax that is newer than the configured Python.

use crate::python::syntax::{Parsed, UnsupportedSyntaxErrorKind};
use ruff_python_ast::ModModule;

use super::repair::Finding;
use crate::text::Span;

/// The first use of syntax that the version parsed for does not have, in offsets of the code.
pub fn check(parsed: &Parsed<ModModule>) -> Option<Finding> {
    let error = parsed.unsupported_syntax_errors().first()?;
    let span = Span::new(error.range.start().to_usize(), error.range.end().to_usize());
    // Gone since 3.8, so older than every version that can be configured.
    if error.kind == UnsupportedSyntaxErrorKind::ParenthesizedKeywordArgumentName {
        return Some(Finding::new(
            span,
            "The name of an argument takes no brackets",
        ));
    }
    Some(Finding {
        rule: "newer-syntax",
        ..Finding::new(span, error.to_string())
    })
}
