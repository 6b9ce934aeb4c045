//! Notes that nobody means: what nests, and what makes a careless reader look at the same text again and again.

/// A kind of hostile note: its name, and the note of about so many bytes.
pub type Hostile = (&'static str, fn(usize) -> String);

fn repeat(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len() + 1)
}

fn fence(code: &str) -> String {
    format!("```python\n{code}\n```\n")
}

fn numbered(bytes: usize, line: impl Fn(usize) -> String) -> String {
    let mut out = String::with_capacity(bytes + 64);
    let mut number = 0;
    while out.len() < bytes {
        out.push_str(&line(number));
        number += 1;
    }
    out
}

/// Every kind.
pub const HOSTILE: &[Hostile] = &[
    // Markdown
    ("[", |n| repeat("[", n)),
    ("![", |n| repeat("![", n)),
    ("](", |n| repeat("](", n)),
    ("[a](", |n| repeat("[a](", n)),
    ("(GIL)", |n| repeat("global interpreter lock (GIL) ", n)),
    ("(a)", |n| repeat("(a)", n)),
    ("GIL (", |n| repeat("GIL (", n) + ")"),
    ("[[", |n| repeat("[[", n)),
    ("[[a]]", |n| repeat("[[a]] ", n)),
    ("*", |n| repeat("*", n)),
    ("*a_", |n| repeat("*a_ ", n)),
    ("**a**", |n| repeat("**a** ", n)),
    ("backticks", |n| repeat("`", n)),
    ("backticks that do not match", |n| repeat("` a `` ", n)),
    ("code spans", |n| repeat("`a.b` ", n)),
    ("code spans on one line", |n| {
        "import heapq heapq\n".to_owned() + &repeat("`heapfiy()` heapq ", n)
    }),
    (">", |n| repeat("> ", n)),
    ("quotes that change depth", |n| repeat("> a\n>> b\n", n)),
    ("|", |n| repeat("|", n)),
    ("a table", |n| {
        "|a|b|\n|-|-|\n".to_owned() + &repeat("|x|y|\n", n)
    }),
    ("a wide table", |n| {
        format!(
            "{}|\n{}|\n{}|\n",
            repeat("|a", n / 3),
            repeat("|-", n / 3),
            repeat("|a", n / 3)
        )
    }),
    ("&", |n| repeat("&", n)),
    ("&amp;", |n| repeat("&amp;", n)),
    ("<", |n| repeat("<", n)),
    ("<a", |n| repeat("<a ", n)),
    ("<!--", |n| repeat("<!-- ", n)),
    ("<![CDATA[", |n| repeat("<![CDATA[", n)),
    ("comments", |n| repeat("<!-- a -->", n)),
    ("HTML blocks", |n| repeat("<div>\n", n)),
    ("references", |n| {
        numbered(n, |i| format!("[a{i}]: b\n[a{i}] "))
    }),
    ("footnotes", |n| numbered(n, |i| format!("[^{i}]: b\n\n"))),
    ("addresses", |n| repeat("http://a.b ", n)),
    ("a long address", |n| {
        "http://".to_owned() + &repeat("a.", n)
    }),
    ("items", |n| repeat("- a\n", n)),
    ("items in items", |n| repeat("- ", n)),
    ("items in items of a footnote", |n| {
        format!("a[^1]\n\n[^1]: {}\n", repeat("1. ", n))
    }),
    ("items in items, line by line", |n| {
        (0..n.isqrt())
            .map(|depth| format!("{}- a\n", " ".repeat(2 * depth)))
            .collect()
    }),
    ("numbers", |n| numbered(n, |i| format!("{i}. a\n"))),
    ("tabs", |n| repeat("\t", n)),
    ("headings", |n| {
        numbered(n, |i| format!("{} h{i}\n", "#".repeat(i % 6 + 1)))
    }),
    ("unspaced headings", |n| repeat("#a b c\n", n)),
    ("banners", |n| repeat("##### A #####\n", n)),
    ("outlines", |n| repeat("Phase 1: a\n\tb\n", n)),
    ("fences", |n| repeat("```python\nx\n```\n", n)),
    ("fences that stay open", |n| repeat("```python\n", n)),
    ("tildes", |n| repeat("~~~\n", n)),
    ("math", |n| repeat("$a$ ", n)),
    ("blank lines", |n| repeat("\n", n)),
    ("CR", |n| repeat("\r", n)),
    ("one word", |n| repeat("a", n)),
    ("one line", |n| repeat("word ", n)),
    ("NUL", |n| repeat("\0", n)),
    ("byte order marks", |n| repeat("\u{FEFF}", n)),
    ("joined emoji", |n| repeat("👨\u{200D}👩", n)),
    // What notelint looks for
    ("❓", |n| repeat("❓", n)),
    ("questions", |n| repeat("what is it ❓\n", n)),
    ("a question in open tags", |n| {
        format!("## Why?\n\n❓ {}\n", repeat("<a ", n))
    }),
    ("damaged emoji", |n| repeat("ðŸ”’", n)),
    ("half of a damaged emoji", |n| repeat("ðŸ", n)),
    ("damaged letters", |n| repeat("Ã¢", n)),
    ("terms", |n| repeat("GIL MRO ", n)),
    ("beginnings of a term", |n| repeat("global interpreter ", n)),
    ("imports in prose", |n| {
        repeat("from collection import Counter. ", n)
    }),
    ("suppressions", |n| {
        repeat(
            "<!-- notelint-disable mojibake -->\nðŸ”’\n<!-- notelint-enable mojibake -->\n",
            n,
        )
    }),
    ("suppressions of nothing", |n| {
        repeat("<!-- notelint-disable a -->\n", n)
    }),
    // Python
    ("python: (", |n| fence(&repeat("(", n))),
    ("python: ()", |n| {
        fence(&format!("{}{}", "(".repeat(n / 2), ")".repeat(n / 2)))
    }),
    ("python: a.b.b", |n| fence(&format!("a{}", repeat(".b", n)))),
    ("python: not not", |n| {
        fence(&format!("{}x", repeat("not ", n)))
    }),
    ("python: ---1", |n| fence(&format!("{}1", repeat("-", n)))),
    ("python: lambda: lambda:", |n| {
        fence(&format!("{}x", repeat("lambda: ", n)))
    }),
    ("python: elif", |n| {
        fence(&format!("if x:\n  a\n{}", repeat("elif x:\n  a\n", n)))
    }),
    ("python: f-strings in f-strings", |n| {
        fence(&repeat("f'{", n))
    }),
    ("python: if in if", |n| {
        let blocks: String = (0..(2 * n).isqrt())
            .map(|depth| format!("{}if x:\n", " ".repeat(depth)))
            .collect();
        fence(&blocks)
    }),
    ("python: x + x", |n| {
        fence(&format!("x{}", repeat(" + x", n)))
    }),
    ("python: x = x =", |n| {
        fence(&format!("{}x", repeat("x = ", n)))
    }),
    ("python: \"\"\"", |n| fence(&repeat("\"\"\"\n", n))),
    ("python: statements", |n| fence(&repeat("x = 1\n", n))),
    ("python: names", |n| {
        fence(&numbered(n, |i| format!("x{i} = 1\nprint(x{i})\n")))
    }),
    ("python: functions", |n| {
        fence(&numbered(n, |i| format!("def f{i}(a): return a\n")))
    }),
    ("python: annotated functions", |n| {
        fence(&numbered(n, |i| {
            format!("def f{i}(a: int) -> int: return a\n")
        }))
    }),
    ("python: global names", |n| {
        let lines = numbered(n, |i| format!("    global g{i}\n    g{i} = 1\n"));
        fence(&format!("def f():\n{lines}"))
    }),
    ("python: parameters", |n| {
        let names = numbered(n / 2, |i| format!("p{i}, "));
        let lines = numbered(n / 2, |i| format!("    global z{i}\n    p{i} = 1\n"));
        fence(&format!("def f({names}):\n{lines}"))
    }),
    ("python: methods", |n| {
        let methods = numbered(n, |i| {
            format!("    def m{i}(self): self.a{i} = self.m{i}()\n")
        });
        fence(&format!("class A:\n{methods}"))
    }),
    ("python: methods without self", |n| {
        let methods = numbered(n, |i| format!("    def m{i}(): pass\n"));
        fence(&format!("class A:\n{methods}A().m1()\n"))
    }),
    ("python: methods that take something else", |n| {
        let methods = numbered(n, |i| {
            format!("    def m(x): self.a{i} = A.n(1)\n    def n{i}(x): A().n{i}(1, 2)\n")
        });
        fence(&format!("class A:\n{methods}"))
    }),
    ("python: misspelt special methods", |n| {
        let methods = numbered(n, |i| {
            format!("    def __init(this, x): x.a{i} = x._init_\n    def _init_(): 1\n")
        });
        fence(&format!("class A:\n{methods}"))
    }),
    ("python: classes", |n| {
        fence(&numbered(n, |i| format!("class A{}(A{i}): pass\n", i + 1)))
    }),
    ("python: one class again and again", |n| {
        fence(&repeat(
            "class A(A):\n    def f(self): return super().f()\n",
            n,
        ))
    }),
    ("python: one name again and again", |n| {
        fence(&numbered(n, |i| format!("x = x + {i}\n")))
    }),
    ("python: decorators", |n| {
        fence(&format!(
            "{}def f(): pass\n",
            numbered(n, |i| format!("@d{i}\n"))
        ))
    }),
    ("python: handlers", |n| {
        let handlers = numbered(n, |i| format!("except E{i}: pass\n"));
        fence(&format!("try: pass\n{handlers}"))
    }),
    ("python: bare handlers", |n| {
        fence(&repeat("try: f()\nexcept: pass\n", n))
    }),
    ("python: cases", |n| {
        let cases = numbered(n, |i| format!("    case {i}: pass\n"));
        fence(&format!("match x:\n{cases}"))
    }),
    ("python: keyword arguments", |n| {
        fence(&format!("f({})", numbered(n, |i| format!("a{i}=1, "))))
    }),
    ("python: arguments", |n| {
        fence(&format!("f({})", numbered(n, |i| format!("a{i}, "))))
    }),
    ("python: arguments without commas", |n| {
        fence(&format!("f({})", numbered(n, |i| format!("a{i} "))))
    }),
    ("python: a list of lists", |n| {
        fence(&format!("x = [{}] * 3\n", repeat("[0] * 3, ", n)))
    }),
    ("python: targets", |n| {
        let names = numbered(n, |i| format!("list{i}, list, "));
        fence(&format!("{names} = x\nlist()\n"))
    }),
    ("python: bases", |n| {
        let bases = numbered(n, |i| format!("A{i}, "));
        fence(&format!(
            "class A({bases}):\n    def f(self): self.x.sort()\n"
        ))
    }),
    ("python: managers", |n| {
        fence(&format!(
            "with {}: pass\n",
            numbered(n, |i| format!("open(a) as f{i}, ")) + "a"
        ))
    }),
    ("python: deleted names", |n| {
        fence(&format!("del {}\n", numbered(n, |i| format!("a{i}, "))))
    }),
    ("python: x and x", |n| {
        fence(&format!("if {}x: pass\n", repeat("x == None and ", n)))
    }),
    ("python: x < x", |n| {
        fence(&format!("{}x", repeat("x is 'a' < ", n)))
    }),
    ("python: parts of a string", |n| {
        fence(&format!("x = ({})\n", repeat("'{} %s' ", n)))
    }),
    ("python: names of one import", |n| {
        fence(&format!(
            "from os import {}a\n",
            numbered(n, |i| format!("a{i}, "))
        ))
    }),
    ("python: removed names of one import", |n| {
        fence(&format!(
            "from collections import {}deque\n",
            repeat("Iterable, ", n)
        ))
    }),
    ("python: declared names", |n| {
        let names = numbered(n, |i| format!("a{i}, "));
        fence(&format!("def f():\n    global {names}a\n    a = 1\n"))
    }),
    ("python: default values of one function", |n| {
        let parameters = numbered(n, |i| format!("a{i}=[], "));
        fence(&format!("def f({parameters}):\n    a1.append(1)\n"))
    }),
    ("python: conditions around imports", |n| {
        let imports = numbered(n / 2, |i| format!("    import a{i}\n"));
        let others = repeat("elif x == None:\n    f()\n", n / 2);
        fence(&format!("if x:\n{imports}{others}"))
    }),
    ("python: one loop that changes what it goes through", |n| {
        let changes = repeat("    d.pop(x)\n", n);
        fence(&format!("d = {{}}\nfor x in d:\n{changes}"))
    }),
    ("python: handlers around imports", |n| {
        let imports = numbered(n / 2, |i| format!("    import a{i}\n"));
        let handlers = numbered(n / 2, |i| format!("except E{i}: pass\n"));
        fence(&format!("try:\n{imports}{handlers}"))
    }),
    ("python: managers around calls", |n| {
        let managers = numbered(n / 2, |i| format!("open(a) as f{i}, "));
        let calls = repeat("    heappush(1, h)\n", n / 2);
        fence(&format!(
            "from heapq import heappush\nh = []\nwith ({managers}):\n{calls}"
        ))
    }),
    ("python: handlers around calls", |n| {
        let calls = repeat("    open(1, 2)\n", n / 2);
        let handlers = numbered(n / 2, |i| format!("except E{i}: pass\n"));
        fence(&format!("try:\n{calls}{handlers}"))
    }),
    ("python: placeholders", |n| {
        fence(&format!("x = f\"{{{}}}\"\n", repeat("<a>", n)))
    }),
    ("python: invisible characters", |n| {
        fence(&repeat("\u{200B}", n))
    }),
    ("python: comprehensions", |n| {
        fence(&repeat("x = [a for a in x if a]\n", n))
    }),
    ("python: coroutines", |n| {
        fence(&numbered(n, |i| {
            format!("async def f{i}():\n    f{i}()\n    time.sleep(1)\n")
        }))
    }),
    ("python: awaits that are missing", |n| {
        fence(&format!(
            "async def f(): pass\nasync def g():\n{}",
            repeat("    f()\n", n)
        ))
    }),
    ("python: default values", |n| {
        fence(&numbered(n, |i| format!("def f{i}(a=[]): a.append({i})\n")))
    }),
    ("python: dunders", |n| {
        let methods = repeat("    def __intt__(self): pass\n", n);
        fence(&format!("class A:\n{methods}"))
    }),
    ("python: formats", |n| {
        fence(&repeat("'{} {}'.format(1)\n", n))
    }),
    ("python: names that others import", |n| {
        fence(&numbered(n, |i| format!("from m{i} import *\nx{i}()\n")))
    }),
    ("python: misspelt names", |n| {
        fence(&numbered(n, |i| format!("value{i} = 1\nprint(valeu{i})\n")))
    }),
    ("python: claims", |n| {
        fence(&numbered(n, |i| {
            format!("def f{i}(a):  # O(1)\n    for x in a:\n        for y in a: print(x)\n")
        }))
    }),
    ("python: shadowed built-ins", |n| {
        fence(&repeat("list = [1]\nlist()\n", n))
    }),
    ("python: tasks", |n| {
        fence(&repeat("asyncio.create_task(f())\n", n))
    }),
    ("python: groups", |n| {
        fence(&repeat("g = itertools.groupby(x)\nlist(g)\nlist(g)\n", n))
    }),
    ("python: inputs with tracebacks", |n| {
        fence(&repeat(
            ">>> f(\nTraceback (most recent call last):\nSyntaxError: x\n",
            n,
        ))
    }),
    ("python: one function again and again", |n| {
        fence(&repeat("def f(a): return a\n", n))
    }),
    ("python: imports", |n| {
        fence(&numbered(n, |i| format!("import m{i}\n")))
    }),
    ("python: misspelt attributes", |n| {
        fence(&format!(
            "import heapq\n{}",
            repeat("heapq.heapfiy(x)\n", n)
        ))
    }),
    ("python: unknown names", |n| {
        fence(&format!(
            "import os\n{}",
            numbered(n, |i| format!("print(Counter{i})\n"))
        ))
    }),
    ("python: missing imports", |n| {
        fence(&format!("import os\n{}", repeat("x: List[int]\n", n)))
    }),
    ("python: mistakes with fixes", |n| {
        fence(&repeat("if x is 'a':\n    pass\n", n))
    }),
    ("python: a dict", |n| {
        fence(&format!("{{{}}}", numbered(n, |i| format!("{i}: 1,\n"))))
    }),
    ("python: comments", |n| fence(&repeat("# O(n)\nf(x)\n", n))),
    ("python: prompts", |n| fence(&repeat(">>> x\n1\n", n))),
    ("python: broken lines", |n| fence(&repeat("x = (\n", n))),
    ("python: Python 2", |n| fence(&repeat("print x\n", n))),
    ("python: prose", |n| {
        fence(&repeat("this is some text\n", n))
    }),
    ("python: output", |n| fence(&repeat("{'a': 1}\n", n))),
    ("python: loops", |n| {
        fence(&repeat("for x in l:\n  l.remove(x)\n", n))
    }),
    ("python: closures", |n| {
        fence(&format!("for i in l:\n{}", repeat("  f(lambda: i)\n", n)))
    }),
    ("python: many snippets", |n| {
        numbered(n, |i| fence(&format!("x{i} = 1\nprint(x{i})")))
    }),
    ("python: many broken snippets", |n| {
        repeat("```python\nx = (\n```\n", n)
    }),
    ("python: many snippets that lack an import", |n| {
        repeat("```python\nimport os\nx: List[int]\n```\n", n)
    }),
];
