//! What parts of a note that are read by themselves must know of each other: words that change how another part is
//! read.

use super::dialect;

/// Labels are shorter than this (CommonMark 0.31, "Links").
const LONGEST_LABEL: usize = 1000;

/// A word that one part gives and another may ask for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Tie {
    /// The writer leaves out the blank in titles of several words, so `#word` is a title, too.
    UnspacedStyle,
    /// An outline stands under a label of this word: every label of that word is a heading.
    Outline(String),
    /// `[label]: target` stands there: `[label]` is a link.
    Reference(String),
    /// `[^label]: text` stands there: `[^label]` is a footnote.
    Footnote(String),
}

impl Tie {
    pub fn reference(label: &str) -> Self {
        Self::Reference(normal(label))
    }

    pub fn footnote(label: &str) -> Self {
        Self::Footnote(normal(label))
    }
}

/// The tie of a label's `word`.
pub(super) fn outline(word: &str) -> Tie {
    Tie::Outline(word.to_lowercase())
}

/// Labels match whatever their case and white space (CommonMark 0.31, "Link reference definitions").
fn normal(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// What the text of a part could ask for: more than it does, as it is not read closely.
pub(super) fn asked(text: &str) -> Vec<Tie> {
    let mut asked = labels(text);
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with('#') {
            asked.push(Tie::UnspacedStyle);
        }
        let words = line.strip_prefix("**").unwrap_or(line);
        if let Some(label) = dialect::label(words) {
            asked.push(outline(label.word.of(words)));
        }
    }
    asked.sort_unstable();
    asked.dedup();
    asked
}

/// What stands in brackets that hold no others.
fn labels(text: &str) -> Vec<Tie> {
    let mut labels = Vec::new();
    let mut open = None;
    let mut escaped = None;
    for at in memchr::memchr3_iter(b'[', b']', b'\\', text.as_bytes()) {
        if escaped == Some(at) {
            continue;
        }
        match text.as_bytes().get(at) {
            Some(b'[') => open = Some(at + 1),
            Some(b']') => {
                let label = open.take().and_then(|start| text.get(start..at));
                let label = label.filter(|label| label.len() < LONGEST_LABEL);
                labels.extend(label.map(|label| match label.strip_prefix('^') {
                    Some(label) => Tie::footnote(label),
                    None => Tie::reference(label),
                }));
            }
            _ => escaped = Some(at + 1),
        }
    }
    labels
}

/// Definitions, of nothing, for the labels that are `given`.
pub(super) fn definitions(given: &[Tie]) -> String {
    let lines = given.iter().filter_map(|tie| match tie {
        Tie::Reference(label) => Some(format!("[{label}]: x\n\n")),
        Tie::Footnote(label) => Some(format!("[^{label}]: x\n\n")),
        Tie::UnspacedStyle | Tie::Outline(_) => None,
    });
    lines.collect()
}
