//! The settings a run works with: config files, found or named, and the options that override them.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use rustc_hash::FxHashSet;

use super::args::Global;
use super::display::Names;
use crate::config::{self, Config, ConfigError, Configs, Found, Loaded};
use crate::files;
pub(super) use crate::files::{RealPaths, real};
use crate::rules::{self, RULES};

/// The settings of a run.
#[derive(Debug)]
pub(super) struct Settings {
    configs: Configs,
    /// From `--config` or `--no-config`; it then counts everywhere.
    fixed: Option<Arc<Loaded>>,
    select: Vec<String>,
    ignore: Vec<String>,
    names: Names,
}

impl Settings {
    /// Reads what `global` names.
    ///
    /// # Errors
    /// The named config file cannot be used, or the current folder cannot be told.
    pub fn new(global: &Global) -> anyhow::Result<Self> {
        let current = std::env::current_dir().context("cannot tell the current folder")?;
        let names = Names::new(&current);
        let configs = Configs::new(files::read_if_there, rules::known());
        let fixed = if global.no_config {
            Some(Arc::default())
        } else if let Some(file) = &global.config {
            let file = std::path::absolute(file).unwrap_or_else(|_| file.clone());
            let loaded = configs
                .named(&file)
                .map_err(|error| anyhow::anyhow!(names.config_error(&error)))?;
            Some(Arc::new(loaded))
        } else {
            None
        };
        Ok(Self {
            configs,
            fixed,
            select: Vec::new(),
            ignore: Vec::new(),
            names,
        })
    }

    /// With `--select` and `--ignore`.
    pub fn with_rules(mut self, select: &[String], ignore: &[String]) -> Self {
        self.select = select.to_vec();
        self.ignore = ignore.to_vec();
        self
    }

    /// Checks the names given to `--select` and `--ignore`: each must be a rule or a pattern in one of `configs`.
    ///
    /// # Errors
    /// One of them is neither.
    pub fn check_rule_names<'a>(
        &self,
        configs: impl Iterator<Item = &'a Config>,
    ) -> anyhow::Result<()> {
        let mut known: FxHashSet<&str> = RULES.iter().map(|rule| rule.id.as_str()).collect();
        let patterns = configs.flat_map(|config| &config.pattern);
        known.extend(patterns.map(|pattern| pattern.name.as_str()));
        let known: Vec<&str> = known.into_iter().collect();
        for name in self.select.iter().chain(&self.ignore) {
            config::check_rule_name(name, &known).map_err(anyhow::Error::msg)?;
        }
        Ok(())
    }

    /// How paths are shown.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The settings for what lies directly in `folder`, an absolute path without links.
    pub fn for_folder(&self, folder: &Path) -> Found {
        match &self.fixed {
            Some(fixed) => Ok(Arc::clone(fixed)),
            None => self.configs.for_folder(folder),
        }
    }

    /// The settings for the note at `path`, which need not exist.
    ///
    /// # Errors
    /// The config file over it cannot be used.
    pub fn for_note(&self, path: &Path) -> Result<Arc<Config>, Arc<ConfigError>> {
        self.for_real(&real(path))
    }

    /// The same for an absolute path whose folder has no links.
    ///
    /// # Errors
    /// The config file over it cannot be used.
    pub fn for_real(&self, path: &Path) -> Result<Arc<Config>, Arc<ConfigError>> {
        let folder = path.parent().unwrap_or(path);
        let config = self.for_folder(folder)?.for_note(path);
        Ok(self.overridden(config))
    }

    fn overridden(&self, config: Arc<Config>) -> Arc<Config> {
        if self.select.is_empty() && self.ignore.is_empty() {
            return config;
        }
        let mut config = Arc::unwrap_or_clone(config);
        if !self.select.is_empty() {
            config.lint.select.clone_from(&self.select);
            // What is asked for by name here is wanted, whatever a file says.
            config
                .lint
                .ignore
                .retain(|rule| !self.select.contains(rule));
        }
        config.lint.ignore.extend(self.ignore.iter().cloned());
        Arc::new(config)
    }
}
