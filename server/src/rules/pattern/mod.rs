//! Known mistakes of the user's own: compiled from the config, tried where a literal they need stands.

mod breadth;

use std::sync::{Arc, Mutex, PoisonError};

use regex::{Regex, RegexBuilder};

use crate::config::{Config, Known, PatternConfig, PatternLanguage, PatternProblem};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, RuleId};
use crate::python::query::{Captures, Query, Stopped};
use crate::python::snippet::{Kind, Snippet};
use crate::python::tree;
use crate::rules::on_purpose::is_on_purpose;
use crate::rules::{Code, Subject};
use crate::text::Span;

/// What a compiled regular expression may take of memory; a larger one is refused.
const REGEX_BYTES: usize = 1 << 20;

/// As much of a capture as a message repeats.
const MOST_OF_A_CAPTURE: usize = 60;

/// Sets of patterns that are kept compiled: one for each config file of a run, more or less.
const MOST_SETS: usize = 16;

/// A pattern, compiled.
#[derive(Debug)]
struct Pattern {
    config: PatternConfig,
    search: Search,
}

#[derive(Debug)]
enum Search {
    Python(Query),
    Text(Regex),
}

/// What the config may name: the rules, and patterns that compile.
pub fn known() -> Known {
    Known {
        rules: crate::rules::RULES
            .iter()
            .map(|rule| rule.id.as_str())
            .collect(),
        check_pattern: check,
    }
}

/// Whether a pattern can be used.
fn check(config: &PatternConfig) -> Result<(), PatternProblem> {
    let pattern = compile(config)?;
    let (key, everything) = match &pattern.search {
        Search::Python(query) => ("query", breadth::query_finds_everything(query)),
        Search::Text(regex) => ("regex", breadth::regex_finds_everything(regex)),
    };
    if everything {
        return Err(PatternProblem {
            key,
            line: 1,
            column: 1,
            message: "this finds nearly everything; say more closely what is wrong".to_owned(),
        });
    }
    Ok(())
}

fn compile(config: &PatternConfig) -> Result<Pattern, PatternProblem> {
    let search = match config.language {
        PatternLanguage::Python => {
            Query::new(&config.query)
                .map(Search::Python)
                .map_err(|problem| PatternProblem {
                    key: "query",
                    line: problem.line,
                    column: problem.column,
                    message: problem.message,
                })?
        }
        PatternLanguage::Text => RegexBuilder::new(&config.regex)
            .size_limit(REGEX_BYTES)
            .build()
            .map(Search::Text)
            .map_err(|error| PatternProblem {
                key: "regex",
                line: 1,
                column: 1,
                message: last_line(&error.to_string()),
            })?,
    };
    let pattern = Pattern {
        config: config.clone(),
        search,
    };
    for (key, template) in [
        ("message", Some(&config.message)),
        ("fix", config.fix.as_ref()),
    ] {
        if let Some(name) = template.and_then(|text| pattern.unknown_capture(text)) {
            return Err(PatternProblem {
                key,
                line: 1,
                column: 1,
                message: format!("nothing is captured as `{name}`"),
            });
        }
    }
    Ok(pattern)
}

/// The regex crate explains with a picture of several lines; the last says what is wrong.
fn last_line(message: &str) -> String {
    let last = message.lines().last().unwrap_or_default();
    last.trim_start_matches("error: ").to_owned()
}

/// The compiled patterns of `config`. A pattern that does not compile was refused with its config.
fn compiled(config: &Config) -> Arc<[Pattern]> {
    type Set = (Vec<PatternConfig>, Arc<[Pattern]>);
    static SETS: Mutex<Vec<Set>> = Mutex::new(Vec::new());
    let mut sets = SETS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, patterns)) = sets.iter().find(|(of, _)| *of == config.pattern) {
        return Arc::clone(patterns);
    }
    let patterns: Arc<[Pattern]> = config
        .pattern
        .iter()
        .filter_map(|pattern| compile(pattern).ok())
        .collect();
    if sets.len() == MOST_SETS {
        sets.remove(0);
    }
    sets.push((config.pattern.clone(), Arc::clone(&patterns)));
    patterns
}

