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

/// A dotted name of the code, with what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dotted {
    /// Where it stands in the code.
    pub span: Span,
    /// As its imports say: `heapq.nlargest` for `hq.nlargest` below `import heapq as hq`.
    pub name: String,
}

/// A dotted name of more parts is no name that anybody looks up.
const MOST_PARTS: usize = 8;

impl Tree {
    /// The dotted name of `code`, which this is the tree of, that ends with the identifier at byte `at`; its first part
    /// is what the code imports it as. `None` where no identifier stands.
    pub fn name_at(&self, code: &str, at: usize) -> Option<Dotted> {
        let node = self.root().named_descendant_for_byte_range(at, at)?;
        if node.kind() != "identifier" {
            return None;
        }
        let mut whole = node;
        if let Some(parent) = node.parent() {
            match parent.kind() {
                "attribute" if parent.child_by_field_name("attribute") == Some(node) => {
                    whole = parent
                }
                "dotted_name" => return self.imported(code, parent),
                _ => {}
            }
        }
        let parts = parts(code, whole)?;
        let (first, rest) = parts.split_first()?;
        let mut name = self
            .import_of(code, first)
            .unwrap_or_else(|| (*first).to_owned());
        for part in rest {
            name.push('.');
            name.push_str(part);
        }
        let span = Span::from(whole.byte_range());
        Some(Dotted { span, name })
    }

    /// The name in an import: with its module in `from heapq import nlargest`.
    fn imported(&self, code: &str, dotted: Node<'_>) -> Option<Dotted> {
        let span = Span::from(dotted.byte_range());
        let mut name = span.of(code).to_owned();
        let mut statement = dotted.parent()?;
        if statement.kind() == "aliased_import" {
            statement = statement.parent()?;
        }
        let module = statement.child_by_field_name("module_name");
        if let Some(module) = module.filter(|module| *module != dotted) {
            name = format!("{}.{name}", Span::from(module.byte_range()).of(code));
        }
        Some(Dotted { span, name })
    }

    /// What the first import that binds `name`, wherever it stands, binds it to.
    fn import_of(&self, code: &str, name: &str) -> Option<String> {
        let text = |node: Node<'_>| Span::from(node.byte_range()).of(code).to_owned();
        let mut cursor = self.root().walk();
        loop {
            let node = cursor.node();
            let is_from = node.kind() == "import_from_statement";
            if is_from || node.kind() == "import_statement" {
                let module = node.child_by_field_name("module_name");
                let prefix = module.map_or(String::new(), |module| format!("{}.", text(module)));
                for imported in node.children_by_field_name("name", &mut node.walk()) {
                    let (target, bound) = match imported.child_by_field_name("alias") {
                        Some(alias) => (text(imported.child_by_field_name("name")?), text(alias)),
                        // `import os.path` binds `os` to itself.
                        None if !is_from => continue,
                        None => (text(imported), text(imported)),
                    };
                    if bound == name {
                        return Some(format!("{prefix}{target}"));
                    }
                }
            } else if cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return None;
                }
            }
        }
    }
}

/// The parts of `a.b.c`; `None` where its object is anything else than a name.
fn parts<'c>(code: &'c str, whole: Node<'_>) -> Option<Vec<&'c str>> {
    let text = |node: Node<'_>| Span::from(node.byte_range()).of(code);
    let mut parts = Vec::new();
    let mut node = whole;
    while node.kind() == "attribute" && parts.len() < MOST_PARTS {
        parts.push(text(node.child_by_field_name("attribute")?));
        node = node.child_by_field_name("object")?;
    }
    if node.kind() != "identifier" {
        return None;
    }
    parts.push(text(node));
    parts.reverse();
    Some(parts)
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
    fn a_name_stands_for_what_it_was_imported_as() {
        let name = |marked: &str| {
            let at = marked.find('|').unwrap();
            let code = marked.replacen('|', "", 1);
            let found = parse(&code).unwrap().name_at(&code, at)?;
            Some((found.span.of(&code).to_owned(), found.name))
        };
        let is = |marked: &str, span: &str, meant: &str| {
            assert_eq!(
                name(marked),
                Some((span.to_owned(), meant.to_owned())),
                "{marked}"
            );
        };
        // The snippets are broken on purpose.
        is(
            "import heapq as hq\ndef f(:\n    return hq.n|largest(2, x\n",
            "hq.nlargest",
            "heapq.nlargest",
        );
        is(
            "from functools import wraps as w\n@|w(f\ndef g(:\n",
            "w",
            "functools.wraps",
        );
        is(
            "from functools import wr|aps\ndef g(:\n",
            "wraps",
            "functools.wraps",
        );
        is("import o|s.path\nx = (\n", "os.path", "os.path");
        is("x = (\na.|b.c\n", "a.b", "a.b");
        assert_eq!(name("f().n|ame\n"), None);
        assert_eq!(name("x = '|text'\n"), None);
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
                assert_eq!(tree.name_at(&code, code.len() - 1), None);
            }
        }
    }
}
