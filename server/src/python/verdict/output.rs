//! Lines that are no Python: what a program printed, a shell's commands, prose, tables, diagrams, other languages.
//! Each test names what gives the line away; none is asked before the parser has refused the line.

use super::prose::{is_code_with_lost_quote, reads_as_prose};
use super::shell::is_shell;
use super::words;

/// Why a line is no Python.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A traceback or an error message.
    Traceback,
    /// A shell's prompt or command.
    Shell,
    /// A ruler, columns, a table's edge.
    Table,
    /// Boxes, trees, arrows.
    Diagram,
    /// A result after an arrow, `Out[1]:`, a printed object.
    Result,
    /// Words for a reader.
    Prose,
    /// SQL, JavaScript, C, INI, YAML, HTML, a Dockerfile.
    Language,
}

impl Foreign {
    /// What stands there, for a message.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Traceback => "an error message",
            Self::Shell => "shell commands",
            Self::Table => "a table",
            Self::Diagram => "a diagram",
            Self::Result => "output of a program",
            Self::Prose => "prose or output",
            Self::Language => "another language",
        }
    }

    /// Which fence tag fits better.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Shell => "sh",
            _ => "text",
        }
    }
}

/// What a line is that the parser refuses; `None` where it may well be meant as Python.
pub fn classify(line: &str) -> Option<Foreign> {
    let words = line.trim();
    if words.is_empty() || is_code_with_lost_quote(words) {
        return None;
    }
    if is_traceback(words) {
        Some(Foreign::Traceback)
    } else if is_shell(words) {
        Some(Foreign::Shell)
    } else if is_diagram(words) || is_file_name(words) {
        Some(Foreign::Diagram)
    } else if is_result(words) {
        Some(Foreign::Result)
    } else if is_table(words) {
        Some(Foreign::Table)
    } else if is_language(words) {
        Some(Foreign::Language)
    } else if reads_as_prose(words) {
        Some(Foreign::Prose)
    } else {
        None
    }
}

/// The name of an exception and a colon, `File "…", line 3`, the carets under a line.
fn is_traceback(words: &str) -> bool {
    if words.starts_with("Traceback")
        || words.starts_with("File \"")
        || words.starts_with("During handling of")
    {
        return true;
    }
    if words.contains('^') && words.chars().all(|c| matches!(c, '^' | '~' | ' ' | '-')) {
        return true;
    }
    let name_end = words
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
        .unwrap_or(words.len());
    let (name, rest) = words.split_at(name_end);
    let last = name.rsplit('.').next().unwrap_or(name);
    let is_exception = [
        "Error",
        "Exception",
        "Warning",
        "Interrupt",
        "Exit",
        "Iteration",
    ]
    .iter()
    .any(|ending| last.ends_with(ending))
        && last.starts_with(char::is_uppercase);
    is_exception && (rest.is_empty() || rest.starts_with(": ") || rest == ":")
}

/// `project/`, `main.py`: a line of a listing of files.
fn is_file_name(words: &str) -> bool {
    let name = words
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
    let folder = words.len() > 1 && words.ends_with('/');
    let file = words.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty()
            && matches!(
                ending,
                "py" | "md"
                    | "txt"
                    | "json"
                    | "toml"
                    | "cfg"
                    | "yml"
                    | "yaml"
                    | "html"
                    | "css"
                    | "js"
                    | "csv"
                    | "ini"
                    | "pyi"
                    | "rst"
            )
    });
    name && (folder || file)
}

fn is_diagram(words: &str) -> bool {
    let boxes = words
        .chars()
        .any(|c| matches!(c, '\u{2500}'..='\u{259f}' | '▲'..='◿' | '↑' | '↓' | '⇒' | '⟶'));
    let strokes = words.chars().all(|c| {
        matches!(
            c,
            '/' | '\\' | '|' | ' ' | '_' | '-' | '+' | 'v' | '^' | '<' | '>' | '.' | '*' | '='
        )
    }) || words
        .chars()
        .filter(|c| !c.is_whitespace())
        .all(|c| c.is_ascii_digit() || matches!(c, '/' | '\\' | '|'))
        && words.contains(['/', '\\', '|']);
    boxes
        || strokes && words.len() > 1 && !words.chars().all(|c| matches!(c, '.' | '_'))
        || words.contains(" --> ")
        || words.contains("──")
}

