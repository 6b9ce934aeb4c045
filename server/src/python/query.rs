//! Queries over the tolerant tree: code patterns in tree-sitter's own language, the built-in way for users to describe
//! mistakes of their own.

use std::ops::ControlFlow;
use std::sync::LazyLock;

use regex::Regex;
use tree_sitter::{
    CaptureQuantifier, QueryCursor, QueryCursorOptions, QueryCursorState, StreamingIterator,
};

use super::tree::Tree;
use crate::text::Span;

/// A compiled query.
#[derive(Debug)]
pub struct Query {
    query: tree_sitter::Query,
    /// For each pattern of the query: groups of literals; of each group one must stand in the code.
    needs: Vec<Vec<Vec<String>>>,
}

/// What is wrong with the text of a query.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryProblem {
    /// 1-based line in the query.
    pub line: usize,
    /// 1-based column there, in bytes.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

/// A query was stopped, as it took too long or matched too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// One match: its captures with their names, in the order of the query.
pub type Captures<'q> = Vec<(&'q str, Span)>;

/// Matches that one query may have in one snippet; more are no findings but a query that matches everything.
const MOST_MATCHES: usize = 1_000;

/// Unfinished matches that the cursor may carry at once.
const MATCH_LIMIT: u32 = 4_096;

/// How often a query may look up from its work, for each byte of code; it does so every hundred steps.
const LOOKS_A_BYTE: usize = 16;

impl Query {
    /// Compiles `source`.
    ///
    /// # Errors
    /// The place and reason, where it is no query over Python.
    pub fn new(source: &str) -> Result<Self, QueryProblem> {
        let language = tree_sitter_python::LANGUAGE.into();
        let query = tree_sitter::Query::new(&language, source).map_err(|error| QueryProblem {
            line: error.row + 1,
            column: error.column + 1,
            message: explain(&error),
        })?;
        if query.capture_names().is_empty() {
            return Err(QueryProblem {
                line: 1,
                column: 1,
                message: "the query captures nothing; mark the place to report with a name such as `@mark`".to_owned(),
            });
        }
        let needs = (0..query.pattern_count())
            .map(|pattern| needs(&query, pattern, source))
            .collect();
        Ok(Self { query, needs })
    }

    /// The names of its captures.
    pub fn capture_names(&self) -> &[&str] {
        self.query.capture_names()
    }

    /// False where a literal that the query needs does not stand in `code`, so that parsing can be saved.
    pub fn may_match(&self, code: &str) -> bool {
        let stands =
            |literal: &String| memchr::memmem::find(code.as_bytes(), literal.as_bytes()).is_some();
        self.needs
            .iter()
            .any(|groups| groups.iter().all(|group| group.iter().any(stands)))
    }

    /// Every match in `code`, whose tree is `tree`.
    ///
    /// # Errors
    /// `Stopped` where it took too long or matched too often.
    pub fn run<'q>(&'q self, code: &str, tree: &Tree) -> Result<Vec<Captures<'q>>, Stopped> {
        let mut cursor = QueryCursor::new();
        cursor.set_match_limit(MATCH_LIMIT);
        let mut looks = 10_000 + code.len() * LOOKS_A_BYTE;
        let mut stopped = false;
        let mut look = |_: &QueryCursorState| {
            looks = looks.saturating_sub(1);
            if looks == 0 {
                stopped = true;
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let options = QueryCursorOptions::new().progress_callback(&mut look);
        let mut matches =
            cursor.matches_with_options(&self.query, tree.root(), code.as_bytes(), options);
        let mut found = Vec::new();
        while let Some(one) = matches.next() {
            found.push(
                one.captures
                    .iter()
                    .filter_map(|capture| {
                        let name = self.capture_names().get(capture.index as usize)?;
                        Some((*name, Span::from(capture.node.byte_range())))
                    })
                    .collect(),
            );
            if found.len() > MOST_MATCHES {
                return Err(Stopped);
            }
        }
        drop(matches);
        if stopped || cursor.did_exceed_match_limit() {
            return Err(Stopped);
        }
        Ok(found)
    }
}

