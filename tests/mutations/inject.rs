//! Twelve kinds of mistakes, each put into sound code in every place where it can stand; and other shapes of sound code.

/// Broken code and the line (1-based) where it was broken.
pub struct Mutant {
    pub text: String,
    pub line: usize,
}

/// A kind of mistake.
pub struct Kind {
    pub name: &'static str,
    pub inject: fn(&str) -> Vec<Mutant>,
    /// The mutant is a whole note, not the code in a fence.
    pub breaks_fence: bool,
}

const fn kind(name: &'static str, inject: fn(&str) -> Vec<Mutant>) -> Kind {
    Kind {
        name,
        inject,
        breaks_fence: false,
    }
}

/// Every kind.
pub const KINDS: &[Kind] = &[
    kind("colon dropped", colon),
    kind("bracket dropped", bracket),
    kind("quote dropped", quote),
    kind("keyword misspelt", keyword),
    kind("indentation lost", indentation_lost),
    kind("indentation wrong", indentation_wrong),
    kind("comma dropped", comma),
    kind("value dropped", value),
    kind("smart quotes", smart_quotes),
    Kind {
        name: "glued fence",
        inject: glued_fence,
        breaks_fence: true,
    },
    kind("argument order", argument_order),
    kind("body dropped", body),
];

/// Code with the bytes `start..end` replaced.
fn replaced(code: &str, start: usize, end: usize, with: &str) -> Mutant {
    Mutant {
        text: format!("{}{with}{}", &code[..start], &code[end..]),
        line: code[..start].matches('\n').count() + 1,
    }
}

