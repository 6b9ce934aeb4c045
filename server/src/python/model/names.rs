//! The names that a snippet gives to the rest of its note, and those of all snippets together.

use ruff_python_ast::helpers::is_dunder;
use rustc_hash::{FxHashMap, FxHashSet};

use super::answers::{Answers, Change, Question, Record, hash};
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

    /// Every name that another answer may be given about because of these.
    fn all(&self) -> impl Iterator<Item = &str> {
        let bound = self.bound.iter().map(|(name, _)| name);
        let others = [&self.words, &self.attributes, &self.modules];
        bound
            .chain(others.into_iter().flatten())
            .map(String::as_str)
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
    bound: FxHashMap<String, Bindings>,
    /// What is bound to an import, with that: few, and looked through often.
    imports: FxHashMap<String, String>,
    stars: Bag,
    attributes: Bag,
    words: Bag,
    modules: Bag,
    /// Sums of the hashes of what is bound, and of the imports in it.
    bound_sum: u64,
    imports_sum: u64,
    record: Record,
    /// How they came from their last state.
    change: Option<Change>,
}

/// What binds a name, and how often.
#[derive(Debug, Clone)]
struct Bindings {
    each: Vec<(Bound, usize)>,
    /// What that comes to.
    all: Bound,
}

/// Words, and how often each was put in.
#[derive(Debug, Clone, Default)]
struct Bag {
    counts: FxHashMap<String, usize>,
    /// The sum of the words' hashes: the same for the same words.
    sum: u64,
}

impl Bag {
    fn contains(&self, word: &str) -> bool {
        self.counts.contains_key(word)
    }

    fn put_in(&mut self, words: &[String]) {
        for word in words {
            match self.counts.get_mut(word) {
                Some(count) => *count += 1,
                None => {
                    self.counts.insert(word.clone(), 1);
                    self.sum = self.sum.wrapping_add(hash(word));
                }
            }
        }
    }

    fn take_out(&mut self, words: &[String]) {
        for word in words {
            let Some(count) = self.counts.get_mut(word) else {
                continue;
            };
            *count -= 1;
            if *count == 0 {
                self.counts.remove(word);
                self.sum = self.sum.wrapping_sub(hash(word));
            }
        }
    }
}

impl Bindings {
    /// What the bindings come to; `None` where there are none.
    fn all_of(each: &[(Bound, usize)]) -> Option<Bound> {
        match each {
            [] => None,
            [(only, _)] => Some(only.clone()),
            several => Some(
                match several.iter().any(|(bound, _)| *bound == Bound::Definition) {
                    true => Bound::Definition,
                    false => Bound::Other,
                },
            ),
        }
    }
}