fn is_result(words: &str) -> bool {
    let arrows = [
        "=>", "->", "→", "==>", "-->", "#=>", "▶", "⟹", "➜", ">> ", ">>> ", "<<<",
    ];
    if arrows.iter().any(|arrow| words.starts_with(arrow)) {
        return true;
    }
    if words.starts_with("Out[") || words.starts_with("[GCC") || words.starts_with("[Clang") {
        return true;
    }
    // `len(x)  -> 3`, `abs(-1) => 1`, `f(2) → 4`
    let inline = ["=>", "→", "⟹", "➜", "==>"];
    if inline.iter().any(|arrow| words.contains(arrow))
        && !words.starts_with("if ")
        && !words.starts_with("while ")
        && !words.starts_with("elif ")
    {
        return true;
    }
    if words.contains(" -> ")
        && !words.ends_with(':')
        && !words.starts_with("def ")
        && !words.starts_with("async ")
        && !words.contains("lambda")
    {
        return true;
    }
    // 0.25 s, 124 µs ± 4.73 µs, 35%
    let number = words.split(' ').next().unwrap_or("");
    let numeric = number.starts_with(|c: char| c.is_ascii_digit())
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || ".,:-/%".contains(c));
    let then = words.get(number.len()..).unwrap_or("").trim_start();
    if numeric
        && then.starts_with(char::is_alphabetic)
        && !then.starts_with("if ")
        && !then.starts_with("in ")
        && !then.starts_with("or ")
        && !then.starts_with("and ")
        && !then.starts_with("is ")
        && !then.starts_with("not ")
        && !then.starts_with("for ")
    {
        return true;
    }
    // 2024-01-05 12:30, 12:30:01, 1 : one, 5 + 2 = 7
    if words.starts_with(|c: char| c.is_ascii_digit()) {
        let sum = words.contains(" = ")
            && words
                .chars()
                .all(|c| c.is_ascii_digit() || " +-*/=.()%x^".contains(c));
        let mut numbers = words.split_whitespace();
        let row = words.split_whitespace().count() > 1
            && numbers.all(|word| {
                word.chars()
                    .all(|c| c.is_ascii_digit() || ".,:-/%eE+".contains(c))
            });
        let stamp = number.len() >= 5
            && number.contains([':', '-'])
            && number
                .chars()
                .all(|c| c.is_ascii_digit() || ":-.,TZ/".contains(c));
        let keyed = then.starts_with(": ") || number.ends_with(':');
        return sum || row || stamp || keyed;
    }
    // The cost of an algorithm.
    let cost = words.starts_with("O(") || words.starts_with("T(n)");
    cost || words.starts_with('<') && words.ends_with('>')
}

fn is_table(words: &str) -> bool {
    let ruler = words.len() >= 3
        && words
            .chars()
            .all(|c| matches!(c, '-' | '=' | '+' | '|' | ' ' | '*' | '~' | '_' | ':' | '#'));
    let cells = words.starts_with('|') && words.ends_with('|');
    // Columns set apart by two blanks or more, none of which an operator or a comma explains.
    let bytes = words.as_bytes();
    let mut gaps = 0;
    let mut at = 0;
    while at < bytes.len() {
        let blanks = bytes[at..]
            .iter()
            .take_while(|&&byte| byte == b' ' || byte == b'\t')
            .count();
        if blanks >= 2 || blanks == 1 && bytes[at] == b'\t' {
            let before = bytes.get(at.wrapping_sub(1)).copied().unwrap_or(b' ');
            let after = bytes.get(at + blanks).copied().unwrap_or(b' ');
            let joined = b"=+-*/%,:;<>#([{&|^.\\".contains(&before) && before != b'.'
                || b"=#:,)]}".contains(&after);
            gaps += usize::from(!joined);
        }
        at += blanks.max(1);
    }
    let keyword = words.split(' ').next().is_some_and(words::is_keyword);
    ruler || cells || gaps >= 1 && !keyword
}

