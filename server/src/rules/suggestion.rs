//! What a writer meant by a name that is not there.

use crate::diagnostic::{Diagnostic, Fix};
use crate::python::stdlib::{Class, Module, Version};
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
    let mut same = candidates
        .clone()
        .filter(|candidate| is_same_word(candidate, name));
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

/// True for two names that differ in underscores and case alone.
fn is_same_word(a: &str, b: &str) -> bool {
    fn letters(name: &str) -> impl Iterator<Item = u8> {
        let letters = name.bytes().filter(|byte| *byte != b'_');
        letters.map(|byte| byte.to_ascii_lowercase())
    }
    letters(a).eq(letters(b))
}

/// True for two words of which one is the plural of the other; both are words.
pub(super) fn is_plural(a: &str, b: &str) -> bool {
    let of = |long: &str, short: &str| {
        long.strip_suffix('s') == Some(short) && !short.ends_with('s')
            || long.strip_suffix("es") == Some(short) && short.ends_with('s')
    };
    of(a, b) || of(b, a)
}

/// True where `name` has the letters of `meant` in another order.
pub(super) fn is_swap(name: &str, meant: &str) -> bool {
    let sorted = |text: &str| {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(name) == sorted(meant)
}

/// True where so little differs that nothing else can be meant.
fn is_certain(name: &str, meant: &str) -> bool {
    is_same_word(name, meant) || spelling::distance(name, meant) == 1
}

/// What was meant by `name` as a member of `module`.
pub(super) fn of_module(module: Module, name: &str) -> Option<Suggestion> {
    let members: Vec<&'static str> = module
        .own_members()
        .filter(|member| member.versions().contains(Version::NEWEST))
        .map(|member| member.name())
        .filter(|name| !name.starts_with('_'))
        .collect();
    if let Some(meant) = misspelt(name, members.iter().copied()) {
        return Some(Suggestion {
            name: is_static(&members, meant)?,
            is_spelling: is_certain(name, meant),
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
    if let Some(meant) = misspelt(name, attributes.iter().copied()) {
        return Some(Suggestion {
            name: is_static(&attributes, meant)?,
            is_spelling: is_certain(name, meant),
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
