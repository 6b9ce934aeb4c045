//! What is found after edits, against what is found in the same text at once. In unit tests every heading begins a part.

use proptest::prelude::*;

use super::{Cache, lint};
use crate::config::Config;
use crate::note::{Note, NoteOptions, Parts};

/// What makes findings, what excuses them further on or back, and what parts windows from each other.
const PIECES: &[&str] = &[
    "# Wrong\n\n",
    "# Pitfalls\n\n",
    "## Queues\n\n",
    "### ❓ Why\n\n",
    "#unspaced\n\n",
    "######### Part #########\n\n",
    "Words.\n\n",
    "This does not work:\n\n",
    "`cgi` was removed in 3.13.\n\n",
    "This raises a NameError.\n\n",
    "- \n",
    "Phase 1: plan\n    - a\n\n",
    "```python\nimport heapq\nheapq.heapfiy(x)\n```\n\n",
    "```python\nimport cgi\n```\n\n",
    "```python\ndef f(x=[]):\n    x.append(1)\n    return x\n```\n\n",
    "```python\nx = (1\n```\n\n",
    "```python\ncounter(x)\n```\n\n",
    "```python\nfrom collections import counter\n```\n\n",
    "```python\nfrom collections import Counter\n```\n\n",
    "```\ndef counter(x): pass\n```\n\n",
    "```\nSyntaxError: invalid syntax\n```\n\n",
    "```\nTraceback (most recent call last):\nNameError: x\n```\n\n",
    "> ```python\n> x = (\n",
    "pip install heapq\n\n",
    "Use `heapq.heapfiy` here.\n\n",
    "a â€™ b\n\n",
    "Ã¼\n\n",
    "<!-- notelint-disable-next-line unknown-attribute -->\n",
    "<!-- notelint-disable -->\n\n",
    "[[#Queues]] [x](#wrong)\n\n",
    "---\ntags: [a]\n---\n",
    FAR,
];

/// Further than anybody looks.
const FAR: &str = const {
    const LINE: &[u8; 32] = b"a line of words and nothing else";
    const BYTES: [u8; 5 * 1024] = {
        let mut bytes = [0; 5 * 1024];
        let mut at = 0;
        while at < bytes.len() {
            bytes[at] = if at % 32 == 31 { b'\n' } else { LINE[at % 32] };
            at += 1;
        }
        bytes
    };
    match std::str::from_utf8(&BYTES) {
        Ok(text) => text,
        Err(_) => "",
    }
};

fn pieces(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(PIECES), count)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn after_edits_the_same_is_found_as_at_once(
        start in pieces(0..24),
        edits in prop::collection::vec((0usize..24, 0usize..2, pieces(0..2)), 1..10),
    ) {
        let (options, config) = (NoteOptions::default(), Config::default());
        let mut pieces = start;
        let mut parts = Parts::read(pieces.concat(), &options);
        let mut cache = Cache::default();
        lint(&parts.note(), &config, &mut cache);
        for (from, removed, inserted) in edits {
            let from = from.min(pieces.len());
            let to = (from + removed).min(pieces.len());
            pieces.splice(from..to, inserted);
            let text = pieces.concat();
            parts = Parts::reread(text.as_str(), &options, Some(&parts));
            let edited = lint(&parts.note(), &config, &mut cache);
            let fresh = Note::parse(text.as_str(), &options);
            prop_assert_eq!(edited, lint(&fresh, &config, &mut Cache::forgetful()), "{}", text);
        }
    }
}
