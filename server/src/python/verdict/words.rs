//! Python's keywords, and which one a misspelt word was meant to be.

/// True for the reserved words of Python 3 (3.14 reference, 2.3.1).
pub fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "False"
            | "None"
            | "True"
            | "and"
            | "as"
            | "assert"
            | "async"
            | "await"
            | "break"
            | "class"
            | "continue"
            | "def"
            | "del"
            | "elif"
            | "else"
            | "except"
            | "finally"
            | "for"
            | "from"
            | "global"
            | "if"
            | "import"
            | "in"
            | "is"
            | "lambda"
            | "nonlocal"
            | "not"
            | "or"
            | "pass"
            | "raise"
            | "return"
            | "try"
            | "while"
            | "with"
            | "yield"
    )
}

/// True for the keywords that open a block.
pub fn opens_block(word: &str) -> bool {
    matches!(
        word,
        "def"
            | "class"
            | "if"
            | "elif"
            | "else"
            | "for"
            | "while"
            | "try"
            | "except"
            | "finally"
            | "with"
            | "async"
            | "match"
            | "case"
    )
}

/// The keyword that `word` was meant to be: another case (`Class`), one letter more, less, wrong or swapped (`fro`,
/// `retrun`, `lambad`), or the word of another language (`function`, `elseif`). `None` where no keyword is near, or
/// `word` is one itself.
pub fn meant(word: &str) -> Option<&'static str> {
    if is_keyword(word) || !word.is_ascii() || word.len() > 12 {
        return None;
    }
    if let Some(known) = foreign(word) {
        return Some(known);
    }
    let lower = word.to_ascii_lowercase();
    let keywords = || KEYWORDS.iter().copied();
    if let Some(same) = keywords().find(|keyword| *keyword == lower) {
        return Some(same);
    }
    // Short keywords are near to many words; those that open a block are checked by what follows them.
    let near = |keyword: &str| {
        same_letters(&lower, keyword)
            || (keyword.len() > 3 || matches!(keyword, "for" | "def" | "try"))
                && distance_is_one(&lower, keyword)
    };
    keywords()
        .filter(|keyword| near(keyword))
        // A swap of the same letters is likelier than another letter.
        .min_by_key(|keyword| {
            (
                !same_letters(&lower, keyword),
                keyword.len().abs_diff(lower.len()),
            )
        })
}

const KEYWORDS: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda",
    "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

fn foreign(word: &str) -> Option<&'static str> {
    Some(match word {
        "function" | "func" | "fn" | "fun" | "define" => "def",
        "elseif" | "elsif" => "elif",
        "catch" => "except",
        "throw" => "raise",
        "foreach" => "for",
        "switch" => "match",
        "null" | "nil" => "None",
        _ => return None,
    })
}

fn same_letters(a: &str, b: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<u8> = word.bytes().collect();
        letters.sort_unstable();
        letters
    };
    a.len() == b.len() && sorted(a) == sorted(b)
}

/// One letter more, less or other, or two neighbours swapped.
fn distance_is_one(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(x, y)| x == y)
        .count();
    let (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    match (a, b) {
        ([_], [] | [_]) | ([], [_]) => true,
        ([p, q], [r, s]) => p == s && q == r,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_keywords_are_recognized() {
        for (word, keyword) in [
            ("Class", "class"),
            ("fro", "for"),
            ("retrun", "return"),
            ("lambad", "lambda"),
            ("improt", "import"),
            ("whlie", "while"),
            ("esle", "else"),
            ("elseif", "elif"),
            ("function", "def"),
            ("IF", "if"),
        ] {
            assert_eq!(meant(word), Some(keyword), "{word}");
        }
        for word in ["x", "for", "spam", "note", "size", "do", "line"] {
            assert_eq!(meant(word), None, "{word}");
        }
    }
}
