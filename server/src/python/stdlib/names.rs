//! Plain lists of names: homes of public names, popular third-party packages, special methods.

use std::sync::LazyLock;

use super::module::{Module, module};
use crate::text::packed;

/// Lines of `name rest`, sorted by name.
type Lines = Vec<(&'static str, &'static str)>;

static HOMES: LazyLock<Lines> = LazyLock::new(|| {
    static TEXT: LazyLock<String> =
        LazyLock::new(|| packed::unpack(include_bytes!(concat!(env!("OUT_DIR"), "/homes.txt"))));
    read(&TEXT)
});
static THIRD_PARTY: LazyLock<Lines> = LazyLock::new(|| {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        packed::unpack(include_bytes!(concat!(env!("OUT_DIR"), "/third_party.txt")))
    });
    read(&TEXT)
});
static SPECIAL_METHODS: LazyLock<Lines> =
    LazyLock::new(|| read(include_str!("../../../data/python/special_methods.txt")));

fn read(text: &'static str) -> Lines {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(' ').unwrap_or((line, "")))
        .collect()
}

fn find(lines: &Lines, name: &str) -> Option<&'static str> {
    let at = lines.binary_search_by(|(key, _)| (*key).cmp(name)).ok()?;
    lines.get(at).map(|(_, rest)| *rest)
}

/// The modules that offer a public name in the newest Python, the usual one first (the one most files of the
/// standard library take it from): `Counter` is in `collections`, then `typing`. Builtins and modules have none.
pub fn where_is(name: &str) -> Vec<Module> {
    find(&HOMES, name)
        .unwrap_or("")
        .split(' ')
        .filter_map(module)
        .collect()
}

/// Whether the first part of a dotted name is the import name of a popular package from PyPI.
pub fn is_third_party(name: &str) -> bool {
    let top = name.split_once('.').map_or(name, |(top, _)| top);
    find(&THIRD_PARTY, top).is_some()
}

/// The import names of popular packages from PyPI, sorted.
pub fn third_party() -> impl Iterator<Item = &'static str> {
    THIRD_PARTY.iter().map(|(name, _)| *name)
}

/// Whether some standard class defines a method of this name with two underscores at both ends: `__init__`.
pub fn is_special_method(name: &str) -> bool {
    find(&SPECIAL_METHODS, name).is_some()
}

/// The special methods that standard classes define, sorted.
pub fn special_methods() -> impl Iterator<Item = &'static str> {
    SPECIAL_METHODS.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for lines in [&HOMES, &THIRD_PARTY, &SPECIAL_METHODS] {
            assert!(!lines.is_empty());
            for pair in lines.windows(2) {
                assert!(pair[0].0 < pair[1].0, "{pair:?}");
            }
        }
    }

    #[test]
    fn every_home_has_its_name() {
        for (name, homes) in HOMES.iter() {
            for home in homes.split(' ') {
                let module = module(home).unwrap_or_else(|| panic!("{name}: {home}"));
                assert!(module.member(name).is_some(), "{home}.{name}");
            }
        }
    }

    #[test]
    fn third_party_packages_are_not_python_own() {
        for name in third_party() {
            assert!(module(name).is_none(), "{name}");
        }
        assert!(is_third_party("numpy"));
        assert!(is_third_party("sqlalchemy.orm"));
        assert!(!is_third_party("collections"));
    }

    #[test]
    fn special_methods_are_known() {
        assert!(is_special_method("__init__"));
        assert!(is_special_method("__int__"));
        assert!(!is_special_method("__innit__"));
    }
}
