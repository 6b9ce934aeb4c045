//! Suppressions: comments and info strings that say "not here", and what is to be said of those that do nothing.

use std::sync::LazyLock;

use regex::Regex;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Fix};
use crate::note::{Fence, Note};
use crate::rules;
use crate::text::Span;
use crate::vault_rules;

/// One suppression.
#[derive(Debug)]
struct Suppression {
    /// The comment or the word of the info string.
    span: Span,
    /// Rules and where their names stand; empty means every rule.
    rules: Vec<(String, Span)>,
    /// Where findings that begin there are dropped.
    scope: Span,
    used: bool,
}

/// Drops what is suppressed from `found`; adds what is to be said of the suppressions themselves. `python` are the
/// fences that were read as Python; `among` says whether the rules that need other notes have run.
pub(super) fn apply<'a>(
    note: &'a Note,
    python: impl Iterator<Item = &'a Fence>,
    config: &Config,
    among: bool,
    found: &mut Vec<Diagnostic>,
) {
    let mut suppressions = comments(note);
    in_fences(note, python, &mut suppressions);
    if suppressions.is_empty() {
        return;
    }
    found.retain(|finding| {
        let mut keep = true;
        for suppression in &mut suppressions {
            if suppression.covers(finding) {
                suppression.used = true;
                keep = false;
            }
        }
        keep
    });
    let mut about = Vec::new();
    for suppression in &suppressions {
        suppression.problems(note, config, among, &mut about);
    }
    about.retain(|finding| {
        !suppressions
            .iter()
            .any(|s| !s.rules.is_empty() && s.covers(finding))
    });
    found.append(&mut about);
}

impl Suppression {
    fn covers(&self, finding: &Diagnostic) -> bool {
        self.scope.contains(finding.span.start)
            && (self.rules.is_empty()
                || self
                    .rules
                    .iter()
                    .any(|(name, _)| name == finding.rule.as_str()))
    }

    /// `unknown-suppression` for names that are no rules, else `unused-suppression` where nothing was suppressed and
    /// every rule it names did run.
    fn problems(&self, note: &Note, config: &Config, among: bool, found: &mut Vec<Diagnostic>) {
        let mut known = true;
        for (name, span) in &self.rules {
            if rules::rule(name).is_some() || config.has_pattern(name) {
                continue;
            }
            known = false;
            let Some(rule) = rules::rule("unknown-suppression") else {
                continue;
            };
            if !config.runs(rule.id.as_str()) {
                continue;
            }
            let names = rules::RULES.iter().map(|rule| rule.id.as_str());
            let finding = match crate::text::spelling::nearest(name, names, 3) {
                Some(nearest) => rule
                    .finding(
                        *span,
                        format!("No rule is called `{name}`; did you mean `{nearest}`?"),
                    )
                    .with_fix(Fix::safe(
                        format!("Replace with `{nearest}`"),
                        *span,
                        nearest,
                    )),
                None => rule.finding(*span, format!("No rule is called `{name}`")),
            };
            found.push(finding);
        }
        let ran = |name: &str| config.runs(name) && (among || !vault_rules::RULES.contains(&name));
        let all_ran = self
            .rules
            .iter()
            .all(|(name, _)| rules::rule(name).is_some_and(|rule| ran(rule.id.as_str())))
            && (among || !self.rules.is_empty() || note.links.is_empty());
        let Some(rule) = rules::rule("unused-suppression") else {
            return;
        };
        if known && !self.used && all_ran && config.runs(rule.id.as_str()) {
            let line = note.lines.span(note.lines.line(self.span.start));
            let alone = line.of(&note.text).trim() == self.span.of(&note.text);
            let gone = if alone { line } else { self.span };
            found.push(
                rule.finding(self.span, "Nothing is suppressed by this; it can go")
                    .with_fix(Fix::safe("Remove it", gone, "")),
            );
        }
    }
}

/// Suppressions in HTML comments.
fn comments(note: &Note) -> Vec<Suppression> {
    static COMMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"^<!--\s*notelint-(disable-next-line|disable-file|disable|enable)\b([^>]*?)-->$",
        )
        .ok()
    });
    let mut suppressions: Vec<Suppression> = Vec::new();
    // Indices of `disable`s that no `enable` has ended yet.
    let mut open: Vec<usize> = Vec::new();
    for &span in &note.comments {
        let Some(captures) = COMMENT
            .as_ref()
            .and_then(|regex| regex.captures(span.of(&note.text)))
        else {
            continue;
        };
        let (Some(kind), Some(list)) = (captures.get(1), captures.get(2)) else {
            continue;
        };
        let rules = rule_names(list.as_str(), span.start + list.start());
        let scope = match kind.as_str() {
            "disable-file" => Span::new(0, note.text.len() + 1),
            "disable-next-line" => next_line(note, span),
            "disable" => {
                open.push(suppressions.len());
                Span::new(span.end, note.text.len() + 1)
            }
            _ => {
                open.retain(|&index| {
                    let Some(disable) = suppressions.get_mut(index) else {
                        return false;
                    };
                    let ends = rules.is_empty()
                        || (!disable.rules.is_empty()
                            && disable
                                .rules
                                .iter()
                                .all(|(name, _)| rules.iter().any(|(r, _)| r == name)));
                    if ends {
                        disable.scope.end = span.start;
                    }
                    !ends
                });
                continue;
            }
        };
        suppressions.push(Suppression {
            span,
            rules,
            scope,
            used: false,
        });
    }
    suppressions
}