fn is_language(words: &str) -> bool {
    let starts = |starts: &[&str]| starts.iter().any(|start| words.starts_with(start));
    let upper = words.split(' ').next().unwrap_or("");
    let sql = matches!(
        upper,
        "SELECT"
            | "INSERT"
            | "UPDATE"
            | "DELETE"
            | "CREATE"
            | "ALTER"
            | "DROP"
            | "WITH"
            | "BEGIN"
            | "COMMIT"
            | "EXPLAIN"
            | "FROM"
            | "WHERE"
            | "JOIN"
            | "ORDER"
            | "GROUP"
            | "RUN"
            | "COPY"
            | "CMD"
            | "ENTRYPOINT"
            | "WORKDIR"
            | "ENV"
            | "EXPOSE"
            | "GET"
            | "POST"
            | "PUT"
            | "HTTP/1.1"
    ) && words.contains(' ');
    // A word of another language before another word; `func = 3` is Python.
    let head = words.split(' ').next().unwrap_or("");
    let then = words.get(head.len()..).unwrap_or("").trim_start();
    let declares = matches!(
        head,
        "const"
            | "let"
            | "var"
            | "function"
            | "public"
            | "private"
            | "static"
            | "using"
            | "package"
            | "func"
            | "fn"
            | "impl"
            | "int"
            | "void"
            | "string"
            | "String"
            | "echo"
    ) && then
        .starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$' | '{' | '"'))
        && !words::opens_block(then.split(' ').next().unwrap_or(""));
    let script = declares
        || starts(&[
            "#include",
            "std::",
            "console.",
            "System.out",
            "printf(",
            "<?",
            "<!",
            "</",
            "//",
            "/*",
            "*/",
            "{%",
            "{{",
            "} else",
            "@import ",
        ]);
    let script = script && !words.ends_with(':');
    let opens = words.strip_suffix('{').map(str::trim_end);
    let braces = matches!(words, "}" | "};" | "});" | "})")
        || opens.is_some_and(|before| {
            before.ends_with([')', '>'])
                || matches!(before, "else" | "try" | "do" | "} else" | "finally")
                || matches!(
                    head,
                    "class"
                        | "struct"
                        | "enum"
                        | "interface"
                        | "namespace"
                        | "trait"
                        | "impl"
                        | "type"
                        | "export"
                )
        });
    let markup = words.starts_with('<')
        && words.contains('>')
        && words
            .get(1..2)
            .is_some_and(|c| c.chars().all(|c| c.is_alphabetic() || "/!".contains(c)))
        && (words.ends_with('>') || words.contains("</"));
    // max-line-length = 88; --flag value
    let key = words.split(['=', ':']).next().unwrap_or("").trim();
    let setting = key.contains('-')
        && key.len() < words.len()
        && key
            .split('-')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase()));
    let option = words.starts_with("--")
        && words
            .get(2..3)
            .is_some_and(|c| c.chars().all(char::is_alphabetic));
    let link = words.starts_with("http://") || words.starts_with("https://");
    sql || script || braces || markup || setting || option || link
}

/// True for a comment that says that what follows was printed: `# Output`, `# prints:`.
pub fn announces_output(comment: &str) -> bool {
    let said = comment
        .trim_matches(|c: char| c == '#' || c == ':' || c.is_whitespace())
        .to_lowercase();
    matches!(
        said.as_str(),
        "output"
            | "outputs"
            | "prints"
            | "result"
            | "results"
            | "returns"
            | "console"
            | "stdout"
            | "gives"
            | "printed"
            | "out"
    )
}

/// True for the lines of a diff: several begin with `+` or `-`, the others with a blank.
pub fn is_diff(text: &str) -> bool {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let changed = lines().filter(|line| line.starts_with(['+', '-'])).count();
    let added = lines().any(|line| line.starts_with('+'));
    changed >= 2
        && added
        && lines().all(|line| {
            line.starts_with(['+', '-', ' ', '@', '\\'])
                || line.starts_with("diff ")
                || line.starts_with("index ")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_no_python_are_named() {
        for (line, foreign) in [
            ("ValueError: too many values to unpack", Foreign::Traceback),
            ("    ^^^^~~", Foreign::Traceback),
            ("$ python app.py", Foreign::Shell),
            ("pip install requests", Foreign::Shell),
            ("├── app.py", Foreign::Diagram),
            ("   / \\", Foreign::Diagram),
            ("=> [1, 2]", Foreign::Result),
            ("124 µs ± 4.73 µs per loop", Foreign::Result),
            ("Name      Age   City", Foreign::Table),
            ("| a | b |", Foreign::Table),
            ("SELECT name FROM users;", Foreign::Language),
            ("const x = () => 3;", Foreign::Result),
            ("max-line-length = 88", Foreign::Language),
            ("Now x holds three and we can print it:", Foreign::Prose),
            ("I'm trapped, please rescue!", Foreign::Prose),
        ] {
            assert_eq!(classify(line), Some(foreign), "{line}");
        }
        for line in [
            "x = ",
            "if x = 3:",
            "retrun x",
            "def f(a b):",
            "print(hello",
            "for i in range(3)",
            "left =",
            "items = [1, 2",
            "class A(B)",
            "total = 3 – 1",
            "import os sys",
            "python = 3 +",
            "x  = = 3",
            "return a if b",
        ] {
            assert_eq!(classify(line), None, "{line}");
        }
    }
}
