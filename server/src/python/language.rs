//! Which info strings of fences mean Python (INTERFACE: whatever the case, with attributes, `{python}`,
//! `{code-block} python`).

use std::borrow::Cow;

/// The language named by a fence's info string, lower-cased: `{.python .numberLines}`, `python title="x"`,
/// `{code-block} python` and `Python` all give `python`. Empty where none is named.
pub fn language(info: &str) -> Cow<'_, str> {
    let mut words = info
        .split(|c: char| c.is_whitespace() || c == ',' || c == '{' || c == '}')
        .filter(|word| !word.is_empty());
    let mut first = words.next().unwrap_or("");
    let directives = ["code-block", "code", "code-cell", "sourcecode"];
    if directives
        .iter()
        .any(|name| first.eq_ignore_ascii_case(name))
    {
        first = words.next().unwrap_or("");
    }
    let name = first.trim_start_matches('.').split([':', ';', '=']);
    let name = name.into_iter().next().unwrap_or("");
    // Asked of every fence at every keystroke.
    let is_lower = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    match name.bytes().all(is_lower) {
        true => name.into(),
        false => name.to_lowercase().into(),
    }
}

/// True for the names of Python, its shells and its dialects.
pub fn is_python(language: &str) -> bool {
    matches!(
        language,
        "python"
            | "py"
            | "python3"
            | "py3"
            | "python2"
            | "py2"
            | "pycon"
            | "ipython"
            | "ipython3"
            | "python-repl"
            | "pyrepl"
            | "python-console"
            | "doctest"
            | "pyi"
    )
}

/// True for those of them that say that it is Python 2.
pub fn is_python2(language: &str) -> bool {
    matches!(language, "python2" | "py2")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_of_info_string() {
        for info in [
            "python",
            "Python",
            "python title=\"a.py\"",
            "{python}",
            "{.python .numberLines}",
            "{code-block} python",
            "python,linenos",
            "python{1,3}",
            "python:a.py",
        ] {
            assert!(is_python(&language(info)), "{info}");
        }
        for info in ["", "sql", "PostgreSQL", "text python"] {
            assert!(!is_python(&language(info)), "{info}");
        }
    }
}
