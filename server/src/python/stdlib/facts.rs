//! Facts of the documentation that the data must tell.

use super::*;

fn v(minor: u8) -> Version {
    Version::new(minor).unwrap()
}

fn first_home(name: &str) -> &'static str {
    where_is(name).first().map_or("", |module| module.name())
}

#[test]
fn names_are_found_where_the_documentation_puts_them() {
    for (name, home) in [
        ("Counter", "collections"),
        ("defaultdict", "collections"),
        ("deque", "collections"),
        ("namedtuple", "collections"),
        ("heapify", "heapq"),
        ("List", "typing"),
        ("Optional", "typing"),
        ("wraps", "functools"),
        ("lru_cache", "functools"),
        ("reduce", "functools"),
        ("dataclass", "dataclasses"),
        ("datetime", "datetime"),
        ("timedelta", "datetime"),
        ("ABC", "abc"),
        ("Enum", "enum"),
        ("Path", "pathlib"),
        ("Thread", "threading"),
        ("Lock", "threading"),
        ("ThreadPoolExecutor", "concurrent.futures"),
        ("chain", "itertools"),
        ("sqrt", "math"),
        ("sleep", "time"),
        ("StringIO", "io"),
        ("TestCase", "unittest"),
        ("patch", "unittest.mock"),
        ("contextmanager", "contextlib"),
        ("exists", "os.path"),
        ("environ", "os"),
    ] {
        assert_eq!(first_home(name), home, "{name}");
    }
    assert!(where_is("no_such_name").is_empty());
    assert!(where_is("print").is_empty());
}

#[test]
fn members_and_their_kinds() {
    let collections = module("collections").unwrap();
    assert!(!collections.is_dynamic());
    assert_eq!(collections.member("Counter").unwrap().kind(), Kind::Class);
    assert_eq!(
        collections.member("namedtuple").unwrap().kind(),
        Kind::Function
    );
    assert_eq!(collections.member("abc").unwrap().kind(), Kind::Module);
    assert!(collections.member("counter").is_none());
    assert_eq!(
        module("math").unwrap().member("pi").unwrap().kind(),
        Kind::Value
    );
    assert!(module("math").unwrap().member("power").is_none());
    assert!(module("heapq").unwrap().member("heapfiy").is_none());
    assert!(module("os").unwrap().member("path").is_some());
    assert!(module("os.path").unwrap().member("join").is_some());
    assert!(module("xml").unwrap().member("dom").is_some());
    assert!(module("collection").is_none());
    assert!(module("Collections").is_none());
    assert!(collections.member("Counter").unwrap().is_own());
    assert!(collections.member("abc").unwrap().is_own());
    assert!(!module("json").unwrap().member("codecs").unwrap().is_own());
    assert!(module("json").unwrap().member("decoder").unwrap().is_own());
    // Of other platforms.
    assert!(module("msvcrt").unwrap().member("getch").is_some());
    assert!(module("winreg").is_some());
    assert!(module("curses").unwrap().member("LINES").is_some());
    // Not Python's own.
    assert!(module("typing_extensions").is_none());
}

#[test]
fn versions_of_names() {
    let since = |module_name: &str, name: &str| {
        module(module_name)
            .unwrap()
            .member(name)
            .unwrap()
            .versions()
            .first()
    };
    assert_eq!(module("tomllib").unwrap().versions().first(), Some(v(11)));
    assert_eq!(module("zoneinfo").unwrap().versions().first(), Some(v(9)));
    assert_eq!(
        module("annotationlib").unwrap().versions().first(),
        Some(v(14))
    );
    assert_eq!(since("functools", "cache"), Some(v(9)));
    assert_eq!(since("itertools", "pairwise"), Some(v(10)));
    assert_eq!(since("itertools", "batched"), Some(v(12)));
    assert_eq!(since("asyncio", "TaskGroup"), Some(v(11)));
    assert_eq!(since("typing", "Self"), Some(v(11)));
    assert_eq!(since("heapq", "heappush_max"), Some(v(14)));
    assert_eq!(since("builtins", "ExceptionGroup"), Some(v(11)));
    assert_eq!(
        module("functools")
            .unwrap()
            .member("wraps")
            .unwrap()
            .versions(),
        VersionSet::ALL
    );
    let remove = class("builtins", "str")
        .unwrap()
        .attribute("removeprefix")
        .unwrap();
    assert_eq!(remove.versions().first(), Some(v(9)));
}

#[test]
fn removed_names_say_when_and_where_to() {
    let gone = removed("collections", "Iterable", v(10)).unwrap();
    assert_eq!((gone.last, gone.since), (v(9), v(10)));
    assert_eq!(gone.new_home.unwrap().name(), "collections.abc");
    assert!(removed("collections", "Iterable", v(9)).is_none());
    assert!(removed("collections", "Counter", v(14)).is_none());
    assert!(removed("collections", "NeverThere", v(14)).is_none());
    assert_eq!(removed("asyncio", "coroutine", v(14)).unwrap().since, v(11));
    assert_eq!(
        removed("inspect", "getargspec", v(14)).unwrap().since,
        v(11)
    );
    assert_eq!(removed("time", "clock", v(8)).unwrap().since, v(8));
    assert_eq!(
        removed("sqlite3", "version_info", v(14)).unwrap().since,
        v(14)
    );
    assert_eq!(removed("ast", "Num", v(14)).unwrap().since, v(14));
    assert_eq!(removed_module("imp", v(12)).unwrap().since, v(12));
    assert_eq!(removed_module("distutils", v(14)).unwrap().last, v(11));
    assert_eq!(removed_module("cgi", v(14)).unwrap().since, v(13));
    assert!(removed_module("imp", v(11)).is_none());
    assert!(removed_module("os", v(14)).is_none());
}

