//! Python versions, and sets of them.

use std::fmt;
use std::str::FromStr;

/// A minor version of Python 3, from 3.6 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(u8);

impl Version {
    /// The oldest version the data tells of. 3.6 and 3.7 only say what is gone since (`time.clock`).
    pub const FIRST: Version = Version(6);
    /// The oldest version that notes are checked for.
    pub const OLDEST: Version = Version(8);
    /// The newest version that notes are checked for.
    pub const NEWEST: Version = Version(14);

    /// The version 3.`minor`; `None` outside 3.6 to 3.14.
    pub fn new(minor: u8) -> Option<Self> {
        (Self::FIRST.0..=Self::NEWEST.0)
            .contains(&minor)
            .then_some(Self(minor))
    }

    /// The number after the dot.
    pub fn minor(self) -> u8 {
        self.0
    }

    /// The versions that notes are checked for, oldest first.
    pub fn supported() -> impl Iterator<Item = Version> {
        (Self::OLDEST.0..=Self::NEWEST.0).map(Version)
    }

    /// The version after this one, if the data knows it.
    pub fn next(self) -> Option<Self> {
        Self::new(self.0 + 1)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "3.{}", self.0)
    }
}

/// The text is not a version from "3.6" to "3.14".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a Python version from 3.6 to 3.14: {0:?}")]
pub struct UnknownVersion(String);

impl FromStr for Version {
    type Err = UnknownVersion;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.strip_prefix("3.")
            .and_then(|minor| minor.parse().ok())
            .and_then(Self::new)
            .ok_or_else(|| UnknownVersion(text.to_owned()))
    }
}

/// A set of versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VersionSet(u16);

impl VersionSet {
    /// No version.
    pub const NONE: VersionSet = VersionSet(0);
    /// 3.6 to 3.14.
    pub const ALL: VersionSet = VersionSet(0b111_1111_1100_0000);
    /// 3.8 to 3.14.
    pub const SUPPORTED: VersionSet = VersionSet(0b111_1111_0000_0000);

    /// Whether the set holds the version.
    pub fn contains(self, version: Version) -> bool {
        self.0 & (1 << version.0) != 0
    }

    /// Whether the set holds no version.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The oldest version of the set.
    pub fn first(self) -> Option<Version> {
        self.iter().next()
    }

    /// The newest version of the set.
    pub fn last(self) -> Option<Version> {
        self.iter().last()
    }

    /// The versions, oldest first.
    pub fn iter(self) -> impl Iterator<Item = Version> {
        (Version::FIRST.0..=Version::NEWEST.0)
            .map(Version)
            .filter(move |v| self.contains(*v))
    }

    /// The versions in either set.
    pub fn union(self, other: VersionSet) -> VersionSet {
        VersionSet(self.0 | other.0)
    }

    /// The versions in both sets.
    pub fn intersection(self, other: VersionSet) -> VersionSet {
        VersionSet(self.0 & other.0)
    }

    /// Reads the data's notation of minor numbers, `8-9,12`; what cannot be read counts as no version.
    pub(super) fn read(spans: &str) -> VersionSet {
        let mut bits = 0;
        for span in spans.split(',') {
            let (from, to) = span.split_once('-').unwrap_or((span, span));
            if let (Ok(from), Ok(to)) = (from.parse::<u8>(), to.parse::<u8>()) {
                for version in (from..=to).filter_map(Version::new) {
                    bits |= 1 << version.0;
                }
            }
        }
        VersionSet(bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_and_shown() {
        let version: Version = "3.12".parse().unwrap();
        assert_eq!(version.minor(), 12);
        assert_eq!(version.to_string(), "3.12");
        assert!("3.5".parse::<Version>().is_err());
        assert!("3.15".parse::<Version>().is_err());
        assert!("2.7".parse::<Version>().is_err());
        assert_eq!(Version::supported().count(), 7);
    }

    #[test]
    fn sets_are_read_from_spans() {
        let set = VersionSet::read("8-9,12");
        let minors: Vec<u8> = set.iter().map(Version::minor).collect();
        assert_eq!(minors, [8, 9, 12]);
        assert_eq!(VersionSet::read("6-14"), VersionSet::ALL);
        assert_eq!(VersionSet::read("8-14"), VersionSet::SUPPORTED);
        assert_eq!(VersionSet::read("x"), VersionSet::NONE);
    }
}
