//! The JSON Schema of the config, and the list of its settings. A test makes the schema from the fields and their
//! documentation, and fails where `data/config.schema.json` is another: what is the same in every run is not made in each.

use std::sync::LazyLock;

use serde_json::Value;

use super::Config;
use crate::text::packed;

/// The schema (draft 2020-12) of `notelint.toml` and of `[tool.notelint]`.
pub fn schema() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
        let text = packed::unpack(include_bytes!(concat!(
            env!("OUT_DIR"),
            "/config.schema.json"
        )));
        serde_json::from_str(&text).unwrap_or_default()
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
    fn the_schema_is_made_from_the_fields() {
        let generator = schemars::generate::SchemaSettings::draft2020_12()
            .with(|settings| settings.inline_subschemas = true)
            .into_generator();
        let mut made = generator.into_root_schema_for::<Config>().to_value();
        made["title"] = "notelint".into();
        if made != *schema() && std::env::var_os("UPDATE_EXPECTED").is_some() {
            let path = concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/server/data/config.schema.json"
            );
            let text = serde_json::to_string_pretty(&made).unwrap() + "\n";
            std::fs::write(path, text).unwrap();
            return;
        }
        assert_eq!(made, *schema(), "stale; UPDATE_EXPECTED=1 renews it");
    }

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
