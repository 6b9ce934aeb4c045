//! One name of a module or one attribute of a class.

use super::class::Class;
use super::signature::Signature;
use super::table::{self, Row, RowKind, Section};
use super::version::VersionSet;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A class.
    Class,
    /// A function or a method.
    Function,
    /// Anything else: a constant, a property, a special form of `typing`.
    Value,
    /// A module.
    Module,
}

/// One name of a module or one attribute of a class.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    name: &'static str,
    versions: VersionSet,
    /// The line that says more, aliases followed, and its module; none for a sub-module.
    target: Option<(&'static Section, &'static Row)>,
    is_own: bool,
}

impl Member {
    /// The member that a line of `section` is.
    pub(super) fn of_row(section: &'static Section, row: &'static Row) -> Self {
        let target = match row.kind {
            RowKind::Alias => table::place(row.places),
            _ => Some((section, row)),
        };
        Member {
            name: row.name,
            versions: row.versions,
            target,
            is_own: !matches!(row.kind, RowKind::Alias | RowKind::Module),
        }
    }

    /// A sub-module as a name of its package.
    pub(super) fn of_submodule(section: &'static Section) -> Self {
        Member {
            name: section
                .name
                .rsplit_once('.')
                .map_or(section.name, |(_, last)| last),
            versions: section.versions,
            target: None,
            is_own: true,
        }
    }

    /// The name.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// What it stands for, in the newest version that has it.
    pub fn kind(self) -> Kind {
        match self.target.map(|(_, row)| row.kind) {
            Some(RowKind::Class) => Kind::Class,
            Some(RowKind::Function | RowKind::Coroutine) => Kind::Function,
            Some(RowKind::Value | RowKind::Alias) => Kind::Value,
            Some(RowKind::Module) | None => Kind::Module,
        }
    }

    /// The versions that have it. Only 3.6 or 3.7: it is gone from every supported version.
    pub fn versions(self) -> VersionSet {
        self.versions
    }

    /// Whether it is an `async def`: calling it gives a coroutine that must be awaited.
    pub fn is_coroutine(self) -> bool {
        self.target
            .is_some_and(|(_, row)| row.kind == RowKind::Coroutine)
    }

    /// The module that defines it, where this one only shows it (`asyncio.queues.Queue` is at home in `asyncio`).
    pub fn home(self) -> Option<&'static str> {
        self.target.map(|(section, _)| section.name)
    }

    /// Whether this module defines it. A name it merely imports (`json.codecs`) exists, yet is nothing to propose.
    pub fn is_own(self) -> bool {
        self.is_own
    }

    /// Every signature, of all versions and overloads; of a class, of its constructor. None: not known.
    pub fn signatures(self) -> Vec<Signature> {
        self.target
            .map_or_else(Vec::new, |(_, row)| read_signatures(row))
    }

    /// Whether `name=…` is a valid argument in some version. `None`: not known.
    pub fn accepts_keyword(self, name: &str) -> Option<bool> {
        let (_, row) = self.target?;
        accepts_keyword(row, name)
    }

    /// The names that arguments may be given by, in any version, sorted.
    pub fn keywords(self) -> Vec<&'static str> {
        let mut names: Vec<&str> = self
            .signatures()
            .iter()
            .flat_map(|signature| signature.keywords())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The class, where it is one.
    pub fn class(self) -> Option<Class> {
        let (section, row) = self.target?;
        Class::of_row(section, row)
    }
}

/// The signatures of a line. Unless they say otherwise, they hold for all supported versions that have the name.
pub(super) fn read_signatures(row: &'static Row) -> Vec<Signature> {
    let supported = row.versions.intersection(VersionSet::SUPPORTED);
    let default = if supported.is_empty() {
        row.versions
    } else {
        supported
    };
    Signature::read_all(row.signatures, default)
}

/// As [`Member::accepts_keyword`]. Not known also where some supported version's signature is not.
pub(super) fn accepts_keyword(row: &'static Row, name: &str) -> Option<bool> {
    let signatures = read_signatures(row);
    if signatures.iter().any(|s| s.accepts_keyword(name)) {
        return Some(true);
    }
    let told = signatures
        .iter()
        .fold(VersionSet::NONE, |all, s| all.union(s.versions));
    let asked = row.versions.intersection(VersionSet::SUPPORTED);
    (!signatures.is_empty() && told.intersection(asked) == asked).then_some(false)
}
