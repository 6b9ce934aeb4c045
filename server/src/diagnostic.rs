//! What a rule says: a finding on a byte span, its fixes and related places. No protocol types.

use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;

use crate::text::Span;

/// A rule's name: `unknown-module`, or the name of a user's own pattern.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(Cow<'static, str>);

impl RuleId {
    /// The id of a built-in rule.
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// The id of a rule that the user named.
    pub fn custom(name: String) -> Self {
        Self(Cow::Owned(name))
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How sure and how grave a finding is; the order is from the mildest up.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A remark that an editor shows faintly.
    Hint,
    /// Worth knowing, nothing wrong.
    Info,
    /// Probably wrong; the default of `--fail-on`.
    Warning,
    /// Certainly wrong.
    Error,
}

impl Severity {
    /// The lower-case word that output and config use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Whether a fix may be applied unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// The one right answer: applied by `--fix`.
    Safe,
    /// A likely answer: applied only by `--unsafe-fixes` or when a person picks it.
    Unsafe,
}

/// One replacement of a span by other text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub content: String,
}

impl Edit {
    /// Puts edits into the order of their spans; those of one span keep theirs.
    pub fn sort(edits: &mut [Edit]) {
        edits.sort_by_key(|edit| edit.span);
    }
}

/// Edits that together mend one finding. They do not overlap.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fix {
    /// Whether it may be applied unasked.
    pub applicability: Applicability,
    /// What it does, as an editor's menu shows it: "Replace with `collections`".
    pub message: String,
    /// The edits, in order of their spans.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A safe fix of one replacement.
    pub fn safe(message: impl Into<String>, span: Span, content: impl Into<String>) -> Self {
        Self {
            applicability: Applicability::Safe,
            message: message.into(),
            edits: vec![Edit {
                span,
                content: content.into(),
            }],
        }
    }

    /// Adds edits that the fix needs as well.
    pub fn extend(&mut self, edits: impl IntoIterator<Item = Edit>) {
        self.edits.extend(edits);
        Edit::sort(&mut self.edits);
    }

    /// The same fix, to be applied only when asked for.
    pub fn unsafely(self) -> Self {
        Self {
            applicability: Applicability::Unsafe,
            ..self
        }
    }
}

/// A place that helps to understand a finding, such as the bracket that was never closed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Related {
    /// Another note; `None` for the note of the finding.
    pub file: Option<PathBuf>,
    /// The place there.
    pub span: Span,
    /// What is to be seen there.
    pub message: String,
}

/// A finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The rule that speaks.
    pub rule: RuleId,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in a learner's words.
    pub message: String,
    /// The exact characters.
    pub span: Span,
    /// The one answer, where there is one.
    pub fix: Option<Fix>,
    /// Other possible answers, none of them certain.
    pub alternatives: Vec<Fix>,
    /// Places that help to understand.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// A finding without fixes or related places.
    pub fn new(rule: RuleId, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity,
            message: message.into(),
            span,
            fix: None,
            alternatives: Vec::new(),
            related: Vec::new(),
        }
    }

    /// With its fix.
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// With a related place of the same note.
    pub fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related {
            file: None,
            span,
            message: message.into(),
        });
        self
    }

    /// Every span of the finding, its fixes and its related places in the same note, moved by `map`; used to bring a
    /// finding from a snippet's coordinates to the note's.
    pub fn map_spans(mut self, map: impl Fn(Span) -> Span) -> Self {
        self.span = map(self.span);
        for fix in self.fix.iter_mut().chain(&mut self.alternatives) {
            for edit in &mut fix.edits {
                edit.span = map(edit.span);
            }
        }
        for related in &mut self.related {
            if related.file.is_none() {
                related.span = map(related.span);
            }
        }
        self
    }
}
