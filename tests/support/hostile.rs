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
