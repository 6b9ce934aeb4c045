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

impl Question {
    /// The one name that it is about; `None` for one about imports or stars.
    fn name(&self) -> Option<&str> {
        match self {
            Self::Bound(name)
            | Self::MayBind(name)
            | Self::Attribute(name)
            | Self::Module(name) => Some(name),
            Self::Stars | Self::Imports | Self::ImportsNear(_) => None,
        }
    }
}

/// Questions with a hash of each answer.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    pub(super) given: FxHashMap<Question, u64>,
    /// The hashes of the names they are about, in order.
    names: Box<[u64]>,
}

/// What became of a note's names from one state to the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    /// The hash of all names before.
    pub since: u64,
    /// The hashes of the names about which other answers are given now.
    pub names: Vec<u64>,
    /// Whether other imports or stars are there now.
    pub imports: bool,
}

impl Answers {
    fn new(given: FxHashMap<Question, u64>) -> Self {
        let names = given.keys().filter_map(Question::name);
        let mut names: Box<[u64]> = names.map(hash).collect();
        names.sort_unstable();
        Self { given, names }
    }

    /// True where `change` has nothing to do with these questions.
    pub(super) fn are_beside(&self, change: &Change) -> bool {
        let is_asked = |name: &u64| self.names.binary_search(name).is_ok();
        let about_imports = || self.given.keys().any(|question| question.name().is_none());
        let concerns = change.names.iter().any(is_asked) || change.imports && about_imports();
        !concerns
    }
}

/// Takes down questions while somebody wants to know them.
#[derive(Debug, Clone, Default)]
pub(super) struct Record(RefCell<Option<FxHashMap<Question, u64>>>);

impl Record {
    /// Takes down a question and its answer.
    pub(super) fn note(&self, question: impl FnOnce() -> Question, answer: impl Hash) {
        if let Some(answers) = self.0.borrow_mut().as_mut() {
            answers.insert(question(), hash(answer));
        }
    }

    /// Does `work`, and tells what was asked meanwhile.
    pub(super) fn watched<T>(&self, work: impl FnOnce() -> T) -> (T, Answers) {
        let outer = self.0.replace(Some(FxHashMap::default()));
        let done = work();
        let answers = self.0.replace(outer).unwrap_or_default();
        (done, Answers::new(answers))
    }
}

/// The same for equal answers.
pub(super) fn hash(answer: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    answer.hash(&mut hasher);
    hasher.finish()
}
