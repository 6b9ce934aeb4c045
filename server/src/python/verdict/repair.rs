//! A repair: an edit that would make code compile, and what needing it says about the code.

use crate::python::syntax::ParseErrorType;

use super::tokens::{Kind, Token};
use super::work::{Work, indent_of, line_of};
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::python::snippet::Problem;
use crate::text::Span;

/// A possible repair. It counts only where the parser then gets further.
#[derive(Debug, Clone)]
pub struct Patch {
    /// In order, not overlapping.
    pub edits: Vec<Edit>,
    /// What it says that this was needed.
    pub meaning: Meaning,
    /// The parser must get beyond this byte of the text before the repair.
    pub beyond: usize,
    /// True where the whole line is only sketched: other errors in it are no mistakes.
    pub sketch: bool,
}

/// What a repair says about the code.
#[derive(Debug, Clone)]
pub enum Meaning {
    /// Something was left out or stands for something else, on purpose.
    Fragment,
    /// A shell's or notebook's own line.
    Ipython,
    /// No Python: output, prose, a table, another language.
    Foreign,
    /// Python 2.
    Python2(Finding),
    /// A mistake with a name.
    Mistake(Finding),
    /// An error that nothing explains.
    Unexplained(Finding),
}

impl Meaning {
    /// What is told of a mistake, where it is one.
    pub fn mistake(&mut self) -> Option<&mut Finding> {
        match self {
            Self::Mistake(finding) | Self::Unexplained(finding) => Some(finding),
            Self::Fragment | Self::Ipython | Self::Foreign | Self::Python2(_) => None,
        }
    }
}

/// What is to be told about a mistake; spans are of the text before the repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that tells it.
    pub rule: &'static str,
    /// The characters.
    pub span: Span,
    /// In a learner's words.
    pub message: String,
    /// The one edit that mends it.
    pub fix: Option<Fix>,
    /// Places that help.
    pub related: Vec<(Span, String)>,
}

impl Finding {
    /// A syntax error without a fix.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            rule: "syntax-error",
            span,
            message: message.into(),
            fix: None,
            related: Vec::new(),
        }
    }

    /// With a fix of these edits.
    pub fn fixed_by(
        mut self,
        applicability: Applicability,
        message: impl Into<String>,
        edits: Vec<Edit>,
    ) -> Self {
        self.fix = Some(Fix {
            applicability,
            message: message.into(),
            edits,
        });
        self
    }

    /// As a problem of the text that its spans are of.
    pub fn problem(self, certain: bool) -> Problem {
        Problem {
            rule: self.rule,
            certain,
            span: self.span,
            message: self.message,
            fix: self.fix,
            related: self.related,
        }
    }

    /// With a place that helps.
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push((span, message.into()));
        self
    }
}

/// Where the parser's first error stands.
#[derive(Debug)]
pub struct Site<'a> {
    /// The code.
    pub work: &'a Work,
    /// The error.
    pub error: &'a ParseErrorType,
    /// Its place.
    pub span: Span,
    /// Index of the token at the error; the number of tokens where it is at the end.
    pub token: usize,
    /// Indices of the tokens of the error's logical line.
    pub statement: std::ops::Range<usize>,
    /// True where labels such as `Yes:` were taken off before.
    pub labelled: bool,
    /// True where the code stood indented as a whole, so was cut out of something longer.
    pub excerpt: bool,
}

impl<'a> Site<'a> {
    /// The site of the first error of `work`.
    pub fn new(work: &'a Work, labelled: bool, excerpt: bool) -> Option<Self> {
        let (error, span) = work.error()?;
        let tokens = &work.tokens;
        let token = tokens.at(span.start);
        // An error at the line's end belongs to that line.
        let line = match tokens.list.get(token) {
            Some(found)
                if found.kind != Kind::Newline && found.span.start <= span.start.max(span.end) =>
            {
                token
            }
            Some(found) if found.kind == Kind::Newline => token,
            _ => token.saturating_sub(1).min(tokens.list.len()),
        };
        let statement = tokens.logical_line(line.min(tokens.list.len().saturating_sub(1)));
        Some(Self {
            work,
            error,
            span,
            token,
            statement,
            labelled,
            excerpt,
        })
    }

