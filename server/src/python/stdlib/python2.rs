//! Names of Python 2 that Python 3 dropped or moved.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::packed;

/// Lines of `kind name place`; the place in Python 3 is left out where there is none.
static NAMES: LazyLock<FxHashMap<(&str, &str), Python2Name>> = LazyLock::new(|| {
    static TEXT: LazyLock<String> =
        LazyLock::new(|| packed::unpack(include_bytes!(concat!(env!("OUT_DIR"), "/python2.txt"))));
    TEXT.lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            let key = (words.next()?, words.next()?);
            Some((key, Python2Name { now: words.next() }))
        })
        .collect()
});

/// A name that only Python 2 has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Python2Name {
    /// Where Python 3 has it: a builtin's bare name, a module, or a dotted place. Taken from `lib2to3` and
    /// `_compat_pickle`.
    pub now: Option<&'static str>,
}

/// A builtin of Python 2.7 that is none in Python 3: `xrange`, `raw_input`.
pub fn python2_builtin(name: &str) -> Option<Python2Name> {
    NAMES.get(&("builtin", name)).copied()
}

/// A module of Python 2.7 that no supported Python 3 has: `ConfigParser`, `urllib2`.
pub fn python2_module(name: &str) -> Option<Python2Name> {
    NAMES.get(&("module", name)).copied()
}

/// A name that the module of Python 2.7 has and Python 3's does not: `itertools.izip`, `string.letters`.
pub fn python2_member(module: &str, name: &str) -> Option<Python2Name> {
    NAMES
        .get(&("member", format!("{module}.{name}").as_str()))
        .copied()
}

/// Whether only Python 2.7's builtin class has the method: `dict.has_key`.
pub fn python2_method(class: &str, name: &str) -> bool {
    NAMES.contains_key(&("method", format!("{class}.{name}").as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_names_say_where_they_went() {
        let now = |found: Option<Python2Name>| found.unwrap().now;
        assert_eq!(now(python2_builtin("xrange")), Some("range"));
        assert_eq!(now(python2_builtin("raw_input")), Some("input"));
        assert_eq!(now(python2_builtin("reduce")), Some("functools.reduce"));
        assert_eq!(now(python2_builtin("cmp")), None);
        assert_eq!(python2_builtin("range"), None);
        assert_eq!(now(python2_module("ConfigParser")), Some("configparser"));
        assert_eq!(now(python2_module("urllib2")), Some("urllib.request"));
        assert_eq!(python2_module("urllib"), None);
        assert_eq!(now(python2_member("itertools", "izip")), Some("zip"));
        assert_eq!(
            now(python2_member("urllib", "urlencode")),
            Some("urllib.parse.urlencode")
        );
        assert_eq!(now(python2_member("string", "letters")), None);
        assert_eq!(python2_member("string", "ascii_letters"), None);
        assert!(python2_method("dict", "has_key"));
        assert!(python2_method("dict", "iteritems"));
        assert!(!python2_method("dict", "items"));
    }
}
