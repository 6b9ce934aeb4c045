//! Reads `data/python/stdlib.txt` as the build packed it: an index of modules, built on first use, and each module's names, parsed when
//! first asked for. The format is described in `data/python/README.md`.

use std::sync::{LazyLock, OnceLock};

use rustc_hash::FxHashMap;

use super::version::VersionSet;
use crate::text::packed;

static TEXT: LazyLock<String> =
    LazyLock::new(|| packed::unpack(include_bytes!(concat!(env!("OUT_DIR"), "/stdlib.txt"))));

static MODULES: LazyLock<Vec<Section>> = LazyLock::new(|| {
    TEXT.strip_prefix('[')
        .unwrap_or("")
        .split("\n[")
        .filter_map(Section::read)
        .collect()
});

/// Where each module stands, by its name: they are asked for at every word that may be one.
static PLACES: LazyLock<FxHashMap<&str, &Section>> = LazyLock::new(|| {
    MODULES
        .iter()
        .map(|section| (section.name, section))
        .collect()
});

/// One module of the data.
#[derive(Debug)]
pub(super) struct Section {
    pub name: &'static str,
    pub versions: VersionSet,
    pub is_dynamic: bool,
    lines: &'static str,
    rows: OnceLock<Vec<Row>>,
}

/// What a line says its name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowKind {
    Class,
    Function,
    Coroutine,
    Value,
    Module,
    /// Another module's name, shown here too.
    Alias,
}

/// One line: a name of a module or an attribute of a class.
#[derive(Debug)]
pub(super) struct Row {
    pub kind: RowKind,
    pub name: &'static str,
    pub versions: VersionSet,
    /// A class that answers attributes the data does not list.
    pub is_open: bool,
    /// `(a,b=)@8-9(a)@10-14`, as written.
    pub signatures: &'static str,
    /// Of a class, its bases; of an alias, its target: dotted names, separated by blanks.
    pub places: &'static str,
    /// Of a class, its own attributes, sorted by name.
    pub attributes: Vec<Row>,
}

/// All modules, sorted by name.
pub(super) fn sections() -> &'static [Section] {
    &MODULES
}

/// The module of exactly this dotted name.
pub(super) fn section(name: &str) -> Option<&'static Section> {
    PLACES.get(name).copied()
}

/// The row of exactly this name, in rows sorted by name.
pub(super) fn find<'a>(rows: &'a [Row], name: &str) -> Option<&'a Row> {
    let at = rows.binary_search_by(|row| row.name.cmp(name)).ok()?;
    rows.get(at)
}

/// The row that a dotted place, `collections.abc.Mapping`, names; aliases are not followed.
pub(super) fn place(dotted: &str) -> Option<(&'static Section, &'static Row)> {
    let (module, name) = dotted.rsplit_once('.')?;
    let section = section(module)?;
    find(section.rows(), name).map(|row| (section, row))
}

impl Section {
    /// Reads `name@8-14]~`, a line end, and the lines of the module.
    fn read(text: &'static str) -> Option<Section> {
        let (head, lines) = text.split_once('\n').unwrap_or((text, ""));
        let (name, flags) = head.split_once(']')?;
        let (name, versions) = match name.split_once('@') {
            Some((name, spans)) => (name, VersionSet::read(spans)),
            None => (name, VersionSet::ALL),
        };
        Some(Section {
            name,
            versions,
            is_dynamic: flags == "~",
            lines,
            rows: OnceLock::new(),
        })
    }

    /// The names of the module, sorted.
    pub fn rows(&'static self) -> &'static [Row] {
        self.rows.get_or_init(|| {
            let mut rows: Vec<Row> = Vec::new();
            for line in self.lines.lines() {
                if let Some(attribute) = line.strip_prefix(' ') {
                    if let Some(class) = rows.last_mut() {
                        let row = Row::read(attribute, class.versions);
                        class.attributes.extend(row);
                    }
                } else {
                    rows.extend(Row::read(line, self.versions));
                }
            }
            rows
        })
    }
}

impl Row {
    /// Reads `cdeque@8-14~(iterable=)@8(…) base base`; without versions of its own it has those of what it is in.
    fn read(line: &'static str, outer: VersionSet) -> Option<Row> {
        let kind = match line.as_bytes().first()? {
            b'c' => RowKind::Class,
            b'f' => RowKind::Function,
            b'a' => RowKind::Coroutine,
            b'v' => RowKind::Value,
            b'm' => RowKind::Module,
            b'=' => RowKind::Alias,
            _ => return None,
        };
        let line = line.get(1..)?;
        let (head, places) = line.split_once(' ').unwrap_or((line, ""));
        let (head, signatures) = head.split_at(head.find('(').unwrap_or(head.len()));
        let (head, is_open) = match head.strip_suffix('~') {
            Some(head) => (head, true),
            None => (head, false),
        };
        let (name, versions) = match head.split_once('@') {
            Some((name, spans)) => (name, VersionSet::read(spans)),
            None => (head, outer),
        };
        Some(Row {
            kind,
            name,
            versions,
            is_open,
            signatures,
            places,
            attributes: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the reader relies on: the generator may break it, and nothing else would tell.
    #[test]
    fn the_data_is_whole_and_sorted() {
        let mut lines = 0;
        assert!(sections().is_sorted_by(|a, b| a.name < b.name));
        for section in sections() {
            assert!(!section.versions.is_empty(), "{}", section.name);
            lines += 1;
            let rows = section.rows();
            assert!(
                rows.is_sorted_by(|a, b| a.name < b.name),
                "{}",
                section.name
            );
            for row in rows {
                lines += 1 + row.attributes.len();
                assert!(
                    row.attributes.is_sorted_by(|a, b| a.name < b.name),
                    "{}.{}",
                    section.name,
                    row.name
                );
                for one in std::iter::once(row).chain(&row.attributes) {
                    assert!(!one.versions.is_empty(), "{}.{}", section.name, one.name);
                    assert!(
                        one.name
                            .bytes()
                            .all(|b| b == b'_' || b.is_ascii_alphanumeric()),
                        "{}.{}",
                        section.name,
                        one.name
                    );
                }
                for target in row.places.split(' ').filter(|t| !t.is_empty()) {
                    let (_, found) = place(target)
                        .unwrap_or_else(|| panic!("{}.{} -> {target}", section.name, row.name));
                    assert_ne!(found.kind, RowKind::Alias, "{target}");
                }
            }
        }
        assert_eq!(lines, TEXT.lines().count(), "a line could not be read");
    }
}