#[test]
fn classes_have_what_they_inherit() {
    let deque = class("collections", "deque").unwrap();
    for name in ["append", "popleft", "appendleft", "rotate", "maxlen"] {
        assert!(deque.attribute(name).is_some(), "{name}");
    }
    for name in ["add", "push", "length"] {
        assert!(deque.attribute(name).is_none(), "{name}");
    }
    assert!(!deque.is_open());
    let counter = class("collections", "Counter").unwrap();
    assert!(counter.attribute("most_common").is_some());
    assert!(counter.attribute("items").is_some());
    assert!(counter.is_a("builtins", "dict"));
    let list = class("builtins", "list").unwrap();
    let methods: Vec<&str> = list.methods().map(|m| m.name()).collect();
    assert_eq!(
        methods,
        [
            "append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove",
            "reverse", "sort"
        ]
    );
    assert!(
        class("builtins", "dict")
            .unwrap()
            .attribute("has_key")
            .is_none()
    );
    assert!(
        class("builtins", "ValueError")
            .unwrap()
            .attribute("with_traceback")
            .is_some()
    );
    assert_eq!(
        class("builtins", "TimeoutError").unwrap().module(),
        "builtins"
    );
    // Set on the instance alone.
    assert!(
        class("subprocess", "Popen")
            .unwrap()
            .attribute("returncode")
            .is_some()
    );
    assert!(
        class("collections", "ChainMap")
            .unwrap()
            .attribute("maps")
            .is_some()
    );
    assert!(
        class("threading", "Thread")
            .unwrap()
            .attribute("daemon")
            .is_some()
    );
    // Shown by a package, defined below it.
    assert_eq!(
        class("asyncio.queues", "Queue").unwrap().module(),
        "asyncio"
    );
    assert!(class("argparse", "Namespace").unwrap().is_open());
    assert!(class("unittest.mock", "Mock").unwrap().is_open());
    assert!(
        class("datetime", "datetime")
            .unwrap()
            .attribute("isoformat")
            .is_some()
    );
    assert!(class("enum", "Enum").is_some());
}

#[test]
fn keywords_of_calls() {
    let call = |module_name: &str, name: &str| module(module_name).unwrap().member(name).unwrap();
    let lru_cache = call("functools", "lru_cache");
    assert_eq!(lru_cache.accepts_keyword("maxsize"), Some(true));
    assert_eq!(lru_cache.accepts_keyword("max_size"), Some(false));
    assert_eq!(lru_cache.keywords(), ["maxsize", "typed"]);
    let popitem = class("collections", "OrderedDict")
        .unwrap()
        .attribute("popitem")
        .unwrap();
    assert_eq!(popitem.accepts_keyword("last"), Some(true));
    assert_eq!(popitem.accepts_keyword("first"), Some(false));
    let deque = class("collections", "deque").unwrap();
    assert_eq!(deque.accepts_keyword("maxlen"), Some(true));
    assert_eq!(deque.accepts_keyword("max_len"), Some(false));
    assert_eq!(
        call("heapq", "heappush").accepts_keyword("heap"),
        Some(false)
    );
    assert_eq!(
        call("builtins", "sorted").accepts_keyword("key"),
        Some(true)
    );
    assert_eq!(
        call("builtins", "sorted").accepts_keyword("cmp"),
        Some(false)
    );
    assert_eq!(
        call("builtins", "print").accepts_keyword("flush"),
        Some(true)
    );
    assert_eq!(
        call("builtins", "open").accepts_keyword("encoding"),
        Some(true)
    );
    assert_eq!(call("json", "dumps").accepts_keyword("indent"), Some(true));
    // **kwargs of json.dumps reach the encoder.
    assert_eq!(call("json", "dumps").accepts_keyword("ident"), Some(true));
    assert_eq!(
        class("builtins", "dict")
            .unwrap()
            .accepts_keyword("anything"),
        Some(true)
    );
    let heappush = &call("heapq", "heappush").signatures()[0];
    assert_eq!(heappush.required_positionals(), 2);
    assert_eq!(heappush.max_positionals(), Some(2));
}

#[test]
fn coroutines_are_told_from_functions() {
    let asyncio = module("asyncio").unwrap();
    assert!(asyncio.member("sleep").unwrap().is_coroutine());
    assert!(asyncio.member("wait_for").unwrap().is_coroutine());
    assert!(!asyncio.member("gather").unwrap().is_coroutine());
    assert!(!asyncio.member("create_task").unwrap().is_coroutine());
    assert!(
        !module("time")
            .unwrap()
            .member("sleep")
            .unwrap()
            .is_coroutine()
    );
    let queue = class("asyncio", "Queue").unwrap();
    assert!(queue.attribute("get").unwrap().is_coroutine());
    assert!(!queue.attribute("get_nowait").unwrap().is_coroutine());
}
