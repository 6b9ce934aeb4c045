//! Which info strings of fences mean Python (INTERFACE: whatever the case, with attributes, `{python}`,
//! `{code-block} python`).

/// The language named by a fence's info string, lower-cased: `{.python .numberLines}`, `python title="x"`,
/// `{code-block} python` and `Python` all give `python`. Empty where none is named.
pub fn language(info: &str) -> String {
    let mut words = info
        .split(|c: char| c.is_whitespace() || c == ',' || c == '{' || c == '}')
        .filter(|word| !word.is_empty());
    let mut first = words.next().unwrap_or("");
    if ["code-block", "code", "code-cell", "sourcecode"].contains(&first.to_lowercase().as_str()) {
        first = words.next().unwrap_or("");
    }
    first
        .trim_start_matches('.')
        .split([':', ';', '='])
        .next()
        .unwrap_or("")
        .to_lowercase()
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
