//! The JSON Schema of the config, and the list of its settings, both made from the fields and their documentation.

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::Config;

/// The schema (draft 2020-12) of `notelint.toml` and of `[tool.notelint]`.
pub fn schema() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
        let generator = SchemaSettings::draft2020_12()
            .with(|settings| settings.inline_subschemas = true)
            .into_generator();
        let mut schema = generator.into_root_schema_for::<Config>().to_value();
        if let Some(root) = schema.as_object_mut() {
            root.insert("title".to_owned(), "notelint".into());
        }
        schema
    });
    &SCHEMA
}

/// One setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Its dotted name: `lint.select`.
    pub key: String,
    /// What it does.
    pub description: String,
    /// Its value unless configured.
    pub default: Value,
    /// Its own schema.
    pub schema: Value,
}

/// Every setting, in the order of the schema.
pub fn settings() -> Vec<Setting> {
    let defaults = serde_json::to_value(Config::default()).unwrap_or_default();
    let mut found = Vec::new();
    collect(schema(), &defaults, "", &mut found);
    found
}

/// The sections of the config are the objects with named properties; what is below them is a setting.
fn collect(schema: &Value, defaults: &Value, prefix: &str, found: &mut Vec<Setting>) {
    for (name, below) in schema["properties"].as_object().into_iter().flatten() {
        let key = format!("{prefix}{name}");
        if below["properties"].is_object() {
            collect(below, &defaults[name], &format!("{key}."), found);
        } else {
            found.push(Setting {
                key,
                description: below["description"]
                    .as_str()
                    .unwrap_or_default()
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
                default: defaults[name].clone(),
                schema: below.clone(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_documented_and_its_default_is_the_schemas() {
        let settings = settings();
        assert!(
            settings
                .iter()
                .any(|setting| setting.key == "python.version")
        );
        for setting in settings {
            assert!(!setting.description.is_empty(), "{}", setting.key);
            assert_eq!(
                setting.schema["default"], setting.default,
                "{}",
                setting.key
            );
        }
    }

    #[test]
    fn unknown_keys_are_refused_by_the_schema() {
        assert_eq!(schema()["additionalProperties"], false);
        assert_eq!(
            schema()["properties"]["lint"]["additionalProperties"],
            false
        );
    }
}
