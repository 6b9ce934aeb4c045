//! Fixes of snippets, made to fit the fence they land in, and kept only where the snippet still compiles.

use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::python::snippet::{self, Request, Snippet, Verdict};
use crate::text::Span;

/// Each fix is tried by reading the snippet as it would be: so many bytes are read for one snippet, then no more. What
/// was not tried then is tried when it is applied, see `fix`.
const MOST_BYTES: usize = 1 << 18;

/// Drops of `found`, in offsets of the snippet's `code`, what is said of text that a repair put in, and the fixes that
/// would change such text or break a snippet which compiles; puts the indent that reading took from the code into the
/// lines of the others.
pub(super) fn keep(body: &str, request: &Request, snippet: &Snippet, found: &mut Vec<Diagnostic>) {
    found.retain(|finding| !snippet.code.is_made_up(finding.span));
    let mut left = MOST_BYTES;
    let mut keeps = |fix: &mut Fix| {
        if fix
            .edits
            .iter()
            .any(|edit| snippet.code.is_made_up(edit.span))
        {
            return false;
        }
        fix.edits
            .iter_mut()
            .for_each(|edit| indent(body, snippet, edit));
        if matches!(snippet.verdict, Verdict::Error(_)) || left < body.len() {
            return true;
        }
        left -= body.len();
        let after = applied(body, snippet, fix);
        !matches!(snippet::read(&after, request).verdict, Verdict::Error(_))
    };
    for finding in found {
        if finding.fix.as_mut().is_some_and(|fix| !keeps(fix)) {
            finding.fix = None;
        }
        finding.alternatives.retain_mut(&mut keeps);
    }
}

/// The body after `fix`, whose edits are in order and apart.
fn applied(body: &str, snippet: &Snippet, fix: &Fix) -> String {
    let (mut out, mut at) = (String::with_capacity(body.len() + 64), 0);
    for edit in &fix.edits {
        let span = snippet.code.source_span(edit.span);
        out.push_str(Span::new(at, span.start.max(at)).of(body));
        out.push_str(&edit.content);
        at = span.end.max(at);
    }
    out.push_str(Span::new(at, body.len().max(at)).of(body));
    out
}

/// Lines that `edit` begins get the blanks that stand in the body before the code of its line: those of a snippet that
/// was indented as a whole.
fn indent(body: &str, snippet: &Snippet, edit: &mut Edit) {
    if !edit.content.contains('\n') {
        return;
    }
    let line_start = |text: &str, at: usize| {
        text.get(..at).map_or(0, |before| {
            before.rfind(['\n', '\r']).map_or(0, |end| end + 1)
        })
    };
    let code_start = line_start(snippet.code.text(), edit.span.start);
    let source = snippet.code.source_offset(code_start);
    let taken = Span::new(line_start(body, source), source).of(body);
    if !taken.is_empty() && taken.trim().is_empty() {
        edit.content = edit.content.replace('\n', &format!("\n{taken}"));
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::diagnostic::Applicability;
    use crate::lint::{Cache, Fixed, fix, lint};
    use crate::note::{Note, NoteOptions};

    #[test]
    fn what_a_repair_put_in_is_nobodys_mistake() {
        // A decorator without a function is read with one.
        let note = "```python\nclass A:\n    def __init__(self):\n        pass\n\n    @property\n    def f(       return 1\n```\n";
        assert_eq!(fixed(note), note);
        assert!(problems(note).is_empty());
    }

    #[test]
    fn brackets_of_a_call_are_not_taken_away_with_what_is_in_them() {
        for call in ["print(!ready)", "print(end=!ready)"] {
            let problems = problems(&format!("```python\n{call}\nready -= 1\n```\n"));
            assert!(problems.is_empty(), "{call}: {problems:?}");
        }
    }

    fn fixed(text: &str) -> String {
        all_fixes(text).note.text.to_string()
    }

    /// What went wrong with the fixes of a note.
    fn problems(text: &str) -> Vec<String> {
        all_fixes(text).problems
    }

    fn all_fixes(text: &str) -> Fixed {
        let read = |text: String| {
            let note = Note::parse(text, &NoteOptions::default());
            let findings = lint(&note, &Config::default(), &mut Cache::default());
            (note, findings)
        };
        let (note, findings) = read(text.to_owned());
        fix(note, findings, Applicability::Unsafe, read)
    }

    #[test]
    fn a_line_with_two_mistakes_gets_no_fix_that_mends_half_of_it() {
        let text = "```python\nx = f(\"na\n```\n";
        assert_eq!(fixed(text), text);
        let note = Note::parse(text, &NoteOptions::default());
        let findings = lint(&note, &Config::default(), &mut Cache::default());
        assert!(findings.iter().any(|it| it.rule.as_str() == "syntax-error"));
        assert!(findings.iter().all(|it| it.fix.is_none()), "{findings:?}");
    }

    #[test]
    fn an_import_gets_the_indent_of_the_snippet() {
        assert_eq!(
            fixed(
                "```python\n    import os\n    def f(x: List[int]):\n        return json.dumps(x)\n```\n"
            ),
            "```python\n    import json\n    from typing import List\n    import os\n    def f(x: List[int]):\n        return json.dumps(x)\n```\n"
        );
    }
}
