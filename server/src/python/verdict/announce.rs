//! Words that say an error is shown on purpose. Whoever writes them is not helped by being told of the error.

use std::sync::LazyLock;

use regex::Regex;

/// Errors of syntax by name, which nobody writes beside code that is meant to work.
const NAMES: &[&str] = &[
    "SyntaxError",
    "IndentationError",
    "TabError",
    "syntax error",
    "Syntax error",
];

/// Marks and words that call the code wrong. Lower case; the languages that notes about Python are most written in.
const WORDS: &[&str] = &[
    "❌",
    "✗",
    "✘",
    "🚫",
    "⛔",
    "not allowed",
    "not valid",
    "not legal",
    "won't work",
    "wont work",
    "will not work",
    "doesn't work",
    "does not work",
    "no longer work",
    "stopped working",
    "won't compile",
    "doesn't compile",
    "does not compile",
    "will fail",
    "this fails",
    "forbidden",
    "not possible",
    "can't do this",
    "cannot do this",
    "don't do this",
    "not permitted",
    "common mistake",
    "raises an error",
    "throws an error",
    "is an error",
    "causes an error",
    "gives an error",
    "ошибк",
    "неправильн",
    "неверн",
    "нельзя",
    "не работает",
    "недопустим",
    "错误",
    "错",
    "報錯",
    "报错",
    "不正确",
    "不允许",
    "非法",
    "无效",
    "incorrecto",
    "inválid",
    "erróneo",
    "errado",
    "erreur",
    "invalide",
    "falsch",
    "ungültig",
    "fehler",
    "エラー",
    "間違",
    "오류",
    "에러",
    "잘못",
    "غلط",
    "nieprawidł",
    "błąd",
    "hatalı",
];

/// Words that call the code wrong where they are said of it: as a label, or after "is".
const JUDGEMENTS: &[&str] = &[
    "bad",
    "wrong",
    "invalid",
    "incorrect",
    "illegal",
    "broken",
    "don't",
    "typo",
    "misspelt",
    "misspelled",
    "incorrecto",
    "faux",
    "falsch",
];

/// Words that call the code wrong where they stand in a comment beside it, but may mean anything in a heading.
const COMMENT_WORDS: &[&str] = &[
    "error", "bad", "fail", "nope", "oops", "don't", "raises", "no!", "never",
];

/// True where a heading or a sentence near a snippet announces an error in it.
pub fn in_prose(text: &str) -> bool {
    // Most say nothing of the kind, and at every keystroke many are asked.
    says_any(text) && (names_syntax_error(text) || announces(&text.to_lowercase()))
}

fn announces(lower: &str) -> bool {
    WORDS.iter().any(|word| lower.contains(word)) || judges(lower)
}

/// True where any of the words stands in `text`, whatever its case and what is around it.
fn says_any(text: &str) -> bool {
    static ANY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let words = NAMES.iter().chain(WORDS).chain(JUDGEMENTS);
        let words: Vec<String> = words.map(|word| regex::escape(word)).collect();
        Regex::new(&format!("(?i){}", words.join("|"))).ok()
    });
    ANY.as_ref().is_none_or(|any| any.is_match(text))
}

/// True for `Wrong:`, `Bad example:`, `this is invalid`, `the wrong way:`; not for `about wrong answers`.
fn judges(lower: &str) -> bool {
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .filter(|word| !word.is_empty())
        .collect();
    let label = lower
        .trim_end_matches(['*', '_', '`', ' '])
        .ends_with([':', '：']);
    words.iter().enumerate().any(|(index, word)| {
        let said = index == 0
            || label && words.len() <= 6
            || matches!(
                words.get(index - 1),
                Some(&("is" | "are" | "be" | "was" | "an" | "not"))
            );
        JUDGEMENTS.contains(word) && said
    })
}

/// True where a comment behind the code does so.
pub fn in_comment(text: &str) -> bool {
    // A suppression names rules, and a rule may be named after an error.
    let text = text.split("notelint:").next().unwrap_or_default();
    let lower = text.to_lowercase();
    in_prose(text)
        || JUDGEMENTS
            .iter()
            .chain(COMMENT_WORDS)
            .any(|word| whole_word(&lower, word))
        || text.contains("Error")
        || text.contains("Warning")
}

/// True for a sentence that says of something that it is not there, or no longer.
pub fn denies(text: &str) -> bool {
    static WORDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?i)\b(?:wrong|typos?|misspel\w*|no such|there(?:'s| is) no|has no|have no|had no|no longer|n[o']t exist|n[o']t have|isn'?t|aren'?t|removed|deprecated|gone|legacy|obsolete|returns? `?none)\b",
        )
        .ok()
    });
    WORDS.as_ref().is_some_and(|words| words.is_match(text))
}

/// True where a comment on a line of its own says so of the code under it.
pub fn in_comment_above(text: &str) -> bool {
    in_prose(text) || text.split_whitespace().count() <= 4 && in_comment(text)
}

/// True where a text names an error of syntax, as a traceback does.
pub fn names_syntax_error(text: &str) -> bool {
    let text = text.as_bytes();
    ["Error", "error"].iter().any(|word| {
        memchr::memmem::find_iter(text, word).any(|at| {
            let end = at + word.len();
            let so_far = text.get(..end).unwrap_or_default();
            NAMES.iter().any(|name| so_far.ends_with(name.as_bytes()))
        })
    })
}

fn whole_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|head| head.chars().next_back());
        let after = text
            .get(at + word.len()..)
            .and_then(|tail| tail.chars().next());
        !before.is_some_and(char::is_alphanumeric)
            && !after.is_some_and(|c| c.is_alphanumeric() && c != 's')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announcements_are_heard() {
        for text in [
            "This raises a SyntaxError:",
            "## Wrong",
            "❌ Bad",
            "this one is invalid",
            "The wrong way:",
            "Неправильно:",
            "错误示例",
        ] {
            assert!(in_prose(text), "{text}");
        }
        for text in [
            "## Error handling",
            "Handle errors early",
            "A badge",
            "Now it works",
        ] {
            assert!(!in_prose(text), "{text}");
        }
        assert!(in_comment("# ERROR"));
        assert!(in_comment("# SyntaxWarning"));
        assert!(in_prose("A typo in the import:"));
        assert!(denies("`cgi` was removed in Python 3.13."));
        assert!(!in_comment("# the failover node"));
        assert!(!in_comment("# notelint: ignore[syntax-error]"));
    }
}
