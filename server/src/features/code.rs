//! The place of a cursor in the code of a fence, by the tolerant tree: what "expand selection" walks through, and the name
//! under the cursor. Broken code has both.

use crate::note::{Fence, Note};
use crate::python::language;
use crate::python::snippet::{self, Kind, Request, Verdict};
use crate::python::tree::{self, Dotted, Tree};
use crate::text::{Extract, Span};

/// A place in the code of a Python fence.
#[derive(Debug)]
pub struct CodeAt<'n> {
    /// The tree of the code.
    pub tree: Tree,
    /// The place, a byte offset of the code.
    pub at: usize,
    fence: &'n Fence,
    code: Extract,
}

impl<'n> CodeAt<'n> {
    /// The place at byte `offset` of `note` in its `fence`; a cursor behind a name means the name. `None` where no code
    /// stands.
    pub fn new(note: &Note, fence: &'n Fence, offset: usize) -> Option<Self> {
        let language = language::language(fence.info(&note.text));
        if !language::is_python(&language) {
            return None;
        }
        let request = Request {
            is_python2: language::is_python2(&language),
            ..Request::default()
        };
        let snippet = snippet::read(fence.body.text(), &request);
        if matches!(snippet.kind, Kind::Output | Kind::Other) {
            return None;
        }
        let is_broken = matches!(snippet.verdict, Verdict::Error(_));
        // Of broken code, what was judged may be a mended half; the tree is to hold what stands there.
        let code = match snippet.kind {
            Kind::Transcript | Kind::Ipython => snippet.code,
            _ if is_broken => Extract::whole(fence.body.text(), 0),
            _ => snippet.code,
        };
        let place = |offset: usize| code.offset_of(fence.body.offset_of(offset)?);
        let is_in_name = |at: &usize| {
            code.text()
                .get(*at..)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        let at = place(offset);
        let before = offset.checked_sub(1).and_then(place);
        let at = at
            .filter(is_in_name)
            .or_else(|| before.filter(is_in_name))
            .or(at)?;
        let tree = tree::parse(code.text())?;
        Some(Self {
            tree,
            at,
            fence,
            code,
        })
    }

    /// The dotted name that ends here, with where it stands in the note.
    pub fn name(&self) -> Option<Dotted> {
        let found = self.tree.name_at(self.code.text(), self.at)?;
        Some(Dotted {
            span: self.source_span(found.span),
            ..found
        })
    }

    /// From a span of the code to the note's.
    pub fn source_span(&self, span: Span) -> Span {
        self.fence.body.source_span(self.code.source_span(span))
    }
}
