//! Where a link leads, as its target is read: a path and what is named in the note there.

use super::{Link, LinkKind, Note};
use crate::text::Span;

/// Where a link leads. Whether anything is there is for others to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// `[[name]]`, which may name a note wherever it is.
    pub is_wiki: bool,
    /// The path or the name, decoded; empty for the note itself.
    pub path: String,
    /// What is behind `#`, decoded.
    pub fragment: Option<String>,
    /// Where the path stands in the note, as written.
    pub path_span: Span,
    /// Where the fragment stands, as written, without `#`.
    pub fragment_span: Option<Span>,
}

impl Note {
    /// Where `link` of this note leads; `None` for addresses on the web, labels, footnotes and tags.
    pub fn target(&self, link: &Link) -> Option<Target> {
        let is_wiki = matches!(link.kind, LinkKind::Wiki | LinkKind::Embed);
        let is_path = matches!(
            link.kind,
            LinkKind::Inline | LinkKind::Image | LinkKind::Definition
        );
        if !is_wiki && !is_path {
            return None;
        }
        let written = link.target.of(&self.text);
        // In a table the bar is escaped: `[[note\|text]]`.
        let written = if is_wiki {
            written.trim_end_matches('\\')
        } else {
            written
        };
        if written.is_empty() || !is_wiki && is_address(written) {
            return None;
        }
        let start = link.target.start;
        let hash = written.find('#');
        let mut path = &written[..hash.unwrap_or(written.len())];
        let fragment = hash.map(|at| Span::new(start + at + 1, start + written.len()));
        if !is_wiki {
            path = path.split('?').next().unwrap_or(path);
        }
        let decode = |text: &str| {
            if is_wiki {
                text.trim().to_owned()
            } else {
                decoded(text)
            }
        };
        Some(Target {
            is_wiki,
            path: decode(path),
            fragment: fragment.map(|span| decode(span.of(&self.text))),
            path_span: Span::new(start, start + path.len()),
            fragment_span: fragment,
        })
    }
}

/// True for what has a scheme (RFC 3986, section 3.1; one letter is a drive of Windows) or names a host.
fn is_address(target: &str) -> bool {
    if target.starts_with("//") {
        return true;
    }
    let Some((scheme, _)) = target.split_once(':') else {
        return false;
    };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

/// A destination without its escapes: backslashes before punctuation and `&amp;` (CommonMark 0.31, "Backslash
/// escapes"), then percent signs (RFC 3986, section 2.1). What is not UTF-8 then stays as it was.
pub fn decoded(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let escapes = c == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        match characters.peek() {
            Some(&next) if escapes && next != '\\' => {
                plain.push(next);
                characters.next();
            }
            _ => plain.push(c),
        }
    }
    if plain.contains("&amp;") {
        plain = plain.replace("&amp;", "&");
    }
    if !plain.contains('%') {
        return plain;
    }
    let mut bytes = Vec::with_capacity(plain.len());
    let mut rest = plain.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
        let code = match (byte, hex(after.first()), hex(after.get(1))) {
            (b'%', Some(high), Some(low)) => u8::try_from(high * 16 + low).ok(),
            _ => None,
        };
        bytes.push(code.unwrap_or(byte));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::NoteOptions;

    fn target(text: &str) -> Option<(String, Option<String>, String)> {
        let note = Note::parse(text, &NoteOptions::default());
        let target = note.target(note.links.first()?)?;
        let written = target.path_span.of(text).to_owned();
        Some((target.path, target.fragment, written))
    }

    #[test]
    fn paths_and_fragments() {
        for (text, path, fragment) in [
            ("[a](b%20c.md#d-e)", "b c.md", Some("d-e")),
            ("[a](<b c.md>)", "b c.md", None),
            ("[a](#caf%C3%A9)", "", Some("café")),
            ("[a](b\\_c.md?raw=1#x)", "b_c.md", Some("x")),
            ("[a](b\\c.md)", "b\\c.md", None),
            ("[a](R&amp;D.md)", "R&D.md", None),
            ("[a](100%.md)", "100%.md", None),
            ("[a](%FF.md)", "%FF.md", None),
            ("[[a b#c#d|e]]", "a b", Some("c#d")),
            ("[[#^x]]", "", Some("^x")),
            ("![[a.png]]", "a.png", None),
            ("|a|\n|-|\n|[[b\\|c]]|\n", "b", None),
        ] {
            let (found, found_fragment, _) = target(text).unwrap();
            assert_eq!(
                (found.as_str(), found_fragment.as_deref()),
                (path, fragment),
                "{text}"
            );
        }
        assert_eq!(target("[a](<b c.md#d>)").unwrap().2, "b c.md");
    }

    #[test]
    fn addresses_and_labels_are_no_paths() {
        for text in [
            "[a](https://b.c/d.md)",
            "[a](mailto:b)",
            "[a](//b/c)",
            "#tag",
            "<https://a.b>",
            "[a]()",
        ] {
            assert_eq!(target(text), None, "{text}");
        }
    }
}