/// Looks for the patterns over Python in one snippet; spans are of its `code`. Broken code is searched, too.
pub fn check_snippet(snippet: &Snippet, config: &Config, found: &mut Vec<Diagnostic>) {
    if config.pattern.is_empty() || matches!(snippet.kind, Kind::Output | Kind::Other) {
        return;
    }
    let code = snippet.code.text();
    let mut tree = None;
    for pattern in compiled(config).iter() {
        let Search::Python(query) = &pattern.search else {
            continue;
        };
        if !config.runs(&pattern.config.name) || !query.may_match(code) {
            continue;
        }
        let tree = tree.get_or_insert_with(|| tree::parse(code));
        let matches = tree
            .as_ref()
            .ok_or(Stopped)
            .and_then(|tree| query.run(code, tree));
        match matches {
            Ok(matches) => {
                found.extend(matches.iter().filter_map(|one| pattern.finding(one, code)))
            }
            Err(Stopped) => found.push(pattern.stopped(code)),
        }
    }
}

/// Drops what patterns found in `code` that calls it wrong itself, as the built-in rules do. `found` holds nothing but
/// findings of patterns.
pub fn excuse(code: &Code<'_>, found: &mut Vec<Diagnostic>) {
    found.retain(|finding| !is_on_purpose(code, finding.span));
}

/// Looks for the patterns over text in the prose of a note.
pub fn check_prose(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    if subject.config.pattern.is_empty() {
        return;
    }
    let note = subject.note;
    for pattern in compiled(subject.config).iter() {
        let Search::Text(regex) = &pattern.search else {
            continue;
        };
        if !subject.config.runs(&pattern.config.name) {
            continue;
        }
        for stretch in &note.prose {
            for captures in regex.captures_iter(stretch.of(&note.text)) {
                let named: Captures<'_> = regex
                    .capture_names()
                    .enumerate()
                    .filter_map(|(index, name)| {
                        let span = Span::from(captures.get(index)?.range()).shifted(stretch.start);
                        Some((name.unwrap_or(if index == 0 { "0" } else { "" }), span))
                    })
                    .filter(|(_, span)| !span.is_empty())
                    .collect();
                found.extend(pattern.finding(&named, &note.text));
            }
        }
    }
}

impl Pattern {
    /// The finding for one match, whose captures are spans of `text`.
    fn finding(&self, captures: &Captures<'_>, text: &str) -> Option<Diagnostic> {
        // A name that captures several things stands for all that reaches from the first to the last.
        let named = |name: &str| {
            let spans = captures.iter().filter(|(n, _)| *n == name);
            spans.map(|(_, span)| *span).reduce(Span::to)
        };
        let mark = named("mark").or_else(|| captures.first().map(|(_, span)| *span))?;
        let shown = |name: &str| named(name).map(|span| shorten(span.of(text)));
        let mut finding = Diagnostic::new(
            RuleId::custom(self.config.name.clone()),
            self.config.severity.0,
            mark,
            fill(&self.config.message, shown),
        );
        if let Some(template) = &self.config.fix {
            let content = fill(template, |name| {
                named(name).map(|span| span.of(text).to_owned())
            });
            let applicability = if self.config.safe {
                Applicability::Safe
            } else {
                Applicability::Unsafe
            };
            finding.fix = Some(Fix {
                applicability,
                message: format!("Replace with `{}`", shorten(&content)),
                edits: vec![Edit {
                    span: named("fix").unwrap_or(mark),
                    content,
                }],
            });
        }
        Some(finding)
    }

    /// What is said where the query was stopped: on the first line, as there is no better place.
    fn stopped(&self, code: &str) -> Diagnostic {
        let first = code.lines().next().map_or(0, str::len);
        Diagnostic::new(
            RuleId::custom(self.config.name.clone()),
            self.config.severity.0,
            Span::new(0, first),
            format!(
                "The pattern `{}` was stopped here: it takes too long or matches too often",
                self.config.name
            ),
        )
    }

    /// The first `{name}` of a template that nothing captures.
    fn unknown_capture(&self, template: &str) -> Option<String> {
        let mut unknown = None;
        fill(template, |name| {
            let known = match &self.search {
                Search::Python(query) => query.capture_names().contains(&name),
                Search::Text(regex) => {
                    name == "0" || regex.capture_names().flatten().any(|known| known == name)
                }
            };
            if !known {
                unknown.get_or_insert_with(|| name.to_owned());
            }
            None
        });
        unknown
    }
}

