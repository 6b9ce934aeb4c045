//! The version of Python that snippets are judged by, as the config writes it: `"3.12"`.

/// A version of Python 3 by its minor number, 8 to 14.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct PythonVersion(u8);

impl PythonVersion {
    /// The oldest version known: 3.8.
    pub const OLDEST: Self = Self(8);
    /// The newest version known, and the default: 3.14.
    pub const LATEST: Self = Self(14);

    /// The minor number.
    pub fn minor(self) -> u8 {
        self.0
    }
}

impl TryFrom<String> for PythonVersion {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.strip_prefix("3.")
            .and_then(|minor| minor.parse().ok())
            .filter(|minor| (Self::OLDEST.0..=Self::LATEST.0).contains(minor))
            .map(Self)
            .ok_or_else(|| {
                format!(
                    "\"{text}\" is no Python version that notelint knows; use \"3.8\" to \"3.14\""
                )
            })
    }
}

impl From<PythonVersion> for String {
    fn from(version: PythonVersion) -> Self {
        format!("3.{}", version.0)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for PythonVersion {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PythonVersion".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let versions: Vec<String> = (Self::OLDEST.0..=Self::LATEST.0)
            .map(|minor| Self(minor).into())
            .collect();
        schemars::json_schema!({ "type": "string", "enum": versions })
    }
}
