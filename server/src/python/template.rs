//! What a template for `str.format` or for `%` asks for. Sources: Library Reference, "Format String Syntax" and
//! "printf-style String Formatting".

/// What a template for `str.format` asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Braces {
    /// Numbers of the positional values it uses, `{}` counted up from 0.
    pub positions: Vec<usize>,
    /// Names of the values it uses.
    pub names: Vec<String>,
    /// It has `{}` and `{0}`, which Python refuses.
    pub mixed: bool,
}

/// What a template for `%` asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Percents {
    /// The conversions in order (`s`, `d` …); one more `*` for each width or precision that is a value.
    pub conversions: Vec<char>,
    /// Names in brackets: `%(name)s`.
    pub names: Vec<String>,
}

/// How deep fields may stand in the format of a field: Python allows one level.
const DEPTH: usize = 2;

/// Reads a template for `str.format`; `None` where Python would refuse it.
pub fn braces(template: &str) -> Option<Braces> {
    let mut found = Braces::default();
    let mut counted = 0;
    let mut numbered = false;
    read_braces(template, DEPTH, &mut |name: &str| {
        let name = name.split(['.', '[']).next().unwrap_or("");
        if name.is_empty() {
            found.positions.push(counted);
            counted += 1;
        } else if let Ok(number) = name.parse() {
            found.positions.push(number);
            numbered = true;
        } else if !found.names.iter().any(|known| known == name) {
            found.names.push(name.to_owned());
        }
    })?;
    found.mixed = numbered && counted > 0;
    Some(found)
}

fn read_braces(template: &str, depth: usize, field: &mut impl FnMut(&str)) -> Option<()> {
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (_, tail) = rest.split_at(at);
        if depth == DEPTH && (tail.starts_with("{{") || tail.starts_with("}}")) {
            rest = tail.get(2..)?;
            continue;
        }
        let inner = tail.strip_prefix('{')?;
        let end = closing(inner)?;
        let (whole, after) = inner.split_at(end);
        // `[…]` of an index may hold a colon.
        let mut in_index = false;
        let cut = whole
            .find(|c: char| {
                in_index = (in_index || c == '[') && c != ']';
                !in_index && matches!(c, ':' | '!')
            })
            .unwrap_or(whole.len());
        let (name, format) = whole.split_at(cut);
        if name.contains(['{', '}']) {
            return None;
        }
        field(name);
        if format.contains('{') {
            read_braces(format, depth.checked_sub(1)?, field)?;
        }
        rest = after.get(1..)?;
    }
    Some(())
}

/// Where the field that begins here ends.
fn closing(inner: &str) -> Option<usize> {
    let mut open = 0usize;
    for (at, c) in inner.char_indices() {
        match c {
            '{' => open += 1,
            '}' if open == 0 => return Some(at),
            '}' => open -= 1,
            _ => {}
        }
    }
    None
}

/// Reads a template for `%`; `None` where Python would refuse it.
pub fn percents(template: &str) -> Option<Percents> {
    let mut found = Percents::default();
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        rest = rest.get(at + 1..)?;
        if let Some(tail) = rest.strip_prefix('(') {
            let end = tail.find(')')?;
            let (name, after) = tail.split_at(end);
            if !found.names.iter().any(|known| known == name) {
                found.names.push(name.to_owned());
            }
            rest = after.get(1..)?;
        }
        loop {
            let c = rest.chars().next()?;
            rest = rest.get(c.len_utf8()..)?;
            match c {
                '#' | '0'..='9' | '-' | ' ' | '+' | '.' | 'h' | 'l' | 'L' => {}
                '*' => found.conversions.push('*'),
                '%' => break,
                'd' | 'i' | 'o' | 'u' | 'x' | 'X' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'c'
                | 'r' | 's' | 'a' => {
                    found.conversions.push(c);
                    break;
                }
                _ => return None,
            }
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_read() {
        let read = |template| braces(template).map(|found| (found.positions, found.names));
        assert_eq!(read("{} {{}} {}"), Some((vec![0, 1], vec![])));
        assert_eq!(
            read("{0} {1.x} {0[a:b]!r:>4}"),
            Some((vec![0, 1, 0], vec![]))
        );
        assert_eq!(
            read("{a} {b.c} {a}"),
            Some((vec![], vec!["a".into(), "b".into()]))
        );
        assert_eq!(
            read("{:{}} {:>{width}}"),
            Some((vec![0, 1, 2], vec!["width".into()]))
        );
        assert_eq!(read("{:%Y-%m}"), Some((vec![0], vec![])));
        assert!(braces("{} {0}").unwrap().mixed);
        for broken in ["{", "}", "{0", "a } b", "{a{b}}"] {
            assert_eq!(read(broken), None, "{broken}");
        }
    }

    #[test]
    fn percents_are_read() {
        let read =
            |template| percents(template).map(|found| found.conversions.iter().collect::<String>());
        assert_eq!(read("%s and %5.2f, 100%%").as_deref(), Some("sf"));
        assert_eq!(read("%*d %-+0#8x").as_deref(), Some("*dx"));
        assert_eq!(percents("%(a)s %(b)d").unwrap().names, ["a", "b"]);
        for broken in ["100%", "%y", "%(a"] {
            assert_eq!(read(broken), None, "{broken}");
        }
    }
}
