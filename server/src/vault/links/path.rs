//! Paths as links write them: relative, with `/`, percent-encoded; and what makes two names the same.

use std::path::{Component, Path, PathBuf};

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Extensions that links to notes have, as far as a missing note can be told from a missing file of another kind.
const NOTES: [&str; 2] = ["md", "markdown"];

/// True for a path that names a note by its extension.
pub fn is_note(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        NOTES
            .iter()
            .any(|note| extension.eq_ignore_ascii_case(note))
    })
}

/// `name` as names are compared where upper and lower case, composed and decomposed letters are the same: some file
/// systems keep such names apart, others do not.
pub(super) fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let lower = name.to_lowercase();
    match is_nfc_quick(lower.chars()) {
        IsNormalized::Yes => lower,
        _ => lower.nfc().collect(),
    }
}

/// `path`, folded, with `/` between its parts.
pub(super) fn folded_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) {
        return folded(&text.replace('\\', "/"));
    }
    folded(&text)
}

/// `path` without `.` and `..`, by its text alone; `None` where it leads above its root.
pub fn lexical(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            other => plain.push(other),
        }
    }
    Some(plain)
}

/// The way from a note in `folder` to `path`, as a link writes it before it is encoded: `../b/c.md`.
pub fn relative(folder: &Path, path: &Path) -> String {
    let mut from = folder.components().peekable();
    let mut to = path.components().peekable();
    while let (Some(a), Some(b)) = (from.peek(), to.peek())
        && a == b
    {
        from.next();
        to.next();
    }
    let up = from.map(|_| "..".to_owned());
    let down = to.map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// `path` as the destination of a Markdown link that needs no angle brackets: what would end it, or mean something
/// else in it, is percent-encoded; letters of every script stay readable.
pub fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            ' ' | '(' | ')' | '<' | '>' | '%' | '#' | '?' | '\\' | '"' | '&' | '[' | ']' | '`'
            | '*' | '|' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_control() || c.is_whitespace() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::decoded;

    #[test]
    fn ways_between_notes() {
        for (folder, path, way) in [
            ("/v/a", "/v/a/b.md", "b.md"),
            ("/v/a", "/v/c d/b.md", "../c d/b.md"),
            ("/v", "/v/a/b.md", "a/b.md"),
            ("/v/a/b", "/v/c.md", "../../c.md"),
        ] {
            assert_eq!(relative(Path::new(folder), Path::new(path)), way);
        }
    }

    #[test]
    fn nothing_leads_above_the_root() {
        assert_eq!(
            lexical(Path::new("/v/a/../b/./c.md")).unwrap(),
            Path::new("/v/b/c.md")
        );
        assert_eq!(lexical(Path::new("a/../../b")), None);
    }

    #[test]
    fn what_is_encoded_is_read_back() {
        for path in [
            "a b (c).md",
            "100%.md",
            "é 并发.md",
            "a#b?.md",
            "R&D [x]*`|\".md",
            "a\u{a0}b.md",
        ] {
            assert_eq!(decoded(&encoded(path)), path);
            assert!(!encoded(path).contains([' ', '(', ')', '#']));
        }
    }

    #[test]
    fn names_that_some_file_systems_keep_apart() {
        assert_eq!(folded("Caf\u{e9}.MD"), folded("cafe\u{301}.md"));
        assert_ne!(folded("cafe"), folded("café"));
    }
}
