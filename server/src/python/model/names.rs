//! The names that a snippet gives to the rest of its note, and those of all snippets together.

use ruff_python_ast::helpers::is_dunder;
use rustc_hash::{FxHashMap, FxHashSet};

use super::answers::{Answers, Question, Record, hash};
use super::{BindingKind, Model, ScopeId, span};
use crate::text::spelling;

/// What one snippet binds for the others: every import and definition, and the variables of its module scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    bound: Vec<(String, Bound)>,
    stars: Vec<String>,
    attributes: Vec<String>,
    words: Vec<String>,
    modules: Vec<String>,
}

/// What the snippets of a note bind a name to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Bound {
    /// Every snippet that binds it imports this dotted name.
    Import(String),
    /// Some snippet defines a class or a function of that name.
    Definition,
    /// Anything else, or different things.
    Other,
}

impl Names {
    /// The names that the snippet of `model` gives.
    pub fn of(model: &Model<'_>) -> Self {
        let mut names = Self::default();
        for binding in model.bindings() {
            let bound = match binding.kind {
                BindingKind::Import(index) => match model.imports().get(index) {
                    Some(import) if import.level == 0 => Bound::Import(import.target().to_owned()),
                    _ => Bound::Other,
                },
                BindingKind::Class(_) | BindingKind::Function(_) => Bound::Definition,
                BindingKind::Deleted => continue,
                _ if binding.scope == ScopeId::MODULE => Bound::Other,
                _ => continue,
            };
            names.bound.push((binding.name.to_owned(), bound));
        }
        for import in model.imports().iter().filter(|import| import.is_star()) {
            let module = import.from.map_or("", |(module, _)| module);
            let module = if import.level > 0 { "" } else { module };
            names.stars.push(module.to_owned());
        }
        names.attributes = model
            .attribute_stores()
            .iter()
            .map(|store| store.target.attr.to_string())
            .collect();
        names.words = uncovered_words(model);
        names
    }

    /// Names that were brought by words outside of any snippet that could be read: imports in prose, in untagged
    /// fences.
    pub fn add_words(&mut self, words: impl IntoIterator<Item = String>) {
        self.words.extend(words);
    }

    /// Modules that the text speaks of as its own or as installed: `stack.py`, `pip install arrays`.
    pub fn add_modules(&mut self, modules: impl IntoIterator<Item = String>) {
        self.modules.extend(modules);
    }
}

/// The names that the snippets of a note bind. Their order does not matter: a name is bound wherever the note binds
/// it, so that a snippet means the same wherever it stands.
#[derive(Debug, Clone, Default)]
pub struct NoteNames {
    bound: FxHashMap<String, Bound>,
    stars: FxHashSet<String>,
    attributes: FxHashSet<String>,
    words: FxHashSet<String>,
    modules: FxHashSet<String>,
    /// The same for equal names.
    hash: u64,
    /// The same for equal imports, and for equal stars.
    imports_hash: u64,
    stars_hash: u64,
    record: Record,
}

