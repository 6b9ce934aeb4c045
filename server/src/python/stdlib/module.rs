//! Modules, and what is gone from them.

use super::member::{Kind, Member};
use super::table::{self, RowKind, Section};
use super::version::{Version, VersionSet};

/// A module of the standard library, or a sub-module of a package.
#[derive(Debug, Clone, Copy)]
pub struct Module(&'static Section);

/// The module of exactly this dotted name; also one that is gone today (`imp`): see [`Module::versions`].
pub fn module(name: &str) -> Option<Module> {
    table::section(name).map(Module)
}

/// All modules and sub-modules, sorted by their dotted names.
pub fn modules() -> impl Iterator<Item = Module> {
    table::sections().iter().map(Module)
}

impl Module {
    /// Its dotted name.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The versions that have it. Only 3.6 or 3.7: it is gone from every supported version.
    pub fn versions(self) -> VersionSet {
        self.0.versions
    }

    /// Whether it may have members that are not listed: a missing one means nothing.
    pub fn is_dynamic(self) -> bool {
        self.0.is_dynamic
    }

    /// The member of exactly this name; sub-modules count as members of their package.
    pub fn member(self, name: &str) -> Option<Member> {
        let row = table::find(self.0.rows(), name);
        match row {
            Some(row) if row.kind != RowKind::Module => Some(Member::of_row(self.0, row)),
            _ => self
                .submodule(name)
                .map(|module| Member::of_submodule(module.0))
                .or_else(|| row.map(|row| Member::of_row(self.0, row))),
        }
    }

    /// All members, sorted by name.
    pub fn members(self) -> impl Iterator<Item = Member> {
        let mut names: Vec<&str> = self.member_names().collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().filter_map(move |name| self.member(name))
    }

    /// Its members without its sub-modules, sorted by name. Costs less than [`Module::members`].
    pub fn own_members(self) -> impl Iterator<Item = Member> {
        let rows = self.0.rows().iter();
        rows.filter(|row| row.kind != RowKind::Module)
            .map(move |row| Member::of_row(self.0, row))
            .filter(|member| member.kind() != Kind::Module)
    }

    /// The names of all members, in no particular order; a sub-module may come twice.
    pub fn member_names(self) -> impl Iterator<Item = &'static str> {
        let rows = self.0.rows().iter().map(|row| row.name);
        let submodules = self.submodules();
        rows.chain(submodules.filter_map(|module| Some(module.name().rsplit_once('.')?.1)))
    }

    /// Its direct sub-modules, sorted.
    pub fn submodules(self) -> impl Iterator<Item = Module> {
        let all = table::sections();
        let start = all.partition_point(|section| section.name <= self.name());
        all.iter()
            .skip(start)
            // `ab` and `a_b` may stand between `a` and `a.b`; nothing beyond them starts with `a`.
            .take_while(move |section| section.name.starts_with(self.name()))
            .filter(move |section| {
                section
                    .name
                    .strip_prefix(self.name())
                    .and_then(|rest| rest.strip_prefix('.'))
                    .is_some_and(|rest| !rest.contains('.'))
            })
            .map(Module)
    }

    fn submodule(self, name: &str) -> Option<Module> {
        module(&format!("{}.{name}", self.name()))
    }
}

/// Something that a version no longer has.
#[derive(Debug, Clone, Copy)]
pub struct Removed {
    /// The last version that has it.
    pub last: Version,
    /// The first version without it.
    pub since: Version,
    /// The module that has the very same thing in the version asked for: `collections.abc` for
    /// `collections.Iterable`.
    pub new_home: Option<Module>,
}

impl Removed {
    fn from(versions: VersionSet, version: Version) -> Option<Removed> {
        if versions.contains(version) {
            return None;
        }
        let last = versions.iter().filter(|v| *v < version).last()?;
        Some(Removed {
            last,
            since: last.next()?,
            new_home: None,
        })
    }
}

/// Whether `name` was in `module` once and `version` no longer has it.
pub fn removed(module: &str, name: &str, version: Version) -> Option<Removed> {
    let member = self::module(module)?.member(name)?;
    let mut removed = Removed::from(member.versions(), version)?;
    removed.new_home = member
        .home()
        .filter(|home| *home != module)
        .and_then(self::module)
        .filter(|home| {
            home.member(name)
                .is_some_and(|member| member.versions().contains(version))
        });
    Some(removed)
}

/// Whether Python once had the module and `version` no longer does.
pub fn removed_module(name: &str, version: Version) -> Option<Removed> {
    Removed::from(module(name)?.versions(), version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_members_are_the_members_but_modules() {
        for module in modules() {
            let own: Vec<Member> = module.own_members().collect();
            let all = module.members();
            let others: Vec<Member> = all.filter(|it| it.kind() != Kind::Module).collect();
            let told = |members: Vec<Member>| -> Vec<(&str, VersionSet)> {
                members
                    .iter()
                    .map(|it| (it.name(), it.versions()))
                    .collect()
            };
            assert_eq!(told(own), told(others), "{}", module.name());
        }
    }
}
