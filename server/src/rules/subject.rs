//! What rules read: a part of a note with its Python snippets read, and the names that the whole note binds.

use std::sync::Arc;

use ruff_python_ast::Expr;

use super::{Rule, lesson, mojibake, names, surroundings, untagged_python};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::note::{Fence, Heading, Note, Window};
use crate::python::language;
use crate::python::model::resolve::is_builtin;
use crate::python::model::{Import, Model, Names, NoteNames, span};
use crate::python::snippet::{Request, Snippet, Verdict};
use crate::python::stdlib::{self, Version};
use crate::text::{Extract, Span};

/// A part of a note, made ready for rules.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The window on the part, see `note::Window`.
    pub note: &'a Note,
    /// The part in it; only what stands there is to be told.
    pub own: Span,
    /// The settings.
    pub config: &'a Config,
    /// Its Python snippets, in document order.
    pub snippets: &'a [Embedded],
    /// Indices in `note.fences` of those without a language that hold Python for certain; none where nobody asks.
    pub untagged: &'a [usize],
    /// What is known of the whole note.
    pub names: &'a NoteNames,
    /// Whether some text of the whole note is damaged for certain, see `mojibake`.
    pub is_damaged: bool,
}

/// What a part of a note holds, worked out from its window alone.
#[derive(Debug)]
pub struct Contents {
    /// Its Python snippets, in document order.
    pub snippets: Vec<Embedded>,
    /// See `Subject::untagged`.
    untagged: Vec<usize>,
    /// What the text around the snippets says is imported or defined.
    said: Names,
    /// Whether its text is damaged for certain.
    pub is_damaged: bool,
    /// Whether notelint is spoken of.
    pub names_us: bool,
}

/// A Python fence with what was read in it.
#[derive(Debug, Clone)]
pub struct Embedded {
    /// Index in `note.fences`.
    pub fence: usize,
    /// What it was read with.
    pub request: Request,
    /// What was read.
    pub snippet: Arc<Snippet>,
}

/// One snippet of a note, as a `Check::Snippet` sees it.
#[derive(Debug, Clone, Copy)]
pub struct Code<'a> {
    /// The note it stands in; only its names may be read, see `Check::Snippet`.
    pub subject: &'a Subject<'a>,
    /// Its index in `subject.snippets`.
    pub index: usize,
    /// The snippet.
    pub snippet: &'a Snippet,
    /// The model of its tree.
    pub model: &'a Model<'a>,
}

impl<'a> Code<'a> {
    /// The dotted name of what is called, as `Model::resolve` tells it, and `asyncio.sleep` also where nothing in the
    /// note binds `asyncio`: excerpts leave imports out.
    pub fn resolve(&self, function: &Expr) -> Option<String> {
        self.model.resolve(function).or_else(|| {
            let attribute = function.as_attribute_expr()?;
            let name = attribute.value.as_name_expr()?;
            let is_bound = self.model.bindings_of(name).next().is_some()
                || self.subject.names.may_bind(&name.id)
                || is_builtin(&name.id);
            (!is_bound).then(|| format!("{}.{}", name.id, attribute.attr))
        })
    }

    /// The Python that the snippet is judged by.
    pub fn version(&self) -> Version {
        Version::new(self.subject.config.python.version.minor()).unwrap_or(Version::NEWEST)
    }

    /// The imports that must work and are of no module of one's own or of a well-known package, each with its module as
    /// written and where that stands.
    pub(super) fn certain_imports(&self) -> impl Iterator<Item = (&'a Import<'a>, &'a str, Span)> {
        self.model.imports().iter().filter_map(|import| {
            if import.level > 0 || import.is_guarded {
                return None;
            }
            let (path, at) = match import.from {
                Some(from) => from,
                None if import.is_from => return None,
                None => (import.alias.name.as_str(), span(&import.alias.name)),
            };
            let is_foreign = self.has_own_module(path) || stdlib::is_third_party(path);
            (!is_foreign).then_some((import, path, at))
        })
    }

    /// The blanks that `at`, an offset into the code, stands behind on its line. `None` where more than blanks do: lines
    /// may be long, and are not read.
    pub fn indent_before(&self, at: usize) -> Option<&'a str> {
        let before = self.model.code().get(..at)?;
        let (rest, indent) = before.split_at(before.trim_end_matches([' ', '\t']).len());
        (rest.is_empty() || rest.ends_with(['\n', '\r'])).then_some(indent)
    }

    /// True where the note, the settings or the text have a module of their own of that name, first part only.
    pub fn has_own_module(&self, dotted: &str) -> bool {
        let top = dotted.split('.').next().unwrap_or(dotted);
        self.subject.names.has_module(top)
            || self
                .subject
                .config
                .python
                .known_modules
                .iter()
                .any(|known| known.split('.').next() == Some(top))
    }
}

