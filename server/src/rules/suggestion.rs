//! What a writer meant by a name that is not there.

use crate::diagnostic::{Diagnostic, Fix};
use crate::python::stdlib::{Class, Module};
use crate::text::{Span, spelling};

/// A name that was probably meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Suggestion {
    /// The name.
    pub name: &'static str,
    /// It differs by a slip of the fingers, so it can be put in unasked; else it is what the name is for.
    pub is_spelling: bool,
}

impl Suggestion {
    /// Adds "did you mean" and the fix to a finding on a name at `span`.
    pub(super) fn add_to(self, mut finding: Diagnostic, span: Span) -> Diagnostic {
        let name = self.name;
        finding.message = format!("{}; did you mean `{name}`?", finding.message);
        let fix = Fix::safe(format!("Replace with `{name}`"), span, name);
        finding.with_fix(if self.is_spelling {
            fix
        } else {
            fix.unsafely()
        })
    }
}

/// The one candidate that `name` misspells: the same letters in another case, else one slip, or two in a long word.
pub(super) fn misspelt<'n>(
    name: &str,
    candidates: impl Iterator<Item = &'n str> + Clone,
) -> Option<&'n str> {
    let mut same = candidates
        .clone()
        .filter(|candidate| *candidate != name && candidate.eq_ignore_ascii_case(name));
    if let Some(found) = same.next() {
        return same.next().is_none().then_some(found);
    }
    // Without its underscores a name is still the same word: `max_size` for `maxsize`.
    let plain = |name: &str| name.replace('_', "").to_ascii_lowercase();
    let mut same = candidates
        .clone()
        .filter(|candidate| plain(candidate) == plain(name));
    if let Some(found) = same.next() {
        return same.next().is_none().then_some(found);
    }
    let slips = match name.chars().count() {
        0..=3 => return None,
        4..=6 => 1,
        _ => 2,
    };
    spelling::nearest(name, candidates, slips)
}

/// What was meant by `name` as a member of `module`.
pub(super) fn of_module(module: Module, name: &str) -> Option<Suggestion> {
    let members: Vec<&'static str> = module
        .members()
        .map(|member| member.name())
        .filter(|name| !name.starts_with('_'))
        .collect();
    if let Some(name) = misspelt(name, members.iter().copied()) {
        return Some(Suggestion {
            name: is_static(&members, name)?,
            is_spelling: true,
        });
    }
    // `heapq.push` is `heappush`, `math.power` is `pow`.
    let mut longer: Vec<&str> = members
        .iter()
        .copied()
        .filter(|member| name.len() >= 3 && member.ends_with(name))
        .collect();
    longer.sort_by_key(|member| member.len());
    let shorter = members
        .iter()
        .copied()
        .filter(|member| member.len() >= 3 && name.starts_with(member))
        .max_by_key(|member| member.len());
    longer.first().copied().or(shorter).map(|name| Suggestion {
        name,
        is_spelling: false,
    })
}

/// What was meant by `name` as an attribute of an instance of `class`.
pub(super) fn of_class(class: Class, name: &str) -> Option<Suggestion> {
    let attributes: Vec<&'static str> = class
        .attributes()
        .iter()
        .map(|attribute| attribute.name())
        .filter(|name| !name.starts_with('_'))
        .collect();
    if let Some(name) = misspelt(name, attributes.iter().copied()) {
        return Some(Suggestion {
            name: is_static(&attributes, name)?,
            is_spelling: true,
        });
    }
    let plain = name.replace('_', "").to_ascii_lowercase();
    let (_, meant) = OPERATIONS
        .iter()
        .find(|(words, _)| words.contains(&plain.as_str()))?;
    meant
        .iter()
        .find_map(|meant| attributes.iter().find(|name| *name == meant))
        .map(|name| Suggestion {
            name,
            is_spelling: false,
        })
}

fn is_static(names: &[&'static str], name: &str) -> Option<&'static str> {
    names.iter().find(|known| **known == name).copied()
}

/// What containers and strings can do: the words for it in the languages that people come from, without underscores
/// and capitals, and Python's names for it, of which each class has one at most.
const OPERATIONS: &[(&[&str], &[&str])] = &[
    (
        &[
            "push",
            "add",
            "append",
            "enqueue",
            "pushback",
            "addlast",
            "offer",
            "put",
            "insertlast",
            "pushlast",
        ],
        &["append", "add", "put"],
    ),
    (
        &[
            "pushleft",
            "pushfront",
            "addfirst",
            "unshift",
            "prepend",
            "insertfirst",
            "addleft",
        ],
        &["appendleft", "insert"],
    ),
    (
        &[
            "popleft",
            "popfront",
            "dequeue",
            "shift",
            "poll",
            "removefirst",
            "pollfirst",
        ],
        &["popleft", "pop", "get"],
    ),
    (
        &["popback", "poplast", "removelast", "polllast", "popright"],
        &["pop"],
    ),
    (
        &["addall", "pushall", "concat", "merge", "append", "extend"],
        &["extend", "update"],
    ),
    (&["delete", "erase", "removeall"], &["remove", "pop"]),
    (&["indexof", "find", "search"], &["index", "find"]),
    (&["empty", "removeall", "reset"], &["clear"]),
    (&["set", "put", "add", "insert"], &["update"]),
    (&["clone", "deepcopy"], &["copy"]),
    (&["trim", "chomp"], &["strip"]),
    (
        &["tolower", "lowercase", "tolowercase", "downcase"],
        &["lower"],
    ),
    (
        &["toupper", "uppercase", "touppercase", "upcase"],
        &["upper"],
    ),
    (&["replaceall", "gsub"], &["replace"]),
    (&["beginswith", "hasprefix"], &["startswith"]),
    (&["hassuffix"], &["endswith"]),
];
