//! Lines that CommonMark does not call headings but their writers do: banners (`######### TITLE #########`), titles
//! without a blank (`#title`) and labelled lines (`Phase 1: title`). Each is recognised by its own line; where it
//! stands is for others to judge.

use super::lines::run;
use crate::text::Span;

/// What a line of hashes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hashes {
    /// More than six `#` and a title.
    Banner,
    /// `#title`; more than one word means that it is no tag.
    Unspaced {
        /// Whether the line could be a tag: `#` and one word.
        single: bool,
    },
    /// More than six `#` and nothing else.
    Separator,
}

/// A line that begins with hashes CommonMark makes nothing of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HashLine {
    /// Which kind.
    pub kind: Hashes,
    /// How many hashes open it.
    pub hashes: usize,
    /// Its title within the line; empty for a separator.
    pub title: Span,
}

/// Reads `line`, which begins with `#` and holds no line end. `None` for what CommonMark reads itself (ATX headings,
/// a lone `#`) and for what is no heading in any dialect: `#!shebang`, `#1`, colours, lists of tags, sentences.
pub(super) fn hash_line(line: &str) -> Option<HashLine> {
    let hashes = run(line, b'#');
    let rest = line.get(hashes..)?;
    let title = title(line, hashes);
    if hashes > 6 {
        let kind = if title.is_empty() {
            Hashes::Separator
        } else {
            Hashes::Banner
        };
        return Some(HashLine {
            kind,
            hashes,
            title,
        });
    }
    if hashes == 0 || rest.is_empty() || rest.starts_with([' ', '\t']) {
        return None;
    }
    let words = title.of(line);
    if !opens_title(words, hashes) || !words.contains(char::is_alphabetic) {
        return None;
    }
    let single = hashes == 1 && !words.contains(char::is_whitespace);
    let refused = if single {
        is_colour(words)
    } else {
        hashes == 1 && (is_tag_list(words) || is_directive(words) || is_sentence(words))
    };
    (!refused).then_some(HashLine {
        kind: Hashes::Unspaced { single },
        hashes,
        title,
    })
}

/// The title between an opening run of `hashes` and a closing run. A closing run glued to the title counts when it is
/// longer than one, so that `#C#` keeps its name.
fn title(line: &str, hashes: usize) -> Span {
    let mut end = line.trim_end().len();
    let inside = line.get(hashes..end).unwrap_or("");
    let open = inside.trim_end_matches('#');
    let closing = inside.len() - open.len();
    if closing > 1 || open.is_empty() || open.ends_with([' ', '\t']) {
        end = hashes + open.trim_end().len();
    }
    let start = hashes + (inside.len() - inside.trim_start().len());
    Span::new(start.min(end), end)
}

/// Titles open with a letter, a quotation mark, emphasis, a code span or a symbol such as an emoji; a digit only behind
/// several hashes, because `#1` is a number.
fn opens_title(title: &str, hashes: usize) -> bool {
    let mut characters = title.chars();
    let first = characters.next().unwrap_or(' ');
    let mut marks_word = |mark| {
        matches!(mark, '"' | '\'' | '`' | '*' | '_' | '(')
            && characters.next().is_some_and(|next| !next.is_whitespace())
    };
    first.is_alphabetic()
        || !first.is_ascii()
        || (hashes > 1 && first.is_ascii_digit())
        || marks_word(first)
}

/// `fff`, `1a2b3c`: the length of a colour, and digits or one letter alone, so that `#add` and `#facade` stay words.
pub(super) fn is_colour(word: &str) -> bool {
    matches!(word.len(), 3 | 4 | 6 | 8)
        && word.bytes().all(|byte| byte.is_ascii_hexdigit())
        && (word.bytes().any(|byte| byte.is_ascii_digit())
            || word.bytes().all(|byte| Some(byte) == word.bytes().next()))
}

/// `python #asyncio #notes`: every further word is a tag too.
fn is_tag_list(words: &str) -> bool {
    words
        .split_whitespace()
        .skip(1)
        .all(|word| word.starts_with('#'))
}

/// The preprocessor's lines, where they cannot be English.
fn is_directive(words: &str) -> bool {
    let mut words = words.split_whitespace();
    match words.next() {
        Some("include") => words
            .next()
            .is_some_and(|word| word.starts_with(['<', '"'])),
        Some("define" | "undef" | "ifdef" | "ifndef" | "pragma") => words
            .next()
            .is_some_and(|word| word.contains('_') || word.chars().all(char::is_uppercase)),
        _ => false,
    }
}

