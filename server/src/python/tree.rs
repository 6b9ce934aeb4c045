//! The tolerant tree of a snippet, broken code included: for patterns and for the node under a cursor, never for
//! verdicts (it accepts much that CPython refuses).

use std::ops::ControlFlow;

use tree_sitter::{Node, ParseOptions, ParseState, Parser, Point};

use crate::text::Span;

/// A concrete syntax tree, as tree-sitter-python reads the code.
#[derive(Debug, Clone)]
pub struct Tree {
    tree: tree_sitter::Tree,
}

/// The parser looks up after some hundred steps; this many looks are granted for each byte of code, and a thousand for
/// nothing. Sound code takes one look for several dozen bytes.
const LOOKS_A_BYTE: usize = 4;

/// Parses `code`. `None` where the parser gave up: on code that makes it try without end.
pub fn parse(code: &str) -> Option<Tree> {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_python::LANGUAGE.into())
        .ok()?;
    let mut looks = 1_000 + code.len() * LOOKS_A_BYTE;
    let mut look = |_: &ParseState| {
        looks = looks.saturating_sub(1);
        if looks == 0 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let bytes = code.as_bytes();
    let mut read = |offset: usize, _: Point| bytes.get(offset..).unwrap_or_default();
    let options = ParseOptions::new().progress_callback(&mut look);
    let tree = parser.parse_with_options(&mut read, None, Some(options))?;
    Some(Tree { tree })
}

impl Tree {
    pub(super) fn root(&self) -> Node<'_> {
        self.tree.root_node()
    }

    /// How many nodes of the grammar's own kinds it has; keywords and signs do not count.
    pub fn named_nodes(&self) -> usize {
        let (mut cursor, mut count) = (self.root().walk(), 0);
        loop {
            count += usize::from(cursor.node().is_named());
            if cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return count;
                }
            }
        }
    }

    /// The spans of the nodes that hold `span`, from the innermost to the whole, each larger than the one before: what
    /// "expand selection" walks through.
    pub fn around(&self, span: Span) -> Vec<Span> {
        // Downwards with a cursor: asking a node for its parent walks from the root each time.
        let mut cursor = self.root().walk();
        let mut spans: Vec<Span> = Vec::new();
        loop {
            let here = Span::from(cursor.node().byte_range());
            if !here.covers(span) {
                break;
            }
            if spans.last() != Some(&here) {
                spans.push(here);
            }
            if cursor.goto_first_child_for_byte(span.start).is_none() {
                break;
            }
        }
        spans.reverse();
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_code_has_a_tree() {
        let code = "def f(:\n    return heapq.push(x\n";
        let tree = parse(code).unwrap();
        let at = code.find("push").unwrap();
        let around = tree.around(Span::new(at, at + 1));
        let texts: Vec<&str> = around.iter().map(|span| span.of(code)).collect();
        assert_eq!(texts[0], "push");
        assert!(texts.contains(&"heapq.push"), "{texts:?}");
        assert_eq!(texts.last(), Some(&code));
    }

    #[test]
    fn deep_code_is_read_or_given_up() {
        for code in [
            "(".repeat(100_000),
            "a.b".repeat(100_000),
            "if x:\n ".repeat(3_000),
        ] {
            if let Some(tree) = parse(&code) {
                assert!(!tree.around(Span::at(0)).is_empty());
            }
        }
    }
}