/// `template` with each `{name}` replaced by what `value` gives; by nothing where it gives nothing. `{{` is a brace.
fn fill(template: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some(after) = from.strip_prefix("{{") {
            out.push('{');
            rest = after;
            continue;
        }
        let name = from.get(1..).and_then(|after| after.split_once('}'));
        let Some((name, after)) = name.filter(|(name, _)| is_name(name)) else {
            out.push('{');
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        out.push_str(&value(name).unwrap_or_default());
        rest = after;
    }
    out.push_str(rest);
    out
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// One line of at most so many characters.
fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST_OF_A_CAPTURE && line.len() == text.len() {
        return line.to_owned();
    }
    let start: String = line.chars().take(MOST_OF_A_CAPTURE).collect();
    format!("{start}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::PatternSeverity;
    use crate::diagnostic::Severity;
    use crate::lint::{Cache, lint};
    use crate::note::{Note, NoteOptions};

    fn python(query: &str) -> PatternConfig {
        PatternConfig {
            name: "own".to_owned(),
            query: query.to_owned(),
            message: "use {better}, not {mark}".to_owned(),
            ..PatternConfig::default()
        }
    }

    fn found(pattern: PatternConfig, text: &str) -> Vec<Diagnostic> {
        let config = Config {
            pattern: vec![pattern],
            ..Config::default()
        };
        let note = Note::parse(text, &NoteOptions::default());
        let mut found = lint(&note, &config, &mut Cache::default());
        found.retain(|finding| finding.rule.as_str() == "own");
        found
    }

    #[test]
    fn a_query_finds_and_mends() {
        let mut pattern = python(
            r#"(call function: (identifier) @mark arguments: (argument_list . (_) @better) (#eq? @mark "old"))"#,
        );
        pattern.fix = Some("new({better})".to_owned());
        pattern.severity = PatternSeverity(Severity::Error);
        let text = "> ```python\n> x = old(a, 1)\n> y = new(a)\n> ```\n";
        let found = found(pattern, text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].message, "use a, not old");
        assert_eq!(found[0].span.of(text), "old");
        assert_eq!(found[0].severity, Severity::Error);
        let fix = found[0].fix.as_ref().unwrap();
        assert_eq!(fix.applicability, Applicability::Unsafe);
        assert_eq!(fix.edits[0].content, "new(a)");
    }

    #[test]
    fn a_regex_reads_prose_alone() {
        let pattern = PatternConfig {
            name: "own".to_owned(),
            language: PatternLanguage::Text,
            regex: r"(?i)\b(?P<mark>pyhton)\b".to_owned(),
            message: "{mark} is Python".to_owned(),
            ..PatternConfig::default()
        };
        let text = "# On Pyhton\n\nLearn pyhton.\n\n```\npyhton\n```\n";
        let found = found(pattern, text);
        let shown: Vec<&str> = found
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        assert_eq!(shown, ["Pyhton is Python", "pyhton is Python"]);
    }

    #[test]
    fn a_query_that_matches_everything_is_named() {
        let mut pattern = python("(_) @mark");
        pattern.message = "m".to_owned();
        let text = format!("```python\n{}```\n", "x = 1\n".repeat(2_000));
        let found = found(pattern, &text);
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("`own` was stopped"));
    }

    #[test]
    fn templates_name_what_is_captured() {
        let problem = compile(&python("(call) @mark")).unwrap_err();
        assert_eq!(problem.message, "nothing is captured as `better`");
        assert_eq!(
            fill("{{a} {b} {c d} {", |name| Some(name.to_uppercase())),
            "{a} B {c d} {"
        );
    }

    #[test]
    fn a_regex_that_would_blow_up_is_refused() {
        let mut pattern = python("");
        pattern.language = PatternLanguage::Text;
        pattern.regex = r"(\pL{1000}){1000}".to_owned();
        let problem = compile(&pattern).unwrap_err();
        assert_eq!(problem.key, "regex");
        pattern.regex = "(a".to_owned();
        assert!(
            compile(&pattern)
                .unwrap_err()
                .message
                .contains("unclosed group")
        );
    }
}
