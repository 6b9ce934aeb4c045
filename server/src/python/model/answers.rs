//! What a check asked of a note's names, and the answers: as long as they stay the same, so does what it found.

use std::cell::RefCell;
use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

/// A question about the names of a note.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Question {
    /// `NoteNames::get`
    Bound(String),
    /// `NoteNames::may_bind`
    MayBind(String),
    /// `NoteNames::stores_attribute`
    Attribute(String),
    /// `NoteNames::has_module`
    Module(String),
    /// `NoteNames::stars`
    Stars,
    /// `NoteNames::imports`
    Imports,
    /// `NoteNames::imports_near`
    ImportsNear(String),
}

/// Questions with a hash of each answer.
#[derive(Debug, Clone, Default)]
pub struct Answers(pub(super) FxHashMap<Question, u64>);

/// Takes down questions while somebody wants to know them.
#[derive(Debug, Clone, Default)]
pub(super) struct Record(RefCell<Option<Answers>>);

impl Record {
    /// Takes down a question and its answer.
    pub(super) fn note(&self, question: impl FnOnce() -> Question, answer: impl Hash) {
        if let Some(answers) = self.0.borrow_mut().as_mut() {
            answers.0.insert(question(), hash(answer));
        }
    }

    /// Begins anew, and hands out what was taken down.
    pub(super) fn replace(&self, with: Option<Answers>) -> Option<Answers> {
        self.0.replace(with)
    }
}

/// The same for equal answers.
pub(super) fn hash(answer: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    answer.hash(&mut hasher);
    hasher.finish()
}
