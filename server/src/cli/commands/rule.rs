//! `notelint rule`: explains a rule, or lists them.

use std::io::Write;

use serde::Serialize;

use crate::cli::args::{Format, RuleArgs};
use crate::cli::output;
use crate::cli::status::Status;
use crate::config;
use crate::rules::{self, Group, RULES, Rule};

/// A rule as JSON shows it.
#[derive(Debug, Serialize)]
struct RuleJson {
    name: &'static str,
    group: Group,
    severity: &'static str,
    fixable: bool,
    summary: &'static str,
    url: String,
    page: &'static str,
}

impl RuleJson {
    fn new(rule: &'static Rule) -> Self {
        Self {
            name: rule.id.as_str(),
            group: rule.group,
            severity: rule.severity.as_str(),
            fixable: rule.fixable,
            summary: rule.summary(),
            url: rule.url(),
            page: rule.page,
        }
    }
}

/// Runs the command.
pub(in crate::cli) fn run(options: &RuleArgs) -> anyhow::Result<Status> {
    match &options.name {
        Some(name) => explain(name, options.output.format()),
        None => list(options.output.format()),
    }
}

fn explain(name: &str, format: Format) -> anyhow::Result<Status> {
    let Some(rule) = rules::rule(name) else {
        let names: Vec<&str> = RULES.iter().map(|rule| rule.id.as_str()).collect();
        let message = config::check_rule_name(name, &names).err();
        anyhow::bail!(
            "{}; `notelint rule` lists them",
            message.unwrap_or_else(|| format!("no rule is called `{name}`"))
        );
    };
    let mut out = format.stdout();
    match format {
        Format::Json => output::write_json(&mut out, &RuleJson::new(rule))?,
        Format::Concise => writeln!(out, "{}: {}", rule.id, rule.summary())?,
        Format::Full => {
            let fix = if rule.fixable { ", fixable" } else { "" };
            writeln!(out, "{}", rule.page.trim_end())?;
            writeln!(out, "\nSeverity: {}{fix}", rule.severity.as_str())?;
            writeln!(out, "Page: {}", rule.url())?;
        }
    }
    out.flush()?;
    Ok(Status::Clean)
}

fn list(format: Format) -> anyhow::Result<Status> {
    let mut out = format.stdout();
    match format {
        Format::Json => {
            let rules: Vec<RuleJson> = RULES.iter().map(|rule| RuleJson::new(rule)).collect();
            output::write_json(&mut out, &rules)?;
        }
        Format::Concise => {
            for rule in RULES {
                writeln!(out, "{}: {}", rule.id, rule.summary())?;
            }
        }
        Format::Full => {
            const BOLD: anstyle::Style = anstyle::Style::new().bold();
            let widest = RULES
                .iter()
                .map(|rule| rule.id.as_str().len())
                .max()
                .unwrap_or(0);
            for rule in RULES {
                let fix = if rule.fixable { "fix" } else { "" };
                writeln!(
                    out,
                    "{BOLD}{:widest$}{BOLD:#}  {:7}  {fix:3}  {}",
                    rule.id.as_str(),
                    rule.severity.as_str(),
                    rule.summary(),
                )?;
            }
        }
    }
    out.flush()?;
    Ok(Status::Clean)
}
