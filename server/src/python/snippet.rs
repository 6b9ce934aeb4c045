//! The result of reading one snippet.

use std::sync::OnceLock;

use ruff_python_ast::ModModule;

use super::model::{Model, Names};
use crate::diagnostic::Fix;
use crate::text::{Extract, Span};

/// What the verdict depends on besides the code itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Request {
    /// The fence says that it holds Python 2.
    pub is_python2: bool,
    /// The minor version of Python 3 to judge by; 14 unless configured.
    pub minor_version: u8,
    /// The words around the fence (heading, line before, traceback after) announce an error on purpose.
    pub announced_error: bool,
    /// The fence was never closed, so text that is no code may stand in its body.
    pub unclosed: bool,
    /// Judge by `compile()`'s rules, without leniency.
    pub as_module: bool,
}

/// How a snippet was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Plain code.
    Module,
    /// `>>>` inputs with output between them.
    Transcript,
    /// Magics, shell escapes, `In [1]:`.
    Ipython,
    /// Code with parts left out on purpose.
    Fragment,
    /// Python 2.
    Python2,
    /// What a program printed.
    Output,
    /// Another language, a table, a diagram.
    Other,
}

/// The verdict on a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It compiles, as it stands or as what it is meant to be.
    Ok,
    /// It does not, for these reasons; the first is the cause. All spans are of the fence's body.
    Error(Vec<Problem>),
    /// It was not judged, for this reason: "output of a program", "nested too deeply".
    Skipped(String),
}

/// What is wrong with a snippet, in offsets of the fence's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// `syntax-error`, `python2-syntax`, `newer-syntax`, `mistagged-fence`, `broken-fence`, `increment-operator`.
    pub rule: &'static str,
    /// True where most of the snippet compiles and this one place does not.
    pub certain: bool,
    /// The exact characters.
    pub span: Span,
    /// In a learner's words.
    pub message: String,
    /// The one edit that certainly mends it.
    pub fix: Option<Fix>,
    /// Places that help, such as the opening bracket.
    pub related: Vec<(Span, String)>,
}

/// A snippet, read.
#[derive(Debug, Clone)]
pub struct Snippet {
    /// How it was read.
    pub kind: Kind,
    /// The verdict.
    pub verdict: Verdict,
    /// What is worth a hint beside the verdict, such as `mistagged-fence`.
    pub remarks: Vec<Problem>,
    /// The code that the tree was made of (dedented, inputs of a transcript only …), mapped to the fence's body.
    pub code: Extract,
    /// The tree of `code`; `None` where there is nothing that rules could read with confidence. With a `Verdict::Error`
    /// the tree may hold the statements before and after the broken one, but not that one.
    pub tree: Option<ModModule>,
    /// What it binds for other snippets, worked out when first asked for.
    pub names: OnceLock<Names>,
}

impl Snippet {
    /// What it binds for the other snippets of its note; `None` without a tree.
    pub fn names(&self) -> Option<&Names> {
        let tree = self.tree.as_ref()?;
        Some(
            self.names
                .get_or_init(|| Names::of(&Model::new(tree, self.code.text(), None))),
        )
    }
}

impl Snippet {
    /// A snippet of this kind that nothing is said of.
    pub fn untold(kind: Kind, code: Extract) -> Self {
        Self {
            kind,
            verdict: Verdict::Ok,
            remarks: Vec::new(),
            code,
            tree: None,
            names: OnceLock::new(),
        }
    }
}

/// Reads the body of a fence.
pub fn read(body: &str, request: &Request) -> Snippet {
    super::verdict::read(body, request)
}
