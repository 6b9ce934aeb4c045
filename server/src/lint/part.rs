//! A part of a note between two checks: what it holds, and what was found in it.

use std::sync::Arc;

use super::snippets::Found;
use crate::diagnostic::Diagnostic;
use crate::note::Make;
use crate::python::model::NoteNames;
use crate::rules::Contents;

/// A part, as far as its window alone tells.
#[derive(Debug)]
pub(super) struct Part {
    make: Make,
    contents: Arc<Contents>,
    checked: Option<Checked>,
}

/// What was found in a part, and what that depends on besides the window.
#[derive(Debug)]
struct Checked {
    /// The hash of the note's names that it was found under.
    names: u64,
    is_damaged: bool,
    /// What asked for names: all text, then each snippet.
    by: Vec<Arc<Found>>,
    findings: Vec<Diagnostic>,
}

impl Part {
    /// A part that was not checked yet.
    pub fn new(make: Make, contents: Contents) -> Self {
        Self {
            make,
            contents: Arc::new(contents),
            checked: None,
        }
    }

    /// Whether its window is of this make.
    pub fn is_made_of(&self, make: &Make) -> bool {
        self.make == *make
    }

    /// What it holds.
    pub fn contents(&self) -> &Arc<Contents> {
        &self.contents
    }

    /// Every finding in it, in offsets from its start: found now by `check`, or before, where the note's names give the
    /// same answers to what was asked of them. `check` is told what was found in text, where that still holds.
    pub fn findings(
        &mut self,
        names: &NoteNames,
        is_damaged: bool,
        check: impl FnOnce(&Contents, Option<Arc<Found>>) -> (Vec<Diagnostic>, Vec<Arc<Found>>),
    ) -> &[Diagnostic] {
        let known = self.checked.take();
        let known = known.filter(|known| known.is_damaged == is_damaged);
        let under = known.as_ref().map_or(0, |known| known.names);
        let holds = |found: &Arc<Found>| found.holds_under(names, under);
        let (findings, by) = match known {
            Some(known) if known.names == names.hash() || known.by.iter().all(holds) => {
                (known.findings, known.by)
            }
            known => {
                let text = known.and_then(|known| known.by.into_iter().next());
                check(&self.contents, text.filter(holds))
            }
        };
        let checked = self.checked.insert(Checked {
            names: names.hash(),
            is_damaged,
            by,
            findings,
        });
        &checked.findings
    }
}