fn explain(error: &tree_sitter::QueryError) -> String {
    use tree_sitter::QueryErrorKind as Kind;
    let what = error.message.lines().next().unwrap_or_default();
    let what = what.trim_matches('"');
    match error.kind {
        Kind::Syntax => "this is no valid query; are all brackets closed?".to_owned(),
        Kind::NodeType => format!("Python's grammar has no node `{what}`"),
        Kind::Field => format!("Python's grammar has no field `{what}`"),
        Kind::Capture => format!("no capture is called `@{what}`"),
        Kind::Structure => "no Python code has this shape".to_owned(),
        Kind::Predicate => format!("this predicate cannot be used: {what}"),
        Kind::Language => "the grammar cannot be used".to_owned(),
    }
}

/// The literals that `#eq?` and `#any-of?` ask of captures which every match of the pattern has.
fn needs(query: &tree_sitter::Query, pattern: usize, source: &str) -> Vec<Vec<String>> {
    static PREDICATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"\(#(?:eq|any-of)\?\s+@([\w.-]+)((?:\s+"(?:[^"\\]|\\.)*")+)\s*\)"#).ok()
    });
    static LITERAL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#""([^"\\]*)""#).ok());
    let range = query.start_byte_for_pattern(pattern)..query.end_byte_for_pattern(pattern);
    let text = source.get(range).unwrap_or_default();
    let quantifiers = query.capture_quantifiers(pattern);
    let is_certain = |name: &str| {
        let index = query.capture_index_for_name(name);
        index.is_some_and(|index| {
            matches!(
                quantifiers.get(index as usize),
                Some(CaptureQuantifier::One | CaptureQuantifier::OneOrMore)
            )
        })
    };
    let mut groups = Vec::new();
    for predicate in PREDICATE.iter().flat_map(|regex| regex.captures_iter(text)) {
        let (Some(name), Some(list)) = (predicate.get(1), predicate.get(2)) else {
            continue;
        };
        // A literal with an escape is not worth reading: the pattern is then tried more often than needed.
        if !is_certain(name.as_str()) || list.as_str().contains('\\') {
            continue;
        }
        groups.push(
            LITERAL
                .iter()
                .flat_map(|regex| regex.captures_iter(list.as_str()))
                .filter_map(|literal| literal.get(1).map(|text| text.as_str().to_owned()))
                .collect(),
        );
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::*;

    const PUSH: &str = r#"
(call
  function: (attribute
    object: (identifier) @module
    attribute: (identifier) @mark)
  (#eq? @module "heapq")
  (#any-of? @mark "push" "pop"))
"#;

    fn marks(query: &str, code: &str) -> Vec<String> {
        let query = Query::new(query).unwrap();
        let found = query.run(code, &tree::parse(code).unwrap()).unwrap();
        found
            .iter()
            .flatten()
            .filter(|(name, _)| *name == "mark")
            .map(|(_, span)| span.of(code).to_owned())
            .collect()
    }

    #[test]
    fn matches_are_found_in_broken_code_too() {
        let code = "heapq.push(h, 1)\nheapq.heappush(h, 1)\nif x\nheapq.pop(h)\n";
        assert_eq!(marks(PUSH, code), ["push", "pop"]);
    }

    #[test]
    fn code_without_the_literals_is_not_tried() {
        let query = Query::new(PUSH).unwrap();
        assert!(query.may_match("import heapq\nheapq.push(h)"));
        assert!(!query.may_match("import heap\nheap.push(h)"));
        assert!(!query.may_match("heapq.heapify(h)"));
        let free = Query::new("(call) @mark").unwrap();
        assert!(free.may_match(""));
    }

    #[test]
    fn literals_of_optional_captures_are_not_needed() {
        let query = Query::new(
            r#"(call function: (identifier) @mark arguments: (argument_list (string)? @s) (#eq? @s "x"))"#,
        );
        assert!(query.unwrap().may_match("f()"));
    }

    #[test]
    fn a_wrong_query_is_explained_with_its_place() {
        let problem = Query::new("(call\n  (nonsense) @mark)").unwrap_err();
        assert_eq!((problem.line, problem.column), (2, 4));
        assert!(problem.message.contains("no node `nonsense`"), "{problem}");
        assert!(Query::new("(call").is_err());
        assert!(Query::new("(call)").unwrap_err().message.contains("@mark"));
        assert!(Query::new("(call (#eq? @x \"y\"))").is_err());
    }

    #[test]
    fn a_query_that_matches_everything_is_stopped() {
        let code = "x = 1\n".repeat(2_000);
        let query = Query::new("(_) @mark").unwrap();
        assert_eq!(query.run(&code, &tree::parse(&code).unwrap()), Err(Stopped));
    }
}