impl NoteNames {
    /// The names of all snippets together.
    pub fn new<'n>(snippets: impl IntoIterator<Item = &'n Names>) -> Self {
        let mut all = Self::default();
        for names in snippets {
            for (name, bound) in &names.bound {
                match all.bound.get_mut(name) {
                    None => {
                        all.bound.insert(name.clone(), bound.clone());
                    }
                    Some(known) if known == bound || *known == Bound::Definition => {}
                    Some(known) => {
                        *known = match bound {
                            Bound::Definition => Bound::Definition,
                            _ => Bound::Other,
                        };
                    }
                }
            }
            all.stars.extend(names.stars.iter().cloned());
            all.attributes.extend(names.attributes.iter().cloned());
            all.words.extend(names.words.iter().cloned());
            all.modules.extend(names.modules.iter().cloned());
        }
        all.imports_hash = sum(all.bound_imports());
        all.stars_hash = sum(&all.stars);
        all.hash = hash((
            sum(&all.bound),
            all.stars_hash,
            sum(&all.attributes),
            sum(&all.words),
            sum(&all.modules),
        ));
        all
    }

    /// What the note binds `name` to; `None` where no snippet that could be read binds it.
    pub fn get(&self, name: &str) -> Option<&Bound> {
        let answer = self.bound.get(name);
        self.record
            .note(|| Question::Bound(name.to_owned()), answer);
        answer
    }

    /// True where `name` is bound somewhere, or may be: by a star import of a module that is not known, or in text
    /// that could not be read.
    pub fn may_bind(&self, name: &str) -> bool {
        let answer = self.bound.contains_key(name) || self.words.contains(name);
        self.record
            .note(|| Question::MayBind(name.to_owned()), answer);
        answer
    }

    /// The modules of `from … import *`; an empty name is a relative one.
    pub fn stars(&self) -> impl Iterator<Item = &str> {
        self.record.note(|| Question::Stars, self.stars_hash);
        self.stars.iter().map(String::as_str)
    }

    /// True where some snippet gives an object an attribute of that name.
    pub fn stores_attribute(&self, name: &str) -> bool {
        let answer = self.attributes.contains(name);
        self.record
            .note(|| Question::Attribute(name.to_owned()), answer);
        answer
    }

    /// True where the text speaks of a module of that name as its own or as installed: whatever it holds is not the
    /// standard library's.
    pub fn has_module(&self, name: &str) -> bool {
        let answer = self.modules.contains(name);
        self.record
            .note(|| Question::Module(name.to_owned()), answer);
        answer
    }

    /// Every name that is imported wherever it is bound, with its dotted name, in no particular order.
    pub fn imports(&self) -> impl Iterator<Item = (&str, &str)> {
        self.record.note(|| Question::Imports, self.imports_hash);
        self.bound_imports()
    }

    /// Those of [`NoteNames::imports`] whose name may be `name` after two edits at most, in whatever case; some that are
    /// further off may be among them.
    pub fn imports_near<'n>(&'n self, name: &str) -> impl Iterator<Item = (&'n str, &'n str)> {
        let near: Vec<_> = self.bound_imports_near(name).collect();
        self.record
            .note(|| Question::ImportsNear(name.to_owned()), sum(&near));
        near.into_iter()
    }

    fn bound_imports_near(&self, name: &str) -> impl Iterator<Item = (&str, &str)> {
        self.bound_imports()
            .filter(move |(other, _)| spelling::may_be_near(name, other, 2))
    }

    fn bound_imports(&self) -> impl Iterator<Item = (&str, &str)> {
        self.bound.iter().filter_map(|(name, bound)| match bound {
            Bound::Import(target) => Some((name.as_str(), target.as_str())),
            Bound::Definition | Bound::Other => None,
        })
    }

    /// The same for equal names.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// Does `work`, and tells what it asked of these names.
    pub fn watched<T>(&self, work: impl FnOnce() -> T) -> (T, Answers) {
        let outer = self.record.replace(Some(Answers::default()));
        let done = work();
        let answers = self.record.replace(outer).unwrap_or_default();
        (done, answers)
    }

    /// True where these names give the same answers.
    pub fn agree_with(&self, answers: &Answers) -> bool {
        answers.0.iter().all(|(question, answer)| {
            let now = match question {
                Question::Bound(name) => hash(self.bound.get(name)),
                Question::MayBind(name) => {
                    hash(self.bound.contains_key(name) || self.words.contains(name))
                }
                Question::Attribute(name) => hash(self.attributes.contains(name)),
                Question::Module(name) => hash(self.modules.contains(name)),
                Question::Stars => hash(self.stars_hash),
                Question::Imports => hash(self.imports_hash),
                Question::ImportsNear(name) => hash(sum(self.bound_imports_near(name))),
            };
            now == *answer
        })
    }
}

/// A hash that does not depend on the order.
fn sum<T: std::hash::Hash>(items: impl IntoIterator<Item = T>) -> u64 {
    items.into_iter().map(hash).fold(0, u64::wrapping_add)
}

/// The words of code that the tree does not cover: what stood in a broken statement, and may have bound anything.
fn uncovered_words(model: &Model<'_>) -> Vec<String> {
    let mut words = Vec::new();
    let mut at = 0;
    let statements = model.body().iter().map(span);
    let end = crate::text::Span::at(model.code().len());
    for statement in statements.chain(std::iter::once(end)) {
        let gap = crate::text::Span::new(at, statement.start).of(model.code());
        for line in gap.lines() {
            let code = line.split('#').next().unwrap_or("");
            words.extend(
                code.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .filter(|word| !word.is_empty() && !is_dunder(word))
                    .map(str::to_owned),
            );
        }
        at = statement.end.max(at);
    }
    words
}