/// A line that runs on like a sentence and stops like one opens with a tag, not with a title.
fn is_sentence(words: &str) -> bool {
    words.ends_with(['.', ',', ';']) && words.split_whitespace().count() > 8
}

/// A line such as `Phase 1: title`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    /// The word before the number.
    pub word: Span,
    /// How many numbers are joined by dots: 1 for `1`, 2 for `1.1`.
    pub parts: usize,
}

/// Reads the label at the start of `line`: a capitalised word, a number (digits joined by dots, or a Roman numeral) and
/// a delimiter or the end of the line. Whether it is a heading depends on what stands under it.
pub(super) fn label(line: &str) -> Option<Label> {
    let word = line.find(|c: char| !c.is_alphabetic())?;
    if word < 2 || !line.starts_with(char::is_uppercase) {
        return None;
    }
    let number_start = word + line.get(word..)?.strip_prefix(' ').map(|_| 1)?;
    let rest = line.get(number_start..)?;
    let digits = rest
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(rest.len());
    let number = rest.get(..digits)?.trim_end_matches('.');
    let (parts, after) = if number.is_empty() {
        let roman = run_of(rest, "IVX");
        (usize::from(roman > 0), roman)
    } else {
        (number.split('.').count(), number.len())
    };
    if parts == 0 || parts > 4 || number.contains("..") {
        return None;
    }
    let delimiter = rest.get(after..)?.trim_start();
    let delimited = delimiter.is_empty()
        || delimiter.starts_with([':', '-', '–', '—', ')', '.', '|'])
        || delimiter.starts_with("â€");
    delimited.then_some(Label {
        word: Span::new(0, word),
        parts,
    })
}

fn run_of(text: &str, characters: &str) -> usize {
    text.find(|c: char| !characters.contains(c))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(Hashes, &str)> {
        hash_line(line).map(|hash| (hash.kind, hash.title.of(line)))
    }

    #[test]
    fn banners_lose_both_runs() {
        for line in [
            "####### Trees",
            "######### Trees #########",
            "#########Trees#########",
            "####### Trees ##  ",
        ] {
            assert_eq!(read(line), Some((Hashes::Banner, "Trees")), "{line}");
        }
        assert_eq!(read("##########"), Some((Hashes::Separator, "")));
        assert_eq!(read("#######   ###"), Some((Hashes::Separator, "")));
    }

    #[test]
    fn titles_without_a_blank() {
        let several = Hashes::Unspaced { single: false };
        let single = Hashes::Unspaced { single: true };
        assert_eq!(
            read("#what is a queue "),
            Some((several, "what is a queue"))
        );
        assert_eq!(read("###Queues"), Some((several, "Queues")));
        assert_eq!(read("##Queues##"), Some((several, "Queues")));
        assert_eq!(read("#Queues"), Some((single, "Queues")));
        assert_eq!(read("#C#"), Some((single, "C#")));
        assert_eq!(read("#`deque` ends"), Some((several, "`deque` ends")));
        assert_eq!(read("#“Why?” he said"), Some((several, "“Why?” he said")));
    }

    #[test]
    fn other_uses_of_the_hash() {
        for line in [
            "#",
            "# Title",
            "###### Title",
            "#!/usr/bin/env python",
            "#1",
            "#12 was closed",
            "#fff",
            "#1a2b3c",
            "#python #asyncio",
            "#include <stdio.h>",
            "#define MAX_LEN 3",
            "#-----",
            "#queues are what I read about all day, and then some.",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn labels_are_a_word_and_a_number() {
        let parts = |line| label(line).map(|label| label.parts);
        assert_eq!(parts("Phase 1: Basics"), Some(1));
        assert_eq!(parts("Module 1.2: Loops"), Some(2));
        assert_eq!(parts("Week 12"), Some(1));
        assert_eq!(parts("Part IV – Trees"), Some(1));
        assert_eq!(parts("Phase 2. Basics"), Some(1));
        for line in [
            "Phase one: Basics",
            "phase 1: Basics",
            "Python 3.12 is out",
            "Summary: Order",
            "1. Basics",
            "Version 1.2.3.4.5: x",
            "",
        ] {
            assert_eq!(parts(line), None, "{line}");
        }
    }
}
