//! What the model must get right, on small snippets.

use super::*;

/// Runs `look` on the model of `code`.
fn with<T>(code: &str, look: impl FnOnce(&Model<'_>) -> T) -> T {
    let parsed = crate::python::syntax::parse(code);
    assert!(parsed.has_valid_syntax(), "{:?}", parsed.errors());
    look(&Model::new(parsed.syntax(), code, None))
}

/// What each call of `code` calls, `?` where it is not known, `type.method` for methods.
fn calls(code: &str) -> Vec<String> {
    with(code, |model| {
        model
            .calls()
            .iter()
            .map(|call| match (&call.callee, &call.receiver) {
                (Some(callee), _) => callee.clone(),
                (None, Some(class)) => {
                    format!("<{class}>.{}", call.method().map_or("", |(_, name)| name))
                }
                (None, None) => "?".to_owned(),
            })
            .collect()
    })
}

/// The names that `code` reads and does not bind.
fn unbound(code: &str) -> Vec<String> {
    with(code, |model| {
        model
            .references()
            .iter()
            .filter(|reference| !model.is_bound(reference))
            .map(|reference| reference.name().to_owned())
            .collect()
    })
}

#[test]
fn follows_aliases() {
    assert_eq!(
        calls("import heapq as hq\nhq.heapfiy(x)"),
        ["heapq.heapfiy"]
    );
    assert_eq!(
        calls("from collections import deque as dq\ndq()"),
        ["collections.deque"]
    );
    assert_eq!(calls("import os.path\nos.path.join(a)"), ["os.path.join"]);
    assert_eq!(calls("import os.path as p\np.join(a)"), ["os.path.join"]);
    assert_eq!(
        calls("from collections import *\ndeque()"),
        ["collections.deque"]
    );
    assert_eq!(calls("from mine import *\nlen(x)"), ["?"]);
    assert_eq!(calls("len(x)"), ["builtins.len"]);
    assert_eq!(calls("def len(x): ...\nlen(x)"), ["?"]);
    assert_eq!(calls("from . import heapq\nheapq.push(x)"), ["?"]);
    assert_eq!(
        calls(
            "try:\n    import simplejson as json\nexcept ImportError:\n    import json\njson.load(f)"
        ),
        ["?"]
    );
}

#[test]
fn follows_pythons_scopes() {
    assert_eq!(
        unbound("class A:\n    x = 1\n    def f(self):\n        return x"),
        ["x"]
    );
    assert_eq!(unbound("class A:\n    x = 1\n    y = x"), [""; 0]);
    assert_eq!(
        unbound("def f():\n    def g():\n        return x\n    x = 1"),
        [""; 0]
    );
    assert_eq!(unbound("[i for i in range(3)]\ni"), ["range", "i"]);
    assert_eq!(unbound("[y := 1 for _ in x]\ny"), ["x"]);
    assert_eq!(unbound("def f():\n    global x\n    x = 1\nx"), [""; 0]);
    assert_eq!(
        unbound("def f(a, *b, c=1, **d): return a, b, c, d"),
        [""; 0]
    );
    assert_eq!(unbound("lambda a: a + b"), ["b"]);
    assert_eq!(unbound("def first[T](xs: list[T]) -> T: ..."), ["list"]);
    assert_eq!(unbound("try: ...\nexcept E as e: e"), ["E"]);
    assert_eq!(unbound("with a as (b, c): b, c"), ["a"]);
    assert_eq!(
        unbound("match a:\n    case {'k': b, **c}: b, c\n    case [d, *e] as f: d, e, f"),
        ["a"]
    );
    assert_eq!(unbound("def f(x=x): ..."), ["x"]);
    assert_eq!(unbound("for a, *b in c: a, b"), ["c"]);
}

#[test]
fn knows_types_that_are_certain() {
    for (code, call) in [
        ("x = []\nx.push(1)", "<builtins.list>.push"),
        ("x = [0] * 3\nx.push(1)", "<builtins.list>.push"),
        (
            "from collections import deque\nq = deque()\nq.push(1)",
            "<collections.deque>.push",
        ),
        (
            "def f(x: list[int]):\n    x.push(1)",
            "<builtins.list>.push",
        ),
        (
            "def f(x: List[int]):\n    x.push(1)",
            "<builtins.list>.push",
        ),
        ("x = []\nx += [1]\nx.push(1)", "<builtins.list>.push"),
        ("x = 'a b'.split()\nx.push(1)", "<builtins.list>.push"),
        (
            "class A:\n    def __init__(self):\n        self.q = {}\n    def f(self):\n        self.q.add(1)",
            "<builtins.dict>.add",
        ),
        (
            "from collections import defaultdict\nd = defaultdict(list)\nd[1].add(2)",
            "<builtins.list>.add",
        ),
    ] {
        assert_eq!(calls(code).last().map(String::as_str), Some(call), "{code}");
    }
    for code in [
        "x = []\nx = set()\nx.push(1)",
        "for x in y: x.push(1)",
        "x, y = [], 1\nx.push(1)",
        "def f(x: Optional[list]):\n    x.push(1)",
        "def f(x: Iterable[int]):\n    x.push(1)",
        "x = x\nx.push(1)",
        "class A:\n    def __init__(self):\n        self.q = {}\n    def g(self, q):\n        self.q = q\n    def f(self):\n        self.q.add(1)",
        "x = 1\nx += y\nx.push(1)",
        "def f(x: str):\n    if isinstance(x, list):\n        x.push(1)",
        "class A:\n    @staticmethod\n    def f(a):\n        a.q = {}\n        a.q.add(1)",
    ] {
        assert_eq!(calls(code).last().map(String::as_str), Some("?"), "{code}");
    }
}

#[test]
fn marks_compatibility_imports() {
    for code in [
        "try:\n    import a\nexcept ImportError:\n    a = None",
        "try:\n    pass\nexcept (ImportError, KeyError):\n    import a",
        "if sys.version_info > (3,):\n    import a",
        "if TYPE_CHECKING:\n    from a import b",
        "with pytest.raises(ImportError):\n    import a",
    ] {
        assert!(with(code, |model| model.imports()[0].is_guarded), "{code}");
    }
    for code in [
        "import a",
        "try:\n    import a\nexcept ValueError:\n    pass",
        "if x:\n    import a",
    ] {
        assert!(!with(code, |model| model.imports()[0].is_guarded), "{code}");
    }
}

#[test]
fn knows_what_is_around_a_node() {
    let code =
        "class A:\n    async def f(self):\n        for x in y:\n            g(x)\n        h()\n";
    with(code, |model| {
        let [g, h] = model.calls() else {
            panic!("{:?}", model.calls())
        };
        assert_eq!(
            model.enclosing_function(g.id).map(|f| f.name.as_str()),
            Some("f")
        );
        assert_eq!(
            model.enclosing_class(g.id).map(|c| c.name.as_str()),
            Some("A")
        );
        assert!(model.enclosing_loop(g.id).is_some());
        assert!(model.enclosing_loop(h.id).is_none());
        let function = model.enclosing_function(h.id).unwrap();
        assert_eq!(
            model.class_of_method(function).map(|c| c.name.as_str()),
            Some("A")
        );
        assert_eq!(model.id(h.expr), Some(h.id));
    });
}

#[test]
fn finds_comments_but_not_in_strings() {
    let code = "x = '# no'  # yes\n# own\ny = f'{x}#'\nz = '''\n# no\n'''\n";
    with(code, |model| {
        let found: Vec<_> = model
            .comments()
            .iter()
            .map(|comment| (comment.span.of(code), comment.is_own_line))
            .collect();
        assert_eq!(found, [("# yes", false), ("# own", true)]);
        assert!(model.trailing_comment(0).is_some());
        assert!(model.trailing_comment(code.find("y =").unwrap()).is_none());
    });
}

#[test]
fn a_note_binds_what_its_snippets_agree_on() {
    let names = |code: &str| with(code, Names::of);
    let (a, b, c) = (
        names("import heapq as hq\nx = 1"),
        names("import heapq as hq\nfrom collections import deque\ndef f(): y = 1"),
        names("deque = 1"),
    );
    let all = NoteNames::new([&a, &b, &c]);
    assert_eq!(all.get("hq"), Some(&Bound::Import("heapq".to_owned())));
    assert_eq!(all.get("deque"), Some(&Bound::Other));
    assert_eq!(all.get("f"), Some(&Bound::Definition));
    assert_eq!(all.get("y"), None);
    assert_eq!(all.hash(), NoteNames::new([&c, &b, &a]).hash());
    assert_ne!(all.hash(), NoteNames::new([&a, &b]).hash());
    let mut fewer = all.clone();
    let (_, asked) = all.watched(|| all.get("deque").is_some() && all.may_bind("x"));
    let (_, beside) = all.watched(|| all.get("hq").is_some() && all.stores_attribute("z"));
    fewer.replace(&[&c, &a], &[]);
    let alone = NoteNames::new([&b]);
    assert_eq!(fewer.hash(), alone.hash());
    assert_eq!(fewer.get("deque"), alone.get("deque"));
    assert_eq!(fewer.get("x"), None);
    assert!(!fewer.agree_with(&asked, all.hash()));
    assert!(
        !fewer.agree_with(&asked, 1),
        "asked of names before the last"
    );
    assert!(fewer.agree_with(&beside, all.hash()));
    let under = fewer.hash();
    fewer.replace(&[], &[&c, &a]);
    assert_eq!(fewer.hash(), all.hash());
    assert_eq!(fewer.get("deque"), Some(&Bound::Other));
    assert!(fewer.agree_with(&asked, under), "what it was before that");
    let (_, imports) = fewer.watched(|| fewer.imports().count());
    let under = fewer.hash();
    fewer.replace(&[&c], &[]);
    assert!(!fewer.agree_with(&imports, under));
}

#[test]
fn words_of_a_broken_statement_may_bind() {
    let code = "import a\nfrom x import (Thing\nb = 1";
    let parsed = crate::python::syntax::parse("import a");
    let names = Names::of(&Model::new(parsed.syntax(), code, None));
    assert!(NoteNames::new([&names]).may_bind("Thing"));
    let code = "import a\ndef own(é, x: data.Kind = open(y\n";
    let names = NoteNames::new([&Names::of(&Model::new(parsed.syntax(), code, None))]);
    for name in ["own", "é", "x", "data", "y"] {
        assert!(names.may_bind(name), "{name}");
    }
    for name in ["Kind", "open"] {
        assert!(!names.may_bind(name), "{name} is called or an attribute");
    }
}

#[test]
fn near_a_place_are_all_nodes_that_touch_it() {
    let code = "@d\ndef f(a=1):\n    return [x for x in a if x]\n\nclass C:\n    n = lambda: 2; m = n\nx = y = f'{C}' if f else not 1; z\n";
    with(code, |model| {
        let touches = |node: Span, range: Span| node.start <= range.end && range.start <= node.end;
        let place = |node: &Node<'_>| match node.syntax {
            Syntax::Stmt(stmt) => span(stmt),
            Syntax::Expr(expr) => span(expr),
        };
        for (from, to) in (0..code.len()).flat_map(|from| [(from, from), (from, from + 9)]) {
            let range = Span::new(from, to);
            let near: Vec<NodeId> = model.nodes_near(range).map(|(id, _)| id).collect();
            for (id, node) in model.nodes() {
                assert!(
                    !touches(place(node), range) || near.contains(&id),
                    "{range:?}"
                );
            }
        }
        let last: Vec<NodeId> = model
            .nodes_near(Span::at(code.len() - 2))
            .map(|(id, _)| id)
            .collect();
        assert!(last.len() < model.nodes().count() / 2);
    });
}