    /// The code.
    pub fn text(&self) -> &'a str {
        &self.work.text
    }

    /// A token, if there is one.
    pub fn get(&self, index: usize) -> Option<Token> {
        self.work.tokens.list.get(index).copied()
    }

    /// The text of a token; empty where there is none.
    pub fn word(&self, index: usize) -> &'a str {
        self.get(index)
            .map_or("", |token| token.span.of(self.text()))
    }

    /// The kind of a token.
    pub fn kind(&self, index: usize) -> Option<Kind> {
        self.get(index).map(|token| token.kind)
    }

    /// The first word of the error's logical line.
    pub fn first_word(&self) -> &'a str {
        self.word(self.statement.start)
    }

    /// Indices of the logical line's tokens, comments left out.
    pub fn code(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.statement
            .clone()
            .filter(|&index| self.kind(index) != Some(Kind::Comment))
    }

    /// Index of the last token of the logical line that is no comment.
    pub fn last(&self) -> Option<usize> {
        self.code().next_back()
    }

    /// From the first to the last token of the logical line.
    pub fn statement_span(&self) -> Span {
        let start = self
            .get(self.statement.start)
            .map_or(self.span.start, |token| token.span.start);
        let end = self
            .last()
            .and_then(|last| self.get(last))
            .map_or(start, |token| token.span.end);
        Span::new(start, end)
    }

    /// The same, but only as far as the indentation says where a bracket was never closed: to the error's line and
    /// the lines below it that are indented deeper than the first, or begin by closing a bracket.
    pub fn broken_span(&self) -> Span {
        let span = self.statement_span();
        if self.work.tokens.open.is_empty() && self.work.tokens.clash.is_none() {
            return span;
        }
        let text = self.text();
        let indent = indent_of(line_of(text, span.start).of(text)).len();
        let mut last = self.line();
        let header = last.of(text).trim_end().ends_with(':');
        let mut next = last;
        while !header && next.end < text.len() {
            next = line_of(text, next.end + 1);
            let words = next.of(text).trim();
            let goes_on =
                indent_of(next.of(text)).len() > indent || words.starts_with([')', ']', '}']);
            if !goes_on {
                break;
            }
            last = next;
        }
        let end = last.start + last.of(text).trim_end().len();
        Span::new(
            span.start,
            end.max(self.line().end.min(span.end)).max(span.start),
        )
    }

    /// The physical line of the error.
    pub fn line(&self) -> Span {
        line_of(self.text(), self.span.start)
    }

    /// The token before the error, comments left out.
    pub fn before(&self) -> Option<usize> {
        (0..self.token)
            .rev()
            .find(|&index| !matches!(self.kind(index), Some(Kind::Comment | Kind::Newline)))
    }

    /// True where the lines under the logical line are indented deeper than it.
    pub fn has_block(&self) -> bool {
        let Some(first) = self.get(self.statement.start) else {
            return false;
        };
        let next = (self.statement.end..self.work.tokens.list.len())
            .find(|&index| !matches!(self.kind(index), Some(Kind::Newline | Kind::Comment)))
            .and_then(|index| self.get(index));
        next.is_some_and(|next| self.column(next.span.start) > self.column(first.span.start))
    }

    /// Bytes between the line's start and `offset`.
    pub fn column(&self, offset: usize) -> usize {
        offset - line_of(self.text(), offset).start
    }

    /// A repair of the error's line that only counts if the parser gets beyond the whole logical line.
    pub fn mend(&self, edits: Vec<Edit>, finding: Finding) -> Patch {
        let beyond = self.statement_span().end.max(self.span.start);
        // In a bracket that was never closed, the logical line runs on to the end.
        let beyond = if self.work.tokens.open.is_empty() && self.work.tokens.clash.is_none() {
            beyond
        } else {
            self.line().end.min(beyond)
        };
        Patch {
            edits,
            meaning: Meaning::Mistake(finding),
            beyond,
            sketch: false,
        }
    }

    /// A repair of something left out.
    pub fn fill(&self, edits: Vec<Edit>) -> Patch {
        Patch {
            edits,
            meaning: Meaning::Fragment,
            beyond: self.span.start,
            sketch: false,
        }
    }

    /// The same, of a line that is only sketched.
    pub fn sketch(&self, edits: Vec<Edit>) -> Patch {
        Patch {
            sketch: true,
            ..self.fill(edits)
        }
    }

    /// Replaces the logical line by `pass`, or by a header where it ends with a colon or a block follows it.
    pub fn blank_statement(&self) -> Vec<Edit> {
        let span = self.broken_span();
        let header = self.last().is_some_and(|last| self.word(last) == ":") || self.has_block();
        let content = match self.first_word() {
            "class" | "def" | "async" | "for" | "while" | "with" | "if" if header => "if _:",
            clause @ ("else" | "finally" | "try") if header => {
                return vec![replace(span, format!("{clause}:"))];
            }
            "elif" if header => "elif _:",
            "except" if header => "except _:",
            "case" if header => "case _:",
            "match" if header => "match _:",
            _ if header => "if _:",
            _ => "pass",
        };
        vec![replace(span, content)]
    }
}

/// An edit that puts `content` in the place of `span`.
pub fn replace(span: Span, content: impl Into<String>) -> Edit {
    Edit {
        span,
        content: content.into(),
    }
}

/// An edit that puts `content` at `offset`.
pub fn insert(offset: usize, content: impl Into<String>) -> Edit {
    replace(Span::at(offset), content)
}
