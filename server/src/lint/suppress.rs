//! Suppressions: comments and info strings that say "not here", and what is to be said of those that do nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Fix};
use crate::note::{Fence, Note};
use crate::rules;
use crate::text::Span;
use crate::vault_rules;

/// Stands for every rule where a rule's name is asked for; no rule has an empty name.
const EVERY: &str = "";

/// One suppression.
#[derive(Debug)]
struct Suppression {
    /// The comment or the word of the info string.
    span: Span,
    /// Rules and where their names stand; empty means every rule.
    rules: Vec<(String, Span)>,
    /// Where findings that begin there are dropped: one for each of `rules`, or one for every rule.
    scopes: Vec<Span>,
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
    let places = Places::of(found);
    let mut about = Vec::new();
    for suppression in &suppressions {
        let used = suppression
            .parts()
            .any(|(rule, scope)| places.any(rule, scope));
        suppression.problems(note, config, (used, among), &mut about);
    }
    let silence = Silence::of(suppressions.iter().flat_map(Suppression::parts));
    found.retain(|finding| !silence.covers(finding));
    // A suppression of every rule does not hide that it is itself of no use.
    let named = suppressions.iter().filter(|s| !s.rules.is_empty());
    let silence = Silence::of(named.flat_map(Suppression::parts));
    about.retain(|finding| !silence.covers(finding));
    found.append(&mut about);
}

/// Where findings begin, by rule, in order.
struct Places<'a>(HashMap<&'a str, Vec<usize>>);

impl<'a> Places<'a> {
    fn of(found: &'a [Diagnostic]) -> Self {
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        for finding in found {
            for rule in [EVERY, finding.rule.as_str()] {
                places.entry(rule).or_default().push(finding.span.start);
            }
        }
        for starts in places.values_mut() {
            starts.sort_unstable();
        }
        Self(places)
    }

    /// True where a finding of `rule` begins in `scope`.
    fn any(&self, rule: &str, scope: Span) -> bool {
        self.0.get(rule).is_some_and(|starts| {
            let next = starts.partition_point(|&start| start < scope.start);
            starts.get(next).is_some_and(|&start| start < scope.end)
        })
    }
}

/// Where nothing is to be said, by rule: scopes in order, each reaching as far as any before it.
struct Silence<'a>(HashMap<&'a str, Vec<Span>>);

impl<'a> Silence<'a> {
    fn of(parts: impl Iterator<Item = (&'a str, Span)>) -> Self {
        let mut silence: HashMap<&str, Vec<Span>> = HashMap::new();
        for (rule, scope) in parts {
            silence.entry(rule).or_default().push(scope);
        }
        for scopes in silence.values_mut() {
            scopes.sort_unstable();
            let mut reach = 0;
            for scope in scopes {
                reach = reach.max(scope.end);
                scope.end = reach;
            }
        }
        Self(silence)
    }

    fn covers(&self, finding: &Diagnostic) -> bool {
        let start = finding.span.start;
        [EVERY, finding.rule.as_str()].iter().any(|rule| {
            self.0.get(rule).is_some_and(|scopes| {
                let begun = scopes.partition_point(|scope| scope.start <= start);
                let last = begun.checked_sub(1).and_then(|last| scopes.get(last));
                last.is_some_and(|scope| start < scope.end)
            })
        })
    }
}

impl Suppression {
    fn new(span: Span, rules: Vec<(String, Span)>, scope: Span) -> Self {
        let scopes = vec![scope; rules.len().max(1)];
        Self {
            span,
            rules,
            scopes,
        }
    }

    /// Each rule, or [`EVERY`], with where its findings are dropped.
    fn parts(&self) -> impl Iterator<Item = (&str, Span)> {
        let every = self.rules.is_empty().then_some(EVERY);
        let rules = self.rules.iter().map(|(name, _)| name.as_str());
        rules.chain(every).zip(self.scopes.iter().copied())
    }

    /// `unknown-suppression` for names that are no rules, else `unused-suppression` where nothing was suppressed and
    /// every rule it names did run.
    fn problems(
        &self,
        note: &Note,
        config: &Config,
        (used, among): (bool, bool),
        found: &mut Vec<Diagnostic>,
    ) {
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
        if known && !used && all_ran && config.runs(rule.id.as_str()) {
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
    // By rule, the suppression and its scope that no `enable` has ended yet.
    let mut open: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
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
        let to_the_end = Span::new(span.end, note.text.len() + 1);
        let scope = match kind.as_str() {
            "disable-file" => Span::new(0, to_the_end.end),
            "disable-next-line" => next_line(note, span),
            "disable" => to_the_end,
            _ => {
                let ended = if rules.is_empty() {
                    open.drain().flat_map(|(_, scopes)| scopes).collect()
                } else {
                    let named = rules.iter().filter_map(|(name, _)| open.remove(name));
                    named.flatten().collect::<Vec<_>>()
                };
                for (index, scope) in ended {
                    let disable = suppressions.get_mut(index);
                    if let Some(scope) = disable.and_then(|s| s.scopes.get_mut(scope)) {
                        scope.end = span.start;
                    }
                }
                continue;
            }
        };
        let suppression = Suppression::new(span, rules, scope);
        if kind.as_str() == "disable" {
            for (at, (rule, _)) in suppression.parts().enumerate() {
                let scopes = open.entry(rule.to_owned()).or_default();
                scopes.push((suppressions.len(), at));
            }
        }
        suppressions.push(suppression);
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
            let span = Span::new(start, start + "notelint=ignore".len());
            suppressions.push(Suppression::new(span, Vec::new(), fence.span));
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
            let line = note.lines.span(note.lines.line(span.start));
            suppressions.push(Suppression::new(span, rules, line));
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
        let of_two = text.replace("-disable mojibake", "-disable empty-item mojibake");
        assert_eq!(found(&of_two), ["7 mojibake"], "what is named ends alone");
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