/// The line after a comment; where a fence opens there, all of the fence, since a comment cannot stand inside.
fn next_line(note: &Note, comment: Span) -> Span {
    let line = note
        .lines
        .span(note.lines.line(comment.end.saturating_sub(1)) + 1);
    let after = note
        .fences
        .partition_point(|fence| fence.span.start < line.start);
    let fence = note
        .fences
        .get(after)
        .filter(|fence| line.contains(fence.span.start));
    Span::new(
        line.start,
        fence.map_or(line.end, |fence| fence.span.end.max(line.end)),
    )
}

/// `# notelint: ignore[…]` on a line of a snippet, and `notelint=ignore` in an info string.
fn in_fences<'a>(
    note: &'a Note,
    python: impl Iterator<Item = &'a Fence>,
    suppressions: &mut Vec<Suppression>,
) {
    static COMMENT: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"#\s*notelint:\s*ignore(?:\[([^\]\n]*)\])?").ok());
    for fence in python {
        if let Some(at) = fence.info(&note.text).find("notelint=ignore") {
            let start = fence.info.start + at;
            suppressions.push(Suppression {
                span: Span::new(start, start + "notelint=ignore".len()),
                rules: Vec::new(),
                scope: fence.span,
                used: false,
            });
        }
        let body = fence.body.text();
        if memchr::memmem::find(body.as_bytes(), b"notelint:").is_none() {
            continue;
        }
        for captures in COMMENT.iter().flat_map(|regex| regex.captures_iter(body)) {
            let Some(whole) = captures.get(0) else {
                continue;
            };
            let span = fence.body.source_span(whole.range().into());
            let rules = captures.get(1).map_or_else(Vec::new, |list| {
                rule_names(list.as_str(), fence.body.source_offset(list.start()))
            });
            suppressions.push(Suppression {
                span,
                rules,
                scope: note.lines.span(note.lines.line(span.start)),
                used: false,
            });
        }
    }
}

/// The names in `list`, which begins at byte `start` of the note, parted by blanks or commas.
fn rule_names(list: &str, start: usize) -> Vec<(String, Span)> {
    let mut names = Vec::new();
    let mut at = 0;
    for word in list.split(|c: char| c == ',' || c.is_whitespace()) {
        if !word.is_empty() {
            names.push((
                word.to_owned(),
                Span::new(start + at, start + at + word.len()),
            ));
        }
        // Every separator is followed by the next word; a blank may be longer than one byte.
        at += word.len();
        at += list
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
    }
    names
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::lint::{Cache, lint};
    use crate::note::{Note, NoteOptions};

    /// The line and the rule of every finding.
    fn found(text: &str) -> Vec<String> {
        let note = Note::parse(text, &NoteOptions::default());
        lint(&note, &Config::default(), &mut Cache::default())
            .iter()
            .map(|finding| format!("{} {}", note.lines.line(finding.span.start), finding.rule))
            .collect()
    }

    const DAMAGED: &str = "a â†’ b";

    #[test]
    fn a_comment_silences_the_next_line_alone() {
        let text =
            format!("<!-- notelint-disable-next-line mojibake -->\n{DAMAGED}\n\n{DAMAGED}\n");
        assert_eq!(found(&text), ["4 mojibake"]);
        let text = format!("<!-- notelint-disable-next-line -->\n{DAMAGED}\n");
        assert!(found(&text).is_empty());
    }

    #[test]
    fn a_range_ends_where_it_is_enabled() {
        let text = format!(
            "<!-- notelint-disable mojibake -->\n\n{DAMAGED}\n\n<!-- notelint-enable mojibake -->\n\n{DAMAGED}\n"
        );
        assert_eq!(found(&text), ["7 mojibake"]);
        let other = text.replace("enable mojibake", "enable empty-item");
        assert!(found(&other).is_empty(), "another rule does not end it");
        let all = text.replace("-enable mojibake", "-enable");
        assert_eq!(found(&all), ["7 mojibake"]);
    }

    #[test]
    fn a_file_is_silenced_from_anywhere() {
        let text = format!("{DAMAGED}\n\n<!-- notelint-disable-file mojibake -->\n");
        assert!(found(&text).is_empty());
    }

    #[test]
    fn a_snippet_is_silenced_from_inside_and_from_its_info_string() {
        let bad = "heapq.heapfiy(x)";
        let plain = format!("```python\nimport heapq\n{bad}\n```\n");
        let on_line =
            format!("```python\nimport heapq\n{bad}  # notelint: ignore[unknown-attribute]\n```\n");
        let whole = format!("```python notelint=ignore\nimport heapq\n{bad}\n```\n");
        let before = format!("<!-- notelint-disable-next-line unknown-attribute -->\n{plain}");
        let loud = found(&plain);
        for text in [on_line, whole, before] {
            assert!(
                loud == ["3 unknown-attribute"] && found(&text).is_empty(),
                "{text}"
            );
        }
    }

    #[test]
    fn what_suppresses_nothing_is_told_and_so_is_what_is_no_rule() {
        let text = "<!-- notelint-disable-next-line mojibake -->\nfine\n";
        assert_eq!(found(text), ["1 unused-suppression"]);
        let text = format!("<!-- notelint-disable-next-line mojibaek -->\n{DAMAGED}\n");
        assert_eq!(found(&text), ["1 unknown-suppression", "2 mojibake"]);
        let text = "<!-- notelint-disable-file unused-suppression -->\n\n<!-- notelint-disable-next-line mojibake -->\nx\n";
        assert!(found(text).is_empty());
    }
}