impl NoteNames {
    /// The names of all snippets together.
    pub fn new<'n>(snippets: impl IntoIterator<Item = &'n Names>) -> Self {
        let mut all = Self::default();
        snippets.into_iter().for_each(|names| all.put_in(names));
        all
    }

    /// Takes out the names of snippets that are gone and adds those of others: a keystroke changes the answers about a
    /// few names, so that nearly all of what was asked need not be asked again.
    pub fn replace<'n>(&mut self, gone: &[&'n Names], new: &[&'n Names]) {
        let since = self.hash();
        let imports = |names: &Self| (names.stars.sum, names.imports_sum);
        let imports_before = imports(self);
        let concerned: FxHashSet<&str> = gone.iter().chain(new).flat_map(|it| it.all()).collect();
        let before: Vec<(&str, u64)> = concerned.iter().map(|it| (*it, self.state(it))).collect();
        gone.iter().for_each(|names| self.take_out(names));
        new.iter().for_each(|names| self.put_in(names));
        let changed = before
            .iter()
            .filter(|(name, state)| self.state(name) != *state);
        self.change = Some(Change {
            since,
            names: changed.map(|(name, _)| hash(name)).collect(),
            imports: imports(self) != imports_before,
        });
    }

    /// The same where every question about `name` alone has the same answer.
    fn state(&self, name: &str) -> u64 {
        hash((
            self.bound.get(name).map(|it| &it.all),
            self.words.contains(name),
            self.attributes.contains(name),
            self.modules.contains(name),
        ))
    }

    /// Adds the names of a snippet.
    fn put_in(&mut self, names: &Names) {
        for (name, bound) in &names.bound {
            self.change(name, bound, true);
        }
        self.stars.put_in(&names.stars);
        self.attributes.put_in(&names.attributes);
        self.words.put_in(&names.words);
        self.modules.put_in(&names.modules);
    }

    /// Takes away the names of a snippet, which were added before: what is left is as if they had not been.
    fn take_out(&mut self, names: &Names) {
        for (name, bound) in &names.bound {
            self.change(name, bound, false);
        }
        self.stars.take_out(&names.stars);
        self.attributes.take_out(&names.attributes);
        self.words.take_out(&names.words);
        self.modules.take_out(&names.modules);
    }

    /// One more binding of `name`, or one less.
    fn change(&mut self, name: &str, bound: &Bound, is_more: bool) {
        if let Some(known) = self.bound.get_mut(name)
            && let Some((_, count)) = known.each.iter_mut().find(|(known, _)| known == bound)
            && (is_more || *count > 1)
        {
            *count = if is_more { *count + 1 } else { *count - 1 };
            return;
        }
        // What it comes to may change.
        let known = self.bound.remove(name);
        let (mut each, before) = known.map_or_else(Default::default, |it| (it.each, Some(it.all)));
        match is_more {
            true => each.push((bound.clone(), 1)),
            false => each.retain(|(known, _)| known != bound),
        }
        let after = Bindings::all_of(&each);
        if before != after {
            let sums = |bound: &Option<Bound>| {
                let of_all = bound.as_ref().map_or(0, |bound| hash((name, bound)));
                match bound {
                    Some(Bound::Import(target)) => (of_all, hash((name, target))),
                    _ => (of_all, 0),
                }
            };
            let (old, new) = (sums(&before), sums(&after));
            self.bound_sum = self.bound_sum.wrapping_sub(old.0).wrapping_add(new.0);
            self.imports_sum = self.imports_sum.wrapping_sub(old.1).wrapping_add(new.1);
        }
        match &after {
            Some(Bound::Import(target)) => _ = self.imports.insert(name.to_owned(), target.clone()),
            _ => _ = self.imports.remove(name),
        }
        if let Some(all) = after {
            self.bound.insert(name.to_owned(), Bindings { each, all });
        }
    }

    /// What the note binds `name` to; `None` where no snippet that could be read binds it.
    pub fn get(&self, name: &str) -> Option<&Bound> {
        let answer = self.bound.get(name).map(|bindings| &bindings.all);
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
        self.record.note(|| Question::Stars, self.stars.sum);
        self.stars.counts.keys().map(String::as_str)
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
        self.record.note(|| Question::Imports, self.imports_sum);
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
        let imports = self.imports.iter();
        imports.map(|(name, target)| (name.as_str(), target.as_str()))
    }

    /// The same for equal names.
    pub fn hash(&self) -> u64 {
        hash((
            self.bound_sum,
            self.stars.sum,
            self.attributes.sum,
            self.words.sum,
            self.modules.sum,
        ))
    }

    /// Does `work`, and tells what it asked of these names.
    pub fn watched<T>(&self, work: impl FnOnce() -> T) -> (T, Answers) {
        self.record.watched(work)
    }

    /// True where these names give the same answers as the names with the hash `under` did.
    pub fn agree_with(&self, answers: &Answers, under: u64) -> bool {
        let change = self.change.as_ref().filter(|change| change.since == under);
        if change.is_some_and(|change| answers.are_beside(change)) {
            return true;
        }
        answers.given.iter().all(|(question, answer)| {
            let now = match question {
                Question::Bound(name) => hash(self.bound.get(name).map(|it| &it.all)),
                Question::MayBind(name) => {
                    hash(self.bound.contains_key(name) || self.words.contains(name))
                }
                Question::Attribute(name) => hash(self.attributes.contains(name)),
                Question::Module(name) => hash(self.modules.contains(name)),
                Question::Stars => hash(self.stars.sum),
                Question::Imports => hash(self.imports_sum),
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

/// The words of code that the tree does not cover: what stood in a broken statement, and may have bound anything. What is
/// called there, or is an attribute, it did not bind.
fn uncovered_words(model: &Model<'_>) -> Vec<String> {
    let mut words = Vec::new();
    let mut at = 0;
    let statements = model.body().iter().map(span);
    let end = crate::text::Span::at(model.code().len());
    for statement in statements.chain(std::iter::once(end)) {
        let gap = crate::text::Span::new(at, statement.start).of(model.code());
        for line in gap.lines() {
            let code = line.split('#').next().unwrap_or("");
            words.extend(perhaps_bound(code).map(str::to_owned));
        }
        at = statement.end.max(at);
    }
    words
}

/// The words of a line of code that it may bind.
fn perhaps_bound(code: &str) -> impl Iterator<Item = &str> {
    let mut earlier = "";
    let mut at = 0;
    let words = code.split(|c: char| !c.is_alphanumeric() && c != '_');
    let words = words.filter_map(move |word| {
        let (before, rest) = code.split_at_checked(at)?;
        at += word.len();
        at += code.get(at..)?.chars().next().map_or(0, char::len_utf8);
        if word.is_empty() {
            return None;
        }
        let is_called = rest.get(word.len()..)?.starts_with('(');
        let is_named = matches!(earlier, "def" | "class");
        earlier = word;
        let is_bound = !before.ends_with('.') && (!is_called || is_named);
        is_bound.then_some(word)
    });
    words.filter(|word| !is_dunder(word))
}