/// Every line with its offset, without its line end.
fn lines(code: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    code.split_inclusive('\n')
        .map(|line| {
            let start = at;
            at += line.len();
            (start, line.trim_end_matches('\n'))
        })
        .collect()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Lines that open a block whose body stands under them.
fn headers(code: &str) -> Vec<usize> {
    let lines = lines(code);
    (0..lines.len())
        .filter(|&at| {
            let (_, line) = lines[at];
            let next = lines.get(at + 1).map_or("", |(_, next)| next);
            line.ends_with(':') && !next.trim().is_empty() && indent(next) > indent(line)
        })
        .collect()
}

/// Offsets of `wanted` characters outside strings and comments.
fn outside_strings(code: &str, wanted: &[char]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    let mut at = 0;
    while let Some(c) = code[at..].chars().next() {
        match &open {
            Some(quote) if code[at..].starts_with(quote.as_str()) => {
                at += quote.len();
                open = None;
                continue;
            }
            Some(_) => {}
            None if c == '"' || c == '\'' => {
                let triple = c.to_string().repeat(3);
                let quote = if code[at..].starts_with(&triple) {
                    triple
                } else {
                    c.to_string()
                };
                at += quote.len();
                open = Some(quote);
                continue;
            }
            None if c == '#' => {
                at += code[at..].find('\n').unwrap_or(code.len() - at);
                continue;
            }
            None if wanted.contains(&c) => found.push(at),
            None => {}
        }
        at += c.len_utf8();
    }
    found
}

/// Strings of one line: offsets of the opening and closing quotes.
fn strings(code: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (start, line) in lines(code) {
        if line.contains("\"\"\"") || line.contains('\'') || line.contains('\\') {
            continue;
        }
        let quotes: Vec<usize> = line.match_indices('"').map(|(at, _)| start + at).collect();
        found.extend(quotes.chunks_exact(2).map(|pair| (pair[0], pair[1])));
    }
    found
}

fn colon(code: &str) -> Vec<Mutant> {
    let lines = lines(code);
    headers(code)
        .into_iter()
        .map(|at| {
            let (start, line) = lines[at];
            replaced(code, start + line.len() - 1, start + line.len(), "")
        })
        .collect()
}

fn bracket(code: &str) -> Vec<Mutant> {
    outside_strings(code, &['(', ')', '[', ']', '{', '}'])
        .into_iter()
        .map(|at| replaced(code, at, at + 1, ""))
        .collect()
}

fn quote(code: &str) -> Vec<Mutant> {
    strings(code)
        .into_iter()
        .flat_map(|(open, close)| {
            [
                replaced(code, close, close + 1, ""),
                replaced(code, open, open + 1, ""),
            ]
        })
        .collect()
}

fn keyword(code: &str) -> Vec<Mutant> {
    const WORDS: [(&str, &str); 14] = [
        ("def", "dfe"),
        ("class", "calss"),
        ("for", "fro"),
        ("while", "wihle"),
        ("if", "fi"),
        ("elif", "elfi"),
        ("else", "esle"),
        ("return", "retrun"),
        ("import", "improt"),
        ("from", "form"),
        ("try", "tyr"),
        ("except", "excpet"),
        ("with", "wiht"),
        ("raise", "rasie"),
    ];
    let mut found = Vec::new();
    for (start, line) in lines(code) {
        let at = start + indent(line);
        let word = line
            .trim_start()
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or("");
        if let Some((right, wrong)) = WORDS.iter().find(|(right, _)| *right == word) {
            found.push(replaced(code, at, at + right.len(), wrong));
        }
    }
    found
}

fn indentation_lost(code: &str) -> Vec<Mutant> {
    let lines = lines(code);
    let mut found = Vec::new();
    for at in headers(code) {
        let (start, first) = lines[at + 1];
        let lost = indent(first) - indent(lines[at].1);
        found.push(replaced(code, start, start + lost, ""));
        // The whole block.
        let end = block_end(code, at);
        let block: String = lines[at + 1..end]
            .iter()
            .map(|(_, line)| format!("{}\n", line.get(lost..).unwrap_or("")))
            .collect();
        let end_offset = lines.get(end).map_or(code.len(), |(offset, _)| *offset);
        found.push(replaced(code, start, end_offset, &block));
    }
    found
}

/// Index of the first line behind the block under the header on line `at`.
fn block_end(code: &str, at: usize) -> usize {
    let lines = lines(code);
    let own = indent(lines[at].1);
    (at + 1..lines.len())
        .find(|&next| !lines[next].1.trim().is_empty() && indent(lines[next].1) <= own)
        .unwrap_or(lines.len())
}

fn indentation_wrong(code: &str) -> Vec<Mutant> {
    let lines = lines(code);
    (1..lines.len())
        .filter(|&at| {
            indent(lines[at].1) >= 4
                && !lines[at].1.trim().is_empty()
                && !lines[at - 1].1.trim().is_empty()
        })
        .flat_map(|at| {
            let (start, _) = lines[at];
            [
                replaced(code, start, start, "  "),
                replaced(code, start, start + 2, ""),
            ]
        })
        .collect()
}

fn comma(code: &str) -> Vec<Mutant> {
    outside_strings(code, &[','])
        .into_iter()
        .map(|at| replaced(code, at, at + 1, ""))
        .collect()
}

fn value(code: &str) -> Vec<Mutant> {
    let mut found = Vec::new();
    for (start, line) in lines(code) {
        let complete =
            line.matches(['(', '[', '{']).count() == line.matches([')', ']', '}']).count();
        for operator in [" = ", " + ", " - ", " * "] {
            if let Some(at) = line
                .find(operator)
                .filter(|_| complete && !line.ends_with(':') && !line.contains('"'))
            {
                let keep = start + at + operator.len() - 1;
                found.push(replaced(code, keep, start + line.len(), ""));
            }
        }
    }
    found
}

fn smart_quotes(code: &str) -> Vec<Mutant> {
    strings(code)
        .into_iter()
        .map(|(open, close)| {
            let inside = format!("“{}”", &code[open + 1..close]);
            replaced(code, open, close + 1, &inside)
        })
        .collect()
}

fn glued_fence(code: &str) -> Vec<Mutant> {
    let code = code.trim_end();
    let head = "# Note\n\n```python\n";
    let tails = [
        "\n\n## Next\n\nWords that are no code.\n",
        "\n\nMore words here, in a sentence.\n\n```python\nx = 1\n```\n",
        "\n",
    ];
    tails
        .iter()
        .take(2)
        .map(|tail| Mutant {
            text: format!("{head}{code}```{tail}"),
            line: 3 + code.lines().count(),
        })
        .collect()
}

/// `f(a, k=1)` becomes `f(k=1, a)`.
fn argument_order(code: &str) -> Vec<Mutant> {
    let mut found = Vec::new();
    for (start, line) in lines(code) {
        let Some(open) = line.find('(') else {
            continue;
        };
        let Some(close) = line.rfind(')').filter(|&close| close > open) else {
            continue;
        };
        let inside = &line[open + 1..close];
        let parts: Vec<&str> = inside.split(", ").collect();
        let simple =
            !inside.contains(['(', '[', '{', ':', '*']) && !line.trim_start().starts_with("class");
        if let [first, .., last] = parts[..]
            && simple
            && !first.contains('=')
            && last.contains('=')
            && first != "self"
        {
            let mut swapped = parts.clone();
            swapped.rotate_right(1);
            found.push(replaced(
                code,
                start + open + 1,
                start + close,
                &swapped.join(", "),
            ));
        }
    }
    found
}

/// The body of a block goes, and what follows it stays.
fn body(code: &str) -> Vec<Mutant> {
    let lines = lines(code);
    headers(code)
        .into_iter()
        .filter_map(|at| {
            let end = block_end(code, at);
            let (from, to) = (
                lines[at + 1].0,
                lines.get(end).map_or(code.len(), |(offset, _)| *offset),
            );
            let rest = format!("{}{}", &code[..lines[at].0], &code[to..]);
            // A header on its own, such as a signature that is quoted, is no mistake.
            let mut others = rest.lines().filter(|line| {
                !line.trim().is_empty() && !line.ends_with(':') && !line.starts_with('@')
            });
            others.next()?;
            let mut mutant = replaced(code, from, to, "");
            mutant.line -= 1;
            Some(mutant)
        })
        .collect()
}

/// `code` with `prefix` before every line that is not blank.
pub fn prefixed(prefix: &str, code: &str) -> String {
    code.lines()
        .map(|line| match line.is_empty() {
            true => "\n".to_owned(),
            false => format!("{prefix}{line}\n"),
        })
        .collect()
}

/// A fence under `head`, every line of it behind `prefix`.
pub fn indented(head: &str, prefix: &str, code: &str) -> String {
    let fence = format!("```python\n{code}```\n");
    let body: String = fence
        .lines()
        .map(|line| format!("{}\n", format!("{prefix}{line}").trim_end()))
        .collect();
    format!("{head}{body}\n")
}

/// The statements of sound code: lines that begin at the left edge, with those that belong to them.
fn statements(code: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut in_string = false;
    for line in code.lines().filter(|line| !line.is_empty()) {
        let closes = line.starts_with([')', ']', '}']);
        let clause = ["else", "elif", "except", "finally", "case"]
            .iter()
            .any(|word| line.starts_with(word));
        let decorated = found
            .last()
            .is_some_and(|last| last.starts_with('@') && last.lines().count() == 1);
        match found.last_mut() {
            Some(last) if in_string || line.starts_with(' ') || closes || clause || decorated => {
                last.push('\n');
                last.push_str(line);
            }
            _ => found.push(line.to_owned()),
        }
        if line.matches("\"\"\"").count() % 2 == 1 {
            in_string = !in_string;
        }
    }
    found
}

/// The code as typed into `python`.
pub fn session(code: &str) -> String {
    let typed: String = statements(code)
        .iter()
        .map(|statement| {
            let mut lines = statement.lines();
            let first = format!(">>> {}\n", lines.next().unwrap_or(""));
            let more: Vec<String> = lines.map(|line| format!("... {line}\n")).collect();
            let end = if more.is_empty() { "" } else { "...\n" };
            format!("{first}{}{end}<printed by the line above>\n", more.concat())
        })
        .collect();
    format!("```python\n{typed}```\n")
}

/// The code as typed into IDLE, which shows no second prompt.
pub fn idle_session(code: &str) -> String {
    let typed: String = statements(code)
        .iter()
        .map(|statement| {
            let mut lines = statement.lines();
            let first = format!(">>> {}\n", lines.next().unwrap_or(""));
            let more: String = lines.map(|line| format!("    {line}\n")).collect();
            format!("{first}{more}\n")
        })
        .collect();
    format!("```python\n{typed}>>>\n```\n")
}

/// The code as typed into IPython.
pub fn notebook(code: &str) -> String {
    let typed: String = statements(code)
        .iter()
        .enumerate()
        .map(|(number, statement)| {
            let mut lines = statement.lines();
            let first = format!("In [{}]: {}\n", number + 1, lines.next().unwrap_or(""));
            let more: String = lines.map(|line| format!("   ...: {line}\n")).collect();
            format!("{first}{more}Out[{}]: [1, 2]\n\n", number + 1)
        })
        .collect();
    format!("```python\n{typed}```\n")
}
