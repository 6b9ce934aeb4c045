//! `notelint config`: the schema of the config file, and the settings in force with where each came from.

use std::io::Write;

use serde::Serialize;
use serde_json::Value;

use crate::cli::args::{ConfigCommand, Format, Global, ShowArgs};
use crate::cli::output::{self, Stdout, escape};
use crate::cli::settings::{Settings, real};
use crate::cli::status::Status;
use crate::config;

/// Runs the command.
pub(in crate::cli) fn run(command: &ConfigCommand, global: &Global) -> anyhow::Result<Status> {
    match command {
        ConfigCommand::Schema => {
            let mut out = Stdout::for_programs();
            output::write_json(&mut out, config::schema())?;
            out.flush()?;
        }
        ConfigCommand::Show(options) => show(options, global)?,
    }
    Ok(Status::Clean)
}

/// A setting as JSON shows it.
#[derive(Debug, Serialize)]
struct SettingJson {
    key: String,
    value: Value,
    /// `default`, or file and line.
    source: String,
    #[serde(skip)]
    description: String,
}

fn show(options: &ShowArgs, global: &Global) -> anyhow::Result<()> {
    let settings = Settings::new(global)?;
    let failed =
        |error: &config::ConfigError| anyhow::anyhow!(settings.names().config_error(error));
    let path = std::fs::canonicalize(&options.path).unwrap_or_else(|_| real(&options.path));
    let folder = match path.parent() {
        Some(parent) if !path.is_dir() => parent,
        _ => &path,
    };
    let loaded = settings
        .for_folder(folder)
        .map_err(|error| failed(&error))?;
    let config = if path.is_dir() {
        loaded.config.clone()
    } else {
        loaded.for_note(&path)
    };
    let values = serde_json::to_value(&*config)?;
    let source = |key: &str| match (loaded.set.get(key), &loaded.file) {
        (Some(line), Some(file)) => format!("{}:{line}", settings.names().show(file)),
        _ => "default".to_owned(),
    };
    let settings: Vec<SettingJson> = config::settings()
        .into_iter()
        .map(|setting| SettingJson {
            value: setting
                .key
                .split('.')
                .fold(&values, |value, part| &value[part])
                .clone(),
            source: source(&setting.key),
            description: setting.description,
            key: setting.key,
        })
        .collect();
    let format = options.output.format();
    let mut out = format.stdout();
    match format {
        Format::Json => output::write_json(&mut out, &settings)?,
        Format::Concise => {
            for setting in &settings {
                let line = format!(
                    "{} = {} # {}",
                    setting.key,
                    toml(&setting.value),
                    setting.source
                );
                writeln!(out, "{}", escape::line(&line))?;
            }
        }
        Format::Full => full(&mut out, &settings)?,
    }
    out.flush()?;
    Ok(())
}

/// As a config file that could be saved.
fn full(out: &mut dyn Write, settings: &[SettingJson]) -> std::io::Result<()> {
    const FAINT: anstyle::Style = anstyle::Style::new().dimmed();
    const BOLD: anstyle::Style = anstyle::Style::new().bold();
    let mut parts: Vec<(&str, &str, &SettingJson)> = settings
        .iter()
        .map(|setting| {
            let (section, name) = setting.key.rsplit_once('.').unwrap_or(("", &setting.key));
            (section, name, setting)
        })
        .collect();
    // In TOML, keys of no section stand before the first section.
    parts.sort_by_key(|(section, _, _)| *section);
    let mut last = "";
    for (section, name, setting) in parts {
        if section != last {
            writeln!(out, "\n{BOLD}[{section}]{BOLD:#}")?;
            last = section;
        }
        writeln!(out, "{FAINT}# {}{FAINT:#}", setting.description)?;
        let line = format!("{name} = {}", toml(&setting.value));
        writeln!(
            out,
            "{} {FAINT}# {}{FAINT:#}",
            escape::line(&line),
            escape::line(&setting.source)
        )?;
    }
    Ok(())
}

/// A value in TOML. Strings, numbers, booleans and lists of them look the same in JSON.
fn toml(value: &Value) -> String {
    match value {
        Value::Object(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Object(entries) => {
            let entries: Vec<String> = entries
                .iter()
                // TOML knows no null: what is not set is not there.
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| format!("{} = {}", Value::from(key.as_str()), toml(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::Array(entries) => {
            let entries: Vec<String> = entries.iter().map(toml).collect();
            format!("[{}]", entries.join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn values_are_written_as_toml() {
        let value = json!({ "a.md": ["x", true, 3], "b": {}, "c": null });
        assert_eq!(
            super::toml(&value),
            r#"{ "a.md" = ["x", true, 3], "b" = {} }"#
        );
    }
}