impl Contents {
    /// Finds the Python snippets of the part that `window` is on, and has each read by `read`.
    pub fn of(
        window: &Window<'_>,
        config: &Config,
        mut read: impl FnMut(&Extract, Request) -> Arc<Snippet>,
    ) -> Self {
        let (note, own) = (&*window.note, window.own);
        let mut snippets = Vec::new();
        let mut untagged = Vec::new();
        let looks = config.lint.untagged || config.runs(untagged_python::RULE.id.as_str());
        let fences = note.fences.iter().enumerate();
        for (index, fence) in fences.filter(|(_, fence)| own.contains(fence.span.start)) {
            let language = language::language(fence.info(&note.text));
            let body = &fence.body;
            let certain = looks && language.is_empty() && {
                untagged_python::is_python_for_certain(body.text(), |request| read(body, request))
            };
            if certain {
                untagged.push(index);
            }
            let is_python = language::is_python(&language) || certain && config.lint.untagged;
            if !is_python {
                continue;
            }
            let mut request = Request {
                is_python2: language::is_python2(&language),
                minor_version: config.python.version.minor(),
                announced_error: false,
                unclosed: fence.closing.is_none(),
                as_module: false,
            };
            let mut snippet = read(body, request);
            // The words around are asked only where there is something to excuse.
            if matches!(snippet.verdict, Verdict::Error(_))
                && surroundings::announce_error(note, index)
            {
                request.announced_error = true;
                snippet = read(body, request);
            }
            snippets.push(Embedded {
                fence: index,
                snippet,
                request,
            });
        }
        let text = own.of(&note.text);
        Self {
            said: names::said(note, own, &snippets),
            snippets,
            untagged,
            is_damaged: mojibake::is_damaged(note, own),
            names_us: memchr::memmem::find(text.as_bytes(), b"notelint").is_some(),
        }
    }

    /// All that it tells other parts: names.
    pub fn names(&self) -> impl Iterator<Item = &Names> {
        let snippets = self.snippets.iter();
        let read = snippets.filter_map(|embedded| embedded.snippet.names());
        read.chain(std::iter::once(&self.said))
    }
}

impl<'a> Subject<'a> {
    /// The part of a note that holds `contents`, seen through `window`; `names` and `is_damaged` are the whole note's.
    pub fn new(
        window: &'a Window<'_>,
        config: &'a Config,
        contents: &'a Contents,
        names: &'a NoteNames,
        is_damaged: bool,
    ) -> Self {
        Self {
            note: &window.note,
            own: window.own,
            config,
            snippets: &contents.snippets,
            untagged: &contents.untagged,
            names,
            is_damaged,
        }
    }

    /// The headings of the part, in order.
    pub fn headings(&self) -> &'a [Heading] {
        let before = |at: usize| self.note.headings.partition_point(|it| it.span.start < at);
        let own = before(self.own.start)..before(self.own.end);
        self.note.headings.get(own).unwrap_or_default()
    }

    /// True where the words around a snippet call it wrong or show the exception that it raises, so that what is wrong
    /// with its names and with what it does is meant.
    pub fn excuses(&self, embedded: &Embedded) -> bool {
        surroundings::announce_error(self.note, embedded.fence)
            || surroundings::show_exception(self.note, embedded.fence)
    }

    /// True where a sentence beside a snippet says of `name` that it is not there.
    pub fn denies(&self, embedded: &Embedded, name: &str) -> bool {
        surroundings::deny(self.note, embedded.fence, name)
    }

    /// The fence of a snippet.
    pub fn fence(&self, embedded: &Embedded) -> Option<&Fence> {
        self.note.fences.get(embedded.fence)
    }

    /// Reports the problems that the verdicts filed under `rule`: at its severity where the verdict is certain, else
    /// as hints.
    pub fn problems(&self, rule: &Rule, found: &mut Vec<Diagnostic>) {
        for embedded in self.snippets {
            let problems = match &embedded.snippet.verdict {
                Verdict::Error(problems) => problems.as_slice(),
                Verdict::Ok | Verdict::Skipped(_) => &[],
            };
            let told = problems.iter().chain(&embedded.snippet.remarks);
            for problem in told.filter(|problem| problem.rule == rule.id.as_str()) {
                let mut finding = rule.finding(problem.span, problem.message.clone());
                if !problem.certain {
                    finding.severity = Severity::Hint;
                }
                finding.fix.clone_from(&problem.fix);
                for (span, message) in &problem.related {
                    finding = finding.with_related(*span, message.clone());
                }
                let finding = lesson::judge_problem(self, embedded, finding);
                found.push(finding.map_spans(|span| self.body_span(embedded, span)));
            }
        }
    }

    /// From a span of a fence's body to the note's.
    pub fn body_span(&self, embedded: &Embedded, span: Span) -> Span {
        self.fence(embedded)
            .map_or(span, |fence| fence.body.source_span(span))
    }

    /// The body of a snippet's fence.
    pub fn body(&self, embedded: &Embedded) -> &str {
        self.fence(embedded).map_or("", |fence| fence.body.text())
    }

    /// From a span of a snippet's `code` to the note's.
    pub fn code_span(&self, embedded: &Embedded, span: Span) -> Span {
        self.body_span(embedded, embedded.snippet.code.source_span(span))
    }
}
