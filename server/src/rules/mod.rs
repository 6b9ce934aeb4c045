//! The rules: one file a rule, with its page beside it. This file is their list and what they have in common.

mod add_import;
mod excerpt;
pub mod lesson;
pub mod mentions;
mod names;
mod often;
mod on_purpose;
pub mod pattern;
mod python2_library;
mod said;
mod subject;
mod suggestion;
mod surroundings;
#[cfg(test)]
pub(crate) mod testing;

pub use lesson::Lesson;
pub use mentions::Stretch;
pub use pattern::known;
pub use subject::{Code, Contents, Embedded, Subject};

use crate::diagnostic::{Diagnostic, RuleId, Severity};

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Syntax of Python snippets and of their fences.
    Syntax,
    /// Names, modules, attributes.
    Names,
    /// Known mistakes in code that compiles.
    Mistakes,
    /// Questions and gaps in the notes.
    Questions,
    /// The Markdown itself.
    Markdown,
    /// Links between notes.
    Links,
    /// Suppressions.
    Suppressions,
}

/// A rule: what it is called, how grave it is, its page and its checks.
#[derive(Debug)]
pub struct Rule {
    /// Its name, as in INTERFACE.
    pub id: RuleId,
    /// What it is about.
    pub group: Group,
    /// Severity unless a finding says otherwise or the config overrides it.
    pub severity: Severity,
    /// True where some of its findings have a fix.
    pub fixable: bool,
    /// Its page in Markdown: `# name`, one sentence, then "What it does" and so on.
    pub page: &'static str,
    /// How it looks.
    pub checks: &'static [Check],
}

/// A check of a rule.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Reads a part of the note through its window (`note::Window`); spans are of the window. What it finds may depend on
    /// that window, on the names of the note and on the config alone: it is remembered until one of them changes.
    Note(fn(&Subject<'_>, &mut Vec<Diagnostic>)),
    /// The same for one stretch of text that may name things of Python.
    Text(fn(&Subject<'_>, Stretch<'_>, &mut Vec<Diagnostic>)),
    /// Reads one snippet that has a tree; spans are of that snippet's `code`. What it finds may depend on that snippet,
    /// on the names of the note and on the config alone: it is remembered until one of them changes.
    Snippet(fn(&Code<'_>, &mut Vec<Diagnostic>)),
    /// The same for mistakes that notes also show on purpose: what the note calls wrong is not told, what it teaches
    /// is a hint.
    Mistake(fn(&Code<'_>, &mut Vec<Diagnostic>), Lesson),
}

impl Rule {
    /// The page's one-sentence summary: its first paragraph.
    pub fn summary(&self) -> &'static str {
        self.page
            .lines()
            .skip(1)
            .find(|line| !line.trim().is_empty())
            .unwrap_or("")
    }

    /// Where the page can be read.
    pub fn url(&self) -> String {
        format!("{PAGES}/{}.md", self.id)
    }

    /// A finding of this rule at its own severity.
    pub fn finding(&self, span: crate::text::Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.id.clone(), self.severity, span, message)
    }
}

/// The folder of the rules' pages.
const PAGES: &str = "https://github.com/notelint/notelint/blob/main/server/src/rules";

macro_rules! rules {
    ($($module:ident,)*) => {
        $(mod $module;)*
        /// Every rule, in the order of their names.
        pub static RULES: &[&Rule] = &[$(&$module::RULE,)*];
    };
}

rules! {
    aliased_grid,
    ambiguous_link,
    assert_tuple,
    bare_except,
    blocking_call_in_async,
    broken_fence,
    broken_link,
    cached_method,
    complexity_claim,
    dangling_task,
    defaultdict_factory,
    deque_slice,
    duplicate_key,
    empty_item,
    empty_section,
    format_mismatch,
    groupby_reuse,
    heap_argument_order,
    increment_operator,
    is_literal,
    loop_closure,
    missing_import,
    missing_self,
    misspelt_dunder,
    misspelt_name,
    mistagged_fence,
    mojibake,
    mutable_default,
    mutation_while_iterating,
    newer_syntax,
    none_comparison,
    none_result,
    python2_name,
    python2_syntax,
    raise_literal,
    raise_not_implemented,
    removed_name,
    shadowed_builtin,
    shared_fromkeys,
    super_call,
    syntax_error,
    unanswered_question,
    unawaited_coroutine,
    unhashable_cache_argument,
    unknown_attribute,
    unknown_import,
    unknown_keyword,
    unknown_method,
    unknown_module,
    unknown_suppression,
    unspaced_heading,
    unsure_answer,
    untagged_python,
    unused_suppression,
}

/// The rule called `name`.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id.as_str() == name).copied()
}
