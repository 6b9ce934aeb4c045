//! `notelint check-patterns`: runs the examples of the user's own patterns. Each `bad` one must be found, and mended for
//! good where the pattern has a fix; no `good` one may be.

use std::io::Write;

use serde::Serialize;

use crate::cli::args::{CheckPatternsArgs, Format, Global};
use crate::cli::notes;
use crate::cli::output::{self, counted, escape};
use crate::cli::settings::{Settings, real};
use crate::cli::status::{self, Status};
use crate::config::{Config, LintConfig, PatternConfig, PatternLanguage};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::lint::{self, Cache};
use crate::note::Note;

/// An example that fails, as JSON shows it.
#[derive(Debug, Serialize)]
struct Failure {
    filename: String,
    /// 1-based line of the example in the config file.
    line: usize,
    pattern: String,
    /// `bad` or `good`.
    kind: &'static str,
    example: String,
    message: String,
}

/// Runs the command.
pub(in crate::cli) fn run(options: &CheckPatternsArgs, global: &Global) -> anyhow::Result<Status> {
    let settings = Settings::new(global)?;
    let path = std::fs::canonicalize(&options.path).unwrap_or_else(|_| real(&options.path));
    let folder = match path.parent() {
        Some(parent) if !path.is_dir() => parent,
        _ => &path,
    };
    let loaded = settings
        .for_folder(folder)
        .map_err(|error| anyhow::anyhow!(settings.names().config_error(&error)))?;
    let file = match &loaded.file {
        Some(file) => settings.names().show(file),
        None => anyhow::bail!(
            "no config file in {} or above it, so there are no patterns",
            settings.names().show(&options.path)
        ),
    };
    let (mut tried, mut failures) = (0, Vec::new());
    for (pattern, lines) in loaded.config.pattern.iter().zip(&loaded.examples) {
        if pattern.bad.is_empty() {
            status::warning(&format!(
                "{file}: pattern `{}` has no `bad` example: nothing shows that it finds anything",
                pattern.name
            ));
        }
        let config = alone(pattern, &loaded.config);
        let bad = pattern.bad.iter().zip(&lines.bad);
        let good = pattern.good.iter().zip(&lines.good);
        let kinds = [("bad", bad), ("good", good)];
        for (kind, (example, &line)) in kinds
            .into_iter()
            .flat_map(|(kind, examples)| examples.map(move |example| (kind, example)))
        {
            tried += 1;
            let wrong = match kind {
                "bad" => wrong_with_bad(pattern, example, &config),
                _ => wrong_with_good(pattern, example, &config),
            };
            failures.extend(wrong.map(|message| Failure {
                filename: file.clone(),
                line,
                pattern: pattern.name.clone(),
                kind,
                example: example.clone(),
                message,
            }));
        }
    }
    write(options.output.format(), &failures)?;
    let patterns = counted(loaded.config.pattern.len(), "pattern");
    let examples = counted(tried, "example");
    Ok(if failures.is_empty() {
        status::note(&format!("{examples} of {patterns} in {file} hold."));
        Status::Clean
    } else {
        let failed = failures.len();
        status::note(&format!(
            "{failed} of {examples} of {patterns} in {file} failed."
        ));
        Status::Found
    })
}

fn write(format: Format, failures: &[Failure]) -> anyhow::Result<()> {
    let mut out = format.stdout();
    if format == Format::Json {
        output::write_json(&mut out, &failures)?;
    } else {
        for failure in failures {
            let Failure {
                filename,
                line,
                pattern,
                message,
                ..
            } = failure;
            let told = format!("{filename}:{line}: pattern `{pattern}`: {message}");
            writeln!(out, "{}", escape::line(&told))?;
            if format == Format::Full {
                for line in failure.example.trim_end().lines() {
                    writeln!(out, "  | {}", escape::line(line))?;
                }
            }
        }
    }
    out.flush()?;
    Ok(())
}

/// The settings with this pattern and no other rule.
fn alone(pattern: &PatternConfig, config: &Config) -> Config {
    Config {
        pattern: vec![pattern.clone()],
        lint: LintConfig {
            select: vec![pattern.name.clone()],
            ..LintConfig::default()
        },
        ..config.clone()
    }
}

/// What the pattern finds in a note.
fn check(text: String, config: &Config) -> (Note, Vec<Diagnostic>) {
    let note = notes::parse(text, config);
    let findings = lint::lint(&note, config, &mut Cache::default());
    (note, findings)
}

/// The example as a note: code stands in a fence that it cannot end itself.
fn as_note(pattern: &PatternConfig, example: &str) -> String {
    match pattern.language {
        PatternLanguage::Text => example.to_owned(),
        PatternLanguage::Python => {
            let longest = example.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            format!(
                "{fence}python\n{}\n{fence}\n",
                example.trim_end_matches('\n')
            )
        }
    }
}

fn wrong_with_bad(pattern: &PatternConfig, example: &str, config: &Config) -> Option<String> {
    let text = as_note(pattern, example);
    let (note, findings) = check(text, config);
    if findings.is_empty() {
        return Some("this `bad` example is not found".to_owned());
    }
    pattern.fix.as_ref()?;
    // Linting drops a fix that would break its snippet.
    if findings.iter().any(|finding| finding.fix.is_none()) {
        return Some("mended, this `bad` example does not compile".to_owned());
    }
    let fixed = lint::fix(note, findings, Applicability::Unsafe, |text| {
        check(text, config)
    });
    if let Some(problem) = fixed.problems.first() {
        return Some(format!("the fix of this `bad` example: {problem}"));
    }
    let again = "this `bad` example is found again when it is mended";
    (!fixed.findings.is_empty()).then(|| again.to_owned())
}

fn wrong_with_good(pattern: &PatternConfig, example: &str, config: &Config) -> Option<String> {
    let (note, findings) = check(as_note(pattern, example), config);
    let found = findings.first()?;
    Some(format!(
        "this `good` example is found, at `{}`",
        found.span.of(&note.text)
    ))
}
