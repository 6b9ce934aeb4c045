//! What a finding is known by when the lines around it move: used by reports that compare two runs.

use rustc_hash::FxHashMap;

use super::Checked;

/// A fingerprint for each finding of `note`, in order: the same as long as note, rule and the text of the line stay the
/// same, wherever that line is. Of findings alike, the first has number 0, and so on.
pub(super) fn fingerprints(note: &Checked) -> Vec<String> {
    let mut alike: FxHashMap<u64, usize> = FxHashMap::default();
    note.findings
        .iter()
        .map(|finding| {
            let line = note
                .lines
                .text(&note.text, note.lines.line(finding.span.start));
            let hash = fnv1a(&[
                &note.filename,
                finding.rule.as_str(),
                &finding.message,
                line.trim(),
            ]);
            let number = alike.entry(hash).or_default();
            let fingerprint = format!("{hash:016x}{number:04x}");
            *number += 1;
            fingerprint
        })
        .collect()
}

/// FNV-1a, 64 bit (draft-eastlake-fnv). The standard library's hash may change between versions; this one stays.
fn fnv1a(parts: &[&str]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        // 0xFF is in no UTF-8: it parts the parts.
        for byte in part.bytes().chain([0xFF]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, RuleId, Severity};
    use crate::note::Note;
    use crate::text::Span;

    #[test]
    fn hash_is_the_published_one() {
        // "a" followed by the separator.
        let a = (0xcbf2_9ce4_8422_2325_u64 ^ 0x61).wrapping_mul(0x100_0000_01b3);
        assert_eq!(
            a, 0xaf63_dc4c_8601_ec8c,
            "test vector of the draft for \"a\""
        );
        assert_eq!(fnv1a(&["a"]), (a ^ 0xFF).wrapping_mul(0x100_0000_01b3));
    }

    #[test]
    fn survives_a_move_and_tells_twins_apart() {
        let read = |text: &str| {
            let findings = text
                .match_indices("bad")
                .map(|(at, found)| {
                    let span = Span::new(at, at + found.len());
                    Diagnostic::new(RuleId::new("rule"), Severity::Error, span, "bad")
                })
                .collect();
            let note = Note::parse(text, &Default::default());
            fingerprints(&Checked::new("a.md".to_owned(), note, findings, |_| None))
        };
        let before = read("bad\nbad\nother bad\n");
        assert_eq!(before.len(), 3);
        assert_ne!(before[0], before[1]);
        assert_ne!(before[0], before[2]);
        assert_eq!(before, read("new line\nbad\n\nbad\n  other bad\n"));
    }
}
